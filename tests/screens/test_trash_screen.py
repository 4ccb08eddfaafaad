"""The trash and the copies beside drafts, as the list of drafts shows them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.trash import list_trash

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_trashed_drafts_are_listed_with_when_and_come_back_with_a_key(
    at_desk: "OpenDesk", drafts: Path, put: Put, size: tuple[int, int]
) -> None:
    paths = [put(title="Mail was late", severity="SEV-3"), put(title="Search was slow")]
    before = {path: path.read_bytes() for path in paths}
    for path in paths:
        Library(drafts).trash(path)
    async with at_desk(size=size) as desk:
        await desk.press("t")
        await desk.dialog("TrashScreen")
        await desk.sight("Trash 2 drafts", "Mail was late", "Search was slow", "trashed today", "SEV-3")
        await desk.press("r")
        await desk.sight("is among the drafts again.", "Trash 1 draft")
        await desk.press("enter")
        await desk.sight("The trash is empty.")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
        await desk.sight("2 drafts", "Mail was late", "Search was slow")
    assert before == {path: path.read_bytes() for path in paths}


@pytest.mark.deep
async def test_a_draft_trashed_in_the_list_is_in_the_trash(
    at_desk: "OpenDesk", drafts: Path, put: Put
) -> None:
    path = put(title="Mail was late")
    async with at_desk() as desk:
        await desk.press("delete")
        await desk.sight("is in the trash")
        await desk.press("t")
        await desk.sight("Trash 1 draft", "Mail was late")
        await desk.press("r")
        await desk.until(path.exists, "the draft is back")


@pytest.mark.deep
async def test_a_draft_that_exists_again_stays_in_the_trash_and_is_told(
    at_desk: "OpenDesk", drafts: Path, put: Put
) -> None:
    path = put(title="Mail was late")
    Library(drafts).trash(path)
    path.write_bytes(b"something else")
    async with at_desk() as desk:
        await desk.press("t")
        await desk.sight("Trash 1 draft")
        await desk.press("r")
        await desk.sight(f"{path.name} exists again")
    assert b"something else" == path.read_bytes()
    assert 1 == len(list_trash(drafts))


@pytest.mark.deep
async def test_an_empty_trash_says_how_it_fills(at_desk: "OpenDesk") -> None:
    async with at_desk() as desk:
        await desk.press("t")
        await desk.dialog("TrashScreen")
        await desk.sight("The trash is empty.", "Delete in the list of drafts")
        await desk.press("r", "enter", "t")
        await desk.dialog("LibraryScreen")


@pytest.mark.deep
async def test_what_is_trashed_is_shown_as_text_whatever_it_holds(
    at_desk: "OpenDesk", drafts: Path, put: Put
) -> None:
    Library(drafts).trash(put(title="[/] [@click=app.quit]x[/] \x1b]0;owned"))
    unreadable = drafts / "broken.toml"
    unreadable.write_bytes(b"[meta\n")
    Library(drafts).trash(unreadable)
    async with at_desk() as desk:
        await desk.press("t")
        await desk.sight("[/] [@click=app.quit]x[/] ␛]0;owned", "broken.toml", "cannot be read: Line 1")
        assert "\x1b" not in desk.shown()


# Copies beside a draft


@pytest.mark.deep
@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (".sync-conflict-20260314-120000-ABCDEFG.toml", "Copy left by a sync program"),
        (".conflict-20260314-120000.toml", "Version kept apart after a change elsewhere"),
        (".toml.orig", "Copy left by a merge tool"),
        (" (1).toml", "Numbered copy"),
    ],
)
async def test_a_copy_is_shown_under_its_draft_with_its_kind_in_words(
    at_desk: "OpenDesk", put: Put, mark: str, words: str
) -> None:
    path = put(title="Mail was late")
    copy = path.with_name(path.stem + mark)
    shutil.copy(path, copy)
    async with at_desk() as desk:
        await desk.sight("1 draft and 1 copy", "Mail was late", f"↳ {words}", copy.name[-40:])
        assert desk.shown().index("Mail was late") < desk.shown().index(words)
        await desk.press("down", "enter")
        room = await desk.writing()
        assert copy == room.path


@pytest.mark.deep
async def test_a_copy_can_be_trashed_by_itself(at_desk: "OpenDesk", drafts: Path, put: Put) -> None:
    path = put(title="Mail was late")
    copy = path.with_name(f"{path.stem} (1).toml")
    shutil.copy(path, copy)
    async with at_desk() as desk:
        await desk.sight("1 draft and 1 copy")
        await desk.press("down", "delete")
        await desk.until(lambda: not copy.exists(), "the copy is gone")
        assert path.exists()
        await desk.parting("and 1 copy")
