"""The texts of one row of a draft whose wording is looked at, and the language section of each."""

from collections.abc import Iterator
from typing import NamedTuple

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.edits import Row
from pmtui.document.timeline import Event


class RowText(NamedTuple):
    """A text of a row: the path of its field, its language section, and what it says."""

    path: str
    section: str
    text: str


def row_texts(row: Row) -> Iterator[RowText]:
    """Yield the texts of an event, a cause or an action that say something, as `document_hints` reads them."""
    table = _TABLES[type(row)]
    for name in ("text", "note"):
        text, section = getattr(row, name, None), row_section(row, name)
        if text and section:
            yield RowText(f"{table}.{row.id}.{name}", section, text)


def row_section(row: Row, name: str) -> str | None:
    """Return the language section of a row's field; None for one whose wording is not looked at."""
    if isinstance(row, Event):
        return "timeline" if name in ("text", "note") else None
    if name != "text":
        return None
    if isinstance(row, Cause):
        return "contributing" if row.role == "contributing" else "root_cause"
    return "action"


_TABLES: dict[type[Row], str] = {Event: "timeline", Cause: "causes", Action: "actions"}
