"""Words and phrases to look for in a text, and the inflection of verbs.

Scanning is one pass of the standard library's `re` over the words of lower-cased text; a dict tells which phrases begin
with a word. Thousands of phrases in one pattern would take longer to compile than a long document takes to scan. Hyphens
and underscores belong to words, so "read" is not found in "read-only".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

MOST_LISTS = 8  # in one phrase, one inside another or side by side

_WORD = re.compile(r"([\w-]+|(?<![\w-])[^\w\s-])")
_FIRST = re.compile(r"^(?:[\w-]+|.)", re.MULTILINE)
_SECOND = re.compile(rf"{_FIRST.pattern}(?:[^\w\n-]*?{_WORD.pattern})?.*", re.MULTILINE)
_INNER = re.compile(r"~(\w+)")
_INSIDE = re.compile(r"[\w-]")


class Found(NamedTuple):
    """A phrase in a text: where, and the classes it stands in."""

    start: int
    end: int
    classes: frozenset[str]


class Words(NamedTuple):
    """The words of a text, in order, with their places; a punctuation mark that follows no word is one as well."""

    texts: list[str]
    starts: list[int]


def words_of(text: str) -> Words:
    """Return the words of a text."""
    parts = _WORD.split(text)  # by turns what is between the words, and a word
    return Words(parts[1::2], list(accumulate(map(len, parts)))[::2])


class Lexicon:
    """Phrases (lower case, in one line) with their classes.

    At each word the longest phrase that starts there is found; a phrase may begin inside another one ("we could have" in
    "we could have checked"), but not inside one of the class `sealed`, which keeps its words from being read one by one.

    What a phrase begins with still holds of it: "did not bother" has the classes of "did not", without those of `dropped`.
    Not so where either is `sealed` or in a class of `alone`: a "user error rate" is no user error.
    """

    def __init__(
        self,
        phrases: Mapping[str, frozenset[str]],
        sealed: str = "",
        alone: frozenset[str] = frozenset(),
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        self._classes = phrases
        self._sealed = sealed
        self._alone = alone | {sealed}
        self._dropped = dropped
        self._met: dict[str, frozenset[str]] = {}  # phrases met in a text, with all their classes
        self._by_first: dict[str, list[str]] = {}
        for first, phrase in zip(_FIRST.findall("\n".join(phrases)), phrases, strict=True):
            self._by_first.setdefault(first, []).append(phrase)
        self._lengths: dict[str, dict[str, list[int]]] = {}

    def scan(self, text: str, words: Words) -> list[Found]:
        """Return what is found in lower-cased text with these words, in order."""
        found: list[Found] = []
        closed = 0
        following = (*words.texts[1:], "")
        for word, second, start in zip(words.texts, following, words.starts, strict=False):
            if word not in self._by_first or start < closed:
                continue
            lengths = self._lengths.get(word) or self._lengths_after(word)
            for length in lengths.get(second) or lengths[""]:
                end = start + length
                phrase = text[start:end]
                classes = self._met[phrase] if phrase in self._met else self._meet(phrase)
                if classes is not None and not _INSIDE.match(text, end):
                    found.append(Found(start, end, classes))
                    if self._sealed in classes:
                        closed = end
                    break
        return found

    def _lengths_after(self, first: str) -> dict[str, list[int]]:
        """Return how long the phrases are that begin with a word: by their second word or nothing, the longest first."""
        by_second: dict[str, set[int]] = {"": set()}
        phrases = self._by_first[first]
        seconds = _SECOND.findall("\n".join(phrases)) if phrases != [first] else [""]
        for phrase, second in zip(phrases, seconds, strict=True):
            by_second.setdefault(second, set()).add(len(phrase))
        alone = by_second[""]  # they may stand before any word
        lengths = {second: sorted(both | alone, reverse=True) for second, both in by_second.items()}
        self._lengths[first] = lengths  # remembered: most words of the lexicon are in no text that is read
        return lengths

    def _meet(self, phrase: str) -> frozenset[str] | None:
        """Return the classes of a phrase and of what it begins with; None when it is not a known one."""
        classes = self._classes.get(phrase)
        if classes is not None:
            if classes.isdisjoint(self._alone):
                opening = phrase.rpartition(" ")[0]
                while opening and opening not in self._classes:
                    opening = opening.rpartition(" ")[0]
                before = self._meet(opening) if opening else None
                if before is not None and before.isdisjoint(self._alone):
                    classes |= before - self._dropped
            self._met[phrase] = classes  # what is none is not kept: a text has no end of those
        return classes

    def classes_of(self, phrase: str) -> frozenset[str]:
        """Return the classes of a phrase; empty when it is not a known one."""
        return self._classes.get(phrase, frozenset())


def spell_out(phrase: str, inner: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a phrase with each word that can stand at its "~name"; lazily, because those can be very many.

    Raises KeyError when there is no list of that name, ValueError when the lists lead further and further.
    """
    return _spell_out(phrase, inner, MOST_LISTS)


def _spell_out(phrase: str, inner: Mapping[str, Sequence[str]], lists: int) -> Iterator[str]:
    name = _INNER.search(phrase)
    if name is None:
        yield phrase
        return
    if not lists:
        raise ValueError(f"more than {MOST_LISTS} lists follow one another")
    words = inner[name[1]]
    if not words:
        raise ValueError(f"the list {name[1]} is empty")
    for word in words:
        spelled = phrase.replace(name[0], word, 1)
        if "~" in spelled:
            yield from _spell_out(spelled, inner, lists - 1)
        else:
            yield spelled


def inflect(entry: str) -> dict[str, tuple[str, bool]]:
    """Return the forms of a verb entry, each with its base form and whether it can be a passive ("was dropped").

    `"check"` is regular; `"drop|dropped"` names the past, `"break|broke|broken down"` past and participle, with the
    rest of the phrase kept behind each form; an adverb may stand first. Raises ValueError when another word has forms.
    """
    words = entry.split()
    at = 0
    if len(words) > 1:
        at = next(
            (place for place, word in enumerate(words) if not word.endswith("ly") and word != "always"), 0
        )
        if "|" in entry.replace(words[at], "", 1):
            raise ValueError(f"only the first word of “{entry}” can have forms")
    base, *given = words[at].split("|")
    past = given[0] if given else _past(base)
    participle = given[1] if len(given) > 1 else past
    before = "".join(word + " " for word in words[:at])
    after = "".join(" " + word for word in words[at + 1 :])
    whole = f"{before}{base}{after}"
    return {
        f"{before}{form}{after}": (whole, form == participle)
        for form in (base, _third(base), _ing(base, past), past, participle)
    }


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
