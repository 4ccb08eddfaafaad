"""What the terminal shows, cell by cell, so that only cells that are other ones are sent to it.

Textual (8.2.8) sends whole spans of whatever was drawn again, and a line feed for each row between them: 26 KB for one
key in the writing room.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip

Cell = tuple[object, object]  # a character and how it looks; or a run that cannot be cut, and the place in it
Piece = tuple[int, int, "Strip"]  # column, row, what is drawn from there

UNKNOWN: Cell = (None, None)
BRIDGE = 6  # equal cells between two others that are sent again: moving the cursor takes about as many bytes


class Sent(CompositorUpdate):
    """An update that is ready to be written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render_segments(self, console: Console) -> str:
        """Return what to write."""
        return self.text


class SentPicture:
    """Remembers what was sent, and turns an update into what is still missing from it."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._width = 0

    @property
    def is_unknown(self) -> bool:
        """Tell whether nothing is known of what the terminal shows."""
        return not self._rows

    def forget(self) -> None:
        """Take nothing for granted: the next update is sent whole."""
        self._rows = []

    def missing(self, update: CompositorUpdate, size: "Size", console: Console) -> CompositorUpdate:
        """Return an update for a window of that size without what the terminal shows already."""
        if not isinstance(update, ChopsUpdate | LayoutUpdate):
            self.forget()
            return update
        if self._width != size.width or len(self._rows) != size.height:
            self._width = size.width
            self._rows = [[UNKNOWN] * size.width for _ in range(size.height)]
        pieces = _of_layout(update) if isinstance(update, LayoutUpdate) else _of_chops(update)
        system = console._color_system or ColorSystem.TRUECOLOR
        return Sent("".join(part for piece in pieces for part in self._unsent(piece, console, system)))

    def _unsent(self, piece: Piece, console: Console, system: ColorSystem) -> Iterator[str]:
        """Yield what to write for one piece, and remember it."""
        x, y, strip = piece
        if not 0 <= y < len(self._rows) or x < 0:
            yield Control.move_to(x, y).segment.text + strip.render(console)
            return
        row = self._rows[y]
        cells, can_be_cut = _cells(strip, system)
        cells = cells[: self._width - x]
        before = row[x : x + len(cells)]
        if cells == before:
            return
        row[x : x + len(cells)] = cells
        # What is written may take away half of a wide character beside it.
        _doubt(row, x - 1, -1)
        _doubt(row, x + len(cells), 1)
        if not can_be_cut:
            yield Control.move_to(x, y).segment.text + strip.render(console)
            return
        other = [place for place, (new, old) in enumerate(zip(cells, before, strict=True)) if new != old]
        for start, end in _runs(other):
            yield Control.move_to(x + start, y).segment.text + strip.crop(start, end).render(console)


def _doubt(row: list[Cell], x: int, step: int) -> None:
    """Take nothing for granted of a run that reaches a column from that direction."""
    run = row[x][0] if 0 <= x < len(row) else None
    while isinstance(run, tuple) and 0 <= x < len(row) and row[x][0] is run:
        row[x] = UNKNOWN
        x += step


def _of_layout(update: LayoutUpdate) -> Iterator[Piece]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[Piece]:
    """Yield what Textual would write for the spans that were drawn again."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= last and end > first:
                whole = last > x >= first and end <= last
                yield x, y, strip if whole else strip.crop(0, min(end, last) - x)


def _cells(strip: "Strip", system: ColorSystem) -> tuple[list[Cell], bool]:
    """Return the cells of a strip, and whether it can be cut between any two of them.

    A strip with a character that does not take exactly one cell is one run: terminals differ over such characters.
    """
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        if not text.isascii() and not all(cell_len(character) == 1 for character in text):
            whole = tuple((part, look) for part, look, _ in strip)
            return [(whole, place) for place in range(strip.cell_length)], False
        look: object = None
        if style is not None:
            # Two styles that give the same codes look the same, whatever else they carry.
            look = (style._ansi or style._make_ansi_codes(system), style.link)
        cells += [(character, look) for character in text]
    return cells, True


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of places (from, up to) that are worth sending in one go."""
    start = places[0]
    for place, following in pairwise(places):
        if following - place > BRIDGE:
            yield start, place + 1
            start = following
    yield start, places[-1] + 1
