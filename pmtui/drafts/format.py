"""The draft file: a document to TOML bytes and back.

`[meta]` stands first so that a list needs only the head of a file; every event, cause and action is a table of its own,
so that a diff shows what changed. Values that equal the model's default are left out; keys this version does not know
are written back after the known ones of their table.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import tomli_w
from pydantic import ValidationError

from pmtui.document.base import Part
from pmtui.document.identity import SCHEMA_VERSION
from pmtui.document.postmortem import Postmortem
from pmtui.errors import DraftError
from pmtui.text import visible_line

SIZE_LIMIT = 16 * 1024 * 1024
MAX_DOTS = 500

# Attribute of the document -> name of its table in the file, in the order of the file.
TABLES = {
    "meta": "meta", "participants": "participant", "narrative": "narrative", "impact": "impact",
    "detection": "detection", "timeline": "event", "causes": "cause", "actions": "action", "learning": "learning",
    "links": "link", "repeat": "repeat", "review": "review", "free": "section", "answers": "answers",
    "hints": "hints", "ignores": "ignore",
}  # fmt: skip
ALWAYS = {"schema_version", "id", "title", "template", "status", "zone", "state", "text", "at"}

# Possessive throughout, so that a line of prose costs one pass.
_DOTTED = re.compile(rf"^[\t \[]*+(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[\t ]*+\.[\t ]*+){{{MAX_DOTS}}}", re.MULTILINE)
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")

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
    "greater_than_equal": "must not be negative",
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
    text = _decode(data, name)
    raw = _parse(text, name)
    _check_version(raw, name, text)
    known = {attribute: raw[table] for attribute, table in TABLES.items() if table in raw}
    others = {key: value for key, value in raw.items() if key not in TABLES.values()}
    if clash := others.keys() & TABLES.keys():
        others = {key: value for key, value in others.items() if key not in clash}
    try:
        return Postmortem.model_validate({**known, **others})
    except ValidationError as error:
        raise _explained(error, text, name) from error


def _decode(data: bytes, name: str) -> str:
    if len(data) > SIZE_LIMIT:
        raise DraftError(
            f"{visible_line(name)} is too large to open",
            f"It has {len(data) // 1024 // 1024} MB; pmtui opens drafts up to {SIZE_LIMIT // 1024 // 1024} MB.",
            "Move pasted logs out of it with a text editor and link to them instead.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DraftError(
            f"{visible_line(name)} is not UTF-8 text",
            f"Line {line} holds the byte 0x{data[error.start]:02x}, which UTF-8 does not allow there.",
            "Save the file as UTF-8 with a text editor. pmtui has not changed it.",
        ) from error


def _parse(text: str, name: str) -> dict[str, Any]:
    """Parse TOML, refusing the dotted keys that would take the parser minutes and gigabytes."""
    if re.search(r"^<{7} ", text, re.MULTILINE) and re.search(r"^>{7} ", text, re.MULTILINE):
        line = text.count("\n", 0, text.index("<<<<<<< ")) + 1
        raise _broken(name, f"Git left a merge conflict in it, first on line {line}.", "Settle it, then open it again.")
    if found := _DOTTED.search(text):
        raise _broken(name, f"Line {text.count(chr(10), 0, found.start()) + 1} has a key with too many dots.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        where = f"Line {place[1]}" if place and place[1] else "The end of the file"
        reason = visible_line(_PLACE.sub("", str(error)).strip())
        raise _broken(name, f"{where}: {reason}.") from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise _broken(name, "A value in it is too large or too deeply nested to read.") from error


def _broken(name: str, message: str, next_step: str = "") -> DraftError:
    return DraftError(
        f"{visible_line(name)} is not a readable draft",
        message,
        next_step or "Mend the line with a text editor. pmtui has not changed the file.",
    )


def _check_version(raw: Mapping[str, Any], name: str, text: str) -> None:
    meta = raw.get("meta")
    if not isinstance(meta, dict):
        raise _broken(name, "It has no [meta] table.", "It may be some other TOML file. pmtui has not changed it.")
    version = meta.get("schema_version", 1)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        line = line_of(text, ("meta", "schema_version"))
        raise NewerSchemaError(
            f"{visible_line(name)} was written by a newer pmtui",
            f"Line {line}: meta.schema_version is {version}; this pmtui writes {SCHEMA_VERSION}.",
            "Update pmtui to edit it. The file has not been changed.",
        )


def _explained(error: ValidationError, text: str, name: str) -> DraftError:
    """Turn pydantic's findings into one message that names every key, and the line of each where it can be found."""
    lines: list[str] = []
    told: set[tuple[Any, ...]] = set()
    for problem in error.errors(include_url=False):
        where = tuple(part for part in problem["loc"] if not str(part).startswith(("constrained-", "function-")))
        key = [TABLES.get(str(where[0]), str(where[0])), *map(str, where[1:])] if where else []
        if len(key) > 1 and key[1].isdigit():
            key[0:2] = [f"{key[0]} {int(key[1]) + 1}"]
        line = line_of(text, (TABLES.get(str(where[0]), where[0]), *where[1:])) if where else 0
        if where in told:  # a number is tried as whole and as decimal; one word about it is enough
            continue
        told.add(where)
        reason = _REASONS.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
        lines.append(f"{f'Line {line}, ' if line else ''}{visible_line('.'.join(key))}: {visible_line(reason)}")
    return DraftError(
        f"{visible_line(name)} holds a value that does not fit",
        "\n".join(lines[:8]),
        "Mend it with a text editor. pmtui has not changed the file.",
    )


def line_of(text: str, where: tuple[Any, ...]) -> int:
    """Return the line (from 1) on which a key of a table, or of the nth table of a list, stands; 0 when not found."""
    table, *rest = where
    index = rest.pop(0) if rest and isinstance(rest[0], int) else 0
    key = str(rest[0]) if rest else ""
    seen, inside, header_line = -1, False, 0
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\[?\s*([^\]]*?)\s*\]", line)
        if header:
            inside = False
            if header[1] == str(table):
                seen += 1
                inside, header_line = seen == index, number if seen == index else header_line
        elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
            return number
    return header_line


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
    return tomli_w.dumps({"x": value}, multiline_strings=True).removeprefix("x = ").removesuffix("\n")


def _key(name: str) -> str:
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")
