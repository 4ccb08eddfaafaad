"""A sentence on the screen while something is waited for that must not be typed into."""

from asyncio import Event

from textual.app import ComposeResult
from textual.binding import Binding

from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

SHOWN_AFTER = 0.25  # seconds; a disk that answers sooner is not worth a flicker
WAYS = "Esc goes on writing. Ctrl+Q leaves at once; what is not saved is offered at the next start."


class Waiting(Dialog[None]):
    """Keeps what is typed until who opened it closes it; says what is waited for when that takes a while.

    `turned_back` is set when the person would rather go on with what was left.
    """

    UNASKED = True
    HELP = "A disk is slow to answer. Esc goes back to the draft. Ctrl+Q leaves without waiting for the disk."
    BINDINGS = [
        Binding(
            "escape",
            "cancel",
            "Go on writing",
            id="waiting.turn_back",
            tooltip="Go back to the draft; it is saved while you write",
        ),
    ]
    DEFAULT_CSS = """
    Waiting {
        background: transparent;
        .dialog { display: none; width: auto; max-width: 72; }
        .ways { height: auto; color: $text-muted; }
        &.-shown { background: $background 60%; .dialog { display: block; } }
    }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.turned_back = Event()
        self.heading = words

    @property
    def is_told(self) -> bool:
        """Tell whether the sentence is on the screen."""
        return self.has_class("-shown")

    def body(self) -> ComposeResult:
        """Lay out the sentence, and what can be done instead of waiting."""
        yield PlainText(WAYS, classes="ways")

    def on_mount(self) -> None:
        """Show it a little later."""
        self.set_timer(SHOWN_AFTER, lambda: self.add_class("-shown"))

    def action_cancel(self) -> None:
        """Go on with what was left."""
        self.turned_back.set()
