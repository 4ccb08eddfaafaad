"""Arranges a document in the order and under the headings of its template: the one page that every format prints."""

import re
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

from pmtui.document.causes import Cause, in_tree
from pmtui.document.postmortem import Postmortem
from pmtui.exporting.answers import View, finished, open_note, said
from pmtui.exporting.blocks import (
    Block,
    Fact,
    Facts,
    FactStyle,
    Item,
    Items,
    Label,
    Note,
    Page,
    Said,
    SectionPart,
)
from pmtui.exporting.rows import actions, links, people, timeline, timeline_zone
from pmtui.exporting.why_tree import trees
from pmtui.metrics import measure
from pmtui.progress import not_in_template
from pmtui.text import slug
from prompts.content import load_words
from prompts.shapes import Template, TemplateQuestion, TemplateSection

_USUAL_NOUN = "postmortem"
_NOUN = re.compile(r"(?:incident )?postmortem", re.IGNORECASE)

Rows = Callable[[View, TemplateSection], tuple[Block, ...]]

# Kinds of questions that fill a block of their own; all others are said behind a label or as paragraphs.
_ROWS: Mapping[str, Rows] = {
    "timeline": timeline,
    "actions": actions,
    "causes": lambda view, section: trees(view, _tree_causes(view)),
    "links": links,
    "people": people,
}

_FACT_STYLES: Mapping[str, FactStyle] = {"inline": "inline", "lines": "lines", "labelled": "labelled"}

# The head shows these in its own way, or they only qualify another answer.
_NEVER_MORE = frozenset({"meta.title", "meta.zone", "meta.noun", "meta.status", "detection.anchor"})


def view_of(doc: Postmortem, template: Template, team: Path | None = None) -> View:
    """Return the document seen through a template, with the words of the team where it has its own."""
    return View(doc, template, load_words(team), measure(doc))


def arrange(view: View) -> Page:
    """Return the page: every section that the template asks for, in its order.

    A required section that is still open says so; an optional one without an answer is left out.
    """
    parts: list[SectionPart] = []
    ids: set[str] = set()
    group = ""
    for section in view.template.sections:
        blocks = _blocks(view, section)
        if not blocks:
            continue
        if section.under and section.under != group:
            parts.append(SectionPart(_unique(section.under, ids), section.under, 2, ()))
        group = section.under
        heading = _heading(view, section)
        level = 3 if section.under else 2
        parts.append(
            SectionPart(_unique(section.heading or section.id, ids), heading, level, blocks, section.id)
        )
    return Page(title_of(view.doc, view.template), tuple(parts))


def title_of(doc: Postmortem, template: Template) -> str:
    """Return the document's title as the template writes it, with what the team calls such a document."""
    title, noun = template.title, doc.meta.noun.strip()
    if noun and noun.lower() != _USUAL_NOUN:
        title = _NOUN.sub(
            lambda usual: noun[0].upper() + noun[1:] if usual[0][0].isupper() else noun, title, count=1
        )
    return title.replace("{title}", doc.meta.title or "Untitled")


def left_out(doc: Postmortem, template: Template) -> tuple[str, ...]:
    """Return ids of what was written in the draft and this template does not show; the draft keeps it."""
    return not_in_template(doc, template)


def _tree_causes(view: View) -> tuple[Cause, ...]:
    """Return the causes of the why-tree; a factor that only stands in its list is printed there alone."""
    listed = any(question.id == "factors" for part in view.template.sections for question in part.questions)
    return in_tree(view.doc.causes) if listed else view.doc.causes


def _heading(view: View, section: TemplateSection) -> str:
    asks = {_kind(view, question.id) for question in section.questions}
    if "timeline" in asks and view.doc.timeline and "(" not in section.heading:
        return f"{section.heading} ({timeline_zone(view)})"
    return section.heading


def _unique(heading: str, ids: set[str]) -> str:
    base = slug(heading) or "section"
    base = base if base[0].isalpha() else f"section-{base}"
    candidates = chain((base,), (f"{base}-{count}" for count in range(2, len(ids) + 3)))
    chosen = next(candidate for candidate in candidates if candidate not in ids)
    ids.add(chosen)
    return chosen


def _blocks(view: View, section: TemplateSection) -> tuple[Block, ...]:
    more = _more(view, section)
    if style := _FACT_STYLES.get(section.style):
        return _facts(view, section, more, style)
    own = [(question, _own_blocks(view, section, question)) for question in section.questions]
    shown = [(question, blocks) for question, blocks in own if blocks]
    labelled = len(shown) > 1
    blocks = tuple(
        block
        for question, found in shown
        for block in ((Label(question.label), *found) if labelled else found)
    )
    extra = tuple(fact for question in more for fact in _fact(view, question))
    return (*blocks, Facts(extra, "labelled")) if extra else blocks


def _own_blocks(view: View, section: TemplateSection, question: TemplateQuestion) -> tuple[Block, ...]:
    kind = _kind(view, question.id)
    if kind in _ROWS:
        if blocks := _ROWS[kind](view, section):
            return blocks
        answer = finished(view, question.id)
    else:
        answer = said(view, question.id)
    if answer is None:
        return (open_note(question.id),) if question.required else ()
    return _as_blocks(answer, section)


def _as_blocks(answer: Said, section: TemplateSection) -> tuple[Block, ...]:
    body = answer.body
    if isinstance(body, Items):
        return (Items(body.items, ordered=section.style == "numbered"),)
    if section.style in ("bullets", "numbered") and answer.words and body is None:
        return (Items((Item(answer.words),)),)
    words: tuple[Block, ...] = (Note(answer.words),) if answer.words else ()
    return (*words, body) if body else words


def _facts(
    view: View, section: TemplateSection, more: tuple[TemplateQuestion, ...], style: FactStyle
) -> tuple[Block, ...]:
    facts: list[Fact] = []
    after: list[Block] = []
    for question in (*section.questions, *more):
        if _kind(view, question.id) in _ROWS and _kind(view, question.id) != "people":
            after += (
                (Label(question.label), *found) if (found := _own_blocks(view, section, question)) else ()
            )
        else:
            facts += _fact(view, question)
    return (*((Facts(tuple(facts), style),) if facts else ()), *after)


def _fact(view: View, question: TemplateQuestion) -> tuple[Fact, ...]:
    answer = said(view, question.id)
    if answer is None and question.required:
        answer = Said(body=open_note(question.id))
    return (Fact(question.label, answer, question.starts_line),) if answer else ()


def _more(view: View, section: TemplateSection) -> tuple[TemplateQuestion, ...]:
    """Return further questions of this section that were answered and that the template asks nowhere itself."""
    known = view.template.coach.get(section.id)
    asked = {question.id for part in view.template.sections for question in part.questions}
    first = True
    found: list[TemplateQuestion] = []
    for question_id in known.more if known else ():
        worked_out = question_id.startswith("computed.")
        if (
            question_id in asked
            or question_id in _NEVER_MORE
            or worked_out
            or said(view, question_id) is None
        ):
            continue
        found.append(TemplateQuestion(question_id, view.questions[question_id].label, starts_line=first))
        first = False
    return tuple(found)


def _kind(view: View, question_id: str) -> str:
    question = view.questions.get(question_id)
    return question.kind if question else "prose"
