"""A draft that another window is writing: told who, where and since when; read, taken over, or left."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from pmtui.document.fields import set_value
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.open_draft import OpenDraft, open_draft

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]


@pytest.fixture
def other(put: Put, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDraft]:
    """The draft, open in another window of somebody called ines."""
    monkeypatch.setenv("LOGNAME", "ines")
    draft = open_draft(put())
    yield draft
    draft.close()


def write(draft: OpenDraft, summary: str) -> None:
    draft.edit(lambda document: set_value(document, "summary", summary), "write")
    assert draft.save_now()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_second_window_is_told_who_where_and_since_when(
    at_desk: "OpenDesk", other: OpenDraft, size: tuple[int, int]
) -> None:
    async with at_desk(size=size) as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.sight("READ ONLY: open in another window since", "Alt+T takes over")
        await desk.press("alt+t")
        await desk.dialog("LockedScreen")
        await desk.sight("open in another window", other.path.name, "Who ines", "Where", "Process", "Since")
        await desk.sight("Read only (r)", "Take over (t)", "Back (Esc)")


async def test_reading_changes_nothing_and_says_so_in_words(at_desk: "OpenDesk", other: OpenDraft) -> None:
    write(other, "Theirs.")
    before = other.path.read_bytes()
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.sight("READ ONLY: open in another window since", "ines process", "Alt+T takes over")
        await desk.press(*"xyz")
        assert "Theirs." == desk.page.editor.text
        await desk.press("tab")
        assert "Theirs." == desk.document.narrative.summary
    assert before == other.path.read_bytes()


async def test_what_is_written_in_the_first_window_appears_in_the_reading_one(
    at_desk: "OpenDesk", other: OpenDraft
) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        write(other, "Written over there.")
        await desk.until(lambda: "Written over there." == desk.page.editor.text, "their text")


async def test_taking_over_lets_this_window_write_and_the_other_one_only_read(
    at_desk: "OpenDesk", other: OpenDraft
) -> None:
    write(other, "Theirs.")
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.press("alt+t")
        await desk.dialog("LockedScreen")
        await desk.press("t")
        await desk.writing("summary")
        await desk.sight("You are writing this draft now.")
        await desk.parting("READ ONLY")
        assert not desk.draft.read_only
        desk.page.editor.move_cursor(desk.page.editor.document.end)
        await desk.paste(" And ours.")
        assert "Theirs. And ours." == desk.saved().narrative.summary
        await desk.until(lambda: other.read_only, "the other window can only read")
    assert "Theirs. And ours." == read_document(other.path).narrative.summary


async def test_a_letter_typed_into_a_text_that_can_only_be_read_takes_nothing_over(
    at_desk: "OpenDesk", other: OpenDraft
) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.press(*"To the TOTt")
        await desk.sight("can only be read here")
        assert desk.app.screen is desk.room
        assert desk.draft.read_only
        assert not other.read_only


async def test_a_letter_takes_over_where_no_text_has_the_cursor(
    at_desk: "OpenDesk", other: OpenDraft
) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.press("f2", "T")
        await desk.dialog("LockedScreen")


@pytest.mark.parametrize("key", ["x", "enter", "backspace", "delete", "ctrl+k", "ctrl+v", "f4"])
async def test_every_key_that_would_change_a_text_is_refused_in_words(
    at_desk: "OpenDesk", other: OpenDraft, key: str
) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.hush()
        await desk.press(key)
        await desk.sight("can only be read here", "Close it there, or take it over.")


@pytest.mark.deep
async def test_alt_t_takes_over_from_a_field_as_well(at_desk: "OpenDesk", other: OpenDraft) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.choose_section("impact")
        desk.app.post_message(Key("alt+t", "t"))  # as terminals send it: with its character
        await desk.dialog("LockedScreen")


async def test_going_back_leaves_the_draft_to_the_other_window(at_desk: "OpenDesk", other: OpenDraft) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.press("alt+t")
        await desk.dialog("LockedScreen")
        await desk.press("escape")
        await desk.writing("summary")
        assert desk.draft.read_only
    assert not other.read_only


@pytest.mark.deep
async def test_a_window_whose_draft_is_taken_over_says_so_and_can_only_read(
    at_desk: "OpenDesk", put: Put
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.writing("summary")
        second = open_draft(path)
        try:
            second.take_over()
            await desk.sight("READ ONLY: now open in another window", "Alt+T takes over")
            assert desk.page.editor.read_only
        finally:
            second.close()


async def test_a_lock_whose_window_is_gone_blocks_nobody(at_desk: "OpenDesk", other: OpenDraft) -> None:
    other.close()
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.paste("Written at once.")
        assert "Written at once." == desk.saved().narrative.summary
        assert not desk.sees("READ ONLY")
