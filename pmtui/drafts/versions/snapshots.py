"""Earlier versions of a draft, kept whole in the state folder: outside the drafts, so that nothing syncs or commits them.

A snapshot's name is its number, the time it was taken, and why. Order goes by the number, which a clock that jumps
cannot change. Nothing here goes when a draft goes, and none of it needs a draft that can be read.
"""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from pmtui.disk import make_folder, read_regular, write_atomic
from pmtui.drafts.file.stamps import stamp, stamped
from pmtui.drafts.folder.library import read_bytes
from pmtui.errors import DraftError
from pmtui.paths import state_folder
from pmtui.text import slug, visible_line

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

NEWEST_KEPT = 20  # whatever their age
ALL_KEPT_FOR = timedelta(days=7)  # after that, one of each day
SPACING = timedelta(minutes=5)
BYTES_A_MINUTE = 100_000  # a large draft is kept less often, so that a day of typing stays below 50 MB

_ORIGIN = "draft-path"  # the file that tells whose snapshots a folder holds
_NAME = re.compile(r"(\d{6,12})-(\d{8}T\d{6}Z)-([a-z0-9-]*)\.toml")
_ONE_AT_A_TIME = Lock()  # the saver's thread and a dialog's may keep a version at the same moment


@dataclass(frozen=True)
class Snapshot:
    """One earlier version. `number` counts up as they are taken, `taken` is in UTC, `size` in bytes."""

    path: Path
    number: int
    taken: datetime
    size: int
    reason: str


class History:
    """What one session keeps of one draft: its first version, then one every few minutes.

    Keeping never raises and never stands in the way of saving; `problem` says in words what went wrong the last time,
    and is empty otherwise.
    """

    def __init__(self, draft: Path) -> None:
        self.draft = Path(os.path.realpath(draft))
        self._folder = snapshot_folder(self.draft)  # now: what its name leads to may change
        self.problem = ""
        self._last: datetime | None = None

    def keep(self, data: bytes, now: datetime, reason: str = "saved", *, force: bool = False) -> Path | None:
        """Keep a version when one is due, or in any case with `force`; return the new snapshot, None when there is none.

        The same bytes are never kept twice in a row. `now` has an offset; `reason` becomes a part of the name.
        """
        if not (force or self._is_due(len(data), now)):
            return None
        self.problem = ""
        try:
            with _ONE_AT_A_TIME:
                path = self._write(data, now, reason)
                if path:
                    thin(self._folder, now)
        except (OSError, DraftError) as error:
            why = error.strerror if isinstance(error, OSError) else error.message.rstrip(".")
            self.problem = f"Earlier versions cannot be kept: {why or 'the state folder cannot be used'}."
            path = None
        if path or self.problem:  # a folder that fails slowly is not tried at every save
            self._last = now
        return path

    def _write(self, data: bytes, now: datetime, reason: str) -> Path | None:
        held = _listed(self._folder)
        if held and held[0].size == len(data) and read_regular(held[0].path) == data:
            return None
        make_folder(self._folder)
        if not (origin := self._folder / _ORIGIN).exists():
            write_atomic(origin, os.fsencode(self.draft))
        number = held[0].number + 1 if held else 1
        path = self._folder / f"{number:06}-{stamp(now)}-{slug(reason)}.toml"
        write_atomic(path, data)
        return path

    def _is_due(self, size: int, now: datetime) -> bool:
        # The distance either way: a clock set back an hour must not stop this for an hour.
        spacing = max(SPACING, timedelta(minutes=size / BYTES_A_MINUTE))
        return self._last is None or abs(now - self._last) >= spacing


def snapshot_folder(draft: Path) -> Path:
    """Return where the snapshots of a draft lie; nothing needs to be there, the draft neither."""
    real = os.fsencode(os.path.realpath(draft))
    return state_folder() / "snapshots" / hashlib.sha256(real).hexdigest()[:32]


def list_snapshots(draft: Path) -> tuple[Snapshot, ...]:
    """Return a draft's snapshots, the one taken last first. Raises DraftError when their folder cannot be read."""
    return _listed(snapshot_folder(draft))


def _listed(folder: Path) -> tuple[Snapshot, ...]:
    try:
        with os.scandir(folder) as entries:
            found = [snapshot for entry in entries if (snapshot := _snapshot(entry))]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DraftError(
            "The earlier versions cannot be read", f"{visible_line(str(folder))}: {error.strerror}."
        ) from error
    return tuple(sorted(found, key=lambda snapshot: (snapshot.number, snapshot.path.name), reverse=True))


def read_snapshot(snapshot: Snapshot) -> bytes:
    """Return a snapshot's bytes, which may be of a draft that could not be read. Raises DraftError."""
    return read_bytes(snapshot.path)


def last_readable(draft: Path) -> "tuple[Snapshot, Postmortem] | None":
    """Return the newest snapshot that loads, with its document: what to offer when the draft itself does not.

    Raises DraftError when the folder cannot be read.
    """
    from pmtui.drafts.file.format import load

    for snapshot in list_snapshots(draft):
        try:
            return snapshot, load(read_snapshot(snapshot), snapshot.path.name)
        except DraftError:
            continue
    return None


def bring_back(draft: Path, snapshot: Snapshot, now: datetime) -> None:
    """Put a snapshot in the place of a draft that is not open; what stood there becomes a snapshot first.

    Raises DraftError, and then the draft is as it was.
    """
    data = read_snapshot(snapshot)
    if os.path.lexists(draft):
        history = History(draft)
        history.keep(read_bytes(draft), now, "replaced", force=True)
        if history.problem:
            raise DraftError(f"{visible_line(draft.name)} was left as it is", history.problem)
    try:
        make_folder(draft.parent)
        write_atomic(draft, data)
    except OSError as error:
        raise DraftError(
            f"{visible_line(draft.name)} could not be written",
            f"{error.strerror}.",
            "Free some space and try again.",
        ) from error


def thin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Remove what the rule no longer keeps, and return it: the newest 20 stay, and of older ones the last of each day.

    Raises DraftError when the folder cannot be read; a file that cannot be removed stays.
    """
    removed = []
    for snapshot in _superfluous(_listed(folder), now):
        try:
            snapshot.path.unlink()
        except OSError:
            continue
        removed.append(snapshot.path)
    return tuple(removed)


def _superfluous(snapshots: Sequence[Snapshot], now: datetime) -> list[Snapshot]:
    """Return those to remove, out of all of a draft's snapshots, the newest first."""
    newest, others = snapshots[:NEWEST_KEPT], snapshots[NEWEST_KEPT:]
    # A clock that runs ahead would make yesterday look a year old: age counts from the earliest of the newest.
    horizon = min((now, *(snapshot.taken for snapshot in newest))) - ALL_KEPT_FOR
    days: set[date] = set()
    removed = []
    for snapshot in others:
        if snapshot.taken > horizon:
            continue
        if (day := snapshot.taken.date()) in days:
            removed.append(snapshot)
        days.add(day)
    return removed


def _snapshot(entry: "os.DirEntry[str]") -> Snapshot | None:
    if not (found := _NAME.fullmatch(entry.name)):
        return None
    try:
        taken = stamped(found[2])
        size = entry.stat().st_size
    except (ValueError, OSError):  # no such day; or it went just now
        return None
    return Snapshot(Path(entry.path), int(found[1]), taken, size, found[3])
