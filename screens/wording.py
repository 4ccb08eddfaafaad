"""All that the product says, loaded once and handed to the screens that need it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from prompts.content import (
    ContentError,
    FiveWhys,
    Policy,
    Question,
    Section,
    Template,
    load_five_whys,
    load_policy,
    load_questions,
    load_sections,
    load_templates,
    load_words,
    word_group,
)

if TYPE_CHECKING:
    from pmtui.checks.finding import Finding
    from pmtui.checks.rules import Rules
    from pmtui.document.postmortem import Postmortem


@dataclass(frozen=True)
class Wording:
    """Sections, questions, templates, words and tables, ours with the team's laid over them."""

    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    templates: Mapping[str, Template]
    five_whys: FiveWhys
    words: Mapping[str, Mapping[str, str]]
    policy: Policy
    team: Path | None = None
    warn: Callable[[str], None] = lambda problem: None

    @cached_property
    def rules(self) -> "Rules":
        """The language rules; ours alone where the team's have a mistake, which is told once."""
        from pmtui.checks.rules import load_rules

        try:
            return load_rules(self.team)
        except ContentError as error:
            self.warn(str(error))
            return load_rules()

    def template(self, template_id: str) -> Template:
        """Return the template of that id; the standard one when the draft names one that is not here."""
        return self.templates.get(template_id) or self.templates["standard"]

    def word(self, path: str, value: str | None, without: str = "") -> str:
        """Return the words for a choice field's value: `actions.a2.state`, `in_progress` -> "In progress"."""
        if value is None:
            return without
        return self.choices(path).get(value, value)

    def choices(self, path: str) -> Mapping[str, str]:
        """Return a choice field's values with their words, in the order they are offered."""
        return self.words.get(word_group(path) or "", {})


def findings(document: "Postmortem", wording: Wording, today: date) -> "tuple[Finding, ...]":
    """Return everything that the checks notice about a document, with this wording."""
    from pmtui.checks.readiness import check_document

    return check_document(
        document,
        wording.template(document.meta.template),
        wording.questions,
        wording.sections,
        wording.policy,
        today,
        milestones=wording.words["milestone"],
        rules=wording.rules,
    )


def load_wording(team: Path | None = None, warn: Callable[[str], None] = lambda problem: None) -> Wording:
    """Load everything; what is found wrong later goes to `warn`. Raises ContentError for a mistake in a file of the team's."""
    return Wording(
        sections=load_sections(team),
        questions=load_questions(team),
        templates=load_templates(team),
        five_whys=load_five_whys(team),
        words=load_words(team),
        policy=load_policy(team),
        team=team,
        warn=warn,
    )
