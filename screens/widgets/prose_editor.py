"""The prose editor: writes a section's text, with hints on its wording as it is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.message import Message
from textual.timer import Timer

from pmtui.errors import PmtuiError
from pmtui.text import UNSAFE, normalise, visible, was_altered
from screens.external_editor import chosen_editor, edit_outside
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


def _key(keys: str, action: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, label, show=show, id=f"prose.{action}", tooltip=tooltip)


class ProseEditor(ProseText):
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
        """The person wants to mend vague words; the receiver asks for figures and calls `put`, or `use_wording`."""

    @dataclass
    class FindAsked(EditorMessage):
        """The person wants to look for words; the receiver asks for them and calls `find`."""

    def __init__(
        self, text: str = "", *, find_hints: FindHints | None, placeholder: str = "", id: str | None = None
    ) -> None:
        self._hints = HintBook(find_hints)
        self._wait: Timer | None = None
        self._told: tuple[Hint | None, int | None] = (None, None)
        self._sought = ""
        self._untold = False
        super().__init__(text, placeholder=placeholder, id=id)

    @property
    def hint_count(self) -> int:
        """How many hints are known at the moment."""
        return self._hints.count

    @property
    def hint_under_cursor(self) -> PlacedHint | None:
        """The hint whose words the cursor is in or at the end of."""
        return self._hints.at(self.cursor_location)

    @property
    def is_untold(self) -> bool:
        """Whether something was edited that nobody has asked the text for yet."""
        return self._untold

    def take_text(self) -> str:
        """Return the text to who keeps it."""
        self._untold = False
        return self.text

    def in_code(self, line: int) -> bool:
        """Tell whether a line belongs to a fenced block of code, where wording is not looked at."""
        return self._hints.in_code(line)

    def set_hints_provider(self, find_hints: FindHints | None) -> None:
        """Take hints from `find_hints` from now on; `None` switches them off."""
        self._hints.ask(find_hints)
        self._look_at_wording()

    def refresh_hints(self) -> None:
        """Look at every line again: what `find_hints` knows about the document has changed."""
        self._hints.forget()
        self._look_at_wording()

    def find(self, term: str, *, forward: bool = True) -> bool:
        """Find a term, and remember it for the keys that find the next and the previous one."""
        self._sought = term
        return super().find(term, forward=forward)

    def use_wording(self) -> None:
        """Put the hint's own wording in place of its words, as one step of undo."""
        placed = self.hint_under_cursor
        if placed is None:
            return
        if placed.hint.rewrite is None:
            self._say("This hint asks a question; it has no ready wording.")
        else:
            self.put(placed.hint.rewrite, (placed.row, placed.start), (placed.row, placed.end))

    def put(self, words: str, start: Location, end: Location) -> None:
        """Put words in place of those from `start` to `end`, as one step of undo."""
        if not self.read_only:
            self._replace_as_one_step(words, start, end)

    # What the person asks for

    def action_next_hint(self) -> None:
        """Put the cursor at the start of the next hint, round the end."""
        self._look_if_unseen()
        self._visit(self._hints.after(self.cursor_location))

    def action_previous_hint(self) -> None:
        """Put the cursor at the start of the hint before, round the start."""
        self._look_if_unseen()
        self._visit(self._hints.before(self.cursor_location))

    def action_apply_hint(self) -> None:
        """Mend the words of the hint: ask for figures where they are vague, else put the hint's own wording there."""
        placed = self.hint_under_cursor
        if placed is None:
            self._say("Go to a hint first (F8).")
        elif placed.hint.kind == "vague":
            self.post_message(self.FiguresAsked(self))
        else:
            self.use_wording()

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
            edited = self._edited_outside(chosen_editor())
        except PmtuiError as problem:
            self._say(visible(str(problem)))
            return
        except SuspendNotSupported:
            self._say("This terminal cannot be lent to another program.")
            return
        if normalise(edited) != self.text:
            self._replace_as_one_step(self._accept(edited), self.document.start, self.document.end)

    def action_paste(self) -> None:
        """Paste what was copied in the program."""
        self._paste(self.app.clipboard)

    # How the text and its hints are kept

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit; hints move along, and the wording is looked at after a pause."""
        top, bottom = edit.top, edit.bottom
        result = super().edit(edit)
        self._hints.follow_edit(top, bottom, result.end_location)
        self._tell_edited()
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
        self._tell_edited()
        self._look_at_wording()

    def _tell_edited(self) -> None:
        self._untold = True
        self.post_message(self.Edited(self))

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._untold = False
        self._hints.clear()
        self._look_at_wording()

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
            self.post_message(self.HintsChanged(self, self._hints.count))
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
            self.post_message(self.HintUnderCursor(self, *now))

    # Events

    def on_mount(self) -> None:
        """Look at the wording after a pause, so that the text is on the screen and ready to type in before."""
        self.call_after_refresh(self._look_later, _FIRST_SECONDS, self._look_at_wording)

    def _on_text_area_selection_changed(self) -> None:
        self._tell_hint()

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        placed = self._hints.at(self.get_target_document_location(event))
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
        self._look_at_wording()

    def _edited_outside(self, command: list[str]) -> str:
        problem: PmtuiError
        with self.app.suspend():
            # An exception that leaves this block leaves the app suspended for good.
            try:
                return edit_outside(command, self.text)
            except PmtuiError as error:
                problem = error
        raise problem

    def _visit(self, placed: PlacedHint | None) -> None:
        if placed is None:
            self._say("No hints in this text.")
        else:
            self.move_cursor((placed.row, placed.start), center=True)

    def _find_again(self, forward: bool) -> None:
        if not self._sought:
            self.action_ask_find()
        elif not self.find(self._sought, forward=forward):
            self._say(f"Not in this text: {visible(self._sought)}")

    def _say(self, words: str) -> None:
        self.notify(words, markup=False)


def _style(here: LineHint) -> str:
    severity = here.hint.severity
    return _STYLE + (severity if severity in _GLYPHS else "hint")
