"""A dialog over one row of a list: every field is edited in place, so closing it loses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import DescendantFocus

from pmtui.checks.document_hints import context_of, row_section
from pmtui.document.row_kinds import ROW_KINDS
from pmtui.drafts.open_draft import OpenDraft
from pmtui.language.text_hints import Context, Hint, find_hints
from screens.dialogs.dialog import Dialog
from screens.dialogs.key_menu import MENU_KEY
from screens.parts.hint_actions import HINT_KEYS, HintActions
from screens.parts.hint_here import HintHere, hint_in
from screens.parts.host import ScreenHost
from screens.widgets.field_input import FieldInput
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import FindHints
from screens.wording import Wording


@dataclass(frozen=True)
class FormField:
    """One line of the form: the row's field, its label and how to write it."""

    name: str
    label: str
    placeholder: str = ""


class RowForm(Dialog[None]):
    """Edits `timeline.e3`, `actions.a2` or `causes.w1` field by field, with hints on the wording where `hints_on`."""

    HELP = (
        "What you type is in the draft at once. Esc closes the form; Ctrl+Z in the writing room takes changes back. "
        "F8 goes to a hint in the text that the cursor is in."
    )
    keys = "Tab next · Esc done (all of it is kept)"
    AUTO_FOCUS = ""  # it would scroll the first label out of sight
    BINDINGS = [
        *HINT_KEYS,
        MENU_KEY,
        Binding(
            "ctrl+s",
            "cancel",
            "Done",
            id="row.done",
            tooltip="Close the form; everything typed is kept",
            show=False,
        ),
    ]
    DEFAULT_CSS = """
    RowForm {
        .dialog { height: auto; max-height: 96%; }
        VerticalScroll { height: auto; max-height: 72vh; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(
        self,
        draft: OpenDraft,
        wording: Wording,
        row: str,
        title: str,
        fields: Sequence[FormField],
        start: str = "",
        *,
        hints_on: bool = False,
    ) -> None:
        """Edit the row at the path `row`; `start` names the field that gets the cursor."""
        super().__init__()
        self._draft, self._wording, self._row = draft, wording, row
        self._hints = HintActions(draft, wording, ScreenHost(self, self._show_draft), self._hint_at_cursor)
        self.heading, self._fields, self._start = title, fields, start
        self._hints_on = hints_on
        self._known: Context | None = None  # what the draft knows about people and systems

    def body(self) -> ComposeResult:
        """Lay out the fields below each other."""
        with VerticalScroll(can_focus=False):
            for field in self._fields:
                path = f"{self._row}.{field.name}"
                yield FieldInput(
                    self._draft,
                    self._wording,
                    path,
                    field.label,
                    placeholder=field.placeholder,
                    find_hints=self._find_in(field.name),
                )

    def on_mount(self) -> None:
        """Start at the field that was asked for."""
        inputs = list(self.query(FieldInput))
        wanted = f"{self._row}.{self._start}"
        first = next((entry for entry in inputs if entry.path == wanted), inputs[0])
        first.focus(scroll_visible=False)
        self.call_after_refresh(first.scroll_visible, animate=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Keep the label in sight as well as its input."""
        field = next((node for node in event.widget.ancestors if isinstance(node, FieldInput)), None)
        if field is not None:
            # The focus scrolls to the input alone, after the next refresh; this has to come after that.
            self.call_after_refresh(self.call_after_refresh, field.scroll_visible, animate=False)

    def on_field_input_edited(self, event: FieldInput.Edited) -> None:
        """Stop here: the draft has it already."""
        event.stop()

    # Hints

    @work(exclusive=True, group="dialog")
    async def action_hint(self, verb: str) -> None:
        """Do something about the hint in the text that the cursor is in."""
        await self._hints.do(verb)

    def on_prose_editor_figures_asked(self, event: ProseEditor.FiguresAsked) -> None:
        """Ask for the figures behind vague words."""
        self.action_hint("mend")

    def _hint_at_cursor(self) -> HintHere | None:
        return hint_in(self._draft, self.focused) if isinstance(self.focused, ProseEditor) else None

    async def _show_draft(self) -> None:
        """Take every value from the draft again, and look at its wording anew."""
        self._known = None
        for field in self.query(FieldInput):
            field.show_draft()
            field.look_for_hints(self._find_in(field.path.rpartition(".")[2]))

    def on_prose_editor_hint_under_cursor(self, event: ProseEditor.HintUnderCursor) -> None:
        """Explain the hint below its field."""
        event.stop()
        for field in self.query(FieldInput):
            field.show_hint(event.hint if field in event.editor.ancestors else None)

    def _find_in(self, name: str) -> FindHints | None:
        """Return what looks at the wording of a field of the row; None where that is not looked at."""
        table, _, row_id = self._row.partition(".")
        row = self._draft.document.row(ROW_KINDS[table], row_id)
        section = row_section(row, name) if row is not None and self._hints_on else None
        return partial(self._find, section) if section else None

    def _find(self, section: str, line: str) -> Sequence[Hint]:
        if self._known is None:
            self._known = context_of(self._draft.document)
        return find_hints(line, section, self._known, self._wording.rules)
