"""What one step of the meeting puts on the wall, as data: a head, a text, facts below it, a list above it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from textual.content import Content

from pmtui.text import visible, visible_line
from screens.meeting.views.wall_colours import FAINT

Level = Literal["plain", "faint", "strong"]

# A text of any length may stand in a draft; nobody reads more than this from a wall.
LONGEST = 20_000
LONGEST_ROW = 400
LABEL = 13  # columns for the label of a fact
REST = "\n… the rest stands in the draft"


@dataclass(frozen=True)
class Fact:
    """A row below the text: its label, and author text or words of ours. `level` says how much it has to be seen."""

    label: str
    words: str
    level: Level = "plain"


@dataclass(frozen=True)
class Row:
    """A row of the list above the text (the tree of causes): indented by `depth`."""

    words: str
    depth: int = 0
    current: bool = False


@dataclass(frozen=True)
class Large:
    """Words that are drawn large where there are rows for it, and what stands below them."""

    words: str
    below: str = ""


@dataclass(frozen=True)
class StepPage:
    """What one step shows.

    `key` tells steps apart. `head` is one row, `text` is what the room reads (it scrolls), `facts` and `rows` go with it.
    A `card` takes the whole width and height, for cards of many lines. `position` is for the top of the wall. `extras` tells that the text holds more than its first sentence, so that it may
    take rows that are left over. `large` is drawn above the head, which then is `rest`.
    """

    key: str
    head: Content
    text: Content
    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    card: bool = False
    extras: bool = False
    position: str = ""
    large: tuple[Large, ...] = ()
    rest: Content | None = None


def author_text(text: str) -> Content:
    """Return author text to be read: its own lines, nothing in it acts on a terminal."""
    return Content(visible(text[:LONGEST]).expandtabs(4) + (REST if len(text) > LONGEST else ""))


def with_extras(text: Content, extras: Iterable[tuple[str, str]], *, apart: bool = False) -> Content:
    """Return the text with more below it in plain type, each behind its label; `apart` leaves an empty row between."""
    parts = [
        Content.assemble((f"\n{label:<{LABEL}}", f"not bold {FAINT}")).append(
            author_text(words).stylize("not bold")
        )
        for label, words in extras
    ]
    return Content("").join([text, Content("\n" if apart and parts else ""), *parts])


def author_line(text: str) -> str:
    """Return the beginning of author text for one row."""
    return visible_line(text[:LONGEST_ROW])


def head_row(*parts: str) -> Content:
    """Return the row above the text: the first part stands out most; empty parts are left out."""
    said = [author_line(part) for part in parts if part]
    styled = [Content.styled(part, "bold" if at == 0 else "") for at, part in enumerate(said)]
    return Content("    ").join(styled)


def section(heading: str, lines: Iterator[str] | list[str] | tuple[str, ...]) -> Content | None:
    """Return a part of a card: a heading and its lines, each behind a dot; None without lines."""
    shown = [Content("\n· ").append(author_text(line)) for line in lines]
    return Content.assemble((heading, "bold $text-primary"), *shown) if shown else None


def card_text(*parts: Content | None) -> Content:
    """Return the text of a card: its parts with an empty row between them."""
    return Content("\n\n").join([part for part in parts if part is not None])
