"""Cuts a masked, lower-cased paragraph into clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pmtui.checks.cues import Found

# A sentence ends at a stop before white space; a clause also at ; : dashes and joining words. After a comma, a bracket,
# "and" or "who" the subject goes on unless the new clause brings its own.
_BOUNDARY = re.compile(
    r"(?P<stop>(?=[.!?…])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\bapprox)(?<![.!?…])[.!?…]++(?=[\s)\]\x01*]|$))"
    r"|(?P<hard>[;:](?=\s)|\s[-–—]{1,2}\s|—|(?<![\w-])(?:because|but|although|though|while|whereas|whenever|when|after|before"
    r"|until|unless|if|which|where|so|since|otherwise|than)(?![\w-]))"
    r"|(?P<soft>,(?=\s)|[()\[\]|]|(?<![\w-])(?:and|or|who|then)(?![\w-]))"
)


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
    classes: set[str] = field(default_factory=set)  # of all its hits
    kinds: set[str] = field(default_factory=set)  # of all its agents
    before: "Clause | None" = None
    after: "Clause | None" = None


def cut_clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of a paragraph, in order, still without hits and agents."""
    before: Clause | None = None
    start, opener, soft, sentence = 0, "", False, 0
    for match in _BOUNDARY.finditer(text):
        if text[start : match.start()].strip() or match.lastgroup == "stop":
            clause = Clause(start, match.start(), opener, soft, sentence, before=before)
            yield clause
            before = clause
            soft = match.lastgroup == "soft"
        else:  # ", and": the softer of the two does not make the other one soft
            soft = match.lastgroup == "soft" and (soft or before is None or start == 0)
        start, opener = match.end(), match.group().strip()
        sentence += match.lastgroup == "stop"
    yield Clause(start, len(text), opener, soft, sentence, before=before)
