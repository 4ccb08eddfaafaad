"""Changes to a document's rows: pure functions from one document to the next."""

from collections.abc import Callable

from pmtui.document.causes import Cause
from pmtui.document.field_paths import canonical, field_kind
from pmtui.document.fields import CURRENCY, FIGURES, FieldProblem, set_text, set_value
from pmtui.document.postmortem import Postmortem, next_id, replace
from pmtui.document.row_kinds import CAUSES, EVENTS, Row, RowKind, RowT, kind_of_row
from pmtui.document.timeline import Event
from pmtui.text import one_line

# Kinds whose value goes when something else is typed over it. A time stays: the next one is read against its day.
REPLACED = FIGURES | {"yesno", "choice", "day"}


def add_row(document: Postmortem, row: Row) -> tuple[Postmortem, str]:
    """Append a row to the list of its kind under a fresh id; return the document and the id."""
    kind = kind_of_row(row)
    held = document.rows(kind)
    row_id = next_id(held, kind.prefix)
    return document.with_rows(kind, (*held, replace(row, id=row_id))), row_id


def remove_row(document: Postmortem, kind: RowKind[RowT], row_id: str) -> Postmortem:
    """Take a row out, and every link to it. What a cause explained is explained by its own children from then on."""
    document_without = document.with_rows(kind, (row for row in document.rows(kind) if row.id != row_id))
    if kind == CAUSES:
        return _without_cause(document_without, document.cause(row_id))
    if kind == EVENTS:
        causes = tuple(
            replace(cause, evidence=_without(cause.evidence, row_id)) if row_id in cause.evidence else cause
            for cause in document.causes
        )
        return replace(document_without, causes=causes)
    return document_without


def move_row(document: Postmortem, kind: RowKind[RowT], row_id: str, steps: int) -> Postmortem:
    """Move a row up (negative) or down among its list, as far as there is room."""
    held = list(document.rows(kind))
    at = next((index for index, row in enumerate(held) if row.id == row_id), None)
    if at is None:
        return document
    row = held.pop(at)
    held.insert(max(0, min(len(held), at + steps)), row)
    return document.with_rows(kind, held)


def in_time_order(document: Postmortem) -> tuple[Event, ...]:
    """Return the timeline by time; events of the same moment stay in the order they were entered."""
    return tuple(sorted(document.timeline, key=lambda event: event.at))


def keep_unread(document: Postmortem, key: str, text: str) -> Postmortem:
    """Keep what was typed and not understood (or not finished) under a key; empty text forgets it."""
    if document.unread.get(key, "") == text:
        return document
    rest = {name: kept for name, kept in document.unread.items() if name != key}
    return replace(document, unread={**rest, key: text} if text.strip() else rest)


def type_into(
    document: Postmortem, path: str, text: str, read: Callable[[str], str] | None = None
) -> tuple[Postmortem, FieldProblem | None]:
    """Put typed text into a field; what cannot be understood yet is kept in its place, with what to do about it.

    `read` turns the words of a field that takes some only into its value, or raises FieldProblem.
    """
    try:
        changed = set_text(document, path, read(text) if read else text)
    except FieldProblem as problem:
        if read or field_kind(path).name in REPLACED or canonical(path) == CURRENCY:
            document = set_value(document, path, None)
        return keep_unread(document, canonical(path), one_line(text)), problem
    return keep_unread(changed, canonical(path), ""), None


def _without_cause(document: Postmortem, gone: Cause | None) -> Postmortem:
    if gone is None:
        return document
    causes = []
    for cause in document.causes:
        parents = cause.parents
        if gone.id in parents:
            heirs = (parent for parent in gone.parents if parent not in parents and parent != cause.id)
            parents = (*_without(parents, gone.id), *heirs)
        causes.append(cause if parents == cause.parents else replace(cause, parents=parents))
    actions = tuple(
        replace(action, causes=_without(action.causes, gone.id)) if gone.id in action.causes else action
        for action in document.actions
    )
    return replace(document, causes=tuple(causes), actions=actions)


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(kept for kept in ids if kept != gone)
