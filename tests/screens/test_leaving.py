"""Leaving a draft while its disk is slow: the screen says what it waits for, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.drafts import open_draft as open_draft_module
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.open_draft import open_draft
from pmtui.drafts.saving import draft_file
from screens.writing.room import WritingRoom

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]
SLOW = 20.0  # seconds that the disk of these tests takes


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A disk that writes drafts only once the event is set."""
    turns, write = Event(), draft_file.write_atomic  # type: ignore[attr-defined]  # what stands there in this test

    def slow(*args: Any, **more: Any) -> Any:
        assert turns.wait(SLOW)
        return write(*args, **more)

    monkeypatch.setattr(draft_file, "write_atomic", slow)
    yield turns
    turns.set()


@pytest.mark.deep
@pytest.mark.parametrize(
    ("key", "words"),
    [("ctrl+l", "Saving before the library opens"), ("ctrl+q", "Saving before pmtui ends")],
)
async def test_a_slow_disk_is_waited_for_with_a_sentence(
    at_desk: "OpenDesk", put: Put, disk: Event, key: str, words: str
) -> None:
    """S1: no key waits for a disk; S3: nothing typed is lost."""
    path = put()
    async with at_desk(path) as desk:
        await desk.paste("It was down.")
        await desk.press(key)
        await desk.sight(words)
        disk.set()
        if key == "ctrl+l":
            await desk.dialog("LibraryScreen")
        else:
            await desk.until(lambda: desk.app._exit, "the end")
    assert "It was down." == read_document(path).narrative.summary


@pytest.mark.deep
async def test_what_is_typed_while_it_is_saved_goes_nowhere_and_the_draft_is_free_afterwards(
    at_desk: "OpenDesk", put: Put, disk: Event
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.paste("It was down.")
        await desk.press("ctrl+l")
        await desk.sight("Saving before the library opens")
        await desk.press(*"xyz")
        disk.set()
        await desk.dialog("LibraryScreen")
        again = open_draft(path)
        assert ("It was down.", False) == (again.document.narrative.summary, again.read_only)
        again.close()


@pytest.mark.parametrize("key", ["ctrl+l", "ctrl+q"])
async def test_who_would_rather_go_on_writing_turns_back(
    at_desk: "OpenDesk", put: Put, disk: Event, key: str
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.paste("It was down.")
        await desk.press(key)
        await desk.sight("Esc goes on writing")
        await desk.press("escape")
        await desk.writing()
        await desk.paste(" For an hour.")
        await desk.until(lambda: desk.document.narrative.summary == "It was down. For an hour.")
        disk.set()
        await desk.until(lambda: "Saved" in desk.shown().splitlines()[0], "saved in the end")
        assert not desk.app._exit
    assert "It was down. For an hour." == read_document(path).narrative.summary


async def test_who_does_not_want_to_wait_leaves_and_is_offered_the_text_next_time(
    at_desk: "OpenDesk", put: Put, disk: Event
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.paste("It was down.")
        await desk.press("ctrl+q")
        await desk.sight("Ctrl+Q leaves at once")
        await desk.press("ctrl+q")
        await desk.until(lambda: desk.app._exit, "the end")
    assert "the disk did not answer in time" in desk.app.leaving.unsaved
    again = open_draft(path)
    assert ["It was down."] == [offer.document.narrative.summary for offer in again.offers]
    again.close()


@pytest.mark.deep
async def test_a_draft_that_is_still_being_read_keeps_what_was_typed_early(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, arrives, read = put(), Event(), open_draft_module.read_bytes  # type: ignore[attr-defined]  # what stands there in this test

    def slow(path: Path) -> bytes:
        assert arrives.wait(20)
        return read(path)

    monkeypatch.setattr(open_draft_module, "read_bytes", slow)
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, WritingRoom), "the shell of the room")
        await desk.press(*"early")
        await desk.press("ctrl+l")
        await desk.sight("Saving before the library opens")
        arrives.set()
        await desk.dialog("LibraryScreen")
    assert "early" == read_document(path).narrative.summary
