"""The rules of a running meeting, without a screen: walking, the clock, beginning, keeping, what is shown, and the end."""

from datetime import UTC, datetime, timedelta

import pytest

from pmtui.document.fields import set_value
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.open_draft import open_draft
from pmtui.errors import DraftError
from pmtui.meeting.agenda import agenda_for, with_minutes
from pmtui.meeting.capturing import Capturing
from pmtui.meeting.closing import Closing
from pmtui.meeting.deciding import Deciding
from pmtui.meeting.finish import ClosingAnswer
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.walking import Walking
from tests.meeting.conftest import SitDown

NO_ANSWER = ClosingAnswer(None, None, None, None)


def where(sitting: Sitting) -> str:
    return f"{sitting.segment.id} {sitting.step.row}".strip()


# Walking


def test_the_first_step_starts_the_clock_and_the_next_ones_go_through_every_segment(sit: SitDown) -> None:
    sitting = sit()
    assert Walking(sitting).forward() == ""
    assert ("open", True) == (where(sitting), sitting.clock.running)
    seen = []
    while not (said := Walking(sitting).forward()):
        seen.append(where(sitting))
    assert [
        "open",  # with the impact
        *(f"timeline e{number}" for number in range(1, 7)),
        *("causes w1", "causes w2", "causes w3", "actions a1", "actions a2", "discussion", "close"),
    ] == seen
    assert said == "This is the last page. Enter closes the meeting."


def test_back_goes_to_the_end_of_the_segment_before_and_stays_at_the_first_page(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).go_by_segments(2)
    Walking(sitting).back()
    assert "timeline e6" == where(sitting)
    Walking(sitting).go_by_segments(-1)
    Walking(sitting).back()
    Walking(sitting).go_by_segments(-1)
    assert "open" == where(sitting)


def test_a_place_that_is_chosen_is_gone_to(sit: SitDown) -> None:
    sitting = sit()
    chosen = next(each for each in Walking(sitting).places if "Writes work" in each.words)
    sitting.turn_to(chosen.segment, chosen.step)
    assert "timeline e5" == where(sitting)


def test_under_foresight_nothing_later_can_be_chosen(sit: SitDown) -> None:
    sitting = sit(foresight=True)
    sitting.turn_to(1, 1)
    assert "e2" == sitting.hidden_after
    assert not any("Writes work" in each.words for each in Walking(sitting).places)
    assert "What came later is shown." == sitting.toggle_foresight()
    assert any("Writes work" in each.words for each in Walking(sitting).places)


def test_questions_are_turned_on_and_begin_anew_at_the_next_step(sit: SitDown) -> None:
    sitting = sit()
    sitting.turn_to(1, 1)
    first = sitting.questions
    sitting.turn_questions()
    assert first != sitting.questions
    Walking(sitting).back()
    Walking(sitting).forward()
    Walking(sitting).forward()
    assert first == sitting.questions


def test_a_causes_own_open_question_comes_first_and_is_not_asked_twice(sit: SitDown) -> None:
    sitting = sit()
    sitting.turn_to(2, 0)
    assert sitting.questions[0] not in sitting.segment.ask
    assert set(sitting.segment.ask) & set(sitting.questions[1:])
    sitting.turn_questions()
    assert sitting.questions[0] in sitting.segment.ask


@pytest.mark.parametrize(
    ("segment", "step", "offered"),
    [
        (0, 0, set()),
        (1, 0, {"correct"}),
        (3, 0, {"accept", "merge", "drop", "fill"}),
        (3, 1, {"accept", "merge", "drop", "fill"}),
        (5, 0, {"close"}),
    ],
)
def test_each_step_offers_what_can_be_done_there(
    sit: SitDown, segment: int, step: int, offered: set[str]
) -> None:
    sitting = sit()
    sitting.turn_to(segment, step)
    verbs = ("accept", "merge", "drop", "fill", "correct", "close")
    assert offered == {verb for verb in verbs if sitting.may(verb)}


def test_a_star_makes_the_walk_stop_there_alone_and_the_picker_goes_anywhere(sit: SitDown) -> None:
    sitting = sit()
    walking = Walking(sitting)
    walking.star(["e2", "e5", "gone"])
    assert sitting.draft.document.review.started is None
    walking.go_by_segments(1)
    walking.forward()
    seen = [where(sitting)]
    for verb in (walking.forward, walking.forward, walking.back, walking.back, walking.back):
        verb()
        seen.append(where(sitting))
    assert ["timeline e2", "timeline e5", "causes w1", "timeline e5", "timeline e2", "open"] == seen
    sitting.turn_to(1, 3)
    assert "Starred. The walk stops at starred events; g goes to any other." == walking.toggle_star()
    walking.back()
    walking.forward()
    assert "timeline e4" == where(sitting)
    assert "No star any more." == walking.toggle_star()
    assert {"e2", "e5"} == sitting.shown.starred
    assert not sit.again().draft.document.event("gone")


def test_without_figures_of_an_impact_there_is_no_page_of_it(sit: SitDown) -> None:
    sitting = sit(meta={"id": "k7m2qx", "title": "Payment API outage"})
    assert ["open"] == [step.kind for step in sitting.steps]
    assert ["open", "impact"] == [step.kind for step in sit().steps]


# Beginning and keeping


def test_opening_and_looking_around_changes_nothing(sit: SitDown) -> None:
    sitting = sit()
    before = sitting.draft.document
    for _ in range(3):
        Walking(sitting).go_by_segments(1)
    sitting.toggle_foresight()
    sitting.toggle_roles()
    sitting.turn_questions()
    sitting.leave()
    assert before is sitting.draft.document


def test_the_beginning_is_written_down_once_with_the_agenda_and_told(sit: SitDown) -> None:
    sitting = sit(preset="review-45")
    before = sitting.draft.document
    Walking(sitting).forward()
    Walking(sitting).forward()
    sitting.toggle_clock()
    review = sitting.draft.document.review
    assert ("review-45", [180, 900, 720, 600, 300]) == (
        review.preset,
        [row.budget_s for row in review.segment],
    )
    assert [before] == sit.begun
    assert before is sitting.baseline
    sitting.name_baseline("kept-here")
    assert "kept-here" == sitting.draft.document.review.baseline


def test_the_clock_is_kept_every_fifteen_seconds_and_goes_on_from_there(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    Walking(sitting).go_by_segments(1)
    Walking(sitting).forward()
    kept = []
    for _ in range(45):
        sit.watch.wait(seconds=1)
        kept.append(sitting.tick())
    assert 3 == sum(kept)
    again = sit.again()
    assert ("timeline e2", 45) == (where(again), round(again.reading.used_s))
    assert not again.clock.running
    sit.watch.wait(minutes=10)  # how long the program was gone is not counted
    Walking(again).forward()
    sit.watch.wait(seconds=10)
    assert ("timeline e2", 55) == (where(again), round(again.reading.used_s))


def test_a_clock_that_stands_is_not_kept_again(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    sitting.toggle_clock()
    sit.watch.wait(minutes=1)
    assert not sitting.tick()


def test_the_states_of_the_clock_are_one_step_to_take_back(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    for _ in range(20):
        sit.watch.wait(seconds=15)
        sitting.tick()
    assert "Meeting clock" == sitting.draft.undo()
    assert "Begin the meeting" == sitting.draft.undo()


def test_a_change_of_the_computers_clock_takes_no_minute_from_the_meeting(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    sit.watch.wait(minutes=1)
    sit.watch.wall = sit.watch.wall.replace(hour=3)
    sit.watch.wait(minutes=1)
    reading = sitting.reading
    assert (120, "03:05") == (reading.used_s, f"{reading.segment_ends:%H:%M}")


def test_time_is_given_and_a_segment_counts_anew(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    sit.watch.wait(minutes=6)
    assert ("over", "15:01") == (sitting.reading.level, f"{sitting.reading.meeting_ends:%H:%M}")
    assert "2 minutes more." == sitting.more_time()
    assert ("amber", 60) == (sitting.reading.level, sitting.reading.left_s)
    sitting.restart_segment()
    assert 0 == sitting.reading.used_s


@pytest.mark.parametrize(("timer", "digits"), [("down", "03:50"), ("up", "01:10"), ("off", "")])
def test_a_clock_counts_down_or_up_or_shows_nothing(sit: SitDown, timer: str, digits: str) -> None:
    sitting = sit(timer=timer)
    Walking(sitting).forward()
    sit.watch.wait(seconds=70)
    assert digits == sitting.reading.digits


def test_another_agenda_keeps_the_time_of_segments_on_both(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    Walking(sitting).go_by_segments(1)
    sit.watch.wait(minutes=4)
    sitting.keep()
    agenda = with_minutes(agenda_for(sitting.draft.document, sitting.wording.meeting), {"causes": 0})
    sitting.take_agenda(agenda)
    assert ("timeline", 240) == (sitting.segment.id, sitting.reading.used_s)
    assert "causes" not in [row.id for row in sitting.draft.document.review.segment]


# What is shown


def test_roles_stand_in_the_place_of_names_on_the_wall_and_never_in_the_draft(sit: SitDown) -> None:
    sitting = sit(roles=True)
    Walking(sitting).forward()
    Capturing(sitting).enter("note", "Sarah Chen was alone")
    assert "Sarah" not in str(sitting.shown.document.timeline[2].text)
    assert "Sarah" not in sitting.captures[0].text
    assert "Sarah" not in Closing(sitting).account
    assert "Sarah Chen was alone" == sitting.draft.document.review.capture[0].text
    sitting.toggle_roles()
    assert "Sarah Chen was alone" in Closing(sitting).account


def test_a_row_that_goes_leaves_the_meeting_at_the_place_where_it_was(sit: SitDown) -> None:
    sitting = sit()
    sitting.turn_to(1, 3)
    timeline = tuple(event for event in sitting.draft.document.timeline if event.id != "e4")
    sitting.edit(lambda document: document.model_copy(update={"timeline": timeline}), "Remove an event")
    assert "timeline e5" == where(sitting)


def test_what_changed_in_the_draft_keeps_the_step_in_view(sit: SitDown) -> None:
    sitting = sit()
    sitting.turn_to(1, 3)
    sitting.draft.edit(lambda document: set_value(document, "timeline.e4.text", "Written elsewhere"), "Edit")
    sitting.refresh()
    event = sitting.shown.document.event(sitting.step.row)
    assert event is not None
    assert "Written elsewhere" == event.text


def test_the_place_is_told_until_the_meeting_has_ended(sit: SitDown) -> None:
    sitting = sit(foresight=True)
    Walking(sitting).forward()
    Walking(sitting).go_by_segments(1)
    place = sitting.place(blank=True)
    assert place is not None
    assert ("timeline/event/e1", True, True, False) == (
        place.step,
        place.blank,
        place.foresight,
        place.roles,
    )
    Closing(sitting).close(NO_ANSWER)
    assert sitting.place() is None


def test_roles_and_what_is_hidden_survive_a_kill(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    sitting.toggle_roles()
    sitting.toggle_foresight()
    again = sit.again()
    assert (True, True) == (again.roles, again.foresight)
    assert "Sarah" not in again.shown.document.timeline[2].text
    again.toggle_roles()
    assert (False, True) == (sit.again().roles, sit.again().foresight)


# The end


def test_closing_appends_the_account_and_the_draft_counts_as_reviewed(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    Capturing(sitting).enter("decision", "Roll out on Monday")
    sit.watch.wait(minutes=6)
    due = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    assert Closing(sitting).close(ClosingAnswer(5, 7, due, due.date()))
    document = sitting.draft.document
    assert ("reviewed", 5, 7) == (document.meta.status, document.review.learned, document.review.again)
    assert "Roll out on Monday" in (document.review.notes or "")
    assert (sit.watch.wall, due) == (document.review.ended, document.review.final_due)
    assert not sitting.clock.running
    assert ["Roll out on Monday"] == [each.text for each in sitting.captures]
    Walking(sitting).go_by_segments(5)
    assert not sitting.may("close")
    assert "This is the last page. Esc leaves." == Walking(sitting).forward()


def test_a_meeting_that_was_never_begun_can_be_closed(sit: SitDown) -> None:
    sitting = sit()
    assert Closing(sitting).close(NO_ANSWER)
    review = sitting.draft.document.review
    assert review.started is not None
    assert review.started == review.ended


def test_a_second_meeting_counts_its_own_captures(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    Capturing(sitting).enter("note", "Of the first")
    sit.watch.wait(minutes=1)
    Closing(sitting).close(NO_ANSWER)
    sit.watch.wait(minutes=60)
    second = sit.again()
    assert () == second.captures
    Walking(second).forward()
    Capturing(second).enter("note", "Of the second")
    assert ["Of the second"] == [each.text for each in second.captures]  # type: ignore[var-annotated]  # rows of any kind


def test_after_a_crash_the_captures_of_this_meeting_are_known_without_its_beginning(sit: SitDown) -> None:
    earlier = {"kind": "note", "text": "From another meeting", "at": sit.watch.wall - timedelta(days=1)}
    sitting = sit(review={"capture": (earlier,)})
    Walking(sitting).forward()
    Capturing(sitting).enter("note", "Of this one")
    assert ["Of this one"] == [each.text for each in sit.again().captures]


# A draft that can only be read


def test_a_draft_that_another_window_has_is_walked_and_never_written(sit: SitDown) -> None:
    other = open_draft(sit.put())
    try:
        sitting = sit.again()
        before = sitting.draft.document
        Walking(sitting).forward()
        Walking(sitting).go_by_segments(1)
        sit.watch.wait(minutes=1)
        assert ("timeline e1", 60) == (where(sitting), sitting.reading.used_s)
        assert not sitting.tick() or before is sitting.draft.document
        for refused in (
            lambda: Capturing(sitting).open("note"),
            lambda: Capturing(sitting).enter("note", "Said"),
            lambda: Closing(sitting).close(NO_ANSWER),
        ):
            with pytest.raises(DraftError, match="can only be read here"):
                refused()
        assert before is sitting.draft.document
        assert dump(before) == dump(read_document(sitting.draft.path))
    finally:
        other.close()


def test_the_second_window_is_told_what_comes_next_in_the_order_of_the_wall(sit: SitDown) -> None:
    states = ("agreed", "proposed", "idea")
    sitting = sit(actions=tuple({"text": state, "state": state} for state in states))
    sitting.turn_to(3, 0)
    Deciding(sitting).accept()
    place = sitting.place()
    assert place is not None
    assert ("actions/action/a2", "actions/action/a3") == (place.step, place.next)
    sitting.turn_to(3, 2)
    last = sitting.place()
    assert last is not None
    assert "" == last.next
