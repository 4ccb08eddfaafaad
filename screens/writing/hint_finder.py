"""Finds hints for an editor of the writing room, with what the draft knows about people and systems now."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.writing.page import PageContext

if TYPE_CHECKING:  # reading language is loaded while the first page is on the screen already
    from pmtui.language.text_hints import Context, Hint


class HintFinder:
    """Looks at the wording of one page's texts; `forget` when the draft was changed elsewhere."""

    def __init__(self, context: PageContext) -> None:
        self._page = context
        self._known: Context | None = None

    def forget(self) -> None:
        """Ask the draft anew what it knows."""
        self._known = None

    def find(self, line: str, field: str = "") -> "Sequence[Hint]":
        """Return the hints of one paragraph; `field` is its path where the page holds more than one text."""
        from pmtui.checks.document_hints import FIELD_SECTIONS, context_of
        from pmtui.language.text_hints import find_hints

        if self._known is None:
            self._known = context_of(self._page.document)
        section = FIELD_SECTIONS.get(field) or self._page.coach.language
        return find_hints(line, section, self._known, self._page.wording.rules)
