"""The trash of a drafts folder: moved there, listed, moved back. Nothing in it is ever deleted by the program."""

import errno
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pmtui.disk import create_new, make_folder, sync_folder
from pmtui.drafts.file.stamps import moment, stamp, stamped
from pmtui.errors import DraftError
from pmtui.text import visible_line

TRASH = ".trash"

LONGEST_NAME = 255  # bytes, on every common file system
# How a file system says that a file can have one name only (FAT, some network and shared folders).
WITHOUT_SECOND_NAMES = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_NAME = re.compile(r"(?P<stem>.*)\.trashed-(?P<stamp>\d{8}T\d{6}Z)(?:\.\d+)?(?P<suffix>\.[^.]*|)", re.DOTALL)


@dataclass(frozen=True)
class Trashed:
    """A draft in the trash: where it lies, where it came from, and when (UTC)."""

    path: Path
    came_from: Path
    when: datetime


def move_to_trash(draft: Path, now: datetime | None = None) -> Path:
    """Move a draft to the trash of its folder and return where it lies now. Raises DraftError, and then it stays."""
    when = stamp(now or datetime.now(UTC))
    trash = draft.parent / TRASH
    number = 1
    try:
        make_folder(trash)
        while True:
            target = trash / _trash_name(draft, f".trashed-{when}" + (f".{number}" if number > 1 else ""))
            try:
                _move(draft, target)
            except FileExistsError:
                number += 1
            else:
                return target
    except OSError as error:
        raise DraftError(
            f"{visible_line(draft.name)} could not be moved to the trash", f"{error.strerror}."
        ) from error


def list_trash(folder: Path) -> tuple[Trashed, ...]:
    """Return what lies in the trash of a drafts folder, the one trashed last first. Raises DraftError."""
    try:
        with os.scandir(folder / TRASH) as entries:
            found = [_trashed(folder, entry) for entry in entries if not entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DraftError(
            f"The trash cannot be read: {visible_line(str(folder / TRASH))}", f"{error.strerror}."
        ) from error
    return tuple(sorted(found, key=lambda trashed: (trashed.when, trashed.path.name), reverse=True))


def restore(trashed: Path, to: Path) -> None:
    """Bring a trashed draft back to where it was. Raises DraftError when something else stands there now."""
    try:
        make_folder(to.parent)
        _move(trashed, to)
    except FileExistsError as error:
        raise DraftError(
            f"{visible_line(to.name)} exists again",
            f"The trashed draft stays at {visible_line(str(trashed))}.",
        ) from error
    except OSError as error:
        raise DraftError(
            f"{visible_line(to.name)} could not be restored",
            f"{error.strerror}: {visible_line(str(trashed))}.",
        ) from error


def _trash_name(draft: Path, mark: str) -> str:
    """Return the draft's name with the mark before its suffix; the end of a long name stays, it holds the id."""
    room = LONGEST_NAME - len(os.fsencode(mark + draft.suffix))
    stem = draft.stem
    while len(os.fsencode(stem)) > room:
        stem = stem[1:]
    return f"{stem}{mark}{draft.suffix}"


def _move(source: Path, target: Path) -> None:
    """Rename a file to a name that must be free. Raises FileExistsError or another OSError, and then it stays."""
    if os.name == "nt":  # where a rename never replaces
        os.rename(source, target)
        return
    # A rename by itself would silently replace a file that appears at this moment; a second name for the same file
    # never does, and a death between the two steps leaves the file whole under both.
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        if not os.path.samestat(source.lstat(), target.lstat()):
            raise
    except OSError as error:
        if error.errno not in WITHOUT_SECOND_NAMES:
            raise
        _move_to_taken_name(source, target)
        return
    try:
        sync_folder(target.parent)
    except OSError:
        target.unlink()
        raise
    source.unlink()
    sync_folder(source.parent)


def _move_to_taken_name(source: Path, target: Path) -> None:
    """Rename a file on a file system where a file has one name only; the name is taken first."""
    try:
        create_new(target, b"")
    except FileExistsError:
        found = target.lstat()
        if (
            not stat.S_ISREG(found.st_mode) or found.st_size
        ):  # an empty one was taken by a move that died here
            raise
    try:
        os.replace(source, target)
    except BaseException:
        with suppress(OSError):
            target.unlink()
        raise
    for folder in {source.parent, target.parent}:
        sync_folder(folder)


def _trashed(folder: Path, entry: "os.DirEntry[str]") -> Trashed:
    path = Path(entry.path)
    if found := _NAME.fullmatch(entry.name):
        with suppress(ValueError):  # no such day: the name only looks like ours
            return Trashed(path, folder / f"{found['stem']}{found['suffix']}", stamped(found["stamp"]))
    return Trashed(path, folder / entry.name, moment(entry.stat(follow_symlinks=False).st_ctime))
