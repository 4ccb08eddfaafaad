"""The shapes of everything the product says: questions, sections, templates, scales, the wording of the Five Whys.

Frozen and plain, so that a part of the program which only needs one word loads nothing heavy. `prompts.content` fills
them from the TOML beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from prompts.headings import LanguageSection

SectionKind = Literal[
    "facts", "prose", "fields", "list", "timeline", "causes", "factors", "actions", "links", "people"
]
QuestionKind = Literal[
    "fields", "prose", "list", "computed", "timeline", "causes", "factors", "actions", "links", "people"
]
Style = Literal["paragraph", "bullets", "numbered", "table", "tasks", "inline", "lines", "labelled"]


# What a table of an export can show of a row, by the section whose rows they are.
ROW_FIELDS: Mapping[str, tuple[str, ...]] = {
    "timeline": ("id", "at", "text", "kind", "milestone", "source", "note"),
    "actions": (
        "id", "text", "done_when", "type", "owner", "collaborators", "priority", "due", "check", "ticket", "state",
        "wont_do_reason", "complexity", "causes",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Input:
    """One input of a question: the document's field it fills, its label beside others, its unit, how to write it."""

    field: str
    label: str = ""
    unit: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class Question:
    """One thing to answer. It is answered by a value, or finished as not applicable or unknown.

    `id` is the field path it stands for (`summary`, `impact.users`) or `computed.NAME` for a figure that pmtui works
    out. `kind` is how it is answered: fields (its inputs), prose, list (one item per line), computed, timeline, causes,
    factors, actions, links, people. A question of several inputs takes its id from the first; a computed one may have
    inputs too, for what it is worked out from.
    """

    id: str
    label: str
    kind: QuestionKind
    ask: str = ""
    inputs: tuple[Input, ...] = ()
    how: str = ""  # for a computed figure: what to do so that it can be worked out


@dataclass(frozen=True)
class Section:
    """What the coach says about a section, whatever template it stands in.

    `ask` is the guiding question, `ask_why` the same asked with "why" (empty where the section is not about causes),
    `why` its purpose in one sentence, `questions` what to answer, `good` what good looks like, `example` one of ours,
    `avoid` cautions. `language` names the section for the language rules. `more` are ids of further questions that
    belong here: the writing room offers them after the template's own, exports show those that were answered.
    `unprinted` are offered there too and never printed: they serve lists, searches and the program itself.
    """

    id: str
    title: str
    kind: SectionKind
    ask: str
    why: str
    questions: tuple[str, ...] = ()
    good: str = ""
    example: str = ""
    avoid: tuple[str, ...] = ()
    language: LanguageSection = "other"
    ask_why: str = ""
    more: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of an exported table: the field of the row it shows and its heading."""

    field: str
    heading: str


@dataclass(frozen=True)
class TemplateQuestion:
    """A question as it stands in a template: its own label there, and whether the section needs it.

    `starts_line` matters to the style inline only: this fact begins a new line.
    """

    id: str
    label: str
    required: bool = False
    starts_line: bool = False


@dataclass(frozen=True)
class TemplateSection:
    """A section as it stands in a template.

    `heading` is printed by exports (empty: no heading, for the facts at the head); `under` groups several sections
    under one heading. `style` says how it is printed: paragraph, bullets, numbered, table, tasks, inline (facts in one
    line), lines (facts one per line), labelled (`- **Label:** text` for each question).
    """

    id: str
    heading: str
    style: Style
    questions: tuple[TemplateQuestion, ...]
    columns: tuple[Column, ...] = ()
    under: str = ""
    hint: str = ""  # what this template asks beyond the section's own coach text, e.g. "2 to 4 sentences"


@dataclass(frozen=True)
class Template:
    """An order of sections with a template's own words for statuses, types and states.

    `minutes` is the time budget from, to. `suits` are the severity ranks (1 is the worst) it is proposed for.
    `statuses`, `action_states`, `action_types`, `detections` map our ids to the template's words; an id that is missing
    is shown in our own words. `questions` are all that there are, and `coach` is what is said about each section.
    """

    id: str
    name: str
    about: str
    title: str  # of the exported document, e.g. "Postmortem: {title}"
    minutes: tuple[int, int]
    suits: tuple[int, ...]
    scale: str
    sentences: tuple[int, int]
    sections: tuple[TemplateSection, ...]
    statuses: Mapping[str, str] = field(default_factory=dict)
    action_states: Mapping[str, str] = field(default_factory=dict)
    action_types: Mapping[str, str] = field(default_factory=dict)
    detections: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict, compare=False, repr=False)
    coach: Mapping[str, Section] = field(default_factory=dict, compare=False, repr=False)

    def section(self, section_id: str) -> TemplateSection | None:
        """Return the section with that id, if the template has it."""
        return next((section for section in self.sections if section.id == section_id), None)

    def own_words(self, group: str) -> Mapping[str, str]:
        """Return the template's words for the values of a choice, by the name of its group of words."""
        own = {
            "status": self.statuses,
            "action_state": self.action_states,
            "action_type": self.action_types,
            "detection_how": self.detections,
        }
        return own.get(group, {})


@dataclass(frozen=True)
class Level:
    """One step of a severity scale; rank 1 is the worst, 4 the mildest, so that scales map onto each other."""

    name: str
    rank: int
    meaning: str


@dataclass(frozen=True)
class Scale:
    """A severity scale."""

    id: str
    name: str
    levels: tuple[Level, ...]

    def at(self, rank: int) -> Level:
        """Return the level nearest to a rank."""
        return min(self.levels, key=lambda level: (abs(level.rank - rank), level.rank))


@dataclass(frozen=True)
class Deadlines:
    """Hours after the incident's end by which the draft, the review and the final version are due."""

    draft: int
    review: int
    final: int


@dataclass(frozen=True)
class Policy:
    """The one table of scales, deadlines and windows.

    `deadlines` and `templates` (the template proposed) are by severity rank; `priorities` maps a priority to the days
    within which it should be due; `triggers` are reasons to write a postmortem; `targets` are goals for the practice
    itself, in percent, or in days where the name says so.
    """

    scales: Mapping[str, Scale]
    deadlines: Mapping[int, Deadlines]
    templates: Mapping[int, str]
    priorities: Mapping[str, int]
    triggers: tuple[str, ...]
    targets: Mapping[str, int] = field(default_factory=dict)

    def level(self, severity: str | None) -> Level | None:
        """Return the level of a severity written in any known scale (`SEV-1`, `sev1`, `P2`, `Minor`)."""
        wanted = _squash(severity or "")
        levels = (level for scale in self.scales.values() for level in scale.levels)
        return next((level for level in levels if wanted and _squash(level.name) == wanted), None)

    def rank(self, severity: str | None) -> int | None:
        """Return the rank of a severity written in any known scale; 1 is the worst."""
        level = self.level(severity)
        return level.rank if level else None


@dataclass(frozen=True)
class Advice:
    """What one finding says: what was noticed in one short sentence, and the better question.

    Both may hold names in braces, which the check fills in. The question never asks who, nor why somebody did something.
    `section` is where it belongs, the first part of its name unless given; `code` is what it is known by, its name unless
    given.
    """

    severity: Literal["hint", "warning", "error"]
    message: str
    question: str
    section: str = ""
    code: str = ""


@dataclass(frozen=True)
class WhyStep:
    """One of the questions asked at each node of the why-tree.

    `ask` is the question, `ask_why` the same asked with "why" (empty when it has no such wording), `help` what an
    answer does.
    """

    id: str
    ask: str
    help: str
    ask_why: str = ""


@dataclass(frozen=True)
class FiveWhys:
    """The wording of the causes screen.

    `side_questions` are those of the start node, by the value of `Cause.question`, asked with "how";
    `side_questions_why` the same asked with "why". `words` holds words for every choice of a cause: field name -> value
    -> words, e.g. role -> contributing -> "Contributing".
    """

    side_questions: Mapping[str, str]
    steps: tuple[WhyStep, ...]
    words: Mapping[str, Mapping[str, str]]
    side_questions_why: Mapping[str, str] = field(default_factory=dict)


def _squash(name: str) -> str:
    return name.lower().replace("-", "").replace(" ", "")
