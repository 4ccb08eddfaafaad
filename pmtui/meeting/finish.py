"""The end of a meeting: its time, its account and its dates, in one change of the draft."""

from datetime import datetime

from pmtui.document.postmortem import Postmortem, replace
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.clock import MeetingClock
from pmtui.meeting.meeting_changes import meeting_changes
from pmtui.meeting.notes import Words, review_notes
from pmtui.meeting.stored import close, keep_state
from prompts.meeting_shapes import Meeting


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
