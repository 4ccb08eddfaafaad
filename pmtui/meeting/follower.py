"""What a second terminal shows of a running meeting: the clock, what is in view, what comes next, what to ask."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import Agenda, Segment, agenda_for
from pmtui.meeting.clock import show_seconds
from pmtui.meeting.place_file import MeetingPlace
from pmtui.meeting.questions import questions_at
from pmtui.meeting.shown import MeetingWording, ShownMeeting
from pmtui.meeting.steps import Step, find, steps_of
from pmtui.text import one_line, visible_line

LABEL = 8  # columns of NOW, NEXT and ASK
LONGEST = 4  # lines of one text; what is longer stands on the wall


def follow_lines(
    document: Postmortem,
    place: MeetingPlace | None,
    now: datetime,
    wording: MeetingWording,
    width: int = 80,
) -> tuple[str, ...]:
    """Return the lines to show, at most `width` characters each and safe to print.

    `document` is the one with roles where the wall shows roles; `now` has the offset in which the ends are told. The next
    event is told even while the future is hidden: this window is the facilitator's own.
    """
    title = visible_line(one_line(document.meta.title))
    if place is None:
        return _fitted(
            [
                "No meeting is running on this draft yet.",
                "This window follows as soon as one begins.",
                "",
                title,
            ],
            width,
        )
    if document.review.ended and place.begun:
        return _fitted(
            ["The meeting on this draft is over.", "Its account is in the draft.", "", title], width
        )
    agenda = agenda_for(document, wording.meeting)
    index = agenda.index(place.segment)
    segment = agenda.segments[index]
    steps = steps_of(document, segment)
    at = find(steps, place.step)
    lines = [*_head(agenda, index, place, now), title, ""]
    shown = ShownMeeting(document, None, agenda, wording)
    for label, step in (("NOW", steps[at]), ("NEXT", _next(agenda, index, steps, place))):
        if step is not None:
            hidden = label == "NEXT" and place.foresight and step.kind == "event"
            text = _told(shown, step)
            lines += _labelled("NEXT, hidden on the wall" if hidden else label, text, width)
    lines += ["", "ASK", *_asked(shown, segment, steps[at], place.turn)]
    cards = " · ".join(f"{digit} {card.situation}" for digit, card in enumerate(wording.meeting.resets, 1))
    lines += ["", *_labelled("CARDS b", cards, width)]
    return _fitted(lines, width)


def _head(agenda: Agenda, index: int, place: MeetingPlace, now: datetime) -> Iterator[str]:
    name = visible_line(agenda.segments[index].name).upper()
    passed = place.age_s(now) if place.running else 0.0
    if place.is_silent(now):
        yield f"{index + 1}/{len(agenda.segments)} {name}"
        minutes = int(place.age_s(now) // 60)
        yield f"Nothing has been heard from the meeting's window for {minutes} min."
        return
    used = place.used_s + passed
    left = place.budget_s - used
    told = [f"{index + 1}/{len(agenda.segments)} {name}"]
    if place.mode == "up":
        told.append(f"{show_seconds(used)} used")
    elif place.mode == "down":
        told.append(f"{show_seconds(left)} OVER" if left < 0 else f"{show_seconds(left)} left")
    if not place.begun:
        told.append("not started")
    elif not place.running:
        told.append("paused")
    if place.blank:
        told.append("the wall is blank")
    yield " · ".join(told)
    # While time runs, the meeting's end stays where it is until the segment is over.
    late = max(0.0, passed - max(0.0, place.budget_s - place.used_s))
    ends = now + timedelta(seconds=max(0.0, place.meeting_left_s - passed + late))
    segment_ends = now + timedelta(seconds=max(0.0, left))
    if place.mode != "off":
        yield f"Segment ends {segment_ends:%H:%M} · meeting ends {ends:%H:%M}"


def _next(agenda: Agenda, index: int, steps: Sequence[Step], place: MeetingPlace) -> Step | None:
    """Return what comes next on the wall: the step that the meeting named, which walks actions in an order of its own."""
    following = next((step for step in steps if step.key == place.next), None)
    if following is None and not place.next and index + 1 < len(agenda.segments):
        return Step(agenda.segments[index + 1].id, "nothing", "segment")
    return following


def _told(shown: ShownMeeting, step: Step) -> str:
    document = shown.document
    match step.kind:
        case "event":
            event = shown.views.event(step.row)
            return " ".join(part for part in (event.clock, event.elapsed, one_line(event.text)) if part)
        case "cause" if cause := document.cause(step.row):
            return one_line(cause.text)
        case "action" if action := document.action(step.row):
            return f"{action.id} {one_line(action.text)}"
        case "parked":
            return one_line(document.review.capture[int(step.row)].text)
    return next(segment.name for segment in shown.agenda.segments if segment.id == step.segment)


def _asked(shown: ShownMeeting, segment: Segment, step: Step, turn: int) -> Iterator[str]:
    asked = questions_at(step, shown, segment, turn)
    if step.kind == "open":
        said = shown.wording.meeting.open
        asked = (said.purpose, *said.rules, said.first_time)
    elif step.kind == "discussion":
        asked = segment.ask
    yield from (f"  {visible_line(question)}" for question in asked)


def _labelled(label: str, text: str, width: int) -> list[str]:
    if len(label) > LABEL:
        lines = textwrap.wrap(visible_line(text), max(20, width - LABEL)) or [""]
        return [label, *(f"{'':{LABEL}}{line}" for line in _cut(lines))]
    lines = textwrap.wrap(visible_line(text), max(20, width - LABEL)) or [""]
    return [f"{label if at == 0 else '':{LABEL}}{line}" for at, line in enumerate(_cut(lines))]


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= LONGEST else [*lines[: LONGEST - 1], f"{lines[LONGEST - 1]} …"]


def _fitted(lines: Sequence[str], width: int) -> tuple[str, ...]:
    fitted: list[str] = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        fitted += (
            textwrap.wrap(line, max(20, width), subsequent_indent=indent) if len(line) > width else [line]
        )
    return tuple(fitted)
