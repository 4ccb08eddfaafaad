"""Words and phrases to look for in a text, and the inflection of verbs.

Scanning is one pass of the standard library's `re` over the words of lower-cased text; a dict tells which phrases begin
with a word. Thousands of phrases in one pattern would take longer to compile than a long document takes to scan. Hyphens
and underscores belong to words, so "read" is not found in "read-only".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

_WORD = re.compile(r"[\w-]+|(?<![\w-])[^\w\s-]")
_INNER = re.compile(r"~(\w+)")
_INSIDE = re.compile(r"[\w-]")


class Found(NamedTuple):
    """A phrase in a text: where, and the classes it stands in."""

    start: int
    end: int
    classes: frozenset[str]


class Lexicon:
    """Phrases (lower case) with their classes.

    At each word the longest phrase that starts there is found; a phrase may begin inside another one ("we could have" in
    "we could have checked"), but not inside one of the class `sealed`, which keeps its words from being read one by one.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], sealed: str = "") -> None:
        self._classes = {phrase: frozenset(classes) for phrase, classes in phrases.items()}
        self._sealed = sealed
        starts: dict[str, dict[str, set[int]]] = {}
        for phrase in self._classes:
            if words := _WORD.findall(phrase):
                second = words[1] if len(words) > 1 else ""
                starts.setdefault(words[0], {}).setdefault(second, set()).add(len(phrase))
        # First word -> second word, or nothing -> the lengths of such phrases, the longest first.
        self._lengths = {
            first: {second: sorted(lengths, reverse=True) for second, lengths in seconds.items()}
            for first, seconds in starts.items()
        }

    def scan(self, text: str) -> list[Found]:
        """Return what is found in lower-cased text, in order."""
        found: list[Found] = []
        closed = 0
        words = _WORD.findall(text)
        words.append("")
        for number, match in enumerate(_WORD.finditer(text), 1):
            seconds = self._lengths.get(words[number - 1])
            if seconds is None or (start := match.start()) < closed:
                continue
            for length in (*seconds.get(words[number], ()), *seconds.get("", ())):
                end = start + length
                classes = self._classes.get(text[start:end])
                if classes is not None and not _INSIDE.match(text, end):
                    found.append(Found(start, end, classes))
                    if self._sealed in classes:
                        closed = end
                    break
        return found

    def classes_of(self, phrase: str) -> frozenset[str]:
        """Return the classes of a phrase; empty when it is not a known one."""
        return self._classes.get(phrase, frozenset())


def spell_out(phrase: str, inner: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a phrase with each word that can stand at its "~name"; raises KeyError when there is no list of that name."""
    name = _INNER.search(phrase)
    if name is None:
        yield phrase
        return
    for word in inner[name[1]]:
        yield from spell_out(phrase.replace(name[0], word, 1), inner)


def inflect(entry: str) -> dict[str, tuple[str, bool]]:
    """Return the forms of a verb entry, each with its base form and whether it can be a passive ("was dropped").

    `"check"` is regular; `"drop|dropped"` names the past, `"break|broke|broken down"` past and participle, with the
    rest of the phrase kept behind each form; an adverb may stand first. Raises ValueError when another word has forms.
    """
    words = entry.split()
    at = next((place for place, word in enumerate(words) if not word.endswith("ly") and word != "always"), 0)
    lead, head, rest = words[:at], words[at], words[at + 1 :]
    if any("|" in word for word in lead + rest):
        raise ValueError(f"only the first word of “{entry}” can have forms")
    base, *given = head.split("|")
    past = given[0] if given else _past(base)
    participle = given[1] if len(given) > 1 else past
    forms = (base, _third(base), _ing(base, past), past, participle)
    whole = " ".join([*lead, base, *rest])
    return {" ".join([*lead, form, *rest]): (whole, form == participle) for form in forms}


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"


def _third(base: str) -> str:
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _ing(base: str, past: str) -> str:
    if past == base + base[-1] + "ed" or base in (
        "put",
        "cut",
        "set",
        "run",
        "let",
        "hit",
        "get",
        "sit",
        "shut",
        "reset",
    ):
        return base + base[-1] + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    return (base[:-1] if base.endswith("e") and not base.endswith("ee") and base != "be" else base) + "ing"
