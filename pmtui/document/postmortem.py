"""The whole document."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol, Self, TypeVar

from pydantic import model_validator

from pmtui.document.actions import Action
from pmtui.document.base import Items, Line, Lines, OptionalLine, OptionalProse, Part, YesNo
from pmtui.document.causes import Cause
from pmtui.document.identity import Meta, Participant, RepeatOf
from pmtui.document.impact import Detection, Impact
from pmtui.document.review import FreeSection, Link, Review
from pmtui.document.timeline import Event


class Narrative(Part):
    """The prose of the document, one field per section that is told rather than listed. Markdown."""

    summary: OptionalProse = None
    background: OptionalProse = None
    impact_text: OptionalProse = None
    trigger: OptionalProse = None
    root_cause: OptionalProse = None
    response: OptionalProse = None
    resolution: OptionalProse = None


class Learning(Part):
    """What the team takes away, one item per line of a list."""

    well: Items = ()
    poorly: Items = ()
    lucky: Items = ()
    lessons: Items = ()


class Answer(Part):
    """A question finished without a value."""

    state: Literal["not_applicable", "unknown"]
    reason: OptionalLine = None


class Ignore(Part):
    """A hint that the author chose to leave: the rule, the hash of the sentence, and why."""

    rule: Line
    sentence: Line
    reason: OptionalLine = None


class HintSettings(Part):
    """How language hints behave in this draft."""

    on: YesNo = True
    systems: Lines = ()
    rules_off: Lines = ()


class HasId(Protocol):
    """Anything in the document that is pointed at by its id."""

    @property
    def id(self) -> str:
        """Return the id, unique in its list."""


class Postmortem(Part):
    """A postmortem, whatever its template: every template draws from this one union model.

    `unread` holds, by field path, what was typed into an input and cannot be understood yet ("around 400?" where a
    number is asked for), so that it is never lost.
    """

    meta: Meta
    participants: tuple[Participant, ...] = ()
    narrative: Narrative = Narrative()
    impact: Impact = Impact()
    detection: Detection = Detection()
    timeline: tuple[Event, ...] = ()
    causes: tuple[Cause, ...] = ()
    actions: tuple[Action, ...] = ()
    learning: Learning = Learning()
    links: tuple[Link, ...] = ()
    repeat: RepeatOf = RepeatOf()
    review: Review = Review()
    free: tuple[FreeSection, ...] = ()
    answers: dict[str, Answer] = {}
    unread: dict[str, Line] = {}
    hints: HintSettings = HintSettings()
    ignores: tuple[Ignore, ...] = ()

    @model_validator(mode="after")
    def _give_ids(self) -> Self:
        for name, prefix in (("timeline", "e"), ("causes", "w"), ("actions", "a")):
            parts = getattr(self, name)
            if len({part.id for part in parts if part.id}) < len(parts):
                # The model is frozen for everyone else; this is still its construction.
                self.__dict__[name] = with_ids(parts, prefix)
        return self

    def event(self, event_id: str) -> Event | None:
        """Return the event with that id."""
        return _find(self.timeline, event_id)

    def cause(self, cause_id: str) -> Cause | None:
        """Return the cause with that id."""
        return _find(self.causes, cause_id)

    def action(self, action_id: str) -> Action | None:
        """Return the action with that id."""
        return _find(self.actions, action_id)


PartT = TypeVar("PartT", bound=Part)
WithIdT = TypeVar("WithIdT", bound=HasId)

Change = Callable[[Postmortem], Postmortem]


def _find(parts: Iterable[WithIdT], wanted: str) -> WithIdT | None:
    return next((part for part in parts if part.id == wanted), None)


def replace(part: PartT, **values: object) -> PartT:
    """Return the part with some fields changed, validated anew; nested parts that did not change are kept as they are.

    Raises pydantic.ValidationError when a value does not fit.
    """
    return type(part).model_validate({**dict(part), **values})


def next_id(parts: Sequence[HasId], prefix: str) -> str:
    """Return the lowest free id above all those in use: `e4` after `e1`, `e3`."""
    numbers = (part.id.removeprefix(prefix) for part in parts)
    return f"{prefix}{max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 10), default=0) + 1}"


def with_ids(parts: tuple[Part, ...], prefix: str) -> tuple[Part, ...]:
    """Give an id to every part that has none or repeats an earlier one; the first holder keeps it."""
    seen: set[str] = set()
    named: list[Part] = []
    free = int(next_id(parts, prefix).removeprefix(prefix))  # type: ignore[arg-type]  # parts of these three lists have ids
    for part in parts:
        if not (own := getattr(part, "id", "")) or own in seen:
            own, free = f"{prefix}{free}", free + 1
            part = replace(part, id=own)
        seen.add(own)
        named.append(part)
    return tuple(named)
