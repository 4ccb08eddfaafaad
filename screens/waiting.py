"""A sentence on the screen while something is waited for that must not be typed into."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

SHOWN_AFTER = 0.25  # seconds; a disk that answers sooner is not worth a flicker


class Waiting(ModalScreen[None]):
    """Holds the keys back until who opened it closes it; says what is waited for when that takes a while."""

    HELP = "A disk is slow to answer. Ctrl+Q a second time leaves without waiting for it."
    DEFAULT_CSS = """
    Waiting {
        background: transparent;
        .dialog { display: none; width: auto; }
        &.-shown { background: $background 60%; .dialog { display: block; } }
    }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the sentence."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._words), classes="title")

    def on_mount(self) -> None:
        """Show it a little later."""
        self.set_timer(SHOWN_AFTER, lambda: self.add_class("-shown"))
