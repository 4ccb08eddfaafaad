"""What an exported document consists of, before it is Markdown or HTML.

All `str` here is text to be read letter for letter; only `Prose.text` and items marked so hold the author's Markdown.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FactStyle = Literal["inline", "lines", "labelled"]


@dataclass(frozen=True)
class Prose:
    """The author's Markdown."""

    text: str


@dataclass(frozen=True)
class Note:
    """A short sentence of ours in place of an answer: not written yet, N/A and why."""

    text: str


@dataclass(frozen=True)
class Item:
    """An item of a list. `aside` is what stands behind it, less loud; `inline_markdown` when the text may hold marks."""

    text: str
    aside: str = ""
    inline_markdown: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Link:
    """An item of the appendix; `address` is a link only if `prose.is_allowed` says so."""

    label: str
    address: str


@dataclass(frozen=True)
class Links:
    """The links of the appendix."""

    links: tuple[Link, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text, notes under it with their labels, the instant or the address that the text stands for.

    `tag` is a word to set beside the text, such as the milestone, for formats with room for it.
    """

    text: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None
    about: bool = False  # the instant is approximate
    address: str = ""
    tag: str = ""
    offset: bool = False  # the text is how long after the start the row is


@dataclass(frozen=True)
class Table:
    """A table of the document's own rows. `offsets` (one per row, or none) are for formats with room for a column more."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    offsets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """An action as a task: what, then owner, day and the like."""

    text: str
    details: tuple[str, ...]
    done: bool


@dataclass(frozen=True)
class Tasks:
    """A task list."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Node:
    """A cause in the tree. `name` is its id where other places refer to it; `marks` say in words how it is known and more.

    A node that stands elsewhere already, or goes on elsewhere, has a `pointer` to there.
    """

    text: str
    name: str = ""
    role: str = ""
    marks: tuple[str | Link, ...] = ()
    children: tuple["Node", ...] = ()
    pointer: str = ""


@dataclass(frozen=True)
class Tree:
    """A part of the why-tree: the question its first nodes answer, and these nodes."""

    question: str
    roots: tuple[Node, ...]


@dataclass(frozen=True)
class Said:
    """An answer that fits behind a label: words, a longer part that follows them, or both."""

    words: str = ""
    body: Prose | Items | Note | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Fact:
    """A label and what is said to it. In one line of facts, `starts_line` begins the next line."""

    label: str
    said: Said
    starts_line: bool = False


@dataclass(frozen=True)
class Facts:
    """Facts in one line, one per line, or as a list."""

    facts: tuple[Fact, ...]
    style: FactStyle


@dataclass(frozen=True)
class Label:
    """The name of one of several questions that share a section."""

    text: str


Block = Prose | Note | Items | Links | Table | Tasks | Tree | Facts | Label


@dataclass(frozen=True)
class SectionPart:
    """A section: its heading (empty for facts at the head), the heading's level, and what stands in it.

    `id` is unique in the document, made from the heading, and stays the same from export to export.
    """

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    kind: str = ""


@dataclass(frozen=True)
class Page:
    """The whole document."""

    title: str
    sections: tuple[SectionPart, ...]
