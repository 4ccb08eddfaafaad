"""The segment's clock, as large as a terminal can draw it, and its state in words."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits, Static

from pmtui.meeting.clock import Reading
from screens.meeting.views.wall_colours import AMBER, OVER
from screens.widgets.plain_text import PlainText

WIDTH = 18  # `+61:05` in large digits


class ClockWords(Static):
    """The clock's state in words (`PAUSED`, `2 MIN LEFT`, `OVER`); takes no room while there is nothing to say."""

    DEFAULT_CSS = f"""
    ClockWords {{
        width: auto; height: 1; text-style: bold; padding: 0 1; display: none;
        &.-said {{ display: block; }}
        &.-amber {{ {AMBER} text-style: bold reverse; }}
        &.-over {{ {OVER} }}
    }}
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._said = ("", "")

    def show(self, reading: Reading) -> None:
        """Say how the clock stands, if that changed."""
        said = (reading.words, reading.level)
        if said != self._said:
            self._said = said
            self.update(reading.words)
            self.set_class(bool(reading.words), "-said")
            self.set_class(reading.level == "amber", "-amber")
            self.set_class(reading.level == "over", "-over")


class ClockFace(Vertical):
    """The time of the segment: three rows of heavy digits, or one bold line where the window is narrow."""

    DEFAULT_CSS = f"""
    ClockFace {{
        width: {WIDTH}; height: 3;
        Digits {{ width: {WIDTH}; text-align: right; text-style: bold; }}
        Static {{ width: {WIDTH}; height: 1; text-align: right; text-style: bold; display: none; }}
        &.-small {{ width: 7; height: 1; }}
        &.-small Digits {{ display: none; }}
        &.-small Static {{ display: block; width: 7; }}
        &.-amber Digits, &.-amber Static {{ {AMBER} }}
        &.-over Digits, &.-over Static {{ {OVER} }}
    }}
    """
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._shown = ("", "")

    def compose(self) -> ComposeResult:
        """Lay out the large digits and the small ones; one of them is shown."""
        yield Digits("")
        yield PlainText()

    def show(self, reading: Reading) -> None:
        """Show the clock; nothing is painted while digits and level stay the same."""
        if (reading.digits, reading.level) == self._shown:
            return
        self._shown = (reading.digits, reading.level)
        self.query_one(Digits).update(reading.digits)
        self.query_one(Static).update(reading.digits, layout=False)
        self.set_class(reading.level == "amber", "-amber")
        self.set_class(reading.level == "over", "-over")
