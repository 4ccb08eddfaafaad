"""What the meeting writes into the draft, and how it is taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture, CaptureKind, Review
from pmtui.meeting.capture_line import parse_capture_line
from pmtui.meeting.captures import (
    Context,
    accept_idea,
    add_capture,
    add_show_of_hands,
    context_of,
    correct_event,
    counts,
    drop_idea,
    edit_capture,
    fill_on_the_spot,
    merge_idea,
    undo_last,
)
from pmtui.meeting.step_views import came_from_meeting
from pmtui.meeting.steps import Step

AT = datetime(2026, 3, 17, 14, 19, 4, 123456, tzinfo=UTC)
TODAY = AT.date()
ON_EVENT = Context("timeline", event="e4", at=AT)


def caught(
    doc: Postmortem, text: str, kind: CaptureKind, context: Context = ON_EVENT, **how: bool
) -> Postmortem:
    return add_capture(doc, parse_capture_line(text, kind, TODAY), context, **how)


def test_a_capture_keeps_what_was_in_view_and_when(doc: Postmortem) -> None:
    (capture,) = caught(doc, "The pager was muted", "note").review.capture
    expected = Capture(
        text="The pager was muted", at=AT.replace(microsecond=0), segment="timeline", event="e4"
    )
    assert expected == capture


@pytest.mark.parametrize(("kind", "field"), [("event", "event"), ("cause", "cause"), ("action", "action")])
def test_the_step_in_view_gives_the_context(kind: str, field: str) -> None:
    context = context_of(Step("s", kind, "x1"), AT)  # type: ignore[arg-type]  # a case of a table
    assert "x1" == getattr(context, field)
    assert Context("s", at=AT) == context_of(Step("s", "discussion"), AT)


def test_an_idea_waits_until_the_actions_are_talked_about(doc: Postmortem) -> None:
    """S-11: it is marked as one that came from the meeting."""
    after = caught(doc, "Alert on lock waits @sarah #detect", "idea")
    action, capture = after.actions[-1], after.review.capture[-1]
    assert ("idea", "sarah", "detect") == (action.state, action.owner, action.type)
    assert (action.id, None) == (capture.action, capture.outcome)
    assert came_from_meeting(after, action)
    assert not came_from_meeting(after, after.actions[0])


def test_an_action_is_agreed_at_once_while_actions_are_talked_about(doc: Postmortem) -> None:
    after = caught(doc, "Alert on lock waits", "idea", agreed=True)
    assert ("agreed", "accepted") == (after.actions[-1].state, after.review.capture[-1].outcome)


def test_an_idea_about_a_cause_answers_it(doc: Postmortem) -> None:
    assert ("w2",) == caught(doc, "Limit locks", "idea", Context("causes", cause="w2")).actions[-1].causes
    assert () == caught(doc, "Limit locks", "idea", Context("causes", cause="gone")).actions[-1].causes


@pytest.mark.parametrize("kind", ["note", "idea", "decision", "parked"])
def test_the_last_capture_is_taken_back_with_what_it_did(doc: Postmortem, kind: CaptureKind) -> None:
    before = caught(doc, "First", "note")
    after, taken = undo_last(caught(before, "Second", kind))
    assert before == after
    assert taken is not None
    assert ("Second", kind) == (taken.text, taken.kind)


def test_with_nothing_caught_there_is_nothing_to_take_back(doc: Postmortem) -> None:
    assert (doc, None) == undo_last(doc)


def test_captures_of_an_earlier_meeting_are_not_taken_back(doc: Postmortem) -> None:
    before = caught(doc, "Of the first meeting", "note")
    assert (before, None) == undo_last(before, keep=1)


def test_an_accepted_idea_is_an_agreed_action(doc: Postmortem) -> None:
    after = accept_idea(caught(doc, "Alert on lock waits", "idea"), "a3")
    assert ("agreed", "accepted") == (after.action("a3").state, after.review.capture[-1].outcome)


def test_an_idea_from_before_the_meeting_is_accepted_without_being_marked(doc: Postmortem) -> None:
    after = accept_idea(doc, "a2")
    assert "agreed" == after.action("a2").state
    assert () == after.review.capture


def test_a_merged_idea_gives_what_the_other_lacks_and_keeps_its_words(doc: Postmortem) -> None:
    with_idea = caught(
        doc, "Time-outs for every lock @tom ^2026-04-01 !p1", "idea", Context("causes", cause="w3")
    )
    after = merge_idea(with_idea, "a3", "a1")
    action, capture = after.action("a1"), after.review.capture[-1]
    assert None is after.action("a3")
    assert ("Set lock_timeout in migrations", "Sarah Chen", ("tom",)) == (
        action.text, action.owner, action.collaborators,
    )  # fmt: skip
    assert (date(2026, 4, 1), "P1", ("w2", "w3")) == (action.due, action.priority, action.causes)
    assert ("Time-outs for every lock", "merged", "a1") == (capture.text, capture.outcome, capture.action)
    assert not came_from_meeting(after, action)  # type: ignore[arg-type]  # a case of a table


def test_what_was_merged_into_an_idea_stays_merged_when_that_is_accepted(doc: Postmortem) -> None:
    ideas = caught(caught(doc, "One", "idea"), "Two", "idea")
    after = accept_idea(merge_idea(ideas, "a4", "a3"), "a3")
    assert ["accepted", "merged"] == [capture.outcome for capture in after.review.capture]


def test_a_dropped_idea_leaves_the_actions_and_stays_among_the_captures(doc: Postmortem) -> None:
    after = drop_idea(caught(doc, "Rewrite it all", "idea"), "a3")
    assert None is after.action("a3")
    assert ("Rewrite it all", "dropped") == (after.review.capture[-1].text, after.review.capture[-1].outcome)
    before_meeting = drop_idea(doc, "a2").review.capture[-1]
    assert ("Graph lock waits", "dropped") == (before_meeting.text, before_meeting.outcome)


def test_taking_back_an_idea_that_was_settled_leaves_everything(doc: Postmortem) -> None:
    dropped = drop_idea(caught(doc, "Rewrite it all", "idea"), "a3")
    after, capture = undo_last(dropped)
    assert dropped == after
    assert capture is not None


@pytest.mark.parametrize("change", [accept_idea, drop_idea, lambda d, i: merge_idea(d, i, "a1")])
def test_an_action_that_is_not_there_is_told(doc: Postmortem, change: Callable[..., Postmortem]) -> None:
    with pytest.raises(FieldProblem):
        change(doc, "a99")


def test_an_idea_is_never_merged_into_itself(doc: Postmortem) -> None:
    with pytest.raises(FieldProblem):
        merge_idea(doc, "a2", "a2")


def test_owner_and_day_are_filled_on_the_spot(doc: Postmortem) -> None:
    action = fill_on_the_spot(doc, "a2", "@tom ^+7d", TODAY).action("a2")
    assert ("Graph lock waits", "tom", date(2026, 3, 24)) == (action.text, action.owner, action.due)


def test_a_corrected_time_keeps_what_stood_there_and_comes_back(doc: Postmortem) -> None:
    after = correct_event(doc, "timeline.e4.at", "~14:53", ON_EVENT)
    event, capture = after.event("e4"), after.review.capture[-1]
    assert (datetime(2026, 3, 15, 14, 53, tzinfo=UTC), True) == (event.at, event.approximate)
    assert ("correction", "e4", "2026-03-15 14:51") == (capture.kind, capture.event, capture.before)
    assert doc == undo_last(after)[0]


def test_a_corrected_text_keeps_what_stood_there_and_comes_back(doc: Postmortem) -> None:
    after = correct_event(doc, "timeline.e4.text", "Attempt to stop the migration", ON_EVENT)
    assert "Attempt to stop the migration" == after.event("e4").text == after.review.capture[-1].text
    assert doc == undo_last(after)[0]


def test_a_correction_that_changes_nothing_is_none(doc: Postmortem) -> None:
    assert doc is correct_event(doc, "timeline.e4.at", "14:51", ON_EVENT)


@pytest.mark.parametrize(
    ("path", "text"), [("timeline.e4.at", "soon"), ("timeline.e4.text", " "), ("timeline.e99.at", "14:00")]
)
def test_a_correction_that_cannot_be_read_is_told(doc: Postmortem, path: str, text: str) -> None:
    with pytest.raises(FieldProblem):
        correct_event(doc, path, text, ON_EVENT)


def test_a_correction_of_an_event_that_is_gone_cannot_be_taken_back(doc: Postmortem) -> None:
    after = correct_event(doc, "timeline.e4.at", "14:53", ON_EVENT)
    without = after.model_copy(update={"timeline": after.timeline[:2]})
    assert without == undo_last(without)[0]


def test_words_of_a_capture_change_and_its_idea_follows(doc: Postmortem) -> None:
    after = edit_capture(caught(doc, "Alert on lock", "idea"), 0, "Alert on lock waits")
    assert "Alert on lock waits" == after.review.capture[0].text == after.actions[-1].text
    taken = edit_capture(caught(doc, "The cost", "parked"), 0, "The cost", taker="@tom")
    assert "tom" == taken.review.capture[0].taker
    with pytest.raises(FieldProblem):
        edit_capture(after, 0, " ")


def test_hands_are_counted_and_never_named(doc: Postmortem) -> None:
    (capture,) = add_show_of_hands(doc, "Two more minutes", 7, ON_EVENT).review.capture
    assert ("note", "Two more minutes: 7") == (capture.kind, capture.text)


def test_captures_are_counted_by_kind(doc: Postmortem) -> None:
    after = caught(caught(caught(doc, "One", "note"), "Two", "note"), "Three", "parked")
    assert {"note": 2, "idea": 0, "decision": 0, "parked": 1, "correction": 0} == counts(after)


def test_nothing_that_is_stored_can_name_who_spoke_or_voted() -> None:
    """S-34, S-60: no speaker, no vote by person, no use of a reset card."""
    assert {
        "kind", "text", "at", "segment", "event", "cause", "action", "field", "before", "taker", "outcome",
    } == set(Capture.model_fields)  # fmt: skip
    assert not {"speaker", "votes", "voters", "reset", "resets"} & set(Review.model_fields)
