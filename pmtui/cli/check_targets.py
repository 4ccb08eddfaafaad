"""Finds what to check, checks it, and puts a line number to every finding."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.checks.finding import Finding
from pmtui.cli import output
from pmtui.cli.report import Found, Report, Unreadable
from pmtui.drafts.library import Library, read_bytes
from pmtui.errors import PmtuiError, UsageError

if TYPE_CHECKING:
    from pmtui.checks.language import Hint
    from pmtui.cli.markdown_sections import MarkdownPart

MARKDOWN = frozenset({".md", ".markdown"})
SIZE_LIMIT = 16 * 1024 * 1024
STDIN = "-"
_HEAD = re.compile(rb"^[ \t\xef\xbb\xbf]*\[[ \t]*meta[ \t]*\]", re.MULTILINE)
STDIN_NAME = "(standard input)"


def check_targets(targets: Sequence[str], library: Library, team: Path | None) -> Report:
    """Check drafts, Markdown files and folders; without any, the library. What cannot be read is part of the report."""
    report = Report()
    files = _files(targets, library, report) if targets else _drafts(library)
    for name in dict.fromkeys(files):
        try:
            found = list(_check(name, team))
        except PmtuiError as problem:
            report.unreadable.append(Unreadable(name, problem))
        else:
            report.checked.append(name)
            report.found += found
    return report


def _drafts(library: Library) -> Iterator[str]:
    heads = library.heads()
    if not heads:
        output.note(f"There are no drafts in {library.folder} yet.")
    return (str(head.path) for head in heads)


def _files(targets: Iterable[str], library: Library, report: Report) -> Iterator[str]:
    """Yield the file of each target, and all files of a folder."""
    for target in targets:
        path = Path(os.path.expanduser(target))
        if target == STDIN:
            yield STDIN_NAME
        elif os.path.isdir(path):
            yield from _inside(path)
        elif path.suffix.lower() in MARKDOWN:
            yield target
        else:
            try:
                yield str(library.resolve(target))
            except PmtuiError as problem:
                report.unreadable.append(Unreadable(target, problem))


def _inside(folder: Path) -> Iterator[str]:
    """Yield the drafts and Markdown files of a folder and the folders in it; hidden ones and other TOML are left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and (path.suffix.lower() in MARKDOWN or _may_be_draft(path)):
            yield str(path)


def _may_be_draft(path: Path) -> bool:
    """Tell a draft, however damaged, from other TOML files such as a project's settings."""
    if path.suffix != ".toml":
        return False
    try:
        return bool(_HEAD.search(path.read_bytes()))
    except OSError:
        return True  # so that checking it tells why it cannot be read


def _check(name: str, team: Path | None) -> Iterator[Found]:
    if name == STDIN_NAME:
        from pmtui.cli.standard_input import read_text

        return _check_markdown(name, read_text(), team)
    path = Path(os.path.expanduser(name))
    if path.suffix.lower() in MARKDOWN:
        return _check_markdown(name, _read_markdown(path), team)
    return _check_draft(name, path, team)


def _check_draft(name: str, path: Path, team: Path | None) -> Iterator[Found]:
    from pmtui.checks.readiness import load_and_check
    from pmtui.cli.draft_lines import DraftLines
    from pmtui.drafts.format import load

    data = read_bytes(path)
    document = load(data, path.name)
    lines = DraftLines(document, data.decode("utf-8-sig"))
    for finding in load_and_check(document, team=team):
        yield Found(name, lines.line_of(finding), finding)


def _check_markdown(name: str, text: str, team: Path | None) -> Iterator[Found]:
    from pmtui.checks.language import find_hints
    from pmtui.checks.rules import load_rules
    from pmtui.cli.markdown_sections import Silenced, sections_of
    from prompts.content import load_headings, load_sections

    text = text.replace("\r\n", "\n")
    sections, rules = load_sections(team), load_rules(team)
    silenced = Silenced(text)
    for part in sections_of(text, load_headings(team)):
        language = sections[part.section].language if part.section in sections else "other"
        for hint in find_hints(part.text, language, rules=rules):
            line = part.line + part.text.count("\n", 0, hint.start)
            if not silenced.holds(hint.rule, line):
                yield Found(name, line, _finding(hint, part))
    for rule, line in silenced.unused():
        message = f"“pmtui: ignore {rule}” silences nothing here."
        yield Found(name, line, Finding("ignore.unused", "hint", "", "", message))


def _finding(hint: "Hint", part: "MarkdownPart") -> Finding:
    return Finding(
        code=hint.rule,
        severity="warning" if hint.severity == "warning" else "hint",
        section=part.section,
        field="",
        message=hint.message,
        question=hint.questions[0] if hint.questions else "",
        start=part.start + hint.start,
        end=part.start + hint.end,
    )


def _read_markdown(path: Path) -> str:
    data = read_bytes(path)
    if len(data) > SIZE_LIMIT:
        raise UsageError(f"{path.name} is too large to check", f"It has {len(data) // 1024 // 1024} MB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path.name} is not UTF-8 text", f"Line {line} holds other bytes.") from error
