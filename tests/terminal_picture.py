"""As much of a terminal as pmtui's updates use: moving the cursor, looks, cells, and clearing."""

import re

from rich.cells import cell_len

_SEQUENCE = re.compile(
    r"\x1b\[(?P<numbers>[0-9;?<>=!]*)[ -/]*(?P<command>[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]]|(?P<text>[^\x1b])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;?<>=!]*[ -/]*|\][^\x07\x1b]*\x1b?)?\Z")
NOTHING = (" ", "")


class TerminalPicture:
    """Cells with their looks; a wide character stands in two, the second of which is empty."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rest, self._x, self._y, self._look = "", 0, 0, ""
        self._clear()

    @property
    def shown(self) -> str:
        """The text, row by row."""
        return "\n".join("".join(character for character, _ in row).rstrip() for row in self.rows)

    def write(self, text: str) -> None:
        """Take in what a program writes; a sequence may come in pieces."""
        text = self._rest + text
        cut = _UNFINISHED.search(text)
        self._rest = text[cut.start() :] if cut else ""
        for found in _SEQUENCE.finditer(text[: cut.start()] if cut else text):
            if (character := found["text"]) is not None:
                self._draw(character)
            elif found["command"]:
                self._do(found["command"], found["numbers"])

    def _do(self, command: str, numbers: str) -> None:
        if command == "H":
            row, _, column = numbers.partition(";")
            self._y, self._x = int(row or 1) - 1, int(column or 1) - 1
        elif command == "m":
            self._look = "" if numbers in ("", "0") else numbers
        elif (command == "J" and numbers == "2") or (command in "hl" and "1049" in numbers):
            self._clear()

    def _clear(self) -> None:
        self.rows = [[NOTHING] * self.width for _ in range(self.height)]

    def _draw(self, character: str) -> None:
        if character == "\n":
            self._x, self._y = 0, min(self._y + 1, self.height - 1)
            return
        width = cell_len(character)
        if width == 0 and 0 < self._x <= self.width:
            self._put(self._x - 1, self.rows[self._y][self._x - 1][0] + character)
        for place in range(width):
            self._put(self._x + place, character if place == 0 else "")
        self._x += width

    def _put(self, x: int, character: str) -> None:
        if not 0 <= x < self.width or not 0 <= self._y < self.height:
            return
        row = self.rows[self._y]
        if row[x][0] == "" and character != "" and x and cell_len(row[x - 1][0]) == 2:
            row[x - 1] = NOTHING  # half of a wide character is none
        if cell_len(row[x][0]) == 2 and x + 1 < self.width:
            row[x + 1] = NOTHING
        row[x] = (character, self._look)
