"""What every dialog shares: a box with a heading, a body and one quiet line of keys, and Escape, which changes nothing."""

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from pmtui.document.field_problem import FieldProblem
from screens.widgets.plain_text import PlainText

Answer = TypeVar("Answer")

KEYS_OF_THE_APP = [
    Binding("question_mark", "app.help", "Help", id="dialog.help", show=False, key_display="?", tooltip="What this screen is for, and its keys"),
    Binding("ctrl+s", "app.save", "Save", id="dialog.save", show=False, tooltip="Save now, and say how the draft stands on disk"),
]  # fmt: skip
"""What the app offers everywhere and a dialog, which keeps the app's keys from its own, has to offer again."""


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """Answers by `dismiss`; None when it is closed without an answer.

    A dialog says what stands in its box (`body`); `heading` and `keys` are the lines above and below.
    """

    BINDINGS = [
        Binding("escape", "cancel", "Close", id="dialog.close", tooltip="Close the dialog"),
        *KEYS_OF_THE_APP,
    ]
    heading = ""
    keys = ""

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(classes="dialog"):
            yield PlainText(self.heading, classes="title")
            yield from self.body()
            if self.keys:
                yield PlainText(self.keys, classes="quiet")

    def body(self) -> ComposeResult:
        """Lay out what stands between the heading and the keys."""
        yield from ()

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def explain(self, problem: FieldProblem) -> None:
        """Say in the line of the class `problem` why something that was typed cannot be kept."""
        line = self.query_one(".problem", PlainText)
        line.display = True
        line.update(f"{problem.title}. {problem.message}".strip())
