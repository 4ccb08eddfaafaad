"""The prose editor: writes a section's text, with hints on its wording as it is typed."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.message import Message

from pmtui.errors import PmtuiError
from pmtui.text import UNSAFE, normalise, visible, was_altered
from screens.external_editor import chosen_editor, edit_outside
from screens.widgets.hinted_prose import HintedProse
from screens.widgets.prose_hints import FindHints, Hint, PlacedHint


def _key(keys: str, action: str, label: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, label, show=show, id=f"prose.{action}", tooltip=tooltip)


class ProseEditor(HintedProse):
    """Text of a section, soft-wrapped, with hints underlined and marked in the gutter.

    `find_hints` is asked about one line (paragraph) at a time, never about fenced code. Control characters are kept
    in the text and shown as marks.
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
        self._sought = ""
        self._untold = False
        self.field = ""  # the part of the draft that this shows; its page says so
        super().__init__(text, find_hints=find_hints, placeholder=placeholder, id=id)

    @property
    def is_untold(self) -> bool:
        """Whether something was edited that nobody has asked the text for yet."""
        return self._untold

    def take_text(self) -> str:
        """Return the text to who keeps it."""
        self._untold = False
        return self.text

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
            command = chosen_editor()
        except PmtuiError as problem:
            self._say(visible(str(problem)))
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

    # What it tells

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit and tell of it."""
        result = super().edit(edit)
        self._tell_edited()
        return result

    def _text_was_rewritten(self) -> None:
        self._tell_edited()
        super()._text_was_rewritten()

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self._untold = False

    def _hints_were_found(self) -> None:
        self.post_message(self.HintsChanged(self, self.hint_count))

    def _hint_was_met(self, hint: Hint | None, position: int | None) -> None:
        self.post_message(self.HintUnderCursor(self, hint, position))

    def _tell_edited(self) -> None:
        self._untold = True
        self.post_message(self.Edited(self))

    # Events

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
        self.notify(words)
