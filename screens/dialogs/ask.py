"""Small dialogs that ask for one line or one choice."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.input import Selection

from pmtui.document.field_problem import FieldProblem
from pmtui.text import one_line, visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainList, PlainText


class AskLine(Dialog[str]):
    """Ask for one line of text; answers None when cancelled."""

    keys = "Enter keeps it · Esc cancels"
    DEFAULT_CSS = "AskLine .problem { height: auto; display: none; }"

    def __init__(
        self,
        title: str,
        value: str = "",
        help_text: str = "",
        placeholder: str = "",
        *,
        weighty: bool = False,
        check: Callable[[str], object] | None = None,
    ) -> None:
        """Ask; where the answer is `weighty`, Enter counts only once the question can be seen.

        `check` raises FieldProblem for a line that cannot be taken: it stays, and it is said what would fit.
        """
        super().__init__()
        self._check = check
        self.heading, self.WEIGHTY = title, weighty
        self._value, self._help, self._placeholder = value, help_text, placeholder

    def body(self) -> ComposeResult:
        """Lay out the help and the line."""
        if self._help:
            yield PlainText(self._help, classes="quiet")
        yield Input(visible_line(self._value), placeholder=self._placeholder, compact=True)
        yield PlainText(classes="problem")

    def on_mount(self) -> None:
        """Show where a long line begins; it is selected whole, as any line that is asked for."""
        line = self.query_one(Input)
        line.focus()
        self.call_after_refresh(self._show_beginning, line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line; an unchanged one is given back exactly, marks of control characters undone."""
        answer = self._value if event.value == visible_line(self._value) else one_line(event.value)
        try:
            if self._check and answer:
                self._check(answer)
        except FieldProblem as problem:
            self.explain(problem)
        else:
            self.dismiss(answer)

    def _show_beginning(self, line: Input) -> None:
        if line.selection == Selection(0, len(line.value)):  # nothing was typed or moved yet
            line.selection = Selection(len(line.value), 0)


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
