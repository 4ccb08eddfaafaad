"""Where in a text a span lies: lines and columns, counted as people and as other programs count them."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_LINE_END = re.compile("\n")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Place(NamedTuple):
    """A span of a file: first and last line, and the columns of its first character and of the one after its last.

    Everything counts from 1. Columns count code points, those with `utf16` in their names UTF-16 code units.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    utf16_column: int
    utf16_end_column: int


class Lines:
    """The lines of one text, for many spans."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        # The places of what takes two UTF-16 units.
        self._wide = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span given in code points."""
        line, column, utf16_column = self._at(start)
        end_line, end_column, utf16_end_column = self._at(max(start, end))
        return Place(line, column, end_line, end_column, utf16_column, utf16_end_column)

    def _at(self, offset: int) -> tuple[int, int, int]:
        line = bisect_right(self._starts, offset)
        begin = self._starts[line - 1]
        column = offset - begin + 1
        return line, column, column + bisect_left(self._wide, offset) - bisect_left(self._wide, begin)
