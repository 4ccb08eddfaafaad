"""The pane below the why-tree: the highlighted cause in full, and the question that it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Input

from pmtui.text import one_line, visible, visible_line
from screens.widgets.plain_text import PlainText

LEGEND = "◆ root ● factor ▶ trigger ▲ worse ▼ milder ○ open"
TALL = 32  # rows of the window from which on the help of a question has room
STEP_KEYS: list[BindingType] = [
    Binding("down", "step(1)", "Next question", id="causes.skip", tooltip="Leave this question for now and go to the next"),
    Binding("up", "step(-1)", "Question before", id="causes.step_back", tooltip="Go back one question", show=False),
]  # fmt: skip


@dataclass(frozen=True)
class StepMark:
    """One of the six questions in the row of them."""

    label: str
    answered: bool
    current: bool


@dataclass(frozen=True)
class Asked:
    """Everything the pane shows.

    `text`, `facts` and `advice` are about the highlighted line; `ask` is the question with its heading before it,
    `so_far` what is there already. A question that is answered from a list has `choices` to show instead of an input.
    """

    text: str
    facts: str
    advice: str
    heading: str
    ask: str
    so_far: str
    help_text: str
    placeholder: str
    choices: str = ""
    steps: Sequence[StepMark] = ()


class AnswerLine(Input):
    """Takes an answer; up and down go to other questions."""

    BINDINGS = STEP_KEYS

    def action_step(self, steps: int) -> None:
        """Go to another question."""
        self.post_message(WhyPane.Stepped(steps))


class ChoiceLine(PlainText, can_focus=True):
    """Stands where the answer line stands, for a question that is answered from a list."""

    BINDINGS = STEP_KEYS

    def action_step(self, steps: int) -> None:
        """Go to another question."""
        self.post_message(WhyPane.Stepped(steps))


class WhyPane(Vertical):
    """Shows an `Asked` and tells what the person does about it."""

    DEFAULT_CSS = """
    WhyPane {
        height: auto; border-top: solid $panel-lighten-2; border-title-align: right; border-title-color: $text-muted;
        padding: 0 1;
        #why-text { height: 3; scrollbar-size-vertical: 1; }
        #why-text Static { height: auto; }
        .row { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #why-steps { height: auto; }
        #why-help { height: 2; color: $text-muted; display: none; }
        &.-tall #why-text { height: 4; }
        &.-tall .row { height: 2; text-wrap: wrap; }
        &.-tall #why-help { display: block; }
        AnswerLine { width: 100%; }
        ChoiceLine { height: auto; max-height: 3; background: $surface; color: $text-muted; }
        ChoiceLine:focus { background: $panel; color: $foreground; }
    }
    """
    BINDINGS = [
        Binding("enter", "choose", "Answer", id="causes.choose", tooltip="Answer the question", show=False),
        Binding("escape", "leave", "Tree", id="causes.leave", tooltip="Back to the tree; what is typed stays in the line"),
    ]  # fmt: skip

    @dataclass
    class Told(Message):
        """A line was typed and Enter pressed; empty when a list should be offered instead."""

        text: str

    @dataclass
    class Typed(Message):
        """The unfinished line is another one."""

        text: str

    @dataclass
    class Stepped(Message):
        """The person wants another of the six questions."""

        steps: int

    class Left(Message):
        """The person wants to go back to the tree."""

    def __init__(self, unfinished: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = Content(LEGEND)
        self._unfinished = unfinished
        self._told = visible_line(unfinished)  # what was told of the line last
        self._advice = self._note = ""

    def compose(self) -> ComposeResult:
        """Lay out the cause, the six questions, and the line that takes the answer."""
        with VerticalScroll(id="why-text", can_focus=False):
            yield PlainText()
        yield PlainText(id="why-note", classes="row")
        yield PlainText(id="why-steps")
        yield PlainText(id="why-ask", classes="row")
        yield PlainText(id="why-help")
        yield AnswerLine(visible_line(self._unfinished), compact=True, id="why-line")
        yield ChoiceLine(id="why-choices")

    def show(self, asked: Asked) -> None:
        """Show the highlighted line and its question."""
        inside = self.has_cursor
        self._advice = asked.advice
        facts = (f"\n{visible_line(asked.facts)}" if asked.facts else "", "$foreground 60%")
        self._put("#why-text Static", Content.assemble((visible(asked.text), "bold"), facts))
        self._put("#why-steps", _steps(asked.steps) if asked.steps else Content(asked.help_text))
        self._put(
            "#why-ask",
            Content.assemble(
                (f"{asked.heading}  ", "$foreground 60%"),
                (asked.ask, "bold $text-primary"),
                (f"  {visible_line(asked.so_far)}" if asked.so_far else "", "$text-success"),
            ),
        )
        self._put("#why-help", Content(asked.help_text if asked.steps else ""))
        line, choices = self.query_one(AnswerLine), self.query_one(ChoiceLine)
        line.placeholder = asked.placeholder
        choices.update(Content(asked.choices))
        line.display, choices.display = not asked.choices, bool(asked.choices)
        self._show_note()
        if inside:
            self.begin()

    def say(self, words: str) -> None:
        """Say what just happened, or what was in the way; with nothing to say there is room for the advice."""
        self._note = words
        self._show_note()

    def begin(self) -> None:
        """Put the cursor where the answer goes."""
        self.query_one("#why-choices" if self.query_one(ChoiceLine).display else "#why-line").focus()

    def show_unfinished(self, text: str) -> None:
        """Show the unfinished line as the draft has it, after an undo say."""
        line = self.query_one(AnswerLine)
        if one_line(line.value) != one_line(visible_line(text)):
            with self.prevent(Input.Changed):
                line.value = self._told = visible_line(text)

    def gather(self) -> str | None:
        """Return what is in the line, if nobody was told of it yet."""
        line = self.query_one(AnswerLine).value
        return line if line != self._told else None

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is in this pane."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is in the line."""
        event.stop()
        self._told = event.value
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell the answer."""
        event.stop()
        self.post_message(self.Told(one_line(event.value)))

    def on_click(self, event: Click) -> None:
        """Offer the list when the line that stands for it is clicked."""
        if isinstance(event.widget, ChoiceLine):
            self.action_choose()

    def action_choose(self) -> None:
        """Offer the list."""
        self.post_message(self.Told(""))

    def action_leave(self) -> None:
        """Go back to the tree."""
        self.post_message(self.Left())

    def on_resize(self) -> None:
        """Explain more where the window has room for it."""
        self.set_class(self.screen.size.height >= TALL, "-tall")

    def _show_note(self) -> None:
        if self._note:
            self._put("#why-note", Content.styled(visible_line(self._note), "$text-success"))
        else:
            advice = f"Advice: {visible_line(self._advice)}" if self._advice else ""
            self._put("#why-note", Content.styled(advice, "$text-warning"))

    def _put(self, selector: str, words: Content) -> None:
        self.query_one(selector, PlainText).update(words)


def _steps(steps: Sequence[StepMark]) -> Content:
    parts: list[tuple[str, str] | str] = []
    for number, step in enumerate(steps, 1):
        words = f"{number} {step.label}{' ✓' if step.answered else ''}".replace(" ", "\N{NO-BREAK SPACE}")
        look = "bold reverse" if step.current else "$text-success" if step.answered else "$foreground 65%"
        parts += [(f" {words} ", look)]
    return Content.assemble(*parts)
