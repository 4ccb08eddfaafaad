"""Dotted paths of the document: `summary`, `impact.users`, `actions.a3.owner`, `free.notes`.

A path names the same field in a question, a finding, an answer and on the command line. Every field of the model has
exactly one canonical path; some others are understood as well (`severity` for `meta.severity`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pmtui.document.base import Part, kind_of
from pmtui.document.field_problem import FieldProblem, listed, nearest, quoted
from pmtui.document.identity import Meta, RepeatOf
from pmtui.document.impact import Detection, Impact
from pmtui.document.postmortem import HintSettings, Learning, Narrative, Postmortem
from pmtui.document.review import FreeSection, Review
from pmtui.document.row_kinds import ROW_KINDS

_BARE: Mapping[str, type[Part]] = {"narrative": Narrative, "learning": Learning}
_PREFIXED: Mapping[str, type[Part]] = {
    "meta": Meta,
    "impact": Impact,
    "detection": Detection,
    "repeat": RepeatOf,
    "review": Review,
    "hints": HintSettings,
}
_TABLES = ("timeline", "causes", "actions", "participants", "links", "free", "ignores", "answers")
_OTHER_NAMES = {name: kind.table for kind in ROW_KINDS.values() for name in (kind.noun, f"{kind.noun}s")}
FIXED = frozenset({"meta.id", "meta.schema_version"})
"""Paths that can be read and never set."""


class FieldKind(NamedTuple):
    """How a field is typed, see `pmtui.document.base.kind_of`; `choices` are the values of a choice."""

    name: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a path leads in the model.

    `part` is the attribute of the document, empty for a whole table; `row` the id of a row, where there are rows;
    `model` holds the field called `field`.
    """

    path: str
    model: type[Part]
    field: str
    part: str = ""
    row: str | None = None

    @property
    def kind(self) -> FieldKind:
        """Return how the field is typed."""
        return FieldKind(*kind_of(self.model, self.field))

    @property
    def row_noun(self) -> str:
        """Return what a row of this part is called: event, cause, action, section."""
        return ROW_KINDS[self.part].noun if self.part in ROW_KINDS else ""


@cache
def all_paths() -> tuple[str, ...]:
    """Return the canonical path of every field that can be set and is not in a row, in the order of the document."""
    return tuple(
        path for path, place in _places().items() if path not in FIXED and place.kind.name != "table"
    )


def locate(path: str) -> Place:
    """Return where a path leads. Raises FieldProblem naming the nearest path there is."""
    typed = path.strip()
    for attempt in (typed, typed.lower().replace("-", "_")):
        if found := _places().get(attempt) or _aliases().get(attempt) or _row_place(attempt):
            return found
    raise _unknown(typed)


def field_kind(path: str) -> FieldKind:
    """Return the kind of a field and, for a choice, its values. Rows need not exist."""
    return locate(path).kind


def canonical(path: str) -> str:
    """Return the one path that the document uses for this field: `meta.severity` for `severity`."""
    return locate(path).path


@cache
def _places() -> Mapping[str, Place]:
    places = {}
    for part, model in {**_PREFIXED, **_BARE}.items():
        for name in model.model_fields:
            path = name if part in _BARE else f"{part}.{name}"
            places[path] = Place(path, model, name, part)
    for table in _TABLES:
        places[table] = Place(table, Postmortem, table)
    order = {part: index for index, part in enumerate(Postmortem.model_fields)}
    return dict(sorted(places.items(), key=lambda item: order[item[1].part or item[1].field]))


@cache
def _aliases() -> Mapping[str, Place]:
    places = _places()
    bare = {name: places[f"meta.{name}"] for name in Meta.model_fields if name not in places}
    full = {f"{place.part}.{place.field}": place for place in places.values() if place.part in _BARE}
    return bare | full


def _row_place(path: str) -> Place | None:
    part, _, rest = path.partition(".")
    part = _OTHER_NAMES.get(part.lower(), part.lower())
    if part not in ROW_KINDS or not rest:
        return None
    row, _, field = rest.rpartition(".")
    if part == "free" and (not row or field not in FreeSection.model_fields):
        return Place(f"free.{rest}", FreeSection, "text", "free", rest)
    field = field.lower().replace("-", "_")
    if not row or field not in ROW_KINDS[part].model.model_fields:
        return None
    shown = f"free.{row}" if (part, field) == ("free", "text") else f"{part}.{row}.{field}"
    return Place(shown, ROW_KINDS[part].model, field, part, row)


def _unknown(path: str) -> FieldProblem:
    title = f"There is no field {quoted(path)}"
    if path == "factors":
        return FieldProblem(title, "A contributing factor is a cause; set causes.w1.role to contributing.")
    if path.startswith("computed."):
        return FieldProblem(title, "This figure is worked out from the timeline and never typed.")
    part, _, rest = path.partition(".")
    part = _OTHER_NAMES.get(part, part)
    if part in ROW_KINDS and rest:
        return _unknown_in_row(title, part, rest)
    known = (*all_paths(), *_aliases())
    # `root_causes` or `users` should find their field wherever it is.
    guess = nearest(path, known, 0.7) or _by_last_name(path)
    return FieldProblem(
        title, f"Did you mean {guess}?" if guess else "Fields have names such as summary or impact.users."
    )


def _unknown_in_row(title: str, part: str, rest: str) -> FieldProblem:
    fields = [name for name in ROW_KINDS[part].model.model_fields if name != "id"]
    row, _, field = rest.rpartition(".")
    if not row:
        return FieldProblem(
            title, f"Name a field of the {ROW_KINDS[part].noun} too, such as {part}.{rest}.text."
        )
    guess = nearest(field, fields)
    if guess:
        return FieldProblem(title, f"Did you mean {part}.{row}.{guess}?")
    return FieldProblem(title, f"The fields of each {ROW_KINDS[part].noun} are {listed(fields, 'and')}.")


def _by_last_name(path: str) -> str:
    last = {known.rpartition(".")[2]: known for known in reversed(all_paths())}
    return last.get(nearest(path.rpartition(".")[2], last, 0.7), "")
