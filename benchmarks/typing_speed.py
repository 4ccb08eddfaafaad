"""Keystroke to repaint in a real terminal: the prose editor with its hints on, against Textual's plain text area.

    python benchmarks/typing_speed.py [--keys N] [--only NAME ...] [--hints program|small]

Each case starts both editors on the same text in a 120x40 pseudo-terminal, puts the cursor in the middle, and types
one key into each in turn, so that whatever else the machine does falls on both. Printed: milliseconds from the key to
the first byte drawn (median and 95th percentile), milliseconds of processor time per key, bytes drawn per key, and
the ratios to the plain text area. Linux only (processor time is read from /proc). Quote the ratios. `--hints small`
puts a handful of regular expressions in place of the program's own hints, to see the editor alone.

    python benchmarks/typing_speed.py --show plain|prose FILE

runs one of the two editors in this terminal, ready when it shows READY.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.widgets.prose_hints import FindHints

COLUMNS, ROWS = 120, 40
# A key's drawing is over when nothing came for this long; longer than the pause after which wording is looked at,
# so that its cost counts as well.
QUIET_SECONDS = 0.3
WARM_UP_KEYS = 3
CASES = {
    "200 words": (200, 80),
    "2,000 words": (2_000, 80),
    "20,000 words": (20_000, 80),
    "one paragraph of 2,000 words": (2_000, 2_000),
}
SENTENCE = (
    "At 14:02 the deploy of the payment service raised the size of the pool and nobody should have missed that the "
    "replicas were obviously short of connections while the alert for it had been muted since the last migration. "
)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=25, help="keys typed per case (25)")
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES), help="these cases alone")
    parser.add_argument("--hints", choices=("program", "small"), default="program", help="whose hints")
    parser.add_argument("--show", nargs=2, metavar=("EDITOR", "FILE"), help="run one editor here")
    options = parser.parse_args()
    if options.show:
        show(options.show[0], options.show[1], options.hints)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            path = Path(folder) / "text"
            path.write_text(made_text(*CASES[name]))
            report(name, *measure(path, options.keys, options.hints))
    return 0


def made_text(words: int, per_paragraph: int) -> str:
    """Return that many words in paragraphs of that many, with an empty line between them."""
    source = SENTENCE.split()
    stream = [source[index % len(source)] for index in range(words)]
    paragraphs = [stream[start : start + per_paragraph] for start in range(0, words, per_paragraph)]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


# Measuring


@dataclass
class Typist:
    """One editor in a pseudo-terminal, and what its keys cost."""

    pid: int
    fd: int
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)

    def read(self, quiet: float, until: bytes = b"", longest: float = 60) -> tuple[float | None, int]:
        """Read until nothing came for `quiet` seconds; return when the first byte came, and how many there were."""
        began = time.perf_counter()
        first = last = None
        seen = b""
        while time.perf_counter() - began < longest:
            if select.select([self.fd], [], [], 0.002)[0]:
                try:
                    seen += os.read(self.fd, 65536)
                except OSError:
                    raise SystemExit(f"The editor ended: {seen.decode(errors='replace')}") from None
                last = time.perf_counter()
                first = first or last
            elif last and time.perf_counter() - last > quiet and until in seen:
                break
        return first, len(seen)

    def type(self, key: bytes) -> None:
        """Type one key and note what it cost."""
        before, pressed = self._processor_ms(), time.perf_counter()
        os.write(self.fd, key)
        first, count = self.read(QUIET_SECONDS)
        if first:
            self.wall.append((first - pressed) * 1000)
            self.processor.append(self._processor_ms() - before)
            self.drawn.append(count)

    def end(self) -> None:
        """Quit the editor and wait for it."""
        os.write(self.fd, b"\x11")
        with suppress(OSError):  # how Linux tells that the other end is closed
            while os.read(self.fd, 65536):
                pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def _processor_ms(self) -> float:
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def start(editor: str, path: Path, hints: str) -> Typist:
    """Start an editor on a file, wait until it is ready, and forget what that cost."""
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        command = [sys.executable, __file__, "--hints", hints, "--show", editor, str(path)]
        os.execv(sys.executable, command)
    typist = Typist(pid, fd)
    typist.read(1.0, until=b"READY")
    return typist


def measure(path: Path, keys: int, hints: str) -> tuple[Typist, Typist]:
    """Type into both editors in turn."""
    typists = start("plain", path, hints), start("prose", path, hints)
    for _ in range(WARM_UP_KEYS + keys):
        for typist in typists:
            typist.type(b"x")
    for typist in typists:
        typist.end()
        for figures in (typist.wall, typist.processor, typist.drawn):
            del figures[:WARM_UP_KEYS]
    return typists


def report(name: str, plain: Typist, prose: Typist) -> None:
    """Print what one case cost."""
    print(name)
    for label, typist in (("plain", plain), ("prose", prose)):
        high = sorted(typist.wall)[int(len(typist.wall) * 0.95) - 1]
        print(
            f"  {label}  repaint {statistics.median(typist.wall):6.1f} ms (p95 {high:6.1f})"
            f"  processor {statistics.median(typist.processor):6.1f} ms"
            f"  drawn {statistics.median(typist.drawn):7.0f} bytes"
        )
    wall = statistics.median(prose.wall) / statistics.median(plain.wall)
    processor = statistics.median(prose.processor) / statistics.median(plain.processor)
    print(f"  prose / plain: repaint {wall:.2f}, processor {processor:.2f}")


# The two editors


def show(editor: str, file: str, hints: str) -> None:
    """Run one editor on a file, with the cursor in the middle of the text."""
    from textual.app import App, ComposeResult
    from textual.containers import Horizontal
    from textual.widgets import Static, TextArea

    from screens.widgets.prose_editor import ProseEditor

    text = Path(file).read_text()
    area = TextArea(text) if editor == "plain" else ProseEditor(text, find_hints=finder(hints))

    area.cursor_blink = False  # a blink drawn between keys would be taken for the answer to one

    class Typing(App[None]):
        CSS = "Static { width: 50; }"

        def compose(self) -> ComposeResult:
            with Horizontal():
                yield area
                yield Static("READY")

        def on_mount(self) -> None:
            row = area.document.line_count // 2
            area.move_cursor((row, len(area.document.get_line(row)) // 2))

    Typing().run()


def finder(hints: str) -> "FindHints":
    """Return the program's own finder of hints, or the small one."""
    if hints == "small":
        return find_with_patterns
    from pmtui.language.text_hints import find_hints

    return partial(find_hints, section="root_cause")


@dataclass(frozen=True)
class PatternHint:
    """A hint of the small finder."""

    start: int
    end: int
    kind: str = "hindsight"
    rule: str = "hindsight"
    severity: str = "warning"
    message: str = "This may read as hindsight."
    rewrite: str | None = None
    questions: tuple[str, ...] = ()


PATTERN = re.compile(
    r"\bshould have\b|\bobviously\b|\bnobody\b|\bhuman error\b|\bcareless(ly)?\b", re.IGNORECASE
)


def find_with_patterns(line: str) -> list[PatternHint]:
    """Return a hint for each match of the small pattern."""
    return [PatternHint(*match.span()) for match in PATTERN.finditer(line)]


if __name__ == "__main__":
    sys.exit(main())
