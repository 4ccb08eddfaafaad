"""What TOML may ask of the parser. Some shapes cost minutes or gigabytes, so most are looked at before parsing.

Standard library only, so that a list of drafts needs no more than this.
"""

import re
import tomllib
from typing import Any

SIZE_LIMIT = 16 * 1024 * 1024
MAX_DEPTH = 64  # of tables and lists in each other, and of the parts of a key
MAX_ENTRIES = 500_000  # of keys, values in lists, and parts of keys; 20,000 events have some 200,000
MAX_BITS = 4096
LONGEST_WORD = 4000  # a number, or a name without quotes; the parser takes 120 times its size

# Possessive throughout, so that any text costs one pass. A string that never ends reaches to the end of its line or of
# the text: the parser stops there as well.
STRING_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5})?+'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?+"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?+'
    r"|'[^'\n]*+'?+"
    r"|#[^\n]*+",
    re.DOTALL,
)
_DOTTED = re.compile(rf'(?<![\w."-])(?:(?:[\w-]++|"")[\t ]*+\.[\t ]*+){{{MAX_DEPTH}}}')
_BRACKET = re.compile(r"[\[\]{}]")
_LONG_WORD = re.compile(rf"(?<![\w.+-])[\w.+-]{{{LONGEST_WORD + 1}}}")

Where = tuple[str | int, ...]


def load_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text within the limits. Raises ValueError, in words."""
    if fault := too_costly(text):
        raise ValueError(fault.rstrip("."))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is too deeply nested") from error


def too_costly(text: str) -> str:
    """Return in a sentence, with the line, what in a TOML text would cost the parser too much; nothing when all is well."""
    if _first_fault(STRING_OR_COMMENT.sub('""', text)) is None:
        return ""
    bare = without_strings(text)
    offset, words = _first_fault(bare) or (0, "")
    return f"Line {bare.count(chr(10), 0, offset) + 1} {words}"


def too_deep(tables: dict[str, Any]) -> tuple[Where, str] | None:
    """Return where a value lies that could not be written back, and why: too deep, or too large a number or name."""
    open_ones: list[tuple[Any, Where]] = [(tables, ())]
    while open_ones:
        inside, where = open_ones.pop()
        for key, value in inside.items() if isinstance(inside, dict) else enumerate(inside):
            if isinstance(key, str) and len(key) > LONGEST_WORD:
                return where, "a name in it is too large to read."
            if isinstance(value, dict | list):
                if len(where) >= MAX_DEPTH:
                    return (*where, key), "lists or tables are nested too deeply to read."
                open_ones.append((value, (*where, key)))
            elif isinstance(value, int) and value.bit_length() > MAX_BITS:
                return (*where, key), "the number is too large to read."
    return None


def without_strings(text: str) -> str:
    """Empty all strings and comments, which may hold lines that look like keys, and keep the count of lines."""
    return STRING_OR_COMMENT.sub(lambda found: '""' + "\n" * found.group().count("\n"), text)


def _first_fault(bare: str) -> tuple[int, str] | None:
    """Return the offset of what is too much in a text without strings, and what it is."""
    if sum(map(bare.count, "=.[{,")) > MAX_ENTRIES:
        return 0, f"and those after it hold more than {MAX_ENTRIES:,} keys and values."
    if bare.count(".") >= MAX_DEPTH and (found := _DOTTED.search(bare)):
        return found.start(), "has a key with too many dots."
    if found := _LONG_WORD.search(bare):
        return found.start(), "holds a number or a name that is too large."
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > MAX_DEPTH:
            return bracket.start(), "holds lists or tables that are too deeply nested."
    return None
