"""Words and phrases as one trie-shaped pattern, and the inflection of verbs.

Scanning is one pass of the standard library's `re` over lower-cased text; the classes of what was found come from a
dict. Hyphens and underscores belong to words, so "read" is not found in "read-only".
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_WORD = r"[\w-]"


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
        self._pattern = re.compile(rf"(?<!{_WORD})(?=({_alternation(self._classes)})(?!{_WORD}))")
        self._sealed = sealed

    def scan(self, text: str) -> list[Found]:
        """Return what is found in lower-cased text, in order."""
        found: list[Found] = []
        closed = 0
        for match in self._pattern.finditer(text):
            start, end = match.span(1)
            if start >= closed:
                classes = self._classes[match[1]]
                found.append(Found(start, end, classes))
                if self._sealed in classes:
                    closed = end
        return found

    def classes_of(self, phrase: str) -> frozenset[str]:
        """Return the classes of a phrase; empty when it is not a known one."""
        return self._classes.get(phrase, frozenset())


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


def _alternation(phrases: Iterable[str]) -> str:
    """Return one pattern that shares common beginnings and prefers the longest phrase."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]  # a tree of characters has no finite type
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict) -> str:  # type: ignore[type-arg]  # see above
    choices: list[str] = []
    for character, below in sorted(node.items()):
        if not character:
            continue
        text = re.escape(character)
        while len(below) == 1 and "" not in below:  # a run without forks is written flat
            ((character, below),) = below.items()
            text += re.escape(character)
        choices.append(text + (_branch(below) if below.keys() - {""} else ""))
    body = choices[0] if len(choices) == 1 and "" not in node else "(?:" + "|".join(choices) + ")"
    return body + "?" if "" in node else body
