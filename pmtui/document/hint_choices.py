"""What an author settles about hints in one draft: pure functions from one document to the next.

A sentence left as it is, a rule not wanted, a name that is a system, hints on or off; and each of them taken back.
"""

from pmtui.document.actions import Action
from pmtui.document.postmortem import Ignore, Postmortem, replace
from pmtui.document.row_edits import add_row
from pmtui.text import one_line


def leave_sentence(document: Postmortem, rule: str, sentence: str, reason: str = "") -> Postmortem:
    """Ignore a rule in one sentence, known by its hash; once the sentence is edited the hint is there again."""
    kept = tuple(entry for entry in document.ignores if (entry.rule, entry.sentence) != (rule, sentence))
    entry = Ignore(rule=rule, sentence=sentence, reason=reason or None)
    return replace(document, ignores=(*kept, entry))


def ask_about_sentence(document: Postmortem, rule: str, sentence: str) -> Postmortem:
    """Take back that a sentence was left as it is."""
    kept = tuple(entry for entry in document.ignores if (entry.rule, entry.sentence) != (rule, sentence))
    return replace(document, ignores=kept) if len(kept) < len(document.ignores) else document


def leave_rule(document: Postmortem, rule: str) -> Postmortem:
    """Ignore a rule everywhere in this draft."""
    if rule in document.hints.rules_off:
        return document
    return _with_hints(document, rules_off=(*document.hints.rules_off, rule))


def ask_rule(document: Postmortem, rule: str) -> Postmortem:
    """Take back that a rule is ignored in this draft."""
    return _with_hints(document, rules_off=tuple(off for off in document.hints.rules_off if off != rule))


def call_system(document: Postmortem, name: str) -> Postmortem:
    """Note that a name is a system's, so that nobody takes it for a person's; an empty name changes nothing."""
    name = one_line(name)
    if not name or name.casefold() in (known.casefold() for known in document.hints.systems):
        return document
    return _with_hints(document, systems=(*document.hints.systems, name))


def call_no_system(document: Postmortem, name: str) -> Postmortem:
    """Take back that a name is a system's."""
    kept = tuple(known for known in document.hints.systems if known.casefold() != name.casefold())
    return _with_hints(document, systems=kept)


def without_systems(document: Postmortem) -> Postmortem:
    """Name no systems in this draft any more: the team's rules know them."""
    return _with_hints(document, systems=())


def switch_hints(document: Postmortem, on: bool) -> Postmortem:
    """Switch all hints of this draft on or off: a draft in another language has no use for them."""
    return _with_hints(document, on=on)


def promise_figure(document: Postmortem, measure: str, rule: str, sentence: str) -> tuple[Postmortem, str]:
    """Propose an action that makes a figure known, and leave the sentence for that reason; return the action's id."""
    document, action_id = add_row(document, Action(text=measure, type="detect", state="proposed"))
    reason = f"not known; {action_id} is to measure it"
    return leave_sentence(document, rule, sentence, reason), action_id


def _with_hints(document: Postmortem, **values: object) -> Postmortem:
    changed = replace(document.hints, **values)
    return document if changed == document.hints else replace(document, hints=changed)
