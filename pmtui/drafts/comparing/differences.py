"""What changed between two versions of a document, field by field and row by row, for people to look at."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pmtui.document.base import Part, kind_of
from pmtui.document.field_text import show_value
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.comparing.row_keys import rows_by_key, written_path
from pmtui.drafts.comparing.text_comparison import Span, compare

ChangeKind = Literal["changed", "added", "removed", "moved"]
Steps = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One difference. `path` names the field, or the row that is new, gone or in another place.

    `group` is what belongs together: the row of a row's field, else the field itself. A row's text has a line for each
    of its fields. `places` of a row that moved are the old and the new place, counted from 1.
    """

    path: str
    group: str
    kind: ChangeKind
    before: str = ""
    after: str = ""
    places: tuple[int, int] = (0, 0)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Return both texts as one run of words that stayed, went and came."""
        return compare(self.before, self.after)


def differences(old: Postmortem, new: Postmortem) -> tuple[Change, ...]:
    """Return everything that differs, in the order of the document; empty when the documents are equal.

    Times are shown on the clocks of the newer document's zone.
    """
    return tuple(_compared((), old, new, "", new.meta.zone))


def _compared(steps: Steps, old: object, new: object, kind: str, zone: str) -> Iterator[Change]:
    if old is new or old == new:
        return
    if isinstance(old, Part) and type(old) is type(new):
        yield from _parts(steps, dict(old), dict(new), type(old), zone)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _compared((*steps, str(key)), old.get(key), new.get(key), "", zone)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(steps) == 1:
        before, after = rows_by_key(steps[0], old), rows_by_key(steps[0], new)
        if before is None or after is None:
            yield _change(steps, old, new, kind, zone)
        else:
            yield from _rows(steps, before, after, zone)
    else:
        yield _change(steps, old, new, kind, zone)


def _parts(
    steps: Steps, old: Mapping[str, object], new: Mapping[str, object], model: type[Part], zone: str
) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        yield from _compared((*steps, name), old.get(name), new.get(name), _kind(model, name), zone)


def _rows(steps: Steps, old: Mapping[str, Part], new: Mapping[str, Part], zone: str) -> Iterator[Change]:
    """Compare tables whose rows are told apart: those that stayed and came in their new order, then those that went."""
    stayed = [key for key in new if key in old]
    place = {key: number for number, key in enumerate(old, 1)}
    unmoved = _longest_rise([place[key] for key in stayed])
    for number, (key, row) in enumerate(new.items(), 1):
        here = (*steps, key)
        if key in old and place[key] not in unmoved:
            text = _shown(row, "", zone)
            path = written_path(here)
            yield Change(path, path, "moved", text, text, (place[key], number))
        yield from _compared(here, old.get(key), row, "", zone)
    for key in old:
        if key not in new:
            yield from _compared((*steps, key), old[key], None, "", zone)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return a longest run of the numbers, gaps allowed, that rises: what can stay when the rest is moved."""
    lasts: list[int] = []  # the least number that ends a rise of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(lasts, number)
        before[number] = lasts[length - 1] if length else None
        lasts[length : length + 1] = [number]
    found: set[int] = set()
    last = lasts[-1] if lasts else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _change(steps: Steps, old: object, new: object, kind: str, zone: str) -> Change:
    before, after = _shown(old, kind, zone), _shown(new, kind, zone)
    if before == after:  # a number and the same number as text, say
        before, after = repr(old), repr(new)
    path = written_path(steps)
    is_row = len(steps) > 2 and steps[0] in Postmortem.model_fields
    group = written_path(steps[:2]) if is_row else path
    return Change(
        path, group, "changed" if before and after else "added" if after else "removed", before, after
    )


def _shown(value: object, kind: str, zone: str) -> str:
    if isinstance(value, Part):
        return "\n".join(
            f"{name}: {_shown(held, _kind(type(value), name), zone)}" for name, held in _set(value)
        )
    if isinstance(value, tuple | list):
        return "\n".join(_shown(item, "", zone) for item in value)
    return show_value(value, kind, zone)


def _set(row: Part) -> Iterator[tuple[str, object]]:
    """Yield the fields of a row that say something; its id is told by its path."""
    fields = type(row).model_fields
    for name, value in row:
        if name != "id" and (
            name not in fields or value != fields[name].get_default(call_default_factory=True)
        ):
            yield name, value


@cache
def _kind(model: type[Part], name: str) -> str:
    return kind_of(model, name)[0] if name in model.model_fields else ""
