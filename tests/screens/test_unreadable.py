"""A file that cannot be opened as a draft: kept byte for byte, explained, shown as it is, earlier versions offered."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.fields import set_value
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.versions.snapshots import History
from screens.widgets.raw_text import RawText

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
LINES = 60
BROKEN_LINE = 50


def broken(start: bytes) -> bytes:
    """Return a draft's bytes with one line in them that is no TOML, far below the first window of text."""
    lines = start.splitlines()
    filler = [b'extra%d = "filler"' % number for number in range(len(lines) + 1, LINES + 1)]
    every = [*lines, b"[more]", *filler]
    every[BROKEN_LINE - 1] = b'bad = "\x1b]0;owned\x07 [/] [@click=app.quit]'
    return b"\n".join(every) + b"\n"


@pytest.fixture
def draft(put: Put) -> Path:
    """A draft that was broken after an earlier version of it was kept."""
    path = put()
    document = set_value(read_document(path), "summary", "It was down.")
    assert History(path).keep(dump(document), NOON, force=True)
    path.write_bytes(broken(dump(document)))
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_reason_names_the_line_and_the_file_is_shown_there(
    at_desk: "OpenDesk", draft: Path, size: tuple[int, int]
) -> None:
    before = draft.read_bytes()
    async with at_desk(size=size) as desk:
        await desk.sight("is not a readable draft")
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.sight(f"{draft.name} is not a readable draft", f"Line {BROKEN_LINE}:", "Mend the line")
        await desk.sight(
            f"▶ {BROKEN_LINE} bad = ", "␛]0;owned␇ [/] [@click=app.quit]", f"{BROKEN_LINE + 1} extra"
        )
        assert "\x1b" not in desk.shown()
        await desk.pilot.press(*["pageup"] * 4)  # each page is counted from where the last one came to rest
        await desk.sight("1 [meta]", "2 schema_version = 1")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
    assert before == draft.read_bytes()


async def test_an_earlier_version_is_restored_as_a_draft_of_its_own(at_desk: "OpenDesk", draft: Path) -> None:
    before = draft.read_bytes()
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.sight("14 Mar", "while you wrote", "the last that reads", "r restores the highlighted one")
        await desk.press("r")
        room = await desk.writing("summary")
        assert draft != room.path
        assert "It was down." == desk.document.narrative.summary
        assert draft.stem[-6:] != desk.document.meta.id
    assert before == draft.read_bytes()
    assert 2 == len(list(draft.parent.glob("*.toml")))


@pytest.mark.deep
async def test_a_version_that_does_not_read_either_is_told_and_makes_no_draft(
    at_desk: "OpenDesk", draft: Path
) -> None:
    assert History(draft).keep(b"[meta\n", NOON, force=True)
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.sight("the last that reads")
        await desk.press("tab", "home", "enter")
        await desk.sight("is not a readable draft")
        assert "UnreadableScreen" == type(desk.app.screen).__name__
        assert [draft] == list(draft.parent.glob("*.toml"))


@pytest.mark.deep
async def test_a_mended_file_opens_at_the_next_try(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.press("f5")
        await desk.dialog("UnreadableScreen")
        lines = draft.read_bytes().split(b"\n")
        lines[BROKEN_LINE - 1] = b'mended = "yes"'
        draft.write_bytes(b"\n".join(lines))
        await desk.press("f5")
        room = await desk.writing("summary")
        assert draft == room.path


@pytest.mark.deep
async def test_a_draft_of_a_newer_pmtui_that_is_not_understood_is_shown_as_it_is(
    at_desk: "OpenDesk", put: Put
) -> None:
    path = put()
    path.write_bytes(path.read_bytes().replace(b"schema_version = 1", b"schema_version = 7\ntags = 1"))
    before = path.read_bytes()
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.sight("was written by a newer pmtui", "meta.schema_version is 7", "▶ 2 schema_version = 7")
        await desk.sight("There are no earlier versions of it on this computer.")
        await desk.press("r")
        await desk.sight("There is no earlier version to restore.")
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "[meta]", id="empty"),
        pytest.param(b"[meta]\n<<<<<<< HEAD\n=======\n>>>>>>> x\n", "merge conflict", id="git"),
        pytest.param("[meta]\n".encode("utf-16"), "not UTF-8", id="utf-16"),
        pytest.param(b"\x00" * 5000, "Line 1", id="nul"),
        pytest.param(b'[meta]\nid = "' + b"x" * 1_000_000, "… 998,006 more", id="long-line"),
        pytest.param(b"a = " + b"[" * 100_000, "too deeply nested", id="deep"),
    ],
)
async def test_whatever_the_file_holds_the_screen_opens_and_the_file_stays(
    at_desk: "OpenDesk", drafts: Path, data: bytes, words: str
) -> None:
    drafts.mkdir(parents=True)
    path = drafts / "odd.toml"
    path.write_bytes(data)
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        raw = desk.app.screen.query_one(RawText)
        await desk.until(lambda: raw.virtual_size.height, "the file")
        await desk.pilot.press(*["ctrl+pagedown"] * 26)
        await desk.sight(words)
    assert data == path.read_bytes()


@pytest.mark.deep
async def test_a_draft_named_on_the_command_line_leads_there_and_back_to_the_drafts(
    at_desk: "OpenDesk", draft: Path
) -> None:
    from pmtui.app import PmtuiApp
    from pmtui.settings import Settings
    from tests.screens.conftest import Desk

    app = PmtuiApp(draft.parent, draft, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        desk = Desk(app, pilot)
        await desk.dialog("UnreadableScreen")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
