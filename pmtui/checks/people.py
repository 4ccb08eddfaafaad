"""Tells people from systems among the capitalised words of a paragraph, without a model."""

import re
from collections.abc import Iterator
from typing import Protocol

from pmtui.checks.masking import lowered
from pmtui.checks.rules import Rules

_WORD = re.compile(r"(?<![\w.@/-])@?[^\W\d_][\w'’.-]*\w")
_HANDLE = re.compile(r"@[\w-]+")
_MACHINE = (
    r"(?:bot|daemon|relay|gateway|service|server|job|host|cluster|database|db|node|script|controller|scheduler|worker|model"
    r"|pipeline|proxy|broker|queue|cache|cron|api|app|agent|tool|system|machine|instance|vm|pod|switch|router|device|exporter"
    r"|importer|crawler|balancer|batch|component|module|library|plugin|engine|printer|robot|mailer|appliance)s?"
)
# "Toby, the deploy bot," - "Penelope (mail relay)" - "the Oscar daemon"
_IS_MACHINE = re.compile(
    rf"\s*[,(]\s*(?:(?:our|the|a|an|its|their|this)\s+)?(?:[\w-]+\s+){{0,3}}{_MACHINE}\b|\s+{_MACHINE}\b"
)
_IS_STATE = re.compile(r"\s+(?:is|are|was|were|has been|have been|had been)\b")
_COMMON_ENDING = re.compile(
    r"(?:tion|sion|ment|ware|ness|ity|ance|ence|ism|ing|ers|ors|age|ure|ship|logy|graph|base|time|out|iour|ior|ed|ly|able|ous|ive|ful|less|ical"
    r"|-?service|-?db|-?api|d|ctl|sql)$"
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Señor|Señora|Signor|Signora|Sir|Pan|Pani)\.?\s$"
)
_ARTICLE = re.compile(r"(?<!\w)(?:the|a|an|our|each|every|its)\s+$")


class Known(Protocol):
    """What the draft knows about names."""

    @property
    def people(self) -> frozenset[str]:
        """Return names, first names, surnames and handles, lower case."""

    @property
    def systems(self) -> frozenset[str]:
        """Return names of systems, lower case."""


def find_names(text: str, rules: Rules, known: Known) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and class of names: person, system, or name (capitalised, but nothing tells which).

    `text` keeps its capitals. The draft's systems win over its people, those over known products, those over known
    given names; structure ("Oscar, our billing daemon") wins over given names.
    """
    for match in _WORD.finditer(text):
        word = match.group()
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        end = match.start() + len(word)
        if kind := _class_of(word, text, match.start(), end, rules, known):
            yield match.start(), end, kind


def _class_of(word: str, text: str, start: int, end: int, rules: Rules, known: Known) -> str:
    plain = lowered(word)
    if plain in known.systems:
        return "system"
    if plain.removeprefix("@") in known.people:
        return "person"
    if word[0] == "@":
        return "person" if _HANDLE.fullmatch(word) else ""
    if (
        not word[0].isupper()
        or not word.replace("-", "").replace("'", "").isalpha()
        or word[1:] != word[1:].lower()
    ):
        return "person" if word[0].isupper() and _hyphenated_name(plain, rules) else ""
    if _TITLE.search(text[max(0, start - 12) : start]):
        return "person"
    if plain in rules.products:
        return "system"
    given = plain in rules.names or _hyphenated_name(plain, rules)
    if (given or plain not in rules.ordinary) and _IS_MACHINE.match(text, end):
        return "system"
    if _ARTICLE.search(text[max(0, start - 8) : start].lower()):
        return ""
    if given:
        return "person"
    if (
        plain in rules.ordinary
        or len(plain) < 3
        or _COMMON_ENDING.search(plain)
        or rules.lexicon.classes_of(plain)
    ):
        return ""
    return "" if _IS_STATE.match(text, end) else "name"


def _hyphenated_name(plain: str, rules: Rules) -> bool:
    first, hyphen, _ = plain.partition("-")
    return bool(hyphen) and first in rules.names
