"""The timeline as slides: one for each event; where there are many, the quiet ones share a slide."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from pmtui.document.moments import clock, show_moment
from pmtui.document.timeline import Event
from pmtui.exporting.answers import View
from pmtui.exporting.figures import days_of, offset
from pmtui.exporting.slides import ROOM, Line, Slide, When, spread

MANY = 40  # events; from here on the quiet ones share slides
TOGETHER = 5
_TURNING_POINTS = ("decision", "escalation", "handoff")


def event_slides(view: View) -> tuple[Slide, ...]:
    """Return the events in order of time."""
    events = sorted(view.doc.timeline, key=lambda event: event.at)
    if not events:
        return ()
    start = view.metrics.duration.start or events[0].at
    one_day = len(days_of((event.at for event in events), view.zone)) == 1
    when = partial(_when, zone=view.zone, start=start, one_day=one_day)
    groups = _together(events) if len(events) > MANY else [[event] for event in events]
    return tuple(
        slide
        for group in groups
        for slide in (
            spread(_of_one(view, group[0], when(group[0])))
            if len(group) == 1
            else (_of_several(view, group, when),)
        )
    )


def _together(events: Sequence[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    room = 0
    for event in events:
        length = len(event.text) + 40
        if _stands_alone(event) or not groups or len(groups[-1]) == TOGETHER or length > room:
            groups.append([])
            room = ROOM
        groups[-1].append(event)
        room = 0 if _stands_alone(event) else room - length
    return groups


def _stands_alone(event: Event) -> bool:
    """Tell whether an event is one to stop at: a milestone, a decision, a change of hands, or a long story."""
    return bool(event.milestone or event.note) or event.kind in _TURNING_POINTS or len(event.text) > ROOM // 2


def _of_one(view: View, event: Event, when: When) -> Slide:
    note = view.word("event_kind", "decision") if event.is_decision else "Note"
    asides = ((note, event.note), ("Seen in", event.source))
    return Slide(
        f"{'~' if when.about else ''}{when.text}",
        when=when,
        tags=_tags(view, event),
        lead=event.text,
        asides=tuple((label, text) for label, text in asides if text),
    )


def _of_several(view: View, events: Sequence[Event], when: "partial[When]") -> Slide:
    lines = tuple(
        Line(event.text, when(event), _tags(view, event), ((("", event.source),) if event.source else ()))
        for event in events
    )
    first, last = lines[0].when, lines[-1].when
    return Slide(f"{first.text} to {last.text}" if first and last else "", lines=lines)


def _tags(view: View, event: Event) -> tuple[str, ...]:
    milestone = view.word("milestone", event.milestone) if event.milestone else ""
    kind = view.word("event_kind", event.kind) if event.kind else ""
    return tuple(tag for tag in (milestone, kind) if tag)


def _when(event: Event, zone: str, start: datetime, one_day: bool) -> When:
    show = clock if one_day else show_moment
    return When(show(event.at, zone), event.at, event.approximate, offset(event.at, start))
