"""Reading and writing single fields of a document by their path, from typed values or from text.

    doc = set_text(doc, "impact.users", "12.4k")
    get_value(doc, "impact.users")                                  # 12400
    doc = set_value(doc, "actions.a3.owner", "sarah")

The typed text is read tolerantly and never guessed at: what could mean two things is a `FieldProblem` that says so.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pmtui.document.base import Part
from pmtui.document.days import parse_day
from pmtui.document.estimates import Figure, read_figure, write_figure
from pmtui.document.field_numbers import (
    Number,
    parse_amount,
    parse_count,
    parse_percent,
    read_currency,
    same_currency,
    split_money,
)
from pmtui.document.field_paths import FIXED, FieldKind, Place, all_paths, canonical, field_kind, locate
from pmtui.document.field_problem import FieldProblem, listed, quoted
from pmtui.document.field_text import parse_choice, parse_items, parse_lines, parse_yes_no, show_value
from pmtui.document.field_times import read_moment
from pmtui.document.moments import show_moment, write_moment, zone_label
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import FreeSection
from pmtui.document.row_kinds import EVENTS, FREE_SECTIONS, ROW_KINDS, Row
from pmtui.document.zones import read_zone, zone_info
from pmtui.text import normalise, one_line

__all__ = [
    "FieldKind",
    "FieldProblem",
    "all_paths",
    "canonical",
    "field_kind",
    "get_value",
    "is_set",
    "parse_value",
    "reading_note",
    "set_text",
    "set_value",
    "show_value",
    "split_money",
    "text_of",
]

_MANY_ROWS = 8  # more ids than this are told as the first and the last
FIGURES = frozenset({"count", "percent", "amount"})
"""Kinds of fields that hold a figure, which may be known roughly only."""
CURRENCY = "impact.currency"
_MONEY = frozenset({"impact.revenue", "impact.credits"})
_UNITS: Mapping[str, tuple[str, ...]] = {
    "impact.users": ("users", "user", "customers", "customer", "people", "accounts"),
    "impact.failed_requests": ("failed requests", "requests", "request", "errors"),
    "impact.support_tickets": ("tickets", "ticket"),
    "impact.slo_window_days": ("days", "day", "d"),
    "impact.engineer_hours": ("hours", "hour", "h"),
}
_NO_SCALES = frozenset(
    {"impact.slo_window_days", "impact.engineer_hours"}
)  # "30m" is no number of millions there

_EXPECTED = {
    "line": "Write one line of text.",
    "prose": "Write text.",
    "count": "Write a whole number, such as 12,400.",
    "percent": "Write a percentage from 0 to 100.",
    "amount": "Write an amount, such as 38,000.",
    "yesno": "Write yes or no.",
    "day": "Write a day such as 2026-03-22.",
    "moment": "Write a time such as 2026-03-15 14:32.",
    "lines": "Write short entries, separated by commas.",
    "items": "Write one entry per line.",
    "table": "This is a list with rows of its own.",
}


def get_value(doc: Postmortem, path: str) -> object:
    """Return the value at a path: None or an empty tuple where nothing is there, a tuple of rows for a whole table.

    `factors` gives the causes whose role is contributing. Raises FieldProblem for a path or a row there is not.
    """
    if path == "factors":
        return tuple(cause for cause in doc.causes if cause.is_contributing)
    place = locate(path)
    return getattr(_holder(doc, place), place.field)


def is_set(doc: Postmortem, path: str) -> bool:
    """Tell whether there is a value at a path. `no` and `0` are values; white space alone is none."""
    value = get_value(doc, path)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != () and value != {}


def set_value(doc: Postmortem, path: str, value: object) -> Postmortem:
    """Return the document with one field changed; None, an empty text or an empty tuple clears it.

    A free section that is not there yet is added. A value takes the place of an earlier "not applicable" or "not known",
    and of what was typed before and could not be read. Raises FieldProblem in words when the path is not known, the row
    is missing, the field is never changed, or the value does not fit.
    """
    place = locate(path)
    if place.path in FIXED or (place.row and place.field == "id"):
        raise FieldProblem(f"{place.path} is fixed", "It stays the same for the life of the draft.")
    if place.path == "meta.zone" and isinstance(value, str):
        value = read_zone(value)
    holder = _holder(doc, place)
    try:
        changed = replace(holder, **{place.field: _cleared(place) if _is_empty(value) else value})
    except ValidationError as error:
        raise _in_words(place, value, error.errors()[0]) from None
    if not place.part:
        return changed if isinstance(changed, Postmortem) else doc
    updated = replace(doc, **{place.part: _with_row(doc, place, changed) if place.row else changed})
    return _without(updated, place.path, "estimates", "unread", *(() if _is_empty(value) else ("answers",)))


def parse_value(doc: Postmortem, path: str, text: str, today: date | None = None) -> object:
    """Return the value that was typed for a field, None (or an empty tuple) for nothing.

    Times are read on the clocks of the draft's zone; `today` is this day there unless it is given. A currency is left
    out of an amount, see `split_money` and `set_text`. Raises FieldProblem in words.
    """
    place = locate(path)
    kind, choices = place.kind
    if kind == "prose":
        return normalise(text) if text.strip() else None
    if kind == "lines":
        return parse_lines(text)
    if kind == "items":
        return parse_items(text)
    if not text.strip():
        return None
    if place.path == "meta.zone":
        return read_zone(text)
    if place.path == CURRENCY:
        return read_currency(text)
    if kind == "choice":
        return parse_choice(text, choices)
    if kind == "day":
        return parse_day(text, today or _today(doc))
    if kind == "moment":
        return read_moment(doc, place, text, get_value(doc, place.path), today).moment
    if kind == "table":
        raise FieldProblem(f"{place.path} has rows of its own", _how_to_reach_rows(doc, place))
    if kind in FIGURES:
        return _figure(place, text).value
    return _SIMPLE[kind](place.path, text)


def set_text(doc: Postmortem, path: str, text: str, today: date | None = None) -> Postmortem:
    """Return the document with a field set from what was typed: `parse_value` and `set_value` in one.

    What belongs to the text and stands in a field of its own goes there: the currency of an amount, the `~` before an
    event's time. Raises FieldProblem in words.
    """
    place = locate(path)
    if place.kind.name in FIGURES and text.strip():
        return _with_figure(doc, place, _figure(place, text))
    updated = set_value(doc, path, parse_value(doc, path, text, today))
    if place.part == EVENTS.table and place.field == "at" and text.strip():
        return set_value(
            updated,
            f"timeline.{place.row}.approximate",
            read_moment(doc, place, text, get_value(doc, place.path)).approximate,
        )
    return updated


def reading_note(doc: Postmortem, path: str, text: str) -> str:
    """Return how a time that was typed for a field is read, where it does not say all of it; empty for other fields.

    Take the document before the change. Raises FieldProblem.
    """
    place = locate(path)
    if place.kind.name != "moment" or not text.strip():
        return ""
    found, zone = read_moment(doc, place, text, get_value(doc, place.path)), doc.meta.zone
    if found.note or write_moment(found.moment, zone) == text.strip():
        return found.note
    return f"Read as {show_moment(found.moment, zone)} {zone_label(zone, found.moment)}."


def text_of(doc: Postmortem, path: str) -> str:
    """Return a field as a person would type it: the words that could not be read, else the value as it is known."""
    path = locate(path).path
    if path in doc.unread:
        return doc.unread[path]
    value, (kind, _) = get_value(doc, path), field_kind(path)
    if kind in FIGURES and isinstance(value, int | float):
        return write_figure(value, doc.estimates.get(path), kind)
    return show_value(value, kind, doc.meta.zone)


_SIMPLE: Mapping[str, Callable[[str, str], object]] = {
    "line": lambda _path, text: one_line(text),
    "yesno": lambda _path, text: parse_yes_no(text),
}


def _figure(place: Place, text: str) -> Figure:
    units, scales = _UNITS.get(place.path, ()), place.path not in _NO_SCALES
    exact: Mapping[str, Callable[[str], Number]] = {
        "count": lambda typed: parse_count(typed, units, scales=scales),
        "percent": parse_percent,
        "amount": lambda typed: parse_amount(typed, units, scales=scales),
    }
    kind = place.kind.name
    return read_figure(text, "money" if place.path in _MONEY else kind, exact[kind])


def _with_figure(doc: Postmortem, place: Place, figure: Figure) -> Postmortem:
    updated = set_value(doc, place.path, figure.value)
    if figure.estimate is not None:
        updated = replace(updated, estimates={**updated.estimates, place.path: figure.estimate})
    return _with_currency(updated, place, figure.currency) if figure.currency else updated


def _without(doc: Postmortem, path: str, *tables: str) -> Postmortem:
    """Return the document without what these tables hold by a field's path."""
    held = {
        table: {key: item for key, item in getattr(doc, table).items() if key != path}
        for table in tables
        if path in getattr(doc, table)
    }
    return replace(doc, **held) if held else doc


def _holder(doc: Postmortem, place: Place) -> Part:
    """Return the part or row that has the field. A free section that is not there yet is an empty one."""
    if not place.part:
        return doc
    if place.row is None:
        return cast(Part, getattr(doc, place.part))
    rows: tuple[Row | FreeSection, ...] = doc.rows(ROW_KINDS[place.part])
    if found := next((row for row in rows if row.id == place.row), None):
        return found
    if place.part == FREE_SECTIONS.table:
        return FreeSection(id=place.row)
    ids = [row.id for row in rows]
    known = f"{ids[0]} to {ids[-1]}" if len(ids) > _MANY_ROWS else listed(ids, "and") if ids else "none yet"
    raise FieldProblem(f"There is no {place.row_noun} {quoted(place.row)}", f"This draft has {known}.")


def _with_row(doc: Postmortem, place: Place, changed: Part) -> tuple[Part, ...]:
    rows = doc.rows(ROW_KINDS[place.part])
    updated = tuple(changed if row.id == place.row else row for row in rows)
    return updated if changed in updated else (*rows, changed)


def _is_empty(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _cleared(place: Place) -> object:
    """Return what a field holds when it is cleared: its default."""
    field = place.model.model_fields[place.field]
    if field.is_required():
        name = "time" if place.field == "at" else place.field
        raise FieldProblem(
            f"This {place.row_noun or 'draft'} needs its {name}",
            f"Write something, or remove the whole {place.row_noun}." if place.row else "Write something.",
        )
    return field.get_default(call_default_factory=True)


def _with_currency(doc: Postmortem, place: Place, currency: str) -> Postmortem:
    present = doc.impact.currency
    if present and same_currency(present, currency):
        return doc
    if present:
        raise FieldProblem(
            f"{quoted(currency)} does not match the currency {quoted(present)}",
            f"Write the amount in {present}, or change the currency (impact.currency) first.",
        )
    return set_value(doc, CURRENCY, currency)


def _today(doc: Postmortem) -> date:
    return datetime.now(zone_info(doc.meta.zone)).date()


def _how_to_reach_rows(doc: Postmortem, place: Place) -> str:
    if place.field in ROW_KINDS and (rows := doc.rows(ROW_KINDS[place.field])):
        return f"Name a field of one row, such as {place.field}.{rows[0].id}.text."
    return "Add rows in the program."


def _in_words(place: Place, value: object, error: ErrorDetails) -> FieldProblem:
    """Turn what the model objects to into what the person can do."""
    kind, choices = place.kind
    expected = (
        f"Choose {listed(choice.replace('_', ' ') for choice in choices)}." if choices else _EXPECTED[kind]
    )
    shown = quoted(show_value(value, kind) if isinstance(value, int | float | str) else str(value))
    if error["type"] == "greater_than_equal":
        return FieldProblem(f"{shown} is below zero", expected)
    if error["type"] == "less_than_equal":
        return FieldProblem(f"{shown} is too large", expected)
    if error["type"] == "timezone_aware":
        return FieldProblem(
            f"{shown} has no time zone", "A time needs its offset, such as 2026-03-15 14:32 UTC."
        )
    return FieldProblem(f"{shown} does not fit {place.path}", expected)
