"""A paragraph as the rules see it: clauses with their cues, and for each cue its subject and what stands around it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmtui.checks.clauses import Agent, Clause, cut_clauses
from pmtui.checks.cues import Found
from pmtui.checks.grammar import BE, DUTY, MODALS, NEGATIONS, OBLIGED, REASONS, is_light
from pmtui.checks.masking import FILL
from pmtui.checks.relations import (
    LEAD,
    directly_after,
    ends_phrase,
    first_from,
    is_bare,
    is_cleft,
    is_counted,
    is_first,
    is_object,
    links,
    owner_of,
    toward_people,
)
from pmtui.checks.rules import DONE

_NUMBER = re.compile(
    r"(?<![\w.#/-])(?![45]\d\ds\b)[$€£~<>≈]?\d[\d.,]{0,24}(?:\s?%|\s?[kmgtp]i?b(?:ps|/s)?\b|\s?[a-zµ]{1,3}\b|\b)(?!:\d)"
)
_CLOCK = re.compile(r"(?<![\w.:])\d\d?:\d\d(?!\d)|(?<![\w.-])\d{4}-\d\d-\d\d(?![\w-])")
_NOT_UNIT = re.compile(r"\d(?:xx|th|st|nd|rd|ish)\b")

_NEAR = 45  # characters within which a figure belongs to a cue
_FAR = 110  # characters a subject can stand before its verb


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a cue: its subject (class and place) and the tests of `rules.TESTS` that hold."""

    subject: str
    start: int
    end: int
    holds: frozenset[str]


class Paragraph:
    """A masked, lower-cased paragraph with its clauses, agents and figures."""

    def __init__(self, text: str, hits: Sequence[Found], agents: Iterable[Agent], bounded: bool) -> None:
        self.text = text
        self.bounded = bounded
        clocks = [match.start() for match in _CLOCK.finditer(text)]
        self._amounts = [
            match.start() for match in _NUMBER.finditer(text) if not _NOT_UNIT.match(text, match.start())
        ]
        self._numbers = sorted(clocks + self._amounts)
        self.clauses = list(cut_clauses(text))
        for clause in self.clauses:
            if clause.before and clause.before.sentence == clause.sentence:
                clause.before.after = clause
        for agent in agents:
            self._clause_at(agent.start).agents.append(agent)
        for hit in hits:
            clause = self._clause_at(hit.start)
            clause.hits.append(hit)
            clause.classes |= hit.classes
        for clause in self.clauses:
            clause.kinds.update(agent.kind for agent in clause.agents)

    def setting(self, clause: Clause, cue: Found) -> Setting:
        """Return the subject and the tests of a cue in its clause."""
        holds: set[str] = set()
        passive = self._read_before(clause, cue, holds)
        agent, kind = self._subject(clause, cue, passive)
        if agent:
            holds.discard("passive")  # "was botched by the partner" has its agent
        if kind == "nobody":
            holds.add("negated")
        if agent is None:
            start, end = cue.start, cue.end
        else:
            start, end = min(agent.start, cue.start), max(agent.end, cue.end)
        self._read_around(clause, cue, holds)
        return Setting(kind, start, end, frozenset(holds))

    def kinds(self, clause: Clause) -> set[str]:
        """Return the classes of the agents of a clause and of what a colon after it names."""
        after = clause.after
        return clause.kinds | after.kinds if after and after.opener == ":" else clause.kinds

    def around(self, clause: Clause) -> set[str]:
        """Return the word classes of a clause and of asides beside it: "Hiroshi, without asking, disabled it"."""
        classes = set(clause.classes)
        if clause.soft and clause.before and not clause.before.agents:
            classes |= clause.before.classes
        if clause.after and clause.after.soft and clause.after.opener != "and" and not clause.after.agents:
            classes |= clause.after.classes
        return classes

    def _lead(self, clause: Clause, agent: Agent) -> str:
        """Return the words of a clause before an agent, as far back as they matter."""
        return self.text[max(clause.start, agent.start - LEAD) : agent.start]

    def _clause_at(self, place: int) -> Clause:
        index = bisect_left(self.clauses, place + 1, key=lambda clause: clause.start)
        return self.clauses[max(0, index - 1)]

    def _read_before(self, clause: Clause, cue: Found, holds: set[str]) -> bool:
        """Look at the auxiliaries and adverbs directly before the cue: negated, passive, bound by a modal."""
        words = self.text[max(clause.start, cue.start - LEAD) : cue.start].split()[-6:]
        if words[-1:] == ["without"]:
            holds.add("neglecting")
        passive = False
        for word in reversed(words):
            if word in NEGATIONS or word.endswith("n't"):
                holds.add("negated")
            elif word in BE:
                passive = passive or DONE in cue.classes
            elif word in MODALS:
                holds.add("modal")
                if word in DUTY:
                    holds |= {"obliged", "taught"}
            elif word == "to" and OBLIGED.intersection(words):
                holds |= {"modal", "obliged", "taught"}  # "had to", "needs to"
            elif not is_light(word):
                break
        if passive:
            holds.add("passive")
        return passive

    def _read_around(self, clause: Clause, cue: Found, holds: set[str]) -> None:
        if _near(self._numbers, cue):
            holds.add("number")
        if _near(self._amounts, cue):
            holds.add("amount")
        if self.bounded:
            holds.add("bounded")
        if clause.opener == "if":
            holds |= {"conditional", "condition"}
        elif is_first(clause, cue, self.text):
            holds.add("condition")  # "had she known"
        head = self.text[max(clause.start, cue.start - LEAD) : cue.start]
        if not head.strip(f" {FILL}") and (
            clause.before is None or clause.before.sentence != clause.sentence
        ):
            holds.add("opener")
        if clause.after and clause.after.opener == ":":
            holds.add("listed")
        if clause.opener in REASONS or self._gives_reason(clause):
            holds.add("reasoned")
        if "ensuring" in clause.classes:
            holds.add("taught")
        if "loose_quantity" in cue.classes and is_counted(clause, cue):
            holds.add("counted")
        if self.text[clause.end : clause.end + 1] == "?":
            holds.add("question")
        if toward_people(clause, cue, self.text):
            holds.add("toward_people")
        if "cleft" in cue.classes and is_cleft(clause, cue, self.text):
            holds.add("cleft_person")
        owner = owner_of(clause, cue, self.text)
        if owner and owner.kind not in ("system", "name"):
            holds.add("owned_by_people")

    def _subject(self, clause: Clause, cue: Found, passive: bool) -> tuple[Agent | None, str]:
        by_whom = self._by(clause, cue) if DONE in cue.classes else None
        if by_whom:
            return by_whom, by_whom.kind
        if passive:
            return None, "none"
        if "had" in cue.classes and (inverted := directly_after(clause, cue, self.text)):
            return inverted, inverted.kind
        head = self.text[max(clause.start, cue.start - _FAR) : cue.start]
        index = first_from(clause.agents, cue.start)
        for agent in reversed(clause.agents[max(0, index - 4) : index]):
            if cue.start - agent.end > _FAR or agent.owns:
                continue
            between = self.text[agent.end : cue.start]
            if is_object(self._lead(clause, agent)):
                if self.text[cue.start : cue.end].split()[0].endswith("ing") and is_bare(between):
                    return agent, agent.kind  # "due to the DBA not checking"
                continue
            if links(between):
                return agent, agent.kind
            return None, "unknown"
        if is_bare(head):
            if inherited := self._inherited(clause):
                return inherited, inherited.kind
            first = clause.before is None or clause.before.sentence != clause.sentence
            return None, "implied" if first else "none"
        return None, "unknown"

    def _inherited(self, clause: Clause) -> Agent | None:
        """Return the subject of an earlier clause that this one goes on with."""
        for _ in range(4):
            earlier = clause.before
            if not clause.soft or earlier is None or earlier.sentence != clause.sentence:
                return None
            for agent in earlier.agents[:2]:
                if not agent.owns and not is_object(self._lead(earlier, agent)):
                    return agent if len(self._lead(earlier, agent).split()) <= 3 else None
            clause = earlier
        return None

    def _gives_reason(self, clause: Clause) -> bool:
        """Tell whether a reason follows in the same sentence."""
        after = clause.after
        for _ in range(2):
            if after is None:
                return False
            if after.opener in REASONS:
                return True
            after = after.after
        return False

    def _by(self, clause: Clause, cue: Found) -> Agent | None:
        """Return who did it in "was silenced by Chidinma"."""
        index = first_from(clause.agents, cue.end)
        if index == len(clause.agents):
            return None
        agent = clause.agents[index]
        words = self.text[cue.end : agent.start].split() if agent.start - cue.end < 40 else []
        if "by" in words[-5:] and not agent.owns and ends_phrase(self.text, agent):
            return agent
        return None


def _near(places: Sequence[int], cue: Found) -> bool:
    index = bisect_left(places, cue.start - _NEAR)
    return index < len(places) and places[index] <= cue.end + _NEAR
