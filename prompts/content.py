"""Loads the TOML beside this file into typed values, with the team's own files laid over it.

Every loader takes the team's folder (or None) and is cached. A team's `questions.toml`, `sections.toml`, `policy.toml`,
`words.toml`, `five_whys.toml`, `meeting.toml` and `headings.toml` change single keys; its `templates/NAME.toml` adds a
template or takes the place of ours of that name. A mistake in a file is a `ContentError` that names the file and the
key. Only the standard library is needed, so listing drafts stays cheap.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pmtui.disk import read_regular
from prompts.building import Known, build_policy, build_question, build_section, build_template
from prompts.filling import fill
from prompts.shapes import Advice, FiveWhys, Policy, Question, Section, Template, WhyStep
from prompts.tables import HERE, Table, read_table

if TYPE_CHECKING:  # only the meeting needs its shapes
    from prompts.meeting_shapes import Meeting

# Our templates, in the order in which they are offered.
TEMPLATES = ("standard", "google_sre", "complete", "brief", "quick")

Key = TypeVar("Key")
Value = TypeVar("Value")

# Where the words of a choice are kept, by the path of the field without its row's id.
WORD_GROUPS: Mapping[str, str] = {
    "meta.status": "status",
    "meta.kind": "incident_kind",
    "detection.how": "detection_how",
    "detection.anchor": "detection_anchor",
    "detection.alerts_effective": "alerts_effective",
    "impact.slo_breached": "slo",
    "impact.public_communication": "public",
    "timeline.kind": "event_kind",
    "timeline.milestone": "milestone",
    "actions.type": "action_type",
    "actions.state": "action_state",
    "actions.priority": "priority",
    "actions.complexity": "complexity",
    "causes.question": "cause_question",
    "causes.role": "cause_role",
    "causes.kind": "cause_kind",
    "causes.level": "cause_level",
    "causes.category": "cause_category",
    "causes.ours_to_change": "cause_ours_to_change",
    "causes.confidence": "cause_confidence",
    "repeat.reason": "repeat_reason",
}


@cache
def load_policy(team: Path | None = None) -> Policy:
    """Return the table of scales, deadlines and windows; reads nothing but `policy.toml`."""
    return build_policy(_file("policy.toml", team))


@cache
def load_questions(team: Path | None = None) -> Mapping[str, Question]:
    """Return every question by its id."""
    return _fixed({table.name: build_question(table) for table in _file("questions.toml", team).children()})


@cache
def load_sections(team: Path | None = None) -> Mapping[str, Section]:
    """Return what the coach says about each section, by the section's id."""
    questions = load_questions(team)
    return _fixed(
        {table.name: build_section(table, questions) for table in _file("sections.toml", team).children()}
    )


@cache
def load_templates(team: Path | None = None) -> Mapping[str, Template]:
    """Return every template by its id (the name of its file): ours in their own order, then the team's by name."""
    files = {name: HERE / "templates" / f"{name}.toml" for name in TEMPLATES}
    if team:
        files |= {file.stem: file for file in sorted((team / "templates").glob("*.toml"))}
    known = Known(load_questions(team), load_sections(team), load_policy(team).scales)
    return _fixed({name: build_template(name, read_table(file), known) for name, file in files.items()})


@cache
def load_five_whys(team: Path | None = None) -> FiveWhys:
    """Return the wording of the causes screen."""
    with _file("five_whys.toml", team) as file:
        return FiveWhys(
            side_questions=_fixed(file.table("side_questions").words()),
            side_questions_why=_fixed(file.table("side_questions_why").words()),
            steps=tuple(fill(WhyStep, table) for table in file.rows("step")),
            words=_groups(file.table("words")),
        )


@cache
def load_advice() -> Mapping[str, Advice]:
    """Return what the checks of a document say, by the code of the finding: `actions.no-owner`."""
    groups = _file("advice.toml", None).children()
    return _fixed(
        {f"{group.name}.{one.name}": fill(Advice, one) for group in groups for one in group.children()}
    )


@cache
def load_meeting(team: Path | None = None) -> "Meeting":
    """Return what the review meeting says; reads nothing but `meeting.toml`."""
    from prompts.meeting_building import build_meeting

    return build_meeting(_file("meeting.toml", team))


@cache
def load_words(team: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the words for every choice: group -> value -> words.

    The groups of a cause's own fields come from `five_whys.toml` and are called `cause_role`, `cause_kind` and so on.
    """
    causes = load_five_whys(team)
    groups = dict(_groups(_file("words.toml", team)))
    groups |= {f"cause_{name}": words for name, words in causes.words.items()}
    return _fixed(groups | {"cause_question": causes.side_questions})


def word_group(path: str) -> str | None:
    """Return the group of words for a choice field, by its path: `actions.a2.state` -> `action_state`."""
    parts = path.split(".")
    return WORD_GROUPS.get(".".join((parts[0], parts[-1])))


def example_names() -> tuple[str, ...]:
    """Return the names of the worked examples."""
    return tuple(sorted(file.stem for file in (HERE / "examples").glob("*.toml")))


def read_example(name: str) -> bytes:
    """Return a worked example as the bytes of a draft file. Raises KeyError for a name that is not an example's."""
    if name not in example_names():
        raise KeyError(name)
    return read_regular(HERE / "examples" / f"{name}.toml")


def _file(name: str, team: Path | None) -> Table:
    return read_table(HERE / name, team / name if team else None)


def _groups(table: Table) -> Mapping[str, Mapping[str, str]]:
    return _fixed({group.name: _fixed(group.words()) for group in table.children()})


def _fixed(values: dict[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(values)
