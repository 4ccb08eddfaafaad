"""What the terminal sends, read into keys, pastes and reports: whole, in order, and the same however it was split.

Stock, the parser looks for sequences inside a paste, types answers that come late or in pieces, ends the program on
numbers that are too large, and takes Esc and a letter typed after it for Alt and that letter, or types `^` for the Esc.
"""

import re
import time
from collections.abc import Callable, Iterator

from textual import constants, events, messages
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.keys import Keys
from textual.message import Message

from screens.textual_faults.sequences import (
    EIGHT_BITS,
    ESC,
    LATE_REST,
    REST_QUIET,
    Unfinished,
    sequence_end,
)

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
LONGEST_PASTE = 32_000_000  # characters; a longer paste is handed on in pieces of this size

# Seconds of silence after Esc and a letter, by which Alt and that letter are told from both typed one after the other.
ALT_QUIET = 0.25
STEP_QUIET = 0.05  # for Alt+b and Alt+f, which is how macOS sends Option with an arrow
BURST = 0.01  # what comes this soon after text was typed with it

WIDEST, HIGHEST = 2_000, 1_000  # cells of a window; no window has more, and each costs memory

LATE_PASTE = 10.0  # seconds in which the rest of a paste is known for what it is
AT_A_TIME = 16  # characters that nobody types at once

_STEPS = "bf"
_BEGIN_SEQUENCES = "OP"
_SPECIAL = re.compile("[\x1b\x80-\x9f]")
_RESIZED = re.compile(r"\x1b\[48;(\d+)[:\d]*;(\d+)[:\d]*;(\d+)[:\d]*;(\d+)[:\d]*t")
_CURSOR = re.compile(r"\x1b\[(\d{1,6});(\d{1,6})R")
_MODE = re.compile(r"\x1b\[\?(\d+);(\d)\$y")
_MOUSE = re.compile(r"\x1b\[<?[-\d;]+[mM]")


class TerminalInput(XTermParser):
    """Reads a terminal's input; takes the stock parser's place in the driver."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug)
        self._clock = clock
        self._held = ""  # the start of something whose end has not come
        self._wait = 0.0  # how many seconds of silence end it
        self._came = clock()  # when something came last
        self._typed = float("-inf")  # when text was typed last
        self._pasted: list[str] | None = None  # pieces of the paste that is under way
        self._pasted_size = 0
        self._escaped = float("-inf")  # when an ESC alone was taken for the key
        self._cut_at = float("-inf")  # when a paste was given up before its end came

    def feed(self, data: str) -> Iterator[Message]:
        """Read what has come; nothing stands for the end of it."""
        self.debug_log(f"FEED {data!r}")
        if not data:
            yield from self._give_up()
            return
        yield from self.tick()
        apart, self._came = self._clock() - self._came, self._clock()
        if self._held == ESC and apart > BURST and data[0].isalnum() and data[0] not in _BEGIN_SEQUENCES:
            self._held = ""  # no key sends the two with a pause between
            yield events.Key("escape", ESC)
        yield from self._read(self._held + self._with_its_escape(data))

    def _with_its_escape(self, data: str) -> str:
        """Give a sequence its ESC back that was taken for the key, because a link stalled between the two."""
        if self._held or self._pasted is not None or self._came - self._escaped > REST_QUIET:
            return data
        if LATE_REST.match(data) is None:
            return data
        end = sequence_end(data, data[0], 1)
        whole = isinstance(end, int) or (isinstance(end, Unfinished) and end.wait >= REST_QUIET)
        return ESC + data if whole else data

    def tick(self) -> Iterator[Message]:
        """Give up waiting for what has not come in time."""
        if (self._held or self._pasted is not None) and self._clock() - self._came >= self._wait:
            yield from self._give_up()

    def _give_up(self) -> Iterator[Message]:
        held, self._held = self._held, ""
        if self._pasted is not None:
            self._cut_at = self._clock()
            yield from self._end_paste(held)
        elif held:
            if held == ESC:
                self._escaped = self._clock()
            yield from self._read(held, final=True)

    def _read(self, data: str, final: bool = False) -> Iterator[Message]:
        """Read as much as is clear and hold the rest; `final` when no more is waited for."""
        self._held, at = "", 0
        self._look_for_rest_of_paste(data)
        while at < len(data):
            if self._pasted is not None:
                at, found = self._read_paste(data, at)
            elif (special := _SPECIAL.search(data, at)) is None or special.start() > at:
                end = special.start() if special else len(data)
                found = [key for character in data[at:end] for key in self._keys(character)]
                self._typed, at = self._clock(), end
            else:
                read = self._read_sequence(data, at, final)
                if isinstance(read, Unfinished):
                    self._held, self._wait = data[at:], read.wait
                    return
                at, found = read
            yield from found

    # Pastes

    def _read_paste(self, data: str, at: int) -> tuple[int, list[Message]]:
        """Take everything up to the end of the paste as it is, whatever it holds."""
        assert self._pasted is not None
        end = data.find(PASTE_ENDS, at)
        if end >= 0:
            return end + len(PASTE_ENDS), self._end_paste(data[at:end])
        begun = next(n for n in range(len(PASTE_ENDS) - 1, -1, -1) if data.endswith(PASTE_ENDS[:n], at))
        end = len(data) - begun
        self._held, self._wait = data[end:], REST_QUIET
        self._pasted.append(data[at:end])
        self._pasted_size += end - at
        if self._pasted_size < LONGEST_PASTE:
            return len(data), []
        found = self._end_paste("")
        self._pasted = []
        return len(data), found

    def _end_paste(self, last: str) -> list[Message]:
        text = "".join((*(self._pasted or ()), last)).replace("\x00", "")
        self._pasted, self._pasted_size = None, 0
        return [events.Paste(text)] if text else []

    def _look_for_rest_of_paste(self, data: str) -> None:
        """Take up again a paste that was given up because its rest was too slow, when that comes after all."""
        if self._pasted is not None or self._clock() - self._cut_at > LATE_PASTE:
            return
        end, begins = data.find(PASTE_ENDS), data.find(PASTE_BEGINS)
        if (end >= 0 and not 0 <= begins < end) or (len(data) >= AT_A_TIME and data[0] != ESC):
            self._pasted, self._wait, self._cut_at = [], REST_QUIET, float("-inf")

    # Sequences

    def _read_sequence(self, data: str, at: int, final: bool) -> tuple[int, list[Message]] | Unfinished:
        """Read what begins with ESC, or with one of the characters that stand for ESC and a letter."""
        eight = EIGHT_BITS.get(data[at])
        if eight is None and data[at] != ESC:
            return self._not_a_letter(at)
        if eight is None and at + 1 == len(data) and not final:
            return Unfinished(constants.ESCAPE_DELAY)
        letter, start = (eight, at + 1) if eight else (data[at + 1 : at + 2], at + 2)
        end = sequence_end(data, letter, start)
        if isinstance(end, int):
            return end, list(self._meaning(f"{ESC}{letter}{data[start:end]}"))
        if isinstance(end, Unfinished) and not final:
            return end
        if isinstance(end, Unfinished) and end.wait >= REST_QUIET:
            return len(data), []  # its end never came, but nobody typed that
        return self._not_a_letter(at) if eight else self._escape_or_alt(data, at, final)

    def _not_a_letter(self, at: int) -> tuple[int, list[Message]]:
        self._typed = self._clock()
        return at + 1, list(self._keys("\ufffd"))

    def _escape_or_alt(self, data: str, at: int, final: bool) -> tuple[int, list[Message]] | Unfinished:
        """Tell Esc and what was typed after it from a key that was pressed together with Alt.

        Alt and a letter come alone: no text right before them in the same breath, and nothing after them for a while.
        """
        letter, after = data[at + 1 : at + 2], data[at + 2 :]
        escape: list[Message] = [events.Key("escape", ESC)]
        if letter == "\x7f":
            return at + 2, list(self._keys(ESC + letter))
        if not letter.isprintable() or not letter:
            return at + 1, escape
        step = letter in _STEPS and letter.isascii()
        if after and not (step and after[0] == ESC):
            return at + 1, escape
        if self._in_a_burst and not step:
            return at + 1, escape
        if not after and not final:
            return Unfinished(STEP_QUIET if step else ALT_QUIET)
        if keys := self._keys(ESC + letter):
            return at + 2, keys
        return (
            (at + 2, list(self._sequence_to_key_events(letter, alt=True)))
            if letter.isalnum()
            else (at + 1, escape)
        )

    @property
    def _in_a_burst(self) -> bool:
        """Tell whether what came last came right after typed text."""
        return self._came - self._typed < BURST

    def _keys(self, sequence: str) -> list[Message]:
        """Return the keys that a sequence, or one character, stands for; numbers beyond all letters stand for none."""
        try:
            keys = list(self._sequence_to_key_events(sequence))
        except (ValueError, OverflowError):
            return []
        return [key for key in keys if key.key != Keys.Ignore and not _is_surrogate(key.character)]

    def _meaning(self, sequence: str) -> Iterator[Message]:
        """Say what a whole sequence means; an answer that nobody waits for means nothing."""
        if sequence == PASTE_BEGINS:
            self._pasted, self._wait = [], REST_QUIET
        elif sequence == "\x1b[I":
            yield events.AppFocus()
        elif sequence == "\x1b[O":
            yield events.AppBlur()
        elif resized := _RESIZED.fullmatch(sequence):
            yield from self._resized(*resized.groups())
        elif cursor := _CURSOR.fullmatch(sequence):
            yield events.CursorPosition(int(cursor[2]) - 1, int(cursor[1]) - 1)
        elif _MOUSE.fullmatch(sequence):
            if len(sequence) < 40 and (mouse := self.parse_mouse_code(sequence)) is not None:
                yield mouse
        elif mode := _MODE.fullmatch(sequence):
            yield from self._mode(mode[1], int(mode[2]))
        elif sequence[1] in "[O":
            yield from self._keys(sequence)

    def _resized(self, *numbers: str) -> Iterator[Message]:
        if any(len(number) > 6 for number in numbers):
            return
        height, width, pixel_height, pixel_width = map(int, numbers)
        if not (0 < width <= WIDEST and 0 < height <= HIGHEST):
            return
        event = events.Resize.from_dimensions((width, height), (pixel_width, pixel_height))
        self.terminal_size, self.terminal_pixel_size = event.size, event.pixel_size
        self.mouse_pixels = True
        yield event

    def _mode(self, number: str, setting: int) -> Iterator[Message]:
        if number == "2026" and setting > 0:
            yield messages.TerminalSupportsSynchronizedOutput()
        elif number == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
            yield messages.InBandWindowResize.from_setting_parameter(setting)


def _is_surrogate(character: str | None) -> bool:
    return character is not None and any("\ud800" <= one <= "\udfff" for one in character)
