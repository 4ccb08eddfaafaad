"""Where in a draft's file the things stand that findings are about."""

import re
from collections import Counter
from collections.abc import Mapping

from pmtui.checks.finding import Finding
from pmtui.document.field_paths import locate
from pmtui.document.fields import FieldProblem
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import CAPTURES
from pmtui.document.row_kinds import ROW_KINDS
from pmtui.drafts.file.format import TABLES

Where = tuple[str | int, ...]

_HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w.-]+)[ \t]*\]")
_KEY = re.compile(r"[ \t]*[\"']?([\w-]+)[\"']?[ \t]*=")


class DraftLines:
    """The lines of one draft's file, read once and asked once for each finding."""

    def __init__(self, document: Postmortem, text: str) -> None:
        self._lines = text.split("\n")
        self._known = _key_lines(self._lines)
        self._rows = {
            part: {row.id: place for place, row in enumerate(document.rows(kind))}
            for part, kind in ROW_KINDS.items()
        }

    def line_of(self, finding: Finding) -> int:
        """Return the line (from 1) of a finding's words, or of its field, or of the table the field belongs in.

        0 when nothing of it is in the file yet.
        """
        where = self._where(finding.field)
        line = self._known.get(where) or self._known.get(where[:-1], 0)
        if line and finding.start is not None and self._lines[line - 1].rstrip().endswith('= """'):
            # The text begins on the next line.
            line += 1 + "\n".join(self._lines[line:]).count("\n", 0, finding.start)
        return line

    def _where(self, field: str) -> Where:
        """Return table, place in a list of tables, and key of a field; nothing for what is not one field."""
        path, _, item = field.rpartition(".")
        if path == CAPTURES:
            return (CAPTURES, int(item), "text")
        if not item.isdigit() or path == "free":  # `well.2` is an item of the list `well`
            path = field
        try:
            place = locate(path)
        except FieldProblem:  # a question such as computed.duration
            return ()
        if not place.part:
            return ()
        if place.row is None:
            return (TABLES[place.part], place.field)
        return (TABLES[place.part], self._rows[place.part].get(place.row, -1), place.field)


def _key_lines(lines: list[str]) -> Mapping[Where, int]:
    """Return the line of each table and of each key in one."""
    found: dict[Where, int] = {}
    rows: Counter[str] = Counter()
    table: Where = ()
    closing = ""
    for number, line in enumerate(lines, 1):
        if closing:  # inside text of several lines, which may look like anything
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            name = header[2]
            table = (name, rows[name]) if header[1] == "[[" else (name,)
            rows[name] += 1
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
        closing = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")
    return found
