"""The two rows at the bottom of the wall: what was captured so far, and the line that catches what is said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from pmtui.document.review import Capture
from pmtui.meeting.capture_line import LineKind, is_capture, kind_of_line
from pmtui.text import plural, visible_line
from screens.meeting.views.large_letters import draw
from screens.widgets.plain_text import PlainText

LABELS: dict[LineKind, str] = {
    "note": "note",
    "idea": "action",
    "decision": "decision",
    "parked": "parked",
    "event": "event",
    "cause": "cause",
    "fill": "owner, day",
    "taker": "who takes it up",
    "words": "last capture",
}
PLACEHOLDERS: dict[LineKind, str] = {
    "note": "what was said",
    "idea": "words @owner !p1 ^+7d #detect",
    "decision": "what was decided",
    "parked": "what is for another day, and @who takes it up",
    "event": "14:02 what happened",
    "cause": "what had to be true for this to happen",
    "fill": "@owner ^+7d !p1 #prevent  done: how one sees it  cause: w2",
    "taker": "@name",
    "words": "",
}
_COUNTED = {
    "note": "note",
    "decision": "decision",
    "idea": "idea",
    "parked": "parked item",
    "correction": "correction",
}
TALL = 30  # rows of the window from which the kind of the line is drawn large
PROBLEM = "bold $text-warning"
_LAST = 300  # characters of the last capture that are looked at for one row


class CaptureInput(Input):
    """The line itself; of a paste, every line is entered."""

    PASTE_LINES = "each"


class CaptureBar(Vertical):
    """Counts and the last word on one row, the capture line on the other."""

    DEFAULT_CSS = """
    CaptureBar {
        height: 2;
        Static { height: 1; width: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        Horizontal { height: 1; }
        #line-label { width: auto; text-style: bold reverse; padding: 0; margin-right: 1; }
        Input { width: 1fr; background: $background; }
        Input:focus { background: $panel; }
        &.-resting #line-label { display: none; }
        &.-open #line-rest { display: none; }
        #line-large { display: none; height: 4; padding: 1 1 0 1; text-style: bold; }
        &.-open.-tall { height: 6; }
        &.-open.-tall #line-large { display: block; }
        &.-open.-tall #line-label { display: none; }
    }
    """

    @dataclass
    class Entered(Message):
        """A line was entered, and the line is empty for the next; `put_back` shows what could not be kept."""

        kind: LineKind
        text: str

    @dataclass
    class Typed(Message):
        """What stands in the line changed."""

        kind: LineKind
        text: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, classes="-resting")
        self.kind: LineKind = "note"
        self.typed = ""
        self._said, self._counts = Content(""), ""

    @property
    def is_open(self) -> bool:
        """Tell whether the line takes what is typed."""
        return self.has_class("-open")

    def compose(self) -> ComposeResult:
        """Lay out both rows."""
        yield PlainText(id="line-large")
        yield PlainText(id="counts")
        with Horizontal():
            yield PlainText(id="line-rest")
            yield PlainText(id="line-label")
            line = CaptureInput(compact=True, select_on_focus=False)
            line.display = False
            yield line

    def show_captures(self, captures: Sequence[Capture]) -> None:
        """Show how many captures there are of each kind, and the words of the last."""
        found = Counter(capture.kind for capture in captures)
        parts = [plural(found[kind], word) for kind, word in _COUNTED.items() if found[kind]]  # type: ignore[index]  # a Literal's own values
        self._counts = f"captured  {' · '.join(parts) or 'nothing yet'}"
        self._show_row()
        last = captures[-1] if captures else None
        rest = f"> {last.kind}: {visible_line(last.text[:_LAST])}" if last else ">"
        self.query_one("#line-rest", PlainText).update(Content.styled(rest, "$foreground 75%"))

    def say(self, words: str, tone: str = "") -> None:
        """Say something about the last line beside the counts, in a tone: a style."""
        self._said = Content.styled(visible_line(words), tone)
        self._show_row()

    def say_problem(self, words: str) -> None:
        """Say why a line cannot be kept; it has the row to itself."""
        self.query_one("#counts", PlainText).update(Content.styled(visible_line(words), PROBLEM))

    def open(self, kind: LineKind, text: str) -> None:
        """Take what is typed from now on, behind the text it begins with."""
        line = self.query_one(CaptureInput)
        line.PASTE_LINES = "each" if is_capture(kind) else "join"
        if text != line.value:
            line.value = self.typed = text
            line.cursor_position = len(text)
        self.kind = kind
        self.set_class(True, "-open")
        self.set_class(False, "-resting")
        self._show_kind(text)
        line.placeholder = PLACEHOLDERS[kind]
        # At once, and not when the styles are next looked at: what follows the key is typed into the line already.
        line.display = True
        self.screen.set_focus(line)

    def rest(self) -> None:
        """Take no more keys; what was typed and not entered stays."""
        self.set_class(False, "-open")
        self.set_class(True, "-resting")
        self.screen.set_focus(None)
        self.query_one(Input).display = False

    def put_back(self, text: str) -> None:
        """Show a line again that could not be kept, and behind it what was typed since."""
        line = self.query_one(Input)
        line.value = self.typed = " ".join(part for part in (text, line.value) if part)
        line.cursor_position = len(line.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remember what was typed; it is asked for when the widgets are gone as well."""
        event.stop()
        self.typed = event.value
        if self.is_open:
            self.post_message(self.Typed(self.kind, event.value))
        self._show_kind(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line on; what is typed from now on is the next one."""
        event.stop()
        event.input.value = ""
        self.post_message(self.Entered(self.kind, event.value))

    def _show_kind(self, typed: str) -> None:
        """Say large what becomes of the line; `d:` before the words makes a decision of it."""
        kind, _ = kind_of_line(typed, self.kind)
        self.query_one("#line-label", PlainText).update(f" {LABELS[kind].upper()} ")
        drawn = draw(LABELS[kind], self.size.width, 3, whole=False)
        self.set_class(self.app.size.height >= TALL and drawn is not None, "-tall")
        self.query_one("#line-large", PlainText).update(drawn or "")

    def _show_row(self) -> None:
        counts = Content.styled(self._counts, "$foreground 75%")
        row = Content.assemble(self._said, "   ", counts) if self._said else counts
        self.query_one("#counts", PlainText).update(row)
