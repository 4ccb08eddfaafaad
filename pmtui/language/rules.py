"""The language rules and their vocabulary, read from `prompts/language/*.toml` with teams' own laid over them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from pmtui.language.lexicon import Lexicon
from pmtui.language.team_rules import (
    MOST_RULES,
    TeamLists,
    check_count,
    check_length,
    limited,
    switched_off,
    take_lists,
    team_files,
    unknown_rule,
)
from pmtui.language.vocabulary import Vocabulary
from prompts.filling import fill
from prompts.headings import LanguageSection
from prompts.tables import HERE, Table, read_table

RuleKind = Literal["blame", "vague", "action"]
KINDS: tuple[str, ...] = get_args(RuleKind)
LEVELS = ("hint", "warning", "off")
SECTIONS: tuple[str, ...] = get_args(LanguageSection)

# What a rule can ask about its cue beside the presence of a word class. `paragraphs.py` and `cue_tests.py`
# answer them.
TESTS = (
    "negated", "passive", "modal", "obliged", "taught", "conditional", "condition", "reasoned", "opener", "listed", "bounded",
    "number", "amount", "counted", "owned_by_people", "cleft_person", "toward_people", "neglecting", "question",
    "acts", "people_lead", "after_verb", "count", "perfected", "first_name", "object", "plural", "dated", "timed",
    "denied", "by_thing", "takes_people", "people_follow", "possessed", "starts", "paid_off", "lax_behind", "calendar",
)  # fmt: skip

GAPS = ("subject", "cue", "base", "object")  # what a rewrite can be filled from

FOLDER = HERE / "language"
RULE_FILES = ("blame.toml", "neglect.toml", "vague.toml", "actions.toml")
WORD_FILES = ("words.toml", "people.toml", "blame_words.toml", "vague_words.toml", "names.toml")

# What subject and agent classes exist beside those of words.toml: a capitalised word that is not known to be a person,
# any other noun, no subject at all, and the unsaid one of "Forgot to renew it".
EXTRA_SUBJECTS = ("name", "unknown", "none", "implied")


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule: a class of cues, who must be the subject, what else must or must not be there, and what is said.

    `subject` holds for the grammatical subject of the cue, `agent` for anyone in its clause; empty means any. `when`
    and `unless` name tests (see `TESTS`) or word classes that the cue's clause must have, or must not have. `severity`
    maps a section to hint, warning or off, with `default` for the rest. `rewrite` is a template of {subject}, {cue},
    {base} (the verb's base form) and {object}. `bad` and `good` are sentences in the section `example_section`.
    """

    id: str
    kind: RuleKind
    cue: frozenset[str]
    message: str
    questions: tuple[str, ...]
    severity: Mapping[str, str]
    subject: frozenset[str] = frozenset()
    agent: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    rewrite: str = ""
    example_section: LanguageSection = "root_cause"
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    off: bool = False

    @cached_property
    def when_words(self) -> frozenset[str]:
        """The word classes of `when`, without the tests."""
        return frozenset(self.when).difference(TESTS)

    @cached_property
    def unless_words(self) -> frozenset[str]:
        """The word classes of `unless`, without the tests."""
        return frozenset(self.unless).difference(TESTS)

    @cached_property
    def tests(self) -> frozenset[str]:
        """The tests of `when` and `unless`, without the word classes."""
        return frozenset((*self.when, *self.unless)).intersection(TESTS)

    def severity_in(self, section: str) -> str:
        """Return hint, warning or off."""
        return self.severity.get(section) or self.severity.get("default", "hint")


@dataclass(frozen=True, eq=False)
class Rules:
    """Every rule and the words they are made of. Compared by identity: one object per choice of team folders.

    `off` are the rules that a team switched off, `team` its lists, `notes` what in its files has no effect, in words,
    `told` how many rules each of them switched off.
    """

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    bases: Mapping[str, str]  # a verb's form -> its base form
    agents: frozenset[str]  # the classes that say who or what acts
    verbs: frozenset[str]  # the classes whose words are verbs
    names: frozenset[str]
    products: frozenset[str]
    ordinary: frozenset[str]
    off: tuple[Rule, ...] = ()
    team: TeamLists = field(default_factory=TeamLists)
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    _by_classes: dict[frozenset[str], tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _in_section: dict[tuple[frozenset[str], str], tuple[tuple[Rule, str], ...]] = field(
        default_factory=dict, repr=False
    )

    def for_classes(self, classes: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules whose cue is of one of these classes, in the order of the files."""
        known = self._by_classes.get(classes)
        if known is None:
            known = tuple(rule for rule in self.rules if not rule.cue.isdisjoint(classes))
            self._by_classes[classes] = known  # remembered: there are few sets of classes and many cues
        return known

    def in_section(self, classes: frozenset[str], section: str) -> tuple[tuple[Rule, str], ...]:
        """Return the rules of `for_classes` that are not off in a section, each with its severity there."""
        known = self._in_section.get((classes, section))
        if known is None:
            levels = ((rule, rule.severity_in(section)) for rule in self.for_classes(classes))
            known = tuple((rule, level) for rule, level in levels if level != "off")
            self._in_section[classes, section] = known
        return known

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all rules, those that are switched off as well."""
        return frozenset(rule.id for rule in (*self.rules, *self.off))

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with that id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@cache
def load_rules(*teams: Path | None) -> Rules:
    """Return the rules with those of teams laid over them, the last one on top.

    A team is a folder with TOML files in its folder `language`, or one such file. Each can change single keys of a rule
    (`off = true` switches it off), add rules and words, and hold the lists of `TeamLists`.
    Raises ContentError, naming file and key, for anything that cannot be used.
    """
    files = [file for team in teams if team for file in limited(team, team_files(team))]
    words, lists = Vocabulary(), TeamLists()
    for file in (*(FOLDER / name for name in WORD_FILES), *files):
        with read_table(file) as table:
            words.take(table)
            if file in files:
                table.table("rule")
                lists = take_lists(table, lists)
            check_count(table, "accept", len(words.phrases) + len(lists.accept))
    words.accept(lists.accept)
    notes: list[str] = []
    told: list[str] = []
    rules = tuple(_rules(files, words.classes, notes, told))
    return Rules(
        rules=tuple(rule for rule in rules if not rule.off),
        lexicon=words.lexicon(),
        bases=MappingProxyType(words.bases),
        agents=frozenset(words.agents),
        verbs=frozenset(words.verbs),
        names=frozenset(words.names),
        products=frozenset(words.products),
        ordinary=frozenset(words.ordinary),
        off=tuple(rule for rule in rules if rule.off),
        team=lists,
        notes=tuple(notes),
        told=tuple(told),
    )


def _rules(
    files: Sequence[Path], classes: frozenset[str], notes: list[str], told: list[str]
) -> Iterator[Rule]:
    """Yield every rule; what a team says about a rule that does not exist goes to `notes`, what it switched off to `told`."""
    first, *others = (FOLDER / name for name in RULE_FILES)
    ours = read_table(first, *others).table("rule")
    merged = read_table(first, *others, *files).table("rule") if files else ours
    if len(merged.key_names()) > MOST_RULES:
        raise merged.wrong(merged.key_names()[-1], f"with it there are more than {MOST_RULES:,} rules.")
    off: list[Table] = []
    for row in merged.children():
        if row.name in ours.key_names() or "kind" in row.key_names():
            rule = _rule(row, classes)
            if rule.off or not {"hint", "warning"}.intersection(rule.severity.values()):
                off.append(row)
            yield rule
        else:
            notes.append(unknown_rule(row, ours.key_names()))
    told += switched_off(off)


def _rule(row: Table, classes: frozenset[str]) -> Rule:
    severity = row.table("severity")
    with severity:
        levels = {"default": severity.choice("default", LEVELS, "hint")}
        levels |= {section: severity.choice(section, LEVELS) for section in SECTIONS if severity.has(section)}
    questions = row.texts("questions")
    if not questions:
        raise row.wrong("questions", "at least one question is expected.")
    for question in questions:
        if question.lower().startswith(("who", "why")):
            raise row.wrong("questions", f"“{question}” asks who or why; ask what or how.")
    rewrite = row.text("rewrite", "")
    check_length(row, "message", row.text("message"))
    check_length(row, "rewrite", rewrite)
    check_length(row, "questions", *questions)
    if unknown := set(re.findall(r"\{(.*?)\}", rewrite)).difference(GAPS):
        raise row.wrong("rewrite", f"{{{min(unknown)}}} is not one of: {', '.join(GAPS)}.")
    return fill(
        Rule,
        row,
        id=row.name,
        cue=_known(row, "cue", classes),
        subject=_known(row, "subject", classes.union(EXTRA_SUBJECTS)),
        agent=_known(row, "agent", classes.union(EXTRA_SUBJECTS)),
        when=tuple(sorted(_known(row, "when", classes.union(TESTS)))),
        unless=tuple(sorted(_known(row, "unless", classes.union(TESTS)))),
        severity=MappingProxyType(levels),
    )


def _known(row: Table, key: str, known: frozenset[str]) -> frozenset[str]:
    words = row.texts(key)
    if key == "cue" and not words:
        raise row.wrong(key, "at least one class of words is expected.")
    for word in words:
        if word not in known:
            raise row.wrong(
                key, f"“{word}” is neither a class of words nor a test; known: {', '.join(sorted(known))}."
            )
    return frozenset(words)
