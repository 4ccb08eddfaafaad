"""The hints of a text while it is typed: when its wording is looked at, what is underlined, what is marked in the gutter."""

from collections.abc import Callable, Sequence
from typing import Protocol

from textual.document._document import Location
from textual.timer import Timer
from textual.widgets import TextArea

from screens.widgets.prose_hints import FindHints, Hint, HintBook, LineHint, PlacedHint
from screens.widgets.prose_rows import Mark, Span, lines_in_view

# A pause in typing after which the wording is looked at again.
PAUSE_SECONDS = 0.15
# Before the first look: until then the text is on the screen, and what reads its wording is loaded.
_FIRST_SECONDS = 0.3
# A slice of looking at wording, and the gap after it in which keys are served and rows drawn.
_SLICE_SECONDS = 0.008
_GAP_SECONDS = 0.01

# The heaviest first: it gives the row's mark. A hint is a question, so that is its glyph.
_STYLE = "prose-editor--"
_GLYPHS = {"error": "×", "warning": "!", "hint": "?"}


class HintNews(Protocol):
    """What is told of hints."""

    def hints_found(self) -> None:
        """Tell that the whole text was looked at."""

    def hint_met(self, placed: PlacedHint | None) -> None:
        """Tell that the cursor came upon a hint, or left one."""


class HintMarks:
    """Looks at the wording of a text area in slices between keys, and knows what to show of it."""

    def __init__(self, area: TextArea, find_hints: FindHints | None, news: HintNews) -> None:
        self._area, self._news = area, news
        self.book = HintBook(find_hints)
        self._wait: Timer | None = None
        self._told: tuple[Hint, int, int] | None = None

    @property
    def under_cursor(self) -> PlacedHint | None:
        """The hint whose words the cursor is in or at the end of."""
        return self.book.at(self._area.cursor_location)

    def ask(self, find_hints: FindHints | None) -> None:
        """Take hints from `find_hints` from now on; `None` switches them off."""
        self.book.ask(find_hints)
        self.look()

    # What is shown

    def spans_on(self, line: int) -> Sequence[Span]:
        """Return the hints of a line as underlined spans."""
        return [Span(hint.start, hint.end, _style(hint)) for hint in self.book.on(line)]

    def mark_on(self, line: int, first: int, last: int) -> Mark | None:
        """Return the mark of the heaviest hint that starts in these columns."""
        severities = {hint.hint.severity for hint in self.book.on(line) if first <= hint.start < last}
        return next(
            (Mark(glyph, _STYLE + name) for name, glyph in _GLYPHS.items() if name in severities), None
        )

    def tell_hint(self) -> None:
        """Tell of the hint under the cursor when it is another one than before."""
        placed = self.under_cursor
        now = (placed.hint, placed.row, placed.start) if placed else None
        if now != self._told:
            self._told = now
            self._news.hint_met(placed)

    # When the wording is looked at

    def look_first(self) -> None:
        """Look after a pause, so that the text is on the screen and ready to type in before."""
        self._area.call_after_refresh(self._look_later, _FIRST_SECONDS, self.look)

    def follow_edit(self, top: Location, bottom: Location, end: Location) -> None:
        """Move hints along with an edit, and look at the wording after a pause."""
        self.book.follow_edit(top, bottom, end)
        self._look_later(PAUSE_SECONDS, self.look)

    def forget(self) -> None:
        """Look at another text."""
        self.book.clear()
        self.look()

    def look(self) -> None:
        """Look at the wording now."""
        if self._area.is_mounted:
            self.book.begin(self._area.document.lines)
            self._look_on()

    def look_if_unseen(self) -> None:
        """Look at the wording at once where the first look is still to come."""
        if not self.book.begun:
            self.look()

    def _look_on(self) -> None:
        if self._wait is not None:
            self._wait.stop()
            self._wait = None
        complete, changed = self.book.advance(self._area.document.lines, _SLICE_SECONDS)
        if any(line in lines_in_view(self._area) for line in changed):
            self._area.refresh()
        if complete:
            self._news.hints_found()
            self.tell_hint()
        else:
            self._look_later(_GAP_SECONDS, self._look_on)

    def _look_later(self, seconds: float, look: Callable[[], None]) -> None:
        if self._wait is not None:
            self._wait.stop()
        if self._area.is_mounted:
            self._wait = self._area.set_timer(seconds, look)


def _style(here: LineHint) -> str:
    severity = here.hint.severity
    return _STYLE + (severity if severity in _GLYPHS else "hint")
