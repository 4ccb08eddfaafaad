"""The tests of `rules.TESTS` that hold for the words around a cue: where it stands in its sentence, what follows it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from pmtui.language.clauses import Clause
from pmtui.language.grammar import ADVERBS, BEFORE_DEED, PREPOSITIONS, REASONS, STARTING
from pmtui.language.lexicon import Found
from pmtui.language.masking import FILL
from pmtui.language.relations import (
    LEAD,
    acts,
    by_thing,
    directly_after,
    follows_verb,
    is_cleft,
    is_counted,
    is_first,
    is_inverted,
    is_list,
    is_plural,
    is_possessed,
    people_follow,
    takes_people,
    toward_people,
)

# Classes of words that need something countable behind them.
_COUNTING = frozenset({"loose_quantity", "faint_quantity"})


def surroundings(clause: Clause, cue: Found, text: str, asked: frozenset[str]) -> Iterator[str]:
    """Yield those of the tests that are asked for and hold for a cue in its clause; `text` is the lower-cased paragraph."""
    for test in asked.intersection(_HOLDS):
        if _HOLDS[test](clause, cue, text):
            yield test


def _is_condition(clause: Clause, cue: Found, text: str) -> bool:
    """Tell "if she had known" and "had she known"."""
    return clause.opener == "if" or _leads(clause, cue, text)


def _is_conditional(clause: Clause, cue: Found, text: str) -> bool:
    """Tell "if she had known" and "had we not been watching"."""
    if clause.opener == "if":
        return True
    return "had" in clause.classes and is_inverted(clause, text) and not _leads(clause, cue, text)


def _leads(clause: Clause, cue: Found, text: str) -> bool:
    return is_first(clause, cue, text) and directly_after(clause, cue, text) is not None


def _opens(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether nothing but "we will also" stands before a cue in its sentence."""
    begins = clause.before is None or clause.before.sentence != clause.sentence
    return begins and all(word in BEFORE_DEED for word in _lead(clause, cue, text))


def _is_first_noun(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a sentence begins with a cue, or with "for all the" and the cue."""
    begins = clause.before is None or clause.before.sentence != clause.sentence
    return begins and all(word in STARTING for word in _lead(clause, cue, text))


def _follows_preposition(clause: Clause, cue: Found, text: str) -> bool:
    lead = _lead(clause, cue, text)
    return bool(lead) and lead[-1] in PREPOSITIONS


def _lead(clause: Clause, cue: Found, text: str) -> list[str]:
    """Return the words before a cue, from the first that acts in its clause."""
    doer = clause.agents[0].end if clause.agents and clause.agents[0].start < cue.start else clause.start
    return text[max(doer, cue.start - LEAD) : cue.start].replace(FILL, " ").split()


def _is_listed(clause: Clause, cue: Found, text: str) -> bool:
    return clause.after is not None and (clause.after.opener == ":" or is_list(clause.after))


def _gives_reason(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a reason follows in the same sentence."""
    after = clause.after
    for _ in range(2):
        if after is None:
            return False
        if after.opener in REASONS:
            return True
        after = after.after
    return False


def _pays_off(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether a better outcome is promised: "one phone call and the night would have been quiet"."""
    after = clause.after
    return "spared" in clause.classes or (
        after is not None and after.opener == "and" and "spared" in after.classes
    )


def _leaves_lax(clause: Clause, cue: Found, text: str) -> bool:
    """Tell whether what was left is told close behind: "left the port open", not "left to keep the site running"."""
    first = bisect_left(clause.hits, cue.end, key=lambda hit: hit.start)
    behind = (hit for hit in clause.hits[first : first + 8] if hit.start - cue.end < LEAD)
    return any(
        "lax" in hit.classes and " to " not in text[cue.end : hit.start] and _ends_here(clause, hit, text)
        for hit in behind
    )


def _ends_here(clause: Clause, hit: Found, text: str) -> bool:
    """Tell "left it open since March" from "kept the public endpoint up"."""
    rest = text[hit.end : min(clause.end, hit.end + LEAD)].split()
    return not rest or rest[0] in PREPOSITIONS or rest[0] in ADVERBS or rest[0].endswith("ly")


_HOLDS: Mapping[str, Callable[[Clause, Found, str], bool]] = {
    "condition": _is_condition,
    "conditional": _is_conditional,
    "opener": _opens,
    "object": _follows_preposition,
    "after_verb": follows_verb,
    "taught": lambda clause, cue, text: "ensuring" in clause.classes,
    "question": lambda clause, cue, text: text.startswith("?", clause.end),
    "listed": _is_listed,
    "reasoned": _gives_reason,
    "counted": lambda clause, cue, text: bool(cue.classes & _COUNTING) and is_counted(clause, cue),
    "plural": lambda clause, cue, text: bool(cue.classes & _COUNTING) and is_plural(clause, cue, text),
    "cleft_person": lambda clause, cue, text: "cleft" in cue.classes and is_cleft(clause, cue, text),
    "toward_people": toward_people,
    "acts": acts,
    "starts": _is_first_noun,
    "by_thing": by_thing,
    "people_follow": people_follow,
    "takes_people": takes_people,
    "possessed": is_possessed,
    "paid_off": _pays_off,
    "lax_behind": _leaves_lax,
}
