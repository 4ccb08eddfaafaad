"""The file of an open draft: what it held when this program last read or wrote it, and whether that is still so."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from pmtui.disk import read_regular, write_atomic

Signature = tuple[int, int, int]  # inode, size, time of the last change in nanoseconds
MISSING: Signature = (0, 0, 0)


class ChangedOutside(Exception):
    """Something else wrote the file; `data` is what stands there now."""

    def __init__(self, data: bytes) -> None:
        super().__init__("the file was changed by something else")
        self.data = data


class DraftFile:
    """One file that is written again and again, and never over what somebody else put there."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.data = path, data  # as last read or written here
        self._target = Path(os.path.realpath(path))
        self._known = {_digest(data)}  # what the file may hold when nobody else changed it

    @property
    def signature(self) -> Signature:
        """Return what changes when the file does, without reading it."""
        try:
            found = self.path.stat()
        except OSError:
            return MISSING
        return found.st_ino, found.st_size, found.st_mtime_ns

    def foreign(self) -> bytes | None:
        """Return what the file holds when something else put it there; None when it is ours or missing.

        A link that leads elsewhere now counts as changed. Raises OSError.
        """
        moved = Path(os.path.realpath(self.path)) != self._target
        try:
            data = read_regular(self.path)
        except FileNotFoundError:
            return b"" if moved else None
        return data if moved or _digest(data) not in self._known else None

    def write(self, data: bytes, last_look: Callable[[], None] = lambda: None) -> None:
        """Replace the file's content; `last_look` may raise to stop it right before.

        Raises ChangedOutside when something else has changed the file, and OSError.
        """

        def look() -> None:
            last_look()
            if (theirs := self.foreign()) is not None:
                raise ChangedOutside(theirs)

        digest = _digest(data)
        self._known.add(digest)  # a write that fails late may have replaced the file
        write_atomic(self._target, data, look)
        self._known, self.data = {digest}, data

    def accept(self, data: bytes) -> None:
        """Take what somebody else wrote as known: the next `write` may replace it."""
        self._known, self.data = {_digest(data)}, data
        self._target = Path(os.path.realpath(self.path))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
