"""An action or an idea on the wall: what is to be done, by whom and when, and what is still missing."""

from pmtui.meeting.step_views import ActionView
from screens.meeting.views.step_page import Fact, StepPage, author_text, head_row, with_extras


def action_page(key: str, view: ActionView) -> StepPage:
    """Return the page of an action; what it lacks is said in words, not left blank."""
    day = f"due {view.due}" if view.due else f"looked at on {view.check}" if view.check else ""
    purpose = " · ".join(part for part in (view.priority, view.type) if part)
    facts = [
        Fact("owner", view.owner or "nobody yet", "plain" if view.owner else "strong"),
        Fact("day", day or "no day yet", "plain" if day else "strong"),
        Fact("what for", purpose or "not said yet", "plain" if purpose else "faint"),
        Fact("answers", _answers(view), "plain" if view.causes else "faint"),
    ]
    state = "IDEA" if view.is_idea else view.state.upper()
    return StepPage(
        key,
        head_row(f"{state} {view.id}", "from this review" if view.from_meeting else "from the draft"),
        with_extras(
            author_text(view.text), [("done when", view.done_when)] if view.done_when else (), apart=True
        ),
        facts=tuple(facts),
        extras=bool(view.done_when),
        position=f"Action {view.number} of {view.count}",
    )


def _answers(view: ActionView) -> str:
    if not view.causes:
        return "no cause yet"
    more = f"  (+{len(view.causes) - 1} more)" if len(view.causes) > 1 else ""
    return f"{view.causes[0]}{more}"
