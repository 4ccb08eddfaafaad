"""A file as it is, line by line with numbers: nothing in it acts, nothing in it hides, however large it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.text import visible_line

LETTERS_SHOWN = 2000  # of one line
CONTEXT = 3  # lines shown above the one that is gone to
_MORE = " more characters"


@dataclass(frozen=True)
class RawLines:
    """A file's lines, and how many cells the widest needs at most."""

    lines: Sequence[str]
    width: int


def raw_lines(data: bytes) -> RawLines:
    """Return a file's bytes as lines, whatever they are; for a large file this takes a while, so not on the screen's thread."""
    text = data.decode("utf-8", "backslashreplace")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    width = max(min(len(line), LETTERS_SHOWN) * (1 if line.isascii() else 2) for line in lines)
    return RawLines(lines, width + len(_MORE) + 12)


class RawText(ScrollView, can_focus=True):
    """Bytes shown as text; one line can be marked."""

    DEFAULT_CSS = "RawText { height: 1fr; background: $surface; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[str] = ()
        self._marked = 0

    def show(self, raw: RawLines, line: int) -> None:
        """Show a file; `line` (from 1, 0 for none) is marked and scrolled to."""
        self._lines = raw.lines
        self._marked = min(line, len(self._lines))
        self.virtual_size = Size(self._gutter + raw.width, len(self._lines))
        if self._marked:
            top = max(0, self._marked - 1 - CONTEXT)
            self.call_after_refresh(self.scroll_to, 0, top, animate=False)  # once there is room to scroll
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the window."""
        left, top = self.scroll_offset
        number = top + y + 1
        plain = self.rich_style
        if number > len(self._lines):
            return Strip.blank(self.size.width, plain)
        marked = number == self._marked
        style = plain + Style(bold=True, reverse=True) if marked else plain
        sign = "▶" if marked else " "
        gutter = Segment(f"{sign} {number:>{self._gutter - 4}}  ", plain + Style(dim=not marked, bold=marked))
        strip = Strip([Segment(self._shown(number), style)]).crop_extend(left, left + self._room, plain)
        return Strip([gutter, *strip])

    @property
    def _gutter(self) -> int:
        return len(str(len(self._lines))) + 4

    @property
    def _room(self) -> int:
        return max(1, self.size.width - self._gutter)

    def _shown(self, number: int) -> str:
        line = self._lines[number - 1]
        more = len(line) - LETTERS_SHOWN
        return visible_line(line[:LETTERS_SHOWN]) + (f" … {more:,}{_MORE}" if more > 0 else "")
