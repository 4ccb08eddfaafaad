"""What is shown of one step: an event with its neighbours, a cause with its branch, an action with what it still lacks.

Texts are the author's, as they stand in the document: `visible()` and wrapping are the screen's affair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from pmtui.document.actions import Action
from pmtui.document.cause_edits import DEFAULT_QUESTION
from pmtui.document.causes import Cause
from pmtui.document.moments import clock
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import in_time_order
from pmtui.document.timeline import Event
from pmtui.document.why_steps import exits_of, first_open, step_states
from pmtui.exporting.figures import figure
from pmtui.meeting.capture_line import missing_parts
from pmtui.meeting.steps import causes_in_order, times_of
from pmtui.metrics import Metrics, measure
from pmtui.text import show_minutes
from prompts.meeting_shapes import ImpactCard
from prompts.shapes import FiveWhys

Words = Mapping[str, Mapping[str, str]]

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Neighbour:
    """The event just before or after: its id, its time and its text."""

    id: str
    clock: str
    text: str


@dataclass(frozen=True)
class EventView:
    """An event as the room sees it.

    `number` counts from 1. `clock` has the day where the timeline spans several; `elapsed` is the time since it all began
    (`+17 min`), empty where that is not known. `before` and `after` are None at the ends, and `after` while the future is
    hidden.
    """

    id: str
    number: int
    count: int
    clock: str
    approximate: bool
    elapsed: str
    kind: str
    milestone: str
    text: str
    note: str
    source: str
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True)
class RailEvent:
    """A line of the list beside the event: where it stands to the one in view (done, current or upcoming)."""

    id: str
    clock: str
    text: str
    state: str


@dataclass(frozen=True)
class CauseView:
    """A cause as the room sees it. `depth` counts from 0; `ask` is the first of the six questions that is open here."""

    id: str
    number: int
    count: int
    depth: int
    text: str
    question: str
    role: str
    kind: str
    explains: tuple[str, ...]
    below: tuple[str, ...]
    evidence: tuple[str, ...]
    exits: tuple[str, ...]
    ask: str


@dataclass(frozen=True)
class TreeRow:
    """A row of the tree beside the cause in view."""

    id: str
    depth: int
    text: str
    role: str
    current: bool


@dataclass(frozen=True)
class ActionView:
    """An action as the room sees it. `missing` names what it lacks (`owner`, `day`); `causes` are texts."""

    id: str
    number: int
    count: int
    text: str
    done_when: str
    is_idea: bool
    from_meeting: bool
    owner: str
    due: str
    check: str
    priority: str
    type: str
    state: str
    causes: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ImpactView:
    """What the incident did: headline figures, each with what it is a figure of, and the words of the author."""

    figures: tuple[tuple[str, str], ...]
    text: str


class TimelineViews:
    """The events of one document, prepared once: stepping through 500 of them measures nothing again.

    `words` are those of `load_words`. Make a new one when the document changes.
    """

    def __init__(self, document: Postmortem, words: Words) -> None:
        self.document = document
        self._words = words
        self._events = in_time_order(document)
        self._index = {event.id: at for at, event in enumerate(self._events)}
        self._show = times_of(document)

    @cached_property
    def metrics(self) -> Metrics:
        """Return the document's figures."""
        return measure(self.document)

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events by time."""
        return self._events

    def clock(self, at: datetime) -> str:
        """Return a time of this timeline, with its day where there are several."""
        return self._show(at)

    def event(self, event_id: str, *, foresight: bool = False) -> EventView:
        """Return an event to show. Raises KeyError when there is none of that id."""
        at = self._index[event_id]
        event = self._events[at]
        last = foresight or at + 1 == len(self._events)
        return EventView(
            id=event.id,
            number=at + 1,
            count=len(self._events),
            clock=self.clock(event.at),
            approximate=event.approximate,
            elapsed=self._elapsed(event.at),
            kind=self._word("event_kind", event.kind),
            milestone=self._word("milestone", event.milestone),
            text=event.text,
            note=event.note or "",
            source=event.source or "",
            before=self._neighbour(at - 1) if at else None,
            after=None if last else self._neighbour(at + 1),
        )

    def rail(self, event_id: str, *, foresight: bool = False) -> tuple[RailEvent, ...]:
        """Return every event by time, up to the one in view while the future is hidden."""
        now = self._index.get(event_id, -1)
        states = ("done", "current", "upcoming")
        return tuple(
            RailEvent(event.id, self.clock(event.at), event.text, states[(at > now) + (at >= now)])
            for at, event in enumerate(self._events)
            if not foresight or at <= now
        )

    def _neighbour(self, at: int) -> Neighbour:
        event = self._events[at]
        return Neighbour(event.id, self.clock(event.at), event.text)

    def _elapsed(self, at: datetime) -> str:
        start = self.metrics.duration.start
        if start is None:
            return ""
        minutes = (at - start) / _MINUTE
        return f"{'−' if minutes < 0 else '+'}{show_minutes(abs(minutes))}"

    def _word(self, group: str, value: str | None) -> str:
        return self._words[group].get(value, value) if value else ""


def view_impact(document: Postmortem, metrics: Metrics, said: ImpactCard) -> ImpactView:
    """Return the impact to show; the most telling figures first."""
    currency = document.impact.currency or ""
    revenue = figure(document, "impact.revenue")
    going_on = metrics.duration.start is not None and metrics.duration.end is None
    found = (
        (said.going_on if going_on else metrics.duration.length, "" if going_on else said.lasted),
        (figure(document, "impact.users"), said.users),
        (metrics.ttd.length, said.detected),
        (metrics.ttm.length, said.mitigated),
        (figure(document, "impact.failed_requests"), said.requests),
        (f"{revenue} {currency}".strip() if revenue else "", said.revenue),
        (figure(document, "impact.support_tickets"), said.tickets),
    )
    return ImpactView(tuple(each for each in found if each[0]), document.narrative.impact_text or "")


def view_cause(document: Postmortem, cause_id: str, five_whys: FiveWhys) -> CauseView:
    """Return a cause to show. Raises KeyError when there is none of that id."""
    order = causes_in_order(document)
    ids = [each for each, _ in order]
    cause = document.cause(cause_id)
    if cause is None:
        raise KeyError(cause_id)
    words = five_whys.words
    states = step_states(document, cause, words)
    still_open = first_open(states)
    asks = {step.id: step.ask for step in five_whys.steps}
    return CauseView(
        id=cause.id,
        number=ids.index(cause.id) + 1,
        count=len(ids),
        depth=dict(order)[cause.id],
        text=cause.text,
        question=five_whys.side_questions.get(cause.question or DEFAULT_QUESTION, ""),
        role=_cause_word(words, "role", cause.role),
        kind=_cause_word(words, "kind", cause.kind),
        explains=tuple(above.text for each in cause.parents if (above := document.cause(each))),
        below=tuple(each.text for each in document.causes if cause.id in each.parents),
        evidence=tuple(_evidence(document, entry) for entry in cause.evidence),
        exits=exits_of(document, cause, words),
        ask="" if states[still_open].answered else asks.get(still_open, ""),
    )


def tree_rows(document: Postmortem, cause_id: str, five_whys: FiveWhys) -> tuple[TreeRow, ...]:
    """Return the tree in its order, one row for each cause."""
    held: dict[str, Cause] = {cause.id: cause for cause in document.causes}
    return tuple(
        TreeRow(
            each,
            depth,
            held[each].text,
            _cause_word(five_whys.words, "role", held[each].role),
            each == cause_id,
        )
        for each, depth in causes_in_order(document)
    )


def view_action(document: Postmortem, action_id: str, ids: tuple[str, ...], words: Words) -> ActionView:
    """Return an action to show; `ids` are those that are walked through. Raises KeyError when there is none of that id."""
    action = document.action(action_id)
    if action is None:
        raise KeyError(action_id)
    return ActionView(
        id=action.id,
        number=ids.index(action_id) + 1 if action_id in ids else 0,
        count=len(ids),
        text=action.text,
        done_when=action.done_when or "",
        is_idea=action.is_idea,
        from_meeting=came_from_meeting(document, action),
        owner=action.owner or "",
        due=action.due.isoformat() if action.due else "",
        check=action.check.isoformat() if action.check else "",
        priority=action.priority or "",
        type=words["action_type"].get(action.type, action.type) if action.type else "",
        state=words["action_state"].get(action.state, action.state),
        causes=tuple(cause.text for each in action.causes if (cause := document.cause(each))),
        missing=missing_parts(action),
    )


def came_from_meeting(document: Postmortem, action: Action) -> bool:
    """Tell whether an action was caught in the review meeting."""
    return any(
        capture.action == action.id and capture.kind == "idea" and capture.outcome != "merged"
        for capture in document.review.capture
    )


def _cause_word(words: Words, field: str, value: str | None) -> str:
    return words.get(field, {}).get(value, value) if value else ""


def _evidence(document: Postmortem, entry: str) -> str:
    event = document.event(entry)
    return f"{clock(event.at, document.meta.zone)} {event.text}" if event else entry
