"""How complete a document is for its template, and what to answer next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pmtui.document.actions import Action
from pmtui.document.causes import in_tree
from pmtui.document.fields import FieldProblem, is_set
from pmtui.document.postmortem import Answer, Postmortem, replace
from pmtui.document.why_steps import is_led_on
from pmtui.metrics import Metrics, measure
from prompts.shapes import Question, Template, TemplateSection

QuestionState = Literal["unanswered", "answered", "not_applicable", "unknown"]
FinishedWithoutValue = Literal["not_applicable", "unknown"]
Place = tuple[str, str]  # section id, question id

# Fields that only qualify another one: filled alone, or left at their default, they answer nothing.
_QUALIFIERS = {"impact.currency", "impact.slo_target", "impact.slo_window_days", "detection.anchor"}

_FIGURES: Mapping[str, Callable[[Metrics], object]] = {
    "date": lambda metrics: metrics.duration.start,
    "duration": lambda metrics: metrics.duration.minutes,
    "ttd": lambda metrics: metrics.ttd.minutes,
    "tta": lambda metrics: metrics.tta.minutes,
    "ttm": lambda metrics: metrics.ttm.minutes,
    "ttr": lambda metrics: metrics.ttr.minutes,
    "user_minutes": lambda metrics: metrics.user_minutes,
    "error_budget": lambda metrics: metrics.error_budget,
}


@dataclass(frozen=True)
class SectionState:
    """How far one section is.

    `answered` of `total` questions are finished in one of the three ways; `required_open` are ids of the required ones
    that are not.
    """

    state: Literal["empty", "started", "complete"]
    answered: int
    total: int
    required_open: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """How far a document is: required questions finished, of all required ones, and each section's state by its id."""

    done: int
    total: int
    sections: Mapping[str, SectionState]

    @property
    def percent(self) -> int:
        """Return whole percents, 100 only when nothing required is open."""
        return 100 * self.done // self.total if self.total else 100


def progress(doc: Postmortem, template: Template) -> Progress:
    """Return how far the document is for that template. A question that stands in two sections counts once."""
    sections = {section.id: section_state(doc, section, template.questions) for section in template.sections}
    required = {
        question.id for section in template.sections for question in section.questions if question.required
    }
    still_open = {question_id for state in sections.values() for question_id in state.required_open}
    return Progress(len(required) - len(still_open), len(required), sections)


def section_state(
    doc: Postmortem, section: TemplateSection, questions: Mapping[str, Question]
) -> SectionState:
    """Return how far a section is: complete when everything it requires is finished.

    A section that requires nothing is complete as soon as it holds something; causes and actions are complete when each
    of them is. A figure that is worked out from other sections does not make this one started.
    """
    states = {question.id: question_state(doc, question.id, questions) for question in section.questions}
    finished = {question_id for question_id, state in states.items() if state != "unanswered"}
    required = [question.id for question in section.questions if question.required]
    required_open = tuple(question_id for question_id in required if question_id not in finished)
    written = {
        question_id
        for question_id in finished
        if states[question_id] != "answered" or not _is_computed(question_id)
    }
    state: Literal["empty", "started", "complete"] = "empty"
    if (required and not required_open) or (not required and written):
        state = "complete"
    elif written:
        state = "started"
    if state == "complete" and any(_has_loose_ends(doc, question_id) for question_id in states):
        state = "started"
    return SectionState(state, len(finished), len(states), required_open)


def question_state(doc: Postmortem, question_id: str, questions: Mapping[str, Question]) -> QuestionState:
    """Return whether a question is answered, or how else it was finished. A value wins over an answer without one."""
    if _has_value(doc, question_id, questions):
        return "answered"
    answer = doc.answers.get(question_id)
    return answer.state if answer else "unanswered"


def next_question(doc: Postmortem, template: Template, after: Place | None = None) -> Place | None:
    """Return the next place to write at: required questions first, then the others, in the template's order.

    The search starts behind `after` and wraps round; `after` itself is returned only when nothing else is open. None
    means that every question is finished.
    """
    places = [
        (section.id, question.id, question.required)
        for section in template.sections
        for question in section.questions
    ]
    start = next((index for index, place in enumerate(places) if place[:2] == after), -1) + 1
    rotated = places[start:] + places[:start]
    unfinished = [
        place for place in rotated if question_state(doc, place[1], template.questions) == "unanswered"
    ]
    unfinished.sort(
        key=lambda place: (place[:2] == after, not place[2])
    )  # stable: the order within each stays
    return unfinished[0][:2] if unfinished else None


def finish(
    doc: Postmortem, question_id: str, state: FinishedWithoutValue, reason: str | None = None
) -> Postmortem:
    """Return the document with a question finished as not applicable or unknown. Its value, if any, stays."""
    return replace(doc, answers={**doc.answers, question_id: Answer(state=state, reason=reason)})


def unfinish(doc: Postmortem, question_id: str) -> Postmortem:
    """Return the document with a question open again, unless it has a value."""
    return replace(doc, answers={key: answer for key, answer in doc.answers.items() if key != question_id})


def not_in_template(
    doc: Postmortem,
    template: Template,
) -> tuple[str, ...]:
    """Return ids of the questions that were answered but that this template does not show; nothing of them is lost.

    A section shows its own questions and, where they were answered, the further ones that belong to it.
    """
    shown = {
        field for question_id in _shown(template) for field in input_fields(question_id, template.questions)
    }
    if "causes" in shown:
        shown.add("factors")  # a contributing factor is a node of the tree
    hidden = []
    for question_id in (*template.questions, *(f"free.{section.id}" for section in doc.free)):
        fields = input_fields(question_id, template.questions)
        about_the_draft = _is_computed(question_id) or question_id.startswith("meta.")
        if about_the_draft or shown.issuperset(fields):
            continue
        if any(_is_filled(doc, field) for field in fields if field not in _QUALIFIERS):
            hidden.append(question_id)
    return tuple(dict.fromkeys(hidden))


def input_fields(question_id: str, questions: Mapping[str, Question]) -> tuple[str, ...]:
    """Return the paths of the fields that a question fills; a question with no inputs fills the one it is named after."""
    question = questions.get(question_id)
    return tuple(entry.field for entry in question.inputs) if question and question.inputs else (question_id,)


def _shown(template: Template) -> Iterable[str]:
    for section in template.sections:
        yield from (question.id for question in section.questions)
        if section.id in template.coach:
            yield from template.coach[section.id].more


def _has_loose_ends(doc: Postmortem, question_id: str) -> bool:
    """Tell whether a list holds rows that nobody could call done: a cause that leads nowhere, an action without an owner."""
    if question_id == "actions":
        return not all(_is_settled(action) for action in doc.actions)
    if question_id == "causes":
        above = {parent for cause in doc.causes for parent in cause.parents}
        leaves = (cause for cause in in_tree(doc.causes) if cause.id not in above)
        return not all(is_led_on(doc, cause) for cause in leaves)
    return False


def _is_settled(action: Action) -> bool:
    """Tell whether an action says what, who and when, or why it will not be done."""
    if action.state == "wont_do":
        return bool(action.wont_do_reason)
    planned = action.state == "done" or bool(action.owner and action.due and not action.is_idea)
    return planned and bool(action.text.strip())


def _is_computed(question_id: str) -> bool:
    return question_id.startswith("computed.")


def _has_value(doc: Postmortem, question_id: str, questions: Mapping[str, Question]) -> bool:
    if _is_computed(question_id):
        figure = _FIGURES.get(question_id.removeprefix("computed."))
        return figure is not None and figure(measure(doc)) is not None
    fields = input_fields(question_id, questions)
    return any(_is_filled(doc, field) for field in fields if len(fields) == 1 or field not in _QUALIFIERS)


def _is_filled(doc: Postmortem, field: str) -> bool:
    if field == "causes":
        return bool(in_tree(doc.causes))
    try:
        return is_set(doc, field)
    except FieldProblem:  # a template may ask for what this version or this draft does not have
        return False
