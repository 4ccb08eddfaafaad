"""The draft file: a document to TOML bytes and back.

`[meta]` stands first so that a list needs only the head of a file; every event, cause and action is a table of its own,
so that a diff shows what changed. Values that equal the model's default are left out; keys this version does not know
are written back after the known ones of their table.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import tomli_w
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pmtui.document.base import Part
from pmtui.document.identity import SCHEMA_VERSION
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.parse import line_of, lines_of, parse, place, unreadable
from pmtui.errors import DraftError
from pmtui.text import visible_line

# Attribute of the document -> name of its table in the file, in the order of the file.
TABLES = {
    "meta": "meta", "participants": "participant", "narrative": "narrative", "impact": "impact",
    "detection": "detection", "timeline": "event", "causes": "cause", "actions": "action", "learning": "learning",
    "links": "link", "repeat": "repeat", "review": "review", "free": "section", "answers": "answers",
    "unread": "unread", "estimates": "estimates", "hints": "hints", "ignores": "ignore",
}  # fmt: skip
ALWAYS = {"schema_version", "id", "title", "template", "status", "zone", "state", "text", "at"}

PROBLEMS_TOLD = 8
PROBLEMS_READ = 1000
LONG = 100_000  # characters of a text, such as a pasted log, that is written without escapes: read back four times as fast
_NOT_LITERAL = re.compile(r"'''|[\x00-\x08\x0b-\x1f\x7f]|'\Z")


_REASONS = {
    "timezone_aware": "a time needs its offset, such as 2026-03-15T14:32:00Z",
    "is_instance_of": "a value of another kind is needed here",
    "string_type": "text in quotes is needed here",
    "int_type": "a number is needed here",
    "float_type": "a number is needed here",
    "bool_type": "true or false is needed here",
    "date_type": "a date is needed here, such as 2026-03-15",
    "datetime_type": "a time is needed here, such as 2026-03-15T14:32:00Z",
    "tuple_type": "a list in square brackets is needed here",
    "model_type": "a table is needed here",
    "dict_type": "a table is needed here",
    "missing": "is missing",
    "greater_than_equal": "must not be below {ge:g}",
    "less_than_equal": "must not be above {le:g}",
    "finite_number": "a number is needed here",
    "literal_error": "needs one of {expected}",
}


class NewerSchemaError(DraftError):
    """The draft was written by a later pmtui; it must not be written by this one."""


def dump(document: Postmortem) -> bytes:
    """Return the file's bytes: UTF-8 TOML with LF line ends. The same document always gives the same bytes."""
    tables = {name: _plain(getattr(document, attribute)) for attribute, name in TABLES.items()}
    tables = {name: value for name, value in tables.items() if value or name == "meta"}
    tables.update(document.model_extra or {})
    return "\n".join(_table((), tables)).lstrip("\n").encode()


def load(data: bytes, name: str) -> Postmortem:
    """Read a draft's bytes; `name` is the file's name for messages.

    Raises DraftError, which names the file, the line where it can be found and the key; NewerSchemaError for a draft of
    a later version.
    """
    document = load_for_reading(data, name)
    if is_newer(document):
        raise newer_error(document, data, name)
    return document


def load_for_reading(data: bytes, name: str) -> Postmortem:
    """Read a draft's bytes as `load` does, one of a later version too, as far as it can be understood here.

    Such a document must not be written (`is_newer`). Raises DraftError; NewerSchemaError where it is not understood.
    """
    text, raw = parse(data, name)
    known = {attribute: raw[table] for attribute, table in TABLES.items() if table in raw}
    others = {key: value for key, value in raw.items() if key not in TABLES.values()}
    for table in others.keys() & TABLES.keys():  # kept as unknown it would stand in for the real one
        raise unreadable(
            name, f"{place(line_of(text, (table,)))}{table}: in a draft this table is called {TABLES[table]}."
        )
    try:
        return Postmortem.model_validate({**known, **others})
    except ValidationError as error:
        version = raw["meta"].get("schema_version", SCHEMA_VERSION)
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise _newer(version, text, name) from error
        raise _explained(error, text, name) from error


def is_newer(document: Postmortem) -> bool:
    """Tell whether a later pmtui wrote a document, so that this one must not write it."""
    return document.meta.schema_version > SCHEMA_VERSION


def newer_error(document: Postmortem, data: bytes, name: str) -> NewerSchemaError:
    """Return why a draft of a later version is not written; `data` are its bytes."""
    return _newer(document.meta.schema_version, data.decode("utf-8-sig"), name)


def newer_words(document: Postmortem, name: str) -> str:
    """Return what to know before a draft of a later version is used for reading; empty for all others."""
    if not is_newer(document):
        return ""
    return f"{visible_line(name)} was written by a newer pmtui. What only that one knows is left out here."


def _newer(version: int, text: str, name: str) -> NewerSchemaError:
    where = place(line_of(text, ("meta", "schema_version")))
    return NewerSchemaError(
        f"{visible_line(name)} was written by a newer pmtui",
        f"{where}meta.schema_version is {version}; this pmtui writes {SCHEMA_VERSION}.",
        "Update pmtui to edit it. The file has not been changed.",
    )


def _explained(error: ValidationError, text: str, name: str) -> DraftError:
    """Turn pydantic's findings into one message that names every key, and the line of each where it can be found."""
    problems: dict[tuple[str | int, ...], ErrorDetails] = {}
    for problem in islice(error.errors(include_url=False, include_input=False), PROBLEMS_READ):
        loc = tuple(
            part for part in problem["loc"] if not str(part).startswith(("constrained-", "function-"))
        )
        attribute = str(loc[0]) if loc else ""
        # A number is tried as whole and as decimal; one word about it is enough.
        problems.setdefault((TABLES.get(attribute, attribute), *loc[1:]), problem)
    first = dict(islice(problems.items(), PROBLEMS_TOLD))
    told = [
        f"{place(line)}{visible_line(_spoken(where))}: {visible_line(_reason(problem))}"
        for line, (where, problem) in zip(lines_of(text, list(first)), first.items(), strict=True)
    ]
    if len(problems) > len(told):
        least = "at least " if error.error_count() > PROBLEMS_READ else ""
        told.append(f"... and {least}{len(problems) - len(told)} more.")
    return DraftError(
        f"{visible_line(name)} holds a value that does not fit",
        "\n".join(told),
        "Mend it with a text editor. pmtui has not changed the file.",
    )


def _spoken(where: tuple[str | int, ...]) -> str:
    """Return a key as a person says it: places in a list count from 1, `event 2.at`."""
    words = ""
    for part in where:
        words += f" {part + 1}" if isinstance(part, int) else f".{part}" if words else part
    return words


def _reason(problem: ErrorDetails) -> str:
    words = _REASONS.get(problem["type"])
    return words.format(**problem.get("ctx", {})) if words else problem["msg"].removeprefix("Value error, ")


def _plain(value: Any) -> Any:
    """Return the value as what TOML holds, without what equals its default."""
    if isinstance(value, Part):
        fields = type(value).model_fields
        known = {
            name: _plain(getattr(value, name))
            for name, field in fields.items()
            if name in ALWAYS or getattr(value, name) != field.get_default(call_default_factory=True)
        }
        return {name: item for name, item in known.items() if item is not None} | (value.model_extra or {})
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _table(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table's lines: its values, then its sub-tables and lists of tables under headers of their own.

    tomli_w formats the values; the headers are ours because it would put short tables on one line above `[meta]`.
    """
    nested = {key: value for key, value in table.items() if _is_nested(value)}
    flat = {key: value for key, value in table.items() if key not in nested}
    for key, value in flat.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in nested.items():
        inner = (*path, _key(key))
        header = ".".join(inner)
        if isinstance(value, list):
            for row in value:
                yield f"\n[[{header}]]"
                yield from _table(inner, row)
        else:
            if not value or any(not _is_nested(item) for item in value.values()):
                yield f"\n[{header}]"
            yield from _table(inner, value)
    if not path:
        yield ""


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and all(map(_is_table, value)))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str) and len(value) >= LONG and not _NOT_LITERAL.search(value):
        return f"'''\n{value}'''"
    toml = tomli_w.dumps({"x": value}, multiline_strings=not _holds_carriage_return(value))
    return toml.removeprefix("x = ").removesuffix("\n")


def _holds_carriage_return(value: Any) -> bool:
    """Tell whether a value (one under an unknown key; ours are normalised) holds what multi-line strings cannot keep."""
    if isinstance(value, dict):
        return any(map(_holds_carriage_return, value.values()))
    return any(map(_holds_carriage_return, value)) if isinstance(value, list) else "\r" in str(value)


def _key(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")
