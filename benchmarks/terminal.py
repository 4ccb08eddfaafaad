"""A program in a pseudo-terminal, and when it showed what. The standard library alone.

Programs start with folders of their own and, whatever the caller's terminal is, on one of 120x40 in true colour.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

COLUMNS, ROWS = 120, 40
LONGEST_SECONDS = 60.0
QUIT = b"\x11"  # Ctrl+Q

# Control sequences: those of the cursor and colours, titles and other strings, the short ones.
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]", re.DOTALL)


class Program:
    """A program that runs in a terminal of its own; everything is timed from before it was started."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = time.perf_counter()
        self.output = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execve(command[0], list(command), dict(environment))
            finally:  # only when it could not be started
                os._exit(127)

    def seconds_until(self, text: str) -> float:
        """Wait until the text is drawn in one piece and return how long that took since the start."""
        wanted = text.encode()
        while wanted not in _CONTROL.sub(b"", self.output):
            at = self.read(LONGEST_SECONDS)
            if at is None:
                raise SystemExit(f"{text!r} was never shown: {self.output[-2000:]!r}")
        return at - self.began if self.output else 0.0

    def read(self, longest: float) -> float | None:
        """Take in what is drawn next and return when it came; None when nothing came for that many seconds."""
        if not select.select([self._fd], [], [], longest)[0]:
            return None
        try:
            self.output += os.read(self._fd, 65536)
        except OSError:  # how Linux tells that the program has ended
            return None
        return time.perf_counter()

    def drain(self, quiet: float) -> None:
        """Take in what is drawn until nothing came for that many seconds."""
        while self.read(quiet) is not None:
            pass

    def processor_seconds(self) -> float:
        """Return the processor time of all its threads so far, those that have ended too (Linux only)."""
        # What clock_getcpuclockid(3) makes of a process: its own clock, of the scheduler's precision.
        return time.clock_gettime((~self.pid << 3) | 2)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._fd, keys)

    def quit(self) -> None:
        """Press Ctrl+Q and wait for the end."""
        self.type(QUIT)
        with suppress(OSError):
            while os.read(self._fd, 65536):
                pass
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which pmtui keeps everything in one folder."""
    own = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PMTUI_DRAFTS": str(folder / "drafts"),
        "PMTUI_CONFIG": str(folder / "config"),
        "PMTUI_STATE": str(folder / "state"),
    }
    left_out = ("LINES", "COLUMNS", "NO_COLOR", "TERM_PROGRAM", "TMUX", "STY")
    return {name: value for name, value in os.environ.items() if name not in left_out} | own


def pmtui() -> list[str]:
    """Return the command that starts pmtui: the installed one that belongs to this Python, where there is one."""
    installed = Path(sys.executable).with_name("pmtui")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "pmtui"]
