"""What the meeting writes into the draft: pure functions from one document to the next.

An idea becomes an action at once, so that nothing said is lost when the meeting ends early: of the state idea until the
room talks about actions, agreed from then on. Its capture points at it, which marks it as one that came from the meeting.
Who said something is never kept.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.field_problem import FieldProblem, quoted
from pmtui.document.fields import get_value, set_text
from pmtui.document.line_marks import without_list_mark
from pmtui.document.moments import in_zone, write_moment
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.quick_line import QuickEvent, parse_event_line
from pmtui.document.review import CAPTURE_KINDS, Capture
from pmtui.document.row_edits import add_row, remove_row
from pmtui.document.row_kinds import ACTIONS
from pmtui.meeting.capture_line import CaptureLine, fill_action, named_parts
from pmtui.meeting.full_names import full_names
from pmtui.meeting.steps import Step

_FILLED_BY_MERGE = ("done_when", "type", "owner", "priority", "due", "check", "ticket", "complexity")


@dataclass(frozen=True)
class Context:
    """What was in view when something was said, and when (with an offset)."""

    segment: str = ""
    event: str | None = None
    cause: str | None = None
    action: str | None = None
    at: datetime | None = None


def context_of(step: Step, at: datetime) -> Context:
    """Return the context of a step."""
    row = {step.kind: step.row} if step.kind in ("event", "cause", "action") else {}
    return Context(step.segment, row.get("event"), row.get("cause"), row.get("action"), at)


def add_capture(
    document: Postmortem, line: CaptureLine, context: Context, *, agreed: bool = False
) -> Postmortem:
    """Return the document with what was caught. `agreed` makes an action of an idea at once: the room talks about actions.

    An idea caught while a cause is in view answers that cause.
    """
    action_id = context.action
    if line.action is not None:
        causes = (context.cause,) if context.cause and document.cause(context.cause) else ()
        row = replace(line.action, state="agreed" if agreed else "idea", causes=causes)
        document, action_id = add_row(document, row)
    capture = Capture(
        kind=line.kind,
        text=line.text,
        at=context.at.replace(microsecond=0) if context.at else None,
        segment=context.segment,
        event=context.event,
        cause=context.cause,
        action=action_id,
        taker=line.taker,
        outcome="accepted" if line.action is not None and agreed else None,
    )
    return _with_captures(document, (*document.review.capture, capture))


def undo_last(document: Postmortem, keep: int = 0) -> tuple[Postmortem, Capture | None]:
    """Take the last capture back with what it did, and return it; None when there is none beyond the first `keep`.

    An action goes with its idea, and what a correction replaced is put back. The document is unchanged, with its capture
    returned all the same, when that is not possible any more: the idea was merged or dropped, the event is gone.
    """
    if len(document.review.capture) <= keep:
        return document, None
    *rest, last = document.review.capture
    if last.outcome in ("merged", "dropped"):
        return document, last
    without = _with_captures(document, tuple(rest))
    if last.kind == "idea" and last.action:
        without = remove_row(without, ACTIONS, last.action)
    if last.kind == "correction" and last.field and last.before is not None:
        try:
            without = set_text(without, last.field, last.before)
        except FieldProblem:
            return document, last
    return without, last


def edit_capture(document: Postmortem, index: int, text: str, taker: str | None = None) -> Postmortem:
    """Return the document with other words for a capture, counted from 0; `taker` "" takes the name away, None keeps it.

    The action of an idea follows while it is still an idea in the same words. Raises FieldProblem for empty text.
    """
    capture = document.review.capture[index]
    if not text.strip():
        raise FieldProblem("Nothing is written yet", "Write what was said, or take the capture back.")
    values: dict[str, object] = {"text": text.strip()}
    if taker is not None:
        values["taker"] = taker.strip().removeprefix("@")
    action = document.action(capture.action or "") if capture.kind == "idea" else None
    if action and action.is_idea and action.text == capture.text:
        document = _with_action(document, replace(action, text=text.strip()))
    captures = list(document.review.capture)
    captures[index] = replace(capture, **values)
    return _with_captures(document, tuple(captures))


def accept_idea(document: Postmortem, action_id: str) -> Postmortem:
    """Return the document with an idea agreed as an action. Raises FieldProblem when there is no such action."""
    action = _action(document, action_id)
    return _with_outcome(
        _with_action(document, replace(action, state="agreed")), action, "accepted", action_id
    )


def merge_idea(document: Postmortem, idea_id: str, into_id: str) -> Postmortem:
    """Return the document with an idea made part of another action, which takes over what it lacks itself.

    The idea's own words stay with its capture. Raises FieldProblem when there is no such action, or both are the same.
    """
    idea, into = _action(document, idea_id), _action(document, into_id)
    if idea_id == into_id:
        raise FieldProblem("An idea cannot be merged into itself", "Choose another action.")
    values: dict[str, object] = {
        name: getattr(idea, name) for name in _FILLED_BY_MERGE if not getattr(into, name)
    }
    people = (into.owner or idea.owner, *into.collaborators, idea.owner, *idea.collaborators)
    values["collaborators"] = tuple(dict.fromkeys(name for name in people[1:] if name and name != people[0]))
    values["causes"] = tuple(dict.fromkeys((*into.causes, *idea.causes)))
    merged = _with_outcome(_with_action(document, replace(into, **values)), idea, "merged", into_id)
    return remove_row(merged, ACTIONS, idea_id)


def drop_idea(document: Postmortem, action_id: str) -> Postmortem:
    """Return the document without an idea; its words stay with the captures. What the author proposed stays as not to be done.

    Raises FieldProblem when it is not there.
    """
    idea = _action(document, action_id)
    if not idea.is_idea:
        return _with_action(_with_outcome(document, idea, "dropped", None), replace(idea, state="wont_do"))
    return remove_row(_with_outcome(document, idea, "dropped", None), ACTIONS, action_id)


def fill_on_the_spot(document: Postmortem, action_id: str, text: str, today: date) -> Postmortem:
    """Return the document with what the line says of an action: `@sarah ^+7d done: the alert rings cause: w2`.

    A cause is named by its id, or by words that are in one cause alone. Raises FieldProblem.
    """
    line, named = named_parts(text)
    action = fill_action(_action(document, action_id), line, today, full_names(document))
    if done_when := named.get("done"):
        action = replace(action, done_when=done_when)
    if cause := named.get("cause"):
        causes = tuple(_cause(document, each) for each in re.split(r"\s*[,;]\s*", cause) if each)
        action = replace(action, causes=tuple(dict.fromkeys((*action.causes, *causes))))
    return _with_action(document, action)


def read_event(document: Postmortem, text: str, context: Context) -> QuickEvent:
    """Return an event that is read as if it were typed on the timeline, and what to know about its time.

    Its day is that of the event in view, else that on which the incident began. Raises FieldProblem.
    """
    zone = document.meta.zone
    near = document.event(context.event or "")
    at = near.at if near else document.meta.began or (document.timeline[0].at if document.timeline else None)
    day = in_zone(at, zone).date() if at else None
    return parse_event_line(text, zone, day)


def add_event(document: Postmortem, text: str, context: Context) -> tuple[Postmortem, str]:
    """Return the document with an event that was read in the meeting, and the event's id. Raises FieldProblem."""
    return add_row(document, read_event(document, text, context).event)


def add_cause(document: Postmortem, text: str, context: Context) -> tuple[Postmortem, str]:
    """Return the document with a cause, and its id: below the cause in view, or known by the event in view."""
    text = without_list_mark(text)
    if not text.strip():
        raise FieldProblem("Nothing is written yet", "Write what had to be true for this to happen.")
    parents = (context.cause,) if context.cause and document.cause(context.cause) else ()
    evidence = (context.event,) if context.event and document.event(context.event) else ()
    return add_row(document, Cause(text=text.strip(), parents=parents, evidence=evidence))


def correct_event(document: Postmortem, path: str, text: str, context: Context) -> Postmortem:
    """Return the document with an event's time or text put right, and a correction that keeps what stood there.

    `path` is `timeline.e6.at` or `timeline.e6.text`; `text` is read as if it were typed on the timeline. Unchanged when it
    already says so. Raises FieldProblem.
    """
    before = get_value(document, path)
    changed = set_text(document, path, text)
    if changed == document:
        return document
    _, event_id, field = path.split(".")
    approximate = event.approximate if (event := document.event(event_id)) else False
    zone = document.meta.zone
    shown = (
        f"{'~' if approximate else ''}{write_moment(before, zone)}"
        if isinstance(before, datetime)
        else str(before)
    )
    now = get_value(changed, path)
    after = write_moment(now, zone) if isinstance(now, datetime) else str(now)
    capture = Capture(
        kind="correction",
        text=after,
        at=context.at.replace(microsecond=0) if context.at else None,
        segment=context.segment,
        event=event_id,
        field=f"timeline.{event_id}.{field}",
        before=shown,
    )
    return _with_captures(changed, (*changed.review.capture, capture))


def add_show_of_hands(document: Postmortem, question: str, hands: int, context: Context) -> Postmortem:
    """Return the document with a note that holds a count of hands, and nothing about whose they were."""
    words = f"{question.strip() or 'Show of hands'}: {hands}"
    return add_capture(document, CaptureLine("note", words), context)


def counts(document: Postmortem) -> Mapping[str, int]:
    """Return how many captures there are of each kind."""
    found = Counter(capture.kind for capture in document.review.capture)
    return {kind: found[kind] for kind in CAPTURE_KINDS}  # type: ignore[index]  # a Literal's own values


def _with_captures(document: Postmortem, captures: tuple[Capture, ...]) -> Postmortem:
    return replace(document, review=replace(document.review, capture=captures))


def _with_action(document: Postmortem, changed: Action) -> Postmortem:
    actions = tuple(changed if action.id == changed.id else action for action in document.actions)
    return replace(document, actions=actions)


def _with_outcome(document: Postmortem, idea: Action, outcome: str, action_id: str | None) -> Postmortem:
    """Write down what became of an idea; one that was there before the meeting gets a capture now."""
    captures = list(document.review.capture)
    held = [
        at
        for at, capture in enumerate(captures)
        if capture.kind == "idea"
        and capture.action == idea.id
        # What was merged into this one stays merged when it is accepted.
        and not (outcome == "accepted" and capture.outcome)
    ]
    for at in held:
        captures[at] = replace(captures[at], outcome=outcome, action=action_id)
    if not held and outcome != "accepted":
        captures.append(Capture(kind="idea", text=idea.text, action=action_id, outcome=outcome))  # type: ignore[arg-type]  # validated
    return _with_captures(document, tuple(captures))


def _cause(document: Postmortem, named: str) -> str:
    """Return the id of the cause that is named by it, or by words of it."""
    if document.cause(named.lower()):
        return named.lower()
    found = [cause.id for cause in document.causes if named.casefold() in cause.text.casefold()]
    if len(found) == 1:
        return found[0]
    known = ", ".join(cause.id for cause in document.causes) or "none yet"
    raise FieldProblem(
        f"{quoted(named)} is not one cause", f"Write its id ({known}), or words that only it has."
    )


def _action(document: Postmortem, action_id: str) -> Action:
    action = document.action(action_id)
    if action is None:
        raise FieldProblem(f"There is no action {quoted(action_id)}")
    return action
