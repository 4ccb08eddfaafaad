"""The end of a meeting: its time, its account and its dates, in one change of the draft."""

from dataclasses import dataclass
from datetime import date, datetime

from pmtui.document.postmortem import Postmortem, replace
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.clock import MeetingClock
from pmtui.meeting.meeting_changes import meeting_changes
from pmtui.meeting.notes import Words, review_notes
from pmtui.meeting.stored import close, count_hands, keep_state
from prompts.meeting_shapes import Meeting


@dataclass(frozen=True)
class ClosingAnswer:
    """Counts of hands (None where nobody counted), when the final version is out, when the actions are looked at again."""

    learned: int | None
    again: int | None
    final_due: datetime | None
    follow_up: date | None


def with_answer(document: Postmortem, answer: ClosingAnswer) -> Postmortem:
    """Return the document with the counts and dates of the answer."""
    counted = count_hands(document, learned=answer.learned, again=answer.again)
    dates = replace(counted.review, final_due=answer.final_due, follow_up=answer.follow_up)
    return replace(counted, review=dates)


def finish(
    document: Postmortem,
    clock: MeetingClock,
    at: float,
    wall: datetime,
    *,
    step_key: str,
    agenda: Agenda,
    meeting: Meeting,
    baseline: Postmortem | None,
    words: Words,
) -> Postmortem:
    """Return the document with its meeting closed and the account of it appended to the review notes.

    `at` is monotonic, `wall` has an offset, `baseline` is the document at the beginning (None where it is not known any
    more), `words` are those of `load_words`.
    """
    kept = keep_state(document, clock, at, step_key)
    # The dates come first, so that the account can name them.
    closed = close(kept, meeting, wall)
    account = review_notes(closed, meeting_changes(closed, baseline, agenda), words)
    before = (document.review.notes or "").rstrip()
    notes = f"{before}\n\n{account}" if before else account
    return replace(closed, review=replace(closed.review, notes=notes))
