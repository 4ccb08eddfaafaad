"""Where a sequence of a terminal ends, and what is none: a person's Esc and the letters typed after it."""

import re
from dataclasses import dataclass

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

ESC, BEL = "\x1b", "\x07"

# Seconds of silence that end the waiting. A link that stalls splits anywhere, so what can be nothing else waits longer.
START_QUIET = 0.5  # after what may be only the start of a sequence, as `ESC [`
REST_QUIET = 2.0  # for the rest of what has clearly begun

LONGEST_NUMBERS = 1_000  # characters of a sequence with numbers
LONGEST_ANSWER = 1_000_000  # of an answer with text, as that to OSC 52, which holds a clipboard

# Introducers of eight bits, and the letter that stands after ESC for the same.
EIGHT_BITS = {"\x9b": "[", "\x9d": "]", "\x90": "P", "\x9f": "_", "\x8f": "O"}

_BODY = re.compile(r"[\x20-\x3f]*")
_NUMBERS = re.compile(r"(?=.*\d)[\d;:]*[$ ]?")
_PRIVATE = {"<", "=", ">", "?"}  # what makes numbers an answer that nobody types
_ANSWERED = "~ABCDEFHIOPQRSTUZcmMntuxy"  # last letters of keys and of answers that hold numbers
# How an answer with text begins, and what may yet become that; anything else was typed.
_ANSWER_BEGINS = {
    "]": (re.compile(r"\d{1,5};|[lL]"), re.compile(r"\d{0,5}")),
    "P": (re.compile(r"[\d;]*[>!$+|=?]"), re.compile(r"[\d;]*")),
    "_": (re.compile(r"G[A-Za-z]="), re.compile(r"G?[A-Za-z]?")),
}
_ANSWER_STOPS = re.compile("[\x00-\x1f\x7f\x9c]")


# What stands after an ESC that was taken for the key because its rest came late, and that nobody types.
LATE_REST = re.compile(r"\[[\d<=>?]|\]\d|P[\d>!$+|=?]|_G")


@dataclass(frozen=True)
class Unfinished:
    """The start of a sequence: its end may yet come, within so many seconds of silence."""

    wait: float


def sequence_end(data: str, letter: str, start: int) -> int | Unfinished | None:
    """Return where the sequence ends that `ESC letter` begins, its rest standing at `start`; None when it is none."""
    if letter == "[":
        return _numbers_end(data, start)
    if letter == "O":
        return _short_end(data, start)
    if letter in _ANSWER_BEGINS:
        return _answer_end(letter, data, start)
    return None


def _numbers_end(data: str, start: int) -> int | Unfinished | None:
    """Look at `ESC [`, numbers, a letter: keys, mouse, reports, and the marks round a paste."""
    body = _BODY.match(data, start)
    assert body is not None
    numbers, end = body.group(), body.end()
    if f"{ESC}[{numbers}" in ANSI_SEQUENCES_KEYS:  # keys of rxvt that end with $
        return end
    if end == len(data):
        if len(numbers) > LONGEST_NUMBERS:
            return end
        return Unfinished(REST_QUIET if numbers[:1].isdigit() or numbers[:1] in _PRIVATE else START_QUIET)
    last = data[end]
    if (
        not numbers and last in "M["
    ):  # the mouse in the oldest way: three characters; function keys of the Linux console
        more = end + (4 if last == "M" else 2)
        if more > len(data):
            return Unfinished(START_QUIET)
        return more if last == "M" or f"{ESC}[[{data[more - 1]}" in ANSI_SEQUENCES_KEYS else None
    if not "@" <= last <= "~":
        return end if numbers[:1] in _PRIVATE else None  # an answer that was cut off, or typed letters
    sequence = f"{ESC}[{numbers}{last}"
    meant = numbers[:1] in _PRIVATE or (_NUMBERS.fullmatch(numbers) is not None and last in _ANSWERED)
    return (
        end + 1 if meant or sequence in ANSI_SEQUENCES_KEYS or sequence in {f"{ESC}[I", f"{ESC}[O"} else None
    )


def _short_end(data: str, start: int) -> int | Unfinished | None:
    """Look at `ESC O` and a letter: arrows and function keys; in old terminals a number stands before it.

    The keypad sends the rest of the alphabet, in a mode that nothing here asks for; so `Our` and `Open` are words.
    """
    if start == len(data):
        return Unfinished(START_QUIET)
    if data[start] in "ABCDEFHPQRSabcd":
        return start + 1
    if data[start].isdigit():
        if start + 1 == len(data):
            return Unfinished(START_QUIET)
        return start + 2 if data[start + 1].isalpha() and data[start + 1].isascii() else None
    return None


def _answer_end(letter: str, data: str, start: int) -> int | Unfinished | None:
    """Look at an answer with text in it: colours, the clipboard, the terminal's name, a picture's fate."""
    begins, may_begin = _ANSWER_BEGINS[letter]
    if begins.match(data, start) is None:
        partly = may_begin.fullmatch(data, start)
        return Unfinished(REST_QUIET if partly and partly.group() else START_QUIET) if partly else None
    stop = _ANSWER_STOPS.search(data, start)
    if stop is None:
        return Unfinished(REST_QUIET) if len(data) - start < LONGEST_ANSWER else len(data)
    end = stop.start()
    if data[end] in {BEL, "\x9c"}:
        return end + 1
    if data[end] == ESC:
        if end + 1 == len(data):
            return Unfinished(REST_QUIET)
        return end + 2 if data[end + 1] == "\\" else end
    return end  # a control character in it: the answer was cut off, and this was typed
