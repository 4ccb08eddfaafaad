"""Builds what takes more than its fields from a table, and says what is wrong where the parts do not fit together."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from prompts.filling import fill
from prompts.shapes import (
    ROW_FIELDS,
    Column,
    Deadlines,
    Policy,
    Question,
    Scale,
    Section,
    Template,
    TemplateQuestion,
    TemplateSection,
)
from prompts.tables import Table

RANKS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Known:
    """What a template may use."""

    questions: Mapping[str, Question]
    sections: Mapping[str, Section]
    scales: Container[str]


def build_policy(file: Table) -> Policy:
    """Build the policy from the whole of its file."""
    deadlines = file.table("deadlines")
    proposed = file.table("templates")
    return fill(
        Policy,
        file,
        scales={table.name: _scale(table) for table in file.table("scales").children()},
        deadlines={_rank(deadlines, table.name): fill(Deadlines, table) for table in deadlines.children()},
        templates={_rank(proposed, rank): name for rank, name in proposed.words().items()},
        priorities=dict(_priority(table) for table in file.table("priorities").children()),
    )


def build_question(table: Table) -> Question:
    """Build a question from its table in `questions.toml`."""
    question = fill(Question, table, id=table.name)
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
    section = fill(Section, table, id=table.name)
    for key, ids in (("more", section.more), ("unprinted", section.unprinted)):
        for question in ids:
            _must_know(table, key, question, questions, "question")
    return section


def build_template(name: str, file: Table, known: Known) -> Template:
    """Build a template from the whole of its file."""
    sections = tuple(_template_section(row, known) for row in file.rows("section"))
    template = fill(
        Template, file, id=name, sections=sections, questions=known.questions, coach=known.sections
    )
    _must_know(file, "scale", template.scale, known.scales, "severity scale")
    if not sections:
        raise file.wrong("section", "a template has at least one section.")
    return template


def _template_section(table: Table, known: Known) -> TemplateSection:
    section_id = table.text("id")
    _must_know(table, "id", section_id, known.sections, "section")
    return fill(
        TemplateSection,
        table,
        id=section_id,
        heading=table.text("heading", ""),
        questions=tuple(_template_question(row, known) for row in table.rows("questions")),
        columns=tuple(_column(row, section_id) for row in table.rows("columns")),
    )


def _template_question(table: Table, known: Known) -> TemplateQuestion:
    question = fill(TemplateQuestion, table)
    _must_know(table, "id", question.id, known.questions, "question")
    return question


def _column(table: Table, section_id: str) -> Column:
    if section_id not in ROW_FIELDS:
        raise table.wrong("field", f"only these sections have columns: {', '.join(ROW_FIELDS)}.")
    return fill(Column, table, field=table.choice("field", ROW_FIELDS[section_id]))


def _scale(table: Table) -> Scale:
    scale = fill(Scale, table, id=table.name)
    if not scale.levels:
        raise table.wrong("levels", "a scale has at least one level.")
    return scale


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
