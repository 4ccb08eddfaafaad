"""Brings a document to the file of its draft, or to a file beside it while the draft belongs to somebody else."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Literal

from pmtui.disk import create_new, read_regular
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump, load, load_for_reading
from pmtui.drafts.saving.draft_file import ChangedOutside, DraftFile, Signature
from pmtui.drafts.saving.lock import DraftLock, LockedBy
from pmtui.errors import DraftError
from pmtui.text import visible_line

LONGEST_STEM = 200  # bytes, so that a conflict's name fits into the 255 that file systems allow
BEING_WRITTEN = 5.0  # seconds without a change until a file that does not read is taken for a spoiled one

Looked = Literal["seen", "write", "wait"]
OutsideKind = Literal["changed", "deleted", "conflict", "taken_over", "unreadable"]


@dataclass(frozen=True)
class Divergence:
    """Two versions that grew from one: ours, and what something else wrote over the draft meanwhile.

    `theirs` is None when it cannot be read as a draft; `problem` says what happened. `data` are its bytes. `own` is the
    file beside the draft that ours is saved to until the two are brought together.
    """

    base: Postmortem
    ours: Postmortem
    theirs: Postmortem | None
    problem: str
    data: bytes
    own: Path
    since: datetime


@dataclass(frozen=True)
class Outside:
    """Something else did something to the draft, told in words; `document` is the version of theirs, if it is to take."""

    kind: OutsideKind
    words: str
    document: Postmortem | None = None
    data: bytes = b""


class LockLost(Exception):
    """Another window took the draft over."""


class DraftWriter:
    """Writes one draft; what happened outside is put into `news`.

    `read_only` says in words why the draft must not be written, and is empty while it may be.
    """

    def __init__(
        self,
        draft: Path,
        data: bytes,
        lock: DraftLock | None,
        read_only: str,
        keep: Callable[[bytes, str], bool],
    ) -> None:
        """Write `draft`, whose file holds `data`; `keep` makes bytes an earlier version and tells whether they are one."""
        self.draft = draft
        self.read_only = read_only
        self.deleted: datetime | None = None  # since when the file is away, while a person is waited for
        self._keep = keep
        self._spoiled = (b"", 0.0)  # what does not read as a draft, and when it was first seen
        self.divergence: Divergence | None = None
        self.news: list[Outside] = []
        self._file = DraftFile(draft, data)
        self._apart: DraftFile | None = None  # what is written to instead of the draft
        self._lock = lock
        self._settled: Divergence | None = None  # whose file beside the draft has done its work

    @property
    def path(self) -> Path:
        """Return the file that is written to."""
        return self._apart.path if self._apart else self.draft

    @property
    def signature(self) -> Signature:
        """Return what changes when the draft's file does."""
        return self._file.signature

    def write(self, document: Postmortem, base: Postmortem) -> bytes:
        """Put a document on disk and return its bytes; `base` is what was last saved.

        Raises DraftError for what a file cannot hold, and OSError.
        """
        data = _verified(document, self.draft.name)
        try:
            if self.read_only or self.divergence:
                self._write_apart(data)
            else:
                missing = not os.path.lexists(self.draft)
                self._keep_both()
                self._file.write(data, self._check_lock)
                self._clear_up(data)
                self.deleted = None
                if missing:
                    self._tell("deleted", f"{self._name} was deleted by something else. It is there again.")
        except ChangedOutside as change:
            self._diverge(document, base, change.data, data)
        except LockLost:
            self._write_apart(data)
            self._give_up(f" What you wrote last is in {visible_line(self.path.name)}.")
        return data

    def look(self, document: Postmortem, base: Postmortem, changed: bool) -> Looked:
        """Look whether something else took the draft over or, where its file `changed`, wrote it; all of ours is saved.

        Return "write" when ours has to be written again, "wait" when the file has to be looked at once more soon.
        """
        if not self.read_only and self._lock and self._lock.lost:
            self._give_up("")
        if not changed:
            return "seen"
        try:
            data = self._file.foreign()
        except OSError as error:
            kept = "" if self.read_only or not self._keep(self._file.data, "ours") else " Its text is kept."
            self._tell("unreadable", f"{self._name} cannot be read any more: {error.strerror}.{kept}")
            return "seen"
        missing = data is None and not os.path.lexists(self.draft)
        if self.divergence:
            return self._look_again(document, data)
        if missing:
            return self._notice_missing()
        self.deleted = None
        return "seen" if data is None else self._take_notice(document, base, data)

    def accept(self, data: bytes) -> None:
        """Go on from what the draft's file holds now."""
        self._file.accept(data)
        self._apart = self.divergence = None

    def settle(self, ours: Postmortem) -> None:
        """Let the next `write` replace what something else put into the draft; both versions become snapshots."""
        if self.divergence:
            self._settled = replace(self.divergence, ours=ours)
            self.accept(self.divergence.data)

    @property
    def _name(self) -> str:
        return visible_line(self.draft.name)

    def _look_again(self, document: Postmortem, data: bytes | None) -> Looked:
        """See how theirs stands while both versions are apart."""
        found = self.divergence
        if found is None or data == found.data:
            return "seen"
        if data is None:  # it is gone, or as it was before: nothing of theirs is left to lose
            self._settled = replace(found, ours=document)
            self._apart = self.divergence = None
            return "write"
        theirs, problem = _understood(data, self.draft.name)
        if theirs is not None and document == found.base and self._end_apart():
            self._offer(theirs, problem, data)  # it was only slow to come, and nothing was typed meanwhile
            return "seen"
        self.divergence = replace(found, theirs=theirs, problem=problem, data=data)
        self._tell("conflict", f"{problem}")
        return "seen"

    def _notice_missing(self) -> Looked:
        """Wait for a person: a checkout of another branch takes the draft away, and nobody wants it written there."""
        if self.read_only:
            self._tell("deleted", f"{self._name} was deleted by something else.")
        elif not self.deleted:
            if not self._keep(self._file.data, "before it was deleted"):
                return "write"
            self.deleted = datetime.now()
            self._tell(
                "deleted", f"{self._name} was deleted by something else. It is written again when you go on."
            )
        return "seen"

    def _take_notice(self, document: Postmortem, base: Postmortem, data: bytes) -> Looked:
        """Offer a version from outside to an open draft that holds nothing of its own; or keep ours when it is none."""
        theirs, problem = _understood(data, self.draft.name, to_read=bool(self.read_only))
        if theirs is not None and (self.read_only or self._keep(self._file.data, "ours")):
            self._offer(theirs, problem, data)
        elif self.read_only:
            self._tell("unreadable", problem)
        elif theirs is None and self._may_be_being_written(data):
            return "wait"
        else:
            self._diverge(document, base, data, _verified(document, self.draft.name))
        return "seen"

    def _may_be_being_written(self, data: bytes) -> bool:
        if data != self._spoiled[0] or not self._spoiled[1]:
            self._spoiled = (data, time.monotonic())
        return time.monotonic() - self._spoiled[1] < BEING_WRITTEN

    def _offer(self, theirs: Postmortem, problem: str, data: bytes) -> None:
        kept = "" if self.read_only else " What stood here is an earlier version now."
        self._tell("changed", f"{problem} It is shown as it is now.{kept}", theirs, data)

    def _end_apart(self) -> bool:
        """Take the file beside the draft away when its text is safe; return whether it is."""
        apart = self._apart
        if apart is None or apart.foreign() is not None or not self._keep(apart.data, "ours"):
            return False
        with suppress(OSError):
            apart.path.unlink()
        self._apart = self.divergence = None
        return True

    def _check_lock(self) -> None:
        if self._lock and self._lock.lost:
            raise LockLost

    def _give_up(self, kept: str) -> None:
        holder = (self._lock and self._lock.holder) or LockedBy()
        self.read_only = f"now {holder.words}"
        self._tell("taken_over", f"{self._name} was taken over: it is {holder.words}.{kept}")

    def _diverge(self, document: Postmortem, base: Postmortem, theirs: bytes, ours: bytes) -> None:
        self._write_apart(ours)
        read, problem = _understood(theirs, self.draft.name)
        self.divergence = Divergence(base, document, read, problem, theirs, self.path, datetime.now())
        self._tell("conflict", f"{problem} Your version is in {visible_line(self.path.name)}.")

    def _write_apart(self, data: bytes) -> None:
        self._settled = None
        if apart := self._apart:  # `settle` may forget it meanwhile
            try:
                return apart.write(data)
            except ChangedOutside:  # somebody works in that file too: leave it and make another
                self._apart = None
        self._apart = DraftFile(self._put_beside(data), data)
        return None

    def _put_beside(self, data: bytes) -> Path:
        """Write a new file beside the draft and return it. Raises OSError."""
        stem = os.fsencode(self.draft.stem)[:LONGEST_STEM].decode("utf-8", "ignore")
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        for number in count(1):
            more = f"-{number}" if number > 1 else ""
            own = self.draft.with_name(f"{stem}.conflict-{stamp}{more}.toml")
            with suppress(FileExistsError):
                create_new(own, data)
                return own
        raise AssertionError  # the numbers do not end

    def _keep_both(self) -> None:
        """Make both versions that were brought together earlier ones, before either is replaced. Raises OSError."""
        found = self._settled
        if found is None:
            return
        if found.data.strip() and not self._keep(found.data, "theirs"):
            self._put_beside(found.data)
            self._settled = replace(found, data=b"")  # another try makes no second file
        with suppress(DraftError, ValueError):
            self._keep(dump(found.ours), "ours")

    def _clear_up(self, data: bytes) -> None:
        """Take away the file beside the draft once ours is in the draft again, and what it held is an earlier version."""
        found, self._settled = self._settled, None
        if found is None:
            return
        with suppress(OSError):
            own = read_regular(found.own)
            if self._keep(own, "ours") or own == data:
                found.own.unlink()

    def _tell(
        self, kind: OutsideKind, words: str, document: Postmortem | None = None, data: bytes = b""
    ) -> None:
        self.news.append(Outside(kind, words, document, data))


def _verified(document: Postmortem, name: str) -> bytes:
    """Return the file's bytes, once they were seen to read back the same. Raises DraftError."""
    try:
        data = dump(document)
    except ValueError as error:
        raise DraftError("The draft was not written", "it holds text that a file cannot hold") from error
    if load(data, name) != document:
        raise DraftError("The draft was not written", "the file would not read back the same")
    return data


def _understood(data: bytes, name: str, to_read: bool = False) -> tuple[Postmortem | None, str]:
    """Return what was found in the draft's place, None when it is no draft, and what happened in one sentence.

    What a newer pmtui wrote there is a draft for who only wants `to_read` it.
    """
    shown = visible_line(name)
    if not data.strip():
        return None, f"{shown} was emptied by something else."
    try:
        found = load_for_reading(data, name) if to_read else load(data, name)
        return found, f"{shown} was changed by something else."
    except DraftError as error:
        reason = error.message.partition("\n")[0].rstrip(".")
        return None, f"{shown} was changed by something else and no longer reads: {reason}."
