"""What a slide can hold, and how much: longer texts go on over further slides, they never get smaller."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from pmtui.exporting.blocks import Block, Item, Items, Prose
from pmtui.exporting.html import KeyFigure
from pmtui.exporting.prose import reader
from pmtui.exporting.timeline_figure import Figure
from pmtui.text import visible

ROOM = 560  # characters that fill a slide at the size of its text
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_MARKED = re.compile(r"[`*_<>\[\]~|\\&]|\n[ \t]*\S")
_OPENS_A_BLOCK = re.compile(r"[-+#>=:]|\d+[.)]|https?:")
_SENTENCE_END = re.compile(r"[.!?…]\s+|\n")

T = TypeVar("T")


@dataclass(frozen=True)
class When:
    """The time of an event: in words, the instant, and how long after the start it was."""

    text: str
    at: datetime
    about: bool = False
    offset: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a slide that tells several events, or a card of one that lists actions.

    `asides` are labels with what they say; a label may be empty.
    """

    text: str
    when: When | None = None
    tags: tuple[str, ...] = ()
    asides: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Slide:
    """One slide. What it holds is shown in the order of the fields; `begins` is the id of the part it begins."""

    heading: str
    begins: str = ""
    when: When | None = None
    tags: tuple[str, ...] = ()
    lead: str = ""
    key_figures: tuple[KeyFigure, ...] = ()
    figure: Figure | None = None
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    asides: tuple[tuple[str, str], ...] = ()

    @property
    def is_long(self) -> bool:
        """Tell whether the lead is too long for large letters."""
        return len(self.lead) > 180


def numbered(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Say on each of several slides of one heading which one it is."""
    if len(slides) < 2:
        return tuple(slides)
    places = (f"{number} of {len(slides)}" for number in range(1, len(slides) + 1))
    return tuple(
        replace(slide, tags=(*slide.tags, place))
        if slide.when
        else replace(slide, heading=f"{slide.heading} ({place})")
        for slide, place in zip(slides, places, strict=True)
    )


def told(heading: str, text: str) -> tuple[Slide, ...]:
    """Return a text of the author's over as many slides as it needs."""
    return numbered([Slide(heading, blocks=(Prose(part),)) for part in _parts(text)])


def spread(slide: Slide) -> tuple[Slide, ...]:
    """Return a slide, with a long lead over as many slides as it needs; what stands below it comes on the last."""
    leads = _pieces(slide.lead) or [""]
    last = len(leads) - 1
    return numbered(
        [
            replace(slide, lead=lead, asides=slide.asides if number == last else ())
            for number, lead in enumerate(leads)
        ]
    )


def listed(heading: str, items: Sequence[Item], *, ordered: bool = False) -> tuple[Slide, ...]:
    """Return a list over as many slides as it needs."""
    groups = filled(items, lambda item: len(item.text) + len(item.aside), most=5)
    return numbered([Slide(heading, blocks=(Items(tuple(group), ordered),)) for group in groups])


def filled(entries: Sequence[T], length: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Yield the entries in groups that fit a slide: at most `most`, and no more text than there is room for."""
    group: list[T] = []
    used = 0
    for entry in entries:
        if group and (len(group) == most or used + length(entry) > ROOM):
            yield group
            group, used = [], 0
        group.append(entry)
        used += length(entry)
    if group:
        yield group


def _parts(text: str) -> list[str]:
    """Return Markdown cut between its blocks, and between sentences of a plain paragraph; all else stays in one piece."""
    if len(text) <= ROOM or _DEFINITION.search(text):  # a definition holds for the whole text
        return [text]
    rows = text.split("\n")
    openers = [token for token in reader().parse(visible(text)) if token.level == 0 and token.map]
    starts = [0]
    for before, token in pairwise(openers):
        if token.map and before.type != "heading_open":  # a heading stays with what it heads
            starts.append(token.map[0])
    blocks = ["\n".join(rows[start:end]) for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]
    pieces = [piece for block in blocks for piece in _plain_pieces(block)]
    return ["\n".join(group) for group in filled(pieces, len, most=len(pieces))]


def _plain_pieces(block: str) -> list[str]:
    if len(block) <= ROOM or _MARKED.search(block):
        return [block]
    pieces = _pieces(block)
    return (
        [block]
        if any(_OPENS_A_BLOCK.match(piece) for piece in pieces)
        else [f"{piece}\n" for piece in pieces]
    )


def _pieces(text: str) -> list[str]:
    """Return plain text cut into pieces that fit a slide: after a sentence, else between words, else anywhere."""
    pieces: list[str] = []
    start = 0
    while len(text) - start > ROOM:
        sentences = list(_SENTENCE_END.finditer(text, start + ROOM // 2, start + ROOM))
        space = text.rfind(" ", start + ROOM // 2, start + ROOM)
        cut = sentences[-1].end() if sentences else space if space > 0 else start + ROOM
        pieces.append(text[start:cut].strip())
        start = cut
    return [piece for piece in (*pieces, text[start:].strip()) if piece]
