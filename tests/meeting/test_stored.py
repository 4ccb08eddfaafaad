"""A meeting in its draft: begun, kept, resumed after a crash, closed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import MeetingSegment, Review
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.open_draft import open_draft
from pmtui.meeting.agenda import agenda_for, with_agenda, with_minutes
from pmtui.meeting.baseline import keep_baseline, read_baseline
from pmtui.meeting.capture_line import parse_capture_line
from pmtui.meeting.captures import Context, add_capture
from pmtui.meeting.stored import begin, clock_of, close, count_hands, is_under_way, keep_state
from prompts.meeting_shapes import Meeting

WALL = datetime(2026, 3, 17, 14, 0, 0, 999, tzinfo=UTC)


def test_the_usual_agenda_is_the_review_of_an_hour(doc: Postmortem, meeting: Meeting) -> None:
    """S-55."""
    agenda = agenda_for(doc, meeting)
    assert ["open", "timeline", "causes", "actions", "discussion", "close"] == [s.id for s in agenda.segments]
    assert [5, 15, 15, 10, 10, 5] == [segment.budget_s // 60 for segment in agenda.segments]
    assert 3600 == agenda.budget_s


def test_a_named_agenda_goes_before_the_drafts_own_and_an_unknown_one_counts_as_none(
    doc: Postmortem, meeting: Meeting
) -> None:
    own = with_agenda(doc, with_minutes(agenda_for(doc, meeting, "quick-30"), {"timeline": 12, "causes": 0}))
    assert [2, 12, 7, 3] == [segment.budget_s // 60 for segment in agenda_for(own, meeting).segments]
    assert 4 == len(agenda_for(own, meeting, "quick-30").segments)
    assert "review-45" == agenda_for(own, meeting, "review-45").preset
    assert agenda_for(own, meeting) == agenda_for(own, meeting, "nonsense")
    assert "review-60" == agenda_for(replace(doc, review=Review(preset="standard")), meeting).preset


def test_minutes_left_out_of_every_segment_leave_the_last_one(doc: Postmortem, meeting: Meeting) -> None:
    agenda = agenda_for(doc, meeting)
    assert ["close"] == [s.id for s in with_minutes(agenda, {s.id: 0 for s in agenda.segments}).segments]


def test_a_segment_that_the_wording_does_not_know_is_a_discussion(doc: Postmortem, meeting: Meeting) -> None:
    rows = (MeetingSegment(id="demo", budget_s=10**12), MeetingSegment(id="demo", budget_s=5))
    (segment,) = agenda_for(replace(doc, review=Review(segment=rows)), meeting).segments
    assert ("demo", "discussion", 24 * 3600) == (segment.id, segment.walk, segment.budget_s)


@pytest.mark.parametrize(
    ("preset", "kept"),
    [("review-60", [True, True, True, False, False, False]), ("debrief-60", [True] * 4)],
)
def test_fixes_are_kept_for_actions_until_these_are_talked_about(
    doc: Postmortem, meeting: Meeting, preset: str, kept: list[bool]
) -> None:
    agenda = agenda_for(doc, meeting, preset)
    assert kept == [agenda.keeps_for_actions(at) for at in range(len(agenda.segments))]


def test_a_meeting_that_crashed_goes_on_where_it_was_kept_last(doc: Postmortem, meeting: Meeting) -> None:
    agenda = agenda_for(doc, meeting)
    begun = begin(doc, agenda, WALL, "some-version")
    running = clock_of(begun, agenda, meeting).begin(0).go_to(1, 290).give(120)
    kept = keep_state(begun, running, 1190.2, "timeline/event/e4")

    again = load(dump(kept), "draft.toml")
    assert is_under_way(again)
    resumed = clock_of(again, agenda_for(again, meeting), meeting)
    reading, before = resumed.read(5.0, WALL), running.read(1190.2, WALL)
    assert ("timeline", False, True) == (reading.segment, reading.running, reading.begun)
    assert (290, 900, 1020) == (resumed.segments[0].used_s, reading.used_s, reading.budget_s)
    assert abs(before.left_s - reading.left_s) <= 0.5
    assert "timeline/event/e4" == again.review.at_step
    assert 1.0 == resumed.begin(5.0).read(6.0, WALL).used_s - reading.used_s, "the next step lets it go on"


def test_a_meeting_that_has_not_begun_or_is_over_has_a_fresh_clock(doc: Postmortem, meeting: Meeting) -> None:
    agenda = agenda_for(doc, meeting)
    begun = keep_state(begin(doc, agenda, WALL, ""), clock_of(doc, agenda, meeting).begin(0), 60, "open/open")
    over = close(begun, meeting, WALL + timedelta(hours=1))
    assert not is_under_way(doc)
    assert not is_under_way(over)
    assert {0.0} == {part.used_s for part in clock_of(over, agenda, meeting).segments}


def test_keeping_leaves_what_a_later_version_wrote(doc: Postmortem, meeting: Meeting) -> None:
    agenda = agenda_for(doc, meeting)
    begun = begin(doc, agenda, WALL, "")
    row = begun.review.segment[0]
    newer = replace(
        begun, review=replace(begun.review, segment=(replace(row, mood="calm"), *begun.review.segment[1:]))
    )
    kept = keep_state(newer, clock_of(newer, agenda, meeting).begin(0), 60, "")
    assert ({"mood": "calm"}, 60) == (kept.review.segment[0].model_extra, kept.review.segment[0].used_s)


def test_closing_sets_status_and_dates_and_leaves_dates_that_were_set(
    doc: Postmortem, meeting: Meeting
) -> None:
    """S-57, S-76: the final version within a day, and an agreed day to look at progress."""
    over = close(begin(doc, agenda_for(doc, meeting), WALL, ""), meeting, WALL + timedelta(hours=1))
    assert ("reviewed", date(2026, 3, 24)) == (over.meta.status, over.review.follow_up)
    assert datetime(2026, 3, 18, 15, 0, tzinfo=UTC) == over.review.final_due
    chosen = replace(doc, review=Review(follow_up=date(2026, 4, 1)))
    assert date(2026, 4, 1) == close(chosen, meeting, WALL).review.follow_up


def test_a_closed_postmortem_stays_closed(make, meeting: Meeting) -> None:
    closed = make(meta={"id": "x", "status": "closed"})
    assert "closed" == close(closed, meeting, WALL).meta.status


def test_a_second_meeting_begins_anew_and_keeps_what_the_first_caught(
    doc: Postmortem, meeting: Meeting
) -> None:
    agenda = agenda_for(doc, meeting)
    noted = add_capture(begin(doc, agenda, WALL, ""), parse_capture_line("x", "note", WALL.date()), Context())
    first = count_hands(close(noted, meeting, WALL), learned=8, again=9)
    assert (8, 9) == (first.review.learned, first.review.again)
    second = begin(first, agenda_for(first, meeting), WALL + timedelta(days=2), "")
    assert is_under_way(second)
    assert (None, None, None) == (second.review.learned, second.review.final_due, second.review.follow_up)
    assert first.review.capture == second.review.capture


def test_the_document_at_the_beginning_is_found_again(doc: Postmortem, tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_bytes(dump(doc))
    name = keep_baseline(path, doc, WALL)
    assert name
    assert name == keep_baseline(path, doc, WALL), "the same bytes are kept once"
    assert doc == read_baseline(path, name)
    assert None is read_baseline(path, "../../elsewhere.toml")
    assert None is read_baseline(path, None)


def test_a_baseline_survives_the_savers_own_versions(doc: Postmortem, tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_bytes(dump(doc))
    draft = open_draft(path)
    name = keep_baseline(path, draft.document, WALL)
    for number in range(3):
        draft.edit(lambda d, n=number: replace(d, review=replace(d.review, learned=n)), "Count")  # type: ignore[misc]  # a lambda that holds what the loop has now
        assert draft.save_now()
    draft.close()
    assert doc == read_baseline(path, name)


def test_a_state_folder_that_cannot_be_used_leaves_the_meeting_without_a_baseline(
    doc: Postmortem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file")
    monkeypatch.setenv("PMTUI_STATE", str(blocked))
    assert "" == keep_baseline(tmp_path / "draft.toml", doc, WALL)
    assert None is read_baseline(tmp_path / "draft.toml", "x")


def test_a_draft_written_before_there_were_meetings_opens_as_it_was(
    stored_draft: Path, meeting: Meeting
) -> None:
    data = stored_draft.read_bytes()
    document = load(data, stored_draft.name)
    assert data == dump(document)
    assert () == document.review.segment
    assert not is_under_way(document)
    assert "review-60" == agenda_for(document, meeting).preset


def test_an_hour_with_forty_captures_survives_a_crash_at_minute_twenty(
    doc: Postmortem, meeting: Meeting, tmp_path: Path
) -> None:
    """A rehearsal without a screen: every capture and all but the last moments of the clock are there again."""
    path = tmp_path / "draft.toml"
    path.write_bytes(dump(doc))
    minute, captures = 0.0, 0

    def go_on(until: float, *, begins: bool) -> None:
        """Hold the meeting as the screen does: a step or a capture every half minute, the state saved with each."""
        nonlocal minute, captures
        draft = open_draft(path)
        agenda = agenda_for(draft.document, meeting)
        if begins:
            name = keep_baseline(path, draft.document, WALL)
            draft.edit(lambda d: begin(d, agenda, WALL, name), "Begin")
        start = minute
        clock = clock_of(draft.document, agenda, meeting).begin(start * 60)
        while minute < until:
            minute += 0.5
            at = minute * 60
            spent, index = 0, 0
            while index < len(agenda.segments) - 1 and at >= spent + agenda.segments[index].budget_s:
                spent, index = spent + agenda.segments[index].budget_s, index + 1
            clock = clock.go_to(index, at) if index != clock.current else clock
            kind = ("note", "idea", "decision", "parked")[captures % 4]
            line = parse_capture_line(f"{kind} {captures} @tom", kind, WALL.date())  # type: ignore[arg-type]  # a case of a table
            context = Context(agenda.segments[index].id, event="e4", at=WALL + timedelta(minutes=minute))
            speaks = captures < 40 and minute % 1.5 == 0
            captures += speaks
            draft.edit(
                lambda d, k=clock, t=at, w=line, c=context, s=speaks: keep_state(  # type: ignore[misc]  # a lambda that holds what the loop has now
                    add_capture(d, w, c) if s else d, k, t, f"{c.segment}/event/e4"
                ),
                "Capture",
            )
        assert draft.save_now()
        # A crash closes nothing; only the lock is let go here, as the system does for a process that died.
        draft.close()

    go_on(20.0, begins=True)
    crashed = load(path.read_bytes(), "draft.toml")
    assert ("causes", 13, 1200) == (
        crashed.review.at_segment,
        len(crashed.review.capture),
        sum(row.used_s for row in crashed.review.segment),
    )
    go_on(60.0, begins=False)
    over = load(path.read_bytes(), "draft.toml")
    assert (40, 3600) == (len(over.review.capture), sum(row.used_s for row in over.review.segment))
    assert [300, 900, 900, 600, 600, 300] == [row.used_s for row in over.review.segment]
    assert doc == read_baseline(path, over.review.baseline)
    assert 10 == sum(action.state == "idea" for action in over.actions) - 1
