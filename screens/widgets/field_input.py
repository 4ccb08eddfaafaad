"""One input for one field of the draft: it shows the value, takes what is typed, and explains what it cannot read."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select

from pmtui.document.field_paths import field_kind
from pmtui.document.field_text import parse_lines
from pmtui.document.fields import FieldProblem, get_value, reading_note, text_of
from pmtui.document.own_words import SEVERITY, in_own_words
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import type_into
from pmtui.drafts.open_draft import OpenDraft
from pmtui.text import visible, visible_line
from screens.widgets.coach import explanation
from screens.widgets.plain_text import PlainText
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import FindHints, Hint
from screens.wording import Wording

YES_NO = (("Yes", "yes"), ("No", "no"))


class EntriesInput(Input):
    """The input of short entries in one line; pasted lines become entries of their own."""

    PASTE_LINES = "own"

    def _on_paste(self, event: Paste) -> None:
        if "\n" not in event.text.strip():
            return
        event.prevent_default()
        event.stop()
        before = self.value[: min(self.selection)].rstrip()
        more = ", " if before and not before.endswith((",", ";")) else ""
        self.replace(visible_line(more + ", ".join(parse_lines(event.text))), *sorted(self.selection))


class FieldInput(Vertical):
    """Edits one field as it is typed; the draft always holds it, understood or not.

    Text that does not fit the field is kept in the draft beside it and shown again, with what would fit.
    """

    DEFAULT_CSS = """
    FieldInput {
        height: auto; margin: 0;
        .label { color: $text-muted; height: auto; }
        .problem { height: auto; display: none; }
        Input { width: 100%; }
        Select { width: 100%; }
        ProseEditor { height: 4; }
        .hint { height: auto; padding: 0 1; background: $panel; display: none; }
    }
    """

    @dataclass
    class Edited(Message):
        """The draft was changed through this input."""

        field_input: "FieldInput"

        @property
        def control(self) -> "FieldInput":
            """The input that was used."""
            return self.field_input

    def __init__(
        self,
        draft: OpenDraft,
        wording: Wording,
        path: str,
        label: str = "",
        *,
        placeholder: str = "",
        help_text: str = "",
        find_hints: FindHints | None = None,
    ) -> None:
        """Edit the field at `path`; `find_hints` looks at the wording of prose."""
        super().__init__(classes="field-input")
        self.path = path
        self.kind, self._choices = field_kind(path)
        self._draft, self._wording = draft, wording
        self._label, self._help, self._find_hints = label, help_text, find_hints
        self._told = ""  # what a line held when the draft last heard of it
        self._read = self._in_own_words if path == SEVERITY else None
        # Without colour a bare example would look like a value.
        self._placeholder = f"e.g. {placeholder}" if placeholder else ""

    def compose(self) -> ComposeResult:
        """Lay out the label, the input that fits the field's kind, and room for an explanation."""
        if self._label:
            label = Content(visible(self._label))
            yield PlainText(
                Content.assemble(label, (f"  {self._help}" if self._help else "", "$foreground 65%")),
                classes="label",
            )
        yield self._input()
        yield PlainText(classes="problem")
        yield PlainText(classes="hint")

    def on_mount(self) -> None:
        """Explain at once what an earlier session could not read."""
        if self.path in self._draft.document.unread:
            document = self._draft.document
            self._explain(type_into(document, self.path, document.unread[self.path], self._read)[1])

    def focus(self, scroll_visible: bool = True) -> "FieldInput":
        """Put the cursor into the input."""
        self.inner.focus(scroll_visible)
        return self

    def look_for_hints(self, find_hints: FindHints | None) -> None:
        """Look at the wording with `find_hints` from now on; with None not at all."""
        self._find_hints = find_hints
        if isinstance(inner := self.inner, ProseEditor):
            inner.hints.ask(find_hints)

    def show_hint(self, hint: Hint | None) -> None:
        """Explain a hint below the input, or stop."""
        box = self.query_one(".hint", PlainText)
        box.display = hint is not None
        if hint is not None:
            box.update(explanation(hint, brief=True))
            self.call_after_refresh(self.scroll_visible, animate=False)

    def show_draft(self) -> None:
        """Take the value from the draft again, after an undo say."""
        shown = self._shown(self._draft.document)
        inner = self.inner
        with self.prevent(Input.Changed, Select.Changed):
            if isinstance(inner, Select):
                wanted = shown or Select.NULL
                if inner.value != wanted:
                    inner.value = wanted
            elif isinstance(inner, Input) and inner.value != visible_line(shown):
                inner.value = self._told = visible_line(shown)
            elif isinstance(inner, ProseEditor):
                inner.history.clear()  # the draft's own history went on; the editor's steps would come before it
                if inner.text != shown:
                    inner.load_text(shown)

    def gather(self) -> None:
        """Put into the draft what was typed and did not get there yet."""
        inner = self.inner
        if isinstance(inner, Input) and inner.value != self._told:
            self._take(inner.value)
        elif isinstance(inner, ProseEditor) and inner.is_untold:
            self._type(inner.take_text(), back=inner.has_redo)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Put what is typed into the draft."""
        event.stop()
        self._take(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next input."""
        event.stop()
        self.screen.focus_next()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Put the choice into the draft."""
        event.stop()
        value = "" if event.value is Select.NULL else str(event.value)
        if value != self._shown(self._draft.document):
            self._type(value)

    def on_prose_editor_edited(self, event: ProseEditor.Edited) -> None:
        """Put the text into the draft."""
        event.stop()
        self._type(event.text, back=event.editor.has_redo)

    def _take(self, line: str) -> None:
        self._told = line
        if line != visible_line(self._shown(self._draft.document)):
            self._type(line)

    def _type(self, text: str, back: bool = False) -> None:
        problem: FieldProblem | None = None
        note = ""

        def change(document: Postmortem) -> Postmortem:
            nonlocal problem, note
            changed, problem = type_into(document, self.path, text, self._read)
            note = "" if problem else reading_note(document, self.path, text)
            return changed

        self._draft.edit(change, f"{self._label or self.path}", merge=self.path, back=back)
        if self._draft.read_only:  # told by who listens to refusals; what was typed must not look kept
            self.show_draft()
            return
        self._explain(problem, note)
        self.post_message(self.Edited(self))

    def _explain(self, problem: FieldProblem | None, note: str = "") -> None:
        """Say what would fit in the place of what was typed, or how it was read."""
        words = self.query_one(".problem", PlainText)
        words.display = problem is not None or bool(note)
        if problem is not None:
            said = " ".join(part for part in (problem.message, problem.next_step) if part) or problem.title
            note = f"Kept as typed. {said} F6 if it is not known."
        words.update(Content(visible(note)))

    def _in_own_words(self, text: str) -> str:
        template = self._wording.template(self._draft.document.meta.template)
        return in_own_words(self.path, text, template, self._wording.policy)

    def _input(self) -> Widget:
        shown = self._shown(self._draft.document)
        if self.kind in ("choice", "yesno"):
            words = self._wording.choices(self.path)
            options = (
                YES_NO
                if self.kind == "yesno"
                else [(words.get(value, value), value) for value in self._choices]
            )
            prompts = [(Content(words_shown), value) for words_shown, value in options]
            value = shown if shown in {value for _, value in options} else Select.NULL
            return Select(prompts, value=value, prompt="not set", compact=True)
        if self.kind in ("prose", "items"):
            return ProseEditor(shown, find_hints=self._find_hints, placeholder=self._placeholder)
        self._told = visible_line(shown)
        line = EntriesInput if self.kind == "lines" else Input
        return line(self._told, placeholder=self._placeholder, compact=True)

    def _shown(self, document: Postmortem) -> str:
        if self.kind == "choice" and self.path not in document.unread:
            value = get_value(document, self.path)
            return value if isinstance(value, str) else ""
        return text_of(document, self.path)

    @property
    def inner(self) -> Widget:
        """What takes the keys."""
        if self.kind in ("choice", "yesno"):
            return self.query_one(Select)
        return self.query_one(ProseEditor if self.kind in ("prose", "items") else Input)
