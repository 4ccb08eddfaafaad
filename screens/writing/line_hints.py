"""The hints of the form's one-line fields: nothing underlines them, so the words are shown with the explanation."""

from collections.abc import Callable, Sequence

from pmtui.document.fields import get_value
from pmtui.document.postmortem import Change
from screens.parts.hint_here import DraftField, HintHere
from screens.widgets.field_input import FieldInput
from screens.widgets.prose_hints import Hint
from screens.writing.hint_finder import HintFinder
from screens.writing.page import PageContext


class LineHints:
    """Knows the hints of one-line fields, and which of them is shown."""

    def __init__(self, context: PageContext, finder: HintFinder) -> None:
        self._page, self._finder = context, finder
        self._path, self._number = "", 0  # the field that was turned in, and to which of its hints

    def of(self, field: FieldInput) -> Sequence[Hint]:
        """Return the hints of a field in order; none where it is no line of words, or while hints are off."""
        if not self._page.hints_on or field.kind != "line" or not (line := self._line(field)):
            return ()
        from pmtui.checks.document_hints import FIELD_SECTIONS

        return self._finder.find(line, field.path) if field.path in FIELD_SECTIONS else ()

    def shown(self, field: FieldInput) -> tuple[Hint, str] | None:
        """Return the hint of a field that was turned to, else its first, and the words it is about."""
        found = self.of(field)
        if not found:
            return None
        hint = found[min(self._number, len(found) - 1) if field.path == self._path else 0]
        return hint, self._line(field)[hint.start : hint.end]

    def here(self, field: FieldInput, edit: Callable[[Change, str], object]) -> HintHere | None:
        """Return the hint of a field that is shown; `edit` changes the draft and shows it."""
        shown = self.shown(field)
        if shown is None:
            return None
        hint, draft = shown[0], self._page.draft
        home = DraftField(draft, field.path, edit)
        return HintHere(draft, hint, hint.start, hint.end, self._line(field), home)

    def turn(self, field: FieldInput, steps: int) -> bool:
        """Turn to the field's next hint, or the one before, round the end; False when it has none."""
        count = len(self.of(field))
        number = self._number if field.path == self._path else 0
        self._path, self._number = field.path, (number + steps) % count if count else 0
        return count > 0

    def _line(self, field: FieldInput) -> str:
        value = get_value(self._page.document, field.path)
        return value if isinstance(value, str) else ""
