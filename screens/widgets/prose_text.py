"""Places, words, search and undo in a prose area: what an editor knows of its text, hints aside."""

import re
from collections.abc import Iterator, Sequence

from textual.actions import SkipAction
from textual.document._document import EditResult, Location
from textual.document._edit import Edit

from screens.widgets.prose_rows import ProseArea

# Line, first column, column past the last.
Match = tuple[int, int, int]


class ProseText(ProseArea):
    """A prose area that counts its words, finds terms and goes to offsets.

    A location is (line, column), an offset counts code points of the whole text.
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        self._words: int | None = None
        super().__init__(text, placeholder=placeholder, id=id)

    @property
    def word_count(self) -> int:
        """How many words the text has; kept up to date by each edit, not counted anew."""
        if self._words is None:
            self._words = _count_words(self.document.lines)
        return self._words

    @property
    def has_undo(self) -> bool:
        """Whether there is an edit of this text to take back."""
        return bool(self.history.undo_stack)

    @property
    def has_redo(self) -> bool:
        """Whether there is an edit of this text to do again."""
        return bool(self.history.redo_stack)

    def offset_of(self, location: Location) -> int:
        """Return the offset of a location."""
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def location_of(self, offset: int) -> Location:
        """Return the location of an offset; the end of the text for one beyond it."""
        for row, line in enumerate(self.document.lines):
            if offset <= len(line):
                return row, max(0, offset)
            offset -= len(line) + 1
        return self.document.end

    def goto(self, start: int, end: int | None = None) -> None:
        """Put the cursor at an offset and bring it into view; with `end`, select up to there."""
        self.move_cursor(self.location_of(start), center=end is None)
        if end is not None:
            self.move_cursor(self.location_of(end), select=True, center=True)

    def find(self, term: str, *, forward: bool = True) -> bool:
        """Select the next (or previous) place that holds the term, round the ends; False when there is none.

        Capitals do not matter. A term that grows while it is typed stays on its match as long as that fits.
        """
        match = self._match(term, forward) if term else None
        if match is None:
            return False
        row, start, end = match
        self.move_cursor((row, start))
        self.move_cursor((row, end), select=True, center=True)
        return True

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, and keep the count of words by the lines it touches."""
        top, bottom = edit.top[0], edit.bottom[0]
        before = _count_words(self.document.lines[top : bottom + 1])
        known = self._words
        result = super().edit(edit)
        if known is not None:
            after = _count_words(self.document.lines[top : result.end_location[0] + 1])
            self._words = known - before + after
        return result

    def action_undo(self) -> None:
        """Take the last edit back; with none left the key goes on to whoever keeps the document's own undo."""
        if not self.has_undo or self.read_only:
            raise SkipAction
        self.undo()

    def action_redo(self) -> None:
        """Do again what was taken back; with nothing left the key goes on, as for undo."""
        if not self.has_redo or self.read_only:
            raise SkipAction
        self.redo()

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        super()._undo_batch(edits)
        self._words = None

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        super()._redo_batch(edits)
        self._words = None

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._words = None

    def _match(self, term: str, forward: bool) -> Match | None:
        pattern = re.compile(re.escape(term), re.IGNORECASE)
        selected = self.selected_text
        low, high = sorted(self.selection)
        if forward:
            # On a whole match already: go on. On part of one (the term has grown): look from its start.
            here = high if selected and pattern.fullmatch(selected) else low
            return next(self._matches(pattern, here), None) or next(self._matches(pattern, (0, 0)), None)
        earlier = [match for match in self._matches(pattern, (0, 0)) if match[:2] < low]
        return next(reversed(earlier or list(self._matches(pattern, (0, 0)))), None)

    def _matches(self, pattern: re.Pattern[str], start: Location) -> Iterator[Match]:
        """Yield matches that start at the location or after it."""
        row, column = start
        for index, line in enumerate(self.document.lines[row:], row):
            for match in pattern.finditer(line, column if index == row else 0):
                yield index, match.start(), match.end()


def _count_words(lines: Sequence[str]) -> int:
    return sum(len(line.split()) for line in lines)
