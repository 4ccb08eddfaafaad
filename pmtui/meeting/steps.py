"""What each segment of the meeting goes through, one step at a time, and where one can jump to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pmtui.document.cause_edits import DEFAULT_QUESTION
from pmtui.document.impact import Impact
from pmtui.document.moments import clock, show_moment
from pmtui.document.postmortem import Learning, Postmortem
from pmtui.document.row_edits import in_time_order
from pmtui.document.row_kinds import ROW_KINDS
from pmtui.meeting.agenda import Agenda, Segment
from pmtui.text import one_line
from prompts.meeting_shapes import Walk

StepKind = Literal[
    "open", "impact", "event", "cause", "list", "action", "discussion", "parked", "close", "nothing"
]

_LONGEST = 400  # characters of a text that are read for a line of the picker


@dataclass(frozen=True)
class Step:
    """One thing the room looks at.

    `row` is the id of an event, cause or action, the name of a list (`well`), or the place of a parked item among the
    captures, from 0. A segment with nothing to walk through has one step of the kind `nothing`, with the walk in `row`.
    """

    segment: str
    kind: StepKind
    row: str = ""

    @property
    def key(self) -> str:
        """Return the step's name, the same after rows were added or taken out: `timeline/event/e6`."""
        return "/".join(part for part in (self.segment, self.kind, self.row) if part)


@dataclass(frozen=True)
class Entry:
    """A place that one can jump to: its segment and step, both from 0, and one line of author text."""

    segment: int
    step: int
    words: str


def steps_of(document: Postmortem, segment: Segment) -> tuple[Step, ...]:
    """Return what a segment goes through; at least one step.

    Events by time, causes in the order of the tree, actions without those that were settled before: first those that
    nobody has agreed to yet.
    """
    found = tuple(Step(segment.id, kind, row) for kind, row in _walk(document, segment.walk))
    return found or (Step(segment.id, "nothing", segment.walk),)


def find(steps: Sequence[Step], key: str | None, near: int = 0) -> int:
    """Return where a step stands, by its key; `near` (as far as there are steps) when it is gone."""
    at = next((index for index, step in enumerate(steps) if step.key == key), near)
    return max(0, min(at, len(steps) - 1))


def kept_in_order(steps: Sequence[Step], before: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps of actions in the order in which they were walked before, new ones last.

    So nothing moves when an action is agreed, and the next step is the next one on the screen.
    """
    if not steps or steps[0].kind != "action":
        return tuple(steps)
    places = {step: place for place, step in enumerate(before)}
    return tuple(sorted(steps, key=lambda step: places.get(step, len(places))))


def entries(document: Postmortem, agenda: Agenda, *, hide_after: str = "") -> tuple[Entry, ...]:
    """Return every place to jump to, in order: each segment's name, then its events, causes, actions and items.

    `hide_after` is the event beyond which nothing is told while the future is hidden; what would tell it (later events,
    causes and actions) is left out.
    """
    found: list[Entry] = []
    show = times_of(document)
    for index, segment in enumerate(agenda.segments):
        found.append(Entry(index, 0, segment.name))
        steps = steps_of(document, segment)
        if hide_after:
            steps = _until(steps, hide_after)
        if len(steps) > 1 or segment.walk in ROW_KINDS:
            found += [
                Entry(index, at, words)
                for at, step in enumerate(steps)
                if (words := _words(document, step, show))
            ]
    return tuple(found)


def causes_in_order(document: Postmortem) -> tuple[tuple[str, int], ...]:
    """Return the id of every cause with its depth from 0: side question by side question, each above what explains it.

    A cause with several parents stands under the first; one in a circle of a hand-written draft stands at the top.
    """
    known = {cause.id for cause in document.causes}
    below: dict[str, list[str]] = {cause.id: [] for cause in document.causes}
    first: dict[str, list[str]] = {"happened": [], "not_caught": [], "lasted": []}
    for cause in document.causes:
        parents = [parent for parent in cause.parents if parent in known and parent != cause.id]
        for parent in parents:
            below[parent].append(cause.id)
        if not parents:
            first[cause.question or DEFAULT_QUESTION].append(cause.id)
    depths: dict[str, int] = {}
    starts = [cause for group in first.values() for cause in group]
    for start in (*starts, *below):
        waiting = [(start, 0)]
        while waiting:
            cause_id, depth = waiting.pop()
            if cause_id not in depths:
                depths[cause_id] = depth
                waiting += [(child, depth + 1) for child in reversed(below[cause_id])]
    return tuple(depths.items())


def times_of(document: Postmortem) -> Callable[[datetime], str]:
    """Return how times of this timeline are shown: by the clock, with their day where there are several days."""
    zone = document.meta.zone
    days = {show_moment(event.at, zone)[:10] for event in document.timeline}
    shown = clock if len(days) <= 1 else show_moment
    return lambda at: shown(at, zone)


def _walk(document: Postmortem, walk: Walk) -> Iterator[tuple[StepKind, str]]:
    match walk:
        case "open":
            yield "open", ""
            if document.impact != Impact() or document.narrative.impact_text or document.meta.began:
                yield "impact", ""
        case "close":
            yield "close", ""
        case "timeline":
            yield from (("event", event.id) for event in in_time_order(document))
        case "causes":
            yield from (("cause", cause_id) for cause_id, _ in causes_in_order(document))
        case "actions":
            caught = {capture.action for capture in document.review.capture}
            walked = [each for each in document.actions if not each.is_finished or each.id in caught]
            yield from (
                ("action", each.id) for each in sorted(walked, key=lambda each: not each.is_undecided)
            )
        case "learnings":
            yield from (("list", name) for name in Learning.model_fields)
        case "discussion":
            yield "discussion", ""
            yield from (
                ("parked", str(index))
                for index, capture in enumerate(document.review.capture)
                if capture.kind == "parked"
            )


def _until(steps: tuple[Step, ...], event_id: str) -> tuple[Step, ...]:
    if steps[0].kind == "event":
        return steps[: find(steps, Step(steps[0].segment, "event", event_id).key) + 1]
    return () if steps[0].kind in ("cause", "action") else steps


def _words(document: Postmortem, step: Step, show: Callable[[datetime], str]) -> str:
    match step.kind:
        case "event" if event := document.event(step.row):
            return f"{show(event.at)} {one_line(event.text[:_LONGEST])}"
        case "cause" if cause := document.cause(step.row):
            return one_line(cause.text[:_LONGEST])
        case "action" if action := document.action(step.row):
            return f"{action.id} {one_line(action.text[:_LONGEST])}"
        case "parked":
            return one_line(document.review.capture[int(step.row)].text[:_LONGEST])
    return ""
