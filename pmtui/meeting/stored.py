"""How a meeting is kept in its draft, so that it goes on after a crash, on another day or in another window."""

from datetime import datetime, timedelta

from pmtui.document.moments import in_zone
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import MeetingSegment
from pmtui.meeting.agenda import Agenda, with_agenda
from pmtui.meeting.clock import Amber, MeetingClock, TimerMode, clock_for, resumed
from prompts.meeting_shapes import Meeting


def is_under_way(document: Postmortem) -> bool:
    """Tell whether a meeting on this draft has begun and was not closed."""
    return document.review.started is not None and document.review.ended is None


def begin(document: Postmortem, agenda: Agenda, wall: datetime, baseline: str) -> Postmortem:
    """Return the document with its meeting begun: at the agenda's first segment, no time used.

    `wall` has an offset; `baseline` names the version kept by `keep_baseline`, empty where none could be. What an earlier
    meeting captured stays; its hands are counted anew.
    """
    fresh = with_agenda(replace(document, review=replace(document.review, segment=())), agenda)
    review = replace(
        fresh.review,
        started=wall.replace(microsecond=0),
        ended=None,
        at_segment=agenda.segments[0].id,
        at_step=None,
        baseline=baseline or None,
        learned=None,
        again=None,
    )
    if document.review.ended:  # the dates belonged to the meeting before
        review = replace(review, follow_up=None, final_due=None)
    return replace(fresh, review=review)


def keep_state(document: Postmortem, clock: MeetingClock, at: float, step_key: str) -> Postmortem:
    """Return the document with the clock's state and the step in view: to be saved every 15 seconds and with each capture."""
    settled = clock.settled(at)
    rows = tuple(
        MeetingSegment(id=part.id, budget_s=round(part.budget_s), used_s=round(part.used_s))
        for part in settled.segments
    )
    here = settled.segments[settled.current].id
    kept = {row.id: row for row in document.review.segment}
    # What a later version wrote into a row stays there.
    rows = tuple(
        replace(kept[row.id], budget_s=row.budget_s, used_s=row.used_s) if row.id in kept else row
        for row in rows
    )
    review = replace(document.review, segment=rows, at_segment=here, at_step=step_key)
    return replace(document, review=review)


def clock_of(
    document: Postmortem, agenda: Agenda, meeting: Meeting, mode: TimerMode = "down"
) -> MeetingClock:
    """Return the clock for this draft: as it was stored, standing still, if its meeting is under way; a fresh one if not.

    `agenda` is the one from `agenda_for`, which follows what the draft stores.
    """
    fresh = clock_for(agenda, mode, Amber(meeting.amber_percent, meeting.amber_minutes * 60))
    if not is_under_way(document):
        return fresh
    used = {row.id: row.used_s for row in document.review.segment}
    before = [float(used.get(segment.id, 0)) for segment in agenda.segments]
    return resumed(fresh, before, agenda.index(document.review.at_segment))


def count_hands(document: Postmortem, *, learned: int | None = None, again: int | None = None) -> Postmortem:
    """Return the document with the hands that were counted; None leaves a count as it is."""
    counted = {name: count for name, count in (("learned", learned), ("again", again)) if count is not None}
    return replace(document, review=replace(document.review, **counted)) if counted else document


def close(document: Postmortem, meeting: Meeting, wall: datetime) -> Postmortem:
    """Return the document with its meeting at an end and its status reviewed; a closed postmortem stays closed.

    The day to look at the actions again and the time the final version is due are set where they are open.
    """
    review, ended = document.review, wall.replace(microsecond=0)
    follow_up = in_zone(ended + timedelta(days=meeting.follow_up_days), document.meta.zone).date()
    changed = replace(
        review,
        ended=ended,
        follow_up=review.follow_up or follow_up,
        final_due=review.final_due or ended + timedelta(hours=meeting.final_hours),
    )
    status = document.meta.status if document.meta.status == "closed" else "reviewed"
    return replace(document, review=changed, meta=replace(document.meta, status=status))
