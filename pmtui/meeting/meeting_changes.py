"""What one meeting changed: from the document at its beginning to the document now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pmtui.document.actions import Action
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture
from pmtui.document.row_kinds import ACTIONS, CAUSES, EVENTS, RowKind
from pmtui.drafts.comparing.differences import Change, differences
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.step_views import came_from_meeting

RowChangeKind = Literal["added", "changed", "removed"]

# What has a place of its own in the account, or is the meeting's own state.
_TOLD_ELSEWHERE = ("timeline.", "causes.", "actions.", "review.", "meta.status")


@dataclass(frozen=True)
class RowChange:
    """An event, cause or action that came, went or changed. `text` is what it says now (or said last).

    `details` are the fields that differ: name, before, after, as a person reads them.
    """

    row: str
    kind: RowChangeKind
    text: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class SegmentUse:
    """A segment's name, and its seconds used and set aside."""

    name: str
    used_s: int
    budget_s: int


@dataclass(frozen=True)
class MeetingChanges:
    """The meeting in short.

    `compared` is False when the document at the beginning is not known any more: then the rows are empty and everything
    else comes from what was captured. `fields` are the paths of other fields that changed. `agreed` are the actions agreed in the meeting, `agreed_before` those that were and are still open, `ideas` those that wait. `merged`
    holds ideas with the action that took them up. Captures of this meeting only.
    """

    started: datetime | None
    ended: datetime | None
    compared: bool
    events: tuple[RowChange, ...]
    causes: tuple[RowChange, ...]
    actions: tuple[RowChange, ...]
    fields: tuple[str, ...]
    decisions: tuple[Capture, ...]
    notes: tuple[Capture, ...]
    parked: tuple[Capture, ...]
    corrections: tuple[Capture, ...]
    agreed: tuple[Action, ...]
    agreed_before: tuple[Action, ...]
    ideas: tuple[Action, ...]
    merged: tuple[tuple[Capture, Action | None], ...]
    dropped: tuple[Capture, ...]
    minutes: tuple[SegmentUse, ...]
    learned: int | None
    again: int | None

    @property
    def used_s(self) -> int:
        """Return the seconds of the whole meeting."""
        return sum(use.used_s for use in self.minutes)

    @property
    def budget_s(self) -> int:
        """Return the seconds set aside for the whole meeting."""
        return sum(use.budget_s for use in self.minutes)


def meeting_changes(now: Postmortem, baseline: Postmortem | None, agenda: Agenda) -> MeetingChanges:
    """Return what the meeting changed. `baseline` is the document from `read_baseline`.

    Pass the document with the clock's state stored in it (`keep_state`), so that the minutes are of this moment.
    """
    before = len(baseline.review.capture) if baseline else 0
    captures = now.review.capture[before:]
    differing = differences(baseline, now) if baseline else ()
    events, causes, actions = (
        _rows(differing, now, baseline, kind) if baseline else () for kind in (EVENTS, CAUSES, ACTIONS)
    )
    was = {action.id: action.state for action in baseline.actions} if baseline else {}
    stored = {row.id: row for row in now.review.segment}
    agreed = [
        action
        for action in now.actions
        if action.state == "agreed"
        and (was.get(action.id, "idea") != "agreed" if baseline else came_from_meeting(now, action))
    ]
    return MeetingChanges(
        started=now.review.started,
        ended=now.review.ended,
        compared=baseline is not None,
        events=events,
        causes=causes,
        actions=actions,
        fields=tuple(
            dict.fromkeys(each.group for each in differing if not each.group.startswith(_TOLD_ELSEWHERE))
        ),
        decisions=_of_kind(captures, "decision"),
        notes=_of_kind(captures, "note"),
        parked=_of_kind(captures, "parked"),
        corrections=_of_kind(captures, "correction"),
        agreed=tuple(agreed),
        agreed_before=tuple(
            each for each in now.actions if each.state in ("agreed", "in_progress") and each not in agreed
        ),
        ideas=tuple(action for action in now.actions if action.is_idea),
        merged=tuple(
            (capture, now.action(capture.action or "")) for capture in captures if capture.outcome == "merged"
        ),
        dropped=tuple(capture for capture in captures if capture.outcome == "dropped"),
        minutes=tuple(
            SegmentUse(segment.name, stored[segment.id].used_s, stored[segment.id].budget_s)
            for segment in agenda.segments
            if segment.id in stored
        ),
        learned=now.review.learned,
        again=now.review.again,
    )


def _rows(
    differing: Sequence[Change], now: Postmortem, baseline: Postmortem, kind: RowKind[Any]
) -> tuple[RowChange, ...]:
    """Gather the differences of a table's rows: one entry for each row, in the order they were found."""
    found: dict[str, list[Change]] = {}
    for change in differing:
        if change.group.startswith(f"{kind.table}.") and change.kind != "moved":
            found.setdefault(change.group.removeprefix(f"{kind.table}."), []).append(change)
    texts = {row.id: row.text for document in (baseline, now) for row in document.rows(kind)}
    held = {row.id for row in now.rows(kind)}, {row.id for row in baseline.rows(kind)}
    rows = []
    for row, changes in found.items():
        how: RowChangeKind = "removed" if row not in held[0] else "added" if row not in held[1] else "changed"
        details = tuple(
            (change.path.rpartition(".")[2], change.before, change.after)
            for change in changes
            if how == "changed"
        )
        rows.append(RowChange(row, how, texts.get(row, ""), details))
    return tuple(rows)


def _of_kind(captures: Sequence[Capture], kind: str) -> tuple[Capture, ...]:
    return tuple(capture for capture in captures if capture.kind == kind)
