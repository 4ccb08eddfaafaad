"""How the words of a clause hang together: is this the subject of that verb, whose failure is it, what follows."""

from bisect import bisect_left
from collections.abc import Sequence

from pmtui.language.clauses import Agent, Clause
from pmtui.language.grammar import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    DETERMINERS,
    HAPPENING,
    MODALS,
    PREPOSITIONS,
    QUANTIFIERS,
    is_light,
)
from pmtui.language.lexicon import Found

LEAD = 60  # characters looked at before a cue or an agent
_NEXT_NOUN = 24  # characters between "some" and what there are some of
_LINKING = ("who", "that", "responsible", "being", "alone")
LEADING = 4  # words that can stand before the subject of a clause
PEOPLE = ("person", "role", "team", "external")
_OWNERS = ("person", "role", "team")
_FAR_OWNED = 7  # words between an owner and the verb of what is owned
_TAUGHT = ("person", "role", "team", "customer")
_AFTER_PHRASE = PREPOSITIONS | AUXILIARIES | ADVERBS | {"team", "group", "who", "and"}


def first_from(agents: Sequence[Agent], place: int) -> int:
    """Return the index of the first agent that starts at a place or after it."""
    return bisect_left(agents, place, key=lambda agent: agent.start) if agents else 0


def is_bare(head: str) -> bool:
    """Tell whether nothing but auxiliaries, adverbs and the like stands before a verb."""
    return all(is_light(word) for word in head.split())


def links(between: str) -> bool:
    """Tell whether an agent and a verb with this between them are subject and verb.

    "The SRE on duty misread" and "ops then decided to skip": yes. "user sessions dropped": no.
    """
    words = between.split()
    if {"that", "which", "how", "whether", "what"}.intersection(words[1:]):
        return False  # "people with compilers that do not"
    return not words or words[0] in PREPOSITIONS or words[0] in _LINKING or is_bare(between)


def is_object(lead: str) -> bool:
    """Tell whether what stands before an agent makes it part of something else: "the alert for the senior ..."."""
    words = lead.split()
    for back in range(1, min(3, len(words)) + 1):
        if words[-back] in PREPOSITIONS:
            between = words[len(words) - back + 1 :]
            earlier = words[-back - 1] if len(words) > back else ""
            return (not between or between[0] in DETERMINERS) and earlier not in QUANTIFIERS
    return False


def ends_phrase(text: str, agent: Agent) -> bool:
    """Tell whether an agent phrase ends here: "by the user", not "by the user agent string"."""
    rest = text[agent.end : agent.end + 24].split()
    return not rest or not rest[0].isalpha() or rest[0] in _AFTER_PHRASE


def owner_of(clause: Clause, cue: Found, text: str) -> Agent | None:
    """Return who a lapse is ascribed to: "the on-caller's failure", "customer misuse", "negligence of the crew"."""
    index = first_from(clause.agents, cue.start)
    if index:
        agent = clause.agents[index - 1]
        words = _between(text, agent.end, cue.start)
        if words is not None and ((agent.owns and len(words) <= 3) or not words):
            return agent
    after = first_from(clause.agents, cue.end)
    if after < len(clause.agents):
        agent = clause.agents[after]
        words = _between(text, cue.end, agent.start) or []
        near = (
            words[-1:] if agent.kind == "self" else words[-4:]
        )  # "of the page, we guess" says nothing of us
        if any(word in ("of", "by", "among", "from", "in") for word in near) and not agent.owns:
            return agent
    return None


def directly_after(clause: Clause, cue: Found, text: str) -> Agent | None:
    """Return who follows a cue that opens its clause: "had Anneliese read"."""
    index = first_from(clause.agents, cue.end)
    if index == len(clause.agents) or not is_first(clause, cue, text):
        return None
    agent = clause.agents[index]
    words = _between(text, cue.end, agent.start)
    return agent if words is not None and len(words) <= 2 else None


def toward_people(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether people are what a verb acts on: "train the support agents"."""
    index = first_from(clause.agents, cue.end)
    if index == len(clause.agents):
        return False
    words = _between(text, cue.end, clause.agents[index].start)
    return clause.agents[index].kind in _TAUGHT and words is not None and len(words) <= 2


def takes_people(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether others than the writers follow directly and a deed after them: "it took the vendor a day to"."""
    agent = _next_agent(clause, cue)
    if agent is None or agent.kind not in PEOPLE or agent.owns:
        return False
    words = _between(text, cue.end, agent.start)
    return (
        words is not None
        and len(words) <= 2
        and " to " in text[agent.end : min(clause.end, agent.end + LEAD)]
    )


def people_follow(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether what is named directly after a cue is somebody: "attributable to the storage team"."""
    agent = _next_agent(clause, cue)
    if agent is None or agent.kind not in (*PEOPLE, "either") or not ends_phrase(text, agent):
        return agent is not None and agent.owns and agent.kind in PEOPLE
    words = _between(text, cue.end, agent.start)
    return words is not None and len(words) <= 3


def is_possessed(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether the nearest agent before a verb owns its subject: "the contractor's shortcut wiped"."""
    index = first_from(clause.agents, cue.start)
    if not index:
        return False
    agent = clause.agents[index - 1]
    words = _between(text, agent.end, cue.start)
    return agent.owns and agent.kind in _OWNERS and words is not None and 1 <= len(words) <= _FAR_OWNED


def by_thing(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a passive says by what it was done: "skipped by the path filter"."""
    return "by" in text[cue.end : min(clause.end, cue.end + LEAD)].split()[:5]


def is_cleft(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether this is "it was Tunde who ..."."""
    index = first_from(clause.agents, cue.end)
    if index == len(clause.agents):
        return False
    agent = clause.agents[-1]
    words = _between(text, cue.end, agent.start)
    follows = text[agent.end : agent.end + 24].split()[:1]
    return (
        agent.kind not in ("system", "customer")
        and words is not None
        and len(words) <= 3
        and follows == ["who"]
    )


def is_counted(clause: Clause, cue: Found) -> bool:
    """Tell whether something that can be counted follows: "some of our build pods"."""
    first = bisect_left(clause.hits, cue.end, key=lambda hit: hit.start)
    near = clause.hits[first : first + 6]
    return any(hit.start - cue.end < _NEXT_NOUN and "countable" in hit.classes for hit in near)


def is_inverted(clause: Clause, text: str) -> bool:
    """Tell whether a clause opens with "had" and somebody: "had we not been watching"."""
    words = text[clause.start : clause.start + LEAD].split()[:1]
    return (
        words == ["had"]
        and bool(clause.agents)
        and clause.agents[0].start - clause.start < len("  had the own ")
    )


def acts(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a verb that somebody has a say in follows: "nobody on the team opened it", not "nobody was hurt"."""
    place = cue.end
    index = first_from(clause.agents, place)
    if index < len(clause.agents) and clause.agents[index].start - place < LEAD:
        before = text[place : clause.agents[index].start].split()
        if before and before[0] in PREPOSITIONS and len(before) <= 3:
            place = clause.agents[index].end
    for word in text[place : min(clause.end, place + LEAD)].split():
        if word in BE or word in MODALS or word in HAPPENING:
            return False
        if not is_light(word) and word not in ("of", "us", "else", "really", "them"):
            return word.isalpha() and word not in PREPOSITIONS
    return False


def is_noun(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether an article or the like stands directly before a word: "the cause", "our change"."""
    words = text[max(clause.start, cue.start - 12) : cue.start].split()
    return bool(words) and words[-1] in ARTICLES


def acted(text: str, agent: Agent) -> bool:
    """Tell whether a past form stands directly behind somebody: "Tarquin exported"."""
    words = text[agent.end : agent.end + LEAD].split(maxsplit=1)
    return bool(words) and words[0].endswith("ed")


def is_list(clause: Clause) -> bool:
    """Tell whether a clause is the first item of a list in brackets: "(carts, prices and search)"."""
    return clause.opener == "(" and clause.after is not None and clause.after.opener in (",", "and")


def is_plural(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a noun in the plural follows within two words: "several large hospitals"."""
    words = text[cue.end : min(clause.end, cue.end + LEAD)].split()[:3]
    return any(
        word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 for word in words
    )


def has_verb(words: str) -> bool:
    """Tell whether words between a subject and a cue hold a verb that somebody has a say in."""
    said = words.split()
    if {"that", "which", "whether", "how"}.intersection(said) or (said and said[-1] in BE):
        return False  # "sees that the node is in the wrong pool" is not about its subject
    first = next((word for word in said if not is_light(word)), "")
    return bool(first) and first not in HAPPENING and said[0] not in BE and first not in PREPOSITIONS


def follows_verb(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a cue stands directly behind such a verb: "left no notes", not "there is no"."""
    words = text[max(clause.start, cue.start - LEAD) : cue.start].split()
    while words and words[-1] in ("over", "up", "out", "behind", "them", "us"):
        words.pop()
    return (
        bool(words)
        and words[-1] not in HAPPENING
        and not is_light(words[-1])
        and words[-1] not in PREPOSITIONS
    )


def is_first(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a cue opens its clause."""
    return cue.start - clause.start < LEAD and not text[clause.start : cue.start].strip()


def _next_agent(clause: Clause, cue: Found) -> Agent | None:
    index = first_from(clause.agents, cue.end)
    return clause.agents[index] if index < len(clause.agents) else None


def _between(text: str, start: int, end: int) -> list[str] | None:
    """Return the words from one place to another, None when they are too far apart to belong together."""
    return text[start:end].removeprefix("'s").removeprefix("'").split() if 0 <= end - start < LEAD else None
