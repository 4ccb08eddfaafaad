"""Small dialogs that ask for one line or one choice."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from pmtui.text import one_line, visible, visible_line
from screens.widgets.plain_text import PlainList, PlainText

CANCEL = Binding("escape", "cancel", "Cancel", id="ask.cancel", tooltip="Close without changing anything")


class AskLine(ModalScreen[str | None]):
    """Ask for one line of text; answers None when cancelled."""

    BINDINGS = [CANCEL]

    def __init__(self, title: str, value: str = "", help_text: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._title, self._value, self._help, self._placeholder = title, value, help_text, placeholder

    def compose(self) -> ComposeResult:
        """Lay out the title, the line and what Enter does."""
        with Vertical(classes="dialog"):
            yield PlainText(self._title, classes="title")
            if self._help:
                yield PlainText(self._help, classes="quiet")
            yield Input(visible_line(self._value), placeholder=self._placeholder, compact=True)
            yield PlainText("Enter keeps it · Esc cancels", classes="quiet")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line; an unchanged one is given back exactly, marks of control characters undone."""
        self.dismiss(self._value if event.value == visible_line(self._value) else one_line(event.value))

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class AskChoice(ModalScreen[str | None]):
    """Ask for one of several choices, each with its words; answers its id, or None when cancelled."""

    BINDINGS = [CANCEL]
    DEFAULT_CSS = "AskChoice OptionList { height: auto; max-height: 16; }"

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], help_text: str = "", chosen: str | None = None
    ) -> None:
        super().__init__()
        self._title, self._choices, self._help, self._chosen = title, choices, help_text, chosen

    def compose(self) -> ComposeResult:
        """Lay out the title and the choices."""
        with Vertical(classes="dialog"):
            yield PlainText(self._title, classes="title")
            if self._help:
                yield PlainText(self._help, classes="quiet")
            yield PlainList(*(Option(Content(visible(words))) for _, words in self._choices))
            yield PlainText("Enter chooses · Esc cancels", classes="quiet")

    def on_mount(self) -> None:
        """Start at what holds now."""
        ids = [value for value, _ in self._choices]
        self.query_one(OptionList).highlighted = ids.index(self._chosen) if self._chosen in ids else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the choice."""
        self.dismiss(self._choices[event.option_index][0])

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
