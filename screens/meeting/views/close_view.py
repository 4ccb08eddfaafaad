"""The card at the end of the meeting: what was decided, agreed, parked and put right, and the time it took."""

from collections.abc import Iterator

from textual.content import Content

from pmtui.document.actions import Action
from pmtui.document.moments import show_moment
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture
from pmtui.meeting.capture_line import missing_parts
from pmtui.meeting.clock import show_seconds
from pmtui.meeting.meeting_changes import MeetingChanges
from pmtui.text import plural, visible
from prompts.meeting_shapes import CloseCard, Meeting
from screens.meeting.views.card_view import NOBODY_HAS_IT
from screens.meeting.views.step_page import StepPage, card_text, head_row, section

NOTHING_YET = "Nothing was decided, agreed, parked or put right so far."


def close_page(key: str, document: Postmortem, meeting: Meeting, changes: MeetingChanges | None) -> StepPage:
    """Return the card; without `changes` only what comes next is told."""
    said = meeting.close
    parts = list(_outcome(said, changes)) if changes else []
    text = card_text(
        *(parts or [Content(NOTHING_YET)]),
        _hands(said, changes),
        section(said.minutes, _minutes(changes)) if changes else None,
        _next(document, said),
        Content.styled(visible(said.thanks), "bold"),
    )
    return StepPage(key, head_row(said.heading), text, card=True)


def _outcome(said: CloseCard, changes: MeetingChanges) -> Iterator[Content]:
    sections = (
        section(said.decisions, [each.text for each in changes.decisions]),
        section(said.actions, [_action(each) for each in changes.agreed]),
        section(said.parked, [f"{each.text}  → {each.taker or NOBODY_HAS_IT}" for each in changes.parked]),
        section(said.corrections, [_correction(each) for each in changes.corrections]),
        section("Ideas kept for later", [f"{each.id} {each.text}" for each in changes.ideas]),
    )
    return (part for part in sections if part)


def _action(action: Action) -> str:
    day = action.due or action.check
    told = " · ".join(part for part in (action.owner, day.isoformat() if day else "") if part)
    lacking = missing_parts(action)
    open_parts = f"  still without {' and '.join(lacking)}" if lacking else ""
    return f"{action.id} {action.text}" + (f"  → {told}" if told else "") + open_parts


def _correction(capture: Capture) -> str:
    return f"{capture.text}  (before: {capture.before})" if capture.before else capture.text


def _hands(said: CloseCard, changes: MeetingChanges | None) -> Content | None:
    if changes is None or (changes.learned is None and changes.again is None):
        return None
    counted = ((said.learned, changes.learned), (said.again, changes.again))
    return Content("\n").join(
        Content.assemble(f"{visible(question)} ", (str(count), "bold"))
        for question, count in counted
        if count is not None
    )


def _minutes(changes: MeetingChanges) -> list[str]:
    rows = [(use.name, use.used_s, use.budget_s) for use in changes.minutes]
    if not rows:
        return []
    rows.append(("All", changes.used_s, changes.budget_s))
    wide = max(len(name) for name, _, _ in rows)
    return [
        f"{name:<{wide}}  {show_seconds(used):>6} of {show_seconds(budget):>6}{_over(used - budget)}"
        for name, used, budget in rows
    ]


def _over(seconds: int) -> str:
    return f"  {plural(round(seconds / 60), 'minute')} over" if seconds >= 30 else ""


def _next(document: Postmortem, said: CloseCard) -> Content | None:
    """Return the dates that are set already; those to come are set when the meeting is closed."""
    review, zone = document.review, document.meta.zone
    lines = []
    if review.final_due:
        lines.append(said.final.format(final=show_moment(review.final_due, zone)))
    if review.follow_up:
        lines.append(said.follow_up.format(follow_up=review.follow_up.isoformat()))
    return Content(visible("\n".join(lines))) if lines else None
