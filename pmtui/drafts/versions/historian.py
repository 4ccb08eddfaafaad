"""Keeps versions of an open draft: what its file held before the session, one every few minutes, and the last."""

import threading
import time
from copy import copy
from datetime import UTC, datetime
from pathlib import Path

from pmtui.drafts.versions.snapshots import History

LOOK_EVERY = 60.0  # seconds between looks whether a snapshot is due
PATIENCE = 2.0  # seconds that a version may take which must be safe before something goes on


class Historian:
    """Keeps what a saver wrote, in a thread of its own.

    The state folder may lie on a slower disk than the draft, and saving must not wait for it.
    """

    def __init__(self, draft: Path, data: bytes) -> None:
        """Keep versions of a draft whose file holds `data` before the session."""
        self.thread: threading.Thread | None = None
        self._history = History(draft)
        self._first: bytes | None = data
        self._latest: bytes | None = None
        self._look_at = 0.0  # on the monotonic clock

    def begin_again(self, data: bytes) -> None:
        """Go on from what something else put into the file; that is a version to keep as well."""
        self._first, self._look_at = data, 0.0

    def take(self, written: bytes) -> None:
        """Keep what was written last when it is time; returns at once."""
        self._latest = written
        busy = self.thread is not None and self.thread.is_alive()
        if busy or time.monotonic() < self._look_at:
            return
        versions = [written] if self._first is None else [self._first, written]
        self._first, self._look_at = None, time.monotonic() + LOOK_EVERY
        self.thread = threading.Thread(target=self._keep, args=(versions,), name="draft-history", daemon=True)
        self.thread.start()

    def keep(self, data: bytes, reason: str, seconds: float = PATIENCE) -> bool:
        """Keep a version now and wait for it; return whether it is safe."""
        history, done = copy(self._history), threading.Event()

        def work() -> None:
            history.keep(data, datetime.now(UTC), reason, force=True)
            done.set()

        threading.Thread(target=work, name="draft-version", daemon=True).start()
        return done.wait(seconds) and not history.problem

    def join(self, seconds: float) -> None:
        """Wait until what is being kept is kept."""
        if self.thread is not None:
            self.thread.join(seconds)

    def close(self, seconds: float) -> None:
        """Keep what the session ends with: while nobody looks, something else may be put into the draft's place."""
        began = time.monotonic()
        self.join(seconds)
        if self._latest is not None:
            self.keep(self._latest, "last", max(0.0, seconds - (time.monotonic() - began)))

    def _keep(self, versions: list[bytes]) -> None:
        now = datetime.now(UTC)
        for before in versions[:-1]:
            self._history.keep(before, now, "before", force=True)
        self._history.keep(versions[-1], now)
