"""A list that typing narrows down: a line above, the rows that hold the words below."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList

from pmtui.text import visible_line
from screens.widgets.plain_text import PlainList, PlainText

SHOWN = 200  # rows that are offered at once; more words bring the others
FEWEST, MOST = 3, 14  # rows of the list
AROUND = 9  # rows of a window that the list cannot have
NONE_FITS = "Nothing here has these words."
KEYS = "Typing narrows it down · ↑ ↓ move · Enter goes there · Esc cancels"


class PickRow(Vertical):
    """Rows to choose from; `chosen` is the index of the highlighted one among all of them.

    A number that is typed finds the row with that number before those that only hold it.
    """

    BINDINGS = [
        Binding("up", "move(-1)", "Up", id="pick.up", tooltip="The row above", priority=True, show=False),
        Binding(
            "down", "move(1)", "Down", id="pick.down", tooltip="The row below", priority=True, show=False
        ),
        Binding(
            "pageup",
            "move(-10)",
            "Page up",
            id="pick.page-up",
            tooltip="Ten rows up",
            priority=True,
            show=False,
        ),
        Binding(
            "pagedown",
            "move(10)",
            "Page down",
            id="pick.page-down",
            tooltip="Ten rows down",
            priority=True,
            show=False,
        ),
    ]
    DEFAULT_CSS = """
    PickRow {
        height: auto;
        OptionList {
            height: auto; max-height: 14; padding: 0; background: $surface;
            text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; overflow-x: hidden;
        }
        Input { margin-bottom: 1; }
    }
    """

    @dataclass
    class Picked(Message):
        """A row was chosen: its index among all rows."""

        index: int

    def __init__(
        self, rows: Sequence[str], numbers: Sequence[str] = (), start: int = 0, keys: str = KEYS
    ) -> None:
        """Offer rows of author text; `numbers` stand before them, empty for none; `start` is highlighted at first."""
        super().__init__()
        self._rows = rows
        self._numbers = numbers or [""] * len(rows)
        self._start, self._keys = start, keys
        self._found: list[int] = []

    def compose(self) -> ComposeResult:
        """Lay out the line and the rows."""
        yield Input(placeholder="a number, or words", compact=True)
        choices = PlainList()
        choices.can_focus = False
        yield choices
        yield PlainText(NONE_FITS, classes="quiet", id="pick-none")
        yield PlainText(self._keys, classes="quiet")

    def on_mount(self) -> None:
        """Offer everything, and take what is typed."""
        self._offer("")
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Leave room for the line above and the words below, in a low window as well."""
        rows = self.app.size.height - AROUND
        self.query_one(OptionList).styles.max_height = max(FEWEST, min(MOST, rows))

    @property
    def chosen(self) -> int | None:
        """Return the index of the highlighted row among all rows; None when none fits."""
        at = self.query_one(OptionList).highlighted
        return None if at is None or not self._found else self._found[at]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the highlighted row."""
        event.stop()
        self._pick()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the row that was clicked."""
        event.stop()
        self._pick()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the rows down to those with the words."""
        event.stop()
        self._offer(event.value)

    def action_move(self, rows: int) -> None:
        """Move the highlight."""
        choices = self.query_one(OptionList)
        if choices.highlighted is not None:
            choices.highlighted = max(0, min(choices.highlighted + rows, len(self._found) - 1))

    def _pick(self) -> None:
        if (chosen := self.chosen) is not None:
            self.post_message(self.Picked(chosen))

    def _offer(self, typed: str) -> None:
        found = matching(self._rows, self._numbers, typed)
        first = self._start if not typed.strip() else found[0] if found else 0
        from_row = max(0, found.index(first) - SHOWN // 2) if first in found and not typed.strip() else 0
        self._found = found[from_row : from_row + SHOWN]
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options([self._line(index) for index in self._found])
        choices.display = bool(self._found)
        self.query_one("#pick-none").display = not self._found
        if self._found:
            choices.highlighted = self._found.index(first) if first in self._found else 0

    def _line(self, index: int) -> Content:
        number = self._numbers[index]
        style = "" if number else "bold $text-primary"
        return Content.assemble(
            (f"{number:>4}  " if number else "", "bold"), (visible_line(self._rows[index]), style)
        )


def matching(rows: Sequence[str], numbers: Sequence[str], typed: str) -> list[int]:
    """Return the rows that hold every word that was typed; first that number, then those with the words together."""
    words = typed.casefold().split()
    held = [
        index
        for index, (number, row) in enumerate(zip(numbers, rows, strict=True))
        if all(word in f"{number} {row}".casefold() for word in words)
    ]
    if not words:
        return held
    together = " ".join(words)
    return sorted(
        held, key=lambda index: (numbers[index] != together, together not in rows[index].casefold())
    )
