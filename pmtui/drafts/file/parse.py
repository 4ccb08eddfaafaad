"""A draft's bytes as plain TOML tables: size and shape kept within limits, every refusal in words.

Standard library only, so that a list of drafts needs no more than this.
"""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from pmtui.errors import DraftError
from pmtui.text import visible_line
from pmtui.toml_limits import (
    SIZE_LIMIT,
    STRING_OR_COMMENT,
    Where,
    too_costly,
    too_deep,
)

WARN_SIZE = 1_000_000

_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_OURS, _THEIRS = re.compile(r"^<{7} ", re.MULTILINE), re.compile(r"^>{7} ", re.MULTILINE)

_KEY_PART = r"(?:[\w-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_KEY_PATH = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY_PATH})[ \t]*\]\]?[ \t]*$")
_KEY = re.compile(rf"[ \t]*({_KEY_PATH})[ \t]*=")
_BARE_KEY = re.compile(r"[\w-]+")

_NAN = float("nan")


def parse(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """Return a draft's text and its tables, `[meta]` among them; `name` is the file's name for messages.

    Raises DraftError, which names the file and the line.
    """
    text, raw = parse_tables(data, name)
    if not isinstance(raw.get("meta"), dict):
        raise unreadable(
            name, "It has no [meta] table.", "It may be some other TOML file. pmtui has not changed it."
        )
    return text, raw


def parse_tables(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """Return the text and the tables of any TOML within the limits of a draft. Raises DraftError."""
    text = _decode(data, name)
    if fault := too_costly(text):
        raise unreadable(name, fault)
    try:
        raw = tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        raise _explained(error, text, name) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise unreadable(name, "A value in it is too large or too deeply nested to read.") from error
    if found := too_deep(raw):
        raise unreadable(name, f"{place(line_of(text, found[0]))}{found[1]}")
    return text, raw


def unreadable(name: str, message: str, next_step: str = "") -> DraftError:
    """Return the error for a file that cannot be read as a draft."""
    return DraftError(
        f"{visible_line(name)} is not a readable draft",
        message,
        next_step or "Mend the line with a text editor. pmtui has not changed the file.",
    )


def size_warning(size: int) -> str:
    """Return a sentence about a draft of so many bytes that is slow to write in, or nothing."""
    if size < WARN_SIZE:
        return ""
    return (
        f"This draft has {size / 1_000_000:.1f} MB, so writing in it may be slow. "
        "Moving pasted logs out of it and linking to them helps."
    )


def holds_comments(data: bytes) -> bool:
    """Tell whether the TOML of a draft, which must be readable, has comments."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return any(found.group().startswith("#") for found in STRING_OR_COMMENT.finditer(text))


def line_of(text: str, where: Where) -> int:
    """Return the line (from 1) of the deepest part of `where` that stands in the text; 0 when none does.

    `where` holds keys and, after a list of tables, the place in it from 0: `("event", 1, "at")`. The text must be TOML.
    """
    return lines_of(text, [where])[0]


def lines_of(text: str, wheres: Sequence[Where]) -> list[int]:
    """Return `line_of` each of several places, in one pass."""
    best, depths = [0] * len(wheres), [0] * len(wheres)
    table: Where = ()
    last: dict[Where, int] = {}
    for number, line in enumerate(_without_prose(text).split("\n"), 1):
        if header := _HEADER.match(line):
            path = table = _header_path(header[2], header[1] == "[[", last)
        elif key := _KEY.match(line):
            path = table + _names(key[1])
        else:
            continue
        for index, where in enumerate(wheres):
            shorter = min(len(path), len(where))
            if shorter > depths[index] and path[:shorter] == where[:shorter]:
                best[index], depths[index] = number, shorter
    return best


def place(line: int) -> str:
    """Return `Line 7: `, or nothing for a line that is not known (0)."""
    return f"Line {line}: " if line else ""


def _decode(data: bytes, name: str) -> str:
    if len(data) > SIZE_LIMIT:
        raise DraftError(
            f"{visible_line(name)} is too large to open",
            f"It has more than {SIZE_LIMIT // 1024 // 1024} MB, the most that pmtui opens.",
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


def _explained(error: tomllib.TOMLDecodeError, text: str, name: str) -> DraftError:
    if (ours := _OURS.search(text)) and _THEIRS.search(text, ours.end()):
        where = _line_at(text, ours.start())
        return unreadable(
            name, f"Git left a merge conflict in it, first on line {where}.", "Settle it, then open it again."
        )
    found = _PLACE.search(str(error))
    where_words = f"Line {found[1]}" if found and found[1] else "The end of the file"
    return unreadable(name, f"{where_words}: {visible_line(_PLACE.sub('', str(error)).strip())}.")


def _number(digits: str) -> float:
    """Read a float; every "not a number" is the same object, so that documents that hold one are equal."""
    return _NAN if digits.endswith("nan") else float(digits)


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _without_prose(text: str) -> str:
    """Empty multi-line strings and comments, which may hold lines that look like keys, and keep the count of lines."""
    return STRING_OR_COMMENT.sub(_emptied, text.replace("\r\n", "\n"))


def _emptied(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith(('"""', "'''")):
        return '""' + "\n" * found.count("\n")
    return "" if found.startswith("#") else found


def _header_path(dotted: str, is_list: bool, last: dict[Where, int]) -> Where:
    """Return a header's path with the place in each list of tables; `last` keeps the latest place of each list."""
    path: Where = ()
    names = _names(dotted)
    for depth, name in enumerate(names, 1):
        path = (*path, name)
        if is_list and depth == len(names):
            last[path] = last.get(path, -1) + 1
        if path in last:
            path = (*path, last[path])
    return path


def _names(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, unquoted."""
    if _BARE_KEY.fullmatch(dotted):
        return (dotted,)
    names: list[str] = []
    inner: Any = tomllib.loads(f"{dotted} = 0")
    while isinstance(inner, dict):
        ((name, inner),) = inner.items()
        names.append(name)
    return tuple(names)
