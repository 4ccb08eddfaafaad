"""Putting the time or the text of the event in view right, while everybody looks at it."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from pmtui.document.field_problem import FieldProblem
from pmtui.document.fields import get_value, show_value
from pmtui.document.moments import zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.meeting.captures import Context, correct_event
from pmtui.text import visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText
from screens.widgets.prose_editor import ProseEditor

Corrections = tuple[tuple[str, str], ...]

KEYS = "Enter on the time, or Ctrl+S, keeps it · Tab to the text · Esc cancels"


class CorrectEvent(Dialog[Corrections]):
    """Answers the paths that were put right, each with what was typed and can be read; None when cancelled."""

    heading = "Put this event right"
    keys = KEYS
    HELP = "What stood there before is kept with the notes of the meeting."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="correct.keep", priority=True, tooltip="Put the event right"),
    ]
    DEFAULT_CSS = """
    CorrectEvent {
        .label { color: $text-muted; margin-top: 1; }
        .problem { height: auto; display: none; }
        ProseEditor { height: 8; max-height: 30vh; background: $panel; }
    }
    """

    def __init__(self, document: Postmortem, event_id: str) -> None:
        """Show an event of a document; take the document that is written to, names and all."""
        super().__init__()
        self._document = document
        self._at, self._text = f"timeline.{event_id}.at", f"timeline.{event_id}.text"
        zone = document.meta.zone
        event = document.event(event_id)
        self._zone = zone_label(zone, event.at) if event else zone
        moment = visible_line(show_value(get_value(document, self._at), "moment", zone))
        mark = "~" if event and event.approximate else ""
        self._shown = {self._at: f"{mark}{moment}", self._text: event.text if event else ""}

    def body(self) -> ComposeResult:
        """Lay out the time, the text, and room for what cannot be read."""
        yield PlainText(f"Time ({visible_line(self._zone)})", classes="label")
        yield Input(self._shown[self._at], compact=True)
        yield PlainText("Text", classes="label")
        yield ProseEditor(self._shown[self._text], find_hints=None)
        yield PlainText(classes="problem")

    def on_mount(self) -> None:
        """Start at the time: it is what the room puts right most."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Answer with what differs, or explain what cannot be read and keep it as it was typed."""
        typed = {self._at: self.query_one(Input).value, self._text: self.query_one(ProseEditor).text}
        changed = tuple((path, text) for path, text in typed.items() if text != self._shown[path])
        try:
            for path, text in changed:
                correct_event(self._document, path, text, Context())
        except FieldProblem as problem:
            self.explain(problem)
        else:
            self.dismiss(changed)
