"""Putting bytes on disk so that the file is always a whole old or a whole new version."""

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
PLAIN_BYTES_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(
    os, "O_BINARY", 0
)  # each where the system has it
# Windows refuses to replace a file that a virus scanner or a sync client has open; they let go within seconds.
REPLACE_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8) if os.name == "nt" else ()


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
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | PLAIN_BYTES_NO_LINKS, FILE_MODE)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def left_behind(path: Path) -> list[tuple[Path, int]]:
    """Return the temporary files that writes of a file left beside it, each with the number of its process."""
    target = Path(os.path.realpath(path))
    before, after = _temporary(target, 0).name.split(".0.")
    found = []
    with suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            number = entry.name.removeprefix(f"{before}.").removesuffix(f".{after}")
            if number.isascii() and number.isdigit() and entry.name == f"{before}.{number}.{after}":
                found.append((Path(entry.path), int(number)))
    return found


def is_running(pid: int) -> bool:
    """Tell whether a process of this machine has that number; always no where asking would disturb it."""
    if os.name == "nt":  # there os.kill(pid, 0) sends Ctrl+C
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


def _temporary(target: Path, pid: int) -> Path:
    # The end of the name holds the draft's id; a long name must leave room for what is added.
    return target.with_name(f".{target.name[-50:]}.{pid}.tmp")


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
