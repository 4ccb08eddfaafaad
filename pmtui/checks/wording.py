"""Reads one paragraph: masks it, finds cues and agents, asks the rules, and keeps at most one hint for each clause."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pmtui.checks.clauses import Agent, Clause
from pmtui.checks.cues import Found
from pmtui.checks.masking import lowered, mask_inline
from pmtui.checks.paragraphs import Paragraph, Setting
from pmtui.checks.people import find_names
from pmtui.checks.rules import Rule, Rules

_BOUNDED = re.compile(r"@[\w-]+|(?<![\w-])[A-Z][A-Z0-9]{1,9}-\d+\b|(?<!\w)#\d+\b")  # a person, a ticket
_DETERMINED = re.compile(
    r"(?:(?<=\s)|^)(?:(?:one|some|several|most|all|both|none) of )?(?:the|a|an|our|my|your|their|this|that)\s+$",
    re.IGNORECASE,
)
_ALONE = ("self", "nobody")  # agents that are never part of a longer name
_UNSAID = ("none", "unknown", "implied")
_GAP = re.compile(r"\{(\w+)\}")
_MAX_OBJECT = 90  # characters of the author's own words a rewrite takes over
_KEPT_PARAGRAPHS = 8192


@dataclass(frozen=True, slots=True)
class Hint:
    """Some words worth another look.

    `start` and `end` are code points in the text. `kind` is blame, vague or action, `rule` the finer id, `severity` hint
    or warning. `questions` ask what or how. `rewrite` is a draft for text[start:end] with gaps ("…") for the author to
    fill, or None when the sentence does not yield one.
    """

    start: int
    end: int
    kind: str
    rule: str
    severity: str
    message: str
    questions: tuple[str, ...]
    rewrite: str | None = None


class Names(NamedTuple):
    """Names the draft knows, lower case."""

    people: frozenset[str]
    systems: frozenset[str]


@lru_cache(maxsize=_KEPT_PARAGRAPHS)
def paragraph_hints(paragraph: str, section: str, names: Names, rules: Rules) -> tuple[Hint, ...]:
    """Return the hints of one paragraph, at most one for each clause, in order."""
    best: dict[int, Hint] = {}
    for clause, hint in _hints(paragraph, section, names, rules):
        if clause.start not in best or _weight(hint) > _weight(best[clause.start]):
            best[clause.start] = hint
    return tuple(best.values())


def every_hint(paragraph: str, section: str, names: Names, rules: Rules) -> tuple[Hint, ...]:
    """Return what every rule says that holds somewhere, before the one for each clause is picked: to explain a rule."""
    return tuple(hint for _, hint in _hints(paragraph, section, names, rules))


def _hints(paragraph: str, section: str, known: Names, rules: Rules) -> Iterator[tuple[Clause, Hint]]:
    masked = mask_inline(paragraph)
    text = lowered(masked)
    found = rules.lexicon.scan(text)
    if not any(rules.for_classes(hit.classes) for hit in found):
        return
    agents = _agents(found, find_names(masked, rules, known), text, rules)
    read = Paragraph(text, found, agents, bool(_BOUNDED.search(masked)))
    for clause in read.clauses:
        for cue in clause.hits:
            for rule, level, setting in _holding(read, clause, cue, section, rules):
                yield clause, _hint(rule, level, clause, cue, setting, paragraph, rules)


def _agents(
    found: Sequence[Found], names: Iterator[tuple[int, int, str]], text: str, rules: Rules
) -> list[Agent]:
    """Return who and what is named in a paragraph, in order; names win over words, neighbours become one."""
    marks = list(names)
    taken = {place for start, end, _ in marks for place in (start, end - 1)}
    for hit in found:
        kind = min(hit.classes & rules.agents, default="")
        if kind and hit.start not in taken and hit.end - 1 not in taken:
            marks.append((hit.start, hit.end, kind))
    agents: list[Agent] = []
    for start, end, kind in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if agents and start < agents[-1].end:
            continue  # "engineer" in "on-call engineer"
        owns = text.startswith(("'s ", "' "), end)
        last = agents[-1] if agents else None
        if last and _is_one_name(last, kind, text[last.end : start]):
            agents.pop()  # "the platform engineer", "Birgit Holm": the last word says what the whole is
            start, kind = last.start, last.kind if kind == "name" or last.kind == "person" else kind
        agents.append(Agent(start, end, kind, owns))
    return agents


def _is_one_name(last: Agent, kind: str, between: str) -> bool:
    return between in (" ", " / ", "/") and not last.owns and kind not in _ALONE and last.kind not in _ALONE


def _holding(
    read: Paragraph, clause: Clause, cue: Found, section: str, rules: Rules
) -> Iterator[tuple[Rule, str, Setting]]:
    """Yield the rules that hold for a cue, with their severity here."""
    setting: Setting | None = None
    present: frozenset[str] = frozenset()
    for rule in rules.for_classes(cue.classes):
        level = rule.severity_in(section)
        if level == "off" or (rule.agent and rule.agent.isdisjoint(read.kinds(clause))):
            continue
        if setting is None:
            setting = read.setting(clause, cue)
            present = setting.holds | read.around(clause)
        if rule.subject and setting.subject not in rule.subject:
            continue
        if present.issuperset(rule.when) and present.isdisjoint(rule.unless):
            yield rule, level, setting


def _hint(
    rule: Rule, level: str, clause: Clause, cue: Found, setting: Setting, paragraph: str, rules: Rules
) -> Hint:
    said = setting.subject not in _UNSAID
    start, end = setting.start if rule.subject and said else cue.start, cue.end
    if start < cue.start and (determined := _DETERMINED.search(paragraph[max(0, start - 24) : start])):
        start -= len(determined.group())
    rewrite = None
    if rule.rewrite:
        after = paragraph[end : min(clause.end, end + _MAX_OBJECT + 1)].rstrip(" \t\n.,;:")
        words = {
            "subject": paragraph[setting.start : setting.end] if said else "",
            "cue": paragraph[cue.start : end],
            "base": rules.bases.get(lowered(paragraph[cue.start : end]), ""),
            "object": after.strip() if after[:1] == " " and len(after) <= _MAX_OBJECT else "",
        }
        rewrite = _filled(rule.rewrite, words)
        if rewrite and "{object}" in rule.rewrite:
            end += len(after)
        if rewrite and paragraph[start].isupper():
            rewrite = rewrite[0].upper() + rewrite[1:]
    return Hint(start, end, rule.kind, rule.id, level, rule.message, rule.questions, rewrite)


def _filled(template: str, words: Mapping[str, str]) -> str | None:
    """Return the template with the sentence's own words, or None when one that it needs is not there."""
    if not all(words[name] for name in _GAP.findall(template)):
        return None
    return _GAP.sub(lambda gap: words[gap[1]], template)


def _weight(hint: Hint) -> tuple[bool, bool, int]:
    """Order the hints of one clause: warnings first, blame before vagueness, then the longer span."""
    return hint.severity == "warning", hint.kind == "blame", hint.end - hint.start
