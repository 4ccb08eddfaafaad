"""The report of `pmtui check` as workflow commands, which GitHub Actions shows beside the lines of a change."""

from collections.abc import Iterator

from pmtui.cli.report import Found, Report, path_from_here

LEVELS = {"hint": "notice", "warning": "warning", "error": "error"}


def as_github(report: Report) -> Iterator[str]:
    """Yield one command for each finding, and for each file that could not be read."""
    for found in report.found:
        finding = found.finding
        message = f"{finding.message}\n{finding.question}" if finding.question else finding.message
        yield _command(LEVELS[finding.severity], _where(found), finding.code, message)
    for unreadable in report.unreadable:
        problem = unreadable.problem
        text = f"{problem.message}\n{problem.next_step}".strip() or problem.title
        yield _command("error", {"file": path_from_here(unreadable.file)}, problem.title, text)


def _where(found: Found) -> dict[str, str | int]:
    where: dict[str, str | int] = {"file": path_from_here(found.file)}
    if found.place:
        where |= {"line": found.place.line, "endLine": found.place.end_line}
        if found.place.line == found.place.end_line:  # GitHub takes columns within one line only
            where |= {"col": found.place.column, "endColumn": found.place.end_column}
    elif found.line:
        where["line"] = found.line
    return where


def _command(level: str, where: dict[str, str | int], title: str, message: str) -> str:
    properties = ",".join(
        f"{name}={_property(str(value))}" for name, value in (where | {"title": title}).items()
    )
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message; a line of its own could be another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
