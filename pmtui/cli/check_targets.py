"""Finds what to check and has it checked, with the rules that hold where each file lies."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.report import Found, Report, Unreadable
from pmtui.cli.standard_input import decoded, read_bytes
from pmtui.disk import read_regular
from pmtui.errors import PmtuiError, UsageError
from pmtui.paths import team_folders, typed_path

if TYPE_CHECKING:
    from pmtui.drafts.folder.library import Library
    from pmtui.language.rules import Rules

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
DRAFT = ".toml"
STDIN = "-"
STDIN_NAME = "(standard input)"


def check_targets(
    targets: Sequence[str], library: "Callable[[], Library]", team: Path | None, stdin_name: str = STDIN_NAME
) -> Report:
    """Check drafts, Markdown files and folders; without any, the library. What cannot be read is part of the report.

    `library` is only called where drafts are looked for: a Markdown file needs nothing of it.
    `team` is the folder of the settings; each file is checked with the rules that lie beside it as well. `stdin_name` is
    the file that standard input stands for. Raises ContentError for a mistake in a team's rules.
    """
    run = _Run(team, stdin_name)
    files = _files(targets, library, run) if targets else _drafts(library())
    for name in dict.fromkeys(files):
        rules = run.rules_for(name)
        try:
            found = list(run.check(name, rules))
        except PmtuiError as problem:
            run.report.unreadable.append(Unreadable(name, problem))
        else:
            run.report.checked.append(name)
            run.report.found += found
    if not targets or any(os.path.isdir(typed_path(target)) for target in targets):
        run.tell_unused()
    return run.report


@dataclass
class _Run:
    """One run: where its rules come from, and what it has learned so far."""

    team: Path | None
    stdin_name: str
    report: Report = field(default_factory=Report)
    told: set[str] = field(default_factory=set)
    accepted: dict[str, bool] = field(default_factory=dict)  # a team's phrase -> whether it stands anywhere

    def rules_for(self, name: str) -> "Rules":
        """Return the rules for a file; what in them has no effect is told once. Raises ContentError."""
        from pmtui.language.rules import load_rules

        beside = Path.cwd() if name == STDIN_NAME else typed_path(name).parent
        rules = load_rules(*team_folders(beside, self.team))
        for note in (*rules.notes, *rules.told):
            if note not in self.told:
                self.told.add(note)
                output.note(note)
        self.report.rules.update((rule.id, rule) for rule in rules.rules)
        return rules

    def check(self, name: str, rules: "Rules") -> Iterator[Found]:
        """Yield what is found in a file. Raises PmtuiError when it cannot be read."""
        data = read_bytes() if name == self.stdin_name else _read(typed_path(name))
        if rules.team.accept:
            self._note_accepted(data, rules)
        if os.path.splitext(name)[1].lower() == DRAFT:
            from pmtui.cli.check_draft import check_draft

            return check_draft(name, data, rules, self.team)
        from pmtui.cli.check_markdown import check_markdown
        from prompts.headings import load_headings, load_languages

        text = decoded(data, "Standard input" if name == self.stdin_name else Path(name).name)
        return check_markdown(name, text, rules, load_headings(self.team), load_languages(self.team))

    def tell_unused(self) -> None:
        """Tell which accepted phrases stand in none of the files."""
        unused = [phrase for phrase, stands in self.accepted.items() if not stands]
        if unused:
            output.note(f"Accepted by your team's rules, but nowhere in these files: {', '.join(unused)}.")

    def _note_accepted(self, data: bytes, rules: "Rules") -> None:
        from pmtui.language.masking import lowered

        text = " ".join(lowered(data.decode("utf-8", "replace")).split())
        for phrase in sorted(rules.team.accept):
            self.accepted[phrase] = self.accepted.get(phrase, False) or phrase in text


def _drafts(library: "Library") -> Iterator[str]:
    heads = library.heads()
    if not heads:
        output.note(f"There are no drafts in {library.folder} yet.")
    return (str(head.path) for head in heads)


def _files(targets: Iterable[str], library: "Callable[[], Library]", run: _Run) -> Iterator[str]:
    """Yield the file of each target, and all files of a folder."""
    for target in targets:
        path = Path(os.path.expanduser(target))
        if target == STDIN:
            yield run.stdin_name
        elif os.path.isdir(path):
            yield from sorted(_inside(str(path)))
        elif path.suffix.lower() in MARKDOWN:
            yield target
        elif path.suffix != DRAFT and os.path.lexists(path):
            kinds = f"Drafts ({DRAFT}) and Markdown ({', '.join(sorted(MARKDOWN))}) are."
            way = f"If it is Markdown: pmtui check {STDIN} < {path.name}"
            problem = UsageError(f"{path.name} is not a kind of file that is checked", kinds, way)
            run.report.unreadable.append(Unreadable(target, problem))
        else:
            try:
                yield str(library().resolve(target))
            except PmtuiError as problem:
                run.report.unreadable.append(Unreadable(target, problem))


def _inside(folder: str) -> Iterator[str]:
    """Yield the drafts and Markdown files of a folder and the folders in it; hidden ones and other TOML are left out.

    What cannot be read is among them, so that checking it tells why.
    """
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(root, name)
            if name.startswith("."):
                continue
            if path.suffix.lower() in MARKDOWN or (path.suffix == DRAFT and _may_be_draft(path)):
                yield str(path)


def _may_be_draft(path: Path) -> bool:
    """Tell a draft, however damaged, from other TOML files such as a project's settings, which are whole."""
    from pmtui.drafts.file.parse import parse_tables

    try:
        tables = parse_tables(read_regular(path), path.name)[1]
    except (OSError, PmtuiError):
        return True
    return not tables or isinstance(tables.get("meta"), dict)


def _read(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as error:
        raise UsageError(
            f"{path.name} cannot be read",
            f"{path}: {error.strerror}.",
            "Check that it exists and that you may read it.",
        ) from error
