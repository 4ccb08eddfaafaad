"""pmtui in a terminal of its own: typed into, told to end in every way there is, and looked at from outside."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from pmtui.document.identity import Meta
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from tests.terminal_picture import TerminalPicture

pty = pytest.importorskip("pty", reason="terminals of Unix")

PATIENCE = 30.0  # seconds
SIZE = {"COLUMNS": "100", "LINES": "30"}
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;?<>=!]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")
_BETWEEN_WORDS = re.compile(r"[\s▌▐│┃]+")


def program(code: str) -> list[str]:
    """Return Python's arguments that run pmtui, after some code if there is any."""
    if not code:
        return ["-m", "pmtui"]
    return ["-c", f"{code}\nimport sys\nfrom pmtui.__main__ import main\nsys.exit(main())"]


class Window:
    """One pmtui on one draft. Only the process started here is ever signalled."""

    def __init__(
        self, draft: Path, environment: dict[str, str], code: str = "", command: Sequence[str] = ()
    ) -> None:
        self.draft, self.output, self.status = draft, b"", None
        self.picture = TerminalPicture(int(SIZE["COLUMNS"]), int(SIZE["LINES"]))
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", **SIZE, **environment})
            os.execv(sys.executable, [sys.executable, *program(code), *command, str(draft)])

    status: int | None

    @property
    def text(self) -> str:
        """Return everything that was drawn, without what places, colours and frames it: wrapped words in one line."""
        drawn = _SEQUENCE.sub(b"", self.output).decode("utf-8", "replace")
        return _BETWEEN_WORDS.sub(" ", drawn)

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self.fd)
        self.fd = os.open(os.devnull, os.O_RDWR)

    def read(self, seconds: float) -> None:
        """Take in what the program draws for so long, or until it closes the terminal."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self.fd], [], [], left)[0]:
                return
            try:
                chunk = os.read(self.fd, 65536)
            except OSError:  # how Linux tells that the other end is closed
                chunk = b""
            if not chunk:
                return
            self.output += chunk
            self.picture.write(chunk.decode("utf-8", "replace"))

    def until(self, holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.picture.shown
            self.read(0.02)

    def sees(self, words: str) -> None:
        self.until(lambda: words in self.picture.shown or words in self.text)

    def end(self) -> int:
        """Wait for the process to end and return its exit code, negative for a signal."""

        def ended() -> bool:
            if self.status is None:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self.status = os.waitstatus_to_exitcode(status) if pid else None
            return self.status is not None

        self.until(ended)
        self.read(0.2)
        assert self.status is not None
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "draft.toml"
    path.parent.mkdir(mode=0o700)
    path.write_bytes(dump(Postmortem(meta=Meta(id="abc123", title="Down"))))
    return path


@pytest.fixture
def open_window(draft: Path) -> Iterator[Callable[..., Window]]:
    """Return what opens the draft in a new window, ready to type its summary."""
    opened: list[Window] = []

    def start(code: str = "", ready: str = "Saved |Read-only", **environment: str) -> Window:
        window = Window(draft, environment, code)
        opened.append(window)
        window.sees("Summary")
        window.until(lambda: re.search(ready, window.picture.shown))
        return window

    yield start
    for window in opened:
        window.close()


@pytest.fixture
def open_meeting(draft: Path) -> Iterator[Callable[..., Window]]:
    """Return what opens the draft's review meeting in a new window, at the card before it begins."""
    opened: list[Window] = []

    def start(code: str = "", **environment: str) -> Window:
        window = Window(draft, environment, code, ("present",))
        opened.append(window)
        window.sees("Before you begin")
        return window

    yield start
    for window in opened:
        window.close()


def summary(path: Path) -> str:
    """Return the summary that a draft's file holds."""
    return read_document(path).narrative.summary or ""


@pytest.fixture
def saved(draft: Path) -> Callable[[], str]:
    """Return what reads the summary from the disk."""
    return lambda: summary(draft)


@pytest.fixture
def pmtui(draft: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return what runs a command of pmtui to its end."""

    def run(*words: str, code: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *program(code), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    return run
