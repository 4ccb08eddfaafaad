"""Which incident, which document, and who: the `[meta]` table and the people."""

from typing import Literal

from pmtui.document.base import Count, Day, Line, Lines, Moment, OptionalLine, OptionalProse, Part

SCHEMA_VERSION = 1

Status = Literal["draft", "in_review", "reviewed", "closed"]
IncidentKind = Literal[
    "outage", "degradation", "bug", "security", "data", "hardware", "network", "near_miss", "other"
]


class Meta(Part):
    """The head of a draft: enough to list it, first in the file."""

    schema_version: Count = SCHEMA_VERSION
    id: Line
    title: Line = ""
    noun: Line = "postmortem"
    template: Line = "standard"
    status: Status = "draft"
    severity: OptionalLine = None
    kind: IncidentKind | None = None
    zone: Line = "UTC"
    began: Moment | None = None
    ended: Moment | None = None
    created: Moment | None = None
    written: Day | None = None
    authors: Lines = ()
    facilitator: OptionalLine = None
    services: Lines = ()
    tags: Lines = ()


class Participant(Part):
    """Somebody who took part, with the role they had; a role can be shown in place of the name."""

    name: Line
    role: OptionalLine = None
    handle: OptionalLine = None


class RepeatOf(Part):
    """The earlier incident that this one repeats, and why what was done then did not hold."""

    of: OptionalLine = None
    reason: Literal["not_done", "insufficient", "too_narrow"] | None = None
    note: OptionalProse = None
