"""Which words of a text changed: two versions as one run of spans, in time that stays short for any text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

# What lies between the first and the last difference, on either side. Matching can cost the square of it, so longer
# texts are compared by lines, and more lines count as one change. Lines that changed are looked into where they are short.
WORD_LIMIT = 2000
LINE_LIMIT = 2000
SHORT_LIMIT = 200
LETTER_LIMIT = 1_000_000  # a single line of megabytes is not even split into words

_PIECES = re.compile(r"[\w'’]+|\s+|[^\w\s]")

SpanKind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Span:
    """A run of text that both versions have, that only the earlier has, or that only the later has."""

    kind: SpanKind
    text: str


def compare(before: str, after: str) -> tuple[Span, ...]:
    """Return both texts as spans, by words where that is quick enough.

    What is same and removed together gives `before`, same and added together `after`; neighbours differ in kind.
    """
    head, old, new, tail = _trimmed(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return tuple(_joined([Span("same", "".join(head)), *_middle(old, new), Span("same", "".join(tail))]))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    words = _words(old, new, WORD_LIMIT)
    if words is not None:
        yield from words
    elif max(len(old), len(new)) > LINE_LIMIT:
        yield from _exchanged(old, new)
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
            if tag == "equal":
                yield Span("same", "".join(old[i1:i2]))
            else:
                short = _words(old[i1:i2], new[j1:j2], SHORT_LIMIT)
                yield from _exchanged(old[i1:i2], new[j1:j2]) if short is None else short


def _words(old: Sequence[str], new: Sequence[str], limit: int) -> list[Span] | None:
    """Compare by words; None when more of them differ than the limit."""
    if max(sum(map(len, old)), sum(map(len, new))) > LETTER_LIMIT:
        return None
    head, pieces, others, tail = _trimmed(_PIECES.findall("".join(old)), _PIECES.findall("".join(new)))
    if max(len(pieces), len(others)) > limit:
        return None
    spans = [Span("same", "".join(head))]
    # White space never starts a match, or every changed phrase would fall into single words.
    for tag, i1, i2, j1, j2 in SequenceMatcher(str.isspace, pieces, others).get_opcodes():
        if tag == "equal":
            spans.append(Span("same", "".join(pieces[i1:i2])))
        else:
            spans.extend(_exchanged(pieces[i1:i2], others[j1:j2]))
    return [*spans, Span("same", "".join(tail))]


def _exchanged(old: Sequence[str], new: Sequence[str]) -> tuple[Span, Span]:
    return Span("removed", "".join(old)), Span("added", "".join(new))


def _trimmed(old: list[str], new: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return what both begin with, what is left of each, and what both end with."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return old[:start], old[start : len(old) - end], new[start : len(new) - end], old[len(old) - end :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((count for count, (one, other) in pairs if one != other), min(len(old), len(new)))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    for kind, run in groupby((span for span in spans if span.text), key=lambda span: span.kind):
        yield Span(kind, "".join(span.text for span in run))
