"""The report of `pmtui check` as JSON; its keys are described in the command's help."""

from collections.abc import Iterator

from pmtui.cli.output import to_json
from pmtui.cli.report import Found, Report


def as_json(report: Report) -> Iterator[str]:
    """Yield the lines of one object."""
    yield to_json(
        {
            "checked": report.checked,
            "findings": [_finding(found) for found in report.found],
            "unreadable": [
                {"file": one.file, "title": one.problem.title, "message": one.problem.message}
                for one in report.unreadable
            ],
        },
        indent=2,
    )


def _finding(found: Found) -> dict[str, object]:
    finding, place = found.finding, found.place
    return {
        "file": found.file,
        "line": found.line or None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "field": finding.field,
        "section": finding.section,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "question": finding.question,
        "start": finding.start,
        "end": finding.end,
    }
