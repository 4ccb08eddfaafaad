"""A paragraph as the rules see it: clauses with their cues, and for each cue its subject and what stands around it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pmtui.language.amounts import FIGURE_TESTS, Figures
from pmtui.language.clauses import Agent, Clause, cut_clauses
from pmtui.language.cue_tests import surroundings
from pmtui.language.grammar import BE, DUTY, MODALS, NEGATIONS, OBLIGED, is_light
from pmtui.language.lexicon import Found, Words
from pmtui.language.relations import (
    LEAD,
    LEADING,
    PEOPLE,
    acted,
    directly_after,
    ends_phrase,
    first_from,
    has_verb,
    is_bare,
    is_object,
    links,
    owner_of,
)
from pmtui.language.vocabulary import DONE

_BOUNDED = re.compile(r"@[\w-]+|(?<![\w-])[A-Z][A-Z0-9]{1,9}-\d+\b|(?<!\w)#\d+\b")  # a person, a ticket
_FAR = 110  # characters a subject can stand before its verb


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a cue: its subject (class and place) and the tests of `rules.TESTS` that hold.

    `guess` is the name that the subject goes by, when only its look says that it is a person's.
    """

    subject: str
    start: int
    end: int
    holds: frozenset[str]
    guess: str = ""


class Paragraph:
    """A masked, lower-cased paragraph with its clauses, agents and figures.

    `masked` is the same text with its capitals, `words` are its words.
    """

    def __init__(
        self, text: str, masked: str, words: Words, hits: Sequence[Found], agents: Iterable[Agent]
    ) -> None:
        self.text = text
        self._masked = masked
        self.clauses = list(cut_clauses(text, words))
        self._starts = [clause.start for clause in self.clauses]
        self._sentences: dict[int, tuple[int, int]] = {}
        for clause in self.clauses:
            if clause.before and clause.before.sentence == clause.sentence:
                clause.before.after = clause
            first = self._sentences.get(clause.sentence, (clause.start, 0))[0]
            self._sentences[clause.sentence] = first, clause.end
        for agent in agents:
            clause = self._clause_at(agent.start)
            clause.agents.append(agent)
            clause.kinds |= {agent.kind}
        for hit in hits:
            clause = self._clause_at(hit.start)
            clause.hits.append(hit)
            clause.classes |= hit.classes

    def setting(self, clause: Clause, cue: Found, asked: frozenset[str]) -> Setting:
        """Return the subject of a cue in its clause, and those of the tests that are asked for and hold."""
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
        self._read_around(clause, cue, asked, holds)
        owner = owner_of(clause, cue, self.text) if agent is None or "owned_by_people" in asked else None
        if owner and owner.kind not in ("system", "name"):
            holds.add("owned_by_people")
        if kind == "name" and agent and not self.text[clause.start : agent.start].strip():
            holds.add("first_name")  # a capital at the beginning says little
        named = agent or owner
        return Setting(kind, start, end, frozenset(holds), named.guess if named else "")

    def kinds(self, clause: Clause) -> frozenset[str]:
        """Return the classes of the agents of a clause, of what a colon after it names, and of who "who" stands for."""
        kinds = clause.kinds
        if clause.after and clause.after.opener == ":":
            kinds = kinds | clause.after.kinds
        if clause.opener == "who" and clause.before:
            kinds = kinds | clause.before.kinds
        return kinds

    def around(self, clause: Clause) -> frozenset[str]:
        """Return the word classes of a clause and of asides beside it: "Hiroshi, without asking, disabled it"."""
        classes = clause.classes
        if clause.soft and clause.before and not clause.before.agents:
            classes |= clause.before.classes
        if clause.after and clause.after.soft and clause.after.opener != "and" and not clause.after.agents:
            classes |= clause.after.classes
        return classes

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.text)

    @cached_property
    def _bounded(self) -> bool:
        return _BOUNDED.search(self._masked) is not None

    def _lead(self, clause: Clause, agent: Agent) -> str:
        """Return the words of a clause before an agent, as far back as they matter."""
        return self.text[max(clause.start, agent.start - LEAD) : agent.start]

    def _clause_at(self, place: int) -> Clause:
        return self.clauses[max(0, bisect_right(self._starts, place) - 1)]

    def _read_before(self, clause: Clause, cue: Found, holds: set[str]) -> bool:
        """Look at the auxiliaries and adverbs directly before the cue: negated, passive, bound by a modal."""
        words = self.text[max(clause.start, cue.start - LEAD) : cue.start].split()[-6:]
        if words[-1:] == ["without"]:
            holds.add("neglecting")
        if "wrongness" in cue.classes and words and not is_light(words[-1]):
            words.pop()  # "was run by accident"
        passive = False
        for word in reversed(words):
            if word in NEGATIONS or word.endswith("n't"):
                holds |= {"negated", "denied"}
            elif word in BE:
                passive = passive or DONE in cue.classes
                if "wrongness" in cue.classes:
                    holds.add("passive")  # "was accidentally dropped"
            elif word in MODALS:
                holds.add("modal")
                if "have" in words[-5:]:
                    holds.add("perfected")
                if word in DUTY:
                    holds |= {"obliged", "taught"}
            elif word == "to" and OBLIGED.intersection(words):
                holds |= {"modal", "obliged", "taught"}  # "had to", "needs to"
            elif not is_light(word):
                break
        if passive:
            holds.add("passive")
        return passive

    def _read_around(self, clause: Clause, cue: Found, asked: frozenset[str], holds: set[str]) -> None:
        """Look at what the clause and its neighbours say about the cue, as far as it is asked for."""
        if not asked.isdisjoint(FIGURE_TESTS):
            holds.update(self._figures.tests(cue.start, cue.end, *self._sentences[clause.sentence]))
        if "bounded" in asked and self._bounded:
            holds.add("bounded")
        holds.update(surroundings(clause, cue, self.text, asked))
        if "people_lead" in asked:
            leader = self._leader(clause, cue)
            if leader and (leader.kind in PEOPLE or (leader.kind == "name" and acted(self.text, leader))):
                holds.add("people_lead")

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
            if links(between) and (agent.kind != "name" or is_bare(between)):
                return agent, agent.kind
            return None, "unknown"
        if is_bare(head):
            if inherited := self._inherited(clause):
                return inherited, inherited.kind
            first = clause.before is None or clause.before.sentence != clause.sentence
            return None, "implied" if first else "none"
        return None, "unknown"

    def _leader(self, clause: Clause, cue: Found) -> Agent | None:
        """Return who a clause opens with, when there is a verb between them and the cue."""
        agent = next((agent for agent in clause.agents[:2] if not agent.owns), None) or self._inherited(
            clause
        )
        if agent is None:
            return None
        if agent.start >= clause.start:
            lead = self.text[clause.start : agent.start]
            if len(lead.split()) > LEADING or is_object(lead[-LEAD:]):
                return None
            return agent if has_verb(self.text[agent.end : cue.start][:_FAR]) else None
        return agent if has_verb(self.text[clause.start : cue.start][:_FAR]) else None

    def _inherited(self, clause: Clause) -> Agent | None:
        """Return the subject of an earlier clause that this one goes on with."""
        for _ in range(4):
            earlier = clause.before
            if not clause.soft or earlier is None or earlier.sentence != clause.sentence:
                return None
            for agent in earlier.agents[:2]:
                if " that " in self.text[agent.end : earlier.end][:_FAR]:
                    return None  # "a server that was down, and ..."
                if not agent.owns and not is_object(self._lead(earlier, agent)):
                    return agent if len(self._lead(earlier, agent).split()) <= 3 else None
            clause = earlier
        return None

    def _by(self, clause: Clause, cue: Found) -> Agent | None:
        """Return who did it in "was silenced by Chidinma"."""
        index = first_from(clause.agents, cue.end)
        if index == len(clause.agents):
            return None
        agent = clause.agents[index]
        words = self.text[cue.end : agent.start].split() if agent.start - cue.end < 40 else []
        if agent.kind == "name" and words[-1:] != ["by"]:
            return None  # "by an accidental Emergency Stop"
        if "by" in words[-5:] and not agent.owns and ends_phrase(self.text, agent):
            return agent
        return None
