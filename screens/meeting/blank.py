"""Nothing: for a moment in which the room should look at one another and not at the wall."""

from textual.app import ComposeResult
from textual.events import Click, Key
from textual.screen import ModalScreen

from screens.widgets.plain_text import PlainText


class Blank(ModalScreen[None]):
    """An empty black screen; any key or a click takes it away, and does nothing else."""

    HELP = "Any key brings the meeting back."
    DEFAULT_CSS = """
    Blank {
        background: #000000; align: center middle;
        Static { width: 100%; height: 100%; background: #000000; }
        &:ansi { background: ansi_default; }
        &:ansi Static { background: ansi_default; }
    }
    """

    def compose(self) -> ComposeResult:
        """Cover everything."""
        yield PlainText()

    def on_key(self, event: Key) -> None:
        """Come back."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self, event: Click) -> None:
        """Come back."""
        event.stop()
        self.dismiss(None)
