"""The writing room: what is typed is in the draft and on the disk, can be taken back, and is never in the way."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.app import PmtuiApp
from pmtui.document.fields import set_value
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.folder.new import example_document, new_document
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.settings import Settings
from screens.writing.room import WritingRoom

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]

WORDS = "Nobody could sign in from 09:47 to 10:03 UTC."


def summary(desk: "Desk") -> str | None:
    return desk.document.narrative.summary


async def writes(desk: "Desk", text: str) -> None:
    """Paste a text, as a change of its own however soon it follows the last one."""
    await desk.paste(text)
    await desk.until(lambda: desk.page.shown_text() == desk.page.editor.text, "the text in the draft")


# Saving


async def test_what_is_typed_is_in_the_file_and_the_room_says_so(at_desk: "OpenDesk", put: Put) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.sight("Saved ")
        await desk.press(*"Broken")
        await desk.until(lambda: summary(desk) == "Broken", "the text in the draft")
        await desk.until(lambda: read_document(path).narrative.summary == "Broken", "the text on the disk")
        await desk.until(lambda: re.search(r"Saved \d\d:\d\d", desk.shown()), "the save state in words")


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+l", "f2"])
async def test_leaving_right_after_a_key_loses_nothing(at_desk: "OpenDesk", put: Put, key: str) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.paste(WORDS)
        await desk.press("x", key)
        if key == "ctrl+l":
            await desk.dialog("LibraryScreen")
        if key == "ctrl+q":
            await desk.until(lambda: desk.app.return_code is not None, "the end")
    assert f"{WORDS}x" == read_document(path).narrative.summary


async def test_a_signal_saves_before_the_end(at_desk: "OpenDesk", put: Put) -> None:
    path = put()
    async with at_desk(path) as desk:
        await writes(desk, WORDS)
        desk.app.before_signal_exit()
        assert WORDS == read_document(path).narrative.summary


async def test_ctrl_s_saves_at_once(at_desk: "OpenDesk", put: Put) -> None:
    path = put()
    async with at_desk(path) as desk:
        await writes(desk, WORDS)
        await desk.press("ctrl+s")
        await desk.until(lambda: read_document(path).narrative.summary == WORDS, "the text on the disk")


async def test_a_draft_that_cannot_be_saved_is_told_and_kept_until_it_can(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put()
    async with at_desk(path) as desk:
        with monkeypatch.context() as patch:
            patch.setattr("os.replace", _disk_full)
            await writes(desk, WORDS)
            await desk.sight("NOT SAVED since", "No space left on device")
            await desk.press("ctrl+q")
            await desk.sight("Ctrl+Q again leaves without saving")
            assert desk.app.is_running
            await desk.press("ctrl+l")
            await desk.sight("Not everything is saved yet; the draft stays open.")
            assert isinstance(desk.app.screen, WritingRoom)
        await desk.press("ctrl+s")
        await desk.until(lambda: "Saved" in desk.shown().splitlines()[0], "saved in the end")
    assert WORDS == read_document(path).narrative.summary


def _disk_full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_second_window_on_a_draft_is_told_and_takes_over_without_losing_a_word(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await writes(desk, "Written in the first window.")
        await desk.until(lambda: "first window" in on_disk(drafts), "the text on the disk")
        other = PmtuiApp(drafts, path, Settings())
        async with other.run_test(size=(80, 24)) as pilot:
            second = type(desk)(other, pilot)
            await second.sight("READ ONLY: open in another window", "Alt+T takes over")
            await second.press("alt+t")
            await second.sight("This draft is open in another window", "Take over")
            await second.press("t")
            await second.writing()
            await second.until(lambda: "first" in second.page.editor.text, "the text of the first window")
            await second.paste(" Then in the second.")
            await second.until(lambda: "Then in the second." in on_disk(drafts), "both on the disk")
    assert "Written in the first window." in on_disk(drafts)


@pytest.mark.deep
async def test_what_another_program_writes_into_the_file_meanwhile_is_lost_as_little_as_what_is_typed(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    path = put(set_value(new_document("Sign-in failed"), "summary", "As it was."))
    async with at_desk(path) as desk:
        await desk.choose_section("root_cause")
        await writes(desk, "Typed in the room.")
        path.write_bytes(path.read_bytes().replace(b"As it was.", b"Changed by hand."))
        await writes(desk, " And on.")
        await desk.until(lambda: "And on." in on_disk(drafts), "the text on the disk")
    assert "Changed by hand." in on_disk(drafts)
    assert "Typed in the room. And on." in on_disk(drafts)


def on_disk(drafts: Path) -> str:
    """Return the text of every draft in the folder, copies made in a conflict included."""
    return "\n".join(file.read_text("utf-8") for file in drafts.glob("*.toml"))


# Opening


class SlowDisk:
    """Opening a draft waits until the test lets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ready = threading.Event()
        monkeypatch.setattr("pmtui.drafts.open_draft.open_draft", self.open)

    def open(self, path: Path) -> OpenDraft:
        assert self.ready.wait(20)
        return open_draft(path)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_keys_before_the_draft_is_there_go_into_the_text(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    path, disk = put(severity="SEV-2"), SlowDisk(monkeypatch)
    async with at_desk(size=size) as desk:
        await desk.press("enter")
        await desk.sight("Opening…", "Sign-in failed", "SEV-2", "Summary")
        await desk.press("H", "i", "x", "backspace", "exclamation_mark", "enter")
        await desk.paste("pasted\ntext")
        await desk.press("space", "ctrl+z", "ctrl+n", "f7", "1")
        disk.ready.set()
        await desk.writing("summary")
        await desk.until(lambda: summary(desk), "the text in the draft")
        assert "Hi!\npasted\ntext 1" == desk.saved().narrative.summary
    assert "Hi!\npasted\ntext 1" == read_document(path).narrative.summary


@pytest.mark.deep
async def test_leaving_before_the_draft_is_there_leaves_it_as_it_was(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, disk = put(), SlowDisk(monkeypatch)
    before = path.read_bytes()
    async with at_desk() as desk:
        await desk.press("enter")
        await desk.sight("Opening…")
        threading.Timer(0.2, disk.ready.set).start()
        await desk.press("ctrl+l")
        await desk.dialog("LibraryScreen")
        await desk.sight("1 draft")
        await desk.press("enter")
        await desk.writing("summary")
    assert before == path.read_bytes()


async def test_a_mistake_of_ours_while_opening_ends_the_program_rather_than_waiting_for_ever(
    put: Put, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> OpenDraft:
        raise AssertionError("a mistake of ours")

    path = put()
    monkeypatch.setattr("pmtui.drafts.open_draft.open_draft", broken)
    app = PmtuiApp(drafts, path, Settings())
    with pytest.raises(BaseException, match="a mistake of ours"):
        await runs_until_it_ends(app)
    assert app.crash is not None


async def runs_until_it_ends(app: PmtuiApp) -> None:
    async with app.run_test() as pilot:
        while app.is_running:
            await pilot.pause(0.02)


async def test_a_draft_of_a_template_that_is_not_here_opens_as_a_standard_one(
    at_desk: "OpenDesk", put: Put
) -> None:
    path = put(template="of-another-team")
    async with at_desk(path) as desk:
        await desk.sight("Standard")
        await writes(desk, WORDS)
        assert "of-another-team" == desk.saved().meta.template


# Taking back


@pytest.mark.deep
async def test_undo_goes_back_through_the_sections_and_redo_forth(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await writes(desk, WORDS)
        await desk.choose_section("root_cause")
        await writes(desk, "A certificate expired.")
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.document.narrative.root_cause is None, "the root cause taken back")
        await desk.press("ctrl+z")
        await desk.until(lambda: summary(desk) is None, "the summary taken back")
        await desk.sight("Taken back: Summary")
        await desk.press("ctrl+z")
        await desk.sight("Nothing to undo.")
        assert (None, None) == (desk.saved().narrative.summary, desk.saved().narrative.root_cause)
        await desk.press("ctrl+y")
        await desk.until(lambda: summary(desk) == WORDS, "the summary done again")
        await desk.press("ctrl+y")
        await desk.until(lambda: desk.page.editor.text == "A certificate expired.", "the root cause again")
        assert (WORDS, "A certificate expired.") == (
            desk.saved().narrative.summary, desk.saved().narrative.root_cause
        )  # fmt: skip


@pytest.mark.deep
async def test_text_that_undo_took_away_does_not_come_back_with_the_next_undo(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await writes(desk, "one ")
        desk.page.editor.history.checkpoint()
        await writes(desk, "two")
        for expected in ("one ", None, None):
            await desk.press("ctrl+z")
            await desk.until(
                lambda expected=expected: summary(desk) == expected,  # type: ignore[misc]  # a lambda that holds what the loop has now
                f"{expected!r} in the draft",
            )
        await desk.press("ctrl+y", "ctrl+y")
        await desk.until(lambda: summary(desk) == "one two", "both done again")


@pytest.mark.deep
async def test_undo_takes_back_the_newest_change_first_a_hint_that_was_left_for_one(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await writes(desk, "We should have rehearsed it.")
        await desk.sight("1 hint (F8)")
        await desk.press("f8", "ctrl+g")
        await desk.dialog("AskLine")
        await desk.press("enter")
        await desk.writing()
        await desk.sight("no hints")
        await desk.press("ctrl+z")
        await desk.sight("1 hint (F8)", "Taken back: leave a hint")
        assert "We should have rehearsed it." == summary(desk)
        await desk.press("ctrl+z")
        await desk.until(lambda: summary(desk) is None, "the text taken back")


# Templates


def full() -> Postmortem:
    document = new_document("Sign-in failed", template="standard")
    for path, value in {
        "summary": WORDS,
        "root_cause": "A certificate expired.",
        "lessons": ("Renew early",),
    }.items():
        document = set_value(document, path, value)
    return document  # fmt: skip


@pytest.mark.deep
async def test_another_template_loses_nothing_and_says_what_it_has_no_place_for(
    at_desk: "OpenDesk", put: Put
) -> None:
    document = full()
    async with at_desk(put(document), size=(120, 40)) as desk:
        await desk.choose_section("root_cause")
        names = list(desk.app.preferences.wording.templates)
        await desk.press("ctrl+t", "t")
        await desk.dialog("AskChoice")
        await desk.sight("Nothing written is lost.")
        await desk.press("home", *["down"] * names.index("quick"), "enter")
        await desk.writing()
        await desk.until(lambda: desk.room.desk.template.id == "quick", "the other template")
        await desk.sight("Kept in the draft, not in this template:", "Lessons learned")
        saved = desk.saved()
        assert (document.narrative, document.learning, "quick") == (
            saved.narrative, saved.learning, saved.meta.template
        )  # fmt: skip

        await desk.press("ctrl+z")
        await desk.until(lambda: desk.room.desk.template.id == "standard", "the first template again")
        await desk.sight("Lessons learned")
        assert document == desk.saved()


# What is around the text


@pytest.mark.deep
async def test_the_outline_tells_the_state_of_every_section_in_words(at_desk: "OpenDesk", put: Put) -> None:
    document = set_value(full(), "impact.users", 400)
    async with at_desk(put(document), size=(120, 40)) as desk:
        await desk.until(lambda: state(desk, "Summary") == "done", "the states")
        assert ("started", "empty", "done") == (
            state(desk, "Impact"), state(desk, "Timeline"), state(desk, "Lessons learned")
        )  # fmt: skip
        await desk.choose_section("timeline")
        await desk.enter("09:47 first complaints", "10:03 all good again")
        await desk.until(lambda: state(desk, "Timeline") == "done", "the new state")


async def test_the_outline_counts_what_was_noticed(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(), size=(120, 40)) as desk:
        await writes(desk, "We should have rehearsed it.")
        await desk.until(lambda: re.search(r"Summary +done +![1-9]", desk.shown()), "findings in the outline")


def state(desk: "Desk", title: str) -> str:
    row = next((row for row in desk.shown().splitlines() if title in row[:32]), "")
    return (row[:32].split(title)[-1].split() or [""])[0]


@pytest.mark.deep
async def test_on_a_narrow_window_sections_and_coach_come_when_called_and_leave_the_text_its_place(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        assert not desk.sees("Root cause")
        assert not desk.sees("Good when")
        await desk.press("f2")
        await desk.sight("Root cause", "empty")
        await desk.press("f2")
        await desk.parting("Root cause")
        await desk.press("f5")
        await desk.sight("Why", "Answer")
        await desk.press("f5")
        await desk.parting("Answer")
        await desk.press(*"ok")
        await desk.until(lambda: summary(desk) == "ok", "the cursor back in the text")


async def test_on_a_wide_window_sections_and_coach_are_there_and_focus_mode_hides_them(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(), size=(120, 40)) as desk:
        await desk.sight("Root cause", "Answer", "Saved")
        await desk.press("f12")
        await desk.until(lambda: not desk.sees("Root cause") and not desk.sees("Answer"), "only the text")
        await desk.press(*"ok")
        await desk.until(lambda: summary(desk) == "ok", "the cursor in the text")
        await desk.press("f12")
        await desk.sight("Root cause", "Answer", "Saved")


@pytest.mark.deep
async def test_a_window_that_changes_its_size_keeps_the_text_and_the_cursor(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await writes(desk, WORDS)
        for size in ((120, 40), (40, 10), (80, 24)):
            await desk.pilot.resize_terminal(*size)
            await desk.press("x")
        await desk.until(lambda: summary(desk) == f"{WORDS}xxx", "the text")
        await desk.sight(f"{WORDS}xxx")


@pytest.mark.deep
async def test_next_takes_to_every_question_that_is_open_and_round_again(
    at_desk: "OpenDesk", put: Put
) -> None:
    document = new_document("Sign-in failed", severity="SEV-3", authors=("Mira",), template="standard")
    async with at_desk(put(document)) as desk:
        await writes(desk, WORDS)
        seen = []
        for _ in range(11):
            await desk.press("ctrl+n")
            seen.append(f"{desk.page.context.section.id}/{desk.page.question_id}")
        assert [
            "impact/computed.duration", "impact/impact.users", "impact/impact.slo_breached", "timeline/timeline",
            "root_cause/root_cause", "factors/factors", "well/well", "poorly/poorly", "actions/actions",
            "lessons/lessons", "impact/computed.duration",
        ] == seen  # fmt: skip


async def test_the_worked_example_has_no_open_question(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(example_document())) as desk:
        await desk.press("ctrl+n")
        await desk.sight("Every question is answered.")


@pytest.mark.deep
async def test_where_only_figures_are_open_next_says_what_they_come_from(
    at_desk: "OpenDesk", put: Put
) -> None:
    document = example_document()
    document = document.model_copy(
        update={
            "timeline": tuple(event.model_copy(update={"milestone": None}) for event in document.timeline)
        }
    )
    async with at_desk(put(document)) as desk:
        await desk.press("ctrl+n")
        await desk.writing("timeline")
        await desk.sight("Mark the events", "in the timeline.")


async def test_hints_stay_away_where_the_person_does_not_want_them(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(), hints_on=False) as desk:
        await writes(desk, "We should have rehearsed it.")
        await desk.sight("hints are off")
        await desk.press("f8")
        await desk.sight("No hints in this text.")


@pytest.mark.deep
async def test_words_are_found_in_the_text(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await writes(desk, f"{WORDS}\n\nSign-in came back at 10:03.")
        await desk.press("ctrl+home", "ctrl+f")
        await desk.dialog("AskLine")
        await desk.enter("came back")
        await desk.writing()
        await desk.until(lambda: desk.page.editor.selected_text == "came back", "the words selected")
        await desk.press("ctrl+f")
        await desk.dialog("AskLine")
        await desk.enter("[/] not there")
        await desk.sight("“[/] not there” is not in this text.")


async def test_the_deadline_is_told(at_desk: "OpenDesk", put: Put) -> None:
    document = new_document("Sign-in failed", severity="SEV-2", began=datetime(2026, 3, 15, 9, tzinfo=UTC))
    document = set_value(document, "meta.ended", datetime(2026, 3, 15, 10, tzinfo=UTC))
    async with at_desk(put(document)) as desk:
        await desk.sight("late")


# Help and commands


@pytest.mark.deep
@pytest.mark.parametrize(
    "screen", ["LibraryScreen", "WritingRoom", "ReadinessScreen", "PreviewScreen", "ExportScreen"]
)
async def test_help_lists_every_key_of_the_screen(at_desk: "OpenDesk", put: Put, screen: str) -> None:
    keys = {"ReadinessScreen": "ctrl+r", "PreviewScreen": "f7", "ExportScreen": "ctrl+o"}
    path = put()
    async with at_desk(None if screen == "LibraryScreen" else path, size=(120, 90)) as desk:
        if screen in keys:
            await desk.press(keys[screen])
            await desk.dialog(screen)
        bindings = [active.binding for active in desk.app.screen.active_bindings.values() if active.enabled]
        wanted = {binding.tooltip for binding in bindings if binding.id and binding.tooltip}
        assert len(wanted) > 1
        await desk.press("f1")
        await desk.dialog("HelpScreen")
        assert [] == [words for words in sorted(wanted) if not desk.sees(words)]
        await desk.press("escape")
        await desk.dialog(screen)


@pytest.mark.deep
async def test_help_shows_the_keys_beside_what_they_do(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(), size=(120, 90)) as desk:
        await desk.press("f1")
        await desk.sight(
            "^n Go to the next thing to answer", "f8 / ^t j Go to the next hint", "f1 / ^t ? What this screen"
        )


async def test_the_palette_finds_a_command_by_its_words(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.press("ctrl+p")
        await desk.dialog("CommandPalette")
        await desk.paste("readiness" if desk.sees("Readiness") else "Ready")
        await desk.sight("Everything still missing")
        await desk.press("enter")
        await desk.dialog("ReadinessScreen")


async def test_the_palette_offers_a_command_with_two_keys_once(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        titles = [command.title for command in desk.app.get_system_commands(desk.app.screen)]
        assert 1 == titles.count("Find previous")
        assert sorted(set(titles)) == sorted(titles)


@pytest.mark.deep
async def test_what_is_said_in_passing_does_not_cover_the_line_with_the_cursor(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await desk.hush()
        desk.app.notify("A sentence of some length, such as they are said in passing here. " * 2)
        await desk.paste("It was down.")
        await desk.until(lambda: desk.app.screen.query("Toast"), "the sentence")
        (toast,) = desk.app.screen.query("Toast")
        await desk.until(lambda: toast.region.height, "the sentence laid out")
        cursor = desk.page.editor.cursor_screen_offset
        assert (2, True) == (toast.region.height, toast.region.bottom <= cursor.y)
        assert toast.region.bottom < desk.room.query_one("#text-status").region.y


async def test_a_theme_is_remembered(at_desk: "OpenDesk", put: Put) -> None:
    from pmtui.paths import settings_file
    from pmtui.settings import load_settings

    async with at_desk(put()) as desk:
        desk.app.theme = "pmtui-light"
        await desk.pilot.pause()
    assert "pmtui-light" == load_settings(settings_file())[0].theme
