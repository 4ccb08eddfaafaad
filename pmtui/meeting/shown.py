"""What the meeting shows at one moment, and the wording it shows it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.step_views import TimelineViews, Words
from prompts.meeting_shapes import Meeting
from prompts.shapes import FiveWhys


@dataclass(frozen=True)
class MeetingWording:
    """All that a meeting says. `words` are those of `load_words`; `headings` title the lists of learnings by their name."""

    meeting: Meeting
    five_whys: FiveWhys
    words: Words
    headings: Mapping[str, str]


@dataclass(frozen=True)
class ShownMeeting:
    """One version of the draft as the room sees it: with roles in the place of names where the facilitator wishes so.

    `baseline` is the draft as it was when the meeting began, None where that is not known.
    """

    document: Postmortem
    baseline: Postmortem | None
    agenda: Agenda
    wording: MeetingWording

    @cached_property
    def views(self) -> TimelineViews:
        """The events of this version."""
        return TimelineViews(self.document, self.wording.words)

    @cached_property
    def starred(self) -> frozenset[str]:
        """The events that the walk stops at; empty where it stops at all of them."""
        return frozenset(each for each in self.document.review.starred if self.document.event(each))
