"""The timeline as a picture: phases as a band to scale, milestones with their times, a tick for every event."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import permutations, product

from pmtui.document.moments import clock, in_zone, show_moment
from pmtui.exporting.answers import View
from pmtui.exporting.figures import days_of
from pmtui.text import show_minutes

WIDTH = 720
LEFT, RIGHT = 8.0, 712.0
BAND_TOP, BAND_HEIGHT = 40, 22
_FIRST_ROW, _ROW = 90, 16
_CHARACTER = 6.3  # the widest usual width of a character at the size of the labels
_BESIDE = 4  # between a leader and its text
_NARROWEST_LABELLED = 70
_MOST_MIDNIGHTS = 8

# Those between the two ends, which have their own place above the band.
_INNER = ("detected", "acknowledged", "mitigated")


@dataclass(frozen=True)
class Segment:
    """A phase as a part of the band; `look` 0 to 3 picks its colour. The label is empty where there is no room."""

    x: float
    width: float
    look: int
    label: str
    name: str


@dataclass(frozen=True)
class Mark:
    """A milestone's label: where its leader stands, on which line its text, and on which side of the leader."""

    x: float
    y: int
    text: str
    anchor: str = "start"

    @property
    def span(self) -> tuple[float, float]:
        """The left and right end of the text."""
        width = len(self.text) * _CHARACTER
        return (
            (self.text_x, self.text_x + width)
            if self.anchor == "start"
            else (self.text_x - width, self.text_x)
        )

    @property
    def text_x(self) -> float:
        """Where the text begins, or ends when it stands to the left of its leader."""
        return round(self.x + (_BESIDE if self.anchor == "start" else -_BESIDE), 1)


@dataclass(frozen=True)
class Figure:
    """Everything to draw, in the units of a view box `WIDTH` wide and `height` high."""

    height: int
    segments: tuple[Segment, ...]
    ends: tuple[Mark, Mark]
    marks: tuple[Mark, ...]
    ticks: tuple[float, ...]
    midnights: tuple[tuple[float, str], ...]
    title: str
    description: str


def figure(view: View, elsewhere: str = "The table below has every event.") -> Figure | None:
    """Return the picture; None when the milestones do not give both ends of the incident or a phase between them.

    `elsewhere` tells those who cannot see the picture where the events are.
    """
    metrics = view.metrics
    start, end = metrics.duration.start, metrics.duration.end
    if not metrics.phases or start is None or end is None or not metrics.duration.minutes:
        return None
    seconds = (end - start).total_seconds()

    def x_of(moment: datetime) -> float:
        return round(LEFT + (RIGHT - LEFT) * (moment - start).total_seconds() / seconds, 1)

    show = clock if len(days_of((start, end), view.zone)) == 1 else show_moment
    looks = {"detect": 0, "ack": 1, "mitigate": 2, "recover": 3}
    segments = tuple(
        _segment(x_of(phase.start), x_of(phase.end), looks[phase.names[-1]], phase.label, phase.minutes)
        for phase in metrics.phases
    )
    names = {"impact_start": start, **_inner(view, start, end), "resolved": end}
    texts = {
        name: f"{show(at, view.zone)} {view.word('milestone', name).lower()}" for name, at in names.items()
    }
    marks = _placed([(x_of(names[name]), texts[name]) for name in _INNER if name in names])
    inside = (event.at for event in view.doc.timeline if start <= event.at <= end)
    parts = ", ".join(f"{phase.label} {show_minutes(phase.minutes)}" for phase in metrics.phases)
    return Figure(
        height=max((mark.y for mark in marks), default=_FIRST_ROW - _ROW) + 10,
        segments=segments,
        ends=(
            Mark(LEFT, BAND_TOP - 8, texts["impact_start"]),
            Mark(RIGHT, BAND_TOP - 8, texts["resolved"], "end"),
        ),
        marks=marks,
        ticks=tuple(sorted({x_of(at) for at in inside})),
        midnights=tuple(
            (x_of(at), in_zone(at, view.zone).date().isoformat()) for at in _midnights(start, end, view.zone)
        ),
        title=f"From {texts['impact_start']} to {texts['resolved']}: {show_minutes(metrics.duration.minutes)}",
        description=f"{'; '.join(texts.values())}. Phases: {parts}. {elsewhere}",
    )


def _inner(view: View, start: datetime, end: datetime) -> dict[str, datetime]:
    """Return the first event of each inner milestone that lies between the ends."""
    found: dict[str, datetime] = {}
    for event in sorted(view.doc.timeline, key=lambda event: event.at):
        if event.milestone in _INNER and start <= event.at <= end:
            found.setdefault(event.milestone, event.at)
    return {name: found[name] for name in _INNER if name in found}


def _segment(left: float, right: float, look: int, label: str, minutes: float) -> Segment:
    width = round(max(right - left, 1.5), 1)
    told = f"{label} {show_minutes(minutes)}"
    fitting = (
        text for text in (told, label) if width >= max(_NARROWEST_LABELLED, len(text) * _CHARACTER + 10)
    )
    return Segment(left, width, look, next(fitting, ""), told)


def _placed(wanted: list[tuple[float, str]]) -> tuple[Mark, ...]:
    """Give each label a line of its own and a side of its leader, so that no leader crosses another label's text."""
    choices = list(_arrangements(wanted))
    return next((marks for marks in choices if _is_clear(marks)), choices[0])


def _arrangements(wanted: list[tuple[float, str]]) -> Iterator[tuple[Mark, ...]]:
    rows = [
        _FIRST_ROW + _ROW * number for number in reversed(range(len(wanted)))
    ]  # the leftmost lowest comes first
    for anchors in product(("start", "end"), repeat=len(wanted)):
        for order in permutations(rows):
            yield tuple(
                Mark(x, y, text, side) for (x, text), y, side in zip(wanted, order, anchors, strict=True)
            )


def _is_clear(marks: tuple[Mark, ...]) -> bool:
    fits = all(mark.span[0] >= 0 and mark.span[1] <= WIDTH for mark in marks)
    return fits and not any(_crosses(one, other) for one in marks for other in marks if one is not other)


def _crosses(leader: Mark, label: Mark) -> bool:
    left, right = label.span
    return leader.y > label.y and left - 1 <= leader.x <= right + 1


def _midnights(start: datetime, end: datetime, zone: str) -> Iterable[datetime]:
    """Return the midnights inside an incident of more than a day, unless they would be too many to read."""
    if end - start <= timedelta(days=1) or end - start > timedelta(days=_MOST_MIDNIGHTS):
        return
    local = in_zone(start, zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo)
    while midnight < end:
        yield midnight
        midnight += timedelta(days=1)
