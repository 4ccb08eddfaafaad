"""The minutes of each segment, to be changed before the meeting begins."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input

from pmtui.meeting.agenda import LONGEST_S, Agenda, with_minutes
from pmtui.text import visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

MOST = LONGEST_S // 60
KEYS = "Enter next, and keeps it at the last · Ctrl+S keeps it · Esc cancels"


class AgendaMinutes(Dialog[Agenda]):
    """Answers the agenda with other minutes, or None when cancelled."""

    heading = "Minutes for each segment; 0 leaves one out"
    keys = KEYS
    HELP = "Minutes for each segment. 0 leaves a segment out."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="minutes.keep", priority=True, tooltip="Keep these minutes"),
        Binding("up", "app.focus_previous", "Up", id="minutes.up", tooltip="The segment above", show=False),
        Binding("down", "app.focus_next", "Down", id="minutes.down", tooltip="The segment below", show=False),
    ]
    DEFAULT_CSS = """
    AgendaMinutes {
        VerticalScroll { height: auto; max-height: 60vh; }
        Horizontal { height: 1; }
        Horizontal > Static { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        Horizontal > Input { width: 8; }
        #minutes-total { margin-top: 1; text-style: bold; height: auto; }
    }
    """

    def __init__(self, agenda: Agenda) -> None:
        super().__init__()
        self._agenda = agenda

    def body(self) -> ComposeResult:
        """Lay out a row for each segment."""
        with VerticalScroll(can_focus=False):
            for segment in self._agenda.segments:
                with Horizontal():
                    yield PlainText(visible_line(segment.name))
                    yield Input(str(segment.budget_s // 60), compact=True, max_length=4, type="integer")
        yield PlainText(id="minutes-total")

    def on_mount(self) -> None:
        """Start at the first segment."""
        self.query(Input).first().focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what it comes to."""
        event.stop()
        minutes = self._minutes()
        total = "Whole minutes, please" if minutes is None else f"{sum(minutes)} minutes in all"
        self.query_one("#minutes-total", PlainText).update(total)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next segment; after the last one, answer."""
        event.stop()
        if event.input is self.query(Input).last():
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Answer with the agenda as it is now."""
        minutes = self._minutes()
        if minutes is not None:
            ids = [segment.id for segment in self._agenda.segments]
            self.dismiss(with_minutes(self._agenda, dict(zip(ids, minutes, strict=True))))

    def _minutes(self) -> list[int] | None:
        typed = [entry.value.strip() for entry in self.query(Input)]
        if not all(text.isascii() and text.isdigit() for text in typed):
            return None
        return [min(int(text), MOST) for text in typed]
