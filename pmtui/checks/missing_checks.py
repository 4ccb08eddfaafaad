"""What the template asks for and the document does not say yet."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pmtui.checks.advice import advise
from pmtui.checks.finding import Finding
from pmtui.document.fields import FieldProblem, set_text
from pmtui.document.own_words import SEVERITY, in_own_words
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_kinds import ROW_KINDS
from pmtui.metrics import measure
from pmtui.progress import input_fields, not_in_template, question_state
from pmtui.text import plural
from prompts.shapes import Policy, Template, TemplateQuestion

_WAITS_FOR_THE_END = ("computed.duration", "computed.ttr")
READ_NOW = "This version reads it: type the last character once more."
_FIGURE = re.compile(r"\d")


def check_missing(doc: Postmortem, template: Template, policy: Policy) -> tuple[Finding, ...]:
    """Return one finding for each required question that is open, then what is known to be unknown or out of place."""
    return (
        *_check_required(doc, template),
        *_check_unread(doc, template, policy),
        *_check_severity(doc, template, policy),
        *_check_identity(doc, template),
        *_check_measured(doc),
        *_check_places(doc, template),
    )


def _check_required(doc: Postmortem, template: Template) -> Iterator[Finding]:
    seen: set[str] = set()
    for section in template.sections:
        for asked in section.questions:
            if asked.id in seen:  # the head and a section may both show the duration
                continue
            seen.add(asked.id)
            if found := _check_question(doc, template, section.id, asked):
                yield found


def _check_question(
    doc: Postmortem, template: Template, section: str, asked: TemplateQuestion
) -> Finding | None:
    state = question_state(doc, asked.id, template.questions)
    if asked.id in _WAITS_FOR_THE_END and state == "unanswered" and _goes_on(doc):
        found = advise("missing.later", asked.id, label=asked.label)
    elif asked.required and state == "unanswered":
        ask = _ask(asked.id, section, template)
        found = advise("missing.open", asked.id, label=asked.label, ask=ask)
    elif state == "unknown" and not doc.answers[asked.id].reason:
        found = advise("missing.unknown", asked.id, label=asked.label)
        return replace(found, code=f"unknown.{asked.id}", section=section)
    else:
        return None
    return replace(found, code=f"missing.{asked.id}", section=section)


def _check_unread(doc: Postmortem, template: Template, policy: Policy) -> Iterator[Finding]:
    """Tell what was typed and could not be read, and the lines that were typed and not entered."""
    questions = template.questions
    labels = {
        field: question.label
        for name, question in questions.items()
        for field in input_fields(name, questions)
    }
    for path, typed in doc.unread.items():
        if path in ROW_KINDS:
            yield replace(advise("missing.unfinished", path, typed=typed), section=path)
            continue
        problem = _problem_of(doc, path, typed, template, policy)
        expected = " ".join(filter(None, (problem.message, problem.next_step))) if problem else READ_NOW
        label = labels.get(path, path)
        yield advise("missing.unread", path, typed=typed, label=label, expected=expected)


def _problem_of(
    doc: Postmortem, path: str, typed: str, template: Template, policy: Policy
) -> FieldProblem | None:
    try:
        set_text(doc, path, in_own_words(path, typed, template, policy))
    except FieldProblem as problem:
        return problem
    return None


def _check_severity(doc: Postmortem, template: Template, policy: Policy) -> Iterator[Finding]:
    """Tell a severity that nothing can be worked out from: it stands in no scale."""
    try:
        in_own_words(SEVERITY, doc.meta.severity or "", template, policy)
    except FieldProblem as problem:
        typed = doc.meta.severity
        yield advise("missing.severity", SEVERITY, severity=typed, expected=problem.message)


def _goes_on(doc: Postmortem) -> bool:
    span = measure(doc).duration
    return span.start is not None and span.end is None


def _check_identity(doc: Postmortem, template: Template) -> Iterator[Finding]:
    """Every document needs a name and somebody to ask, whether or not the template requires them."""
    asked = {
        question.id for section in template.sections for question in section.questions if question.required
    }
    if not doc.meta.title and "meta.title" not in asked:
        yield advise("missing.title", "meta.title")
    if not doc.meta.authors and "meta.authors" not in asked:
        yield advise("missing.authors", "meta.authors")


def _check_measured(doc: Postmortem) -> Iterator[Finding]:
    if doc.learning.well and not any(_FIGURE.search(item) for item in doc.learning.well):
        yield advise("missing.well-without-figure", "well")


def _check_places(doc: Postmortem, template: Template) -> Iterator[Finding]:
    hidden, questions = not_in_template(doc, template), template.questions
    if hidden:
        labels = (questions[found].label if found in questions else _heading(doc, found) for found in hidden)
        count = plural(len(hidden), "part")
        yield replace(
            advise("missing.no-place", hidden[0], count=count, labels=", ".join(labels)), section=""
        )


def _heading(doc: Postmortem, field: str) -> str:
    headings = (section.heading for section in doc.free if f"free.{section.id}" == field)
    return next(headings, "") or field


def _ask(question_id: str, section_id: str, template: Template) -> str:
    """Return what to answer: how a figure comes about, the guiding question of what fills a section, or its own."""
    question, coach = template.questions.get(question_id), template.coach
    if question and question.kind == "computed" and question.how:
        return question.how
    if question_id in coach:
        return coach[question_id].ask
    if question and question.ask:
        return question.ask
    return coach[section_id].ask if section_id in coach else ""
