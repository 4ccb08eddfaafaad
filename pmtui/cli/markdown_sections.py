"""Markdown as parts that each belong to one section of a postmortem, told by their headings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

OTHER = "other"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_NUMBER = re.compile(r"^[\W\d_]+|[\W_]+$")
_IGNORE = re.compile(r"<!--\s*pmtui:\s*ignore\s+([\w.\-, ]+?)\s*-->")


@dataclass(frozen=True)
class MarkdownPart:
    """Lines of a file that belong to a section: one of ours, or "other".

    `line` (from 1) and `start` (in code points, from 0) are where they begin in the file.
    """

    section: str
    line: int
    start: int
    text: str


def sections_of(text: str, headings: Mapping[str, str]) -> Iterator[MarkdownPart]:
    """Yield the parts of a document. `headings` maps a heading in lower case to the id of a section.

    A heading that is not known goes with the known heading above it when it stands deeper, and is "other" otherwise.
    """
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    begin, section = 0, OTHER
    open_headings: list[tuple[int, str]] = []  # level and section of the headings that this line stands under
    for first, last, level, title in _headings(text):
        yield MarkdownPart(section, begin + 1, starts[begin], "\n".join(lines[begin:first]))
        open_headings = [(above, known) for above, known in open_headings if above < level]
        inherited = open_headings[-1][1] if open_headings else OTHER
        section = _section_of(title, headings) or inherited
        open_headings.append((level, section))
        begin = last
    yield MarkdownPart(section, begin + 1, starts[begin], "\n".join(lines[begin:]))


class Silenced:
    """The ignore comments of a file: which rules they silence, where.

    A comment that stands alone silences its rules in the paragraph below it, one within a paragraph in that paragraph.
    """

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._spans: dict[tuple[str, int], range] = {}
        self._used: set[tuple[str, int]] = set()
        for number, line in enumerate(lines, 1):
            for comment in _IGNORE.finditer(line):
                span = _paragraph(lines, number, alone=not _IGNORE.sub("", line).strip())
                for rule in re.split(r"[\s,]+", comment[1]):
                    self._spans[rule, number] = span

    def holds(self, rule: str, line: int) -> bool:
        """Tell whether a comment silences a rule on a line, and remember that it did."""
        hits = [key for key, span in self._spans.items() if key[0] == rule and line in span]
        self._used.update(hits)
        return bool(hits)

    def unused(self) -> list[tuple[str, int]]:
        """Return rule and line of the comments that silenced nothing."""
        return [key for key in self._spans if key not in self._used]


def _headings(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield first line, line after it (both from 0), level and title of each heading."""
    from markdown_it import MarkdownIt

    # Front matter would read as a rule and a heading; blanked, it keeps the numbers of the lines.
    tokens: list[Token] = MarkdownIt("commonmark").parse(
        _FRONT_MATTER.sub(lambda match: "\n" * match.group().count("\n"), text)
    )
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            title = "".join(child.content for child in inline.children or [])
            yield token.map[0], token.map[1], int(token.tag[1]), title


def _section_of(title: str, headings: Mapping[str, str]) -> str:
    """Return the section of a heading, also when it carries a number or a mark: `3. Root cause:`."""
    plain = " ".join(title.lower().replace("’", "'").split())
    return headings.get(plain) or headings.get(_NUMBER.sub("", plain)) or ""


def _paragraph(lines: list[str], number: int, alone: bool) -> range:
    """Return the numbers of the lines of the paragraph around a line, or of the one after it."""
    first = number + 1 if alone else number
    while alone and first <= len(lines) and not lines[first - 1].strip():
        first += 1
    last = first
    while not alone and first > 1 and lines[first - 2].strip():
        first -= 1
    while last < len(lines) and lines[last].strip():
        last += 1
    return range(first, last + 1)
