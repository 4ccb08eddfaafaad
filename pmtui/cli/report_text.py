"""The report of `pmtui check` for people to read."""

from collections.abc import Iterator
from itertools import groupby

from pmtui.cli.report import Found, Report, short_path, sum_of
from pmtui.text import visible_line


def as_text(report: Report) -> Iterator[str]:
    """Yield the lines to print: findings by file, and the sum."""
    for _, group in groupby(report.found, key=lambda found: found.file):
        for found in group:
            yield from _finding_lines(found)
        yield ""
    if report.checked or not report.unreadable:
        yield sum_of(report)


def _finding_lines(found: Found) -> Iterator[str]:
    finding = found.finding
    where = [short_path(found.file)]
    if found.line:
        where.append(str(found.line))
    if found.place:
        where.append(str(found.place.column))
    subject = finding.field or finding.section
    about = f"{':'.join(where)} {subject}:" if subject else f"{':'.join(where)}:"
    yield visible_line(f"{about} {finding.severity} {finding.code}: {finding.message}")
    if finding.question:
        yield visible_line(f"    {finding.question}")
