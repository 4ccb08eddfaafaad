"""What the pane of the Five Whys says at each line of the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from pmtui.checks.finding import Finding
from pmtui.document.cause_edits import DEFAULT_QUESTION, impact_sentence
from pmtui.document.causes import Cause, SideQuestion
from pmtui.document.postmortem import Postmortem
from pmtui.document.why_steps import STEPS, StepState, exits_of
from pmtui.text import one_line
from prompts.shapes import WhyStep
from screens.dialogs.row_form import FormField
from screens.widgets.why_pane import Asked, StepMark
from screens.widgets.why_tree import NO_IMPACT, Place
from screens.wording import Wording

SIDE_QUESTIONS: tuple[SideQuestion, ...] = get_args(SideQuestion)
LABELS = {
    "how": "how", "and": "what else", "control": "safeguard", "evidence": "evidence", "ours": "ours?", "next": "exit",
}  # fmt: skip
PLACEHOLDERS = {
    "how": "One sentence; Enter adds it below",
    "and": "One more; Enter adds it. Enter alone: nothing else",
    "control": "The safeguard; Enter adds it beside",
    "evidence": "Paste a link. Enter alone: choose events",
}
FIRST_PLACEHOLDER = "One sentence; Enter adds it"
FIRST_HELP = "What came about, or was true? One short sentence for each cause."

FORM = (
    FormField("text", "What came about, or was true"),
    FormField("kind", "Kind"),
    FormField("role", "Mark"),
    FormField("level", "Level"),
    FormField("category", "Category"),
    FormField("ours_to_change", "Is it ours to change?"),
    FormField("confidence", "How sure is it?"),
    FormField("evidence", "How do we know? Events and links", "e3, https://…"),
    FormField("more_needed", "Is another condition still to be named?"),
    FormField("measure_next", "A measurement to get first"),
    FormField("accepted_because", "What makes it acceptable as it is"),
    FormField("parents", "Explains the causes", "w1, w4"),
    FormField("question", "Answers the question, when it explains no other cause"),
    FormField("tags", "Tags", "release freeze, certificates"),
)

# Advice about the whole tree that belongs to one of its branches.
BRANCH_ADVICE = {"not_caught": "causes.no-detection-branch", "lasted": "causes.no-duration-branch"}


@dataclass(frozen=True)
class View:
    """What the words are made from: the document, the wording, the advice by field, and whether to ask "why"."""

    document: Postmortem
    wording: Wording
    findings: Mapping[str, Sequence[Finding]]
    asks_why: bool

    def word(self, field: str, value: str | None) -> str:
        """Return the words for a choice of a cause."""
        return self.wording.five_whys.words.get(field, {}).get(value, value) if value else ""

    def side_question(self, question: str) -> str:
        """Return the words of a side question."""
        whys = self.wording.five_whys
        asked_with_why = whys.side_questions_why.get(question) if self.asks_why else None
        return asked_with_why or whys.side_questions.get(question, question)

    def step(self, step_id: str) -> WhyStep:
        """Return the wording of one of the six questions."""
        known = (step for step in self.wording.five_whys.steps if step.id == step_id)
        return next(known, WhyStep(step_id, LABELS[step_id], ""))


def side_question_at(document: Postmortem, place: Place) -> SideQuestion:
    """Return the side question of a line; on the line of the impact the first that nothing answers yet."""
    answered = {cause.question or DEFAULT_QUESTION for cause in document.causes if not cause.parents}
    open_ones = [question for question in SIDE_QUESTIONS if question not in answered]
    on_line = [question for question in SIDE_QUESTIONS if question == place.question]
    return (*on_line, *open_ones, DEFAULT_QUESTION)[0]


def at_side_question(view: View, place: Place) -> Asked:
    """Return what is asked on the line of the impact, or of one of its side questions."""
    whole = view.findings.get("causes", ())
    of_branches = set(BRANCH_ADVICE.values())
    if place.question:
        advice = [found for found in whole if found.code == BRANCH_ADVICE.get(place.question)]
    else:
        advice = [found for found in whole if found.code not in of_branches] or list(whole)
    text = impact_sentence(view.document) or NO_IMPACT
    return Asked(
        text=text,
        facts="",
        advice=_advice(advice),
        heading="Why 1",
        ask=view.side_question(side_question_at(view.document, place)),
        so_far="",
        help_text=FIRST_HELP,
        placeholder=FIRST_PLACEHOLDER,
    )


def at_cause(view: View, cause: Cause, depth: int, states: Mapping[str, StepState], current: str) -> Asked:
    """Return what a cause is asked; `depth` is 1 right below the impact, `current` one of the six."""
    step = view.step(current)
    number = STEPS.index(current) + 1
    return Asked(
        text=f"{cause.id}  {cause.text.strip()}",
        facts=_facts(view, cause),
        advice=_advice(view.findings.get(f"causes.{cause.id}.text", ())),
        heading=f"Why {depth + 1}" if current == "how" else f"{number} of {len(STEPS)}",
        ask=(view.asks_why and step.ask_why) or step.ask,
        so_far=states[current].words,
        help_text=step.help,
        placeholder=PLACEHOLDERS.get(current, ""),
        choices=_choices(view, current),
        steps=[StepMark(LABELS[name], states[name].answered, name == current) for name in STEPS],
    )


def _facts(view: View, cause: Cause) -> str:
    events = [entry for entry in cause.evidence if view.document.event(entry)]
    others = [entry for entry in cause.evidence if entry not in events]
    also = [parent for parent in cause.parents if len(cause.parents) > 1]
    said = (
        *exits_of(view.document, cause, {"role": view.wording.five_whys.words.get("role", {})}),
        f"explains {', '.join(also)}" if also else "",
        view.word("ours_to_change", cause.ours_to_change),
        view.word("confidence", cause.confidence),
        f"seen in {', '.join(events)}" if events else "",
        view.word("kind", cause.kind),
        view.word("level", cause.level),
        *others,
    )
    return one_line(" · ".join(part for part in said if part)) or "Nothing is said about it yet."


def _choices(view: View, step: str) -> str:
    """Return what stands in place of the line for a question that is answered from a list."""
    if step == "ours":
        words = view.wording.five_whys.words.get("ours_to_change", {}).values()
        return f"Enter chooses: {' · '.join(words)}"
    if step == "next":
        return "Enter chooses: go deeper · root · contributing · action · measurement · accept"
    return ""


def _advice(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return (findings[0].question or findings[0].message) + more
