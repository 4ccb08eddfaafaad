"""The phases of the incident on one row, to scale, with the event in view marked, and their names below."""

from datetime import datetime

from textual.content import Content
from textual.widget import Widget

from pmtui.meeting.phase_bar import BarPart, PhaseBar, phase_bar
from pmtui.metrics import Metrics
from pmtui.text import show_minutes, visible_line
from screens.meeting.views.wall_colours import WALL

MARKER = "▲"
HIDDEN = "·"
# Told apart by glyph and by colour. The solid one is dimmed: it is the longest as a rule and would outshine the text.
LOOKS = {
    "detect": ("▒", "$text-warning"),
    "ack": ("▓", "$text-primary"),
    "mitigate": ("█", "$text-error 70%"),
    "recover": ("░", "$text-success"),
}
OTHER = ("▒", "$foreground")


class PhaseStrip(Widget):
    """Two rows: the bar and its legend. It takes no room while the phases are not known."""

    DEFAULT_CSS = f"PhaseStrip {{ {WALL} height: 2; width: 1fr; padding: 0 1; display: none; }}"
    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._metrics: Metrics | None = None
        self._at: datetime | None = None
        self._foresight = False

    def show(self, metrics: Metrics | None, at: datetime | None = None, *, foresight: bool = False) -> None:
        """Draw the phases with the event of that time marked; `foresight` hides what came later, None draws nothing."""
        if (self._metrics, self._at, self._foresight) == (metrics, at, foresight):
            return
        self._metrics, self._at, self._foresight = metrics, at, foresight
        self.display = bool(metrics and metrics.phases)
        self.refresh()

    def render(self) -> Content:
        """Draw both rows for the width there is now."""
        width = self.content_size.width
        bar = (
            phase_bar(self._metrics, width, self._at, foresight=self._foresight)
            if self._metrics and width
            else None
        )
        return Content("\n").join([bar_row(bar), legend(bar, width)]) if bar else Content("")


def bar_row(bar: PhaseBar) -> Content:
    """Return the bar; the cell of the event in view stands out by its glyph and by being reversed."""
    cells: list[tuple[str, str]] = []
    for part in bar.parts:
        cells += [_look(part)] * part.cells
    if bar.marker is not None:
        cells[bar.marker] = (MARKER, "$foreground bold reverse")
    return Content.assemble(*cells)


def legend(bar: PhaseBar, width: int) -> Content:
    """Return the phases with their lengths, and the whole at the right as far as there is room for it."""
    named = [part for part in bar.parts if part.names]
    words = [f"{visible_line(part.label)} {_short(part.minutes)}".rstrip() for part in named]
    parts: list[tuple[str, str] | str] = []
    for part, said in zip(named, words, strict=True):
        glyph, colour = _look(part)
        parts += [" · " if parts else "", (glyph, colour), f" {said}"]
    line = Content.assemble(*parts)
    if len(named) < len(bar.parts):  # the end is not told yet, and so neither is the whole
        return line.truncate(width, ellipsis=True)
    total = f"{_short(bar.minutes)} in all"
    gap = width - line.cell_length - len(total)
    return line.append(" " * gap + total) if gap > 1 else line.truncate(width, ellipsis=True)


def _look(part: BarPart) -> tuple[str, str]:
    return LOOKS.get(part.names[0], OTHER) if part.names else (HIDDEN, "$foreground 75%")


def _short(minutes: float) -> str:
    """Return a length as short as it goes: `44m`, `1h33m`, `30s`; nothing for one that is not told yet."""
    if not minutes:
        return ""
    return show_minutes(minutes).replace(" min", "m").replace(" ", "")
