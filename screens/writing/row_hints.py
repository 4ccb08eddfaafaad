"""The hints of the rows of one page, and which of them is at the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from pmtui.checks.document_hints import RowText, context_of, row_texts
from pmtui.document.row_kinds import Row
from pmtui.language.text_hints import Context, Hint, find_hints
from screens.writing.page import PageContext


@dataclass(frozen=True)
class RowHint:
    """A hint in one of the texts of a row."""

    row_id: str
    place: RowText
    hint: Hint

    @property
    def words(self) -> str:
        """The words that the hint is about."""
        return self.place.text[self.hint.start : self.hint.end]


class RowHints:
    """Knows the hints of rows, and turns from one to the next; `forget` when the draft was changed.

    Looking at a text again costs next to nothing: hints are remembered by text.
    """

    def __init__(self, context: PageContext) -> None:
        self._page = context
        self._known: Context | None = None
        self._row_id, self._number = "", 0  # the row that was turned to, and which of its hints

    def forget(self) -> None:
        """Ask the draft anew what it knows."""
        self._known = None

    def of(self, row: Row) -> tuple[RowHint, ...]:
        """Return the hints of a row in order; none while hints are off."""
        if not self._page.hints_on:
            return ()
        if self._known is None:
            self._known = context_of(self._page.document)
        rules = self._page.wording.rules
        return tuple(
            RowHint(row.id, place, hint)
            for place in row_texts(row)
            for hint in find_hints(place.text, place.section, self._known, rules)
        )

    def here(self, row: Row) -> RowHint | None:
        """Return the hint of a row that was turned to, else its first."""
        found = self.of(row)
        number = self._number if row.id == self._row_id else 0
        return found[min(number, len(found) - 1)] if found else None

    def turn(self, rows: Sequence[Row], row_id: str, steps: int) -> RowHint | None:
        """Turn to the next hint (or, with -1, the one before) as seen from a row, round the end; None when there is none."""
        at = next((number for number, row in enumerate(rows) if row.id == row_id), -1 if steps > 0 else 0)
        if at >= 0 and (found := self.of(rows[at])):
            number = (self._number if row_id == self._row_id else 0) + steps
            if 0 <= number < len(found):
                self._row_id, self._number = row_id, number
                return found[number]
        for distance in range(1, len(rows) + 1):
            row = rows[(at + steps * distance) % len(rows)]
            if found := self.of(row):
                self._row_id, self._number = row.id, 0 if steps > 0 else len(found) - 1
                return found[self._number]
        return None
