"""Checks a draft's file, and tells the line of everything that is found in it."""

from collections.abc import Iterator
from pathlib import Path

from pmtui.checks.finding import Finding
from pmtui.checks.hint_list import list_hints
from pmtui.checks.readiness import load_and_check
from pmtui.cli import output
from pmtui.cli.draft_lines import DraftLines
from pmtui.cli.report import Found
from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.file.format import load_for_reading, newer_words
from pmtui.language.rules import Rules
from pmtui.language.team_rules import meant_by
from prompts.content import load_templates


def check_draft(name: str, data: bytes, rules: Rules, team: Path | None) -> Iterator[Found]:
    """Yield what is found in the bytes of a draft. Raises DraftError."""
    file_name = Path(name).name
    document = load_for_reading(data, file_name)
    if words := newer_words(document, file_name):
        output.note(words)
    lines = DraftLines(document, data.decode("utf-8-sig"))
    for finding in (*load_and_check(document, team=team, rules=rules), *_idle(document, rules, team)):
        yield Found(name, lines.line_of(finding), finding)


def _idle(document: Postmortem, rules: Rules, team: Path | None) -> Iterator[Finding]:
    """Yield what the draft says about hints without effect: unknown rules, sentences that are not there any more."""
    for rule in (*document.hints.rules_off, *(ignore.rule for ignore in document.ignores)):
        if rule not in rules.ids:
            message = f"The draft names a rule “{rule}”, which does not exist.{meant_by(rule, rules.ids)}"
            yield Finding("ignore.unknown-rule", "hint", "", "", message)
    for rule in _idle_ignores(document, rules, team):
        message = (
            f"A sentence that “{rule}” was to leave alone has changed or gone, so that ignore does nothing."
        )
        yield Finding("ignore.unused", "hint", "", "", message)


def _idle_ignores(document: Postmortem, rules: Rules, team: Path | None) -> Iterator[str]:
    known = [ignore for ignore in document.ignores if ignore.rule in rules.ids]
    if not known or not document.hints.on:
        return
    template = load_templates(team).get(document.meta.template) or load_templates(team)["standard"]
    all_hints = replace(document, ignores=(), hints=replace(document.hints, rules_off=()))
    listed = list_hints(all_hints, template, rules)
    there = {(one.hint.rule, one.sentence) for one in listed}
    for ignore in known:
        if (ignore.rule, ignore.sentence) not in there:
            yield ignore.rule
