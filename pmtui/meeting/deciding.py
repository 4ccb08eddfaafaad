"""Deciding on what is in view: ideas, corrections and counts of hands; and taking back what was done last."""

from collections.abc import Sequence

from pmtui.document.postmortem import Change, Postmortem, replace
from pmtui.meeting.captures import (
    accept_idea,
    add_show_of_hands,
    correct_event,
    drop_idea,
    merge_idea,
    undo_last,
)
from pmtui.meeting.sitting import Sitting
from pmtui.text import one_line

LONGEST = 60  # characters of a capture that are named when it is taken back


class Deciding:
    """What the room settles during a meeting."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    # Ideas

    def accept(self) -> str:
        """Make an action of the idea in view."""
        idea = self._sitting.step.row
        said = "accepted · o fills in owner and day"
        return self._settle(lambda document: accept_idea(document, idea), "Accept an idea", said)

    def drop(self) -> str:
        """Let the idea in view go."""
        idea = self._sitting.step.row
        said = "dropped; its words are kept"
        return self._settle(lambda document: drop_idea(document, idea), "Drop an idea", said)

    def merge(self, idea: str, into: str) -> str:
        """Make an idea part of another action."""
        return self._settle(lambda document: merge_idea(document, idea, into), "Merge an idea", "merged")

    def _settle(self, change: Change, label: str, said: str) -> str:
        return f"{said} · u takes that back" if self._sitting.settle(change, label) else ""

    # Events and hands

    def correct(self, changes: Sequence[tuple[str, str]]) -> str:
        """Put the event in view right: paths with what was typed for them."""
        context = self._sitting.context

        def corrected(document: Postmortem) -> Postmortem:
            for path, text in changes:
                document = correct_event(document, path, text, context)
            return document

        self._sitting.begin()
        done = self._sitting.edit(corrected, "Correct an event")
        return "put right · what stood there is kept" if done else ""

    def count_hands(self, question: str, count: int) -> str:
        """Note a count of hands."""
        context = self._sitting.context
        self._sitting.begin()
        done = self._sitting.edit(
            lambda document: add_show_of_hands(document, question, count, context), "Count hands"
        )
        return "counted" if done else ""

    # Taking back

    def take_back(self) -> str:
        """Take back what was captured or settled last in this meeting."""
        document = self._sitting.draft.document
        settled = self._sitting.settled
        if settled and _same(document, settled[1]):
            before, self._sitting.settled = settled[0], None
            done = self._sitting.edit(lambda now: _as_before(now, before), "Take back")
            return "taken back" if done else ""
        changed, capture = undo_last(document, self._sitting.captured_before)
        if capture is None:
            return "nothing was captured yet"
        if changed == document:
            return "that one was settled since; nothing was taken back"
        done = self._sitting.edit(lambda _: changed, "Take back a capture")
        return f"taken back: {one_line(capture.text[:LONGEST])}" if done else ""


def _same(document: Postmortem, after: Postmortem) -> bool:
    """Tell whether nothing that can be settled changed since."""
    return (document.actions, document.causes, document.timeline, document.review.capture) == (
        after.actions, after.causes, after.timeline, after.review.capture,
    )  # fmt: skip


def _as_before(document: Postmortem, before: Postmortem) -> Postmortem:
    review = replace(document.review, capture=before.review.capture)
    return replace(
        document, actions=before.actions, causes=before.causes, timeline=before.timeline, review=review
    )
