"""The review meeting on the wall: opening it, walking through it, the clock."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.folder.library import read_document

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk, OpenMeeting

Put = Callable[..., Path]
Make = Callable[..., Postmortem]


@pytest.fixture
def draft(put: Put, make_incident: Make) -> Path:
    return put(make_incident())


# Opening


@pytest.mark.deep
async def test_the_window_is_judged_before_the_meeting_and_the_opening_card_comes_first(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.dialog("BeforeMeeting")
        await desk.sight("80 by 24: good for a projector.")
        await desk.press("enter")
        await desk.sight("1/6 Opening", "Payment API outage · SEV-1 · 15 Mar 2026", "NOT STARTED")


async def test_the_writing_room_hands_its_draft_over_and_shows_it_afterwards(
    draft: Path, at_desk: "OpenDesk"
) -> None:
    async with at_desk(draft) as desk:
        await desk.choose_section("timeline")
        held = desk.draft
        await desk.press("alt+p")
        await desk.dialog("BeforeMeeting")
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        assert desk.app.screen.held.draft is held  # type: ignore[attr-defined]  # what stands there in this test
        await desk.press("right_square_bracket", "c")
        await desk.dialog("CorrectEvent")
        await desk.press("tab")
        await desk.paste("Early: ")
        await desk.press("ctrl+s")
        await desk.dialog("MeetingRoom")
        await desk.press("escape")
        await desk.dialog("WritingRoom")
        await desk.sight("Early: Checkout errors rise")
        assert desk.draft is held
        assert not held.read_only


@pytest.mark.deep
async def test_the_library_opens_the_meeting_and_gets_the_person_back(
    draft: Path, at_desk: "OpenDesk"
) -> None:
    async with at_desk() as desk:
        await desk.sight("Payment API outage")
        await desk.press("p")
        await desk.dialog("BeforeMeeting")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
        await desk.press("p")
        await desk.dialog("BeforeMeeting")  # the draft was let go, and can be opened again
        assert not desk.sees("another window")


# Walking


async def test_keys_start_the_clock_and_walk_forward_and_back(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await desk.on_the_wall()
        await desk.press("right")
        assert not desk.sees("NOT STARTED")
        assert desk.sees("1/6 Opening", "segment ends 14:05", "meeting ends 15:00")
        seen = []
        for key in ("right_square_bracket", "j", "right_square_bracket", "left_square_bracket", "k"):
            await desk.press(key)
            seen.append(desk.shown().split()[0])
        assert ["2/6", "2/6", "3/6", "2/6", "1/6"] == seen


@pytest.mark.deep
async def test_events_are_shown_one_at_a_time_with_what_came_before_and_after(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("right_square_bracket", "right", "right", "right")
        assert desk.sees("Event 4 of 6", "14:51", "+17 min", "Attempt to kill the migration")
        assert desk.sees("14:38 Sarah Chen looks", "15:22 Writes work again")
        assert desk.sees("Which options were open?")


@pytest.mark.deep
async def test_the_picker_goes_to_any_place(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("g")
        await desk.dialog("JumpPicker")
        await desk.paste("Writes work")
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        await desk.sight("2/6 Timeline", "Event 5 of 6")


@pytest.mark.deep
async def test_questions_are_turned_hidden_and_shown_again(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("right_square_bracket", "right")
        assert desk.sees("What told you?")
        await desk.press("tab")
        assert not desk.sees("What told you?")
        assert desk.sees("What did a normal day look like there?")
        await desk.press("h")
        assert not desk.sees("What did a normal day look like there?")
        await desk.press("h")
        assert desk.sees("What did a normal day look like there?")


@pytest.mark.deep
async def test_foresight_hides_what_came_later(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft, size=(120, 40), foresight=True) as desk:
        await desk.begin()
        await desk.press("right_square_bracket", "right")
        assert desk.sees("The error alert pages on-call")
        assert not desk.sees("Sarah Chen looks")
        await desk.press("f")
        assert desk.sees("Sarah Chen looks")


@pytest.mark.deep
async def test_roles_stand_in_the_place_of_names_and_never_in_the_draft(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft, roles=True) as desk:
        await desk.on_the_wall()
        await desk.press("right_square_bracket", "right", "right", "right")
        await desk.sight("The on-call engineer looks at the database")
        assert not desk.sees("Sarah")
        await desk.capture("n", "Nobody was told")
        await desk.sight("captured 1 note")
        assert not desk.sees("Sarah")
        assert "Sarah Chen looks at the database" == desk.saved().timeline[2].text
        await desk.press("r")
        await desk.sight("Sarah Chen looks")


@pytest.mark.deep
async def test_a_blank_screen_shows_nothing_until_the_next_key(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("full_stop")
        await desk.dialog("Blank")
        assert "" == desk.shown().strip()
        await desk.press("right")
        await desk.dialog("MeetingRoom")
        assert desk.sees("1/6 Opening")


@pytest.mark.deep
async def test_dark_and_light_are_swapped_for_the_meeting_alone(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        before = desk.app.theme
        await desk.press("i")
        assert desk.app.current_theme.dark is False
        assert before != desk.app.theme
        assert desk.app.preferences.settings.theme in ("", before)
        await desk.press("t", "escape")
        await desk.left()
        assert before == desk.app.theme


async def test_the_reset_card_is_written_nowhere(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("right")
        before = desk.saved()
        await desk.press("b", "2")
        await desk.sight("any key goes back")
        await desk.press("escape")
        await desk.dialog("MeetingRoom")
        assert before == desk.saved()


@pytest.mark.deep
async def test_help_lists_the_keys(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft, size=(120, 60)) as desk:
        await desk.begin()
        await desk.press("question_mark")
        await desk.dialog("HelpScreen")
        assert desk.sees("Give this segment two more minutes", "Show nothing until the next key")


# The clock


@pytest.mark.deep
async def test_a_tick_paints_the_clock_and_nothing_else(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        meeting = await desk.begin()
        await desk.pilot.pause()
        painted: list[str] = []
        for widget in meeting.query("*"):
            refresh = widget.refresh

            def note(*regions: object, name: str = type(widget).__name__, refresh=refresh, **how: object):  # type: ignore[no-untyped-def]
                painted.append(name)
                return refresh(*regions, **how)

            widget.refresh = note  # type: ignore[method-assign]
        await desk.wait(seconds=1)
        assert {"Digits"} == set(painted) - {"PlainText"}
        assert len(painted) <= 3


@pytest.mark.deep
async def test_the_clock_says_in_words_what_it_says_in_colours(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.wait(minutes=3, seconds=1)
        assert desk.sees("1 MIN LEFT")
        await desk.wait(minutes=3)
        assert desk.sees("OVER", "meeting ends 15:01")
        await desk.press("T")
        assert desk.sees("LESS THAN A MINUTE LEFT")
        await desk.press("t")
        assert desk.sees("PAUSED")
        await desk.press("0")
        assert not desk.sees("OVER")


@pytest.mark.deep
async def test_the_state_is_kept_every_fifteen_seconds_and_the_meeting_goes_on_from_there(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("right_square_bracket", "right", "right")
        await desk.capture("d", "Roll out on Monday")
        for _ in range(3):
            await desk.wait(seconds=15)
        left = desk.saved()  # as a crash would leave it
    assert 45 == left.review.segment[1].used_s
    async with at_meeting(draft) as desk:
        await desk.dialog("BeforeMeeting")
        assert desk.sees("This meeting has begun already.")
        await desk.press("enter")
        await desk.sight("2/6 Timeline", "Event 3 of 6", "PAUSED", "captured 1 decision")
        await desk.press("right")
        await desk.wait(seconds=10)
        assert 55 == round(desk.sitting.clock.read(desk.watch.seconds, desk.watch.wall).used_s)


# Windows


@pytest.mark.deep
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (118, 30), (200, 60)])
async def test_every_page_fits_every_window(
    size: tuple[int, int], draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft, size=size) as desk:
        meeting = await desk.begin()

        def beyond() -> list[str]:
            wide = [widget for widget in meeting.query("*") if widget.region.right > size[0]]
            return [str(widget) for widget in wide]

        for _ in range(18):
            await desk.until(lambda: not beyond(), "nothing beyond the right edge")
            await desk.until(lambda: desk.shown().splitlines()[-2].startswith(" >"), "the line at the bottom")
            await desk.press("right")


@pytest.mark.deep
async def test_a_resize_in_the_middle_keeps_the_place_and_brings_the_rail(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press("right_square_bracket", "right")
        assert not desk.sees("The backlog is gone")
        await desk.pilot.resize_terminal(120, 40)
        await desk.sight("Event 2 of 6", "The backlog is gone")
        await desk.pilot.resize_terminal(60, 16)
        await desk.parting("The backlog is gone")
        assert desk.sees("Event 2 of 6")


# Odd drafts


@pytest.mark.deep
async def test_a_draft_with_nothing_in_it_can_be_met_about(put: Put, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(put()) as desk:
        await desk.begin()
        for segment in ("2/6 Timeline", "3/6 Causes", "4/6 Actions", "5/6 Discussion", "6/6 Closing"):
            await desk.press("right_square_bracket")
            assert desk.sees(segment)


@pytest.mark.deep
async def test_a_file_that_is_no_draft_is_shown_as_it_is(drafts: Path, at_meeting: "OpenMeeting") -> None:
    drafts.mkdir(parents=True)
    path = drafts / "broken.toml"
    path.write_text("this is no draft", "utf-8")
    async with at_meeting(path) as desk:
        await desk.dialog("UnreadableScreen")
        assert "this is no draft" == path.read_text("utf-8")


@pytest.mark.deep
async def test_five_hundred_long_events_are_walked_without_loss(
    put: Put, make_incident: Make, at_meeting: "OpenMeeting"
) -> None:
    from tests.incident import BEGAN

    rows = tuple({"at": BEGAN, "text": f"Event {n}: " + "word " * 400} for n in range(500))
    path = put(make_incident(timeline=rows, causes=()))
    async with at_meeting(path, size=(120, 40)) as desk:
        await desk.begin()
        await desk.press("right_square_bracket")
        assert desk.sees("Event 1 of 500", "more lines: → or J")
        while not desk.sees("Event 4 of 500"):  # every page of each
            await desk.press("right")
        await desk.capture("n", "Seen")
        assert 500 == len(desk.saved().timeline)
        assert "Seen" == read_document(path).review.capture[0].text


# Agendas


@pytest.mark.deep
async def test_the_agenda_that_was_chosen_on_entry_is_stored_with_the_first_step(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.dialog("BeforeMeeting")
        await desk.press("p", "enter")
        await desk.dialog("MeetingRoom")
        assert desk.sees("1/5 Opening")
        await desk.press("right")
        review = desk.saved().review
        assert "review-45" == review.preset
        assert [180, 900, 720, 600, 300] == [segment.budget_s for segment in review.segment]


@pytest.mark.deep
async def test_the_help_key_is_offered_once_and_reads_whole_on_every_page_at_80_columns(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.capture("a", "Add a lock alert")
        # To every segment, and back from the discussion to the idea, which has the most keys.
        for key in (*["right_square_bracket"] * 4, "left", *["right_square_bracket"] * 2):
            await desk.press(key)
            footer = " ".join(desk.shown().splitlines()[-1].split())
            assert (1, 0) == (footer.count("? keys"), footer.count("f1 Help")), footer
        await desk.press("f1")
        await desk.dialog("HelpScreen")


@pytest.mark.deep
async def test_the_phases_leave_their_rows_to_pages_that_are_neither_events_nor_causes(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        seen = []
        for _ in range(6):
            seen.append("in all" in desk.shown())
            await desk.press("right_square_bracket")
        assert [False, True, True, False, False, False] == seen


@pytest.mark.deep
async def test_an_event_is_read_in_a_window_of_ten_rows(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft, size=(40, 10)) as desk:
        await desk.begin()
        await desk.press("right_square_bracket")
        words = desk.document.timeline[0].text
        assert desk.sees("Event 1 of 6", words[:30])
