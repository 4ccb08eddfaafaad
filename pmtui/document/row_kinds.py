"""The lists of a document whose rows have ids: events, causes, actions and free sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.review import FreeSection
from pmtui.document.timeline import Event

Row = Event | Cause | Action
RowT = TypeVar("RowT", bound=Row | FreeSection)


@dataclass(frozen=True)
class RowKind(Generic[RowT]):
    """One kind of row.

    `table` is its list in the document and the first step of a path, `noun` what one row is called. `prefix` begins the
    ids that the document gives; it is empty where a person or a template names the row.
    """

    table: str
    noun: str
    model: type[RowT]
    prefix: str = ""


EVENTS = RowKind("timeline", "event", Event, "e")
CAUSES = RowKind("causes", "cause", Cause, "w")
ACTIONS = RowKind("actions", "action", Action, "a")
FREE_SECTIONS = RowKind("free", "section", FreeSection)

NUMBERED: tuple[RowKind[Any], ...] = (EVENTS, CAUSES, ACTIONS)
ROW_KINDS: Mapping[str, RowKind[Any]] = {kind.table: kind for kind in (*NUMBERED, FREE_SECTIONS)}


def kind_of_row(row: Row) -> RowKind[Any]:
    """Return the kind of a row."""
    return next(kind for kind in NUMBERED if isinstance(row, kind.model))
