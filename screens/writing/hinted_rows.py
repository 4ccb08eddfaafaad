"""What a page of rows does about their wording: the hint of the highlighted row, and the marks of all rows."""

from collections.abc import Callable, Sequence
from time import monotonic

from textual.timer import Timer

from pmtui.document.postmortem import Change
from pmtui.document.row_kinds import Row
from screens.parts.hint_here import DraftField, HintHere
from screens.writing.page import Page
from screens.writing.row_hints import RowHint, RowHints

MARKS = {"warning": "!", "hint": "?"}  # as in the gutter of the prose editor
SLICE, GAP = 0.008, 0.01  # seconds of looking at rows, and between two looks, in which keys are served


class HintedRows:
    """Shows the hints of a page's rows."""

    def __init__(
        self,
        page: Page,
        rows: Callable[[], Sequence[Row]],
        at_cursor: Callable[[], Row | None],
        turn_to: Callable[[str], None],
        change: Callable[[Change, str], object],
    ) -> None:
        """Show the hints of `rows`, in that order, on `page`.

        `at_cursor` returns the highlighted row, `turn_to` highlights one by its id, and `change` changes the draft, with
        a label for undo, and shows it.
        """
        self._page, self._rows, self._at_cursor = page, rows, at_cursor
        self._turn_to, self._change = turn_to, change
        self._hints = RowHints(page.context)
        self._looking: Timer | None = None

    def forget(self) -> None:
        """Ask the draft anew what it knows."""
        self._hints.forget()

    # The hint at the cursor

    def here(self) -> HintHere | None:
        """Return the hint of the highlighted row."""
        shown = self._shown()
        if shown is None:
            return None
        draft, hint, place = self._page.context.draft, shown.hint, shown.place
        field = DraftField(draft, place.path, self._change)
        return HintHere(draft, hint, hint.start, hint.end, place.text, field)

    def show(self) -> None:
        """Have the hint of the highlighted row explained."""
        shown = self._shown()
        page = self._page
        page.post_message(page.HintShown(page, shown.hint if shown else None, shown.words if shown else ""))

    def turn(self, steps: int) -> None:
        """Go to the next hint, or the one before, in this row or another."""
        row = self._at_cursor()
        turned = self._hints.turn(self._rows(), row.id if row else "", steps)
        if turned is None:
            self._page.notify("No hints on this page.")
            return
        self._turn_to(turned.row_id)
        self.show()

    def _shown(self) -> RowHint | None:
        row = self._at_cursor()
        return self._hints.here(row) if row is not None else None

    # The marks of all rows

    def mark(self, rows: Sequence[Row], mark: Callable[[str, str], None]) -> None:
        """Call `mark` with the id of each row that has a hint and its glyph, a slice at a time."""
        if self._looking is not None:
            self._looking.stop()
        self._look_on(rows, 0, mark)

    def _look_on(self, rows: Sequence[Row], at: int, mark: Callable[[str, str], None]) -> None:
        deadline = monotonic() + SLICE
        while at < len(rows) and monotonic() < deadline:
            row = rows[at]
            if heaviest := {shown.hint.severity for shown in self._hints.of(row)}:
                mark(row.id, MARKS["warning" if "warning" in heaviest else "hint"])
            at += 1
        if at < len(rows):
            self._looking = self._page.set_timer(GAP, lambda: self._look_on(rows, at, mark))
