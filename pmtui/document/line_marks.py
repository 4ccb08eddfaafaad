r"""The marks in a line of text: `@sarah`, `!p1`, `#detect`, `^2026-03-22`, and the marks of the list that it came from.

A mark counts only as a word of its own: an e-mail address, `wow!` and `#1234` stay text, and so does what follows a
backslash (`\@channel`). A handle within the sentence belongs to it (`confirmed by @bo`) and is no mark: names stand at the
end of the line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmtui.document.days import DATE
from pmtui.document.field_problem import FieldProblem, listed, nearest, quoted

LIST_MARK = r"(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(?:\[(?P<tick>[ xX])\][ \t]+)?|\[(?P<bare_tick>[ xX])\][ \t]+"
"""What stands before an item of a list: `-`, `*`, `1.`, `- [x]`."""

_LIST_MARK = re.compile(LIST_MARK)
_MARK = re.compile(
    r"(?<!\S)(?P<escape>\\)?(?:"
    r"(?P<sign>[@!#])(?P<word>[^\W_][\w.\-/]*)"
    rf"|\^(?P<day>(?i:{DATE})|\S+)"
    r")(?!\S)"
)
_BACKSLASH = re.compile(r"(?<!\S)\\(?=[@!#^])")
# `@sarah: add it`, `@sarah Add it`, `@sarah to add it`: at the start of a line a name is followed by what they will do.
_ASSIGNED = re.compile(
    r"@(?P<word>[^\W_][\w\-/]*)(?:[:,][ \t]+|[ \t]+[—–-][ \t]+|(?=[ \t]+(?:to|will)[ \t])|[ \t]+(?=[A-Z]))"
)
# What a handle behind these words belongs to is the sentence.
_GOES_ON = frozenset({
    "about", "after", "against", "alerted", "and", "are", "as", "ask", "asked", "asks", "at", "before",
    "behind", "between", "by", "called", "cc", "contacted", "did", "emailed", "for", "from", "has", "in", "informed", "is",
    "joined", "let", "like", "mailed", "messaged", "notified", "of", "on", "or", "paged", "per", "pinged", "saw", "so",
    "than", "thank", "thanks", "that", "the", "through", "to", "told", "under", "until", "via", "was", "were", "when",
    "while", "with", "without",
})  # fmt: skip
_LONGEST_NAME = 40  # characters; nothing longer is a name misspelt


@dataclass(frozen=True)
class LineMark:
    """A mark in a text: `@` `!` `#` with a word, or `^` with a day."""

    sign: str
    word: str
    start: int
    end: int


def without_list_mark(line: str) -> str:
    """Return a line without the mark of the list it stood in."""
    found = _LIST_MARK.match(line.lstrip())
    return line.lstrip()[found.end() :] if found else line


def is_ticked(line: str) -> bool:
    """Tell whether a line is an item of a checklist that is ticked: `- [x] done`."""
    found = _LIST_MARK.match(line.lstrip())
    return found is not None and (found["tick"] or found["bare_tick"] or "").lower() == "x"


def marks_in(text: str, signs: str) -> list[LineMark]:
    """Return the marks with one of these signs, without the handles that belong to the sentence."""
    found = [
        LineMark(
            match["sign"] or "^", (match["word"] or match["day"]).rstrip("."), match.start(), match.end()
        )
        for match in _MARK.finditer(text)
        if not match["escape"] and (match["sign"] or "^") in signs
    ]
    names = _closing_names(text, [mark for mark in found if mark.sign != "@" or "@" in signs])
    return [mark for mark in found if mark.sign != "@" or mark.start in names]


def assigned_to(text: str) -> tuple[str, str]:
    """Return the name that a line begins with as the one who will do it, and what they will do; empty without one.

    The name stays in a text that is a sentence with it: `@sarah to add an alert`.
    """
    found = _ASSIGNED.match(text)
    if found is None:
        return "", text
    return found["word"], text if text[found.end() :][:1].isspace() else text[found.end() :]


def without_marks(text: str, marks: Iterable[LineMark]) -> str:
    """Take marks out of a text, each with the blanks before it, and the backslash out of what was escaped."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        parts.append(text[at : mark.start].rstrip(" \t"))
        at = mark.end
    return _BACKSLASH.sub("", "".join((*parts, text[at:]))).strip()


def meant(mark: LineMark, names: Sequence[str]) -> str:
    """Return the name that a mark stands for, whole or by its beginning; empty when it is ordinary text.

    Raises FieldProblem when it could be several names, or looks like one misspelled.
    """
    typed = _squeezed(mark.word)
    squeezed = {_squeezed(name): name for name in names}
    if typed in squeezed:
        return squeezed[typed]
    started = [name for short, name in squeezed.items() if short.startswith(typed)]
    if len(started) == 1:
        return started[0]
    if started:
        raise FieldProblem(
            f"{quoted(mark.sign + mark.word)} can mean more than one thing",
            f"Write {listed(_as_typed(mark.sign, name) for name in started)}.",
        )
    if len(typed) <= _LONGEST_NAME and (guess := nearest(typed, squeezed, 0.75)):
        raise FieldProblem(
            f"{quoted(mark.sign + mark.word)} is not known",
            f"Did you mean {_as_typed(mark.sign, squeezed[guess])}? To keep it as text, write \\{mark.sign}{mark.word}.",
        )
    return ""


def _closing_names(text: str, marks: Sequence[LineMark]) -> set[int]:
    """Return where the handles stand that a line ends with; one that its sentence goes on with is none of them."""
    names: set[int] = set()
    end, closes = len(text.rstrip()), True
    for mark in reversed(marks):
        rest = text[mark.end : end].lstrip(" \t")
        closes, end = rest.startswith("\n") or (closes and not rest), mark.start
        if not closes:
            continue
        before = text[max(0, mark.start - _LONGEST_NAME) : mark.start].split()
        if mark.sign == "@" and not (before and before[-1].lower() in _GOES_ON):
            names.add(mark.start)
    return names


def _as_typed(sign: str, name: str) -> str:
    return sign + name.replace("_", "-")


def _squeezed(name: str) -> str:
    return re.sub(r"[-_.]", "", name).lower()
