"""The door to the disk: files are read whole within bounds, and written so that each is a whole old or a whole new version.

What only looks like a file is never read: a pipe or a device waits for ever or never ends, and opening a device can do
something.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

FILE_MODE = 0o600
FOLDER_MODE = 0o700
PLAIN_BYTES_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(
    os, "O_BINARY", 0
)  # each where the system has it
# Windows refuses to replace a file that a virus scanner or a sync client has open; they let go within seconds.
LONGEST_MARK = 200  # bytes; a file system allows 255
_TEMPORARY = r"\.(?P<mark>.+)\.(?P<pid>[0-9]{1,20})\.tmp"  # compiled when it is first needed
READ_LIMIT = 16 * 1024 * 1024  # bytes; nothing that is written in here is larger
AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(
    os, "O_NOCTTY", 0
)  # opening a pipe or a terminal must not wait
NO_FILES = {
    stat.S_IFIFO: "it is a pipe and not a file",
    stat.S_IFSOCK: "it is a socket and not a file",
    stat.S_IFCHR: "it is a device and not a file",
    stat.S_IFBLK: "it is a device and not a file",
}
REPLACE_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8) if os.name == "nt" else ()


def read_regular(path: Path, most: int = READ_LIMIT) -> bytes:
    """Return the content of a regular file of at most so many bytes. Raises OSError, with words for what is no file."""
    with open_regular(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        size = f"{most / 1024 / 1024:.0f} MB" if most > 500_000 else f"{most // 1024} KB"
        raise OSError(errno.EFBIG, f"it has more than {size}, the most that is read here")
    return data


def open_regular(path: str | Path) -> BinaryIO:
    """Open a regular file for reading. Raises OSError, with words for what is no file."""
    _check_regular(os.stat(path))  # a device is not even opened
    return os.fdopen(_open_regular(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb")


def open_private(path: Path, flags: int) -> int:
    """Open a regular file of the program's own, made when it is missing (0600), and return its descriptor.

    Raises OSError, with words for what is no file; a link is not followed.
    """
    return _open_regular(path, flags | os.O_CREAT | PLAIN_BYTES_NO_LINKS)


def make_folder(folder: Path) -> None:
    """Create a private folder (0700) with its parents; one that exists is left as it is. Raises OSError."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        with suppress(FileExistsError):
            parent.mkdir(FOLDER_MODE)
            parent.chmod(FOLDER_MODE)


def write_atomic(path: Path, data: bytes, last_look: Callable[[], None] | None = None) -> None:
    """Replace a file's content: temporary file beside it, fsync, rename, fsync of the folder.

    A symbolic link stays one and its target is replaced; the mode of an existing file is kept, its owner where the
    system allows it; a new one gets 0600. `last_look` is called right before the rename and may raise to stop it.
    Raises OSError (or what `last_look` raises), and then leaves no temporary file behind and the old file untouched; or
    the new one whole, when only the folder could not be synced.
    """
    target = Path(os.path.realpath(path))
    temporary = _temporary(target, os.getpid())
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    with suppress(FileNotFoundError):  # left by a process of the same number that died
        temporary.unlink()
    try:
        _write_new(temporary, data, old)
        if last_look is not None:
            last_look()
        _replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def create_new(path: Path, data: bytes) -> None:
    """Create a file that must not exist yet (0600) and sync it. Raises FileExistsError or another OSError."""
    try:
        _write_new(path, data)
    except FileExistsError:
        raise
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    sync_folder(path.parent)


def append_private(path: Path, data: bytes) -> None:
    """Add to the end of a file that only the user may read, made with its folder (0600, 0700) when missing.

    Raises OSError.
    """
    make_folder(path.parent)
    descriptor = open_private(path, os.O_WRONLY | os.O_APPEND)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def left_behind(path: Path) -> list[tuple[Path, int]]:
    """Return the temporary files that writes of a file left beside it, each with the number of its process."""
    target = Path(os.path.realpath(path))
    mark = temporary_mark(target.name)
    found = []
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if (left := temporary_of(entry.name)) and left[0] == mark:
                found.append((Path(entry.path), left[1]))
    return found


def temporary_of(name: str) -> tuple[str, int] | None:
    """Return the mark of the file that a temporary file's name stands for, and its process; None for other names."""
    found = re.fullmatch(_TEMPORARY, name, re.DOTALL)
    return (found["mark"], int(found["pid"])) if found else None


def temporary_mark(name: str) -> str:
    """Return what stands for a file in the names of its temporary files: its name, or what tells a long one apart."""
    if len(os.fsencode(name)) <= LONGEST_MARK:
        return name
    import hashlib  # costs several milliseconds, and few names are so long

    return f"{name[-LONGEST_MARK // 8 :]}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"


def is_running(pid: int) -> bool:
    """Tell whether a process of this machine has that number; always no where asking would disturb it."""
    if pid <= 0 or os.name == "nt":  # 0 is every process of ours; there os.kill(pid, 0) sends Ctrl+C
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the file system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _open_regular(path: str | Path, flags: int) -> int:
    descriptor = os.open(path, flags | AT_ONCE, FILE_MODE)
    try:
        _check_regular(os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_regular(found: os.stat_result) -> None:
    kind = stat.S_IFMT(found.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if kind != stat.S_IFREG:
        raise OSError(errno.EINVAL, NO_FILES.get(kind, "it is not a file"))
    if found.st_dev in _made_up_devices():
        raise OSError(errno.EINVAL, "it is made up by the system and not a file")


@cache
def _made_up_devices() -> frozenset[int]:
    """Return the devices of what looks like files and is computed while it is read."""
    found = set()
    for folder in ("/proc", "/sys"):
        with suppress(OSError):
            found.add(os.stat(folder).st_dev)
    return frozenset(found - {os.stat("/").st_dev} if found else found)


def _temporary(target: Path, pid: int) -> Path:
    return target.with_name(f".{temporary_mark(target.name)}.{pid}.tmp")


def _write_new(path: Path, data: bytes, like: os.stat_result | None = None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN_BYTES_NO_LINKS, FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            _take_after(descriptor, like)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_after(descriptor: int, like: os.stat_result | None) -> None:
    """Give a new file the owner and mode of another one; 0600 whatever the umask when there is none."""
    mode = FILE_MODE
    if like is not None:
        mode, own = stat.S_IMODE(like.st_mode), os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid) and not _give(descriptor, like):
            mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3  # our own group gets no more than everyone
    try:
        os.fchmod(descriptor, mode)
    except OSError as error:  # some file systems have no modes
        if error.errno not in (errno.EPERM, errno.ENOTSUP):
            raise


def _give(descriptor: int, like: os.stat_result) -> bool:
    """Hand a file to the owner and group of another one, or to its group; tell whether it has that group now."""
    for user in (like.st_uid, -1):
        with suppress(PermissionError):
            os.fchown(descriptor, user, like.st_gid)
            return True
    return False


def _replace(temporary: Path, target: Path) -> None:
    for pause in REPLACE_PAUSES:
        try:
            os.replace(temporary, target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(temporary, target)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
