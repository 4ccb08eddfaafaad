"""Who is writing a draft: one window at a time, told to every other.

The lock lies in the state folder, never beside the draft, and the system frees it when its process ends, however it
ends. What its file says is only for the words.
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pmtui.disk import FILE_MODE, PLAIN_BYTES_NO_LINKS, make_folder
from pmtui.errors import DraftError
from pmtui.paths import state_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ATTEMPTS = 20  # a lock that its holder is just giving back has to be asked for again
LOCKED_BYTE = 1 << 20  # on Windows a locked byte cannot be read, so it is one far behind the words


@dataclass(frozen=True)
class LockedBy:
    """Who has a draft open for writing; what is not known is empty, 0 or None."""

    who: str = ""
    host: str = ""
    pid: int = 0
    since: datetime | None = None

    @property
    def words(self) -> str:
        """Return where the draft is open, as a person reads it: `open in another window since 14:03 (...)`."""
        since = f" since {self.since.astimezone():%H:%M}" if self.since else ""
        details = (
            self.who,
            f"process {self.pid}" if self.pid else "",
            f"on {self.host}" if self.host else "",
        )
        known = " ".join(filter(None, details))
        return f"open in another window{since}" + (f" ({known})" if known else "")


class DraftLock:
    """The right to write one draft, by the real path of its file.

    `holder` is who else has it after `acquire` said no. `problem` says why locks do not work here; the draft can be
    written all the same then, and changes from outside are noticed by looking at the file.
    """

    def __init__(self, draft: Path) -> None:
        key = hashlib.sha256(os.fsencode(os.path.realpath(draft))).hexdigest()[:32]
        self.file = state_folder() / "locks" / f"{key}.lock"
        self.holder: LockedBy | None = None
        self.problem = ""
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Tell whether this is the window that has the lock."""
        return self._descriptor is not None and _same_file(self._descriptor, self.file)

    @property
    def lost(self) -> bool:
        """Tell whether another window took over a lock that was held here; `holder` says which."""
        if self._descriptor is None or _same_file(self._descriptor, self.file):
            return False
        try:
            self.holder = _read(self.file.read_bytes())
        except FileNotFoundError:  # swept away, by hand or by a cleaner: nobody else has it
            return False
        except OSError:
            self.holder = LockedBy()
        return True

    def acquire(self) -> bool:
        """Ask for the lock without waiting; return whether the draft may be written."""
        try:
            make_folder(self.file.parent)
            for _ in range(ATTEMPTS):
                descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | PLAIN_BYTES_NO_LINKS, FILE_MODE)
                try:
                    taken = not _lock(descriptor)
                    if not taken and _same_file(descriptor, self.file):
                        self._keep(descriptor)
                        return True
                    if taken:
                        self.holder = _read(os.read(descriptor, 4096))
                        return False
                    # Its holder gave it back, file and all, between opening and locking it.
                finally:
                    if descriptor != self._descriptor:
                        os.close(descriptor)
            self.problem = "other windows kept taking the lock and giving it back"
        except OSError as error:
            self.problem = error.strerror or type(error).__name__
        return True

    def take_over(self) -> None:
        """Take the lock from whoever has it; they find that out before they write again. Raises DraftError."""
        new = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            make_folder(self.file.parent)
            new.unlink(missing_ok=True)
            descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | PLAIN_BYTES_NO_LINKS, FILE_MODE)
            try:
                _lock(descriptor)
                os.replace(new, self.file)
            except BaseException:
                os.close(descriptor)
                new.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise DraftError(
                "The draft could not be taken over",
                f"{error.strerror}: {self.file}.",
                "Close the other window, then open the draft again.",
            ) from error
        self.release()
        self._keep(descriptor)

    def release(self) -> None:
        """Give the lock back; without one nothing happens."""
        if self._descriptor is None:
            return
        if self.held:
            with suppress(OSError):
                self.file.unlink()
        os.close(self._descriptor)
        self._descriptor = None

    def _keep(self, descriptor: int) -> None:
        self._descriptor, self.holder = descriptor, None
        about = {
            "who": _user(),
            "host": _host(),
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, json.dumps(about).encode())


def _lock(descriptor: int) -> bool:
    """Lock an open file; return whether nobody else has it. Raises OSError where locks do not work."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _same_file(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except OSError:
        return False


def _read(content: bytes) -> LockedBy:
    """Return what a lock's file says; a file that is just being written may say nothing yet."""
    try:
        about = json.loads(content)
        since = datetime.fromisoformat(about["since"])
        return LockedBy(str(about["who"]), str(about["host"]), int(about["pid"]), since)
    except (ValueError, KeyError, TypeError):
        return LockedBy()


def _user() -> str:
    return next((os.environ[name] for name in ("LOGNAME", "USER", "USERNAME") if os.environ.get(name)), "")


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
