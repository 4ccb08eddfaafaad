"""The last questions of the meeting: two counts of hands, and two dates."""

from datetime import datetime, timedelta

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Input

from pmtui.document.days import parse_day
from pmtui.document.field_problem import FieldProblem
from pmtui.document.moments import in_zone, parse_moment, write_moment, zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.meeting.finish import ClosingAnswer
from pmtui.text import visible_line
from prompts.meeting_shapes import Meeting
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

MOST_HANDS = 999
KEYS = "Enter next, and closes at the last · Ctrl+S closes · Esc goes back"
# Without colour an empty line could not be seen.
PLACEHOLDER = "may stay empty"
ABOUT = "The account of the meeting is added to the review notes, and the draft counts as reviewed."


class CloseMeeting(Dialog[ClosingAnswer]):
    """Answers with counts and dates when the meeting is to be closed, or None to go back to it."""

    heading = "Close the meeting"
    keys = KEYS
    HELP = "Every line may stay empty. Times are those of the draft's own clocks."
    BINDINGS = [
        Binding("ctrl+s", "close", "Close", id="close.close", priority=True, tooltip="Close the meeting"),
        Binding("up", "app.focus_previous", "Up", id="close.up", tooltip="The line above", show=False),
        Binding("down", "app.focus_next", "Down", id="close.down", tooltip="The line below", show=False),
    ]
    DEFAULT_CSS = """
    CloseMeeting {
        .label { margin-top: 1; height: auto; }
        .problem { height: auto; margin-top: 1; display: none; }
        .quiet { height: auto; margin-top: 1; }
        VerticalScroll { height: auto; max-height: 50vh; }
        Input { width: 24; background: $panel; }
    }
    """

    def __init__(self, document: Postmortem, meeting: Meeting, wall: datetime) -> None:
        """Propose dates from `wall`, the time of day with an offset, where none are set."""
        super().__init__()
        self._zone = document.meta.zone
        self._wall = wall.replace(second=0, microsecond=0)
        review, said = document.review, meeting.close
        final = review.final_due or self._wall + timedelta(hours=meeting.final_hours)
        today = in_zone(wall, self._zone).date()
        follow_up = review.follow_up or today + timedelta(days=meeting.follow_up_days)
        self._today = today
        zone = visible_line(zone_label(self._zone, final))
        self._lines = (
            ("learned", said.learned, "" if review.learned is None else str(review.learned)),
            ("again", said.again, "" if review.again is None else str(review.again)),
            ("final", f"The final version is out by ({zone})", write_moment(final, self._zone)),
            ("follow-up", "The actions are looked at again on", follow_up.isoformat()),
        )

    def body(self) -> ComposeResult:
        """Lay out a line for each count and date."""
        yield PlainText(ABOUT)
        with VerticalScroll(can_focus=False):
            for name, question, value in self._lines:
                yield PlainText(question, classes="label")
                yield Input(value, placeholder=PLACEHOLDER, compact=True, id=f"close-{name}")
        yield PlainText(classes="problem")

    def on_mount(self) -> None:
        """Start at the first count."""
        self.query(Input).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line; after the last one, close."""
        event.stop()
        if event.input is self.query(Input).last():
            self.action_close()
        else:
            self.focus_next()

    def action_close(self) -> None:
        """Answer, or explain what cannot be read and keep it as it was typed."""
        try:
            typed = self._typed("final")
            final = parse_moment(typed, self._zone, self._today, today=self._today) if typed else None
            answer = ClosingAnswer(
                _hands(self._typed("learned")),
                _hands(self._typed("again")),
                final.moment if final else None,
                parse_day(typed, self._today) if (typed := self._typed("follow-up")) else None,
            )
        except FieldProblem as problem:
            self.explain(problem)
        else:
            if final and final.note:
                self.notify(final.note)
            self.dismiss(answer)

    def _typed(self, name: str) -> str:
        return self.query_one(f"#close-{name}", Input).value.strip()


def _hands(typed: str) -> int | None:
    """Return a count of hands; None for an empty line. Raises FieldProblem."""
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_HANDS)):
        return int(typed)
    raise FieldProblem(
        "That is no count of hands", f"A number from 0 to {MOST_HANDS}, such as 8, or nothing."
    )
