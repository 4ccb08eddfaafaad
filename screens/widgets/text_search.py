"""What an editor knows of its text beside the hints: how many words it has, and where a term stands."""

import re
from collections.abc import Iterator, Sequence

from textual.document._document import Location
from textual.widgets import TextArea

# Line, first column, column past the last.
Match = tuple[int, int, int]


class WordCount:
    """The number of words, kept up to date by the lines that an edit touches instead of being counted anew."""

    def __init__(self) -> None:
        self._words: int | None = None

    def of(self, lines: Sequence[str]) -> int:
        """Return how many words the lines of the whole text have."""
        if self._words is None:
            self._words = count_words(lines)
        return self._words

    def forget(self) -> None:
        """Count anew the next time: the text is another one."""
        self._words = None

    def grew(self, by: int) -> None:
        """Note that an edit added so many words."""
        if self._words is not None:
            self._words += by


class TextSearch:
    """Finds words in a text area, and selects them."""

    def __init__(self, area: TextArea) -> None:
        self._area = area
        self.sought = ""  # what was last looked for

    def find(self, term: str, *, forward: bool = True) -> bool:
        """Select the next (or previous) place that holds the term, round the ends; False when there is none.

        Capitals do not matter. A term that grows while it is typed stays on its match as long as that fits.
        """
        self.sought = term
        match = self._match(term, forward) if term else None
        if match is None:
            return False
        row, start, end = match
        self._area.move_cursor((row, start))
        self._area.move_cursor((row, end), select=True, center=True)
        return True

    def _match(self, term: str, forward: bool) -> Match | None:
        pattern = re.compile(re.escape(term), re.IGNORECASE)
        selected = self._area.selected_text
        low, high = sorted(self._area.selection)
        if forward:
            # On a whole match already: go on. On part of one (the term has grown): look from its start.
            here = high if selected and pattern.fullmatch(selected) else low
            return next(self._matches(pattern, here), None) or next(self._matches(pattern, (0, 0)), None)
        earlier = [match for match in self._matches(pattern, (0, 0)) if match[:2] < low]
        return next(reversed(earlier or list(self._matches(pattern, (0, 0)))), None)

    def _matches(self, pattern: re.Pattern[str], start: Location) -> Iterator[Match]:
        """Yield matches that start at the location or after it."""
        row, column = start
        for index, line in enumerate(self._area.document.lines[row:], row):
            for match in pattern.finditer(line, column if index == row else 0):
                yield index, match.start(), match.end()


def count_words(lines: Sequence[str]) -> int:
    """Return how many words there are on lines."""
    return sum(len(line.split()) for line in lines)


def offset_of(lines: Sequence[str], location: Location) -> int:
    """Return the offset in the whole text, in code points, of a line and column."""
    row, column = location
    return sum(len(line) + 1 for line in lines[:row]) + column


def location_of(lines: Sequence[str], offset: int) -> Location:
    """Return the line and column of an offset; the end of the text for one beyond it."""
    for row, line in enumerate(lines):
        if offset <= len(line):
            return row, max(0, offset)
        offset -= len(line) + 1
    return len(lines) - 1, len(lines[-1])
