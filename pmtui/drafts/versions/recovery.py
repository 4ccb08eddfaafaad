"""Text that a dead or failing session left behind: kept in the state folder, offered at the next opening, never taken by itself.

Three things come here: what could not be saved while a draft was open (rewritten at each attempt, removed once it is
saved), whole temporary files of processes that died while saving, and what a window had not saved when it lost its draft.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from pmtui.disk import create_new, is_running, left_behind, make_folder, read_regular, write_atomic
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import NewerSchemaError, dump, load
from pmtui.drafts.file.stamps import moment
from pmtui.drafts.versions.lent_text import LeftText, left_texts
from pmtui.drafts.versions.snapshots import History
from pmtui.errors import DraftError
from pmtui.paths import state_folder
from pmtui.within import within

if TYPE_CHECKING:
    from pmtui.drafts.comparing.differences import Change

PATIENCE = 2.0  # seconds that the state folder gets

Origin = Literal["unsaved", "stray", "editor"]


@dataclass(frozen=True)
class RecoveryOffer:
    """A state of a draft that differs from its file. `at` is when it was written, in UTC.

    `origin` is "unsaved" for text that could not be saved, "stray" for a save that was cut off, "editor" for text that
    was written in the person's own editor and did not come back.
    """

    file: Path
    origin: Origin
    at: datetime
    document: Postmortem
    current: Postmortem
    left: LeftText | None = None

    def remove(self) -> None:
        """Take it away: its text is safe. Raises OSError."""
        if self.left is not None:
            self.left.remove()
        else:
            self.file.unlink(missing_ok=True)

    @cached_property
    def changes(self) -> "tuple[Change, ...]":
        """Return what taking it would change in the draft."""
        from pmtui.drafts.comparing.differences import differences

        return differences(self.current, self.document)


class Rescue:
    """The copy of one session's text that could not be saved; there is none while saving works."""

    def __init__(self, draft: Path) -> None:
        self.draft = draft
        self._folder = recovery_folder(draft)  # now: what its name leads to may change
        self.file: Path | None = None

    def keep(self, document: Postmortem) -> Path | None:
        """Put the newest unsaved state in the state folder; return where, None when that fails as well."""
        try:
            return within(PATIENCE, lambda: self._keep(document))
        except TimeoutError:
            return None

    def _keep(self, document: Postmortem) -> Path | None:
        try:
            suffix, data = ".toml", dump(document)
            if load(data, self.draft.name) != document:
                raise ValueError
        except (DraftError, ValueError):  # what a draft file cannot hold, plain JSON may
            try:
                suffix, data = ".json", document.model_dump_json().encode()
            except ValueError:
                return None
        file = (self.file or _new_file(self._folder, "unsaved")).with_suffix(suffix)
        try:
            make_folder(file.parent)
            write_atomic(file, data)
        except OSError:
            return self.file
        if self.file not in (None, file):
            self.clear()
        self.file = file
        return file

    def clear(self) -> None:
        """Take the copy away: its text is saved now."""
        if self.file is not None:
            gone, self.file = self.file, None
            with suppress(OSError):
                within(PATIENCE, lambda: gone.unlink(missing_ok=True))


def recovery_folder(draft: Path) -> Path:
    """Return where the recovered states of a draft lie; nothing needs to be there."""
    real = os.fsencode(os.path.realpath(draft))
    return state_folder() / "recovery" / hashlib.sha256(real).hexdigest()[:32]


def collect_strays(draft: Path, alone: bool) -> None:
    """Take away the temporary files that dead processes left beside a draft.

    One that holds a whole draft, newer than the file and different from it, is kept for `recovery_offers`. `alone` says
    that nobody else on this machine writes this draft: then a file with our own process number is a dead one's as well.
    """
    for stray, pid in left_behind(draft):
        if (pid == os.getpid() and not alone) or (pid != os.getpid() and is_running(pid)):
            continue
        with suppress(OSError):
            data = read_regular(stray)
            if _is_news(stray, data, draft):
                make_folder(recovery_folder(draft))
                create_new(_new_file(recovery_folder(draft), "stray"), data)
            stray.unlink()


def recovery_offers(draft: Path, current: Postmortem) -> list[RecoveryOffer]:
    """Return the states that differ from `current`, the newest first; one that is the same is taken away.

    Ask only while holding the draft's lock, and before anything is written: a live session's own copy is among them.
    """
    try:
        return within(PATIENCE, lambda: _offers(draft, current))
    except OSError:
        return []


def homeless_texts(draft: Path, current: Postmortem) -> list[str]:
    """Return in sentences what was written in the person's own editor and belongs to no field of the draft any more."""
    try:
        lost = within(
            PATIENCE,
            lambda: [left for left in left_texts(recovery_folder(draft)) if left.put(current) is None],
        )
    except OSError:
        return []
    return [f"Text from your own editor that did not come back is kept in {left.file}" for left in lost]


def _offers(draft: Path, current: Postmortem) -> list[RecoveryOffer]:
    offers = []
    folder = recovery_folder(draft)
    files = [_offer(file, current) for file in sorted(folder.iterdir(), reverse=True)]
    texts = [_offer_of_text(left, current) for left in left_texts(folder)]
    for offer in filter(None, (*files, *texts)):
        if offer.document == current:
            with suppress(OSError):
                offer.remove()
        else:
            offers.append(offer)
    return sorted(offers, key=lambda offer: offer.at, reverse=True)


def dismiss(offer: RecoveryOffer, draft: Path) -> None:
    """Take an offer away; it stays among the draft's snapshots. Raises DraftError when it cannot be kept there."""
    history = History(draft)
    try:
        history.keep(dump(offer.document), datetime.now(UTC), "not recovered", force=True)
        if history.problem:
            raise DraftError("The recovered text was left where it is", history.problem)
        offer.remove()
    except OSError as error:
        raise DraftError("The recovered text could not be put away", f"{error.strerror}.") from error


def _is_news(stray: Path, data: bytes, draft: Path) -> bool:
    try:
        document = load(data, draft.name)
    except NewerSchemaError:  # for the pmtui that wrote it to offer
        return True
    except DraftError:
        return False
    try:
        current = load(read_regular(draft), draft.name)
        return stray.stat().st_mtime >= draft.stat().st_mtime and document != current
    except (OSError, DraftError):  # there is no draft that can be read: any whole one is news
        return True


def _offer(file: Path, current: Postmortem) -> RecoveryOffer | None:
    try:
        data, at = read_regular(file), moment(file.stat().st_mtime)
        document = Postmortem.model_validate_json(data) if file.suffix == ".json" else load(data, file.name)
    except (OSError, DraftError, ValidationError):
        return None
    origin: Origin = "stray" if file.stem.endswith("-stray") else "unsaved"
    return RecoveryOffer(file, origin, at, document, current)


def _offer_of_text(left: LeftText, current: Postmortem) -> RecoveryOffer | None:
    document = left.put(current)
    if document is None:
        return None
    return RecoveryOffer(left.file, "editor", moment(left.file.stat().st_mtime), document, current, left)


def _new_file(folder: Path, origin: Origin) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ").replace(".", "-")
    return folder / f"{stamp}-{os.getpid()}-{origin}.toml"
