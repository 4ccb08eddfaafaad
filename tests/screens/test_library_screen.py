"""The library: what is in the folder, found, copied, renamed, trashed and brought back, whatever the files hold."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from pmtui.document.postmortem import replace
from pmtui.drafts.file.file_head import read_head
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.folder.new import example_document
from prompts.content import load_policy
from screens.library.library_rows import draft_row

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]

MARCH = datetime(2026, 3, 15, 9, 47, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def three(put: Put) -> list[Path]:
    """Three readable drafts, the incident that began last first."""
    return [
        put(title="Search was slow", severity="SEV-3", began=MAY),
        put(title="Checkout refused orders", severity="SEV-1", began=MARCH),
        put(title="Mail was late", severity="SEV-2", began=datetime(2025, 12, 3, tzinfo=UTC)),
    ]


def unreadable(drafts: Path, name: str, data: bytes) -> Path:
    drafts.mkdir(parents=True, exist_ok=True)
    (drafts / name).write_bytes(data)
    return drafts / name


@pytest.mark.deep
async def test_an_empty_folder_invites_and_is_not_created_by_looking(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        await desk.sight("Nothing here yet", "New postmortem (n)", "Open the worked example (e)")
        assert not drafts.exists()
        assert not desk.app.screen.query_one("#filter").display


async def test_the_worked_example_opens_as_a_draft_of_its_own(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        await desk.press("tab", "enter")
        await desk.writing("summary")
        title = example_document().meta.title
        await desk.sight(title[:30])
        (path,) = drafts.glob("*.toml")
        assert title == read_document(path).meta.title
        assert example_document().narrative == desk.document.narrative
        assert "late" not in desk.shown()


def test_the_worked_example_is_never_listed_as_late(put: Put) -> None:
    years = datetime(2031, 1, 1, tzinfo=UTC)
    document = example_document()
    usual = replace(document, meta=replace(document.meta, id="usual", tags=()))
    listed = [draft_row(read_head(put(each)), "", load_policy(), years).plain for each in (document, usual)]
    assert [False, True] == ["late" in row for row in listed]


@pytest.mark.deep
async def test_drafts_are_listed_with_their_facts_the_newest_incident_first(
    at_desk: "OpenDesk", three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.sight("3 drafts", "SEV-1 · 15 Mar 2026 · draft")
        rows = desk.shown()
        assert rows.index("Search was slow") < rows.index("Checkout refused") < rows.index("Mail was late")


@pytest.mark.deep
async def test_how_complete_a_draft_is_follows_after_the_list(at_desk: "OpenDesk", put: Put) -> None:
    put(example_document())
    put(title="Hardly begun")
    async with at_desk(size=(120, 40)) as desk:
        await desk.sight("100 % done · ", "% done · 0 findings")


@pytest.mark.deep
async def test_the_list_narrows_while_typing_and_is_whole_again_after_escape(
    at_desk: "OpenDesk", three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.press("slash", *"sev-1")
        await desk.sight("3 drafts · 1 shown", "Checkout refused orders")
        assert not desk.sees("Mail was late")
        await desk.press("escape")
        await desk.sight("Mail was late", "Search was slow")
        assert isinstance(desk.app.focused, OptionList)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ORDERS refused", "Checkout"),
        ("2026-05-01", "Search"),
        ("3 dec 2025", "Mail"),
        ("mira sev-3", "Search"),
    ],
)
async def test_words_of_the_filter_are_looked_for_in_every_fact(
    at_desk: "OpenDesk", put: Put, words: str, found: str
) -> None:
    put(title="Search was slow", severity="SEV-3", began=MAY, authors=("Mira",))
    put(title="Checkout refused orders", severity="SEV-1", began=MARCH)
    put(title="Mail was late", severity="SEV-2", began=datetime(2025, 12, 3, tzinfo=UTC))
    async with at_desk() as desk:
        await desk.press("slash")
        await desk.paste(words)
        await desk.sight("1 shown", found)


@pytest.mark.deep
async def test_enter_in_the_filter_goes_to_the_list_and_enter_there_opens(
    at_desk: "OpenDesk", three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.press("slash", *"mail", "enter", "enter")
        await desk.writing()
        assert three[2] == desk.room.path


@pytest.mark.deep
async def test_a_filter_that_fits_nothing_leaves_every_key_harmless(
    at_desk: "OpenDesk", three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.press("slash", *"zzz", "enter", "d", "r", "x", "delete", "enter")
        await desk.sight("0 shown", "There is no draft here")
        assert type(desk.app.screen).__name__ == "LibraryScreen"
        assert all(path.exists() for path in three)


@pytest.mark.deep
async def test_a_copy_is_a_draft_of_its_own(at_desk: "OpenDesk", drafts: Path, three: list[Path]) -> None:
    async with at_desk() as desk:
        await desk.press("down", "d")
        await desk.sight("4 drafts", "Copy of Checkout refused orders")
        (copy,) = set(drafts.glob("*.toml")) - set(three)
        original, copied = read_document(three[1]).meta, read_document(copy).meta
        assert (original.severity, original.began) == (copied.severity, copied.began)
        assert original.id != copied.id


@pytest.mark.deep
async def test_a_new_title_leaves_the_file_its_name(
    at_desk: "OpenDesk", drafts: Path, three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.press("r")
        await desk.dialog("AskLine")
        assert "Search was slow" == desk.app.screen.query_one(Input).value
        await desk.press("end", "ctrl+u")
        await desk.enter("Search timed out")
        await desk.sight("Search timed out", "The file keeps its name.")
        assert set(three) == set(drafts.glob("*.toml"))
        assert "Search timed out" == read_document(three[0]).meta.title


@pytest.mark.deep
async def test_escape_leaves_the_title_as_it_was(at_desk: "OpenDesk", three: list[Path]) -> None:
    before = three[0].read_bytes()
    async with at_desk() as desk:
        await desk.press("r")
        await desk.dialog("AskLine")
        await desk.paste("something else")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
    assert before == three[0].read_bytes()


@pytest.mark.deep
async def test_one_key_trashes_a_draft_and_one_brings_it_back(
    at_desk: "OpenDesk", drafts: Path, three: list[Path]
) -> None:
    before = three[0].read_bytes()
    async with at_desk() as desk:
        await desk.press("delete")
        await desk.sight("2 drafts", "Search was slow is in the trash. Press u")
        assert not three[0].exists()
        await desk.press("delete")
        await desk.sight("1 draft")
        await desk.press("u")
        await desk.sight("2 drafts", "Brought back.")
        await desk.press("u")
        await desk.sight("3 drafts")
        assert before == three[0].read_bytes()
        await desk.press("u")
        await desk.sight("3 drafts")


@pytest.mark.deep
async def test_the_last_draft_that_goes_leaves_the_invitation(at_desk: "OpenDesk", put: Put) -> None:
    put()
    async with at_desk() as desk:
        await desk.press("delete")
        await desk.sight("Nothing here yet")
        await desk.press("u")
        await desk.sight("Sign-in failed", "1 draft")


@pytest.mark.deep
async def test_the_highlighted_draft_is_exported(
    at_desk: "OpenDesk", tmp_path: Path, three: list[Path]
) -> None:
    async with at_desk() as desk:
        await desk.press("down", "x")
        await desk.dialog("ExportScreen")
        await desk.press("enter")
        await desk.sight("Written:")
        exported = tmp_path / f"{three[1].stem}.md"
        assert "Checkout refused orders" in exported.read_text("utf-8")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")


@pytest.mark.deep
async def test_an_existing_file_is_replaced_only_when_asked_twice(
    at_desk: "OpenDesk", tmp_path: Path, put: Put
) -> None:
    there = tmp_path / f"{put().stem}.md"
    there.write_text("somebody's own", "utf-8")
    async with at_desk() as desk:
        await desk.press("x")
        await desk.dialog("ExportScreen")
        await desk.press("enter")
        await desk.sight("exists already. Press Enter again to replace it.")
        assert "somebody's own" == there.read_text("utf-8")
        await desk.press("enter")
        await desk.sight("Written:")
        assert "Sign-in failed" in there.read_text("utf-8")


@pytest.mark.deep
async def test_an_export_that_cannot_be_written_says_why_and_takes_another_place(
    at_desk: "OpenDesk", tmp_path: Path, put: Put
) -> None:
    put()
    async with at_desk() as desk:
        await desk.press("x")
        await desk.dialog("ExportScreen")
        await desk.press("end", "ctrl+u")
        await desk.enter(str(tmp_path / "no" / "such" / "folder.md"))
        await desk.sight("could not be written", "The draft is safe")
        await desk.press("end", "ctrl+u")
        await desk.enter(str(tmp_path / "here.md"))
        await desk.sight("Written:")
        assert (tmp_path / "here.md").exists()


HEAD = b'[meta]\nschema_version = 1\nid = "abc234"\ntitle = "Odd one"\n'
BAD_FILES = {
    "not-toml.toml": (b"[meta]\nid = \n", ["not-toml.toml", "Line 2"]),
    "latin.toml": (HEAD + b'\n[narrative]\nsummary = "caf\xe9"\n', ["latin.toml", "UTF-8"]),
    "newer.toml": (HEAD.replace(b"= 1", b"= 99") + b"status = 7\n", ["newer pmtui", "schema_version"]),
    "types.toml": (HEAD + b'\n[impact]\nusers = "many"\n', ["Line 7", "impact.users", "a number is needed"]),
    "times.toml": (HEAD + b"began = 2026-03-15T99:99:00Z\n", ["times.toml", "Line 5"]),
    "naive.toml": (HEAD + b"began = 2026-03-15T09:47:00\n", ["Line 5", "meta.began", "needs its offset"]),
    "empty.toml": (b"", ["empty.toml"]),
}


@pytest.mark.deep
@pytest.mark.parametrize("name", BAD_FILES)
async def test_a_draft_that_cannot_be_opened_is_explained_and_left_as_it_is(
    at_desk: "OpenDesk", drafts: Path, put: Put, name: str
) -> None:
    data, told = BAD_FILES[name]
    bad = unreadable(drafts, name, data)
    async with at_desk() as desk:
        await desk.sight("1 draft")
        await desk.press("enter")
        await desk.dialog("UnreadableScreen")
        await desk.sight(*told)
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
        assert data == bad.read_bytes()
        await desk.press("n")
        await desk.dialog("NewPostmortem")
        await desk.enter("Still usable")
        await desk.press("ctrl+s")
        await desk.writing("summary")
    assert data == bad.read_bytes()


@pytest.mark.deep
@pytest.mark.parametrize("name", ["not-toml.toml", "empty.toml"])
async def test_the_list_itself_says_what_is_wrong_with_a_file(
    at_desk: "OpenDesk", drafts: Path, put: Put, name: str
) -> None:
    put(title="Beside it")
    unreadable(drafts, name, BAD_FILES[name][0])
    async with at_desk() as desk:
        await desk.sight(name, "cannot be opened:", "Beside it", "2 drafts")


@pytest.mark.deep
async def test_a_draft_that_is_gone_meanwhile_is_told(at_desk: "OpenDesk", three: list[Path]) -> None:
    async with at_desk() as desk:
        await desk.sight("3 drafts")
        three[0].unlink()
        await desk.press("enter")
        await desk.sight("2 drafts", "cannot be read")
        await desk.dialog("LibraryScreen")


@pytest.mark.deep
async def test_a_folder_that_cannot_be_read_is_told_with_what_to_do(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    drafts.write_text("a file, not a folder", "utf-8")
    async with at_desk() as desk:
        await desk.sight("The drafts folder cannot be read", "--drafts DIR")


@pytest.mark.deep
async def test_a_file_that_comes_in_is_seen_after_a_reload(at_desk: "OpenDesk", put: Put) -> None:
    put(title="First one")
    async with at_desk() as desk:
        await desk.sight("1 draft")
        put(title="Second one")
        await desk.press("f5")
        await desk.sight("2 drafts", "Second one")


@pytest.mark.deep
async def test_the_list_is_up_to_date_after_writing(at_desk: "OpenDesk", put: Put) -> None:
    put(severity="SEV-3", authors=("Mira",), began=MARCH)
    async with at_desk() as desk:
        await desk.sight("% done")
        before = percent(desk.shown())
        await desk.press("enter")
        await desk.writing("summary")
        await desk.paste("Nobody could sign in from 09:47 to 10:03 UTC.")
        await desk.until(lambda: desk.document.narrative.summary, "the text in the draft")
        await desk.press("ctrl+l")
        await desk.dialog("LibraryScreen")
        await desk.until(lambda: percent(desk.shown()) > before, "more of it done")


def percent(shown: str) -> int:
    found = re.search(r"(\d+) % done", shown)
    return int(found[1]) if found else 0


@pytest.mark.deep
async def test_mouse_clicks_do_what_the_keys_do(at_desk: "OpenDesk", three: list[Path]) -> None:
    async with at_desk() as desk:
        await desk.pilot.click("#drafts", offset=(5, 2))
        await desk.writing()
        assert three[1] == desk.room.path
