"""How a draft stands: what the outline and the head of the writing room say about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.deadlines import time_left
from pmtui.text import plural
from prompts.shapes import Template
from screens.widgets.outline import OutlineEntry
from screens.wording import Wording

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.checks.finding import Finding
    from pmtui.document.identity import Meta
    from pmtui.document.postmortem import Postmortem
    from pmtui.progress import Progress


def bare_outline(template: Template, wording: Wording) -> list[OutlineEntry]:
    """Return the sections of a template before anything is known of the draft."""
    return [OutlineEntry(section.id, wording.sections[section.id].title) for section in template.sections]


def outline_states(
    template: Template, wording: Wording, done: "Progress", findings: "Sequence[Finding]"
) -> Mapping[str, OutlineEntry]:
    """Return every section as the outline shows it, by its id."""
    rules = {rule.id for rule in wording.rules.rules} if findings else set()
    noticed = noticed_by_section(finding for finding in findings if finding.code not in rules)
    hints = noticed_by_section(finding for finding in findings if finding.code in rules)
    return {
        entry.id: OutlineEntry(
            entry.id,
            entry.title,
            done.sections[entry.id].state,
            noticed.get(entry.id, 0),
            hints.get(entry.id, 0),
        )
        for entry in bare_outline(template, wording)
    }


def noticed_by_section(findings: "Iterable[Finding]") -> Mapping[str, int]:
    """Count the findings of each section; what is merely missing is told by the section's state."""
    counts: dict[str, int] = {}
    for finding in findings:
        if not finding.is_missing:
            counts[finding.section] = counts.get(finding.section, 0) + 1
    return counts


def head_notes(
    meta: "Meta", template: Template, wording: Wording, noticed: int, now: datetime
) -> tuple[str, str, str]:
    """Return what stands beside the progress: findings, the next deadline, the time budget."""
    deadline = time_left(meta.ended, meta.severity, meta.status, now, wording.policy)
    low, high = template.minutes
    budget = f"{low}–{high} min" if high < 90 else f"{low // 60}–{high // 60} h"
    return (
        plural(noticed, "finding") + " (Ctrl+R)" if noticed else "",
        deadline.words if deadline else "",
        f"takes about {budget}",
    )


def left_out_words(document: "Postmortem", template: Template, wording: Wording) -> str:
    """Return what a template has no place for, in words; empty when it shows everything."""
    from pmtui.progress import not_in_template

    left = not_in_template(document, template, wording.questions, wording.sections)
    if not left:
        return ""
    names = ", ".join(
        wording.questions[each].label if each in wording.questions else each for each in left[:6]
    )
    return f"Kept in the draft, not in this template: {names}."
