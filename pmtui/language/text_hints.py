"""Hints about wording: blame, hindsight and vagueness, as spans of a text with a better question.

`find_hints` is a pure function of a text, the section it stands in, what the draft knows about people and systems, and
the rules. A text is read paragraph by paragraph and each paragraph's answer is remembered, so looking again after an edit
costs one paragraph.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pmtui.language.masking import lowered, mask_blocks
from pmtui.language.paragraph_hints import Hint, Names, every_hint, paragraph_hints
from pmtui.language.rules import SECTIONS, Rules, load_rules

__all__ = [
    "EMPTY",
    "SECTIONS",
    "Context",
    "Hint",
    "Rules",
    "explain",
    "find_hints",
    "load_rules",
    "sentence_hash",
]

_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n\s*|(?=(?:[-*+•#|]|\d{1,3}[.)])\s))")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|\n")


@dataclass(frozen=True)
class Context:
    """What a draft knows: its people, systems and roles (lower case), its switched-off rules, its ignored hints.

    `people` holds names, first names, surnames and handles without @, `roles` what people are called by their work.
    `ignored` holds pairs of rule id and `sentence_hash`. `on` is False when hints are off for the draft.
    """

    people: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    rules_off: frozenset[str] = frozenset()
    ignored: frozenset[tuple[str, str]] = frozenset()
    on: bool = True


EMPTY = Context()


def find_hints(
    text: str,
    section: str = "other",
    context: Context = EMPTY,
    rules: Rules | None = None,
    each_kind: bool = False,
) -> tuple[Hint, ...]:
    """Return the hints for a text, in order, at most one for each clause; with `each_kind` one for each kind in it.

    One is what a writer can bear while typing; a report can tell that a clause both blames and leaves a figure out.
    `section` is one of `SECTIONS`; any other name counts as "other". Without `rules` the built-in ones are used.
    """
    if not context.on:
        return ()
    rules = rules or load_rules()
    section = section if section in SECTIONS else "other"
    names = _names(context, rules)
    hints: list[Hint] = []
    for start, paragraph in _paragraphs(text):
        for hint in paragraph_hints(paragraph, section, names, rules, each_kind):
            if hint.rule not in context.rules_off:
                hints.append(replace(hint, start=hint.start + start, end=hint.end + start) if start else hint)
    if context.ignored:
        sentences = _Sentences(text)
        hints = [h for h in hints if (h.rule, sentences.hash_at(h.start, h.end)) not in context.ignored]
    return tuple(hints)


def explain(
    text: str, section: str = "other", context: Context = EMPTY, rules: Rules | None = None
) -> tuple[Hint, ...]:
    """Return the hints of every rule that holds for a paragraph, not only the one shown for each clause."""
    section = section if section in SECTIONS else "other"
    rules = rules or load_rules()
    return every_hint(text, section, _names(context, rules), rules)


def sentence_hash(text: str, start: int, end: int | None = None) -> str:
    """Return a short hash of the sentence around a span, blind to capitals and spacing.

    A hint is ignored by its rule and this hash: when its sentence is edited, the hint comes back.
    """
    return _Sentences(text).hash_at(start, start if end is None else end)


@lru_cache(maxsize=16)  # the same names each time: each paragraph that is remembered holds on to its own
def _names(context: Context, rules: Rules) -> Names:
    """Return what draft and team know together; what either calls a system is one."""
    systems = context.systems | rules.team.systems
    people, roles = context.people | rules.team.people, context.roles | rules.team.roles
    return Names(people - systems, systems, roles - systems)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    masked = mask_blocks(text) if "\n" in text or text[:1] in " >$~`[TDIWEFl|" or "<!--" in text else text
    start = 0
    for match in _PARAGRAPH.finditer(masked):
        if match.start() > start:
            yield start, masked[start : match.start()]
        start = match.end()
    if start < len(masked):
        yield start, masked[start:]


class _Sentences:
    """The sentences of a text, hashed once each. A line break ends one, so that a line alone gives the same hash."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        self._hashes: dict[tuple[int, int], str] = {}

    def hash_at(self, start: int, end: int) -> str:
        """Return the hash of the sentence, or the sentences, that a span touches."""
        before, after = bisect_right(self._ends, start), bisect_left(self._ends, end)
        first = self._ends[before - 1] if before else 0
        last = self._ends[after] if after < len(self._ends) else len(self._text)
        if (first, last) not in self._hashes:
            import hashlib  # costs several milliseconds, and most texts have nothing ignored

            plain = " ".join(lowered(self._text[first:last]).split())
            digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
            self._hashes[first, last] = digest[:16]
        return self._hashes[first, last]
