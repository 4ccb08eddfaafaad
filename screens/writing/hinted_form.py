"""A page of fields whose wording is looked at: the hint at the cursor, in a text or in a field of one line."""

from textual.widgets import Input

from pmtui.document.postmortem import Change
from screens.parts.hint_here import HintHere
from screens.widgets.field_input import FieldInput
from screens.widgets.prose_editor import ProseEditor
from screens.writing.hint_finder import HintFinder
from screens.writing.line_hints import LineHints
from screens.writing.page import Page, PageContext


class HintedForm(Page):
    """Shows the hint at the cursor. Texts underline theirs and answer to their keys; a line has its words quoted."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.finder = HintFinder(context)
        self._lines = LineHints(context, self.finder)

    @property
    def hint_editor(self) -> ProseEditor | None:
        """The text that the cursor is in, if it is in one."""
        focused = self.screen.focused
        return focused if isinstance(focused, ProseEditor) and self in focused.ancestors else None

    def hint_here(self) -> HintHere | None:
        """Return the hint at the cursor."""
        line = self._line_at_cursor()
        return self._lines.here(line, self.change_line) if line is not None else super().hint_here()

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint of the line that the cursor is in, or the one before."""
        line = self._line_at_cursor()
        if line is None or not self._lines.turn(line, steps):
            self.notify("No hints in this field; F10 lists them all.")
            return
        self.show_hint()

    def change_line(self, change: Change, label: str) -> None:
        """Change the draft and show it."""
        raise NotImplementedError

    def show_hint(self) -> None:
        """Have the hint at the cursor explained."""
        line, editor = self._line_at_cursor(), self.hint_editor
        if line is not None and (shown := self._lines.shown(line)) is not None:
            self.post_message(self.HintShown(self, *shown))
            return
        placed = editor.hints.under_cursor if editor is not None else None
        self.post_message(self.HintShown(self, placed.hint if placed is not None else None))

    def show_hint_of_line(self) -> None:
        """Have the hint explained anew where the cursor is in a line; texts tell of theirs by themselves."""
        if self._line_at_cursor() is not None:
            self.show_hint()

    def _line_at_cursor(self) -> FieldInput | None:
        focused = self.screen.focused
        if not isinstance(focused, Input) or self not in focused.ancestors:
            return None
        return next((node for node in focused.ancestors if isinstance(node, FieldInput)), None)
