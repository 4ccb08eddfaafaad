"""Tells people from systems among the capitalised words of a paragraph, without a model."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from pmtui.language.masking import lowered
from pmtui.language.rules import Rules

_WORD = re.compile(r"(?<![\w.@/-])(?:@[\w-]+|[^\W\d_][\w'’.-]*\w)")
# The same for those that begin with a capital or @, and some others: looking for their first character costs little.
_CAPITALISED = re.compile(
    r"[^\x00-?\[-\x7f](?<![\w.@/-].)(?<![^\W\d_]['’].)(?:(?<=@)[\w-]+|(?<=[^\W\d_])[\w'’.-]*\w)"
)
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
_TITLES = tuple(
    f"{title}{end}"
    for title in (
        "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Herr", "Frau", "Monsieur", "Madame", "Señor", "Señora", "Signor", "Signora",
        "Sir", "Pan", "Pani",
    )
    for end in (" ", ". ", "\n", ".\n")
)  # fmt: skip
_ARTICLE = re.compile(r"(?<!\w)(?:the|a|an|our|each|every|its)\s+$")


class Known(Protocol):
    """What the draft knows about names."""

    @property
    def people(self) -> frozenset[str]:
        """Return names, first names, surnames and handles, lower case."""

    @property
    def systems(self) -> frozenset[str]:
        """Return names of systems, lower case."""

    @property
    def roles(self) -> frozenset[str]:
        """Return what people are called by their work, lower case."""


class Name(NamedTuple):
    """A name in a text: where, its class (person, role, system or name), and whether that is only a guess."""

    start: int
    end: int
    kind: str
    guessed: bool = False


def find_names(text: str, rules: Rules, known: Known) -> Iterator[Name]:
    """Yield the names of a text: those of several words first, then the others in order.

    `text` keeps its capitals. The draft's systems win over its roles, those over its people, those over known products,
    those over known given names; structure ("Oscar, our billing daemon") wins over given names. The class "name" is for
    a capitalised word when nothing tells what it is.
    """
    if phrases := _phrases(known.systems, known.roles):
        for match in phrases.finditer(lowered(text)):
            yield Name(match.start(), match.end(), "system" if match[0] in known.systems else "role")
    told = bool(known.people or known.systems or known.roles)
    for match in (_WORD if told else _CAPITALISED).finditer(text):
        word = match.group()
        if not (told or word[0].isupper() or word[0] == "@"):
            continue
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        end = match.start() + len(word)
        plain = lowered(word)
        if plain in known.systems:
            yield Name(match.start(), end, "system")
        elif plain in known.roles:
            yield Name(match.start(), end, "role")
        elif plain.removeprefix("@") in known.people:
            yield Name(match.start(), end, "person")
        elif kind := _class_of(word, text, match.start(), end, rules):
            yield Name(match.start(), end, kind, kind != "system" and word[0] != "@")


@lru_cache(maxsize=64)
def _phrases(*known: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern of what the draft knows in several words, the longest first."""
    several = sorted({text for texts in known for text in texts if " " in text}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, several))})(?![\w-])") if several else None


def _class_of(word: str, text: str, start: int, end: int, rules: Rules) -> str:
    look = _look_of(word, rules)
    if look in ("person", ""):
        return look
    if text.endswith(_TITLES, max(0, start - 12), start):
        return "person"
    if look in ("system", "ordinary"):
        return look if look == "system" else ""
    if _IS_MACHINE.match(text, end):
        return "system"
    if look == "dull" or _ARTICLE.search(text[max(0, start - 8) : start].lower()):
        return ""
    if look == "given":
        return "person"
    return "" if _IS_STATE.match(text, end) else "name"


@lru_cache(maxsize=4096)
def _look_of(word: str, rules: Rules) -> str:
    """Return what a word is by itself: person, system, or nothing (""), whatever stands around it.

    Of the others, only a title says something about an ordinary word, and a dull one can still be a machine's name; a
    given name and a strange word may be anybody's.
    """
    plain = lowered(word)
    if word[0] == "@":
        return "person" if _HANDLE.fullmatch(word) else ""
    hyphenated = _hyphenated_name(plain, rules)
    capital = word[0].isupper()
    if not capital or not word.replace("-", "").replace("'", "").isalpha() or word[1:] != word[1:].lower():
        return "person" if capital and hyphenated else ""
    if plain in rules.products:
        return "system"
    if plain in rules.names or hyphenated:
        return "given"
    if plain in rules.ordinary:
        return "ordinary"
    if len(plain) < 3 or _COMMON_ENDING.search(plain) or rules.lexicon.classes_of(plain):
        return "dull"
    return "strange"


def _hyphenated_name(plain: str, rules: Rules) -> bool:
    first, hyphen, _ = plain.partition("-")
    return bool(hyphen) and first in rules.names
