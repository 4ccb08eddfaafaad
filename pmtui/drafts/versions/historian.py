"""Keeps versions of an open draft: what its file held before the session, then one every few minutes."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from pmtui.drafts.versions.snapshots import History

LOOK_EVERY = 60.0  # seconds between looks whether a snapshot is due


class Historian:
    """Keeps what a saver wrote, in a thread of its own.

    The state folder may lie on a slower disk than the draft, and saving must not wait for it.
    """

    def __init__(self, draft: Path, data: bytes) -> None:
        """Keep versions of a draft whose file holds `data` before the session."""
        self.thread: threading.Thread | None = None
        self._history = History(draft)
        self._first: bytes | None = data
        self._look_at = 0.0  # on the monotonic clock

    def begin_again(self, data: bytes) -> None:
        """Go on from what something else put into the file; that is a version to keep as well."""
        self._first, self._look_at = data, 0.0

    def take(self, written: bytes) -> None:
        """Keep what was written last when it is time; returns at once."""
        busy = self.thread is not None and self.thread.is_alive()
        if busy or time.monotonic() < self._look_at:
            return
        versions = [written] if self._first is None else [self._first, written]
        self._first, self._look_at = None, time.monotonic() + LOOK_EVERY
        self.thread = threading.Thread(target=self._keep, args=(versions,), name="draft-history", daemon=True)
        self.thread.start()

    def join(self, seconds: float) -> None:
        """Wait until what is being kept is kept."""
        if self.thread is not None:
            self.thread.join(seconds)

    def _keep(self, versions: list[bytes]) -> None:
        now = datetime.now(UTC)
        for before in versions[:-1]:
            self._history.keep(before, now, "before", force=True)
        self._history.keep(versions[-1], now)
