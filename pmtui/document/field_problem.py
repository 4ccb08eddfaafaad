"""The one error of everything that a person types into a field, a time or a quick line."""

from collections.abc import Iterable
from difflib import get_close_matches

from pmtui.errors import PmtuiError
from pmtui.text import visible_line


class FieldProblem(PmtuiError):
    """What was typed does not fit. The title says what is wrong, the message what was expected, with an example."""


def quoted(text: str, limit: int = 40) -> str:
    """Return what somebody typed in quotation marks: harmless on a terminal and at most `limit` characters long."""
    shown = visible_line(text.strip())
    return f"“{shown if len(shown) <= limit else shown[: limit - 1] + '…'}”"


def nearest(typed: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name that is most like what was typed, or an empty text. Case does not matter."""
    names = {name.lower(): name for name in known}
    found = get_close_matches(typed.lower(), names, n=1, cutoff=cutoff)
    return names[found[0]] if found else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final
