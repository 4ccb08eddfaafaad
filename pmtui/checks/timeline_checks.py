"""Whether the timeline tells the whole story: its milestones, its quiet stretches, what came before, what was decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from pmtui.checks.advice import advise
from pmtui.checks.durations import long_mitigation, slow_detection
from pmtui.checks.finding import Finding
from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Postmortem
from pmtui.document.timeline import Event
from pmtui.document.zones import clock, in_zone, read_zone, show_moment
from pmtui.metrics import Metrics, measure
from pmtui.text import plural, show_minutes

GAP = timedelta(minutes=30)
EARLY = timedelta(days=1)
LATE = timedelta(days=7)
DAY_OF_GRACE = timedelta(days=1)  # for zones and for nights on which the date changes
SLOW_MITIGATION = 30  # minutes; below that even most of the time is short

# In the order in which they happen. Declaring an incident has no fixed place among them, and a fault that is noticed
# before users feel it is a good thing.
_IN_ORDER = ("trigger", "impact_start", "detected", "acknowledged", "mitigated", "resolved")
_MAY_SWAP = ("impact_start", "detected")
# The moments every account has; the last two only once the incident is over.
_WANTED = ("impact_start", "detected", "mitigated", "resolved")
_AT_THE_END = ("mitigated", "resolved")

_MILESTONE_ASK = {
    "impact_start": "When did the first user feel it, noticed or not?",
    "detected": "When did the first signal reach a person or a pager?",
    "mitigated": "When did the harm to users stop, even if the fix came later?",
    "resolved": "When was everything back to normal and checked?",
}


def check_timeline(doc: Postmortem, today: date, words: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return advice on the timeline: about its milestones, about single events in the order of their times, the whole.

    Events need not stand in order in the draft: they are always looked at, as they are shown, by time. `words` are the
    names of the milestones.
    """
    ends = (*_check_zone(doc), *_check_ends(doc))
    if not doc.timeline:
        return ends
    events = sorted(doc.timeline, key=lambda event: event.at)
    look = _Look(doc, events, _marks(events), words)
    return (
        *ends,
        *_check_marks(look),
        *_check_order(look),
        *(finding for event in events for finding in _check_event(look, event)),
        *_check_future(look, today),
        *_check_gaps(look),
        *_check_lead_in(look),
        *_check_phases(doc, measure(doc)),
    )


def _check_zone(doc: Postmortem) -> Iterator[Finding]:
    try:
        read_zone(doc.meta.zone)
    except FieldProblem:
        yield advise("timeline.unknown-zone", "meta.zone", zone=doc.meta.zone)


@dataclass(frozen=True)
class _Look:
    """What the checks look at: the events by time, and the one that each milestone stands at."""

    doc: Postmortem
    events: Sequence[Event]
    marks: Mapping[str, Event]
    words: Mapping[str, str]

    def first(self, *milestones: str) -> datetime | None:
        """Return the time of the first of these milestones that is marked."""
        return next((self.marks[name].at for name in milestones if name in self.marks), None)

    def named(self, milestone: str) -> str:
        """Return a milestone's name in words."""
        return self.words.get(milestone, milestone)


def _marks(events: Sequence[Event]) -> Mapping[str, Event]:
    """Return the event of each milestone; of several the first in time, for resolved the last, as the metrics do."""
    marks: dict[str, Event] = {}
    for event in events:
        if event.milestone == "resolved":
            marks["resolved"] = event
        elif event.milestone:
            marks.setdefault(event.milestone, event)
    return marks


def _check_ends(doc: Postmortem) -> Iterator[Finding]:
    began, ended = doc.meta.began, doc.meta.ended
    if began and ended and ended < began:
        zone = doc.meta.zone
        yield advise(
            "timeline.ends-before-it-begins",
            "meta.ended",
            began=show_moment(began, zone),
            ended=show_moment(ended, zone),
        )


def _check_marks(look: _Look) -> Iterator[Finding]:
    if not look.marks:
        yield _overall("no-milestones")
        return
    for event in look.events:
        if event.milestone and (used := look.marks[event.milestone]) is not event:
            yield _event(
                "milestone-twice",
                event,
                "milestone",
                milestone=look.named(event.milestone),
                used=clock(used.at, look.doc.meta.zone),
            )
    over = look.doc.meta.ended is not None or "resolved" in look.marks
    for name in _WANTED:
        if name not in look.marks and (over or name not in _AT_THE_END):
            yield _overall("no-milestone", milestone=look.named(name), ask=_MILESTONE_ASK[name])


def _check_order(look: _Look) -> Iterator[Finding]:
    zone = look.doc.meta.zone
    present = [name for name in _IN_ORDER if name in look.marks]
    for index, name in enumerate(present):
        later = look.marks[name]
        before = (
            other
            for other in reversed(present[:index])
            if later.at < look.marks[other].at and (other, name) != _MAY_SWAP
        )
        if (other := next(before, None)) is not None:
            earlier = look.marks[other]
            yield _event(
                "milestone-order",
                later,
                "at",
                earlier=look.named(other),
                later=look.named(name),
                earlier_at=show_moment(earlier.at, zone),
                later_at=show_moment(later.at, zone),
            )


def _check_event(look: _Look, event: Event) -> Iterator[Finding]:
    if not event.text.strip():
        yield _event("no-text", event, "text")
    decided = event.is_decision or event.text.lstrip().lower().startswith("decision:")
    if decided and not event.note:
        yield _event("decision-without-note", event, "note")
    began = look.first("trigger", "impact_start") or look.doc.meta.began
    ended = look.first("resolved") or look.doc.meta.ended
    if began and began - event.at > EARLY:
        yield _event("too-early", event, "at")
    elif ended and event.at - ended > LATE:
        yield _event("too-late", event, "at")


def _check_future(look: _Look, today: date) -> Iterator[Finding]:
    zone = look.doc.meta.zone
    ahead = [event for event in look.events if in_zone(event.at, zone).date() - today > DAY_OF_GRACE]
    if ahead:  # told once: a wrong year moves every event
        yield _event(
            "in-the-future",
            ahead[0],
            "at",
            count=plural(len(ahead), "event"),
            at=show_moment(ahead[0].at, zone),
        )


def _check_gaps(look: _Look) -> Iterator[Finding]:
    """Look for quiet stretches between detection and mitigation, or as far as the timeline goes."""
    start = look.first("detected")
    if start is None:
        return
    end = look.first("mitigated", "resolved") or look.events[-1].at
    busy = [event for event in look.events if start <= event.at <= end]
    for event, following in pairwise(busy):
        if following.at - event.at > GAP:
            yield _event("gap", event, "at", span=_span(following.at - event.at))


def _check_lead_in(look: _Look) -> Iterator[Finding]:
    start = look.first("impact_start")
    if start is not None and look.events[0].at >= start:
        yield _overall("no-lead-in")


def _check_phases(doc: Postmortem, metrics: Metrics) -> Iterator[Finding]:
    """Ask about long phases, until a branch of the why-tree or the gap in detection speaks of them."""
    asked = {cause.question for cause in doc.causes}
    detection = slow_detection(metrics)
    if detection is not None and "not_caught" not in asked and not doc.detection.gap:
        yield _overall("slow-detection", span=show_minutes(detection), start=metrics.ttd.start_label)
    mitigation = long_mitigation(metrics)
    if mitigation is not None and mitigation[0] > SLOW_MITIGATION and "lasted" not in asked:
        yield _overall(
            "slow-mitigation", span=show_minutes(mitigation[0]), percent=round(100 * mitigation[1])
        )


def _span(length: timedelta) -> str:
    return show_minutes(length / timedelta(minutes=1))


def _event(name: str, event: Event, field: str, **figures: object) -> Finding:
    return advise(f"timeline.{name}", f"timeline.{event.id}.{field}", **figures)


def _overall(name: str, **figures: object) -> Finding:
    return advise(f"timeline.{name}", "timeline", **figures)
