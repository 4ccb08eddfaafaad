"""Which page belongs to which step of the meeting."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import Agenda
from pmtui.meeting.meeting_changes import MeetingChanges
from pmtui.meeting.steps import Step, steps_of
from pmtui.meeting.views import TimelineViews, tree_rows, view_action, view_cause
from prompts.meeting_shapes import Meeting
from prompts.shapes import FiveWhys
from screens.meeting.views.action_view import action_page
from screens.meeting.views.card_view import discussion_page, list_page, nothing_page, open_page, parked_page
from screens.meeting.views.cause_view import cause_page
from screens.meeting.views.close_view import close_page
from screens.meeting.views.event_view import event_page
from screens.meeting.views.page import StepPage


@dataclass(frozen=True)
class Matter:
    """Everything that pages are made of, for one version of the document.

    `words` are those of `load_words`, `headings` the titles of the lists by their name (`well`: What went well).
    """

    document: Postmortem
    agenda: Agenda
    views: TimelineViews
    meeting: Meeting
    five_whys: FiveWhys
    words: Mapping[str, Mapping[str, str]]
    headings: Mapping[str, str]


def page_of(
    step: Step,
    matter: Matter,
    *,
    foresight: bool = False,
    recorded: bool = False,
    changes: MeetingChanges | None = None,
) -> StepPage:
    """Return what a step shows; `changes` is what the meeting changed, for the card at its end.

    A step whose row has gone since then shows that nothing is there.
    """
    document, meeting = matter.document, matter.meeting
    segment = matter.agenda.segments[matter.agenda.index(step.segment)]
    match step.kind:
        case "event" if document.event(step.row):
            return event_page(step.key, matter.views.event(step.row, foresight=foresight), segment.ask)
        case "cause" if document.cause(step.row):
            cause = view_cause(document, step.row, matter.five_whys)
            tree = tree_rows(document, step.row, matter.five_whys)
            return cause_page(step.key, cause, tree, segment.ask)
        case "action" if document.action(step.row):
            walked = tuple(each.row for each in steps_of(document, segment) if each.kind == "action")
            action = view_action(document, step.row, walked, matter.words)
            return action_page(step.key, action, segment.ask)
        case "list":
            return list_page(step, document, matter.headings, segment.ask)
        case "parked" if int(step.row) < len(document.review.capture):
            return parked_page(step, document, segment.ask)
        case "discussion":
            return discussion_page(step.key, document, segment)
        case "open":
            return open_page(step.key, document, meeting.open, recorded=recorded)
        case "close":
            return close_page(step.key, document, meeting, changes, segment.ask)
    return nothing_page(step.key, segment, meeting)
