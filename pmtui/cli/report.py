"""The report of `pmtui check`: what was checked and what was found."""

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from pmtui.checks.finding import SEVERITIES, Finding
from pmtui.cli.text_places import Place
from pmtui.errors import PmtuiError
from pmtui.text import plural

if TYPE_CHECKING:
    from pmtui.language.rules import Rule


class Found(NamedTuple):
    """A finding with its file and the line it is about, 0 when that is not known.

    `place` is where its words stand and `words` what they are, when the file is Markdown and the finding about words.
    """

    file: str
    line: int
    finding: Finding
    place: Place | None = None
    words: str = ""


class Unreadable(NamedTuple):
    """A file that could not be checked, and why."""

    file: str
    problem: PmtuiError


@dataclass
class Report:
    """Everything one run of `pmtui check` has to say; findings of one file stand together.

    `rules` are those of the language that were asked, by id.
    """

    checked: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    rules: dict[str, "Rule"] = field(default_factory=dict)


def is_at_least(finding: Finding, severity: str) -> bool:
    """Tell whether a finding is as severe as `severity` (hint, warning, error), or more."""
    return SEVERITIES.index(finding.severity) >= SEVERITIES.index(severity)


def sum_of(report: Report) -> str:
    """Return how much was found in how many files, in words."""
    counts = Counter(found.finding.severity for found in report.found)
    parts = [plural(counts[severity], severity) for severity in reversed(SEVERITIES) if counts[severity]]
    checked = plural(len(report.checked), "file")
    return f"{', '.join(parts) or 'Nothing to say'} in {checked}."


def short_path(file: str) -> str:
    """Return the path from here where that is shorter; it still opens with a click."""
    try:
        return min(file, os.path.relpath(file), key=len)
    except ValueError:  # another drive
        return file


def path_from_here(file: str) -> str:
    """Return the path from here with forward slashes; the full path of a file that lies elsewhere."""
    try:
        relative = os.path.relpath(file)
    except ValueError:  # another drive
        relative = os.path.abspath(file)
    inside = not relative.startswith(os.pardir)
    return PurePath(relative if inside else os.path.abspath(file)).as_posix()
