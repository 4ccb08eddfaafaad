"""The timeline: what happened, when, and how it is known."""

from typing import Literal, get_args

from pmtui.document.base import Line, Moment, OptionalLine, OptionalProse, Part, Prose, YesNo

EventKind = Literal[
    "alert", "action", "done", "realisation", "communication", "impact", "decision", "escalation", "handoff"
]
Milestone = Literal[
    "trigger", "impact_start", "detected", "acknowledged", "declared", "mitigated", "resolved"
]

EVENT_KINDS: tuple[str, ...] = get_args(EventKind)
MILESTONES: tuple[str, ...] = get_args(Milestone)


class Event(Part):
    """One line of the timeline.

    `at` is an instant with an offset. `note` tells, for a decision, which options were open and why this one.
    """

    id: Line = ""
    at: Moment
    approximate: YesNo = False
    text: Prose
    kind: EventKind | None = None
    milestone: Milestone | None = None
    source: OptionalLine = None
    note: OptionalProse = None

    @property
    def is_decision(self) -> bool:
        """Whether somebody decided something."""
        return self.kind == "decision"
