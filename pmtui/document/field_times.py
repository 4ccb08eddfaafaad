"""Times that are typed for a field, read against what the draft already knows."""

from datetime import date, datetime

from pmtui.document.field_paths import Place
from pmtui.document.field_problem import FieldProblem
from pmtui.document.moments import ParsedMoment, in_zone, parse_moment
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_kinds import EVENTS


def read_moment(
    doc: Postmortem, place: Place, text: str, own: object, today: date | None = None
) -> ParsedMoment:
    """Read a time on the day of the value that the field has (`own`), else on that of the incident.

    Raises FieldProblem.
    """
    relative = text.strip().startswith("+")
    first = min((event.at for event in doc.timeline), default=None)
    near = own if isinstance(own, datetime) else doc.meta.began or first
    if place.path == "meta.ended" and doc.meta.began and (relative or own is None):
        found = parse_moment(text, doc.meta.zone, after=doc.meta.began, today=today)
    elif relative:
        found = parse_moment(text, doc.meta.zone, after=near, today=today)
    else:
        day = in_zone(near, doc.meta.zone).date() if near else None
        found = parse_moment(text, doc.meta.zone, day, today=today)
    if found.approximate and place.part != EVENTS.table:
        raise FieldProblem(
            "This time cannot be marked as approximate",
            "Write your best time without the ~; the event on the timeline can carry the mark.",
        )
    return found
