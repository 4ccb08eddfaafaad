"""Where in a template a finding belongs, and in which order findings are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pmtui.checks.finding import Finding
from pmtui.document.postmortem import Postmortem
from pmtui.progress import input_fields
from prompts.shapes import Template

Order = tuple[int, int, int, int]

# Which question takes the findings of a table's rows, the first that the template has.
_ROWS = {"timeline": ("timeline",), "actions": ("actions",), "causes": ("causes", "factors", "root_cause")}


@dataclass(frozen=True)
class Places:
    """A template as an order of fields: for each the section that shows it, and its position."""

    by_field: Mapping[
        str, tuple[str, int, int]
    ]  # field -> section id, its position, the question's position in it
    sections: Mapping[str, int]
    rows: Mapping[str, int]  # "timeline.e3" -> its position among the rows as they are shown

    def put(self, finding: Finding) -> tuple[Order, Finding]:
        """Return the finding with the section that the template shows it in, and where it is read.

        A field that the template does not show keeps the section its check named, and is read at the end.
        """
        table, _, rest = finding.field.partition(".")
        first = rest.partition(".")[0]
        row = int(first) if first.isdecimal() else self.rows.get(f"{table}.{first}", -1)
        names = _ROWS.get(table, (finding.field, table))  # an item of a list is called `well.2`
        found = next((self.by_field[name] for name in names if name in self.by_field), None)
        if found is None:
            section = self.sections.get(finding.section, len(self.sections))
            return (section, len(self.by_field), row, finding.start or 0), finding
        section_id, section, question = found
        return (section, question, row, finding.start or 0), replace(finding, section=section_id)


def places_of(doc: Postmortem, template: Template) -> Places:
    """Return where each field is shown: first the template's own questions, then further ones of its sections."""
    by_field: dict[str, tuple[str, int, int]] = {}
    for own in (True, False):
        for index, section in enumerate(template.sections):
            ids = [question.id for question in section.questions]
            if not own and section.id in template.coach:
                ids += template.coach[section.id].more
            for position, question_id in enumerate(ids):
                for field in (question_id, *input_fields(question_id, template.questions)):
                    by_field.setdefault(field, (section.id, index, position))
    order = {section.id: index for index, section in enumerate(template.sections)}
    return Places(by_field, order, dict(_row_positions(doc)))


def _row_positions(doc: Postmortem) -> Iterator[tuple[str, int]]:
    for index, event in enumerate(sorted(doc.timeline, key=lambda event: event.at)):
        yield f"timeline.{event.id}", index
    for index, cause in enumerate(doc.causes):
        yield f"causes.{cause.id}", index
    for index, action in enumerate(doc.actions):
        yield f"actions.{action.id}", index
