"""The why-tree: conditions that had to be true, several parents allowed."""

from collections.abc import Sequence
from typing import Literal

from pmtui.document.base import Line, Lines, OptionalLine, OptionalProse, Part, Prose, YesNo

CauseRole = Literal["trigger", "contributing", "root", "aggravating", "mitigating"]
CauseKind = Literal["event", "condition", "control", "decision"]
CauseLevel = Literal["sharp-end", "technical", "team", "organisation", "outside"]
CauseCategory = Literal[
    "code", "testing", "review", "deployment", "config", "capacity", "dependency", "data", "network", "detection",
    "runbook", "tooling", "access", "handoff", "workload", "knowledge", "risk-decision", "unknown",
]  # fmt: skip
SideQuestion = Literal["happened", "not_caught", "lasted"]


class Cause(Part):
    """A node of the why-tree.

    A contributing factor is a cause whose `role` is contributing. `parents` are ids of causes that this one explains;
    none means it answers the impact itself, under one of the three side questions. `more_needed` is the answer to
    "what else had to be true?": True while another condition is still to be named, False for "nothing else".
    Actions point at causes (`Action.causes`), so the link is kept in one place.
    """

    id: Line = ""
    parents: Lines = ()
    text: Prose
    question: SideQuestion | None = None
    kind: CauseKind | None = None
    level: CauseLevel | None = None
    role: CauseRole | None = None
    category: CauseCategory | None = None
    tags: Lines = ()
    ours_to_change: Literal["ours", "partner", "outside"] | None = None
    confidence: Literal["known", "likely", "guess"] | None = None
    evidence: Lines = ()
    more_needed: YesNo | None = None
    accepted_because: OptionalProse = None
    measure_next: OptionalProse = None
    stop: OptionalLine = None

    @property
    def is_contributing(self) -> bool:
        """Whether it is a contributing factor."""
        return self.role == "contributing"


def in_tree(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """Return the causes that belong to the why-tree: all but the factors that only stand in their list."""
    above = {parent for cause in causes for parent in cause.parents}
    return tuple(
        cause
        for cause in causes
        if not cause.is_contributing or cause.parents or cause.question or cause.id in above
    )
