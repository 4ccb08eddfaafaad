"""The tests of `rules.TESTS` that hold for the words around a cue: where it stands in its sentence, what follows it."""

from collections.abc import Iterator

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


def surroundings(clause: Clause, cue: Found, text: str) -> Iterator[str]:
    """Yield the tests that hold for a cue in its clause; `text` is the lower-cased paragraph."""
    yield from _condition(clause, cue, text)
    yield from _place(clause, cue, text)
    yield from _following(clause, cue, text)


def _condition(clause: Clause, cue: Found, text: str) -> Iterator[str]:
    if clause.opener == "if":
        yield from ("conditional", "condition")
    elif is_first(clause, cue, text) and directly_after(clause, cue, text):
        yield "condition"  # "had she known"
    elif "had" in clause.classes and is_inverted(clause, text):
        yield "conditional"  # "had we not been watching"


def _place(clause: Clause, cue: Found, text: str) -> Iterator[str]:
    begins = clause.before is None or clause.before.sentence != clause.sentence
    doer = clause.agents[0].end if clause.agents and clause.agents[0].start < cue.start else clause.start
    lead = text[max(doer, cue.start - LEAD) : cue.start].replace(FILL, " ").split()
    if begins and all(word in BEFORE_DEED for word in lead):
        yield "opener"
    if lead and lead[-1] in PREPOSITIONS:
        yield "object"
    if follows_verb(clause, cue, text):
        yield "after_verb"
    if "ensuring" in clause.classes:
        yield "taught"
    if text[clause.end : clause.end + 1] == "?":
        yield "question"


def _following(clause: Clause, cue: Found, text: str) -> Iterator[str]:
    if clause.after and (clause.after.opener == ":" or is_list(clause.after)):
        yield "listed"
    if _gives_reason(clause):
        yield "reasoned"
    if cue.classes & _COUNTING:
        if is_counted(clause, cue):
            yield "counted"
        if is_plural(clause, cue, text):
            yield "plural"
    if "cleft" in cue.classes and is_cleft(clause, cue, text):
        yield "cleft_person"
    if toward_people(clause, cue, text):
        yield "toward_people"
    if acts(clause, cue, text):
        yield "acts"


def _gives_reason(clause: Clause) -> bool:
    """Tell whether a reason follows in the same sentence."""
    after = clause.after
    for _ in range(2):
        if after is None:
            return False
        if after.opener in REASONS:
            return True
        after = after.after
    return False
