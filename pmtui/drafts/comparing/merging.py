"""Two versions of a document that grew from the same one, brought together field by field and row by row.

What only one side changed is taken. A field that both changed differently is a conflict, and so is a row that one side
removed and the other changed. Lists of items have no conflicts: what either side added is in, what either removed is
out, so an item that both reworded is there in both wordings.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pmtui.document.base import Part
from pmtui.document.postmortem import Postmortem, next_id, replace
from pmtui.document.review import Capture
from pmtui.document.row_kinds import ACTIONS, CAUSES, EVENTS, NUMBERED, RowKind
from pmtui.drafts.comparing.row_keys import rows_by_key, written_path

Side = Literal["ours", "theirs"]
Steps = tuple[str, ...]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Conflict:
    """A place where both sides changed the same thing; None stands for nothing there. `side` is what was chosen."""

    path: str
    base: object
    ours: object
    theirs: object
    side: Side | None = None


@dataclass(frozen=True)
class Merge:
    """Three versions brought together. Until a conflict is chosen, `document` holds ours there.

    A row or an answer that ours removed and theirs changed is still there until then.
    """

    base: Postmortem
    ours: Postmortem
    theirs: Postmortem
    document: Postmortem
    conflicts: tuple[Conflict, ...]

    @property
    def open(self) -> tuple[Conflict, ...]:
        """Return the conflicts for which no side was chosen yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.side is None)


def merge(base: Postmortem, ours: Postmortem, theirs: Postmortem) -> Merge:
    """Bring two versions together that both grew from `base`.

    A row that both added under the same id is two rows: theirs gets a new id, and what points at it follows.
    """
    return _merged(base, ours, _renumbered(base, ours, theirs), {})


def choose(merged: Merge, path: str, side: Side) -> Merge:
    """Return the merge with one side taken in one conflict; it can be chosen again. Raises KeyError for another path."""
    choices = {conflict.path: conflict.side for conflict in merged.conflicts}
    if path not in choices:
        raise KeyError(path)
    return _merged(merged.base, merged.ours, merged.theirs, {**choices, path: side})


@dataclass
class _Run:
    """One walk through three documents: what was chosen before, and the conflicts met."""

    choices: Mapping[str, Side | None]
    conflicts: list[Conflict] = field(default_factory=list)


def _merged(
    base: Postmortem, ours: Postmortem, theirs: Postmortem, choices: Mapping[str, Side | None]
) -> Merge:
    run = _Run(choices)
    document = _value(run, (), base, ours, theirs)
    return Merge(base, ours, theirs, document, tuple(run.conflicts))


def _value(run: _Run, steps: Steps, base: Any, ours: Any, theirs: Any) -> Any:
    """Return what stands at one place; None stands for nothing there."""
    if _same(ours, theirs) or _same(base, theirs):
        return ours
    if _same(base, ours):
        return theirs
    if isinstance(ours, Part) and type(ours) is type(theirs):
        return _part(run, steps, base if type(base) is type(ours) else None, ours, theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _table(run, steps, base if isinstance(base, dict) else {}, ours, theirs)
    if isinstance(ours, tuple | list) and type(ours) is type(theirs):
        return _list(run, steps, base if type(base) is type(ours) else type(ours)(), ours, theirs)
    return _conflict(run, steps, base, ours, theirs)


def _part(run: _Run, steps: Steps, base: Part | None, ours: Part, theirs: Part) -> Part:
    model = type(ours)
    # Where both sides added it, what a field holds by itself is what they started from.
    start = (
        dict(base)
        if base
        else {
            name: info.get_default(call_default_factory=True)
            for name, info in model.model_fields.items()
            if not info.is_required()
        }
    )
    values = _table(run, steps, start, dict(ours), dict(theirs))
    return model.model_validate(values)


def _table(
    run: _Run, steps: Steps, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    values = {
        name: _value(run, (*steps, name), base.get(name), ours.get(name), theirs.get(name))
        for name in dict.fromkeys((*ours, *theirs))
    }
    return {name: value for name, value in values.items() if value is not None}


def _list(
    run: _Run, steps: Steps, base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]
) -> Sequence[Any]:
    tables = [rows_by_key(steps[0], rows) for rows in (base, ours, theirs)] if len(steps) == 1 else [None]
    keyed = [table for table in tables if table is not None]
    if len(keyed) == 3:
        return _rows(run, steps, *keyed)
    return type(ours)(_items(base, ours, theirs))  # type: ignore[call-arg]  # a tuple or a list


def _rows(
    run: _Run, steps: Steps, base: Mapping[str, Part], ours: Mapping[str, Part], theirs: Mapping[str, Part]
) -> tuple[Part, ...]:
    rows = (
        _value(run, (*steps, key), base.get(key), ours.get(key), theirs.get(key))
        for key in _order(list(base), list(ours), list(theirs))
    )
    return tuple(row for row in rows if row is not None)


def _items(base: Iterable[Any], ours: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    """Bring lists together by what their items say."""
    old, mine, other = _counted(base), _counted(ours), _counted(theirs)
    every = old | mine | other
    return [
        every[key]
        for key in _order(list(old), list(mine), list(other))
        if key not in old or (key in mine and key in other)
    ]


def _counted(items: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """Return items under what they say and which of its kind each is."""
    counts: dict[str, int] = {}
    found = {}
    for item in items:
        said = repr(item)
        counts[said] = counts.get(said, 0) + 1
        found[said, counts[said]] = item
    return found


def _order(base: Sequence[Key], ours: Sequence[Key], theirs: Sequence[Key]) -> list[Key]:
    """Return every key of both sides once: in our order, or theirs when only they changed the order.

    What only the other side has comes after what it follows there.
    """
    only_theirs = _keeps_order(base, ours) and not _keeps_order(base, theirs)
    lead, other = (theirs, ours) if only_theirs else (ours, theirs)
    old, leading = set(base), set(lead)
    following: dict[Key | None, list[Key]] = {}
    anchor: Key | None = None
    for key in other:
        if key in leading:
            anchor = key
        else:
            following.setdefault(anchor, []).append(key)
    result: list[Key] = []
    waiting = following.get(None, [])
    for key in lead:
        if key in old:  # what both sides added at one place stays together by side
            result += waiting
            waiting = []
        result.append(key)
        waiting = waiting + following.get(key, [])
    return result + waiting


def _keeps_order(base: Sequence[Key], side: Sequence[Key]) -> bool:
    old, held = set(base), set(side)
    return [key for key in base if key in held] == [key for key in side if key in old]


def _conflict(run: _Run, steps: Steps, base: Any, ours: Any, theirs: Any) -> Any:
    path = written_path(steps)
    side = run.choices.get(path)
    run.conflicts.append(Conflict(path, base, ours, theirs, side))
    if side:
        return ours if side == "ours" else theirs
    # What is removed here and changed there stays until a person has looked.
    return theirs if ours is None and isinstance(theirs, Part | dict) else ours


def _same(one: object, other: object) -> bool:
    """Tell whether two values would be written the same: True is not 1, and a time has its own offset."""
    return one is other or (one == other and repr(one) == repr(other))


def _renumbered(base: Postmortem, ours: Postmortem, theirs: Postmortem) -> Postmortem:
    """Return theirs with new ids for the rows that ours added otherwise under the same id."""
    for kind in NUMBERED:
        old, mine, other = ({row.id: row for row in each.rows(kind)} for each in (base, ours, theirs))
        taken = [*old.values(), *mine.values(), *other.values()]
        for row_id in other:
            if row_id in mine and row_id not in old and not _same(mine[row_id], other[row_id]):
                new_id = next_id(taken, kind.prefix)
                theirs = _with_id(theirs, kind, row_id, new_id)
                taken.append(replace(other[row_id], id=new_id))
    return theirs


# The fields of rows that hold ids of rows.
_POINTING: Mapping[RowKind[Any], Mapping[RowKind[Any], tuple[str, ...]]] = {
    EVENTS: {CAUSES: ("evidence",)},
    CAUSES: {CAUSES: ("parents",), ACTIONS: ("causes",)},
    ACTIONS: {},
}


def _with_id(document: Postmortem, kind: RowKind[Any], old: str, new: str) -> Postmortem:
    """Return the document with another id for one row, and everything that points at the row following it."""

    def renamed(part: Part, *names: str) -> Part:
        values = {name: _exchanged(getattr(part, name), old, new) for name in names}
        return replace(part, **values) if any(getattr(part, name) != values[name] for name in names) else part

    values: dict[str, Any] = {
        rows.table: tuple(renamed(row, *names) for row in document.rows(rows))
        for rows, names in _POINTING[kind].items()
    }
    values[kind.table] = tuple(
        replace(row, id=new) if row.id == old else row for row in values.get(kind.table, document.rows(kind))
    )
    captures = tuple(_following(capture, kind, old, new) for capture in document.review.capture)
    if captures != document.review.capture:
        values["review"] = replace(document.review, capture=captures)
    for by_path in ("answers", "unread", "estimates"):
        held = getattr(document, by_path)
        values[by_path] = {
            _moved(path, f"{kind.table}.{old}.", f"{kind.table}.{new}."): item for path, item in held.items()
        }
    return replace(document, **values)


def _following(capture: Capture, kind: RowKind[Any], old: str, new: str) -> Capture:
    """Return the capture pointing at the row's new id, and the path that it corrected with it."""
    values = {
        kind.noun: _exchanged(getattr(capture, kind.noun), old, new),
        "field": capture.field and _moved(capture.field, f"{kind.table}.{old}.", f"{kind.table}.{new}."),
    }
    same = all(getattr(capture, name) == value for name, value in values.items())
    return capture if same else replace(capture, **values)


def _exchanged(value: Any, old: str, new: str) -> Any:
    if isinstance(value, tuple):
        return tuple(new if item == old else item for item in value)
    return new if value == old else value


def _moved(path: str, old: str, new: str) -> str:
    return new + path.removeprefix(old) if path.startswith(old) else path
