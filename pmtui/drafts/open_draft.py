"""The live draft: the document being written, its history and its saver. The only writer of its file."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pmtui.document.postmortem import Change, Postmortem
from pmtui.drafts.format import load
from pmtui.drafts.library import read_bytes
from pmtui.drafts.saver import Saver, SaveState

MERGE_SECONDS = 2.0
HISTORY_LIMIT = 1000


@dataclass
class Step:
    """One thing that can be taken back: the document before it, and what it did in words."""

    before: Postmortem
    label: str
    merge: str
    at: float


class OpenDraft:
    """A draft that is open.

    Screens read `document` and send changes with `edit`; nothing else replaces it. Frozen models share what did not
    change, so the history holds whole documents cheaply.
    """

    def __init__(self, path: Path, document: Postmortem, data: bytes) -> None:
        self.document = document
        self._past: list[Step] = []
        self._future: list[Step] = []
        self._listeners: list[Callable[[SaveState], None]] = []
        self._saver = Saver(path, document, data, self._tell)

    @property
    def path(self) -> Path:
        """Return the file that is written to (another one after a conflict)."""
        return self._saver.path

    @property
    def save_state(self) -> SaveState:
        """Return how the draft stands on disk."""
        return self._saver.state

    @property
    def undo_label(self) -> str:
        """Return what `undo` would take back, or nothing."""
        return self._past[-1].label if self._past else ""

    def edit(self, change: Change, label: str, merge: str = "") -> bool:
        """Apply a change and save it soon; return whether it changed anything.

        Changes with the same `merge` key that follow each other within two seconds are taken back together. Raises
        what the change raises (pydantic.ValidationError, FieldProblem), and then nothing has changed.
        """
        before, after = self.document, change(self.document)
        if after is before or after == before:
            return False
        now = time.monotonic()
        last = self._past[-1] if self._past else None
        if merge and last and last.merge == merge and not self._future and now - last.at < MERGE_SECONDS:
            last.at = now
        else:
            self._past.append(Step(before, label, merge, now))
            del self._past[:-HISTORY_LIMIT]
        self._future.clear()
        self._replace(after)
        return True

    def undo(self) -> str:
        """Take back the last change and return its label; empty when there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> str:
        """Make the last change taken back again and return its label; empty when there is none."""
        return self._step(self._future, self._past)

    def listen(self, listener: Callable[[SaveState], None]) -> None:
        """Be told of every change of the save state, from the saver's thread or the one that edits.

        The listener must neither raise nor wait for another thread: in a screen, `post_message` it.
        """
        self._listeners.append(listener)

    def save_now(self) -> bool:
        """Save at once and wait; return whether everything is on disk."""
        return self._saver.flush()

    def close(self) -> bool:
        """Save what is left and stop; return whether everything is on disk."""
        self._listeners.clear()
        return self._saver.close()

    def _step(self, source: list[Step], other: list[Step]) -> str:
        if not source:
            return ""
        step = source.pop()
        other.append(Step(self.document, step.label, "", 0.0))
        self._replace(step.before)
        return step.label

    def _replace(self, document: Postmortem) -> None:
        self.document = document
        self._saver.offer(document)

    def _tell(self, state: SaveState) -> None:
        for listener in list(self._listeners):
            listener(state)


def open_draft(path: Path) -> OpenDraft:
    """Open a draft for writing. Raises DraftError, and then the file is as it was."""
    data = read_bytes(path)
    return OpenDraft(path, load(data, path.name), data)
