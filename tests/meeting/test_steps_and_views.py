"""What the room goes through, one step at a time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import Capture, Review
from pmtui.meeting.agenda import Agenda, Segment, agenda_for
from pmtui.meeting.captures import drop_idea
from pmtui.meeting.phase_bar import phase_bar, widths
from pmtui.meeting.step_views import TimelineViews, tree_rows, view_action, view_cause, view_impact
from pmtui.meeting.steps import Step, causes_in_order, entries, find, steps_of
from pmtui.metrics import measure
from prompts.content import load_five_whys, load_words
from prompts.meeting_shapes import Meeting
from tests.incident import BEGAN


def segment(agenda: Agenda, walk: str) -> Segment:
    return next(segment for segment in agenda.segments if segment.walk == walk)


def rows(doc: Postmortem, meeting: Meeting, walk: str, preset: str = "review-60") -> list[str]:
    return [step.row for step in steps_of(doc, segment(agenda_for(doc, meeting, preset), walk))]


class TestSteps:
    def test_events_are_walked_by_time_however_they_were_typed(
        self, doc: Postmortem, meeting: Meeting
    ) -> None:
        turned = replace(doc, timeline=doc.timeline[::-1])
        assert ["e1", "e2", "e3", "e4", "e5", "e6"] == rows(turned, meeting, "timeline")

    def test_causes_are_walked_down_the_tree(self, make, meeting: Meeting) -> None:
        causes = (
            {"id": "w1", "text": "late", "question": "not_caught"},
            {"id": "w2", "text": "first"},
            {"id": "w3", "text": "under both", "parents": ("w2", "w1")},
            {"id": "w4", "text": "under w3", "parents": ("w3",)},
            {"id": "w5", "text": "also under w2", "parents": ("w2",)},
        )
        doc = make(causes=causes)
        assert (("w2", 0), ("w3", 1), ("w4", 2), ("w5", 1), ("w1", 0)) == causes_in_order(doc)
        assert ["w2", "w3", "w4", "w5", "w1"] == rows(doc, meeting, "causes")

    def test_causes_in_a_circle_are_each_walked_once(self, make) -> None:
        causes = [
            {"id": "w1", "text": "a", "parents": ("w2",)},
            {"id": "w2", "text": "b", "parents": ("w1", "w2", "w9")},
        ]
        assert ["w1", "w2"] == [cause for cause, _ in causes_in_order(make(causes=causes))]

    def test_actions_that_were_settled_before_are_left_out(self, make, meeting: Meeting) -> None:
        states = ("proposed", "done", "idea", "wont_do", "agreed", "in_progress")
        doc = make(actions=[{"text": state, "state": state} for state in states])
        assert ["a1", "a3", "a5", "a6"] == rows(doc, meeting, "actions")

    def test_learnings_are_walked_list_by_list(self, doc: Postmortem, meeting: Meeting) -> None:
        assert ["well", "poorly", "lucky", "lessons"] == rows(doc, meeting, "learnings", "debrief-60")

    def test_parked_items_come_up_in_the_discussion(self, doc: Postmortem, meeting: Meeting) -> None:
        captures = (
            Capture(text="one"),
            Capture(kind="parked", text="two"),
            Capture(kind="parked", text="three"),
        )
        parked = replace(doc, review=Review(capture=captures))
        assert ["", "1", "2"] == rows(parked, meeting, "discussion")

    @pytest.mark.parametrize("walk", ["timeline", "causes", "actions"])
    def test_with_nothing_to_walk_through_there_is_one_step_that_says_so(
        self, make, meeting: Meeting, walk: str
    ) -> None:
        empty = make(timeline=(), causes=(), actions=())
        (step,) = steps_of(empty, segment(agenda_for(empty, meeting), walk))
        assert ("nothing", walk) == (step.kind, step.row)

    def test_a_step_is_found_again_after_rows_came_and_went(self, doc: Postmortem, meeting: Meeting) -> None:
        part = segment(agenda_for(doc, meeting), "actions")
        key = Step(part.id, "action", "a2").key
        assert 1 == find(steps_of(doc, part), key)
        assert 0 == find(steps_of(drop_idea(doc, "a2"), part), key, near=1), (
            "what slid into its place, or the last"
        )
        assert 0 == find(steps_of(doc, part), None)

    def test_every_place_can_be_jumped_to(self, doc: Postmortem, meeting: Meeting) -> None:
        agenda = agenda_for(doc, meeting)
        words = {entry.words: (entry.segment, entry.step) for entry in entries(doc, agenda)}
        assert (1, 0) == words["Timeline"]
        assert (1, 3) == words["14:51 Attempt to kill the migration rather than wait"]
        assert (2, 2) == words["Lock waits are on no graph"]
        assert (3, 1) == words["a2 Graph lock waits"]

    def test_jumping_tells_nothing_of_the_future_while_that_is_hidden(
        self, doc: Postmortem, meeting: Meeting
    ) -> None:
        words = [entry.words for entry in entries(doc, agenda_for(doc, meeting), hide_after="e2")]
        assert [
            "Opening", "Timeline", "14:34 Checkout errors rise", "14:36 The error alert pages on-call",
            "Causes", "Actions", "Discussion", "Closing",
        ] == words  # fmt: skip

    def test_500_events_are_500_steps(self, make, meeting: Meeting) -> None:
        events = [{"at": BEGAN + timedelta(minutes=at), "text": "x" * 2000} for at in range(500)]
        doc = make(timeline=events)
        views = TimelineViews(doc, load_words())
        assert 500 == len(rows(doc, meeting, "timeline"))
        assert 500 == views.event("e500").number
        assert 500 == len(views.rail("e250"))


class TestEvents:
    def test_an_event_stands_between_its_neighbours(self, doc: Postmortem) -> None:
        view = TimelineViews(doc, load_words()).event("e4")
        assert (4, 6, "14:51", "+17 min", "Decision", "#inc-0315") == (
            view.number, view.count, view.clock, view.elapsed, view.kind, view.source,
        )  # fmt: skip
        assert ("14:38", "15:22") == (view.before.clock, view.after.clock)

    def test_the_first_has_nothing_before_and_the_last_nothing_after(self, doc: Postmortem) -> None:
        views = TimelineViews(doc, load_words())
        assert (None, None) == (views.event("e1").before, views.event("e6").after)

    def test_foresight_hides_everything_later(self, doc: Postmortem) -> None:
        views = TimelineViews(doc, load_words())
        assert None is views.event("e4", foresight=True).after
        assert ["done", "done", "done", "current"] == [row.state for row in views.rail("e4", foresight=True)]
        assert ["current", "upcoming"] == [row.state for row in views.rail("e4")][3:5]

    def test_times_carry_their_day_on_a_timeline_of_several(self, make) -> None:
        events = ({"at": BEGAN, "text": "a"}, {"at": BEGAN + timedelta(days=1), "text": "b"})
        assert "2026-03-16 14:34" == TimelineViews(make(timeline=events), load_words()).event("e2").clock

    def test_before_the_beginning_time_counts_down(self, make) -> None:
        early = ({"at": BEGAN - timedelta(minutes=31), "text": "deploy"},)
        assert "−31 min" == TimelineViews(make(timeline=early), load_words()).event("e1").elapsed
        no_start = make(timeline=early, meta={"id": "x"})
        assert "" == TimelineViews(no_start, load_words()).event("e1").elapsed

    def test_an_event_that_is_gone_is_a_key_error(self, doc: Postmortem) -> None:
        with pytest.raises(KeyError):
            TimelineViews(doc, load_words()).event("e99")


class TestCausesAndActions:
    def test_a_cause_shows_its_branch_and_the_first_open_question(self, doc: Postmortem) -> None:
        view = view_cause(doc, "w2", load_five_whys())
        assert (2, 3, 1) == (view.number, view.count, view.depth)
        assert ("The migration held a lock on orders",) == view.explains
        assert ("14:51 Attempt to kill the migration rather than wait",) == view.evidence
        assert ("answered by a1",) == view.exits
        assert "?" in view.ask
        assert [False, True, False] == [row.current for row in tree_rows(doc, "w2", load_five_whys())]

    def test_an_action_shows_what_it_lacks(self, doc: Postmortem) -> None:
        view = view_action(doc, "a2", ("a1", "a2"), load_words())
        assert (2, 2, True, False, ("owner", "day")) == (
            view.number, view.count, view.is_idea, view.from_meeting, view.missing,
        )  # fmt: skip
        assert ("No limit on how long a lock is held",) == view_action(doc, "a1", (), load_words()).causes

    def test_what_is_gone_is_a_key_error(self, doc: Postmortem) -> None:
        with pytest.raises(KeyError):
            view_cause(doc, "w99", load_five_whys())
        with pytest.raises(KeyError):
            view_action(doc, "a99", (), load_words())


class TestPhaseBar:
    def test_the_shortest_phase_has_its_cell_and_the_row_is_full(self, doc: Postmortem) -> None:
        bar = phase_bar(measure(doc), 78, BEGAN + timedelta(minutes=17))
        assert ["Detect", "Acknowledge", "Mitigate", "Recover"] == [part.label for part in bar.parts]
        assert 78 == sum(part.cells for part in bar.parts)  # type: ignore[misc]  # a lambda that holds what the loop has now
        assert all(part.cells >= 1 for part in bar.parts)
        assert 93 == bar.minutes

    def test_the_marker_stands_in_the_phase_of_its_event(self, doc: Postmortem) -> None:
        bar = phase_bar(measure(doc), 20, BEGAN + timedelta(minutes=2))
        assert bar.parts[0].cells == bar.marker, "the first cell after the first phase"
        assert 19 == phase_bar(measure(doc), 20, BEGAN + timedelta(minutes=93)).marker
        assert None is phase_bar(measure(doc), 20, BEGAN - timedelta(minutes=1)).marker

    def test_foresight_shows_no_phase_that_has_not_begun(self, doc: Postmortem) -> None:
        bar = phase_bar(measure(doc), 40, BEGAN + timedelta(minutes=17), foresight=True)
        assert [("detect",), ("ack",), ("mitigate",), ()] == [part.names for part in bar.parts]
        assert 0.0 == bar.parts[2].minutes, "how long it lasts is the future too"
        assert 40 == sum(part.cells for part in bar.parts)  # type: ignore[misc]  # a lambda that holds what the loop has now
        before = phase_bar(measure(doc), 40, BEGAN - timedelta(minutes=1), foresight=True)
        assert [()] == [part.names for part in before.parts]

    def test_without_phases_or_room_there_is_no_bar(self, doc: Postmortem, make) -> None:
        assert None is phase_bar(measure(make(timeline=(), meta={"id": "x"})), 78)
        assert None is phase_bar(measure(doc), 2)

    @given(
        st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=8).flatmap(
            lambda amounts: st.tuples(st.just(amounts), st.integers(len(amounts), 200))
        )
    )
    def test_cells_are_shared_out_to_the_last_one(self, given: tuple[list[float], int]) -> None:
        amounts, cells = given
        shared = widths(amounts, cells)
        assert cells == sum(shared)
        assert min(shared) >= 1


def test_the_impact_tells_the_figures_that_are_known(make, meeting: Meeting) -> None:
    document = make(
        impact={"users": 12400, "revenue": 3000, "currency": "EUR"},
        narrative={"impact_text": "Nobody could pay."},
    )
    view = view_impact(document, measure(document), meeting.impact)
    assert (
        ("1 h 33 min", "from beginning to end"),
        ("12,400", "users affected"),
        ("2 min", "until it was detected"),
        ("48 min", "until it was mitigated"),
        ("3,000 EUR", "revenue lost"),
    ) == view.figures
    assert "Nobody could pay." == view.text
    still = make(timeline=(), meta={"id": "k7m2qx", "began": BEGAN})
    assert (("Still going on", ""),) == view_impact(still, measure(still), meeting.impact).figures
