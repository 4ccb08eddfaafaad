"""Earlier versions: listed, compared word by word with the draft as it is now, brought back and taken back again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from pmtui.document.fields import set_value
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.versions.snapshots import History, list_snapshots

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def with_summary(document: Postmortem, text: str) -> Postmortem:
    return set_value(document, "summary", text)


@pytest.fixture
def draft(put: Put) -> Path:
    """A draft with a summary and two earlier versions of it."""
    path = put()
    document = read_document(path)
    path.write_bytes(dump(with_summary(document, "The cache was cold for nine minutes.")))
    history = History(path)
    for minutes, text in ((0, "Nothing known yet."), (10, "The cache was warm for nine minutes.")):
        data = dump(with_summary(document, text))
        assert history.keep(data, NOON + timedelta(minutes=minutes), force=True)
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_versions_are_listed_and_the_newest_is_compared_word_by_word(
    at_desk: "OpenDesk", draft: Path, size: tuple[int, int]
) -> None:
    async with at_desk(draft, size=size) as desk:
        await desk.press("alt+h")
        await desk.dialog("HistoryScreen")
        await desk.sight(
            "2 versions", "14 Mar", "KB" if len(draft.read_bytes()) > 999 else "bytes", "while you wrote"
        )
        await desk.sight("Summary changed", "The cache was [-warm-]{+cold+} for nine minutes.")
        await desk.sight("[-went since then-] {+came since then+}")


@pytest.mark.deep
async def test_another_version_shows_its_own_changes(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("[-warm-]")
        await desk.press("down")
        await desk.sight("[-Nothing known yet-]")


async def test_a_version_brought_back_is_saved_and_ctrl_z_takes_it_back(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("[-warm-]")
        await desk.press("r")
        await desk.writing("summary")
        await desk.until(lambda: "warm" in desk.page.editor.text, "the version in the editor")
        await desk.sight("is back. Ctrl+Z takes that back.")
        assert "The cache was warm for nine minutes." == desk.saved().narrative.summary

        await desk.press("ctrl+z")
        await desk.until(lambda: "cold" in desk.page.editor.text, "the text as it was")
        assert "The cache was cold for nine minutes." == desk.saved().narrative.summary


async def test_what_stood_there_before_a_restore_is_an_earlier_version_too(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("[-warm-]")
        await desk.press("r")
        await desk.writing()
        await desk.until(
            lambda: "replaced" in [snapshot.reason for snapshot in list_snapshots(draft)], "the snapshot"
        )


@pytest.mark.deep
async def test_escape_goes_back_and_changes_nothing(at_desk: "OpenDesk", draft: Path) -> None:
    before = draft.read_bytes()
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("[-warm-]")
        await desk.press("down", "escape")
        await desk.writing("summary")
        assert "The cache was cold for nine minutes." == desk.document.narrative.summary
    assert before == draft.read_bytes()


@pytest.mark.deep
async def test_without_versions_the_screen_says_when_they_come(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.press("alt+h")
        await desk.sight("There are no earlier versions yet.")
        await desk.press("r", "escape")
        await desk.writing()


@pytest.mark.deep
async def test_a_version_that_cannot_be_read_is_told_and_not_brought_back(
    at_desk: "OpenDesk", draft: Path
) -> None:
    list_snapshots(draft)[0].path.write_bytes(b"[meta\n")
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("This version cannot be read.", "Line 1")
        await desk.press("r")
        await desk.sight("This version cannot be brought back.")
        await desk.press("down")
        await desk.sight("[-Nothing known yet-]")


@pytest.mark.deep
async def test_markup_and_control_characters_of_a_version_are_shown_as_text(
    at_desk: "OpenDesk", draft: Path
) -> None:
    document = with_summary(read_document(draft), "[/] [@click=app.quit]x[/] \x1b]0;owned\x07")
    assert History(draft).keep(dump(document), NOON + timedelta(hours=1), force=True)
    async with at_desk(draft, size=(120, 40)) as desk:
        await desk.press("alt+h")
        await desk.sight("[@click=app", "x[/] ␛]0;owned␇")
        assert "\x1b" not in desk.shown()


@pytest.mark.deep
async def test_the_help_and_the_palette_know_the_key(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft, size=(100, 60)) as desk:
        await desk.press("f1")
        await desk.sight("Earlier versions of this draft")
        await desk.press("escape")
        commands = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert {"History", "Save a copy"} <= commands
        assert not {"Take over", "Both versions"} & commands


@pytest.mark.deep
async def test_the_list_has_the_focus_and_enter_goes_to_the_changes(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await desk.press("alt+h")
        await desk.sight("[-warm-]")
        assert isinstance(desk.app.focused, OptionList)
        await desk.press("enter")
        assert "VerticalScroll" == type(desk.app.focused).__name__
