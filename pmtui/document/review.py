"""The record of the review meeting, and what stands at the end of a document."""

from typing import Literal, get_args

from pmtui.document.base import (
    Count,
    Day,
    Line,
    Lines,
    Moment,
    OptionalLine,
    OptionalProse,
    Part,
    Prose,
    YesNo,
)

CaptureKind = Literal["note", "idea", "decision", "parked", "correction"]
IdeaOutcome = Literal["accepted", "merged", "dropped"]

CAPTURES = "review.capture"  # their place in the file
CAPTURE_KINDS: tuple[str, ...] = get_args(CaptureKind)


class Link(Part):
    """A link of the appendix: a dashboard, a chat thread, a deploy log."""

    label: OptionalLine = None
    url: Line


class FreeSection(Part):
    """A section of a team's own template, or one kept from a template that is no longer used."""

    id: Line
    heading: Line = ""
    text: OptionalProse = None


class Capture(Part):
    """Something noted during the review meeting. Who said it is never kept.

    `segment`, `event`, `cause` and `action` tell what was in view; of an idea, `action` is the action it became or was
    merged into. `field` and `before` belong to a correction: the path that was corrected and what stood there, as one
    would type it. `taker` is who will look after a parked item, `outcome` what became of an idea.
    """

    kind: CaptureKind = "note"
    text: Prose
    at: Moment | None = None
    segment: OptionalLine = None
    event: OptionalLine = None
    cause: OptionalLine = None
    action: OptionalLine = None
    field: OptionalLine = None
    before: OptionalProse = None
    taker: OptionalLine = None
    outcome: IdeaOutcome | None = None


class MeetingSegment(Part):
    """A part of the meeting: the seconds set aside for it, and those used so far."""

    id: Line
    budget_s: Count
    used_s: Count = 0


class Review(Part):
    """When the draft was reviewed, how the meeting went and what was captured.

    `at_segment` and `at_step` are where the meeting stands; `baseline` names the earlier version that holds the document
    as it was when the meeting began. `later_hidden` and `roles_shown` are how the wall shows it; `starred` are the events
    that the meeting stops at, all where there are none. `learned` and `again` are counts of hands; `follow_up` is the day on which the
    actions are looked at again, `final_due` when the final version is out.
    """

    preset: OptionalLine = None
    scribe: OptionalLine = None
    started: Moment | None = None
    ended: Moment | None = None
    at_segment: OptionalLine = None
    at_step: OptionalLine = None
    baseline: OptionalLine = None
    later_hidden: YesNo = False
    roles_shown: YesNo = False
    starred: Lines = ()
    learned: Count | None = None
    again: Count | None = None
    follow_up: Day | None = None
    final_due: Moment | None = None
    notes: OptionalProse = None
    segment: tuple[MeetingSegment, ...] = ()
    capture: tuple[Capture, ...] = ()
