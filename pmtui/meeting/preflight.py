"""Before the meeting: how the window will look on a wall, and what a look at the draft would have shown too late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pmtui.deadlines import time_left
from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.steps import steps_of
from pmtui.text import show_minutes
from prompts.meeting_shapes import FitWords, Meeting
from prompts.shapes import Policy

FitLevel = Literal["projector", "share", "small"]

# Without these the phase bar has no phases to show.
_NEEDED = ("impact_start", "detected", "acknowledged", "mitigated", "resolved")
_OPEN_STATES = ("idea", "proposed", "agreed", "in_progress")
# A letter is read from some 200 times its height, which is about 0.7 of its row.
LEGIBLE = 200 * 0.7
PICTURE = 1.5  # metres high: what a projector shows on the wall of a meeting room
_MANY = 6  # more actions than this are counted, not listed


@dataclass(frozen=True)
class FitCard:
    """How a window looks on a wall, and the sentence that says so with its size."""

    level: FitLevel
    sentence: str


@dataclass(frozen=True)
class Preflight:
    """What to look at before the meeting: questions for people, and what the draft itself shows (a sentence each)."""

    questions: tuple[str, ...]
    notices: tuple[str, ...]


def fit_card(columns: int, rows: int, words: FitWords) -> FitCard:
    """Return how a window of that size looks on a wall, and from how far it can be read."""
    times = LEGIBLE / max(1, rows)
    distance = words.distance.format(times=f"{times:.1f}", metres=f"{times * PICTURE:.0f}")
    if columns <= words.projector_columns:
        return FitCard("projector", f"{words.projector.format(columns=columns, rows=rows)} {distance}")
    if columns <= words.share_columns:
        return FitCard("share", f"{words.share.format(columns=columns, rows=rows)} {distance}")
    return FitCard("small", f"{words.small.format(columns=columns, rows=rows)} {distance}")


def preflight(
    document: Postmortem, meeting: Meeting, policy: Policy, milestones: dict[str, str], now: datetime
) -> Preflight:
    """Return what to look at before the meeting. `milestones` are the words for them; `now` has an offset.

    Nothing of it keeps anyone from beginning.
    """
    said = meeting.preflight
    notices: list[str] = []
    if not document.timeline:
        notices.append(said.no_timeline)
    elif unset := [milestones.get(name, name) for name in _unset(document)]:
        notices.append(said.milestones.format(milestones=", ".join(unset)))
    if not document.causes:
        notices.append(said.no_causes)
    notices += _about_actions(document, meeting)
    notices += _about_people(document, meeting)
    meta = document.meta
    due = time_left(meta.ended, meta.severity, "in_review", now, policy, meta.tags)
    if due and due.late and document.meta.status in ("draft", "in_review"):
        notices.append(said.late.format(deadline=due.words))
    return Preflight(said.questions, tuple(notices) or (said.ready,))


def pace_notices(document: Postmortem, agenda: Agenda, meeting: Meeting) -> tuple[str, ...]:
    """Return a sentence for each segment that has too many events, causes or actions for its minutes."""
    notices = []
    for segment in agenda.segments:
        steps = steps_of(document, segment)
        starred = {each for each in document.review.starred if document.event(each)}
        if segment.walk == "timeline" and starred:
            steps = tuple(step for step in steps if step.row in starred)
        count = sum(1 for step in steps if step.kind in ("event", "cause", "action"))
        least = meeting.least_seconds.get(segment.walk, 0)
        if count and segment.budget_s < count * least:
            each = show_minutes(round(segment.budget_s / count) / 60)
            minutes = f"{segment.budget_s / 60:g}"
            notices.append(
                meeting.preflight.pace.format(segment=segment.name, count=count, minutes=minutes, each=each)
            )
            if segment.walk == "timeline":
                notices.append(meeting.preflight.stars)
    return tuple(notices)


def _unset(document: Postmortem) -> list[str]:
    marked = {event.milestone for event in document.timeline}
    given = {"impact_start": document.meta.began, "resolved": document.meta.ended}
    return [name for name in _NEEDED if name not in marked and not given.get(name)]


def _about_actions(document: Postmortem, meeting: Meeting) -> list[str]:
    said = meeting.preflight
    if not document.actions:
        return [said.no_actions]
    still_open = [action for action in document.actions if action.state in _OPEN_STATES]
    found = (
        (said.owners, [action.id for action in still_open if not action.owner]),
        (said.days, [action.id for action in still_open if not (action.due or action.check)]),
    )
    return [words.format(actions=_listed(ids)) for words, ids in found if ids]


def _about_people(document: Postmortem, meeting: Meeting) -> list[str]:
    facilitator = document.meta.facilitator
    if not facilitator:
        return [meeting.preflight.facilitator]
    involved = {person.name.casefold(): (person.role or "").casefold() for person in document.participants}
    role = involved.get(facilitator.casefold())
    # A facilitator may be listed among the people, as what they are.
    return [meeting.preflight.involved] if role is not None and "facilitat" not in role else []


def _listed(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= _MANY else f"{', '.join(ids[:_MANY])} and {len(ids) - _MANY} more"
