"""Steps without a row of the draft: the opening card, lists of learnings, parked items, and the talk at the end."""

from collections.abc import Mapping

from textual.content import Content

from pmtui.document.item_lines import list_text
from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import Segment
from pmtui.meeting.step_views import ImpactView
from pmtui.meeting.steps import Step
from pmtui.text import plural, visible
from prompts.meeting_shapes import ImpactCard, Meeting, OpenCard
from screens.meeting.views.step_page import (
    Fact,
    Large,
    StepPage,
    author_line,
    author_text,
    card_text,
    head_row,
    section,
)

NOBODY_HAS_IT = "nobody yet"
EMPTY_LIST = "Nothing is written down here yet."


def open_page(key: str, document: Postmortem, said: OpenCard, *, recorded: bool) -> StepPage:
    """Return the card that opens the meeting; `recorded` says whether a recording is made."""
    people = [
        f"{label}: {author_line(name)}"
        for label, name in (("Leads", document.meta.facilitator), ("Writes", document.review.scribe))
        if name
    ]
    recording = said.recording_on if recorded else said.recording_off
    text = card_text(
        Content.styled(visible(said.purpose), "bold"),
        Content.assemble((visible(said.directive), "italic"), f"\n{visible(said.attribution)}"),
        section("How we talk", said.rules),
        Content(visible(" ".join((recording, said.notes, said.afterwards)))),
        Content.styled(visible(said.first_time), "bold"),
    )
    head = head_row(*people) if people else head_row("Welcome")
    return StepPage(key, head, text, card=True)


def impact_page(key: str, view: ImpactView, said: ImpactCard) -> StepPage:
    """Return the card with the headline figures of the impact."""
    text = author_text(view.text) if view.text else Content("" if view.figures else visible(said.nothing))
    figures = tuple(Large(value, label) for value, label in view.figures)
    return StepPage(key, head_row(said.heading), text, card=True, large=figures, rest=head_row(said.heading))


def list_page(step: Step, document: Postmortem, headings: Mapping[str, str]) -> StepPage:
    """Return a list of learnings under its heading."""
    text = list_text(document, step.row)
    heading = headings.get(step.row, step.row)
    return StepPage(step.key, head_row(heading), author_text(text or EMPTY_LIST), card=True, position=heading)


def parked_page(step: Step, document: Postmortem) -> StepPage:
    """Return an item that was parked, and who takes it up."""
    parked = [index for index, each in enumerate(document.review.capture) if each.kind == "parked"]
    item = document.review.capture[int(step.row)]
    number = parked.index(int(step.row)) + 1 if int(step.row) in parked else 0
    taken = Fact("taken up by", item.taker or NOBODY_HAS_IT, "plain" if item.taker else "strong")
    return StepPage(
        step.key,
        head_row("PARKED"),
        author_text(item.text),
        facts=(taken,),
        position=f"Parked {number} of {len(parked)}",
    )


def discussion_page(key: str, document: Postmortem, segment: Segment) -> StepPage:
    """Return the talk at the end: what to ask, large, and how much is parked."""
    parked = sum(1 for each in document.review.capture if each.kind == "parked")
    facts = (Fact("parked", f"{plural(parked, 'item')}, one by one with →"),) if parked else ()
    text = Content("\n\n").join(Content(visible(question)) for question in segment.ask)
    return StepPage(key, head_row(segment.name), text, facts=facts, card=True)


def nothing_page(key: str, segment: Segment, meeting: Meeting) -> StepPage:
    """Return what a segment shows when the draft has nothing for it to go through."""
    said = meeting.preflight
    words = {"timeline": said.no_timeline, "causes": said.no_causes, "actions": said.no_actions}
    text = Content(visible(words.get(segment.walk, EMPTY_LIST)))
    return StepPage(key, head_row(segment.name), text)
