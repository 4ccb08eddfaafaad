"""Builds each shape from its table, and says what is wrong with the table where it does not fit."""

from collections.abc import Container
from dataclasses import dataclass
from typing import cast

from prompts.shapes import (
    LANGUAGE_SECTIONS,
    QUESTION_KINDS,
    ROW_FIELDS,
    SECTION_KINDS,
    STYLES,
    Column,
    Deadlines,
    Input,
    Level,
    Policy,
    Question,
    QuestionKind,
    Scale,
    Section,
    SectionKind,
    Style,
    Template,
    TemplateQuestion,
    TemplateSection,
    WhyStep,
)
from prompts.tables import Table

RANKS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Known:
    """The ids that a template may use."""

    questions: Container[str]
    sections: Container[str]
    scales: Container[str]


def build_policy(file: Table) -> Policy:
    """Build the policy from the whole of its file."""
    with file:
        deadlines = file.table("deadlines")
        proposed = file.table("templates")
        return Policy(
            scales={table.name: _scale(table) for table in file.table("scales").children()},
            deadlines={_rank(deadlines, table.name): _deadlines(table) for table in deadlines.children()},
            templates={_rank(proposed, rank): name for rank, name in proposed.words().items()},
            priorities=dict(_priority(table) for table in file.table("priorities").children()),
            triggers=file.texts("triggers"),
            targets=file.table("targets").numbers(),
        )


def build_question(table: Table) -> Question:
    """Build a question from its table in `questions.toml`."""
    with table:
        question = Question(
            id=table.name,
            label=table.text("label"),
            kind=cast(QuestionKind, table.choice("kind", QUESTION_KINDS)),
            ask=table.text("ask", ""),
            inputs=tuple(_input(row) for row in table.rows("inputs")),
            how=table.text("how", ""),
        )
    computed = question.id.startswith("computed.")
    if computed != (question.kind == "computed"):
        raise table.wrong("kind", "“computed” and an id that begins with “computed.” go together.")
    if computed and not question.how:
        raise table.wrong("how", "a computed figure says what it needs to be worked out.")
    if question.kind == "fields" and (not question.inputs or question.inputs[0].field != question.id):
        raise table.wrong("inputs", f"the first input is the question's own field, {question.id}.")
    return question


def build_section(table: Table, questions: Container[str]) -> Section:
    """Build a section from its table in `sections.toml`."""
    with table:
        section = Section(
            id=table.name,
            title=table.text("title"),
            kind=cast(SectionKind, table.choice("kind", SECTION_KINDS)),
            ask=table.text("ask"),
            ask_why=table.text("ask_why", ""),
            why=table.text("why"),
            questions=table.texts("questions"),
            good=table.text("good", ""),
            example=table.text("example", ""),
            avoid=table.texts("avoid"),
            language=table.choice("language", LANGUAGE_SECTIONS, "other"),
            more=table.texts("more"),
            unprinted=table.texts("unprinted"),
        )
    for key, ids in (("more", section.more), ("unprinted", section.unprinted)):
        for question in ids:
            _must_know(table, key, question, questions, "question")
    return section


def build_template(name: str, file: Table, known: Known) -> Template:
    """Build a template from the whole of its file."""
    with file:
        template = Template(
            id=name,
            name=file.text("name"),
            about=file.text("about"),
            title=file.text("title"),
            minutes=file.span("minutes"),
            suits=file.wholes("suits"),
            scale=file.text("scale"),
            sentences=file.span("sentences"),
            sections=tuple(_template_section(row, known) for row in file.rows("section")),
            statuses=file.table("statuses").words(),
            action_states=file.table("action_states").words(),
            action_types=file.table("action_types").words(),
            detections=file.table("detections").words(),
        )
    _must_know(file, "scale", template.scale, known.scales, "severity scale")
    if not template.sections:
        raise file.wrong("section", "a template has at least one section.")
    return template


def build_why_step(table: Table) -> WhyStep:
    """Build one step of the Five Whys."""
    with table:
        return WhyStep(table.text("id"), table.text("ask"), table.text("help"), table.text("ask_why", ""))


def _input(table: Table) -> Input:
    with table:
        return Input(
            field=table.text("field"),
            label=table.text("label", ""),
            unit=table.text("unit", ""),
            placeholder=table.text("placeholder", ""),
        )


def _template_section(table: Table, known: Known) -> TemplateSection:
    with table:
        section_id = table.text("id")
        _must_know(table, "id", section_id, known.sections, "section")
        return TemplateSection(
            id=section_id,
            heading=table.text("heading", ""),
            style=cast(Style, table.choice("style", STYLES)),
            questions=tuple(_template_question(row, known) for row in table.rows("questions")),
            columns=tuple(_column(row, section_id) for row in table.rows("columns")),
            under=table.text("under", ""),
            hint=table.text("hint", ""),
        )


def _template_question(table: Table, known: Known) -> TemplateQuestion:
    with table:
        question = TemplateQuestion(
            id=table.text("id"),
            label=table.text("label"),
            required=table.flag("required"),
            starts_line=table.flag("starts_line"),
        )
    _must_know(table, "id", question.id, known.questions, "question")
    return question


def _column(table: Table, section_id: str) -> Column:
    if section_id not in ROW_FIELDS:
        raise table.wrong("field", f"only these sections have columns: {', '.join(ROW_FIELDS)}.")
    with table:
        return Column(table.choice("field", ROW_FIELDS[section_id]), table.text("heading"))


def _scale(table: Table) -> Scale:
    with table:
        scale = Scale(table.name, table.text("name"), tuple(_level(row) for row in table.rows("levels")))
    if not scale.levels:
        raise table.wrong("levels", "a scale has at least one level.")
    return scale


def _level(table: Table) -> Level:
    with table:
        return Level(table.text("name"), table.whole("rank"), table.text("meaning"))


def _deadlines(table: Table) -> Deadlines:
    with table:
        return Deadlines(table.whole("draft"), table.whole("review"), table.whole("final"))


def _priority(table: Table) -> tuple[str, int]:
    with table:
        table.text("meaning", "")  # shown nowhere, as words.toml has it; a team's own file may still hold it
        return table.name, table.whole("days")


def _rank(table: Table, key: str) -> int:
    if key not in RANKS:
        raise table.wrong(key, f"a severity rank is one of {', '.join(RANKS)}.")
    return int(key)


def _must_know(table: Table, key: str, value: str, known: Container[str], noun: str) -> None:
    if value not in known:
        raise table.wrong(key, f"there is no {noun} “{value}”.")
