"""The shapes of everything the review meeting says: agendas, cards, prompts, the checks beforehand.

A text that holds names in braces says which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

Walk = Literal["open", "timeline", "causes", "learnings", "actions", "discussion", "close"]


@dataclass(frozen=True)
class MeetingPart:
    """A kind of segment of the review meeting: its name, what it walks through and what the room is asked meanwhile.

    `walk` is open, timeline, causes, learnings, actions, discussion or close.
    """

    id: str
    name: str
    walk: Walk
    ask: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """An agenda: the ids of its segments in order, with their minutes."""

    id: str
    name: str
    about: str
    segments: tuple[tuple[str, int], ...]

    @property
    def minutes(self) -> int:
        """Return the minutes of the whole meeting."""
        return sum(minutes for _, minutes in self.segments)


@dataclass(frozen=True)
class OpenCard:
    """The wording of the first card. `directive` is quoted, and `attribution` says whom."""

    purpose: str
    directive: str
    attribution: str
    rules: tuple[str, ...]
    recording_on: str
    recording_off: str
    notes: str
    first_time: str
    afterwards: str


@dataclass(frozen=True)
class CloseCard:
    """The wording of the last card. `final` holds {final} and `follow_up` holds {follow_up}."""

    heading: str
    decisions: str
    actions: str
    missing: str
    parked: str
    corrections: str
    minutes: str
    learned: str
    again: str
    final: Annotated[str, "final"]
    follow_up: Annotated[str, "follow_up"]
    thanks: str


@dataclass(frozen=True)
class ResetCard:
    """A sentence that leads the room back, for one situation. `text` may hold {clock}, the time of the event in view."""

    situation: str
    text: Annotated[str, "clock"]


@dataclass(frozen=True)
class PreflightWords:
    """What is asked and told before the meeting. `questions` are for people; the others are told when they apply."""

    heading: str
    questions: tuple[str, ...]
    no_timeline: str
    no_causes: str
    no_actions: str
    milestones: Annotated[str, "milestones"]
    owners: Annotated[str, "actions"]
    days: Annotated[str, "actions"]
    facilitator: str
    involved: str
    late: Annotated[str, "deadline"]
    pace: Annotated[str, "segment", "count", "minutes", "each"]
    stars: str
    ready: str


@dataclass(frozen=True)
class ImpactCard:
    """The wording of the card with the headline figures: what stands below each, and the words when there is none."""

    heading: str
    lasted: str
    going_on: str
    users: str
    detected: str
    mitigated: str
    requests: str
    revenue: str
    tickets: str
    nothing: str


@dataclass(frozen=True)
class FitWords:
    """How a window of some columns looks on a wall: up to `projector_columns`, up to `share_columns`, beyond.

    `distance` says from how far it can be read: `times` the height of the picture, `metres` for one of 1.5 m.
    """

    projector_columns: int
    share_columns: int
    projector: Annotated[str, "columns", "rows"]
    share: Annotated[str, "columns", "rows"]
    small: Annotated[str, "columns", "rows"]
    distance: Annotated[str, "times", "metres"]


@dataclass(frozen=True)
class Meeting:
    """Everything the review meeting says.

    `least_seconds` are what one event, cause or action needs, by the walk. `prompts` are by the kind of an event, with `surprise` and `other` besides; `guess` are beginnings of words by kind, in
    the order in which they are tried.
    """

    default: str
    presets: Mapping[str, Preset]
    parts: Mapping[str, MeetingPart]
    amber_percent: int
    amber_minutes: int
    extra_minutes: int
    final_hours: int
    follow_up_days: int
    hands_every: int
    least_seconds: Mapping[str, int]
    hands: str
    open: OpenCard
    impact: ImpactCard
    close: CloseCard
    resets: tuple[ResetCard, ...]
    prompts: Mapping[str, tuple[str, ...]]
    guess: Mapping[str, tuple[str, ...]]
    preflight: PreflightWords
    fit: FitWords
