"""What the library shows while there is no draft: what to expect, and two ways to begin."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button

from pmtui.text import visible_line
from screens.navigation import ExampleAsked, NewAsked
from screens.widgets.plain_text import PlainText


class Invitation(Vertical):
    """An empty library's page."""

    DEFAULT_CSS = """
    Invitation {
        height: 1fr; padding: 1 2; overflow-y: auto;
        Button { margin: 1 0 0 0; width: auto; }
    }
    """

    def __init__(self, folder: Path) -> None:
        """Invite to write; `folder` is where drafts will be kept."""
        super().__init__()
        self._folder = folder

    def compose(self) -> ComposeResult:
        """Lay out the words and the buttons."""
        yield PlainText(_words(self._folder))
        yield Button("New postmortem (n)", id="new", variant="primary", compact=True)
        yield Button("Open the worked example (e)", id="example", compact=True)

    def on_mount(self) -> None:
        """Be ready for Enter."""
        self.query_one("#new").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Pass the wish on."""
        event.stop()
        self.post_message(NewAsked() if event.button.id == "new" else ExampleAsked())


def _words(folder: Path) -> Content:
    return Content.assemble(
        ("Nothing here yet.\n\n", "bold"),
        "Write down what happened while it is fresh. pmtui asks one question at a time, saves as you type, and never "
        "needs a network.\n\nA minor incident takes about 20 minutes, a large one two to three hours; you can stop at "
        "any moment and go on later.\n\n",
        ("Drafts will be kept in ", "$foreground 65%"),
        (visible_line(str(folder)), "$foreground 65%"),
    )
