"""A draft that a newer pmtui wrote: opened in the writing room, and only for reading."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]


@pytest.fixture
def newer(put: Put) -> Path:
    """A draft of a later version, with a key that this one does not know."""
    path = put(title="From later")
    data = path.read_bytes().replace(b"schema_version = 1", b'schema_version = 7\nlater = "kept"')
    path.write_bytes(data + b'\n[narrative]\nsummary = "It was down."\n')
    return path


@pytest.mark.deep
async def test_is_read_in_the_writing_room_with_a_message(at_desk: "OpenDesk", newer: Path) -> None:
    """S1: a larger schema version opens read-only with a message."""
    before = newer.read_bytes()
    async with at_desk() as desk:
        await desk.sight("From later", "read only, from a newer pmtui")
        await desk.press("enter")
        await desk.writing("summary")
        await desk.sight("READ ONLY: written by a newer pmtui", "Update pmtui to change it.")
        assert "It was down." == desk.page.editor.text
        await desk.choose_section("root_cause")
        await desk.press("ctrl+l")
        await desk.dialog("LibraryScreen")
    assert before == newer.read_bytes()


@pytest.mark.deep
async def test_cannot_be_renamed_from_the_library(at_desk: "OpenDesk", newer: Path) -> None:
    before = newer.read_bytes()
    async with at_desk() as desk:
        await desk.press("r")
        await desk.dialog("AskLine")
        await desk.enter(" and more")
        await desk.sight("can only be read here", "Update pmtui to change it.")
    assert before == newer.read_bytes()


@pytest.mark.deep
async def test_can_be_previewed(at_desk: "OpenDesk", newer: Path) -> None:
    async with at_desk(newer) as desk:
        await desk.press("f7")
        await desk.dialog("PreviewScreen")
        await desk.sight("It was down.")


class TestWhatIsTyped:
    @pytest.mark.deep
    async def test_into_a_text_is_refused_in_words(self, at_desk: "OpenDesk", newer: Path) -> None:
        async with at_desk(newer) as desk:
            await desk.hush()
            await desk.press("x", "y")
            await desk.sight(f"{newer.name} can only be read here", "Update pmtui to change it.")
            assert 1 == desk.toasts().count("can only be read here")
            assert "It was down." == desk.page.editor.text

    @pytest.mark.deep
    async def test_is_refused_when_it_is_pasted(self, at_desk: "OpenDesk", newer: Path) -> None:
        async with at_desk(newer) as desk:
            await desk.hush()
            await desk.paste("Something else")
            await desk.sight("can only be read here")
            assert "It was down." == desk.page.editor.text

    @pytest.mark.deep
    @pytest.mark.parametrize("section", ["impact", "timeline", "causes"])
    async def test_into_an_input_is_refused_and_taken_out_again(
        self, at_desk: "OpenDesk", newer: Path, section: str
    ) -> None:
        before = newer.read_bytes()
        async with at_desk(newer) as desk:
            await desk.choose_section(section)
            await desk.hush()
            await desk.press(*"qqqq")
            await desk.sight("can only be read here")
            await desk.until(lambda: "qq" not in desk.shown(), "the letters are gone")
        assert before == newer.read_bytes()

    @pytest.mark.deep
    async def test_into_the_form_of_a_row_is_refused_and_taken_out_again(
        self, at_desk: "OpenDesk", put: Put
    ) -> None:
        path = put()
        data = path.read_bytes().replace(b"schema_version = 1", b"schema_version = 7")
        path.write_bytes(data + b'\n[[action]]\nid = "a1"\ntext = "Renew early"\n')
        async with at_desk(path) as desk:
            await desk.choose_section("actions")
            await desk.press("enter")
            await desk.dialog("RowForm")
            await desk.hush()
            await desk.press(*"qqqq")
            await desk.until(lambda: "can only be read here" in desk.toasts(), "the refusal")
            await desk.until(lambda: "qq" not in desk.in_front(), "the letters are gone")
