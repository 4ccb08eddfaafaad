"""The window beside a running meeting: how it stands, and a line by which a scribe catches what is said."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from pmtui.cli.typed_line import ESCAPE, Typed, TypedLine
from pmtui.meeting.capture_line import LineKind
from pmtui.meeting.place_file import read_place
from pmtui.meeting.sent_lines import SentLine, is_waiting, send_line
from pmtui.text import visible_line

PAUSE = 1.0  # seconds between two looks
USUAL_SIZE = (80, 24)
HOME_AND_CLEAR = "\x1b[H\x1b[J"
KEYS: dict[str, LineKind] = {"n": "note", "a": "idea", "d": "decision", "p": "parked"}
NAMES: dict[LineKind, str] = {"note": "NOTE", "idea": "ACTION", "decision": "DECISION", "parked": "PARKED"}
KEYS_IN_WORDS = "n note · a action · d decision · p park · q ends this window, the meeting goes on."
IN_THE_LINE = "Enter sends it to the meeting · Esc leaves the line"


class NotesWindow:
    """Shows the lines of `follow` until q is pressed, and sends what is typed to the meeting on a draft."""

    def __init__(self, draft: Path, follow: Callable[[int], tuple[str, ...]]) -> None:
        self._draft, self._follow = draft, follow
        self._line = TypedLine()
        self._kind: LineKind | None = None  # of the line that is open
        self._sent: SentLine | None = None
        self._said = ""

    def run(self) -> None:
        """Follow until q, and send a line that was begun even when the terminal is closed."""
        before = ""
        with _told_of_the_end(), _keys() as pressed:
            try:
                while True:
                    shown = self.page(*_size())
                    if shown != before:
                        sys.stdout.write(HOME_AND_CLEAR + shown)
                        sys.stdout.flush()
                    before = shown
                    if not all(self.take(letter) for letter in pressed(PAUSE)):
                        break
            finally:
                self._send(self._line.text)
                sys.stdout.write("\r\n")
                sys.stdout.flush()

    def page(self, columns: int, rows: int) -> str:
        """Return what is on the screen: the line at the bottom is always in sight."""
        below = [self._status(), KEYS_IN_WORDS]
        if self._kind is not None:
            room = max(10, columns - len(NAMES[self._kind]) - 5)
            below = [f"{NAMES[self._kind]} > {self._line.text[-room:]}_", IN_THE_LINE]
        lines = self._follow(max(20, columns - 1))[: max(0, rows - len(below) - 2)]
        return "\r\n".join(visible_line(line) for line in (*lines, "", *below))

    def take(self, letter: str) -> bool:
        """Do what a letter asks for, and tell whether the window stays."""
        if self._kind is None:
            self._kind = KEYS.get(letter)
            return letter not in ("q", "Q")
        if letter == ESCAPE:
            self._kind = None
        elif (line := self._line.take(letter)) is not None:
            self._send(line)
        return True

    def _send(self, text: str) -> None:
        if not text.strip():
            return
        place = read_place(self._draft)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        line = SentLine(self._kind or "note", text, place.step if place else "", at)
        try:
            self._sent, self._said = send_line(self._draft, line), ""
        except OSError as error:
            self._said = f"NOT SENT: {error.strerror}. The line: {text}"

    def _status(self) -> str:
        if self._said or self._sent is None:
            return self._said
        if is_waiting(self._sent):
            return "sent; kept as soon as the meeting's window takes it"
        return f"kept: {self._sent.text}"


def _size() -> tuple[int, int]:
    size = os.get_terminal_size(sys.stdout.fileno())
    return size.columns or USUAL_SIZE[0], size.lines or USUAL_SIZE[1]  # some terminals never say


@contextmanager
def _told_of_the_end() -> Iterator[None]:
    """Turn the signals that end a program into its ordinary end, so that nothing typed is lost."""
    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def _keys() -> Iterator[Callable[[float], str]]:
    """Give a function that waits some seconds for keys and returns their letters; Ctrl+C stays Ctrl+C."""
    try:
        import termios
        import tty
    except ImportError:  # Windows: no single keys there, Ctrl+C ends it
        yield _only_wait
        return
    descriptor, typed = sys.stdin.fileno(), Typed()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield lambda seconds: typed.letters(_bytes_within(seconds))
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _bytes_within(seconds: float) -> bytes:
    from select import select

    ready, _, _ = select([sys.stdin], [], [], seconds)
    return os.read(sys.stdin.fileno(), 4096) if ready else b""


def _only_wait(seconds: float) -> str:
    time.sleep(seconds)
    return ""
