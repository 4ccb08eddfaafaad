"""The questions to the room, at the foot of the wall."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from pmtui.text import visible

SHOWN = 2


class PromptLines(Static):
    """A rule with the word ASK in it, and at most two questions below."""

    DEFAULT_CSS = """
    PromptLines {
        dock: bottom; height: auto; max-height: 5; width: 1fr; padding: 0 2; text-style: bold; display: none;
        border-top: solid $foreground 40%; border-title-color: $text-primary; border-title-style: bold;
        border-title-background: transparent;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.border_title = "ASK"
        self._asked: tuple[str, ...] = ()

    def show(self, asked: Sequence[str]) -> None:
        """Ask these; nothing is painted when they are the same as before."""
        shown = tuple(asked[:SHOWN])
        if shown == self._asked:
            return
        self._asked = shown
        self.display = bool(shown)
        self.update(Content("\n").join(Content(visible(question)) for question in shown))
