"""Which page belongs to which step of the meeting."""

from pmtui.meeting.meeting_changes import MeetingChanges
from pmtui.meeting.shown import ShownMeeting
from pmtui.meeting.step_views import tree_rows, view_action, view_cause, view_impact
from pmtui.meeting.steps import Step, steps_of
from screens.meeting.views.action_view import action_page
from screens.meeting.views.card_view import (
    discussion_page,
    impact_page,
    list_page,
    nothing_page,
    open_page,
    parked_page,
)
from screens.meeting.views.cause_view import cause_page
from screens.meeting.views.close_view import close_page
from screens.meeting.views.event_view import event_page
from screens.meeting.views.step_page import StepPage


def page_of(
    step: Step,
    shown: ShownMeeting,
    *,
    foresight: bool = False,
    recorded: bool = False,
    changes: MeetingChanges | None = None,
) -> StepPage:
    """Return what a step shows; `changes` is what the meeting changed, for the card at its end.

    A step whose row has gone since then shows that nothing is there.
    """
    document, wording = shown.document, shown.wording
    segment = shown.agenda.segments[shown.agenda.index(step.segment)]
    match step.kind:
        case "event" if document.event(step.row):
            return event_page(step.key, shown.views.event(step.row, foresight=foresight))
        case "cause" if document.cause(step.row):
            cause = view_cause(document, step.row, wording.five_whys)
            tree = tree_rows(document, step.row, wording.five_whys)
            return cause_page(step.key, cause, tree)
        case "action" if document.action(step.row):
            walked = tuple(each.row for each in steps_of(document, segment) if each.kind == "action")
            action = view_action(document, step.row, walked, wording.words)
            return action_page(step.key, action)
        case "list":
            return list_page(step, document, wording.headings)
        case "parked" if int(step.row) < len(document.review.capture):
            return parked_page(step, document)
        case "discussion":
            return discussion_page(step.key, document, segment)
        case "open":
            return open_page(step.key, document, wording.meeting.open, recorded=recorded)
        case "impact":
            impact = view_impact(document, shown.views.metrics, wording.meeting.impact)
            return impact_page(step.key, impact, wording.meeting.impact)
        case "close":
            return close_page(step.key, document, wording.meeting, changes)
    return nothing_page(step.key, segment, wording.meeting)
