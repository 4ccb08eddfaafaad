"""The one writer of a draft: a thread that saves the newest state soon after each change."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pmtui.disk import create_new, write_atomic
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.format import dump, load
from pmtui.errors import DraftError

DELAY = 0.3  # seconds from the first unsaved change to its save
FIRST_RETRY, LONGEST_RETRY = 2.0, 30.0
SHARE = 10  # work for a save may take a tenth of the time between saves; waiting for the disk is free


@dataclass(frozen=True)
class SaveState:
    """How the draft stands on disk. `since` is when it was last known to be saved, or when saving began to fail."""

    name: Literal["saved", "unsaved", "failed", "conflict"]
    since: datetime
    reason: str = ""

    @property
    def words(self) -> str:
        """Return the state as a person reads it."""
        clock = self.since.strftime("%H:%M")
        if self.name == "failed":
            return f"NOT SAVED since {clock}: {self.reason}"
        if self.name == "conflict":
            return f"Saved {clock} to {self.reason}"
        return f"Saved {clock}" if self.name == "saved" else "Saving…"


class Saver:
    """Writes documents to one file from a thread of its own, the newest state first and only.

    The file is never overwritten when someone else changed it: what is written here then goes to a file beside it, whose
    name tells so. `on_state` is called from this thread and from the one that offers; it must neither raise nor wait for
    another thread.
    """

    def __init__(
        self, path: Path, saved: Postmortem, seen: bytes, on_state: Callable[[SaveState], None]
    ) -> None:
        self.path = path
        self.saved = saved
        self._saved_at = datetime.now()
        self._failure: SaveState | None = None
        self._original = path
        self._ours = {_digest(seen)}  # what the file may hold when nobody else changed it
        self._on_state = on_state
        self._newest = saved
        self._asked = self._answered = 0  # flushes
        self._closing = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="draft-saver", daemon=True)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        """Return how the newest state that was offered stands on disk."""
        with self._wake:
            if self._pending:
                return self._failure or SaveState("unsaved", self._saved_at)
            if self.path == self._original:
                return SaveState("saved", self._saved_at)
            words = f"{self.path.name}; {self._original.name} was changed elsewhere"
            return SaveState("conflict", self._saved_at, words)

    def offer(self, document: Postmortem) -> None:
        """Take a newer state; it is on disk within about 0.4 s unless saving fails."""
        with self._wake:
            before = self.state
            self._newest = document
            after = self.state
            self._wake.notify_all()
        if after != before:
            self._on_state(after)

    def flush(self, timeout: float = 5.0) -> bool:
        """Save at once and wait for it; return whether everything offered is on disk."""
        with self._wake:
            if self._thread.is_alive():
                self._asked = mine = self._asked + 1
                self._wake.notify_all()
                self._wake.wait_for(lambda: self._answered >= mine, timeout)
            return not self._pending

    def close(self, timeout: float = 5.0) -> bool:
        """Save what is left and end the thread; return whether everything offered is on disk."""
        done = self.flush(timeout)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout)
        return done

    @property
    def _pending(self) -> bool:
        return self._newest is not self.saved and self._newest != self.saved

    @property
    def _hurried(self) -> bool:
        return self._asked > self._answered or self._closing

    def _run(self) -> None:
        pause = DELAY
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._pending or self._hurried)
                self._wake.wait_for(lambda: self._hurried, pause)
                if self._closing:
                    return
                document, due, asked = self._newest, self._pending, self._asked
            if due:
                pause = self._save(document, pause)
            with self._wake:
                self._answered = asked
                self._wake.notify_all()
            if due:
                self._on_state(self.state)

    def _save(self, document: Postmortem, pause: float) -> float:
        """Write one state and return the seconds to wait before the next save."""
        began = time.thread_time()
        problem = self._write(document)
        cost = time.thread_time() - began
        with self._wake:
            if problem:
                since = self._failure.since if self._failure else datetime.now()
                self._failure = SaveState("failed", since, problem)
                return min(max(FIRST_RETRY, pause * 2), LONGEST_RETRY)
            self.saved, self._saved_at, self._failure = document, datetime.now(), None
            return max(DELAY, SHARE * cost)

    def _write(self, document: Postmortem) -> str:
        """Put a document on disk; return what went wrong in words, or nothing."""
        try:
            data = dump(document)
            if load(data, self.path.name) != document:
                return "the file would not read back the same"
            self._keep_apart()
            self._ours.add(_digest(data))  # a write that fails late may have replaced the file
            write_atomic(self.path, data)
        except OSError as error:
            return error.strerror or type(error).__name__
        except DraftError as error:
            return error.message.partition("\n")[0].rstrip(".")
        except ValueError:
            return "it holds text that a file cannot hold"
        self._ours = {_digest(data)}
        return ""

    def _keep_apart(self) -> None:
        """Go on in a new file beside the draft when someone else changed the draft."""
        try:
            there = self.path.read_bytes()
        except FileNotFoundError:
            return
        if _digest(there) in self._ours:
            return
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        own = self._original.with_name(f"{self._original.stem}.conflict-{stamp}.toml")
        create_new(own, b"")
        self.path, self._ours = own, {_digest(b"")}


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
