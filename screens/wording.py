"""All that the product says, loaded once and handed to the screens that need it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.paths import team_folders
from prompts.content import (
    load_five_whys,
    load_policy,
    load_questions,
    load_sections,
    load_templates,
    load_words,
    word_group,
)
from prompts.shapes import FiveWhys, Policy, Question, Section, Template
from prompts.tables import ContentError

if TYPE_CHECKING:
    from pmtui.checks.finding import Finding
    from pmtui.document.postmortem import Postmortem
    from pmtui.language.rules import Rules


@dataclass(frozen=True)
class Wording:
    """Sections, questions, templates, words and tables, ours with the team's laid over them.

    `team` is the folder of the settings, `beside` that of the draft it is all for, whose own rules hold as well.
    """

    sections: Mapping[str, Section]
    questions: Mapping[str, Question]
    templates: Mapping[str, Template]
    five_whys: FiveWhys
    words: Mapping[str, Mapping[str, str]]
    policy: Policy
    team: Path | None = None
    warn: Callable[[str], None] = lambda problem: None
    beside: Path | None = None
    told: set[str] = field(default_factory=set, repr=False, compare=False)  # what `warn` was given already

    def for_draft(self, path: Path) -> "Wording":
        """Return the same with the rules about wording that hold for a draft where it lies."""
        return replace(self, beside=path.parent)

    @cached_property
    def rules(self) -> "Rules":
        """The language rules, without those of a folder where there is a mistake; each problem is told once."""
        from pmtui.language.rules import load_rules

        team = (self.team,) if self.team else ()
        folders = team_folders(self.beside, self.team) if self.beside else team
        try:
            rules = load_rules(*folders)
        except ContentError:
            rules = self._rules_without_mistakes(folders)
        for note in rules.notes:
            self._tell(note)
        return rules

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

    def _rules_without_mistakes(self, folders: Sequence[Path]) -> "Rules":
        from pmtui.language.rules import load_rules

        rules = load_rules()
        usable: tuple[Path, ...] = ()
        for folder in folders:
            try:
                rules = load_rules(*usable, folder)
            except ContentError as error:
                self._tell(str(error))
            else:
                usable = (*usable, folder)
        return rules

    def _tell(self, problem: str) -> None:
        if problem not in self.told:
            self.told.add(problem)
            self.warn(problem)


def findings(document: "Postmortem", wording: Wording, today: date) -> "tuple[Finding, ...]":
    """Return everything that the checks notice about a document, with this wording."""
    from pmtui.checks.readiness import check_document

    return check_document(
        document,
        wording.template(document.meta.template),
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
