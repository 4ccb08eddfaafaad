"""Cuts a masked, lower-cased paragraph into clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pmtui.language.lexicon import Found, Words, words_of

# A sentence ends at a stop before white space; a clause also at ; : dashes and joining words. After a comma, a bracket,
# "and" or "who" the subject goes on unless the new clause brings its own.
# The class of characters stands first, so that all other places cost nothing.
_MARK = re.compile(
    r"[.!?…;:,()\[\]|—–-](?:"
    r"(?P<stop>(?<=[.!?…])(?<!\be\.g.)(?<!\bi\.e.)(?<!\bvs.)(?<!\betc.)(?<!\bapprox.)(?<!\bmr.)(?<!\bmrs.)(?<!\bms.)(?<!\bdr.)(?<![.!?…].)[.!?…]*+(?=[\s)\]\x01*]|$))"
    r"|(?P<dash>(?<=\s[-–—])[-–—]?(?=\s))"
    r"|(?P<hard>(?<=[;:])(?=\s)|(?<=—))"
    r"|(?P<soft>(?<=,)(?=\s)|(?<=[()\[\]|])))"
)
_HARD = (
    "because", "but", "although", "though", "while", "whereas", "whenever", "when", "after", "before", "until", "unless",
    "if", "which", "where", "so", "since", "otherwise", "than",
)  # fmt: skip
_SOFT = ("and", "or", "who", "then")
_JOINING = {**dict.fromkeys(_HARD, "hard"), **dict.fromkeys(_SOFT, "soft")}


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody or something that acts: its place, its class, and whether it owns what follows (`the SRE's`).

    `guess` is the name itself where only its look says that it is a person's, not a system's.
    """

    start: int
    end: int
    kind: str
    owns: bool
    guess: str = ""


@dataclass(slots=True)
class Clause:
    """A stretch of text with at most one subject; `soft` when it can go on with the subject of the one before."""

    start: int
    end: int
    opener: str
    soft: bool
    sentence: int
    hits: list[Found] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    classes: frozenset[str] = frozenset()  # of all its hits
    kinds: frozenset[str] = frozenset()  # of all its agents
    before: "Clause | None" = None
    after: "Clause | None" = None


def cut_clauses(text: str, words: Words | None = None) -> Iterator[Clause]:
    """Yield the clauses of a paragraph, in order, still without hits and agents; `words` are its words, when known."""
    before: Clause | None = None
    start, opener, soft, sentence = 0, "", False, 0
    for at, end, kind in sorted(_cuts(text, words or words_of(text))):
        if kind == "stop" or text[start:at].strip():
            clause = Clause(start, at, opener, soft, sentence, before=before)
            yield clause
            before = clause
            soft = kind == "soft"
        else:  # ", and": the softer of the two does not make the other one soft
            soft = kind == "soft" and (soft or before is None or start == 0)
        start, opener = end, text[at:end].strip()
        sentence += kind == "stop"
    yield Clause(start, len(text), opener, soft, sentence, before=before)


def _cuts(text: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Yield where one clause ends, where the next begins, and what stands between: a stop, something hard or soft."""
    for place, word in zip(words.starts, words.texts, strict=False):
        if kind := _JOINING.get(word):
            yield place, place + len(word), kind
    for match in _MARK.finditer(text):
        start, end, kind = match.start(), match.end(), match.lastgroup or ""
        yield (start - 1, end + 1, "hard") if kind == "dash" else (start, end, kind)
