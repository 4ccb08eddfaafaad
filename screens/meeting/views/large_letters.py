"""Words drawn large: letters of five dots, as half blocks in three rows or as whole blocks in five.

Everything is drawn as capitals; a text with a letter that is not here is not drawn, and shown as plain text instead.
"""

import unicodedata
from functools import cache

ROWS = 5  # dots from top to bottom
GAP = 1  # dots between letters
WORD_GAP = 3  # dots between words
_FONT = """
A .#. #.# ### #.# #.#|B ##. #.# ##. #.# ##.|C .## #.. #.. #.. .##|D ##. #.# #.# #.# ##.|E ### #.. ##. #.. ###
F ### #.. ##. #.. #..|G .## #.. #.# #.# .##|H #.# #.# ### #.# #.#|I ### .#. .#. .#. ###|J ..# ..# ..# #.# .#.
K #.# #.# ##. #.# #.#|L #.. #.. #.. #.. ###|M #...# ##.## #.#.# #...# #...#|N #..# ##.# #.## #..# #..#|O .#. #.# #.# #.# .#.
P ##. #.# ##. #.. #..|Q .##. #..# #..# #.## .###|R ##. #.# ##. #.# #.#|S .## #.. .#. ..# ##.|T ### .#. .#. .#. .#.
U #.# #.# #.# #.# ###|V #.# #.# #.# #.# .#.|W #...# #...# #.#.# ##.## #...#|X #.# #.# .#. #.# #.#|Y #.# #.# .#. .#. .#.
Z ### ..# .#. #.. ###|0 ### #.# #.# #.# ###|1 .#. ##. .#. .#. ###|2 ### ..# ### #.. ###|3 ### ..# .## ..# ###
4 #.# #.# ### ..# ..#|5 ### #.. ### ..# ###|6 ### #.. ### #.# ###|7 ### ..# ..# .#. .#.|8 ### #.# ### #.# ###
9 ### #.# ### ..# ###|. . . . . #|, .. .. .. .# #.|: . # . # .|; .. .# .. .# #.|! # # # . #|? ### ..# .#. ... .#.
' # # . . .|" #.# #.# ... ... ...|- ... ... ### ... ...|+ ... .#. ### .#. ...|/ ..# ..# .#. #.. #..|% #.# ..# .#. #.. #.#
( .# #. #. #. .#|) #. .# .# .# #.|& .#.. #.#. .#.. #.#. .#.#|$ .## ##. .#. .## ##.|# .#.#. ##### .#.#. ##### .#.#.|= ... ### ... ### ...
~ .... .#.# #.#. .... ....|€ .## ##. #.. ##. .##|£ .## .#. ### .#. ###|_ ... ... ... ... ###|< ..# .#. #.. .#. ..#|> #.. .#. ..# .#. #..
"""
_AS = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "\xa0": " "}


@cache
def _glyphs() -> dict[str, tuple[str, ...]]:
    glyphs = {}
    for entry in _FONT.strip().replace("\n", "|").split("|"):
        letter, *rows = entry.split(" ")
        glyphs[letter] = tuple(rows)
    return glyphs


def drawable(text: str) -> str | None:
    """Return the text as it would be drawn: capitals, no accents; None when a letter of it is not known."""
    plain = unicodedata.normalize("NFKD", "".join(_AS.get(letter, letter) for letter in text).upper())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept if all(letter == " " or letter in _glyphs() for letter in kept) else None


# Columns of a dot, rows of a line, and blank rows between lines: from the largest to the smallest.
_SIZES = ((2, 5, 1), (1, 3, 1), (1, 3, 0))


def draw(text: str, width: int, rows: int, *, whole: bool = True) -> str | None:
    """Return a text drawn as large as fits into so many columns and rows, wrapped between words; None when it does not.

    Without `whole` blocks only the smaller letters are tried.
    """
    plain = drawable(" ".join(text.split()))
    for columns, height, blank in _SIZES if plain else ():
        if columns > 1 and not whole:
            continue
        lines = _wrapped(plain or "", width // columns)
        if lines is not None and len(lines) * (height + blank) - blank <= rows:
            drawn = [_whole_blocks(line) if columns > 1 else _half_blocks(line) for line in lines]
            return ("\n" * (blank + 1)).join(drawn)
    return None


def _wrapped(text: str, dots: int) -> list[list[str]] | None:
    """Return lines of dots that are not wider than `dots`; None when one word is."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= dots:
            lines[-1] = longer
        elif _width(word) <= dots:
            lines.append(word)
        else:
            return None
    return [_dots(line) for line in lines]


def _width(line: str) -> int:
    return len(_dots(line)[0])


def _dots(line: str) -> list[str]:
    glyphs = _glyphs()
    words = [[glyphs[letter] for letter in word] for word in line.split(" ") if word]
    return [
        ("." * WORD_GAP).join(("." * GAP).join(glyph[row] for glyph in word) for word in words)
        for row in range(ROWS)
    ]


def _whole_blocks(dots: list[str]) -> str:
    return "\n".join("".join("██" if dot == "#" else "  " for dot in row).rstrip() for row in dots)


def _half_blocks(dots: list[str]) -> str:
    padded = [*dots, "." * len(dots[0])]
    pairs = [(padded[row], padded[row + 1]) for row in range(0, ROWS, 2)]
    blocks = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}
    return "\n".join(
        "".join(blocks[pair] for pair in zip(above, below, strict=True)).rstrip() for above, below in pairs
    )
