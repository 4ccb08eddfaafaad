"""The prose editor: writes a section's text, with hints on its wording as it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from pmtui.errors import PmtuiError
from pmtui.text import UNSAFE, normalise, visible, was_altered
from screens.external_editor import chosen_editor, edit_outside
from screens.textual_faults.editor import EditorFaults
from screens.widgets.hint_marks import HintMarks
from screens.widgets.prose_hints import FindHints, Hint, PlacedHint
from screens.widgets.prose_rows import GUTTER, Mark, ProseDocument, ProseWrapping, RowPainter
from screens.widgets.text_search import TextSearch, WordCount, count_words, location_of, offset_of

BLANK = "…"  # what an author fills in, in a frame that a hint offers


def _key(keys: str, action: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    name = label.lower().replace(" ", "_") if "(" in action else action
    return Binding(keys, action, label, show=show, id=f"prose.{name}", tooltip=tooltip)


class ProseEditor(EditorFaults, TextArea):
    """Text of a section, soft-wrapped, with hints underlined and marked in the gutter.

    `find_hints` is asked about one line (paragraph) at a time, never about fenced code. Control characters are kept
    in the text and shown as marks.
    """

    COMPONENT_CLASSES = {"prose-editor--error", "prose-editor--warning", "prose-editor--hint"}
    DEFAULT_CSS = """
    ProseEditor {
        & .prose-editor--error { text-style: bold underline; color: $text-error; }
        & .prose-editor--warning { text-style: underline; color: $text-warning; }
        & .prose-editor--hint { text-style: underline; color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("f8", "next_hint", "Hint", "Go to the next hint"),
        _key("shift+f8,f20", "previous_hint", "Previous hint", "Go back to the hint before"),
        _key(
            "f9",
            "apply_hint",
            "Mend",
            "Mend the words of the hint: with the suggested wording, or with figures",
        ),
        _key("ctrl+home", "go_to_edge('start')", "Start", "Go to the start of the text"),
        _key("ctrl+end", "go_to_edge('end')", "End", "Go to the end of the text"),
        _key(
            "ctrl+shift+home",
            "go_to_edge('start', True)",
            "Select to start",
            "Select up to the start of the text",
        ),
        _key(
            "ctrl+shift+end", "go_to_edge('end', True)", "Select to end", "Select up to the end of the text"
        ),
        _key("ctrl+f", "ask_find", "Find", "Find words in this text"),
        _key("f3", "find_next", "Find next", "Go to the next match"),
        _key("shift+f3,f15", "find_previous", "Find previous", "Go back to the match before"),
        _key("f4", "edit_outside", "Own editor", "Edit this text in your $EDITOR"),
        _key("ctrl+z,super+z", "undo", "Undo", "Take the last edit back"),
        _key("ctrl+y,super+y", "redo", "Redo", "Do again what was taken back"),
    ]

    @dataclass
    class EditorMessage(Message):
        """Anything the editor has to say."""

        editor: "ProseEditor"

        @property
        def control(self) -> "ProseEditor":
            """The editor that sent it."""
            return self.editor

    @dataclass
    class Edited(EditorMessage):
        """The text was changed in the editor (not by `load_text`). Several in a row may arrive as one."""

        @property
        def text(self) -> str:
            """The text as it is now, joined when asked for."""
            return self.editor.take_text()

        def can_replace(self, message: Message) -> bool:
            """Let a later one of the same editor stand for this one."""
            return isinstance(message, ProseEditor.Edited) and message.editor is self.editor

    @dataclass
    class HintsChanged(EditorMessage):
        """The whole text was looked at; `count` hints were found."""

        count: int

    @dataclass
    class HintUnderCursor(EditorMessage):
        """The cursor came upon a hint, whose words begin at the offset `position`, or left one (both `None`)."""

        hint: Hint | None
        position: int | None

    @dataclass
    class Pasted(EditorMessage):
        """Something came in that the person should know of.

        `altered`: line ends or broken characters were mended. `invisible`: how many control or invisible
        characters it holds; they were kept and are shown as marks.
        """

        altered: bool
        invisible: int

    @dataclass
    class FiguresAsked(EditorMessage):
        """The person wants to mend vague words; the receiver asks for figures and calls `put`."""

    @dataclass
    class FindAsked(EditorMessage):
        """The person wants to look for words; the receiver asks for them and calls `find`."""

    def __init__(
        self, text: str = "", *, find_hints: FindHints | None, placeholder: str = "", id: str | None = None
    ) -> None:
        self.hints = HintMarks(self, find_hints, self)
        self.search = TextSearch(self)
        self._painter = RowPainter(self, self.hints.spans_on, self.mark_on)
        self._words = WordCount()
        self._untold = False
        self.field = ""  # the part of the draft that this shows; its page says so
        # As a plain string the placeholder would be read as markup.
        super().__init__(text, placeholder=Content(visible(placeholder)), id=id)
        # A blinking cursor repaints twice a second for as long as the program is open.
        self.set_reactive(TextArea.cursor_blink, False)

    # The text

    @property
    def word_count(self) -> int:
        """How many words the text has."""
        return self._words.of(self.document.lines)

    @property
    def has_undo(self) -> bool:
        """Whether there is an edit of this text to take back."""
        return bool(self.history.undo_stack)

    @property
    def has_redo(self) -> bool:
        """Whether there is an edit of this text to do again."""
        return bool(self.history.redo_stack)

    @property
    def is_untold(self) -> bool:
        """Whether something was edited that nobody has asked the text for yet."""
        return self._untold

    def take_text(self) -> str:
        """Return the text to who keeps it."""
        self._untold = False
        return self.text

    def goto(self, start: int, end: int | None = None) -> None:
        """Put the cursor at an offset and bring it into view; with `end`, select up to there."""
        self.move_cursor(location_of(self.document.lines, start), center=end is None)
        if end is not None:
            self.move_cursor(location_of(self.document.lines, end), select=True, center=True)

    def put(self, words: str, start: Location, end: Location) -> None:
        """Put words in place of those from `start` to `end`, as one step of undo; a blank in them is selected."""
        if not self.read_only:
            self._replace_as_one_step(words, start, end)
            self._select_blank(words, start)

    # What the person asks for

    def action_next_hint(self) -> None:
        """Put the cursor at the start of the next hint, round the end."""
        self.hints.look_if_unseen()
        self._visit(self.hints.book.after(self.cursor_location))

    def action_previous_hint(self) -> None:
        """Put the cursor at the start of the hint before, round the start."""
        self.hints.look_if_unseen()
        self._visit(self.hints.book.before(self.cursor_location))

    def action_apply_hint(self) -> None:
        """Mend the words of the hint: ask for figures where they are vague, else put the hint's own wording there."""
        placed = self.hints.under_cursor
        if placed is None:
            self.notify("Go to a hint first (F8).")
        elif placed.hint.kind == "vague":
            self.post_message(self.FiguresAsked(self))
        elif placed.hint.rewrite is None:
            self.notify("This hint asks a question; it has no ready wording.")
        else:
            self.put(placed.hint.rewrite, (placed.row, placed.start), (placed.row, placed.end))

    def action_go_to_edge(self, edge: str, select: bool = False) -> None:
        """Put the cursor at the start or the end of the text, or select up to there."""
        self.move_cursor(getattr(self.document, edge), select=select)

    def action_ask_find(self) -> None:
        """Ask for the words to look for."""
        self.post_message(self.FindAsked(self))

    def action_find_next(self) -> None:
        """Go to the next match of what was last looked for."""
        self._find_again(forward=True)

    def action_find_previous(self) -> None:
        """Go to the previous match of what was last looked for."""
        self._find_again(forward=False)

    def action_edit_outside(self) -> None:
        """Hand the text to the person's own editor; what comes back is one step of undo."""
        if self.read_only:
            return
        try:
            command = chosen_editor()
        except PmtuiError as problem:
            self.notify(visible(str(problem)))
            return
        if not getattr(self.app, "is_lent", False):  # a second key in the same burst
            self.app.run_worker(edit_outside(self, command), group="own-editor")

    def put_back(self, text: str) -> None:
        """Put a text from elsewhere in place of this one, as one step of undo."""
        if normalise(text) != self.text:
            self._replace_as_one_step(self._accept(text), self.document.start, self.document.end)

    def action_paste(self) -> None:
        """Paste what was copied in the program."""
        self._paste(self.app.clipboard)

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

    # What follows from a change

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit and tell of it; the count of words and the hints follow."""
        top, bottom, lines = edit.top, edit.bottom, self.document.lines
        before = count_words(lines[top[0] : bottom[0] + 1])
        result = super().edit(edit)
        lines = self.document.lines
        self._words.grew(count_words(lines[top[0] : result.end_location[0] + 1]) - before)
        self.hints.follow_edit(top, bottom, result.end_location)
        self._tell_edited()
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        super()._undo_batch(edits)
        self._was_rewritten()

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        super()._redo_batch(edits)
        self._was_rewritten()

    def _was_rewritten(self) -> None:
        """Look at the wording at once: undo and redo come without a pause."""
        self._words.forget()
        self._tell_edited()
        self.hints.look()

    def _set_document(self, text: str, language: str | None) -> None:
        self.document = ProseDocument(text)
        self.wrapped_document = ProseWrapping(self.document.shown, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()
        self._words.forget()
        self.hints.forget()
        self._untold = False

    def _tell_edited(self) -> None:
        self._untold = True
        self.post_message(self.Edited(self))

    # Hints

    @property
    def hint_count(self) -> int:
        """How many hints are known at the moment."""
        return self.hints.book.count

    def hints_found(self) -> None:
        """Tell that the whole text was looked at."""
        self.post_message(self.HintsChanged(self, self.hint_count))

    def hint_met(self, placed: PlacedHint | None) -> None:
        """Tell that the cursor came upon a hint, or left one."""
        place = offset_of(self.document.lines, (placed.row, placed.start)) if placed else None
        self.post_message(self.HintUnderCursor(self, placed.hint if placed else None, place))

    # How it is drawn

    def mark_on(self, line: int, first: int, last: int) -> Mark | None:
        """Return what stands in the gutter beside the row that holds these columns of a line."""
        return self.hints.mark_on(line, first, last)

    @property
    def gutter_width(self) -> int:
        """Cells left of the text; wrapping, mouse and cursor reckon with them."""
        return GUTTER

    def notify_style_update(self) -> None:
        """Forget drawn rows: their colours may have changed."""
        self._painter.forget()
        super().notify_style_update()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Return nothing: prose has no use for it, and an unmatched bracket costs a walk through the whole text."""
        return None

    def render_line(self, y: int) -> Strip:
        """Draw one row of the widget, from `y` = 0 at its top."""
        return self._painter.paint(y)

    # Events

    def on_mount(self) -> None:
        """Look at the wording, in a moment."""
        self.hints.look_first()

    def _on_text_area_selection_changed(self) -> None:
        self.hints.tell_hint()

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        placed = self.hints.book.at(self.get_target_document_location(event))
        tip = Content(visible(placed.hint.message)) if placed else None
        if tip != self.tooltip:
            self.tooltip = tip

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        if not self.read_only:  # the screen says why nothing happens
            event.stop()
            self._paste(event.text)

    # Steps

    def _paste(self, text: str) -> None:
        if self.read_only:
            return
        result = self._replace_via_keyboard(self._accept(text), *self.selection)
        if result:
            self.move_cursor(result.end_location)

    def _accept(self, text: str) -> str:
        """Return the text as it is kept, and tell of what the person would not see."""
        kept = normalise(text)
        altered, invisible = was_altered(text), len(UNSAFE.findall(kept))
        if altered or invisible:
            self.post_message(self.Pasted(self, altered, invisible))
        return kept

    def _replace_as_one_step(self, text: str, start: Location, end: Location) -> None:
        self.history.checkpoint()
        self.replace(text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()
        self.hints.look()

    def _select_blank(self, words: str, start: Location) -> None:
        """Select the first blank of a frame that was put at `start`, so that typing fills it."""
        before, blank, _ = words.partition(BLANK)
        if blank and "\n" not in before:
            row, column = start[0], start[1] + len(before)
            self.selection = Selection((row, column), (row, column + len(blank)))

    def _visit(self, placed: PlacedHint | None) -> None:
        if placed is None:
            self.notify("No hints in this text.")
        else:
            self.move_cursor((placed.row, placed.start), center=True)

    def _find_again(self, forward: bool) -> None:
        if not self.search.sought:
            self.action_ask_find()
        elif not self.search.find(self.search.sought, forward=forward):
            self.notify(f"Not in this text: {visible(self.search.sought)}")
