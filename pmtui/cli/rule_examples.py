"""Tries the examples of a team's own rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmtui.language.rules import Rule, Rules, load_rules
from pmtui.language.team_rules import team_files
from pmtui.language.text_hints import explain, find_hints
from pmtui.paths import team_folders
from pmtui.text import plural
from prompts.tables import read_table


@dataclass(frozen=True)
class Tried:
    """What came of a file's examples: sentences about those that failed, and the sum in words."""

    problems: tuple[str, ...]
    sum: str


def try_file(path: Path, team: Path | None) -> Tried:
    """Try the examples of the rules in a file, or in the files of a team's folder.

    The other rules that hold there are loaded as well. Raises ContentError for a mistake in a file.
    """
    files = team_files(path.parent if path.name == "language" and path.is_dir() else path)
    folders = team_folders(path.parent, team)
    known = {file for folder in folders for file in team_files(folder)}
    rules = load_rules(*folders, *(file for file in files if file not in known))
    named = {name for file in files for name in read_table(file).table("rule").key_names()}
    own = [rule for rule in rules.rules if rule.id in named]
    problems = [*rules.notes, *(problem for rule in own for problem in _problems(rule, rules))]
    count = sum(len(rule.bad) + len(rule.good) for rule in own)
    return Tried(tuple(problems), f"{plural(len(own), 'rule')}, {plural(count, 'example')} tried.")


def _problems(rule: Rule, rules: Rules) -> Iterator[str]:
    section = rule.example_section
    if not rule.bad or not rule.good:
        yield f"{rule.id}: it needs sentences in both `bad` and `good`."
    for text in rule.bad:
        if rule.id not in [hint.rule for hint in explain(text, section, rules=rules)]:
            yield f"{rule.id}: bad: not noticed: {text}"
        elif rule.kind not in [hint.kind for hint in find_hints(text, section, rules=rules)]:
            yield f"{rule.id}: bad: noticed, but a hint of another kind is shown in its place: {text}"
    for text in rule.good:
        hints = [hint for hint in explain(text, section, rules=rules) if hint.kind == rule.kind]
        for hint in hints[:1]:
            yield f"{rule.id}: good: noticed by {hint.rule} at “{text[hint.start : hint.end]}”: {text}"
