"""Durations, phases, user-minutes and error budget, worked out from the milestones of the timeline.

Published definitions of these figures disagree, so every span carries its two ends and says what is missing for it.
All spans are in minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from pmtui.document.estimates import upper_bound
from pmtui.document.moments import show_moment
from pmtui.document.postmortem import Postmortem
from pmtui.text import show_minutes
from prompts.content import load_words

USUAL_WINDOW_DAYS = 30
MINUTES_PER_DAY = 1440

# Phases between first harm and recovery, each named with the milestone that ends it.
_PHASES = (
    ("detect", "Detect", "detected"),
    ("ack", "Acknowledge", "acknowledged"),
    ("mitigate", "Mitigate", "mitigated"),
    ("recover", "Recover", "resolved"),
)
_MILESTONES = ("trigger", "impact_start", "detected", "acknowledged", "mitigated", "resolved")
_FALLBACK_LABELS = {"impact_start": "incident began", "resolved": "incident ended"}
_HOW_TO_GET = {
    "trigger": "Mark the event that set it off as {words}.",
    "impact_start": "Mark the first event that users felt as {words}, or give the time the incident began.",
    "detected": "Mark the event where it was first noticed as {words}.",
    "acknowledged": "Mark the event where somebody took it on as {words}.",
    "mitigated": "Mark the event where the harm to users stopped as {words}.",
    "resolved": "No end yet: mark the event where everything was back to normal as {words}, or give the time it ended.",
}
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """The time between two points of the incident.

    `name` is duration, ttd, tta, ttm or ttr; the labels name its ends in words. `minutes` is None when an end is missing
    or the two stand the wrong way round; then `missing` says what to do, one sentence each. `approximate` is set when
    one of the ends is only roughly known.
    """

    name: str
    minutes: float | None
    start_label: str
    end_label: str
    start: datetime | None
    end: datetime | None
    missing: tuple[str, ...] = ()
    approximate: bool = False

    @property
    def length(self) -> str:
        """Return how long it was in words, `~16 min` where an end is only roughly known; empty where it is not known."""
        return f"{'~' * self.approximate}{show_minutes(self.minutes)}" if self.minutes is not None else ""


@dataclass(frozen=True)
class Phase:
    """A part of the duration.

    `names` holds detect, ack, mitigate, recover; more than one where the milestone between them is not marked. Phases
    follow one another without a gap, so that their minutes add up to the duration.
    """

    names: tuple[str, ...]
    label: str
    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        """Return its length in minutes."""
        return (self.end - self.start) / _MINUTE


@dataclass(frozen=True)
class ErrorBudget:
    """What an incident used of the minutes that an objective allows.

    `target` and `users_percent` are percents. `percent` is the part of the budget that was used: more than 100 is
    normal and never cut off; None when the target leaves no budget at all. `assumed` says, one sentence each, what was
    taken for granted.
    """

    target: float
    window_days: int
    allowed_minutes: float
    users_percent: float
    used_minutes: float
    percent: float | None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metrics:
    """Every figure that pmtui works out.

    `user_minutes` is users times duration, an upper bound: say "at most". `notes` are sentences about times that
    contradict one another.
    """

    duration: Span
    ttd: Span
    tta: Span
    ttm: Span
    ttr: Span
    phases: tuple[Phase, ...]
    user_minutes: int | None
    error_budget: ErrorBudget | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Point:
    label: str
    at: datetime
    approximate: bool = False


_Points = Mapping[str, _Point]


_last: tuple[Postmortem, Metrics] | None = (
    None  # a document is frozen, and each check asks for the same figures
)


def measure(doc: Postmortem) -> Metrics:
    """Return every figure of a document; they are worked out once for as long as the same document is asked about.

    The incident's own times stand in for the milestones impact start and resolved where those are not marked. Of several
    events with the same milestone the earliest counts, for resolved the latest.
    """
    global _last
    last = _last
    if last is None or last[0] is not doc:
        _last = last = doc, _measured(doc)
    return last[1]


def _measured(doc: Postmortem) -> Metrics:
    points = _points(doc)
    noticed_from = "trigger" if doc.detection.anchor == "trigger" else "impact_start"
    duration = _span("duration", "impact_start", "resolved", points, doc.meta.zone)
    return Metrics(
        duration=duration,
        ttd=_span("ttd", noticed_from, "detected", points, doc.meta.zone),
        tta=_span("tta", "detected", "acknowledged", points, doc.meta.zone),
        ttm=_span("ttm", "impact_start", "mitigated", points, doc.meta.zone),
        ttr=_span("ttr", "detected", "resolved", points, doc.meta.zone),
        phases=_phases(duration, points),
        user_minutes=_user_minutes(doc, duration),
        error_budget=_error_budget(doc, duration),
        notes=_notes(doc, points, duration),
    )


def _points(doc: Postmortem) -> dict[str, _Point]:
    points: dict[str, _Point] = {}
    for event in sorted(doc.timeline, key=lambda event: event.at):
        name = event.milestone or ""
        if name in _MILESTONES and (name not in points or name == "resolved"):
            points[name] = _Point(_label(name), event.at, event.approximate)
    for name, field, at in (
        ("impact_start", "meta.began", doc.meta.began),
        ("resolved", "meta.ended", doc.meta.ended),
    ):
        if at is not None and field not in doc.unread:  # something else was typed in its place
            points.setdefault(name, _Point(_FALLBACK_LABELS[name], at))
    return points


def _span(name: str, start_name: str, end_name: str, points: _Points, zone: str) -> Span:
    start, end = points.get(start_name), points.get(end_name)
    missing = tuple(_how_to_get(point) for point in (start_name, end_name) if point not in points)
    minutes = None
    if start and end:
        minutes = (end.at - start.at) / _MINUTE
        if minutes < 0:
            minutes = None
            missing = (_wrong_way_round(start, end, zone),)
    return Span(
        name,
        minutes,
        start.label if start else _label(start_name),
        end.label if end else _label(end_name),
        start.at if start else None,
        end.at if end else None,
        missing,
        any(point.approximate for point in (start, end) if point),
    )


def _phases(duration: Span, points: _Points) -> tuple[Phase, ...]:
    """Cut the duration at the milestones; one that is out of order is moved to where it does no harm to the sum."""
    if duration.minutes is None or duration.start is None or duration.end is None:
        return ()
    phases: list[Phase] = []
    names: list[str] = []
    labels: list[str] = []
    start = duration.start
    for name, label, milestone in _PHASES:
        names.append(name)
        labels.append(label if not labels else label.lower())
        if milestone in points:
            end = (
                duration.end
                if milestone == "resolved"
                else min(max(points[milestone].at, start), duration.end)
            )
            phases.append(Phase(tuple(names), " and ".join(labels), start, end))
            start, names, labels = end, [], []
    return tuple(phases)


def _user_minutes(doc: Postmortem, duration: Span) -> int | None:
    if doc.impact.users is None or duration.minutes is None or "impact.users" in doc.unread:
        return None
    most = upper_bound(doc.impact.users, doc.estimates.get("impact.users"))
    return round(most * duration.minutes) if most is not None else None


def _error_budget(doc: Postmortem, duration: Span) -> ErrorBudget | None:
    target = doc.impact.slo_target if "impact.slo_target" not in doc.unread else None
    if target is None or duration.minutes is None:
        return None
    assumed = []
    window = doc.impact.slo_window_days
    if not window:
        window = USUAL_WINDOW_DAYS
        assumed.append(f"A window of {window} days is assumed.")
    affected = doc.impact.users_percent
    if affected is None:
        affected = 100
        assumed.append("All users are assumed to have been affected; give the percent for a closer figure.")
    allowed = (100 - target) / 100 * window * MINUTES_PER_DAY
    used = duration.minutes * affected / 100
    if not allowed:
        assumed.append(f"A target of {target:g} % leaves no error budget.")
    percent = used / allowed * 100 if allowed else None
    return ErrorBudget(target, window, allowed, affected, used, percent, tuple(assumed))


def _notes(doc: Postmortem, points: _Points, duration: Span) -> tuple[str, ...]:
    notes = []
    began, ended = doc.meta.began, doc.meta.ended
    if began and ended and began <= ended and duration.minutes is not None:
        given = (ended - began) / _MINUTE
        if given != duration.minutes:
            notes.append(
                f"The incident's own times give {show_minutes(given)}, the milestones {show_minutes(duration.minutes)}. "
                f"The figures use the milestones."
            )
    in_order = [points[name] for name in _MILESTONES if name in points and name != "trigger"]
    for earlier, later in pairwise(in_order):
        if later.at < earlier.at:
            notes.append(_wrong_way_round(earlier, later, doc.meta.zone))
    if (trigger := points.get("trigger")) and (harm := points.get("impact_start")) and harm.at < trigger.at:
        notes.append(_wrong_way_round(trigger, harm, doc.meta.zone))
    return tuple(notes)


def _wrong_way_round(earlier: _Point, later: _Point, zone: str) -> str:
    label = earlier.label[0].upper() + earlier.label[1:]
    return (
        f"{label} ({show_moment(earlier.at, zone)}) comes after {later.label} ({show_moment(later.at, zone)}): "
        f"look at these two times."
    )


def _words(milestone: str) -> str:
    return load_words()["milestone"][milestone]


def _label(milestone: str) -> str:
    words = _words(milestone)
    return words[0].lower() + words[1:]


def _how_to_get(milestone: str) -> str:
    return _HOW_TO_GET[milestone].format(words=_words(milestone))
