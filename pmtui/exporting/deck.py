"""A draft as slides in one HTML file: one thing at a time, in letters for the back of a room.

Slides are as high as the window and scroll by the browser's own keys; no script. Their order is that of a review
meeting, whatever the template: what happened, what it cost, how it went, how it came about, what follows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem
from pmtui.exporting.answers import View, finished, said
from pmtui.exporting.arrange import title_of, view_of
from pmtui.exporting.blocks import Block, Fact, Facts, Item, Items, Link, Node, Note, Prose, Tree
from pmtui.exporting.event_slides import event_slides
from pmtui.exporting.html import key_figures
from pmtui.exporting.rendering import render
from pmtui.exporting.rows import timeline_zone
from pmtui.exporting.slides import Line, Slide, filled, listed, numbered, spread, told
from pmtui.exporting.timeline_figure import figure
from pmtui.exporting.why_tree import evidence, trees
from prompts.shapes import Template

TITLE_FACTS = (
    "computed.date", "computed.duration", "meta.severity", "meta.status", "meta.services", "meta.authors",
    "meta.facilitator",
)  # fmt: skip
IMPACT_FACTS = (
    "impact.failed_requests", "impact.error_rate", "impact.revenue", "impact.slo_breached", "impact.credits",
    "impact.support_tickets", "impact.engineer_hours", "impact.data_affected", "impact.public_communication",
)  # fmt: skip
DETECTION_FACTS = ("detection.how", "detection.alerts_effective", "detection.gap")
FOR_THE_ROOM = (
    "What surprised us here?",
    "What made the next step hard to see at the time?",
    "What did we learn that another team could use?",
    "What would make the next on-call shift easier?",
)
_FACTS_ON_A_SLIDE = 5
_ACTIONS_ON_A_SLIDE = 2


def to_deck(doc: Postmortem, template: Template, *, team: Path | None = None) -> str:
    """Return the slides as one HTML file. `team` is the folder of a team's own words.

    The same document and template give the same bytes.
    """
    view = view_of(doc, template, team)
    parts = [(part_id, name, part) for part_id, name, part in _parts(view) if part]
    slides = tuple(
        replace(slide, begins=part_id if number == 0 else "")
        for part_id, _, part in parts
        for number, slide in enumerate(part)
    )
    facts = tuple(_facts(view, TITLE_FACTS))
    return render(
        "deck.html.jinja",
        "deck.css",
        title=title_of(doc, template),
        facts=(Facts(facts, "labelled"),) if facts else (),
        contents=[(part_id, name) for part_id, name, _ in parts],
        slides=slides,
    )


def _parts(view: View) -> Iterator[tuple[str, str, tuple[Slide, ...]]]:
    """Yield each part in the order in which they are shown: its id, its name, its slides."""
    yield "summary", "Summary", _prose(view, "summary", required=True) + _prose(view, "background")
    yield "impact", "Impact", _impact(view)
    yield "detection", "Detection", _fact_slides(view, "Detection", DETECTION_FACTS)
    yield "timeline", "Timeline", _timeline(view)
    yield "response", "Response", _prose(view, "response") + _prose(view, "resolution")
    yield "causes", "Causes", _causes(view)
    for name in ("well", "poorly", "lucky"):
        yield name, _label(view, name), _list(view, name)
    yield "actions", "Actions", _actions(view)
    yield "decisions", "Decisions", _decisions(view)
    yield "lessons", _label(view, "lessons"), _list(view, "lessons")
    for number, section in enumerate(view.doc.free, 1):
        name = section.heading or section.id
        yield f"more-{number}", name, told(name, section.text) if section.text else ()
    yield "open", "Still open", _still_open(view)
    room = Items(tuple(Item(question) for question in FOR_THE_ROOM))
    yield "room", "Questions for the room", (Slide("Questions for the room", blocks=(room,)),)


def _label(view: View, question_id: str) -> str:
    """Return what the template calls a question that has a section of its own; our own label elsewhere."""
    for section in view.template.sections:
        if section.heading and [question_id] == [question.id for question in section.questions]:
            return section.heading
    return view.questions[question_id].label


def _prose(view: View, question_id: str, *, required: bool = False) -> tuple[Slide, ...]:
    answer, heading = said(view, question_id), _label(view, question_id)
    if answer is None:
        return (_empty(heading),) if required else ()
    if isinstance(answer.body, Prose):
        return told(heading, answer.body.text)
    return (Slide(heading, blocks=(answer.body or Note(answer.words),)),)


def _empty(heading: str) -> Slide:
    return Slide(heading, blocks=(Note("Not written yet."),))


def _facts(view: View, question_ids: Sequence[str]) -> Iterator[Fact]:
    for question_id in question_ids:
        if (answer := said(view, question_id)) is not None:
            yield Fact(view.questions[question_id].label, answer)


def _fact_slides(view: View, heading: str, question_ids: Sequence[str]) -> tuple[Slide, ...]:
    facts = list(_facts(view, question_ids))
    groups = filled(facts, _length, most=_FACTS_ON_A_SLIDE)
    return numbered([Slide(heading, blocks=(Facts(tuple(group), "labelled"),)) for group in groups])


def _length(fact: Fact) -> int:
    body = fact.said.body
    return len(fact.said.words) + (len(body.text) if isinstance(body, Prose | Note) else 0)


def _impact(view: View) -> tuple[Slide, ...]:
    figures = key_figures(view)
    glance = (Slide("Impact", key_figures=figures),) if figures else ()
    words = _prose(view, "impact_text")
    words = tuple(replace(slide, heading=slide.heading.replace("In words", "Impact")) for slide in words)
    return glance + words + _fact_slides(view, "Impact in figures", IMPACT_FACTS)


def _timeline(view: View) -> tuple[Slide, ...]:
    if not view.doc.timeline:
        answer = finished(view, "timeline")
        note = answer.body if answer and answer.body else Note("No events yet.")
        return (Slide("Timeline", blocks=(note,)),)
    drawn = figure(view, "Every event has a place on the slides that follow.")
    count = len(view.doc.timeline)
    events = "1 event" if count == 1 else f"{count} events"
    overview = Slide(f"Timeline ({timeline_zone(view)})", figure=drawn, lead="" if drawn else events)
    return (overview, *event_slides(view))


def _causes(view: View) -> tuple[Slide, ...]:
    prose = _prose(view, "trigger") + _prose(view, "root_cause")
    if not view.doc.causes:
        answer = finished(view, "causes")
        note = answer.body if answer and answer.body else Note("No causes yet.")
        return prose or (Slide("Causes", blocks=(note,)),)
    overview = numbered(
        [Slide("How it came about", blocks=(_outline(part),)) for part in trees(view, view.doc.causes)]
    )
    return (*prose, *overview, *(slide for cause in view.doc.causes for slide in spread(_cause(view, cause))))


def _outline(tree: Tree) -> Tree:
    """Return the tree without what stands on the slide of each cause."""

    def bare(node: Node) -> Node:
        return replace(node, marks=(), children=tuple(map(bare, node.children)))

    return replace(tree, roots=tuple(map(bare, tree.roots)))


def _cause(view: View, cause: Cause) -> Slide:
    explained = [parent.text for name in cause.parents if (parent := view.doc.cause(name))]
    below = [other.text for other in view.doc.causes if cause.id in other.parents]
    seen = [evidence(view, entry) for entry in cause.evidence]
    words = ", ".join(entry for entry in seen if isinstance(entry, str))
    asides = (
        ("Explains", "; ".join(explained)),
        ("Behind it", "; ".join(below)),
        ("Seen", words.replace("seen ", "")),
        ("To measure", cause.measure_next or ""),
        ("Accepted because", cause.accepted_because or ""),
        ("Answered by", ", ".join(action.id for action in view.doc.actions if cause.id in action.causes)),
    )
    tags = (
        view.word("cause_role", cause.role) if cause.role else "",
        view.word("cause_confidence", cause.confidence) if cause.confidence in ("likely", "guess") else "",
        view.word("cause_question", cause.question) if cause.question else "",
    )
    links = tuple(entry for entry in seen if isinstance(entry, Link))
    return Slide(
        f"Cause {cause.id}",
        tags=tuple(tag for tag in tags if tag),
        lead=cause.text,
        asides=tuple((label, text) for label, text in asides if text)
        + tuple(("Evidence", link.address) for link in links),
    )


def _list(view: View, question_id: str) -> tuple[Slide, ...]:
    answer, heading = said(view, question_id), _label(view, question_id)
    if answer is None:
        return ()
    if isinstance(answer.body, Items):
        return listed(heading, answer.body.items)
    blocks: tuple[Block, ...] = (answer.body or Note(answer.words),)
    return (Slide(heading, blocks=blocks),)


def _actions(view: View) -> tuple[Slide, ...]:
    if not view.doc.actions:
        answer = finished(view, "actions")
        note = answer.body if answer and answer.body else Note("No actions yet.")
        return (Slide("Actions", blocks=(note,)),)
    cards = [_card(view, action) for action in view.doc.actions]
    groups = filled(cards, _card_length, most=_ACTIONS_ON_A_SLIDE)
    return numbered([Slide("Actions", lines=tuple(group)) for group in groups])


def _card(view: View, action: Action) -> Line:
    words = (action.id, action.priority or "", view.word("action_type", action.type) if action.type else "")
    asides = (
        ("Owner", action.owner or "nobody yet"),
        ("With", ", ".join(action.collaborators)),
        ("Due", action.due.isoformat() if action.due else "no date yet"),
        ("Done when", action.done_when or ""),
        ("Status", view.word("action_state", action.state)),
        ("Reason", (action.wont_do_reason or "") if action.state == "wont_do" else ""),
    )
    return Line(
        action.text, None, tuple(word for word in words if word), tuple(pair for pair in asides if pair[1])
    )


def _card_length(card: Line) -> int:
    return len(card.text) + sum(len(text) for _, text in card.asides)


def _decisions(view: View) -> tuple[Slide, ...]:
    at_the_time = [
        Item(event.text)
        for event in sorted(view.doc.timeline, key=lambda event: event.at)
        if event.is_decision
    ]
    in_review = [Item(capture.text) for capture in view.doc.review.capture if capture.kind == "decision"]
    return listed("Decisions during the incident", at_the_time) + listed("Decided in the review", in_review)


def _still_open(view: View) -> tuple[Slide, ...]:
    """Return what the document itself leaves to ask: conditions to name, figures to get, what was parked."""
    asked = [
        Item(f"What else had to be true? {cause.text}") for cause in view.doc.causes if cause.more_needed
    ]
    asked += [
        Item(f"How could we measure it? {cause.measure_next}")
        for cause in view.doc.causes
        if cause.measure_next
    ]
    asked += [
        Item(f"{view.questions[name].label}: how could we find out?", answer.reason or "")
        for name, answer in view.doc.answers.items()
        if answer.state == "unknown" and name in view.questions
    ]
    asked += [Item(one.text, "parked") for one in view.doc.review.capture if one.kind == "parked"]
    return listed("Still open", asked)
