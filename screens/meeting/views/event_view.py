"""An event on the wall: when, what, where it is known from, and what stood around it."""

from pmtui.meeting.step_views import EventView, Neighbour
from screens.meeting.views.step_page import Fact, Large, StepPage, author_text, head_row, with_extras


def event_page(key: str, view: EventView) -> StepPage:
    """Return the page of an event. What it does not have takes no row; a hidden future leaves no gap to guess from."""
    when = f"{'about ' if view.approximate else ''}{view.clock}"
    kinds = (view.kind.upper(), view.milestone if view.milestone.casefold() != view.kind.casefold() else "")
    facts = [Fact("source", view.source, "faint")] if view.source else []
    facts += _beside("before", view.before) + _beside("after", view.after)
    return StepPage(
        key,
        head_row(when, view.elapsed, *kinds),
        with_extras(author_text(view.text), [("note", view.note)] if view.note else ()),
        facts=tuple(facts),
        extras=bool(view.note),
        large=tuple(Large(each) for each in (when.replace("about ", "~"), view.elapsed) if each),
        rest=head_row(*kinds),
        position=f"Event {view.number} of {view.count}",
    )


def _beside(label: str, event: Neighbour | None) -> list[Fact]:
    return [Fact(label, f"{event.clock}  {event.text}", "faint")] if event else []
