"""What the room is asked at each step; beside an event two questions of its kind, the next two on request, hands now and then."""

import re

from pmtui.document.timeline import Event
from pmtui.meeting.agenda import Segment
from pmtui.meeting.shown import ShownMeeting
from pmtui.meeting.step_views import view_cause
from pmtui.meeting.steps import Step
from prompts.meeting_shapes import Meeting

SHOWN = 2
OTHER = "other"


def questions_at(step: Step, shown: ShownMeeting, segment: Segment, turn: int = 0) -> tuple[str, ...]:
    """Return what the room is asked at a step, `turn` times turned on; a cause's own open question comes first."""
    wording = shown.wording
    if step.kind in ("open", "impact", "discussion"):
        return ()  # these cards ask in their own words
    if step.kind == "event" and (event := shown.document.event(step.row)):
        return prompts_for(event, shown.views.event(event.id).number, wording.meeting, turn)
    asked = segment.ask
    if step.kind == "cause" and shown.document.cause(step.row):
        own = view_cause(shown.document, step.row, wording.five_whys).ask
        if own:
            asked = (own, *(each for each in asked if not each.startswith(own.rstrip("?"))))
    first = turn % len(asked) if asked else 0
    return (*asked[first:], *asked[:first])


def prompts_for(event: Event, number: int, meeting: Meeting, turn: int = 0) -> tuple[str, ...]:
    """Return the questions to show beside an event: two of them, `turn` times turned on.

    `number` is the event's place on the timeline, from 1: at every third (`meeting.hands_every`) the last of the first two
    asks for hands.
    """
    bank = meeting.prompts[kind_of(event, meeting)]
    first = turn * SHOWN
    shown = tuple(bank[(first + offset) % len(bank)] for offset in range(SHOWN))
    if turn == 0 and asks_for_hands(number, meeting):
        return (*shown[:-1], meeting.hands)
    return shown


def asks_for_hands(number: int, meeting: Meeting) -> bool:
    """Tell whether the room is asked for hands at the event of that number, from 1."""
    return bool(meeting.hands_every) and number % meeting.hands_every == 0


def kind_of(event: Event, meeting: Meeting) -> str:
    """Return the kind of prompts for an event: its own kind, else the one its words tell, else `other`."""
    if event.kind in meeting.prompts:
        return str(event.kind)
    words = event.text.lower()
    for kind, beginnings in meeting.guess.items():
        if kind in meeting.prompts and any(
            re.search(rf"(?<!\w){re.escape(beginning.lower())}", words) for beginning in beginnings
        ):
            return kind
    return OTHER
