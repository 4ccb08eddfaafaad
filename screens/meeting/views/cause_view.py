"""A cause on the wall: its place in the tree, its text, and how it is known."""

from collections.abc import Sequence

from pmtui.meeting.step_views import CauseView, TreeRow
from screens.meeting.views.step_page import Fact, Row, StepPage, author_text, head_row, with_extras

# Deeper than this nothing would be left of a row; causes further down stand at the same indent, in their order.
DEEPEST = 10
NOT_KNOWN = "nothing is written down yet"


def cause_page(key: str, view: CauseView, tree: Sequence[TreeRow]) -> StepPage:
    """Return the page of a cause, below its branch of the tree."""
    told = (("explains", view.explains), ("below it", view.below))
    facts = tuple(Fact(label, _counted(texts), "faint") for label, texts in told if texts)
    extras = [("known by", each) for each in view.evidence]
    extras += [("from here", each) for each in view.exits if each != view.role]
    if not view.evidence:
        facts = (Fact("known by", NOT_KNOWN, "strong"), *facts)
    return StepPage(
        key,
        head_row(view.id, view.role.upper(), view.kind, view.question),
        with_extras(author_text(view.text), extras),
        facts=facts,
        extras=bool(extras),
        rows=tuple(Row(row.text, min(row.depth, DEEPEST), row.current) for row in tree),
        position=f"Cause {view.number} of {view.count}",
    )


def _counted(texts: tuple[str, ...]) -> str:
    """Return the first text, and how many more there are; the tree shows them all."""
    return texts[0] if len(texts) == 1 else f"{texts[0]}  (+{len(texts) - 1} more)"
