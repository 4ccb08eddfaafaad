"""The agenda of one meeting: its segments in order with the time set aside for each."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.review import MeetingSegment
from prompts.meeting_shapes import Meeting, MeetingPart, Walk

LONGEST_S = 24 * 60 * 60


@dataclass(frozen=True)
class Segment:
    """A segment of the agenda. Seconds; `walk` is what it goes through, `ask` what the room is asked meanwhile."""

    id: str
    name: str
    walk: Walk
    ask: tuple[str, ...]
    budget_s: int


@dataclass(frozen=True)
class Agenda:
    """What the meeting goes through, in order; at least one segment."""

    preset: str
    name: str
    segments: tuple[Segment, ...]

    @property
    def budget_s(self) -> int:
        """Return the seconds of the whole meeting."""
        return sum(segment.budget_s for segment in self.segments)

    def index(self, segment_id: str | None) -> int:
        """Return where a segment stands, from 0; 0 for one that is not on this agenda."""
        return next((at for at, segment in enumerate(self.segments) if segment.id == segment_id), 0)

    def keeps_for_actions(self, index: int) -> bool:
        """Tell whether an action caught in that segment is kept as an idea until the actions are talked about."""
        later = self.segments[index + 1 :]
        walked = [segment.walk for segment in self.segments]
        return "actions" not in walked or any(segment.walk == "actions" for segment in later)


def agenda_for(document: Postmortem, meeting: Meeting, preset: str = "") -> Agenda:
    """Return the agenda: that of a preset named here, else the draft's own, else the usual one.

    The draft's own is its list of segments, which may differ from every preset. A preset that is not known counts as not
    named; a segment that the wording does not know is walked through as a discussion.
    """
    stored = document.review
    known = stored.preset if stored.preset in meeting.presets else None
    chosen = preset if preset in meeting.presets else known or meeting.default
    named = meeting.presets[chosen]
    if stored.segment and (not preset or chosen == known):
        segments = tuple(_segment(meeting, row.id, row.budget_s) for row in _once(stored.segment))
    else:
        segments = tuple(_segment(meeting, name, minutes * 60) for name, minutes in named.segments)
    return Agenda(chosen, named.name, segments)


def with_agenda(document: Postmortem, agenda: Agenda) -> Postmortem:
    """Return the document with this agenda as its own; seconds used so far stay with segments of the same id."""
    used = {row.id: row.used_s for row in document.review.segment}
    rows = tuple(
        MeetingSegment(id=segment.id, budget_s=segment.budget_s, used_s=used.get(segment.id, 0))
        for segment in agenda.segments
    )
    return replace(document, review=replace(document.review, preset=agenda.preset, segment=rows))


def with_minutes(agenda: Agenda, minutes: Mapping[str, int]) -> Agenda:
    """Return the agenda with other minutes for some segments, by their id; 0 leaves a segment out.

    The last segment that would be left is kept as it is.
    """
    segments = tuple(
        dataclasses.replace(segment, budget_s=min(minutes[segment.id] * 60, LONGEST_S))
        if segment.id in minutes
        else segment
        for segment in agenda.segments
    )
    kept = tuple(segment for segment in segments if segment.budget_s > 0)
    return Agenda(agenda.preset, agenda.name, kept or agenda.segments[-1:])


def _segment(meeting: Meeting, segment_id: str, budget_s: int) -> Segment:
    part = meeting.parts.get(segment_id) or MeetingPart(segment_id, segment_id, "discussion", ())
    return Segment(segment_id, part.name, part.walk, part.ask, min(budget_s, LONGEST_S))


def _once(rows: tuple[MeetingSegment, ...]) -> tuple[MeetingSegment, ...]:
    """Return the rows without those that repeat an id, as a draft written by hand may."""
    return tuple({row.id: row for row in reversed(rows)}.values())[::-1]
