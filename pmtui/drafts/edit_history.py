"""What was changed while a draft is open, step by step, so that it can be taken back and made again."""

import time
from dataclasses import dataclass

from pmtui.document.postmortem import Postmortem

MERGE_SECONDS = 2.0
HISTORY_LIMIT = 1000
STEPS_COMPARED = 64  # an editor's own history is no longer
LONG_AGO = float("-inf")


@dataclass
class Step:
    """One thing that can be taken back: the document before it, and what it did in words."""

    before: Postmortem
    label: str
    merge: str = ""
    at: float = LONG_AGO


class EditHistory:
    """The steps before the document as it is, and those taken back.

    Frozen models share what did not change, so whole documents are held cheaply.
    """

    def __init__(self) -> None:
        self._past: list[Step] = []
        self._future: list[Step] = []

    @property
    def undo_label(self) -> str:
        """Return what `undo` would take back, or nothing."""
        return self._past[-1].label if self._past else ""

    @property
    def redo_label(self) -> str:
        """Return what `redo` would make again, or nothing."""
        return self._future[-1].label if self._future else ""

    def note(
        self, before: Postmortem, after: Postmortem, label: str, merge: str, back: bool, within: float
    ) -> None:
        """Note a change: as a step of its own, or with the last one of the same `merge` key when that is `within` seconds.

        A change that brings back a state from before or after others of its key moves along the history and adds
        nothing to it, nor does one that goes `back`.
        """
        if merge and self._moves_along(before, after, merge):
            return
        now = time.monotonic()
        last = self._past[-1] if self._past and self._past[-1].merge == merge != "" else None
        if last and back:
            self._future.append(Step(before, last.label, merge))
            last.at = LONG_AGO
            return
        if last and not self._future and now - last.at < within:
            last.at = now
        else:
            self._remember(Step(before, label, merge, now))
        self._future.clear()

    def replaced(self, before: Postmortem, label: str) -> None:
        """Note that the whole document was replaced, in a step that nothing joins."""
        self._remember(Step(before, label))
        self._future.clear()

    def undo(self, document: Postmortem) -> Postmortem:
        """Return the document before the last step; the same when there is none."""
        return _step(document, self._past, self._future)

    def redo(self, document: Postmortem) -> Postmortem:
        """Return the document with the last step that was taken back; the same when there is none."""
        return _step(document, self._future, self._past)

    def _moves_along(self, before: Postmortem, after: Postmortem, merge: str) -> bool:
        """Go to where the history holds a document, when only steps of one merge key lie between; tell whether it does."""
        for source, other in ((self._past, self._future), (self._future, self._past)):
            for steps, step in enumerate(reversed(source[-STEPS_COMPARED:]), 1):
                if step.merge != merge:
                    break
                if step.before == after:
                    for _ in range(steps):
                        before = _step(before, source, other)
                    return True
        return False

    def _remember(self, step: Step) -> None:
        self._past.append(step)
        del self._past[:-HISTORY_LIMIT]


def _step(document: Postmortem, source: list[Step], other: list[Step]) -> Postmortem:
    if not source:
        return document
    step = source.pop()
    other.append(Step(document, step.label, step.merge))
    return step.before
