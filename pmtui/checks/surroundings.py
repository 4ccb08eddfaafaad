"""The tests of `rules.TESTS` that hold for the words around a cue: where it stands in its sentence, what follows it."""

from collections.abc import Callable, Iterator, Mapping

from pmtui.checks.clauses import Clause
from pmtui.checks.cues import Found
from pmtui.checks.grammar import BEFORE_DEED, PREPOSITIONS, REASONS
from pmtui.checks.masking import FILL
from pmtui.checks.relations import (
    LEAD,
    acts,
    directly_after,
    follows_verb,
    is_cleft,
    is_counted,
    is_first,
    is_inverted,
    is_list,
    is_plural,
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
}
