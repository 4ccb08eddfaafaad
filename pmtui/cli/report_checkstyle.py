"""The report of `pmtui check` as Checkstyle XML, which most build servers and editors read."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from pmtui.cli.report import Found, Report, path_from_here

LEVELS = {"hint": "info", "warning": "warning", "error": "error"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_checkstyle(report: Report) -> Iterator[str]:
    """Yield the lines of the document, in ASCII, so that no output encoding can spoil it."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<checkstyle version="4.3">'
    for file, group in groupby(report.found, key=lambda found: found.file):
        yield f'  <file name="{_escaped(path_from_here(file))}">'
        yield from map(_error, group)
        yield "  </file>"
    for unreadable in report.unreadable:
        yield f'  <file name="{_escaped(path_from_here(unreadable.file))}">'
        words = _escaped(f"{unreadable.problem.title}. {unreadable.problem.message}".strip())
        yield f'    <error severity="error" message="{words}" source="pmtui"/>'
        yield "  </file>"
    yield "</checkstyle>"


def _error(found: Found) -> str:
    finding = found.finding
    where = f'line="{found.line}" ' if found.line else ""
    if found.place:
        where += f'column="{found.place.column}" '
    words = f"{finding.message} {finding.question}".strip()
    level, source = LEVELS[finding.severity], f"pmtui.{finding.code}"
    return f'    <error {where}severity="{level}" message="{_escaped(words)}" source="{_escaped(source)}"/>'


def _escaped(text: str) -> str:
    """Escape text for an attribute; what XML cannot hold becomes U+FFFD."""
    safe = (
        escape(_NO_XML.sub("\ufffd", text))
        .replace("\n", "&#10;")
        .replace("\t", "&#9;")
        .replace("\r", "&#13;")
    )
    return safe.encode("ascii", "xmlcharrefreplace").decode()
