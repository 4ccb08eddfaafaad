"""The whole document."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol, Self, TypeVar

from pydantic import model_validator

from pmtui.document.actions import Action
from pmtui.document.base import Items, Line, Lines, OptionalLine, OptionalProse, Part, YesNo
from pmtui.document.causes import Cause
from pmtui.document.estimates import Estimate
from pmtui.document.identity import Meta, Participant, RepeatOf
from pmtui.document.impact import Detection, Impact
from pmtui.document.review import FreeSection, Link, Review
from pmtui.document.row_kinds import ACTIONS, CAUSES, EVENTS, NUMBERED, RowKind, RowT
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
    number is asked for), so that it is never lost. `estimates` holds, by field path, how roughly a figure is known.
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
    estimates: dict[str, Estimate] = {}
    hints: HintSettings = HintSettings()
    ignores: tuple[Ignore, ...] = ()

    @model_validator(mode="after")
    def _give_ids(self) -> Self:
        for kind in NUMBERED:
            rows = self.rows(kind)
            if len({row.id for row in rows if row.id}) < len(rows):
                # The model is frozen for everyone else; this is still its construction.
                self.__dict__[kind.table] = _with_ids(rows, kind.prefix)
        return self

    def rows(self, kind: RowKind[RowT]) -> tuple[RowT, ...]:
        """Return the rows of one kind."""
        rows: tuple[RowT, ...] = getattr(self, kind.table)
        return rows

    def row(self, kind: RowKind[RowT], row_id: str) -> RowT | None:
        """Return the row of one kind with that id."""
        return next((row for row in self.rows(kind) if row.id == row_id), None)

    def with_rows(self, kind: RowKind[RowT], rows: Iterable[RowT]) -> "Postmortem":
        """Return the document with other rows of one kind."""
        return replace(self, **{kind.table: tuple(rows)})

    def event(self, event_id: str) -> Event | None:
        """Return the event with that id."""
        return self.row(EVENTS, event_id)

    def cause(self, cause_id: str) -> Cause | None:
        """Return the cause with that id."""
        return self.row(CAUSES, cause_id)

    def action(self, action_id: str) -> Action | None:
        """Return the action with that id."""
        return self.row(ACTIONS, action_id)


PartT = TypeVar("PartT", bound=Part)

Change = Callable[[Postmortem], Postmortem]


def replace(part: PartT, **values: object) -> PartT:
    """Return the part with some fields changed, validated anew; nested parts that did not change are kept as they are.

    Raises pydantic.ValidationError when a value does not fit.
    """
    return type(part).model_validate({**dict(part), **values})


def next_id(parts: Sequence[HasId], prefix: str) -> str:
    """Return the lowest free id above all those in use: `e4` after `e1`, `e3`."""
    numbers = (part.id.removeprefix(prefix) for part in parts)
    return f"{prefix}{max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 10), default=0) + 1}"


def _with_ids(rows: Sequence[RowT], prefix: str) -> tuple[RowT, ...]:
    """Give an id to every row that has none or repeats an earlier one; the first holder keeps it."""
    seen: set[str] = set()
    named: list[RowT] = []
    free = int(next_id(rows, prefix).removeprefix(prefix))
    for row in rows:
        if not row.id or row.id in seen:
            row, free = replace(row, id=f"{prefix}{free}"), free + 1
        seen.add(row.id)
        named.append(row)
    return tuple(named)
