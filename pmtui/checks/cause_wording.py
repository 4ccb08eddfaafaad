"""Whether a cause's sentence ends at a person, is too vague to act on, or says again what another said."""

import re
from collections.abc import Iterable

from pmtui.document.owners import owner_kind
from pmtui.document.postmortem import Postmortem

SAME = 0.8  # share of words that two sentences have in common when one repeats the other
SHORT = 4  # words; fewer name no place

_PERSON_CUE = re.compile(
    r"\b(?:human|operator|user|manual|pilot)[- ]errors?\b|\bmistakes?\b|\bcareless(?:ly|ness)?\b|\bforg[oe]t(?:s|ten|ting)?\b"
    r"|\bfail(?:s|ed|ing|ure) to (?:check|notice|follow|test|verify|read|spot)\b"
    r"|\b(?:did ?n['’]?t|did not|does ?n['’]?t|do ?n['’]?t) (?:know|check|notice|test|read|follow|think)\b"
    r"|\bshould have\b|\bshould['’]ve\b|\binattenti(?:on|ve)|\black of (?:training|attention|care|discipline)\b"
)
_PERSON_SUBJECT = re.compile(
    r"^(?:(?:some|any|every|no)(?:body|one)\b|no one\b|s?he\b"
    r"|(?:the|an?|one|our) (?:\w+ ){0,2}?(?:engineer|operator|developer|admin|administrator|intern|contractor|responder"
    r"|dba|reviewer|tester|colleague)\b(?!['’]s|-))"
)
_VAGUE_MARK = re.compile(r"\b(?:lack of|insufficient|poor|not enough|inadequate)\b(?P<rest>[^.,;:]*)")
_WORD = re.compile(r"\w+")
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


def people_of(doc: Postmortem) -> frozenset[str]:
    """Return everything by which the people of a document may be called, in lower case: names, first names, handles.

    A team that owns an action is no person, nor is what the draft lists as a system.
    """
    called: set[str] = set()
    named = [*doc.meta.authors, doc.meta.facilitator or ""]
    named += [name for person in doc.participants for name in (person.name, person.handle or "")]
    named += [name for action in doc.actions for name in (action.owner or "", *action.collaborators)]
    for name in named:
        if owner_kind(name) == "person":
            plain = name.strip().lstrip("@").lower()
            called |= {plain, plain.split()[0]}
    return frozenset(name for name in called if len(name) > 2) - {
        system.lower() for system in doc.hints.systems
    }


def ends_at_person(text: str, people: Iterable[str]) -> bool:
    """Tell whether a cause puts it down to a person: by what is said, or by who its sentence is about."""
    said = text.strip().lower()
    if _PERSON_CUE.search(said) or _PERSON_SUBJECT.match(said):
        return True
    subject = said.lstrip("@")
    return any(
        subject.startswith(name) and not re.match(r"\w|['’]s\b|-\w", subject[len(name) :]) for name in people
    )


def is_vague(text: str) -> bool:
    """Tell whether a cause is too short to name a place, or says that something was lacking and hardly what."""
    said = text.strip().lower()
    if not said or _WITHOUT_SPACES.search(said):  # a script in which words cannot be counted
        return False
    if len(_WORD.findall(said)) < SHORT:
        return True
    mark = _VAGUE_MARK.search(said)
    return mark is not None and len(_WORD.findall(mark["rest"])) < 2


def words_of(text: str) -> frozenset[str]:
    """Return the different words of a sentence, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def says_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of words are nearly one."""
    return bool(one) and len(one & other) >= SAME * len(one | other)
