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

from pmtui.disk import make_folder, open_private, read_regular
from pmtui.drafts.file.stamps import FIRST, LAST
from pmtui.errors import DraftError
from pmtui.paths import state_folder
from pmtui.within import within

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ATTEMPTS = 20  # a lock that its holder is just giving back has to be asked for again
WORDS_LIMIT = 4096
LARGEST_PID = 1 << 31
PATIENCE = 2.0  # seconds that the state folder gets
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
        self._silent = False  # the folder of the locks does not answer

    @property
    def held(self) -> bool:
        """Tell whether this is the window that has the lock."""
        return self._descriptor is not None and _same_file(self._descriptor, self.file)

    @property
    def lost(self) -> bool:
        """Tell whether another window took over a lock that was held here; `holder` says which."""
        descriptor = self._descriptor
        if descriptor is None or self._silent:
            return False
        try:
            if not within(PATIENCE, lambda: self._is_taken(descriptor)):
                return False
        except TimeoutError:  # a folder that answers no more is not asked at every save
            self._silent = True
            return False
        self.holder = read_holder(self.file)
        return True

    def _is_taken(self, descriptor: int) -> bool:
        # One that was swept away, by hand or by a cleaner, is nobody else's.
        return not _same_file(descriptor, self.file) and os.path.lexists(self.file)

    def acquire(self) -> bool:
        """Ask for the lock without waiting for its holder; return whether the draft may be written."""
        try:
            return within(PATIENCE, self._acquire)
        except TimeoutError:
            self.problem, self._silent = f"{self.file.parent} does not answer", True
            return True

    def _acquire(self) -> bool:
        try:
            make_folder(self.file.parent)
            for _ in range(ATTEMPTS):
                descriptor = open_private(self.file, os.O_RDWR)
                try:
                    taken = not _lock(descriptor)
                    if self._silent:  # too late: the draft is open without a lock
                        return True
                    if not taken and _same_file(descriptor, self.file):
                        self._keep(descriptor)
                        return True
                    if taken:
                        self.holder = read_holder(self.file)
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
            descriptor = within(PATIENCE, lambda: self._take(new))
        except OSError as error:
            raise DraftError(
                "The draft could not be taken over",
                f"{error.strerror}: {self.file}.",
                "Close the other window, then open the draft again.",
            ) from error
        self.release()
        self._keep(descriptor)

    def _take(self, new: Path) -> int:
        make_folder(self.file.parent)
        new.unlink(missing_ok=True)
        descriptor = open_private(new, os.O_RDWR | os.O_EXCL)
        try:
            _lock(descriptor)
            os.replace(new, self.file)
        except BaseException:
            os.close(descriptor)
            new.unlink(missing_ok=True)
            raise
        return descriptor

    def release(self) -> None:
        """Give the lock back; without one nothing happens."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):  # the system frees the lock with the process at the latest
                within(PATIENCE, lambda: self._give_back(descriptor))

    def _give_back(self, descriptor: int) -> None:
        if _same_file(descriptor, self.file):
            with suppress(OSError):
                self.file.unlink()
        os.close(descriptor)

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


def read_holder(file: Path) -> LockedBy:
    """Return what a lock's file says, as far as it can be so; one that is just being written may say nothing yet."""
    try:
        about = json.loads(within(PATIENCE, lambda: read_regular(file, WORDS_LIMIT)))
        who, host, pid, since = (about[key] for key in ("who", "host", "pid", "since"))
        when = datetime.fromisoformat(since)
        if not (type(pid) is int and 0 < pid < LARGEST_PID and FIRST.year <= when.year <= LAST.year):
            return LockedBy(str(who), str(host))
        return LockedBy(str(who), str(host), pid, when)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return LockedBy()


def _user() -> str:
    return next((os.environ[name] for name in ("LOGNAME", "USER", "USERNAME") if os.environ.get(name)), "")


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
