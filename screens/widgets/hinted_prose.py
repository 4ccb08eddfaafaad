"""Prose whose wording is looked at while it is typed: hints are underlined, and marked in the gutter."""

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.timer import Timer

from pmtui.text import visible
from screens.widgets.prose_hints import FindHints, Hint, HintBook, LineHint, PlacedHint
from screens.widgets.prose_rows import Mark, Span
from screens.widgets.prose_text import ProseText

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


class HintedProse(ProseText):
    """Prose with hints. Looking at it is done in slices between keys; subclasses tell what was found."""

    COMPONENT_CLASSES = {"prose-editor--error", "prose-editor--warning", "prose-editor--hint"}
    DEFAULT_CSS = """
    HintedProse {
        & .prose-editor--error { text-style: bold underline; color: $text-error; }
        & .prose-editor--warning { text-style: underline; color: $text-warning; }
        & .prose-editor--hint { text-style: underline; color: $text-accent; }
    }
    """

    def __init__(
        self, text: str = "", *, find_hints: FindHints | None, placeholder: str = "", id: str | None = None
    ) -> None:
        self._hints = HintBook(find_hints)
        self._wait: Timer | None = None
        self._told: tuple[Hint | None, int | None] = (None, None)
        super().__init__(text, placeholder=placeholder, id=id)

    @property
    def hint_count(self) -> int:
        """How many hints are known at the moment."""
        return self._hints.count

    @property
    def hint_under_cursor(self) -> PlacedHint | None:
        """The hint whose words the cursor is in or at the end of."""
        return self._hints.at(self.cursor_location)

    def in_code(self, line: int) -> bool:
        """Tell whether a line belongs to a fenced block of code, where wording is not looked at."""
        return self._hints.in_code(line)

    def set_hints_provider(self, find_hints: FindHints | None) -> None:
        """Take hints from `find_hints` from now on; `None` switches them off."""
        self._hints.ask(find_hints)
        self._look_at_wording()

    # What subclasses tell

    def _hints_were_found(self) -> None:
        """Tell that the whole text was looked at."""

    def _hint_was_met(self, hint: Hint | None, position: int | None) -> None:
        """Tell that the cursor came upon a hint, whose words begin at an offset, or left one (both `None`)."""

    # How the hints follow the text

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit; hints move along, and the wording is looked at after a pause."""
        top, bottom = edit.top, edit.bottom
        result = super().edit(edit)
        self._hints.follow_edit(top, bottom, result.end_location)
        self._look_later(PAUSE_SECONDS, self._look_at_wording)
        return result

    def spans_on(self, line: int) -> Sequence[Span]:
        """Return the hints of a line as underlined spans."""
        return [Span(hint.start, hint.end, _style(hint)) for hint in self._hints.on(line)]

    def mark_on(self, line: int, first: int, last: int) -> Mark | None:
        """Return the mark of the heaviest hint that starts in these columns."""
        severities = {hint.hint.severity for hint in self._hints.on(line) if first <= hint.start < last}
        return next(
            (Mark(glyph, _STYLE + name) for name, glyph in _GLYPHS.items() if name in severities), None
        )

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        super()._undo_batch(edits)
        self._text_was_rewritten()

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        super()._redo_batch(edits)
        self._text_was_rewritten()

    def _text_was_rewritten(self) -> None:
        """Look at the wording at once: undo and redo come without a pause."""
        self._look_at_wording()

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._hints.clear()
        self._look_at_wording()

    # When the wording is looked at

    def on_mount(self) -> None:
        """Look at the wording after a pause, so that the text is on the screen and ready to type in before."""
        self.call_after_refresh(self._look_later, _FIRST_SECONDS, self._look_at_wording)

    def _look_at_wording(self) -> None:
        if self.is_mounted:
            self._hints.begin(self.document.lines)
            self._look_on()

    def _look_if_unseen(self) -> None:
        """Look at the wording at once where the first look is still to come."""
        if not self._hints.begun:
            self._look_at_wording()

    def _look_on(self) -> None:
        if self._wait is not None:
            self._wait.stop()
            self._wait = None
        complete, changed = self._hints.advance(self.document.lines, _SLICE_SECONDS)
        if any(line in self.lines_in_view for line in changed):
            self.refresh()
        if complete:
            self._hints_were_found()
            self._tell_hint()
        else:
            self._look_later(_GAP_SECONDS, self._look_on)

    def _look_later(self, seconds: float, look: Callable[[], None]) -> None:
        if self._wait is not None:
            self._wait.stop()
        if self.is_mounted:
            self._wait = self.set_timer(seconds, look)

    def _tell_hint(self) -> None:
        placed = self.hint_under_cursor
        now = (placed.hint, self.offset_of((placed.row, placed.start))) if placed else (None, None)
        if now != self._told:
            self._told = now
            self._hint_was_met(*now)

    # Where the cursor and the mouse are

    def _on_text_area_selection_changed(self) -> None:
        self._tell_hint()

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        placed = self._hints.at(self.get_target_document_location(event))
        tip = Content(visible(placed.hint.message)) if placed else None
        if tip != self.tooltip:
            self.tooltip = tip


def _style(here: LineHint) -> str:
    severity = here.hint.severity
    return _STYLE + (severity if severity in _GLYPHS else "hint")
