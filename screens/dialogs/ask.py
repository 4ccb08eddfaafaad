"""Small dialogs that ask for one line or one choice."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Input, OptionList

from pmtui.text import one_line, visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainList, PlainText


class AskLine(Dialog[str]):
    """Ask for one line of text; answers None when cancelled."""

    keys = "Enter keeps it · Esc cancels"

    def __init__(
        self,
        title: str,
        value: str = "",
        help_text: str = "",
        placeholder: str = "",
        *,
        weighty: bool = False,
    ) -> None:
        """Ask; where the answer is `weighty`, Enter counts only once the question can be seen."""
        super().__init__()
        self.heading, self.WEIGHTY = title, weighty
        self._value, self._help, self._placeholder = value, help_text, placeholder

    def body(self) -> ComposeResult:
        """Lay out the help and the line."""
        if self._help:
            yield PlainText(self._help, classes="quiet")
        yield Input(visible_line(self._value), placeholder=self._placeholder, compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line; an unchanged one is given back exactly, marks of control characters undone."""
        self.dismiss(self._value if event.value == visible_line(self._value) else one_line(event.value))


class AskChoice(Dialog[str]):
    """Ask for one of several choices, each with its words; answers its id, or None when cancelled."""

    keys = "Enter chooses · Esc cancels"
    DEFAULT_CSS = "AskChoice OptionList { height: auto; max-height: 16; }"

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], help_text: str = "", chosen: str | None = None
    ) -> None:
        super().__init__()
        self.heading = title
        self._choices, self._help, self._chosen = choices, help_text, chosen

    def body(self) -> ComposeResult:
        """Lay out the help and the choices."""
        if self._help:
            yield PlainText(self._help, classes="quiet")
        yield PlainList(*(words for _, words in self._choices))

    def on_mount(self) -> None:
        """Start at what holds now."""
        ids = [value for value, _ in self._choices]
        self.query_one(OptionList).highlighted = ids.index(self._chosen) if self._chosen in ids else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the choice."""
        self.dismiss(self._choices[event.option_index][0])
