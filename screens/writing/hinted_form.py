"""What a page of fields does about their wording: the hint at the cursor, in a text or in a field of one line."""

from collections.abc import Callable

from textual.widgets import Input

from pmtui.document.postmortem import Change
from screens.parts.hint_here import HintHere, hint_in
from screens.widgets.field_input import FieldInput
from screens.widgets.prose_editor import ProseEditor
from screens.writing.hint_finder import HintFinder
from screens.writing.line_hints import LineHints
from screens.writing.page import Page


class HintedForm:
    """Shows the hint at the cursor. Texts underline theirs and answer to their keys; a line has its words quoted."""

    def __init__(self, page: Page, change: Callable[[Change, str], object]) -> None:
        """Show hints on `page`; `change` changes the draft, with a label for undo, and shows it."""
        self._page, self._change = page, change
        self.finder = HintFinder(page.context)
        self._lines = LineHints(page.context, self.finder)

    @property
    def editor(self) -> ProseEditor | None:
        """The text that the cursor is in, if it is in one."""
        focused = self._page.screen.focused
        return focused if isinstance(focused, ProseEditor) and self._page in focused.ancestors else None

    def here(self) -> HintHere | None:
        """Return the hint at the cursor."""
        if (line := self._line_at_cursor()) is not None:
            return self._lines.here(line, self._change)
        editor = self.editor
        return hint_in(self._page.context.draft, editor) if editor is not None else None

    def turn(self, steps: int) -> None:
        """Go to the next hint of the line that the cursor is in, or the one before."""
        line = self._line_at_cursor()
        if line is None or not self._lines.turn(line, steps):
            self._page.notify("No hints in this field; F10 lists them all.")
            return
        self.show()

    def show(self) -> None:
        """Have the hint at the cursor explained."""
        line, editor, page = self._line_at_cursor(), self.editor, self._page
        if line is not None and (shown := self._lines.shown(line)) is not None:
            page.post_message(page.HintShown(page, *shown))
            return
        placed = editor.hints.under_cursor if editor is not None else None
        page.post_message(page.HintShown(page, placed.hint if placed is not None else None))

    def show_of_line(self) -> None:
        """Have the hint explained anew where the cursor is in a line; texts tell of theirs by themselves."""
        if self._line_at_cursor() is not None:
            self.show()

    def _line_at_cursor(self) -> FieldInput | None:
        focused = self._page.screen.focused
        if not isinstance(focused, Input) or self._page not in focused.ancestors:
            return None
        return next((node for node in focused.ancestors if isinstance(node, FieldInput)), None)
