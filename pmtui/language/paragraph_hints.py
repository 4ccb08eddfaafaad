"""Reads one paragraph: masks it, finds cues and agents, asks the rules, and keeps at most one hint for each clause."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pmtui.language.clauses import Agent, Clause
from pmtui.language.lexicon import Found, words_of
from pmtui.language.masking import lowered, mask_inline
from pmtui.language.paragraphs import Paragraph, Setting
from pmtui.language.people import Name, find_names
from pmtui.language.relations import PEOPLE, is_noun
from pmtui.language.rules import Rule, Rules
from pmtui.language.vocabulary import DONE

_DETERMINED = re.compile(
    r"(?:(?<=\s)|^)(?:(?:one|some|several|most|all|both|none) of )?(?:the|a|an|our|my|your|their|this|that)\s+$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(
    r"(?<![\w-])(?:(?:no(?! longer| doubt| more)|not a single)(?: [\w-]+)?"
    r"|(?:neither|none|not one)(?: of)?(?: (?:the|our|these|those|his|her|their))?(?: [\w-]+){0,2}) $"
)
_NONE_LEAD = 48  # characters before somebody in which "none of the" is looked for
# A tool that goes by the name of those who use it: "the crew app", "the support portal".
_THEIR_TOOL = re.compile(
    r" (?:app|tool|portal|script|page|queue|job|service|api|database|server|cluster|node|console|panel|dashboard|bot|plugin|pipeline"
    r"|proxy|cache|table|pod|container|namespace|account|endpoint|website|module|device|gateway|board|channel|system)s?(?![\w'-])"
)
_ALONE = ("self", "nobody")  # agents that are never part of a longer name
_UNSAID = ("none", "unknown", "implied")
_GAP = re.compile(r"\{(\w+)\}")
# What goes on with the words before it: "the table (prod) of the archive".
_ASIDE = re.compile(r"\s?[(\[][^()\[\]\n]{1,60}[)\]][^.,;:!?()\[\]\n]{0,90}")
_MAX_OBJECT = 90  # characters of the author's own words a rewrite takes over
_KEPT_PARAGRAPHS = 8192


@dataclass(frozen=True, slots=True)
class Hint:
    """Some words worth another look.

    `start` and `end` are code points in the text. `kind` is blame, vague or action, `rule` the finer id, `severity` hint
    or warning. `questions` ask what or how. `rewrite` is a draft for text[start:end] with gaps ("…") for the author to
    fill, or None when the sentence does not yield one. `suspect` is a name in those words that could be a system's: the
    hint falls away when it is ("Is Toby a system?").
    """

    start: int
    end: int
    kind: str
    rule: str
    severity: str
    message: str
    questions: tuple[str, ...]
    rewrite: str | None = None
    suspect: str = ""


class Names(NamedTuple):
    """Names the draft knows, lower case."""

    people: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@lru_cache(maxsize=_KEPT_PARAGRAPHS)
def paragraph_hints(
    paragraph: str, section: str, names: Names, rules: Rules, each_kind: bool = False
) -> tuple[Hint, ...]:
    """Return the hints of one paragraph, at most one for each clause, or for each clause and kind, in order."""
    best: dict[tuple[int, str], Hint] = {}
    for clause, hint in _hints(paragraph, section, names, rules):
        place = (clause.start, hint.kind if each_kind else "")
        if place not in best or _weight(hint) > _weight(best[place]):
            best[place] = hint
    return tuple(best.values())


def every_hint(paragraph: str, section: str, names: Names, rules: Rules) -> tuple[Hint, ...]:
    """Return what every rule says that holds somewhere, before the one for each clause is picked: to explain a rule."""
    return tuple(hint for _, hint in _hints(paragraph, section, names, rules))


def _hints(paragraph: str, section: str, known: Names, rules: Rules) -> Iterator[tuple[Clause, Hint]]:
    masked = mask_inline(paragraph)
    text = lowered(masked)
    words = words_of(text)
    found = rules.lexicon.scan(text, words)
    if not any(rules.for_classes(hit.classes) for hit in found):
        return
    agents = _agents(found, find_names(masked, rules, known), masked, text, rules)
    read = Paragraph(text, masked, words, found, agents)
    for clause in read.clauses:
        for cue in clause.hits:
            if not rules.for_classes(cue.classes):
                continue
            if is_noun(clause, cue, text):  # "the cause", "a change"
                cue = Found(cue.start, cue.end, cue.classes - rules.verbs - {DONE})
            for rule, level, setting in _holding(read, clause, cue, section, rules):
                yield clause, _hint(rule, level, clause, cue, setting, paragraph, rules)


def _agents(
    found: Sequence[Found], names: Iterator[Name], masked: str, text: str, rules: Rules
) -> list[Agent]:
    """Return who and what is named in a paragraph, in order; neighbours become one."""
    agents: list[Agent] = []
    for start, end, kind, guessed in _marks(found, names, rules):
        guess = masked[start:end] if guessed else ""
        if agents and start < agents[-1].end:
            continue  # "engineer" in "on-call engineer"
        owns = text.startswith(("'s ", "' "), end)
        last = agents[-1] if agents else None
        if last and _is_one_name(last, kind, text[last.end : start]):
            agents.pop()  # "the platform engineer", "Birgit Holm": the last word says what the whole is
            start, kind = last.start, last.kind if kind == "name" or last.kind == "person" else kind
            guess = f"{last.guess} {guess}" if last.guess and guess else ""
        if kind in PEOPLE and (none := _NONE_OF.search(text[max(0, start - _NONE_LEAD) : start])):
            start, kind, guess = start - len(none[0]), "nobody", ""
        if kind in PEOPLE and _THEIR_TOOL.match(text, end):
            kind = "system"
        agents.append(Agent(start, end, kind, owns, guess))
    return agents


def _marks(found: Sequence[Found], names: Iterator[Name], rules: Rules) -> list[Name]:
    """Return names and words for people and systems, in order; names win, except inside a longer word for somebody."""
    marks = sorted(names)
    starts = [mark.start for mark in marks]
    lost: set[Name] = set()
    words: list[Name] = []
    taken = {place for mark in marks for place in (mark.start, mark.end - 1)}
    for hit in found:
        kind = min(hit.classes & rules.agents, default="")
        if not kind:
            continue
        inside = marks[bisect_left(starts, hit.start) : bisect_left(starts, hit.end)]
        if any(mark.end < hit.end for mark in inside):  # "Support" of "support agents" is not a name
            lost.update(inside)
            words.append(Name(hit.start, hit.end, kind))
        elif hit.start not in taken and hit.end - 1 not in taken:
            words.append(Name(hit.start, hit.end, kind))
    kept = [mark for mark in marks if mark not in lost]
    return sorted(kept + words, key=lambda mark: (mark.start, -mark.end))


def _is_one_name(last: Agent, kind: str, between: str) -> bool:
    return between in (" ", " / ", "/") and not last.owns and kind not in _ALONE and last.kind not in _ALONE


def _holding(
    read: Paragraph, clause: Clause, cue: Found, section: str, rules: Rules
) -> Iterator[tuple[Rule, str, Setting]]:
    """Yield the rules that hold for a cue, with their severity here."""
    candidates = rules.in_section(cue.classes, section)
    if not candidates:
        return
    around, kinds = read.around(clause), read.kinds(clause)
    left = [
        (rule, level)
        for rule, level in candidates
        if rule.when_words <= around
        and rule.unless_words.isdisjoint(around)
        and not (rule.agent and rule.agent.isdisjoint(kinds))
    ]
    if not left:
        return  # most cues end here, without the work of looking at their setting
    setting = read.setting(clause, cue, frozenset().union(*(rule.tests for rule, _ in left)))
    present = setting.holds | around
    for rule, level in left:
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
        aside = _ASIDE.match(paragraph, clause.end)
        stop = aside.end() if aside else clause.end
        after = paragraph[end : min(stop, end + _MAX_OBJECT + 1)].rstrip(" \t\n.,;:")
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
    suspect = setting.guess if rule.subject or "owned_by_people" in rule.when else ""
    level = "hint" if setting.subject == "name" else level  # a guess never speaks loudly
    return Hint(start, end, rule.kind, rule.id, level, rule.message, rule.questions, rewrite, suspect)


def _filled(template: str, words: Mapping[str, str]) -> str | None:
    """Return the template with the sentence's own words, or None when one that it needs is not there."""
    if not all(words[name] for name in _GAP.findall(template)):
        return None
    return _GAP.sub(lambda gap: words[gap[1]], template)


def _weight(hint: Hint) -> tuple[bool, bool, int]:
    """Order the hints of one clause: warnings first, blame before vagueness, then the longer span."""
    return hint.severity == "warning", hint.kind == "blame", hint.end - hint.start
