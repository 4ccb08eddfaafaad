"""Counting hands: a question, a large number, and nothing about whose hands they were."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.widgets import Digits

from screens.dialogs.dialog import Dialog

MOST = 999
KEYS = "Type it, or ↑ one more, ↓ one less · Enter keeps it · Esc cancels"


class CountHands(Dialog[int]):
    """Ask for a count; answers it, or None when cancelled."""

    keys = KEYS
    HELP = "How many hands are up? Only the number is written down."
    BINDINGS = [
        Binding("enter", "keep", "Keep", id="hands.keep", tooltip="Keep this number"),
        Binding("up,space,plus", "count(1)", "One more", id="hands.more", tooltip="Count one more hand"),
        Binding("down,minus", "count(-1)", "One less", id="hands.less", tooltip="Count one hand less"),
        Binding(
            "backspace",
            "shorten",
            "Delete",
            id="hands.delete",
            tooltip="Take the last digit away",
            show=False,
        ),
    ]
    DEFAULT_CSS = """
    CountHands {
        Digits { width: 1fr; height: 3; text-align: center; text-style: bold; margin-bottom: 1; }
    }
    """

    def __init__(self, question: str, count: int = 0) -> None:
        super().__init__()
        self.heading, self._count = question, max(0, min(count, MOST))

    def body(self) -> ComposeResult:
        """Lay out the question and the number."""
        yield Digits(str(self._count))

    def on_key(self, event: Key) -> None:
        """Take a digit that is typed."""
        typed = event.character or ""
        if typed.isascii() and typed.isdigit():
            event.stop()
            self._show(int(f"{self._count}{typed}"))

    def action_count(self, step: int) -> None:
        """Count one more or one less."""
        self._show(self._count + step)

    def action_shorten(self) -> None:
        """Take the last digit away."""
        self._show(self._count // 10)

    def action_keep(self) -> None:
        """Answer with the number."""
        self.dismiss(self._count)

    def _show(self, count: int) -> None:
        if 0 <= count <= MOST:
            self._count = count
            self.query_one(Digits).update(str(count))
