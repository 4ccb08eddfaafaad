"""The end of a meeting: what it changed, its account, and closing it."""

from pmtui.meeting.finish import ClosingAnswer, finish, with_answer
from pmtui.meeting.meeting_changes import MeetingChanges, meeting_changes
from pmtui.meeting.notes import meeting_notes_markdown
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.stored import keep_state


class Closing:
    """Tells what a meeting came to, and ends it."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    @property
    def changes(self) -> MeetingChanges:
        """What the meeting changed until now, as the room sees it."""
        kept = keep_state(
            self._sitting.shown.document,
            self._sitting.clock,
            self._sitting.times.monotonic(),
            self._sitting.step.key,
        )
        return meeting_changes(kept, self._sitting.shown.baseline, self._sitting.agenda)

    @property
    def account(self) -> str:
        """The account of the meeting as a Markdown document, as the room sees it."""
        return meeting_notes_markdown(self._sitting.shown.document, self.changes, self._sitting.wording.words)

    def close(self, answer: ClosingAnswer) -> bool:
        """End the meeting with the last counts and dates, and tell whether it ended."""
        sitting = self._sitting
        sitting.require_writable()
        sitting.begin()
        at, wall = sitting.times.monotonic(), sitting.times.wall()
        sitting.clock = sitting.clock.pause(at)
        sitting.ended = sitting.draft.edit(
            lambda document: finish(
                with_answer(document, answer),
                sitting.clock,
                at,
                wall,
                step_key=sitting.step.key,
                agenda=sitting.agenda,
                meeting=sitting.wording.meeting,
                baseline=sitting.baseline,
                words=sitting.wording.words,
            ),
            "Close the meeting",
        )
        sitting.refresh()
        return sitting.ended
