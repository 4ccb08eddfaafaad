"""The one writer of a draft: a thread that saves the newest state soon after each change."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from pmtui.disk import create_new, write_atomic
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.format import dump, load
from pmtui.errors import DraftError

DELAY = 0.3  # seconds from the first unsaved change to its save
LONGEST_RETRY = 30.0
SHARE = 10  # a save may take a tenth of the time between saves


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
    name tells so. `on_state` is called from the thread.
    """

    def __init__(self, path: Path, saved: Postmortem, seen: bytes, on_state: Callable[[SaveState], None]) -> None:
        self.path = path
        self.saved = saved
        self.state = SaveState("saved", datetime.now())
        self._seen = _digest(seen)
        self._on_state = on_state
        self._newest: Postmortem = saved
        self._pending = False
        self._closing = False
        self._hurry = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="draft-saver", daemon=True)
        self._thread.start()

    def offer(self, document: Postmortem) -> None:
        """Take a newer state; it is on disk within about 0.4 s unless saving fails."""
        with self._wake:
            self._newest = document
            self._pending = document != self.saved
            if self._pending and self.state.name == "saved":
                self.state = SaveState("unsaved", self.state.since)
            self._wake.notify_all()

    def flush(self, timeout: float = 5.0) -> bool:
        """Save at once and wait for it; return whether everything offered is on disk."""
        with self._wake:
            self._hurry = True
            self._wake.notify_all()
            self._wake.wait_for(lambda: not self._hurry, timeout)
            return not self._pending

    def close(self, timeout: float = 5.0) -> bool:
        """Save what is left and end the thread; return whether everything offered is on disk."""
        done = self.flush(timeout) if self._thread.is_alive() else not self._pending
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout)
        return done

    def _run(self) -> None:
        pause = DELAY
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._pending or self._hurry or self._closing)
                if self._closing:
                    return
                if not self._hurry:
                    self._wake.wait_for(lambda: self._hurry or self._closing, pause)
                document, due = self._newest, self._pending
            began = time.monotonic()
            state = self._save(document) if due else None
            took = time.monotonic() - began
            with self._wake:
                if state:
                    self.state = state
                    if state.name in ("saved", "conflict"):
                        self.saved, pause = document, max(DELAY, SHARE * took)
                    else:
                        pause = min(max(2.0, pause * 2), LONGEST_RETRY)
                    self._pending = self._newest != self.saved
                self._hurry = False
                self._wake.notify_all()
            if state:
                self._on_state(state)

    def _save(self, document: Postmortem) -> SaveState:
        try:
            data = dump(document)
            if load(data, self.path.name) != document:
                return self._failed("the file would not read back the same")
            conflict = self._keep_apart()
            write_atomic(self.path, data)
        except OSError as error:
            return self._failed(error.strerror or type(error).__name__)
        except (DraftError, ValidationError, ValueError) as error:
            return self._failed(f"it would not read back ({type(error).__name__})")
        self._seen = _digest(data)
        if conflict or self.state.name == "conflict":
            return SaveState("conflict", datetime.now(), f"{self.path.name}, which was changed elsewhere")
        return SaveState("saved", datetime.now())

    def _failed(self, reason: str) -> SaveState:
        since = self.state.since if self.state.name != "unsaved" else datetime.now()
        return SaveState("failed", since, reason)

    def _keep_apart(self) -> bool:
        """Go on in a file beside the draft when the draft was changed by someone else; tell whether that happened."""
        try:
            there = self.path.read_bytes()
        except FileNotFoundError:
            return False
        if _digest(there) == self._seen:
            return False
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        own = self.path.with_name(f"{self.path.stem}.conflict-{stamp}.toml")
        create_new(own, b"")
        self.path = own
        return True


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
