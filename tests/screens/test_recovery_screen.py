"""Text that an earlier session could not save: offered with what it would change, taken only when a person says so."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.fields import set_value
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.versions.recovery import Rescue, recovery_folder
from pmtui.drafts.versions.snapshots import list_snapshots, read_snapshot

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]
LOST = "It was down for nine minutes."


@pytest.fixture
def draft(put: Put) -> Path:
    """A draft whose last session died with a longer summary than the file has."""
    path = put()
    document = set_value(read_document(path), "summary", "It was down.")
    path.write_bytes(dump(document))
    assert Rescue(path).keep(set_value(document, "summary", LOST))
    return path


async def open_and_look(desk: "Desk") -> None:
    """Open the first draft, and ask for what the banner tells of."""
    await desk.press("enter")
    await desk.writing("summary")
    await desk.sight("UNSAVED TEXT", "Alt+V shows it")
    await desk.press("alt+v")
    await desk.dialog("RecoveryScreen")


def waiting(draft: Path) -> list[Path]:
    folder = recovery_folder(draft)
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_unsaved_text_is_offered_with_when_and_what_it_changes_and_nothing_is_replaced(
    at_desk: "OpenDesk", draft: Path, size: tuple[int, int]
) -> None:
    before = draft.read_bytes()
    async with at_desk(size=size) as desk:
        await open_and_look(desk)
        await desk.sight("There is text that is not in the draft", "Written today", "could not be saved")
        await desk.sight("Summary changed", "It was down{+ for nine minutes+}.")
        assert "It was down." == desk.document.narrative.summary
    assert before == draft.read_bytes()


async def test_taken_it_is_saved_and_can_be_taken_back(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk() as desk:
        await open_and_look(desk)
        await desk.press("t")
        await desk.writing("summary")
        await desk.until(lambda: LOST == desk.page.editor.text, "the recovered text")
        assert LOST == read_document(draft).narrative.summary
        assert [] == waiting(draft)
        await desk.press("ctrl+z")
        await desk.until(lambda: "It was down." == desk.page.editor.text, "the text as it was")
        assert "It was down." == desk.saved().narrative.summary


async def test_unsaved_text_takes_no_key_from_who_is_writing_and_what_was_written_is_kept(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.writing("summary")
        await desk.press("end", *" tk")
        await desk.sight("UNSAVED TEXT")
        await desk.press(*" tk")
        assert desk.app.screen is desk.room
        await desk.until(lambda: "It was down. tk tk" == desk.document.narrative.summary, "the text")
        await desk.press("alt+v")
        await desk.dialog("RecoveryScreen")
        await desk.sight("It was down{+ for nine minutes+}.[- tk tk-]")
        await desk.press("t")
        await desk.until(lambda: LOST == read_document(draft).narrative.summary, "the recovered text")
        assert any(b"It was down. tk tk" in read_snapshot(snapshot) for snapshot in list_snapshots(draft))


async def test_keeping_the_file_puts_the_text_among_the_earlier_versions(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk() as desk:
        await open_and_look(desk)
        await desk.press("k")
        await desk.writing("summary")
        assert "It was down." == desk.document.narrative.summary
        assert [] == waiting(draft)
        assert any(LOST.encode() in read_snapshot(snapshot) for snapshot in list_snapshots(draft))


@pytest.mark.deep
async def test_deciding_later_asks_again_at_the_next_opening(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk() as desk:
        await open_and_look(desk)
        await desk.press("escape")
        await desk.writing("summary")
        await desk.sight("It stays kept. Alt+V shows it again")
        await desk.parting("UNSAVED TEXT")
        await desk.press("alt+v")
        await desk.dialog("RecoveryScreen")
        await desk.press("escape")
        await desk.writing("summary")
        await desk.press("ctrl+l")
        await desk.dialog("LibraryScreen")
        await open_and_look(desk)
        assert "It was down." == read_document(draft).narrative.summary


async def test_a_save_that_was_cut_off_is_offered_too(at_desk: "OpenDesk", put: Put) -> None:
    path = put()
    document = set_value(read_document(path), "summary", LOST)
    dead = 2**22 + 1  # above the highest number that a process can have
    stray = path.with_name(f".{path.name[-50:]}.{dead}.tmp")
    stray.write_bytes(dump(document))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    async with at_desk() as desk:
        await open_and_look(desk)
        await desk.sight("Saving it was cut off", LOST)
        assert not stray.exists()
        await desk.press("t")
        await desk.writing("summary")
        assert LOST == read_document(path).narrative.summary


async def test_several_are_asked_about_one_after_the_other(at_desk: "OpenDesk", draft: Path) -> None:
    document = read_document(draft)
    assert Rescue(draft).keep(set_value(document, "summary", "A third wording."))
    assert 2 == len(waiting(draft))
    async with at_desk() as desk:
        await open_and_look(desk)
        await desk.sight("1 other after this one")
        first = desk.app.screen
        await desk.press("k")
        await desk.until(lambda: desk.app.screen is not first, "the next one")
        await desk.dialog("RecoveryScreen")
        await desk.press("t")
        await desk.writing("summary")
        assert read_document(draft).narrative.summary in (LOST, "A third wording.")
        assert [] == waiting(draft)
