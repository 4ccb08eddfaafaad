"""Putting bytes on disk so that the file is always a whole old or a whole new version."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
PLAIN_BYTES_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(
    os, "O_BINARY", 0
)  # each where the system has it


def make_folder(folder: Path) -> None:
    """Create a private folder (0700) with its parents; one that exists is left as it is. Raises OSError."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        with suppress(FileExistsError):
            parent.mkdir(FOLDER_MODE)
            parent.chmod(FOLDER_MODE)


def write_atomic(path: Path, data: bytes) -> None:
    """Replace a file's content: temporary file beside it, fsync, rename, fsync of the folder.

    A symbolic link stays one and its target is replaced; the mode of an existing file is kept, a new one gets 0600.
    Raises OSError, and then leaves no temporary file behind and the old file untouched; or the new one whole, when only
    the folder could not be synced.
    """
    target = Path(os.path.realpath(path))
    # The end of the name holds the draft's id; a long name must leave room for what is added.
    temporary = target.with_name(f".{target.name[-50:]}.{os.getpid()}.tmp")
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mode = FILE_MODE
    with suppress(FileNotFoundError):  # left by a process of the same number that died
        temporary.unlink()
    try:
        _write_new(temporary, data, mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def create_new(path: Path, data: bytes) -> None:
    """Create a file that must not exist yet (0600) and sync it. Raises FileExistsError or another OSError."""
    try:
        _write_new(path, data, FILE_MODE)
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


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN_BYTES_NO_LINKS, FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
