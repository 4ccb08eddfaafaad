"""The live draft: the document being written, its history, its lock and its saver. The only writer of its file."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pmtui.disk import create_new
from pmtui.document.postmortem import Change, Postmortem
from pmtui.drafts.edit_history import MERGE_SECONDS, EditHistory
from pmtui.drafts.file.format import dump, is_newer, load, load_for_reading
from pmtui.drafts.folder.library import read_bytes
from pmtui.drafts.notices import denied_by_system, opening_notices
from pmtui.drafts.saving.draft_writer import Divergence, Outside
from pmtui.drafts.saving.lock import DraftLock, LockedBy
from pmtui.drafts.saving.save_state import SaveState
from pmtui.drafts.saving.saver import Saver
from pmtui.drafts.versions.lent_text import put_text
from pmtui.drafts.versions.recovery import RecoveryOffer, collect_strays, homeless_texts, recovery_offers
from pmtui.drafts.versions.snapshots import History
from pmtui.errors import DraftError
from pmtui.text import visible_line

NEWER = "written by a newer pmtui"
LOCK_PAUSE = 0.05  # seconds between askings for a lock, for who can wait


class ReadOnlyError(DraftError):
    """The draft is open for reading only."""


class OpenDraft:
    """A draft that is open.

    Screens read `document` and send changes with `edit`; nothing else replaces it. Frozen models share what did not
    change, so the history holds whole documents cheaply. `locked_by` is who else has the draft open for writing;
    `notices` are sentences to be told once; `offers` are newer states that an earlier session left.
    """

    def __init__(
        self, path: Path, document: Postmortem, data: bytes, lock: DraftLock, denied: str = ""
    ) -> None:
        self.document = document
        self.locked_by: LockedBy | None = None if denied else lock.holder
        self.notices = tuple(opening_notices(lock, document, data, bool(denied)))
        self._path, self._lock, self._denied = path, lock, denied
        self._history = EditHistory()
        self._listeners: list[Callable[[SaveState], object]] = []
        self._outside_listeners: list[Callable[[Outside], object]] = []
        self._when_refused: Callable[[ReadOnlyError], None] | None = None
        self._outside: Outside | None = None
        self._came = ""  # what came from the person's own editor and is not told yet
        reason = denied or (self.locked_by.words if self.locked_by else "")
        self.offers: list[RecoveryOffer] = [] if reason else recovery_offers(path, document)
        if not reason:
            self.notices += tuple(homeless_texts(path, document))
        self._saver = Saver(path, document, data, self._tell, self._tell_outside, lock=lock, read_only=reason)

    @property
    def path(self) -> Path:
        """Return the file that is written to (another one during a conflict)."""
        return self._saver.path

    @property
    def save_state(self) -> SaveState:
        """Return how the draft stands on disk."""
        return self._saver.state

    @property
    def read_only(self) -> bool:
        """Tell whether the draft can only be read; `save_state` says why."""
        return bool(self._saver.read_only)

    @property
    def refusal(self) -> ReadOnlyError | None:
        """Return what to tell who wants to change a draft that can only be read; None while it can be changed."""
        if not self.read_only:
            return None
        way_out = "" if self._denied else "Close it there, or take it over."
        return ReadOnlyError(
            f"{visible_line(self._path.name)} can only be read here",
            f"It is {self._saver.read_only}.",
            "Update pmtui to change it." if is_newer(self.document) else way_out,
        )

    @property
    def divergence(self) -> Divergence | None:
        """Return our version and the one something else wrote, while they are apart; `resolve` brings them together."""
        return self._saver.divergence

    @property
    def mistake(self) -> Exception | None:
        """Return the unexpected error that ended saving, if there was one."""
        return self._saver.mistake

    @property
    def undo_label(self) -> str:
        """Return what `undo` would take back, or nothing."""
        return self._history.undo_label

    # Changing

    def edit(
        self,
        change: Change,
        label: str,
        merge: str = "",
        back: bool = False,
        within: float = MERGE_SECONDS,
    ) -> bool:
        """Apply a change and save it soon; return whether it changed anything.

        Changes with the same `merge` key that follow each other `within` seconds are taken back together. One that
        brings back a state from before or after others of its key moves along the history and adds nothing to it, nor
        does one that goes `back`: an editor's own undo took away a part of what was typed last. Raises
        what the change raises (pydantic.ValidationError, FieldProblem), and then nothing has changed; ReadOnlyError
        when the draft can only be read, unless `when_refused` was told whom to tell.
        """
        before, after = self.document, change(self.document)
        if after is before or after == before or self._refuses():
            return False
        self._history.note(before, after, label, merge, back, within)
        self._replace(after)
        return True

    def undo(self) -> str:
        """Take back the last change and return its label; empty when there is none."""
        return self._step(self._history.undo_label, self._history.undo)

    def redo(self) -> str:
        """Make the last change taken back again and return its label; empty when there is none."""
        return self._step(self._history.redo_label, self._history.redo)

    def reload(self) -> str:
        """Show the version that something else wrote, when nothing here is unsaved; return the words to tell, or nothing.

        It is a step like any other: it can be taken back.
        """
        news, self._outside = self._outside, None
        came, self._came = self._came, ""
        if came and (news is None or news.document is None):
            return came
        if news is None or news.document is None or not self._saver.take(news.document, news.data):
            return ""
        if news.document == self.document:
            return ""
        self._history.replaced(self.document, "change from outside")
        self.document = news.document
        return news.words

    def take_from_editor(self, field: str, text: str) -> bool:
        """Put what was written in another program into a field, and have the screens show it; False without such a field."""
        document = put_text(self.document, field, text)
        if document is None or self.read_only:
            return False
        if self.edit(lambda _: document, "text from your editor"):
            self._came = "What your editor saved is in the draft."
            self._tell_outside(Outside("changed", self._came))
        return True

    def keep_version(self, reason: str) -> None:
        """Make the document as it is now an earlier version. Waits for the disk."""
        with suppress(ValueError, DraftError):
            History(self._path).keep(dump(self.document), datetime.now(UTC), reason, force=True)

    def resolve(self, document: Postmortem) -> bool:
        """End a conflict: write this document over the draft and return whether it is saved. It can be taken back."""
        self._history.replaced(self.document, "bring both versions together")
        self.document = document
        self._saver.settle(document)
        return self.save_now()

    def take_over(self) -> None:
        """Write this draft from here although another window has it open; that one becomes read-only.

        The document is what the file holds now. Raises DraftError.
        """
        if self._denied:
            raise ReadOnlyError("The draft can only be read", f"{self._denied}.")
        load(read_bytes(self._path), self._path.name)  # what cannot be written stays with the other window
        self._lock.take_over()
        data = read_bytes(self._path)
        document = load(data, self._path.name)
        if document != self.document:
            self.keep_version("ours")
        self._history.replaced(self.document, "version of the other window")
        self.document, self.locked_by = document, None
        self._saver.begin_writing(document, data)

    def accept(self, offer: RecoveryOffer) -> bool:
        """Put an offered state in the document's place, as one step that can be undone; return whether it is saved.

        The offer goes only once it is saved; what stood in the draft before becomes a snapshot. Raises DraftError, and
        leaves the offer, when the draft can only be read by now.
        """
        self.keep_version("before recovery")
        self.edit(lambda _: offer.document, "Take the recovered version")
        if self.document != offer.document:  # refused, and `when_refused` was told instead of us
            raise DraftError("The recovered text was left where it is", f"{self.save_state.words}.")
        saved = self.save_now()
        if saved:
            with suppress(OSError):
                offer.remove()
        return saved

    # Listening

    def listen(self, listener: Callable[[SaveState], object]) -> None:
        """Be told of every change of the save state, from the saver's thread or the one that edits.

        The listener must neither raise nor wait for another thread: in a screen, `post_message` it.
        """
        self._listeners.append(listener)

    def listen_outside(self, listener: Callable[[Outside], object]) -> None:
        """Be told, from the saver's thread, what something else did to the file; after "changed" call `reload`."""
        self._outside_listeners.append(listener)

    def stop_listening(
        self, listener: Callable[[SaveState], object], outside: Callable[[Outside], object]
    ) -> None:
        """Tell these listeners nothing more, while others go on: one of two screens on the draft is left."""
        self._listeners = [each for each in self._listeners if each != listener]
        self._outside_listeners = [each for each in self._outside_listeners if each != outside]

    def when_refused(self, listener: Callable[[ReadOnlyError], None]) -> None:
        """Be told of edits that are refused because the draft can only be read; they raise no longer then."""
        self._when_refused = listener

    # Saving

    def save_now(self) -> bool:
        """Save at once and wait, at most 5 seconds; return whether everything is on disk."""
        return self._saver.flush()

    def save_as_asked(self) -> bool:
        """Save because a person asks for it: a draft that something else deleted is written again as well."""
        self._saver.write_again()
        return self.save_now()

    def save_copy(self, path: Path) -> None:
        """Write the document as it is now to a new file elsewhere. Raises DraftError; nothing is ever overwritten."""
        try:
            create_new(path, read_bytes(self._path) if is_newer(self.document) else dump(self.document))
        except FileExistsError as error:
            raise DraftError(
                f"{visible_line(str(path))} exists already",
                "Nothing was overwritten.",
                "Choose another name.",
            ) from error
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it holds text that a file cannot hold"
            raise DraftError(
                "The copy could not be written", f"{visible_line(str(path))}: {reason}."
            ) from error

    def close(self, patience: float = 5.0) -> bool:
        """Save what is left, stop and give the lock back; return whether everything is on disk.

        `patience` is how many seconds the disk gets; what it did not take by then is kept in the state folder, and
        `save_state` tells where.
        """
        self._listeners.clear()
        self._outside_listeners.clear()
        saved = self._saver.close(patience)
        self._lock.release()
        return saved

    def _refuses(self) -> bool:
        error = self.refusal
        if error is None:
            return False
        if self._when_refused is None:
            raise error
        self._when_refused(error)
        return True

    def _step(self, label: str, step: Callable[[Postmortem], Postmortem]) -> str:
        if not label or self._refuses():
            return ""
        self._replace(step(self.document))
        return label

    def _replace(self, document: Postmortem) -> None:
        self.document = document
        self._saver.offer(document)

    def _tell(self, state: SaveState) -> None:
        for listener in list(self._listeners):
            listener(state)

    def _tell_outside(self, news: Outside) -> None:
        if news.kind == "changed":
            self._outside = news
        elif news.kind == "taken_over":
            self.locked_by = self._lock.holder
        for listener in list(self._outside_listeners):
            listener(news)


def open_draft(path: Path, patience: float = 0.0) -> OpenDraft:
    """Open a draft for writing, or for reading when another window has it or the file may not be written.

    `patience` is how many seconds to wait for a window that is about to close. Raises DraftError, and then the file is
    as it was.
    """
    lock = DraftLock(path)
    deadline = time.monotonic() + patience
    while not (ours := lock.acquire()) and time.monotonic() < deadline:
        time.sleep(LOCK_PAUSE)
    try:
        denied = denied_by_system(path)
        if ours and not denied:
            collect_strays(path, alone=not lock.problem)
        data = read_bytes(path)
        document = load_for_reading(data, path.name)
        if not denied and is_newer(document):
            denied = NEWER
            lock.release()
        return OpenDraft(path, document, data, lock, denied)
    except BaseException:
        lock.release()
        raise
