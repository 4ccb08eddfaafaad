"""A dialog over one row of a list: every field is edited in place, so closing it loses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.screen import ModalScreen
from textual.widgets import Static

from pmtui.drafts.open_draft import OpenDraft
from screens.widgets.field_input import FieldInput
from screens.wording import Wording


@dataclass(frozen=True)
class FormField:
    """One line of the form: the row's field, its label and how to write it."""

    name: str
    label: str
    placeholder: str = ""


class RowForm(ModalScreen[None]):
    """Edits `timeline.e3`, `actions.a2` or `causes.w1` field by field."""

    HELP = "What you type is in the draft at once. Esc closes the form; Ctrl+Z in the writing room takes changes back."
    AUTO_FOCUS = ""  # it would scroll the first label out of sight
    BINDINGS = [
        Binding(
            "escape", "close", "Done", id="row.close", tooltip="Close the form; everything typed is kept"
        ),
        Binding(
            "ctrl+s",
            "close",
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
    ) -> None:
        """Edit the row at the path `row`; `start` names the field that gets the cursor."""
        super().__init__()
        self._draft, self._wording, self._row = draft, wording, row
        self._title, self._fields, self._start = title, fields, start

    def compose(self) -> ComposeResult:
        """Lay out the fields below each other."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="title")
            with VerticalScroll(can_focus=False):
                for field in self._fields:
                    path = f"{self._row}.{field.name}"
                    yield FieldInput(
                        self._draft, self._wording, path, field.label, placeholder=field.placeholder
                    )
            yield Static(Content("Tab next · Esc done (all of it is kept)"), classes="quiet")

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

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)
