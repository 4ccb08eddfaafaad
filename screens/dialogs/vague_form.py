"""The vagueness coach: a small form that asks for the figures behind some vague words and writes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from pmtui.language.measured import FIGURES, Figure, Vague, measure_next_time, write_measured
from pmtui.text import one_line, visible, visible_line
from screens.dialogs.dialog import Dialog
from screens.dialogs.key_menu import MENU_KEY
from screens.widgets.plain_text import PlainText

_TITLES = {"change": "From what to what?", "time": "How long, or when?", "quantity": "How many?"}


@dataclass(frozen=True)
class VagueAnswer:
    """What came of the form: the `words` to write, or the `action` that makes the figure known next time."""

    words: str = ""
    action: str = ""


class VagueForm(Dialog[VagueAnswer]):
    """Asks only for the figures that fit the words; shows the sentence as it grows."""

    keys = "Enter next · Ctrl+S write it · F6 nobody knows (or Ctrl+T, x) · Esc cancel"
    HELP = (
        "Fill in what is known and leave the rest empty; the sentence below shows what will be written. "
        "When nobody knows the figure, F6 makes an action of it, so that it is known next time."
    )
    BINDINGS = [
        MENU_KEY,
        Binding("enter", "next_or_write", "Next", id="vague.enter", priority=True, tooltip="Go to the next line; at the last one write the sentence"),
        Binding("ctrl+s", "write", "Write it", id="vague.write", priority=True, tooltip="Put the sentence into the text"),
        Binding("f6", "unknown", "Not known", id="vague.unknown", priority=True, tooltip="Nobody knows: make an action that measures it next time"),
        Binding("down", "app.focus_next", "Next", id="vague.next", tooltip="Go to the next line", show=False),
        Binding("up", "app.focus_previous", "Back", id="vague.back", tooltip="Go to the line before", show=False),
    ]  # fmt: skip
    DEFAULT_CSS = """
    VagueForm {
        VerticalScroll { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
        .figure { height: 1; }
        .figure Static { width: 18; color: $text-muted; }
        .figure Input { width: 1fr; }
        #sentence { height: auto; max-height: 6; margin-top: 1; }
    }
    """

    def __init__(self, text: str, vague: Vague, examples: Mapping[str, str] | None = None) -> None:
        """Ask about `vague`, some words of `text`; `examples` are better ones for some of its figures."""
        super().__init__()
        self.heading = _TITLES[vague.kind]
        self._text, self._vague = text, vague
        self._examples = examples or {}

    def body(self) -> ComposeResult:
        """Lay out a line for each figure, and the sentence below them."""
        with VerticalScroll(can_focus=False):
            for figure in FIGURES[self._vague.kind]:
                yield from self._line(figure)
        yield PlainText(id="sentence")

    def on_mount(self) -> None:
        """Start at the first figure; what they are about is mostly known."""
        inputs = list(self.query(Input))
        inputs[1 if self._vague.what else 0].focus()
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the sentence as it would stand."""
        event.stop()
        self._show()

    def action_next_or_write(self) -> None:
        """Go on; write at the end."""
        if self.focused is list(self.query(Input))[-1]:
            self.action_write()
        else:
            self.focus_next()

    def action_write(self) -> None:
        """Answer with the words to write."""
        words = write_measured(self._vague, self._values())
        if words == self._vague.words:
            self.notify("Fill in one figure at least. When nobody knows it: F6.")
        else:
            self.dismiss(VagueAnswer(words=words))

    def action_unknown(self) -> None:
        """Answer with the action that would make the figure known."""
        values = self._values()
        if not values["what"]:
            self.query_one("#what", Input).focus()
            self.notify("Say first what should be measured next time.")
        else:
            self.dismiss(VagueAnswer(action=measure_next_time(self._vague, values)))

    def _line(self, figure: Figure) -> ComposeResult:
        value = visible_line(self._vague.what) if figure.name == "what" else ""
        example = self._examples.get(figure.name) or figure.example
        with Horizontal(classes="figure"):
            yield PlainText(figure.label)
            yield Input(value, placeholder=f"e.g. {example}", compact=True, id=figure.name)

    def _values(self) -> Mapping[str, str]:
        values = {entry.id or "": one_line(entry.value) for entry in self.query(Input)}
        if values.get("what") == visible_line(self._vague.what):
            values["what"] = self._vague.what  # exactly, marks of control characters undone
        return values

    def _show(self) -> None:
        vague = self._vague
        words = write_measured(vague, self._values())
        before, after = _around(self._text, vague)
        dim = "$foreground 65%"
        self.query_one("#sentence", PlainText).update(
            Content.assemble(
                (visible(before), dim),
                (visible(words), "bold" if words != vague.words else "underline"),
                (visible(after), dim),
            )
        )


def _around(text: str, vague: Vague, limit: int = 90) -> tuple[str, str]:
    """Return what stands around the words on their line, cut at `limit` characters."""
    before = text[text.rfind("\n", 0, vague.start) + 1 : vague.start]
    after = text[vague.end :].split("\n", 1)[0]
    return (
        before if len(before) <= limit else f"…{before[-limit:]}",
        after if len(after) <= limit else f"{after[:limit]}…",
    )
