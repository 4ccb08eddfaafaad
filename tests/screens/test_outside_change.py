"""A draft changed elsewhere while it is open: reloaded when nothing is lost by that, else brought together part by part."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from pmtui.document.fields import set_value
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import remove_row
from pmtui.document.row_kinds import ACTIONS
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.folder.new import example_document
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.versions.snapshots import list_snapshots, read_snapshot
from screens.widgets.outline import Outline
from screens.writing.room import WritingRoom

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]


def with_texts(document: Postmortem, **texts: str) -> Postmortem:
    for field, text in texts.items():
        document = set_value(document, field, text)
    return document


@pytest.fixture
def draft(put: Put) -> Path:
    """A draft with three texts in it."""
    path = put()
    document = with_texts(
        read_document(path), summary="It was down.", root_cause="A lock.", resolution="Cancelled."
    )
    path.write_bytes(dump(document))
    return path


async def both_change(desk: "Desk", draft: Path, **theirs: str) -> None:
    """Change the file from elsewhere and the summary here, at the same moment."""
    await desk.writing("summary")
    draft.write_bytes(dump(with_texts(read_document(draft), **theirs)))
    desk.page.editor.move_cursor(desk.page.editor.document.end)
    await desk.paste(" For nine minutes.")
    await compare(desk)


async def compare(desk: "Desk") -> None:
    """Ask for both versions, once the banner tells of them."""
    await desk.sight("TWO VERSIONS: yours is in", "Alt+V shows both")
    await desk.press("alt+v")
    await desk.dialog("OutsideChangeScreen")


def copies(draft: Path) -> list[Path]:
    return sorted(draft.parent.glob("*.conflict-*.toml"))


async def test_a_draft_without_changes_of_its_own_shows_the_new_version_by_itself(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        draft.write_bytes(dump(with_texts(read_document(draft), summary="Written elsewhere.")))
        await desk.until(lambda: "Written elsewhere." == desk.page.editor.text, "their text")
        assert [] == copies(draft)


@pytest.mark.parametrize(
    ("section", "field"),
    [("summary", "summary"), ("impact", "impact.users"), ("timeline", "timeline"), ("causes", "causes")],
)
async def test_a_key_in_the_same_instant_as_a_new_version_costs_neither(
    at_desk: "OpenDesk", draft: Path, monkeypatch: pytest.MonkeyPatch, section: str, field: str
) -> None:
    """S3: nothing typed is lost, and nothing of others is overwritten."""
    take = WritingRoom.on_writing_room_outside_happened

    async def just_after_a_key(room: WritingRoom, event: WritingRoom.OutsideHappened) -> None:
        focused = room.focused
        assert isinstance(focused, Input | TextArea)
        focused.insert("7") if isinstance(focused, TextArea) else focused.insert_text_at_cursor("7")
        monkeypatch.setattr(WritingRoom, "on_writing_room_outside_happened", take)
        await take(room, event)

    async with at_desk(draft) as desk:
        await desk.choose_section(section)
        desk.page.go_to(field) if field in ("summary", "impact.users") else desk.page.query(
            Input
        ).first().focus()
        monkeypatch.setattr(WritingRoom, "on_writing_room_outside_happened", just_after_a_key)
        theirs = with_texts(read_document(draft), summary="Written elsewhere.", root_cause="Two locks.")
        draft.write_bytes(dump(theirs))
        await desk.sight("TWO VERSIONS")
        assert theirs == read_document(draft)
        ours = read_document(copies(draft)[0])
    assert "7" in (ours.unread.get(field, "") or str(ours.impact.users or "") or str(ours.narrative.summary))


async def test_a_new_version_waits_until_the_form_in_front_of_the_draft_is_closed(
    at_desk: "OpenDesk", put: Put
) -> None:
    draft = put(example_document())
    async with at_desk(draft) as desk:
        room = await desk.choose_section("actions")
        await desk.press("enter")
        await desk.dialog("RowForm")
        first = desk.draft.document.actions[0]
        theirs = remove_row(read_document(draft), ACTIONS, first.id)
        draft.write_bytes(dump(theirs))
        room.post_message(room.OutsideHappened(Outside("changed", "It was changed.")))
        await desk.until(lambda: desk.draft._outside is not None, "the news")
        assert first in desk.document.actions
        await desk.press("escape")
        await desk.until(lambda: first not in desk.document.actions, "their version")
        assert theirs.actions == desk.document.actions


@pytest.mark.deep
async def test_a_change_of_the_template_elsewhere_brings_its_outline_along(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft, size=(120, 40)) as desk:
        room = await desk.writing("summary")
        draft.write_bytes(dump(set_value(read_document(draft), "meta.template", "quick")))
        await desk.until(lambda: "quick" == room.desk.template.id, "the other template")
        await desk.writing("summary")
        outline = room.query_one(Outline)
        titles = [room.desk.wording.sections[section.id].title for section in room.desk.template.sections]
        assert len(titles) == outline.option_count
        assert all(map(desk.sees, titles))


async def test_two_versions_take_no_key_from_who_is_writing(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        draft.write_bytes(dump(with_texts(read_document(draft), summary="It was slow.")))
        desk.page.editor.move_cursor(desk.page.editor.document.end)
        await desk.press(*" tmTM")
        await desk.sight("TWO VERSIONS")
        await desk.press(*" tmTM")
        await desk.pilot.pause(0.5)
        await desk.press(*" tmTM")
        assert desk.app.screen is desk.room
        assert "It was down. tmTM tmTM tmTM" == desk.page.editor.text
        assert desk.draft.save_now()
        assert ["It was down. tmTM tmTM tmTM"] == [
            read_document(own).narrative.summary for own in copies(draft)
        ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_what_both_changed_is_shown_in_both_versions(
    at_desk: "OpenDesk", draft: Path, size: tuple[int, int]
) -> None:
    async with at_desk(draft, size=size) as desk:
        await both_change(desk, draft, summary="It was slow.", root_cause="A long lock.")
        await desk.hush()
        await desk.sight("was changed by something else", "1 part to choose", "open Summary changed in both")
        await desk.sight("It was [-slow-]{+down. For nine minutes+}.")
        await desk.sight("[-only theirs-] {+only yours+}")


async def test_theirs_for_one_part_and_everything_else_merged_is_written_and_can_be_taken_back(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.", root_cause="A long lock.")
        (own,) = copies(draft)
        await desk.press("t")
        await desk.sight("theirs Summary", "Ctrl+S writes the result")
        await desk.press("ctrl+s")
        await desk.writing("summary")
        await desk.sight("Both versions are together.")
        narrative = desk.saved().narrative
        assert ("It was slow.", "A long lock.", "Cancelled.") == (
            narrative.summary, narrative.root_cause, narrative.resolution
        )  # fmt: skip
        assert narrative == read_document(draft).narrative
        await desk.until(lambda: not own.exists(), "the file beside the draft has done its work")
        kept = [read_snapshot(snapshot) for snapshot in list_snapshots(draft)]
        assert any(b"For nine minutes." in data for data in kept)
        assert any(b"It was slow." in data for data in kept)

        await desk.press("ctrl+z")
        await desk.until(lambda: "For nine minutes." in (desk.document.narrative.summary or ""), "ours again")


async def test_mine_keeps_what_was_written_here(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.", resolution="Rolled back.")
        await desk.press("m", "ctrl+s")
        await desk.writing("summary")
        narrative = desk.saved().narrative
        assert ("It was down. For nine minutes.", "Rolled back.") == (narrative.summary, narrative.resolution)


async def test_what_only_one_side_changed_needs_no_choice(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, root_cause="A long lock.")
        await desk.sight(
            "Ctrl+S writes the result", "In your version: 1 change", "In the version from elsewhere: 1 change"
        )
        await desk.sight("A {+long +}lock.", "It was down.{+ For nine minutes.+}")
        await desk.press("ctrl+s")
        await desk.writing("summary")
        narrative = desk.saved().narrative
        assert ("It was down. For nine minutes.", "A long lock.") == (narrative.summary, narrative.root_cause)


async def test_an_open_part_is_asked_for_before_anything_is_written(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.")
        theirs = draft.read_bytes()
        await desk.press("ctrl+s")
        await desk.sight("1 part still open: m takes yours, t takes theirs")
        assert theirs == draft.read_bytes()


@pytest.mark.deep
async def test_every_part_can_be_taken_from_one_side_at_once(at_desk: "OpenDesk", draft: Path) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.")
        await desk.press("M")
        await desk.sight("yours Summary")
        await desk.press("T")
        await desk.sight("theirs Summary")
        await desk.press("ctrl+s")
        await desk.writing("summary")
        assert "It was slow." == desk.saved().narrative.summary


@pytest.mark.deep
async def test_kept_apart_the_draft_is_theirs_and_ours_goes_on_in_a_file_of_its_own(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.")
        (own,) = copies(draft)
        await desk.press("escape")
        await desk.writing("summary")
        await desk.hush()
        await desk.sight("TWO VERSIONS: yours is in", "Alt+V shows both")
        desk.page.editor.move_cursor(desk.page.editor.document.end)
        await desk.paste(" More.")
        assert desk.draft.save_now()
        assert "It was slow." == read_document(draft).narrative.summary
        assert "It was down. For nine minutes. More." == read_document(own).narrative.summary

        await desk.press("alt+v")
        await desk.dialog("OutsideChangeScreen")
        await desk.sight("For nine minutes. More+}.")
        await desk.press("m", "ctrl+s")
        await desk.writing("summary")
        await desk.parting("TWO VERSIONS")
        assert "It was down. For nine minutes. More." == read_document(draft).narrative.summary


@pytest.mark.deep
async def test_a_version_that_changes_again_while_it_is_looked_at_is_shown_anew(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await both_change(desk, draft, summary="It was slow.")
        screen = desk.app.screen
        draft.write_bytes(dump(with_texts(read_document(draft), summary="It was slower still.")))
        await desk.until(lambda: b"slower" in desk.draft.divergence.data, "the change was noticed")
        await desk.press("t", "ctrl+s")
        await desk.until(lambda: desk.app.screen is not screen, "another look")
        await desk.dialog("OutsideChangeScreen")
        await desk.sight("[-slower still-]")
        assert "It was slower still." == read_document(draft).narrative.summary


async def test_a_version_that_is_no_draft_is_shown_and_ours_can_be_written_over_it(
    at_desk: "OpenDesk", draft: Path
) -> None:
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        draft.write_bytes(b"<<<<<<< HEAD\n[/] oops \x1b[2J\n")
        desk.page.editor.move_cursor(desk.page.editor.document.end)
        await desk.paste(" For nine minutes.")
        await compare(desk)
        await desk.hush()
        await desk.sight("no longer reads", "<<<<<<< HEAD", "[/] oops ␛[2J", "Ctrl+S writes yours over it")
        await desk.press("ctrl+s")
        await desk.writing("summary")
        assert "It was down. For nine minutes." == desk.saved().narrative.summary
        assert b"<<<<<<<" not in draft.read_bytes()
        assert any(b"oops" in read_snapshot(snapshot) for snapshot in list_snapshots(draft))


async def test_a_save_that_fails_is_told_and_a_copy_elsewhere_is_offered(
    at_desk: "OpenDesk", draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmtui.drafts.saving import draft_file

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with at_desk(draft) as desk:
        await desk.writing("summary")
        monkeypatch.setattr(draft_file, "write_atomic", full)
        desk.page.editor.move_cursor(desk.page.editor.document.end)
        await desk.paste(" For nine minutes.")
        await desk.sight("NOT SAVED since", "You can go on writing. Ctrl+S tries again")
        await desk.press("ctrl+s")
        await desk.dialog("AskLine")
        await desk.press("end", "ctrl+u")
        await desk.enter(str(draft))
        await desk.sight("exists already")
        await desk.press("end", "ctrl+u")
        target = tmp_path / "elsewhere.toml"
        await desk.enter(str(target))
        await desk.writing("summary")
        await desk.sight("A copy is in")
        assert "It was down. For nine minutes." == read_document(target).narrative.summary
        assert "It was down." == read_document(draft).narrative.summary

        monkeypatch.undo()
        await desk.press("ctrl+s")
        await desk.parting("NOT SAVED", "You can go on writing")
        assert "It was down. For nine minutes." == read_document(draft).narrative.summary
