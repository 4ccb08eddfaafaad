"""What the review meeting catches: the line, ideas and what becomes of them, corrections, hands, and the end."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.folder.library import read_document
from pmtui.meeting.place_file import place_file, read_place
from pmtui.meeting.sent_lines import SentLine, is_waiting, send_line
from tests.screens.conftest import Watch

if TYPE_CHECKING:
    from tests.screens.conftest import MeetingDesk, OpenMeeting

Put = Callable[..., Path]
Make = Callable[..., Postmortem]


@pytest.fixture
def draft(put: Put, make_incident: Make) -> Path:
    return put(make_incident())


async def at_event(desk: "MeetingDesk", number: int) -> None:
    """Begin the meeting and go to an event, counted from 1."""
    await desk.begin()
    await desk.press("right_square_bracket", *["right"] * (number - 1))


async def at_action(desk: "MeetingDesk", number: int) -> None:
    """Begin the meeting and go to an action, counted from 1."""
    await desk.begin()
    await desk.press(*["right_square_bracket"] * 3, *["right"] * (number - 1))


# The line


async def test_the_line_stays_open_and_keeps_what_was_in_view(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        await desk.press("n")
        await desk.enter("The runbook was open", "The migration had no owner")
        await desk.wait(minutes=1)
        await desk.enter("Waiting felt safer")
        assert desk.sees("captured 3 notes")
        await desk.press("escape", "right")
        assert desk.sees("Event 5 of 6")
        rows = desk.saved().review.capture
        assert ["The runbook was open", "The migration had no owner", "Waiting felt safer"] == [
            row.text for row in rows
        ]
        assert [("timeline", "e4")] * 3 == [(row.segment, row.event) for row in rows]
        assert ["14:00", "14:00", "14:01"] == [f"{row.at:%H:%M}" for row in rows]


@pytest.mark.deep
async def test_keys_that_are_typed_into_the_line_do_nothing_else(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.press("n", *"ntb.ifr0", "enter", "escape")
        assert "ntb.ifr0" == desk.document.review.capture[0].text
        assert desk.sees("Event 2 of 6")
        assert desk.sitting.clock.running


async def test_letters_that_follow_a_key_at_once_are_in_the_line(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 1)
        for key in ("right", "n", *"Two are new", "enter"):
            desk.app.post_message(Key(key, key if len(key) == 1 else None))
        await desk.until(lambda: desk.document.review.capture)
        held = desk.document.review.capture[0]
        assert ("Two are new", "e2") == (held.text, held.event)


async def test_lines_that_are_typed_without_a_pause_are_kept_one_by_one(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 1)
        for key in ("n", *"first", "enter", *"second", "enter", *"third"):
            desk.app.post_message(Key(key, key if len(key) == 1 else None))
        await desk.until(lambda: len(desk.document.review.capture) == 2)
        await desk.sight("NOTE third")
        assert ["first", "second"] == [row.text for row in desk.document.review.capture]


async def test_what_cannot_be_read_is_kept_as_words_and_told(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 1)
        await desk.press("a")
        await desk.enter("Add an alert ^someday")
        await desk.sight("still without owner and day · not read: ^someday")
        assert "Add an alert ^someday" == desk.document.actions[-1].text
        await desk.paste("d: Roll out on Monday")
        assert desk.sees("DECISION d: Roll out on Monday")


@pytest.mark.deep
async def test_what_was_typed_and_not_entered_is_kept_when_the_meeting_is_left(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        await desk.press("d")
        await desk.paste("Roll out on Monday")
        await desk.press("escape", "right", "t", "escape")
        await desk.left()
    from pmtui.drafts.folder.library import read_document

    rows = read_document(draft).review.capture
    assert [("decision", "Roll out on Monday")] == [(row.kind, row.text) for row in rows]


@pytest.mark.deep
async def test_leaving_asks_only_while_the_clock_runs(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 1)
        await desk.press("escape")
        await desk.dialog("AskChoice")
        await desk.press("escape")
        await desk.dialog("MeetingRoom")
        await desk.press("t", "escape")
        await desk.left()


# Taking back


@pytest.mark.deep
async def test_the_words_of_the_last_capture_can_be_mended(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.capture("n", "The alret was late")
        await desk.press("e")
        assert desk.sees("LAST CAPTURE The alret was late")
        await desk.press(*["backspace"] * len("alret was late"))
        await desk.enter("alert was late")
        assert ["The alert was late"] == [row.text for row in desk.saved().review.capture]


# Ideas


async def test_an_idea_is_accepted_and_gets_an_owner_and_a_day_on_the_spot(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_action(desk, 2)
        assert desk.sees("Action 2 of 2", "Graph lock waits")
        await desk.press("y")
        assert "agreed" == desk.document.action("a2").state
        await desk.press("o")
        await desk.enter("@Tom ^+7d")
        held = desk.saved().action("a2")
        assert ("agreed", "Tom", date(2026, 3, 24)) == (held.state, held.owner, held.due)


@pytest.mark.deep
async def test_an_idea_is_merged_into_another_action_and_that_can_be_taken_back(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_action(desk, 2)
        await desk.press("m")
        await desk.dialog("MergeIdea")
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        assert ["a1"] == [action.id for action in desk.document.actions]
        await desk.press("u")
        assert ["a1", "a2"] == [action.id for action in desk.document.actions]
        assert () == desk.document.review.capture


# Corrections and hands


@pytest.mark.deep
async def test_the_time_of_the_event_in_view_is_put_right_and_what_stood_there_is_kept(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        await desk.press("c")
        await desk.dialog("CorrectEvent")
        await desk.until(lambda: isinstance(desk.app.focused, Input), "the time")
        await desk.press("ctrl+u")
        await desk.paste("14:53")
        await desk.press("ctrl+s")
        await desk.dialog("MeetingRoom")
        document = desk.saved()
        assert "14:53" == f"{document.event('e4').at:%H:%M}"
        assert ["correction"] == [row.kind for row in document.review.capture]
        assert desk.sees("14:53", "captured 1 correction")
        await desk.press("u")
        assert "14:51" == f"{desk.document.event('e4').at:%H:%M}"


@pytest.mark.deep
async def test_hands_are_counted_and_no_name_with_them(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 3)
        await desk.press("v")
        await desk.dialog("CountHands")
        await desk.press("4", "enter")
        await desk.dialog("MeetingRoom")
        assert ["Is this new to anyone here? Hands up, and count them.: 4"] == [
            row.text for row in desk.saved().review.capture
        ]


# A draft that can only be read


async def test_a_draft_that_another_window_has_is_shown_and_captures_are_refused(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    from pmtui.drafts.open_draft import open_draft

    other = open_draft(draft)
    try:
        before = draft.read_bytes()
        async with at_meeting(draft) as desk:
            await desk.dialog("LockedScreen")
            await desk.press("r")
            await desk.on_the_wall()
            assert desk.sees("READ ONLY")
            await desk.press("right_square_bracket")
            await desk.wait(minutes=1)
            assert desk.sees("2/6 Timeline", "Event 1 of 6")
            await desk.press("n")
            assert desk.sees("can only be read here")
            assert not desk.line_is_open
            assert before == draft.read_bytes()
    finally:
        other.close()


# The end


async def test_closing_appends_the_account_and_the_draft_counts_as_reviewed(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.capture("d", "Roll out on Monday")
        await desk.wait(minutes=6)
        await desk.press(*["right_square_bracket"] * 4)
        assert desk.sees("6/6 Closing", "Roll out on Monday")
        await desk.press("enter")
        await desk.dialog("CloseMeeting")
        await desk.enter("5", "7")
        await desk.press("ctrl+s")
        await desk.dialog("MeetingRoom")
        await desk.sight("The meeting is closed.")
        document = desk.saved()
        assert "reviewed" == document.meta.status
        assert (5, 7) == (document.review.learned, document.review.again)
        assert "Roll out on Monday" in (document.review.notes or "")
        assert document.review.ended is not None
        await desk.until(lambda: not place_file(draft).exists())
        await desk.press("escape")
        await desk.left()


@pytest.mark.deep
async def test_the_account_is_written_to_a_markdown_file_of_its_own(
    draft: Path, at_meeting: "OpenMeeting", tmp_path: Path
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.capture("d", "Roll out on Monday")
        await desk.press("w")
        await desk.dialog("AskLine")
        await desk.press("enter")
        await desk.sight("The notes are in")
    written = tmp_path / f"{draft.stem}-meeting.md"
    assert "Roll out on Monday" in written.read_text("utf-8")


# Who follows


async def test_a_second_terminal_can_follow_where_the_meeting_stands(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 3)

        def told() -> str:
            place = read_place(draft)
            return place.step if place and place.running else ""

        await desk.until(lambda: told() == "timeline/event/e3")
        await desk.press("full_stop")
        await desk.until(lambda: read_place(draft).blank)
        await desk.press("space", "t", "escape")
        await desk.left()
        await desk.until(lambda: not place_file(draft).exists())


async def test_what_a_scribe_types_in_the_second_window_is_in_the_draft(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 3)
        sent = send_line(
            draft, SentLine("decision", "Said beside", "timeline/event/e2", "2026-03-17T14:00:30+00:00")
        )
        await desk.wait(seconds=1)
        await desk.sight("from the second window: kept", "captured 1 decision")
        await desk.until(lambda: not is_waiting(sent))
        held = read_document(draft).review.capture[0]
        assert ("decision", "Said beside", "e2") == (held.kind, held.text, held.event)


async def test_words_that_are_typed_outside_the_line_are_offered_as_a_note_and_run_no_commands(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    watch = Watch()
    watch.between_letters = 1.0
    async with at_meeting(draft, watch=watch) as desk:
        await at_event(desk, 2)
        theme = desk.app.theme
        for key in "is it the lock":
            desk.app.post_message(Key((" " == key and "space") or key, key))
        await desk.sight("NOTE is it the lock", "typed outside the line")
        assert theme == desk.app.theme
        assert desk.sees("Event 2 of 6")
        await desk.press("enter", "escape")
        assert ["is it the lock"] == [row.text for row in desk.document.review.capture]
        await desk.press("t", "right")  # the key before it still acts first
        await desk.sight("Event 3 of 6", "PAUSED")
        await desk.press("i")
        await desk.until(lambda: desk.app.theme != theme)


async def test_words_that_blame_are_met_with_a_question_while_they_stand_in_the_line(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.press("n")
        await desk.paste("Tom should have tested it")
        await desk.sight("What did they see and expect at that moment?")
        await desk.press("ctrl+u")
        await desk.parting("What did they see and expect at that moment?")
