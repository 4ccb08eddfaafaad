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
    """Yield the texts of an event, a cause or an action, as `document_hints` reads them."""
    if isinstance(row, Event):
        yield RowText(f"timeline.{row.id}.text", "timeline", row.text)
        if row.note:
            yield RowText(f"timeline.{row.id}.note", "timeline", row.note)
    elif isinstance(row, Cause):
        section = "contributing" if row.role == "contributing" else "root_cause"
        yield RowText(f"causes.{row.id}.text", section, row.text)
    elif isinstance(row, Action):
        yield RowText(f"actions.{row.id}.text", "action", row.text)
