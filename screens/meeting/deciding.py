"""What the room decides on what is in view: ideas accepted, merged and dropped, owners and days, corrections, hands."""

from collections.abc import Sequence

from textual import work

from pmtui.document.postmortem import Change, Postmortem
from pmtui.meeting.captures import (
    Context,
    accept_idea,
    add_show_of_hands,
    correct_event,
    drop_idea,
    merge_idea,
)
from pmtui.text import one_line
from screens.meeting.capturing import Capturing
from screens.meeting.correct import CorrectEvent
from screens.meeting.hands import HandsTally
from screens.meeting.ideas import MergePicker


class Deciding(Capturing):
    """The part of the meeting that changes what is in view."""

    def may(self, action: str) -> bool:
        """Tell whether an action has something to act on in this step."""
        if self.matter is None or not self.steps:
            return False
        step = self.step
        if action in ("accept", "merge", "drop"):
            row = self.shown.action(step.row) if step.kind == "action" else None
            return row is not None and row.is_idea
        if action == "fill":
            return step.kind in ("action", "parked")
        return step.kind == "event" if action == "correct" else True

    # Ideas

    def action_accept(self) -> None:
        """Make an action of the idea in view."""
        idea = self.step.row
        self._settle(
            lambda document: accept_idea(document, idea),
            "Accept an idea",
            "accepted · o fills in owner and day",
        )

    def action_drop(self) -> None:
        """Let the idea in view go."""
        idea = self.step.row
        self._settle(
            lambda document: drop_idea(document, idea), "Drop an idea", "dropped; its words are kept"
        )

    @work(exclusive=True, group="dialog")
    async def action_merge(self) -> None:
        """Make the idea in view part of another action."""
        idea = self.step.row
        into = await self.app.push_screen_wait(MergePicker(self.shown, idea))
        if into is not None:
            self._settle(lambda document: merge_idea(document, idea, into), "Merge an idea", "merged")

    def _settle(self, change: Change, label: str, said: str) -> None:
        if self.draft is None:
            return
        before = self.draft.document
        self.begin_meeting()
        if self.change(lambda document: self.with_state(change(document)), label):
            self._decided = before, self.draft.document
            self.say(f"{said} · u takes that back")
            self.tell_place()

    def action_fill(self) -> None:
        """Ask for owner and day of the action in view, or for who takes up the parked item."""
        self.open_line("fill" if self.step.kind == "action" else "taker", self.step.row, "")

    # Events

    @work(exclusive=True, group="dialog")
    async def action_correct(self) -> None:
        """Put the time or the text of the event in view right."""
        if self.draft is None:
            return
        if (refusal := self.draft.refusal) is not None:
            self.tell_refused(refusal)
            return
        event, context = self.step.row, self.context()
        document = self.draft.document
        changes = await self.app.push_screen_wait(CorrectEvent(document, event))
        if not changes:
            return
        self.begin_meeting()
        if not self.change(
            lambda now: self.with_state(_corrected(now, changes, context)), "Correct an event"
        ):
            return
        self.say("put right · what stood there is kept")
        self.tell_place()

    # Hands

    @work(exclusive=True, group="dialog")
    async def action_hands(self) -> None:
        """Count hands."""
        if self.meeting is None or self.draft is None:
            return
        if (refusal := self.draft.refusal) is not None:
            self.tell_refused(refusal)
            return
        context, question = self.context(), one_line(self.meeting.hands)
        count = await self.app.push_screen_wait(HandsTally(question))
        if count is not None:
            self.begin_meeting()
            if self.change(
                lambda document: self.with_state(add_show_of_hands(document, question, count, context)),
                "Count hands",
            ):
                self.say("counted")


def _corrected(document: Postmortem, changes: Sequence[tuple[str, str]], context: Context) -> Postmortem:
    for path, text in changes:
        document = correct_event(document, path, text, context)
    return document
