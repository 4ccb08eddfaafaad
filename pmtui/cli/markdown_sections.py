"""Markdown as parts that each belong to one section of a postmortem, told by their headings."""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from pmtui.language.masking import mask_comments, mask_fences

OTHER = "other"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_NUMBER = re.compile(r"^[\W\d_]+|[\W_]+$")
_HASHES = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*$")
_NO_TITLE = re.compile(r" {4}|\t| {0,3}(?:[-*+>|<]|\d{1,9}[.)])")  # what no underlined title begins with
_MARKUP = re.compile(r"[*_`&\\<\[]")


class MarkdownPart(NamedTuple):
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


def _headings(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield first line, line after it (both from 0), level and title of each heading.

    Front matter, fenced code and comments hold none, nor do lists and quotations.
    """
    text = _FRONT_MATTER.sub(lambda match: "\n" * match.group().count("\n"), text)
    above: list[str] = []  # the lines of the paragraph before this line
    for number, line in enumerate(mask_comments(mask_fences(text)).split("\n")):
        if hashes := _HASHES.match(line):
            yield number, number + 1, len(hashes[1]), hashes[2] or ""
            above = []
        elif above and (under := _UNDERLINE.match(line)):
            if not _NO_TITLE.match(above[0]):
                yield number - len(above), number + 1, 1 if under[1] else 2, " ".join(above)
            above = []
        elif not line.strip():
            above = []
        elif above or not line.startswith("    "):  # indented code begins no paragraph
            above.append(line)


def _section_of(title: str, headings: Mapping[str, str]) -> str:
    """Return the section of a heading, also when it carries a number or a mark: `3. Root cause:`."""
    plain = " ".join(title.lower().replace("’", "'").split())
    found = headings.get(plain) or headings.get(_NUMBER.sub("", plain)) or ""
    if not found and _MARKUP.search(title):
        from markdown_it import MarkdownIt

        inline = MarkdownIt("commonmark").parseInline(title)[0]
        shown = "".join(child.content for child in inline.children or [])
        found = _section_of(shown, headings) if shown != title else ""
    return found
