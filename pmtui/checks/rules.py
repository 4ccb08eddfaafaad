"""The language rules and their vocabulary, read from `prompts/language/*.toml` with a team's own laid over them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pmtui.checks.cues import Lexicon, inflect
from prompts.content import HERE, ContentError
from prompts.tables import Table, read_table

KINDS = ("blame", "vague", "action")
LEVELS = ("hint", "warning", "off")
SECTIONS = (
    "summary", "impact", "timeline", "detection", "root_cause", "contributing", "response", "well", "poorly", "lucky",
    "action", "lessons", "other",
)  # fmt: skip

# What a rule can ask about its cue beside the presence of a word class. `clauses.py` answers them.
TESTS = (
    "negated", "passive", "modal", "obliged", "taught", "conditional", "condition", "reasoned", "opener", "listed", "bounded",
    "number", "amount", "counted", "owned_by_people", "cleft_person", "toward_people", "neglecting", "question",
)  # fmt: skip

GAPS = ("subject", "cue", "base", "object")  # what a rewrite can be filled from

HARMLESS = "harmless"  # the class of phrases whose words are not read on their own

FOLDER = HERE / "language"
RULE_FILES = ("blame.toml", "vague.toml", "actions.toml")
WORD_FILES = ("words.toml", "names.toml")

# What subject and agent classes exist beside those of words.toml: a capitalised word that is not known to be a person,
# any other noun, no subject at all, and the unsaid one of "Forgot to renew it".
EXTRA_SUBJECTS = ("name", "unknown", "none", "implied")
DONE = "-done"  # a verb's form that can be a passive: the mark of past and participle among the classes of a phrase


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule: a class of cues, who must be the subject, what else must or must not be there, and what is said.

    `subject` holds for the grammatical subject of the cue, `agent` for anyone in its clause; empty means any. `when`
    and `unless` name tests (see `TESTS`) or word classes that the cue's clause must have, or must not have. `severity`
    maps a section to hint, warning or off, with `default` for the rest. `rewrite` is a template of {subject}, {cue},
    {base} (the verb's base form) and {object}. `bad` and `good` are sentences in the section `example_section`.
    """

    id: str
    kind: str
    cue: frozenset[str]
    message: str
    questions: tuple[str, ...]
    severity: Mapping[str, str]
    subject: frozenset[str] = frozenset()
    agent: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    rewrite: str = ""
    example_section: str = "root_cause"
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    off: bool = False

    def severity_in(self, section: str) -> str:
        """Return hint, warning or off."""
        return self.severity.get(section) or self.severity.get("default", "hint")


@dataclass(frozen=True, eq=False)
class Rules:
    """Every rule and the words they are made of. Compared by identity: one object per team folder."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    bases: Mapping[str, str]  # a verb's form -> its base form
    agents: frozenset[str]  # the classes that say who or what acts
    names: frozenset[str]
    products: frozenset[str]
    ordinary: frozenset[str]
    _by_classes: dict[frozenset[str], tuple[Rule, ...]] = field(default_factory=dict, repr=False)

    def for_classes(self, classes: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules whose cue is of one of these classes, in the order of the files."""
        known = self._by_classes.get(classes)
        if known is None:
            known = tuple(rule for rule in self.rules if not rule.cue.isdisjoint(classes))
            self._by_classes[classes] = known  # remembered: there are few sets of classes and many cues
        return known

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with that id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@cache
def load_rules(team: Path | None = None) -> Rules:
    """Return the rules, with those of a team's folder laid over them (`language/*.toml` in it).

    A team's file of the same name changes single keys of our rules (`off = true` switches one off); any other file
    there adds rules. Words of a team's `words.toml` and `names.toml` are added to ours.
    Raises ContentError, naming file and key, for anything that cannot be used.
    """
    over = team / "language" if team else None
    phrases: dict[str, set[str]] = {}
    bases: dict[str, str] = {}
    lists: dict[str, set[str]] = {"names": set(), "products": set(), "ordinary": set()}
    agents: set[str] = set()
    for table in _word_tables(over):
        with table:
            _take_words(table, phrases, bases, agents)
            _take_names(table, lists)
    classes = frozenset().union(*phrases.values())
    rules = tuple(_rules(over, classes | agents))
    return Rules(
        rules,
        Lexicon(phrases, sealed=HARMLESS),
        MappingProxyType(bases),
        frozenset(agents),
        frozenset(lists["names"]),
        frozenset(lists["products"]),
        frozenset(lists["ordinary"]),
    )


def _word_tables(over: Path | None) -> Iterator[Table]:
    for name in WORD_FILES:
        yield read_table(FOLDER / name)
        if over and (over / name).exists():
            yield read_table(over / name)


def _take_words(table: Table, phrases: dict[str, set[str]], bases: dict[str, str], agents: set[str]) -> None:
    groups = table.table("agents")
    for name in groups.key_names():
        agents.add(name)
        for phrase in groups.texts(name):
            phrases.setdefault(phrase.lower(), set()).add(name)
    groups = table.table("phrases")
    for name in groups.key_names():
        for phrase in groups.texts(name):
            phrases.setdefault(phrase.lower(), set()).add(name)
    groups = table.table("verbs")
    for name in groups.key_names():
        for entry in groups.texts(name):
            try:
                forms = inflect(entry.lower())
            except ValueError as problem:
                raise groups.wrong(name, f"{problem}.") from problem
            for form, (base, done) in forms.items():
                phrases.setdefault(form, set()).update({name, DONE} if done else {name})
                bases.setdefault(form, base)


def _take_names(table: Table, lists: dict[str, set[str]]) -> None:
    lists["names"].update(word for text in table.table("names").words().values() for word in text.split())
    products = table.table("products")
    for key in products.key_names():
        lists["ordinary" if key == "ordinary" else "products"].update(products.text(key).split())


def _rules(over: Path | None, classes: frozenset[str]) -> Iterator[Rule]:
    tables = [read_table(FOLDER / name, over / name if over else None) for name in RULE_FILES]
    if over and over.is_dir():
        own = sorted(file for file in over.glob("*.toml") if file.name not in RULE_FILES + WORD_FILES)
        tables += [read_table(file) for file in own]
    seen: set[str] = set()
    for table in tables:
        with table:
            for row in table.table("rule").children():
                with row:
                    rule = _rule(row, classes)
                if rule.id in seen:
                    raise row.wrong(
                        "", "there is a rule with this id already; change it in a file of the same name."
                    )
                seen.add(rule.id)
                if not rule.off:
                    yield rule


def _rule(row: Table, classes: frozenset[str]) -> Rule:
    severity = row.table("severity")
    with severity:
        levels = {
            section: severity.choice(section, LEVELS, "hint" if section == "default" else "")
            for section in ("default", *SECTIONS)
            if section == "default" or section in severity.key_names()
        }
    questions = row.texts("questions")
    if not questions:
        raise row.wrong("questions", "at least one question is expected.")
    for question in questions:
        if question.lower().startswith(("who", "why")):
            raise row.wrong("questions", f"“{question}” asks who or why; ask what or how.")
    rewrite = row.text("rewrite", "")
    if unknown := set(re.findall(r"\{(.*?)\}", rewrite)).difference(GAPS):
        raise row.wrong("rewrite", f"{{{min(unknown)}}} is not one of: {', '.join(GAPS)}.")
    return Rule(
        id=row.name,
        kind=row.choice("kind", KINDS),
        cue=_known(row, "cue", classes),
        subject=_known(row, "subject", classes.union(EXTRA_SUBJECTS)),
        agent=_known(row, "agent", classes.union(EXTRA_SUBJECTS)),
        when=tuple(sorted(_known(row, "when", classes.union(TESTS)))),
        unless=tuple(sorted(_known(row, "unless", classes.union(TESTS)))),
        severity=MappingProxyType(levels),
        message=row.text("message"),
        questions=questions,
        rewrite=rewrite,
        example_section=row.choice("example_section", SECTIONS, "root_cause"),
        bad=row.texts("bad"),
        good=row.texts("good"),
        off=row.flag("off"),
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


__all__ = ["ContentError", "Rule", "Rules", "load_rules"]
