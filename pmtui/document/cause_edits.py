"""Changes to the why-tree: pure functions from one document to the next.

Every function that takes the id of a cause raises FieldProblem when there is no such cause.
"""

import re
from collections.abc import Sequence
from datetime import date

from pmtui.document.causes import Cause, CauseKind, SideQuestion
from pmtui.document.field_problem import FieldProblem, listed, quoted
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.quick_line import parse_action_line
from pmtui.document.row_edits import add_row, remove_row
from pmtui.document.row_kinds import CAUSES
from pmtui.text import one_line

DEFAULT_QUESTION: SideQuestion = "happened"

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_SHORTEST = 16  # what ends earlier is an abbreviation rather than a sentence


def impact_sentence(document: Postmortem) -> str:
    """Return what the tree explains: the first sentence of the summary, else the title; empty when neither is there."""
    first = one_line(_PARAGRAPH_END.split((document.narrative.summary or "").strip(), maxsplit=1)[0])
    ends = (match.start() for match in _SENTENCE_END.finditer(first))
    end = next((at for at in ends if at >= _SHORTEST), len(first))
    return first[:end].strip() or one_line(document.meta.title)


def add_first(document: Postmortem, question: SideQuestion, text: str) -> tuple[Postmortem, str]:
    """Add a cause that answers a side question of the impact directly; return the document and its id."""
    return add_row(document, Cause(text=text, question=question))


def add_child(document: Postmortem, cause_id: str, text: str) -> tuple[Postmortem, str]:
    """Add a cause that explains another one; return the document and its id."""
    return add_row(document, Cause(text=text, parents=(_cause(document, cause_id).id,)))


def add_sibling(
    document: Postmortem, cause_id: str, text: str, kind: CauseKind | None = None
) -> tuple[Postmortem, str]:
    """Add a cause that explains the same as another one; return the document and its id.

    Where the other one was said to need a further condition (`more_needed`), that answer is open again: this may have
    been the one, and there may be more.
    """
    beside = _cause(document, cause_id)
    parents = _known_parents(document, beside)
    question = None if parents else beside.question or DEFAULT_QUESTION
    document, new_id = add_row(document, Cause(text=text, parents=parents, question=question, kind=kind))
    if beside.more_needed:
        document = change_cause(document, cause_id, more_needed=None)
    return document, new_id


def remove_cause(document: Postmortem, cause_id: str) -> Postmortem:
    """Take a cause out; what explained it explains its parents from then on, or answers its side question."""
    question = _cause(document, cause_id).question
    heirs = {cause.id for cause in document.causes if cause_id in cause.parents}
    without = remove_row(document, CAUSES, cause_id)
    causes = tuple(
        replace(cause, question=question)
        if cause.id in heirs and not cause.parents and cause.question is None
        else cause
        for cause in without.causes
    )
    return replace(without, causes=causes) if question else without


def change_cause(document: Postmortem, cause_id: str, **values: object) -> Postmortem:
    """Return the document with some fields of a cause changed. Raises pydantic.ValidationError for a value that does not fit."""
    changed = replace(_cause(document, cause_id), **values)
    return replace(
        document, causes=tuple(changed if cause.id == cause_id else cause for cause in document.causes)
    )


def link_parent(document: Postmortem, cause_id: str, parent_id: str) -> Postmortem:
    """Let a cause explain one more. Raises FieldProblem in words where that would lead round in a circle."""
    cause, parent = _cause(document, cause_id), _cause(document, parent_id)
    if cause_id == parent_id:
        raise FieldProblem("A cause cannot explain itself", "Choose another one, or add what explains both.")
    if parent_id in cause.parents:
        return document
    if cause_id in _above(document, parent):
        raise FieldProblem(
            "That would lead round in a circle",
            f"{parent_id} is already explained by {cause_id}. Which of the two came first?",
        )
    return change_cause(document, cause_id, parents=(*cause.parents, parent_id))


def unlink_parent(document: Postmortem, cause_id: str, parent_id: str) -> Postmortem:
    """Let a cause no longer explain another one; with none left it answers its side question directly."""
    kept = tuple(parent for parent in _cause(document, cause_id).parents if parent != parent_id)
    return change_cause(document, cause_id, parents=kept)


def move_past(document: Postmortem, cause_id: str, other_id: str) -> Postmortem:
    """Move a cause to the other side of a neighbour, so that it comes just before or just after it."""
    cause, other = _cause(document, cause_id), _cause(document, other_id)
    at = document.causes.index(other)
    rest = [row for row in document.causes if row.id != cause_id]
    return replace(document, causes=(*rest[:at], cause, *rest[at:]))


def set_evidence(document: Postmortem, cause_id: str, evidence: Sequence[str]) -> Postmortem:
    """Set the events and links that show a cause. With the first of them it counts as known, unless something is said."""
    entries = tuple(dict.fromkeys(entry for entry in map(one_line, evidence) if entry))
    confidence = _cause(document, cause_id).confidence or ("known" if entries else None)
    return change_cause(document, cause_id, evidence=entries, confidence=confidence)


def action_opening(cause: Cause) -> str:
    """Return the beginning of an action about a cause, with the author's own words for the cause after it."""
    if cause.ours_to_change == "partner":
        opening = "Agree with the partner on this"
    elif cause.ours_to_change == "outside":
        opening = "Limit the harm of this"
    else:
        opening = "Make this safeguard hold" if cause.kind == "control" else "Change this"
    return f"{opening}: {one_line(cause.text)}"


def make_action(document: Postmortem, cause_id: str, text: str, today: date) -> tuple[Postmortem, str]:
    """Add an action that answers a cause, read like a line of the actions; return the document and the action's id.

    `^+7d` counts from `today`. Raises FieldProblem.
    """
    action = parse_action_line(text, today)
    return add_row(document, replace(action, causes=(_cause(document, cause_id).id,)))


def toggle_action(document: Postmortem, cause_id: str, action_id: str) -> Postmortem:
    """Link an action to a cause, or take that link away. Raises FieldProblem when there is no such action."""
    action = document.action(action_id)
    if action is None:
        raise FieldProblem(f"There is no action {quoted(action_id)}")
    others = tuple(linked for linked in action.causes if linked != cause_id)
    linked = others if cause_id in action.causes else (*action.causes, _cause(document, cause_id).id)
    changed = replace(action, causes=linked)
    return replace(
        document, actions=tuple(changed if row.id == action_id else row for row in document.actions)
    )


def siblings_of(document: Postmortem, cause_id: str) -> tuple[Cause, ...]:
    """Return the causes that explain the same as this one, under any of its parents or the same side question."""
    cause = _cause(document, cause_id)
    parents = set(_known_parents(document, cause))
    others = (other for other in document.causes if other.id != cause_id)
    if parents:
        return tuple(other for other in others if parents.intersection(other.parents))
    question = cause.question or DEFAULT_QUESTION
    return tuple(
        other
        for other in others
        if not _known_parents(document, other) and (other.question or DEFAULT_QUESTION) == question
    )


def _cause(document: Postmortem, cause_id: str) -> Cause:
    cause = document.cause(cause_id)
    if cause is None:
        ids = [other.id for other in document.causes]
        known = f"This draft has {listed(ids, 'and')}." if ids else "This draft has none yet."
        raise FieldProblem(f"There is no cause {quoted(cause_id)}", known)
    return cause


def _known_parents(document: Postmortem, cause: Cause) -> tuple[str, ...]:
    known = {other.id for other in document.causes}
    return tuple(parent for parent in cause.parents if parent in known and parent != cause.id)


def _above(document: Postmortem, cause: Cause) -> set[str]:
    """Return ids of every cause that this one helps to explain, circles of a hand-written draft included."""
    parents = {other.id: other.parents for other in document.causes}
    found: set[str] = set()
    waiting = list(cause.parents)
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting.extend(parents.get(above, ()))
    return found
