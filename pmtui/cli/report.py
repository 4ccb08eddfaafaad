"""The report of `pmtui check`: what was checked, what was found, in text and as JSON."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pmtui.checks.finding import SEVERITIES, Finding
from pmtui.errors import PmtuiError
from pmtui.text import plural, visible_line


@dataclass(frozen=True)
class Found:
    """A finding with its file and the line it is about, 0 when that is not known."""

    file: str
    line: int
    finding: Finding


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be checked, and why."""

    file: str
    problem: PmtuiError


@dataclass
class Report:
    """Everything one run of `pmtui check` has to say; findings of one file stand together."""

    checked: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def is_at_least(finding: Finding, severity: str) -> bool:
    """Tell whether a finding is as severe as `severity` (hint, warning, error), or more."""
    return SEVERITIES.index(finding.severity) >= SEVERITIES.index(severity)


def as_text(report: Report) -> Iterator[str]:
    """Yield the lines to print: findings by file, and the sum."""
    for _, group in groupby(report.found, key=lambda found: found.file):
        for found in group:
            yield from _finding_lines(found)
        yield ""
    if report.checked or not report.unreadable:
        yield _sum(report)


def as_json(report: Report) -> dict[str, object]:
    """Return the object that `pmtui check --format json` prints; its keys are described in the command's help."""
    return {
        "checked": report.checked,
        "findings": [
            {
                "file": found.file,
                "line": found.line or None,
                "field": found.finding.field,
                "section": found.finding.section,
                "severity": found.finding.severity,
                "code": found.finding.code,
                "message": found.finding.message,
                "question": found.finding.question,
                "start": found.finding.start,
                "end": found.finding.end,
            }
            for found in report.found
        ],
        "unreadable": [
            {"file": one.file, "title": one.problem.title, "message": one.problem.message}
            for one in report.unreadable
        ],
    }


def _finding_lines(found: Found) -> Iterator[str]:
    finding = found.finding
    file = _short(found.file)
    place = f"{file}:{found.line}" if found.line else file
    subject = finding.field or finding.section
    about = f"{place} {subject}:" if subject else f"{place}:"
    yield visible_line(f"{about} {finding.severity} {finding.code}: {finding.message}")
    if finding.question:
        yield visible_line(f"    {finding.question}")


def _short(file: str) -> str:
    """Return the path from here where that is shorter; it still opens with a click."""
    try:
        return min(file, os.path.relpath(file), key=len)
    except ValueError:  # another drive
        return file


def _sum(report: Report) -> str:
    counts = Counter(found.finding.severity for found in report.found)
    parts = [plural(counts[severity], severity) for severity in reversed(SEVERITIES) if counts[severity]]
    checked = plural(len(report.checked), "file")
    return f"{', '.join(parts) or 'Nothing to say'} in {checked}."
