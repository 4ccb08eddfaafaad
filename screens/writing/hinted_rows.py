"""A page of rows whose wording is looked at: the hint of the highlighted row, and the keys that go with it."""

from collections.abc import Callable, Sequence
from time import monotonic

from textual.timer import Timer

from pmtui.document.postmortem import Change
from pmtui.document.row_kinds import Row
from screens.parts.hint_here import DraftField, HintHere
from screens.writing.page import Page, PageContext
from screens.writing.row_hints import RowHint, RowHints

MARKS = {"warning": "!", "hint": "?"}  # as in the gutter of the prose editor
SLICE, GAP = 0.008, 0.01  # seconds of looking at rows, and between two looks, in which keys are served


class HintedRows(Page):
    """Shows the hint of the row at the cursor. Subclasses say which row that is and how one is highlighted."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.hints = RowHints(context)
        self._looking: Timer | None = None

    # What subclasses say

    def hinted_rows(self) -> Sequence[Row]:
        """Return the rows in the order in which hints are gone through."""
        raise NotImplementedError

    def row_at_cursor(self) -> Row | None:
        """Return the highlighted row."""
        raise NotImplementedError

    def turn_to_row(self, row_id: str) -> None:
        """Highlight a row and put the cursor there."""
        raise NotImplementedError

    def change_row(self, change: Change, label: str) -> None:
        """Change the draft and show it."""
        raise NotImplementedError

    # The hint at the cursor

    def hint_shown(self) -> RowHint | None:
        """Return the hint of the highlighted row that is shown."""
        row = self.row_at_cursor()
        return self.hints.here(row) if row is not None else None

    def hint_here(self) -> HintHere | None:
        """Return the hint of the highlighted row."""
        shown = self.hint_shown()
        if shown is None:
            return None
        draft, hint, place = self.context.draft, shown.hint, shown.place
        field = DraftField(draft, place.path, self.change_row)
        return HintHere(draft, hint, hint.start, hint.end, place.text, field)

    def show_hint(self) -> None:
        """Have the hint of the highlighted row explained."""
        shown = self.hint_shown()
        self.post_message(self.HintShown(self, shown.hint if shown else None, shown.words if shown else ""))

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint, or the one before, in this row or another."""
        row = self.row_at_cursor()
        turned = self.hints.turn(self.hinted_rows(), row.id if row else "", steps)
        if turned is None:
            self.notify("No hints on this page.")
            return
        self.turn_to_row(turned.row_id)
        self.show_hint()

    # The marks of all rows

    def look_at_rows(self, rows: Sequence[Row], mark: Callable[[str, str], None]) -> None:
        """Call `mark` with the id of each row that has a hint and its glyph, a slice at a time."""
        if self._looking is not None:
            self._looking.stop()
        self._look_on(rows, 0, mark)

    def _look_on(self, rows: Sequence[Row], at: int, mark: Callable[[str, str], None]) -> None:
        deadline = monotonic() + SLICE
        while at < len(rows) and monotonic() < deadline:
            row = rows[at]
            if heaviest := {shown.hint.severity for shown in self.hints.of(row)}:
                mark(row.id, MARKS["warning" if "warning" in heaviest else "hint"])
            at += 1
        if at < len(rows):
            self._looking = self.set_timer(GAP, lambda: self._look_on(rows, at, mark))
