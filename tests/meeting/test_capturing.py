"""What the line catches and what the room decides, without a screen."""

import tomllib
from datetime import date

import pytest

from pmtui.document.field_problem import FieldProblem
from pmtui.drafts.file.format import dump
from pmtui.meeting.capturing import Capturing
from pmtui.meeting.deciding import Deciding
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.walking import Walking
from tests.meeting.conftest import SitDown

ACTIONS, SECOND = 3, 1  # a1 was proposed, a2 is an idea


@pytest.fixture
def sitting(sit: SitDown) -> Sitting:
    """A meeting that has begun, at its second event."""
    opened = sit()
    Walking(opened).forward()
    opened.turn_to(1, 1)
    return opened


@pytest.fixture
def line(sitting: Sitting) -> Capturing:
    return Capturing(sitting)


@pytest.fixture
def room(sitting: Sitting) -> Deciding:
    return Deciding(sitting)


def words(sitting: Sitting) -> list[str]:
    return [each.text for each in sitting.draft.document.review.capture]


# The line


def test_a_line_is_kept_with_what_is_in_view_and_begins_the_meeting(sit: SitDown) -> None:
    sitting = sit()
    sitting.turn_to(1, 3)
    assert "kept" == Capturing(sitting).enter("note", "The runbook was open")
    document = sitting.draft.document
    held = document.review.capture[0]
    assert ("timeline", "e4", "14:00") == (held.segment, held.event, f"{held.at:%H:%M}")
    assert document.review.started is not None


def test_no_capture_holds_who_said_it(sitting: Sitting, line: Capturing) -> None:
    for kind in ("note", "idea", "decision", "parked"):
        line.enter(kind, f"A {kind}")
    Deciding(sitting).count_hands("Is this new?", 4)
    stored = tomllib.loads(dump(sitting.draft.document).decode())["review"]["capture"]
    assert {"kind", "text", "at", "segment", "event", "action"} == {name for row in stored for name in row}


def test_an_idea_waits_for_actions_and_says_what_it_lacks(sitting: Sitting, line: Capturing) -> None:
    assert "kept for Actions · still without owner and day" == line.enter("idea", "Add a lock alert #detect")
    assert "kept for Actions" == line.enter("idea", "Write a runbook @sarah !p1 ^+7d")
    added = sitting.draft.document.actions[2:]
    assert ["idea", "idea"] == [action.state for action in added]
    assert ("sarah", "P1", date(2026, 3, 24)) == (added[1].owner, added[1].priority, added[1].due)
    sitting.turn_to(ACTIONS, 0)
    assert "agreed · still without owner" == line.enter("idea", "Rehearse it ^+7d")
    assert "agreed" == sitting.draft.document.actions[-1].state


def test_an_empty_line_changes_nothing(sit: SitDown) -> None:
    sitting = sit()
    before = sitting.draft.document
    for kind in ("note", "idea", "cause"):
        with pytest.raises(FieldProblem):
            Capturing(sitting).enter(kind, "   ")
    assert before is sitting.draft.document


def test_what_could_not_be_read_of_an_idea_is_told_and_kept(sitting: Sitting, line: Capturing) -> None:
    said = line.enter("idea", "Add an alert ^someday")
    assert "kept for Actions · still without owner and day · not read: ^someday" == said
    assert "Add an alert ^someday" == sitting.draft.document.actions[-1].text


def test_a_line_that_begins_with_a_time_is_an_event_of_that_day(sitting: Sitting, line: Capturing) -> None:
    assert "event e7 added at 14:52 · u takes that back" == line.enter("note", "14:52 The page came late")
    added = sitting.draft.document.event("e7")
    assert added is not None
    assert ("2026-03-15 14:52", "The page came late") == (f"{added.at:%Y-%m-%d %H:%M}", added.text)
    assert "e2" == sitting.step.row  # the event in view stays
    assert "taken back" == Deciding(sitting).take_back()
    assert 6 == len(sitting.draft.document.timeline)


def test_how_the_time_of_an_event_was_read_is_told(sitting: Sitting, line: Capturing) -> None:
    told = line.enter("note", "7:52am PT: The page came late")
    assert "event e7 added at 14:52 · Read on the clocks of America/Los_Angeles" in told


def test_a_cause_hangs_below_the_one_in_view_or_is_known_by_the_event_in_view(
    sitting: Sitting, line: Capturing
) -> None:
    line.enter("note", "cause: - [ ] Nobody saw the lock")
    sitting.turn_to(2, 0)
    line.enter("cause", "The limit is off by default")
    first, second = sitting.draft.document.causes[-2:]
    assert (("e2",), (), "Nobody saw the lock") == (first.evidence, first.parents, first.text)
    assert ((), ("w1",)) == (second.evidence, second.parents)


def test_what_was_typed_and_not_entered_is_kept_as_what_it_was_meant_for(
    sitting: Sitting, line: Capturing
) -> None:
    line.open("decision")
    line.keep_unfinished("Roll out on Monday")
    line.open("idea")
    line.keep_unfinished("Add an alert ^someday")
    line.keep_unfinished("  ")
    captures = sitting.draft.document.review.capture
    assert [("decision", "Roll out on Monday"), ("idea", "Add an alert ^someday")] == [
        (each.kind, each.text) for each in captures
    ]


def test_another_key_begins_a_new_line_and_what_was_begun_is_kept_as_what_it_was(
    sitting: Sitting, line: Capturing
) -> None:
    assert "" == line.open("note")
    assert "Half a note" == line.open("note", "Half a note")
    assert "" == line.open("decision", "Half a note")
    assert ["Half a note"] == words(sitting)
    sitting.turn_to(ACTIONS, 0)
    assert "" == line.open_for_step("Half a decision")
    assert [("note", "Half a note"), ("decision", "Half a decision")] == [
        (each.kind, each.text) for each in sitting.captures
    ]
    assert "" == line.open("note", "@to")  # what was typed for an owner is no note
    assert 2 == len(words(sitting))


def test_how_one_sees_that_it_is_done_and_the_cause_are_filled_in_with_the_owner(
    sitting: Sitting, line: Capturing
) -> None:
    sitting.turn_to(ACTIONS, SECOND)
    line.open_for_step("")
    line.enter(line.kind, "@tom done: the graph is on the first dashboard cause: no limit; w3")
    held = sitting.draft.document.action("a2")
    assert held is not None
    assert ("Graph lock waits", "tom", "the graph is on the first dashboard", ("w2", "w3")) == (
        held.text, held.owner, held.done_when, held.causes,
    )  # fmt: skip
    with pytest.raises(FieldProblem, match="is not one cause"):
        line.enter(line.kind, "cause: lock")


def test_owner_and_day_of_the_action_in_view_are_filled_in(sitting: Sitting, line: Capturing) -> None:
    sitting.turn_to(ACTIONS, SECOND)
    line.open_for_step("")
    assert "kept" == line.enter(line.kind, "@Sarah Chen ^+7d")
    held = sitting.draft.document.action("a2")
    assert held is not None
    assert ("Graph lock waits", "Sarah Chen", date(2026, 3, 24)) == (held.text, held.owner, held.due)
    assert "that is what it says" == line.enter(line.kind, "@Sarah Chen ^+7d")


def test_a_parked_item_gets_a_taker(sitting: Sitting, line: Capturing) -> None:
    line.enter("parked", "The budget of the replica")
    sitting.turn_to(4, 1)
    line.open_for_step("")
    line.enter(line.kind, "@Tom")
    assert ["Tom"] == [each.taker for each in sitting.draft.document.review.capture]


def test_the_words_of_the_last_capture_are_changed_and_only_of_this_meeting(
    sit: SitDown,
) -> None:
    sitting = sit(review={"capture": ({"kind": "note", "text": "From another meeting"},)})
    line = Capturing(sitting)
    assert line.open_for_last("") is None
    line.enter("note", "The alret was late")
    assert "The alret was late" == line.open_for_last("")
    line.enter(line.kind, "The alert was late")
    assert ["From another meeting", "The alert was late"] == words(sitting)


# Deciding


def test_an_idea_is_accepted_dropped_or_merged_and_each_is_taken_back(
    sitting: Sitting, room: Deciding
) -> None:
    sitting.turn_to(ACTIONS, SECOND)
    before = sitting.draft.document.actions
    for verb in (room.accept, room.drop, lambda: room.merge("a2", "a1")):
        assert verb().endswith("u takes that back")
        assert before != sitting.draft.document.actions
        assert "taken back" == room.take_back()
        assert before == sitting.draft.document.actions
        assert [] == words(sitting)
        sitting.turn_to(ACTIONS, SECOND)


def test_a_proposal_of_the_authors_is_agreed_merged_or_not_to_be_done(
    sitting: Sitting, room: Deciding
) -> None:
    sitting.turn_to(ACTIONS, 0)
    assert "a1" == sitting.step.row
    room.accept()
    assert "agreed" == sitting.draft.document.actions[0].state
    assert "a1" == sitting.step.row  # nothing moves
    assert not sitting.may("accept")
    room.take_back()
    room.drop()
    assert "wont_do" == sitting.draft.document.actions[0].state  # type: ignore[comparison-overlap]  # it changed meanwhile
    assert "a2" == sitting.step.row
    room.take_back()
    room.merge("a1", "a2")
    assert ["a2"] == [action.id for action in sitting.draft.document.actions]
    assert "Sarah Chen" == sitting.draft.document.actions[0].owner


def test_what_nobody_agreed_to_yet_is_walked_first(sit: SitDown) -> None:
    states = ("agreed", "in_progress", "proposed", "idea", "done")
    sitting = sit(actions=tuple({"text": state, "state": state} for state in states))
    sitting.turn_to(ACTIONS, 0)
    assert ["a3", "a4", "a1", "a2"] == [step.row for step in sitting.steps]
    Deciding(sitting).accept()
    assert ["a3", "a4", "a1", "a2"] == [step.row for step in sitting.steps]
    assert "" == Walking(sitting).go_by_segments(-1)
    Walking(sitting).go_by_segments(1)
    assert ["a4", "a1", "a2", "a3"] == [step.row for step in sitting.steps]


def test_the_next_action_comes_into_view_where_one_was_dropped(sitting: Sitting, room: Deciding) -> None:
    sitting.turn_to(ACTIONS, SECOND)
    room.drop()
    assert "a1" == sitting.step.row
    assert [("Graph lock waits", "dropped")] == [
        (each.text, each.outcome) for each in sitting.draft.document.review.capture
    ]


def test_captures_are_taken_back_one_by_one_and_only_those_of_this_meeting(sit: SitDown) -> None:
    sitting = sit(review={"capture": ({"kind": "note", "text": "From another meeting"},)})
    line, room = Capturing(sitting), Deciding(sitting)
    line.enter("idea", "Add an alert")
    line.enter("note", "A note")
    assert "taken back: A note" == room.take_back()
    assert "taken back: Add an alert" == room.take_back()
    assert "nothing was captured yet" == room.take_back()
    assert ["From another meeting"] == words(sitting)
    assert 2 == len(sitting.draft.document.actions)


def test_an_event_is_put_right_and_that_is_taken_back(sitting: Sitting, room: Deciding) -> None:
    said = room.correct([("timeline.e2.at", "14:53"), ("timeline.e2.text", "The alert pages")])
    assert "put right · what stood there is kept" == said
    held = sitting.draft.document.event("e2")
    assert held is not None
    assert ("14:53", "The alert pages") == (f"{held.at:%H:%M}", held.text)
    assert ["correction", "correction"] == [each.kind for each in sitting.captures]
    room.take_back()
    room.take_back()
    before = sitting.draft.document.event("e2")
    assert before is not None
    assert ("14:36", "The error alert pages on-call") == (f"{before.at:%H:%M}", before.text)


def test_hands_are_counted_and_no_name_with_them(sitting: Sitting, room: Deciding) -> None:
    assert "counted" == room.count_hands("Is this new?", 4)
    assert ["Is this new?: 4"] == words(sitting)
