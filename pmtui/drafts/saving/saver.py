"""The one writer of a draft: a thread that saves the newest state soon after each change and watches the file."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pmtui.crash import crash_on_purpose, record_crash
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.saving.draft_file import Signature
from pmtui.drafts.saving.draft_writer import Divergence, DraftWriter, Outside
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.saving.save_state import SaveState
from pmtui.drafts.versions.historian import Historian
from pmtui.drafts.versions.recovery import Rescue
from pmtui.errors import DraftError
from pmtui.text import visible_line

DELAY = 0.25  # seconds from the first unsaved change to its save
FIRST_RETRY, LONGEST_RETRY = 2.0, 30.0
SHARE = 10  # work for a save should take a tenth of the time between saves; waiting for the disk is free
LONGEST_PAUSE = (
    0.8  # seconds from one save to the end of the next, however much work each is: a word waits no longer
)
LOOK_EVERY = 2.0  # seconds between looks at the file
SETTLED = 0.25  # seconds that a change from outside has to last: an editor may be in the middle of writing


class Saver:
    """Writes documents to one file from a thread of its own, the newest state first and only.

    The file is never overwritten when something else changed it: what is written here then goes to a file beside it,
    until `settle`. With `read_only` (the reason in words) nothing is written and the file is only watched. `on_state`
    and `on_outside` are called from this thread, `on_state` also from the one that offers; they must neither raise nor
    wait for another thread.
    """

    def __init__(
        self,
        path: Path,
        saved: Postmortem,
        data: bytes,
        on_state: Callable[[SaveState], None],
        on_outside: Callable[[Outside], None] = lambda _: None,
        *,
        lock: DraftLock | None = None,
        read_only: str = "",
    ) -> None:
        self.saved = saved
        self.mistake: Exception | None = None  # the unexpected error that ended the thread
        self._on_state, self._on_outside = on_state, on_outside
        self._rescue, self._historian = Rescue(path), Historian(path, data)
        self._writer = DraftWriter(path, data, lock, read_only, self._historian.keep)
        self._newest, self._must_write = saved, False
        self._written: bytes | None = None  # by the last save
        self._epoch = 0  # counts what makes the result of a save that is under way worthless
        self._saved_at = datetime.now()
        self._failure: SaveState | None = None
        self._pause, self._save_at, self._tried_at = DELAY, 0.0, 0.0  # on the monotonic clock
        self._look_at = time.monotonic() + LOOK_EVERY
        self._calm: Signature | None = None  # of the file as it was last read or written
        self._odd: Signature | None = None  # seen once, and not acted on yet
        self._asked = self._answered = 0  # flushes
        self._closing = False
        self._wake = threading.Condition(threading.RLock())
        self._thread = threading.Thread(target=self._run, name="draft-saver", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """Return the file that is written to (another one during a conflict)."""
        return self._writer.path

    @property
    def read_only(self) -> str:
        """Return why the draft must not be written, in words; empty while it may be."""
        return self._writer.read_only

    @property
    def divergence(self) -> Divergence | None:
        """Return the version from outside and the newest of ours, while they are apart."""
        with self._wake:
            found = self._writer.divergence
            return found and replace(found, ours=self._newest)

    @property
    def state(self) -> SaveState:
        """Return how the newest state that was offered stands on disk."""
        with self._wake:
            if self._failure and self._pending:
                return self._failure
            if self.read_only:
                return SaveState("read_only", self._saved_at, self.read_only)
            if apart := self._writer.divergence:
                words = f"{apart.problem} Yours is in {visible_line(self.path.name)}"
                return SaveState("conflict", apart.since, words)
            if self._writer.deleted and not self._pending:
                return SaveState("deleted", self._writer.deleted)
            return SaveState("unsaved" if self._pending else "saved", self._saved_at)

    def offer(self, document: Postmortem) -> None:
        """Take a newer state; it is on disk within about 0.4 s unless saving fails."""
        with self._wake:
            before, was_pending = self.state, self._pending
            self._newest = document
            if self._failure:  # somebody is at work: worth another try soon
                self._save_at = min(self._save_at, self._tried_at + FIRST_RETRY)
            elif not was_pending:
                self._save_at = time.monotonic() + self._pause
            after = self.state
            self._wake.notify_all()
        if after != before:
            self._on_state(after)

    def take(self, document: Postmortem, data: bytes) -> bool:
        """Go on from a version from outside; False, and nothing done, when something here is not saved."""
        with self._wake:
            if self._pending or self._writer.divergence:
                return False
            self._restart(document, data)
            return True

    def begin_writing(self, document: Postmortem, data: bytes) -> None:
        """End being read-only, on what the file holds now."""
        with self._wake:
            self._writer.read_only = ""
            self._restart(document, data)
        self._on_state(self.state)

    def settle(self, document: Postmortem) -> None:
        """Write this over the draft although something else changed it; both versions are kept as snapshots."""
        with self._wake:
            self._writer.settle(self._newest)
            self._epoch += 1
            self._newest, self._must_write, self._save_at = document, True, 0.0
            self._wake.notify_all()
        self._on_state(self.state)

    def write_again(self) -> None:
        """Let the next save write the draft that something else deleted."""
        with self._wake:
            self._must_write = self._must_write or self._writer.deleted is not None

    def flush(self, timeout: float = 5.0) -> bool:
        """Save at once and wait for it; return whether everything offered is on disk."""
        with self._wake:
            if self._thread.is_alive():
                self._asked = mine = self._asked + 1
                self._wake.notify_all()
                self._wake.wait_for(
                    lambda: self._answered >= mine or self.mistake is not None or self._closing, timeout
                )
            if self.mistake and self._pending:  # the thread is gone, and this may be the last chance
                with suppress(type(self.mistake)):
                    self._save(self._newest)
            return not self._pending

    def close(self, timeout: float = 5.0) -> bool:
        """Save what is left and end the thread; return whether everything offered is on disk.

        What is not, because the disk takes longer than `timeout` seconds, is put into the state folder.
        """
        deadline = time.monotonic() + timeout
        done = self.flush(timeout)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        if done:
            self._rescue.clear()
        else:
            self._give_up()
        self._thread.join(max(0.1, deadline - time.monotonic()))
        # Only now: the thread may have given it something at the very end.
        self._historian.close(max(0.1, deadline - time.monotonic()))
        return done

    def _give_up(self) -> None:
        """Keep in the state folder what is not saved, and say so; this is the end of the session."""
        copy = self._rescue.keep(self._newest)
        with self._wake:
            slow = SaveState("failed", datetime.now(), "the disk did not answer in time")
            self._failure = replace(self._failure or slow, rescue=copy)

    @property
    def _pending(self) -> bool:
        return self._must_write or (self._newest is not self.saved and self._newest != self.saved)

    @property
    def _hurried(self) -> bool:
        return self._asked > self._answered or self._closing

    def _restart(self, document: Postmortem, data: bytes) -> None:
        self._writer.accept(data)
        self.saved = self._newest = document
        self._historian.begin_again(data)
        self._must_write, self._failure = False, None
        self._saved_at = datetime.now()
        self._epoch += 1

    def _run(self) -> None:
        with suppress(Exception):  # kept as `mistake`; a printed traceback would quote the draft
            try:
                while self._turn():
                    pass
            finally:
                if isinstance(mistake := sys.exception(), Exception):
                    self._stop(mistake)

    def _stop(self, mistake: Exception) -> None:
        record_crash(mistake)
        copy = self._rescue.keep(self._newest)
        with self._wake:
            self._failure = SaveState("failed", datetime.now(), "something went wrong inside pmtui", copy)
            self.mistake = mistake
            self._wake.notify_all()
        self._on_state(self.state)

    def _turn(self) -> bool:
        """Wait for something to do and do it; return whether to go on."""
        with self._wake:
            while not self._hurried and (left := self._due() - time.monotonic()) > 0:
                self._wake.wait(left)
            if self._closing:
                return False
            document, asked = self._newest, self._asked
            save = self._pending and (self._hurried or time.monotonic() >= self._save_at)
            before = self.state
        if save:
            self._save(document)
        elif time.monotonic() >= self._look_at:
            self._look()
        with self._wake:
            self._answered = asked
            self._wake.notify_all()
        if save or self._writer.news or self.state != before:
            self._on_state(self.state)
        while self._writer.news:
            self._on_outside(self._writer.news.pop(0))
        if self._written is not None:
            self._historian.take(self._written)
        return True

    def _due(self) -> float:
        return min(self._look_at, self._save_at) if self._pending else self._look_at

    def _save(self, document: Postmortem) -> None:
        """Write one state; when that fails, keep a copy in the state folder and plan the next try."""
        epoch, began, worked = self._epoch, time.monotonic(), time.thread_time()
        problem = self._write(document)
        cost = time.thread_time() - worked
        copy = self._rescue.keep(document) if problem else None
        with self._wake:
            self._tried_at = time.monotonic()
            if problem:
                since = self._failure.since if self._failure else datetime.now()
                self._failure = SaveState("failed", since, problem, copy)
                self._pause = min(max(FIRST_RETRY, self._pause * 2), LONGEST_RETRY)
            elif epoch == self._epoch:
                self.saved, self._must_write, self._failure = document, False, None
                self._saved_at = datetime.now()
                self._pause = max(DELAY, min(SHARE * cost, LONGEST_PAUSE - cost))
            # What came while this was written has waited since then: the next save does not wait all over again.
            self._save_at = (self._tried_at if problem else began) + self._pause
            all_saved = not problem and not self._pending
        if all_saved:  # what is newer may be kept there by now
            self._rescue.clear()

    def _write(self, document: Postmortem) -> str:
        """Put a document on disk; return what went wrong in words, or nothing."""
        try:
            crash_on_purpose("save")
            self._written = self._writer.write(document, self.saved)
        except DraftError as error:
            return error.message.partition("\n")[0].rstrip(".")
        except OSError as error:
            if not self._writer.draft.parent.is_dir():
                return "its folder is missing"
            return error.strerror or type(error).__name__
        return ""

    def _look(self) -> None:
        """See whether something else touched the file; what is not saved yet is compared when it is saved."""
        self._look_at = time.monotonic() + LOOK_EVERY
        if self._pending:
            return
        signature = self._writer.signature
        changed = signature != self._calm
        if changed and signature != self._odd:
            self._odd, self._look_at, changed = signature, time.monotonic() + SETTLED, False
        with suppress(OSError):  # a file that cannot be read is told when it cannot be written
            found = self._writer.look(self._newest, self.saved, changed)
            if found == "wait":
                self._look_at = time.monotonic() + SETTLED
            elif changed:
                self._calm = signature
            if found == "write":
                with self._wake:
                    self._must_write, self._save_at = True, 0.0
