"""The top of the wall: which segment, of which incident, how far, when it ends; the clock at the right."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from pmtui.meeting.clock import Reading
from pmtui.text import visible_line
from screens.meeting.views.clock_face import ClockFace, ClockWords
from screens.meeting.views.wall_colours import WALL
from screens.widgets.plain_text import PlainText

NARROW = 60  # columns; below, three rows of digits would leave nothing for the words
LONGEST = 400  # characters of a title that are looked at for one row


class MeetingHead(Horizontal):
    """Three rows: the segment, the incident, the place with the ends to expect."""

    DEFAULT_CSS = f"""
    MeetingHead {{
        {WALL} height: 3;
        #head-words {{ width: 1fr; height: 3; }}
        #head-segment {{ height: 1; }}
        Static {{ width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; padding-left: 1; }}
        ClockWords {{ width: auto; padding: 0 1; }}
        #head-name {{ text-style: bold; }}
    }}
    """
    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._position = ""
        self._ends = ""
        self._shown: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out three rows of words and the clock."""
        with Vertical(id="head-words"):
            with Horizontal(id="head-segment"):
                yield PlainText(id="head-name")
                yield ClockWords()
            yield PlainText(id="head-about")
            yield PlainText(id="head-place")
        yield ClockFace()

    def on_resize(self, event: Resize) -> None:
        """Make the clock smaller in a narrow window."""
        self.query_one(ClockFace).set_class(event.size.width < NARROW, "-small")

    def show_place(self, segment: str, about: str, position: str) -> None:
        """Say which segment is on, which incident it is about, and which of its steps is in view."""
        self._position = position
        self._say("#head-name", segment)
        self._say("#head-about", about)
        self._say_place()

    def show_clock(self, reading: Reading) -> None:
        """Show the clock, its state in words, and the ends to expect."""
        self.query_one(ClockFace).show(reading)
        self.query_one(ClockWords).show(reading)
        self._ends = ends_in_words(reading)
        self._say_place()

    def _say_place(self) -> None:
        self._say("#head-place", " · ".join(part for part in (self._position, self._ends) if part))

    def _say(self, where: str, words: str) -> None:
        if self._shown.get(where) != words:
            self._shown[where] = words
            self.query_one(where, PlainText).update(visible_line(words[:LONGEST]), layout=False)


def ends_in_words(reading: Reading) -> str:
    """Return when the segment and the meeting are going to end, by the clock on the wall; nothing without a timer."""
    if not reading.digits:
        return ""
    segment = "segment over time" if reading.left_s < 0 else f"segment ends {reading.segment_ends:%H:%M}"
    return f"{segment} · meeting ends {reading.meeting_ends:%H:%M}"
