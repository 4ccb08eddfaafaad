"""Who is known in a document, under which names, and the role that can be said in place of each."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmtui.document.owners import people_in
from pmtui.document.postmortem import Postmortem

# A Han, Kana or Thai character is a token of its own: there are no spaces between words. Marks belong to their letter.
TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|(?:[^\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"
    r"|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff])+"
)
LONGEST = 12  # tokens; nobody's name is longer, and the time to look for names is in proportion to it

# Given names, surnames and handles that are words of everyday English or of incidents. As a surname or a bare handle
# such a word is never taken for a person; as a first name only where it cannot be the word.
_EVERYDAY_WORDS = """
amber angel april art august autumn baker banks bell best bill black bob bond brook brooks brown buck bud carter case
cash chance chase chip christian christmas clay cloud cook cooper crystal daisy dale dash dawn day dean destiny dot drew
duke earl ease east eve faith field fisher flora forest fox frank frost gates gene gift glass glen grace grant green
guy harmony hazel heath heather hill holly hope hunter iris ivy jack jade jasmine jay jewel job jobs joy june king lane
lily long love major mark marsh mason max may melody mercy merry mike miles miller min mine moody nick noble norm north
olive opal page park parker parks pat patience paul pearl penny pierce pip pope port porter potter power price prince
queen rain ray read reason red reed rice rich river rob robin rock root rose ruby rusty sage sandy sawyer scarlet sharp
shepherd short sky skip small snow south star stew stone storm strong sue summer sun sunny swift tab tag teddy tony
trinity turner van victor violet wade walker wall ward waters weaver west white will willow winter wise wolf wood
woody young
admin agent alert bot build call client code cron data db deploy desk host incident lead log main manager master
monday node null off on one owner primary prod replica server service shift staging sunday system test user web
"""
EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
MONTHS = frozenset(("april", "august", "june", "may"))

_ADDRESS_ASIDE = re.compile(r"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
NO_ROLE = "responder"


@dataclass(frozen=True)
class Mention:
    """What a known name stands for.

    `phrase` goes into a sentence: "the scribe", "a responder", "responder B"; `role` is empty when there is none.
    `whole` is False for a part of a name: then it may also be an ordinary word. `spelling` is the name as typed.
    """

    phrase: str
    role: str
    whole: bool
    spelling: str

    @property
    def label(self) -> str:
        """Return the phrase standing by itself: "Scribe", "Responder B"."""
        bare = self.phrase.removeprefix("the " if self.phrase.startswith("the ") else "a ")
        return bare[:1].upper() + bare[1:]


def key_of(name: str) -> str:
    """Return the form under which names are compared: no case, single spaces, composed letters."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def core_of(name: str) -> str:
    """Return a name from its first letter to its last: no @, no asides, no closing full stop."""
    plain = _ADDRESS_ASIDE.sub(" ", name)
    tokens = list(TOKEN.finditer(plain))
    return plain[tokens[0].start() : tokens[-1].end()] if tokens else ""


def mentions(document: Postmortem) -> Mapping[str, Mention]:
    """Return every known name by its `key_of`: whole names, handles, and the parts of names that tell a person."""
    systems = {key_of(name) for name in (*document.hints.systems, *document.meta.services)}
    people = _people(document, systems)
    _name_by_role(people)
    found: dict[str, Mention] = {}
    for person in people:
        for name in person.names:
            found.setdefault(key_of(name), Mention(person.phrase, person.role, True, name))
    system_words = {word for name in systems for word in (name, *name.split())}
    for part, bearers in _parts(people).items():
        if key_of(part) not in found and key_of(part) not in system_words:
            one = bearers[0] if len(bearers) == 1 else _Person([], phrase=f"a {NO_ROLE}")
            found[key_of(part)] = Mention(one.phrase, one.role, False, part)
    return found


@dataclass(eq=False)
class _Person:
    """One person: every name they go by, the fullest first as far as one can tell."""

    names: list[str]
    role: str = ""
    phrase: str = ""


def _people(document: Postmortem, systems: set[str]) -> list[_Person]:
    """Return the people in the order in which the document names them; one entry each, whatever they are called."""
    people: list[_Person] = []
    by_key: dict[str, _Person] = {}
    for name, role, handle in _named(document):
        core, nick = core_of(name), core_of(handle)
        key = key_of(core)
        if not key or key in systems or len(TOKEN.findall(core)) > LONGEST:
            continue
        person = by_key.get(key) or (by_key.get(key_of(nick)) if nick else None)
        if person is None:
            person = _Person([])
            people.append(person)
        for known in filter(None, (core, nick)):
            if key_of(known) not in by_key and key_of(known) not in systems:
                person.names.append(known)
                by_key[key_of(known)] = person
        person.role = person.role or role
    return _without_first_names(people)


def _named(document: Postmortem) -> Iterator[tuple[str, str, str]]:
    """Yield name, role and handle wherever the document names somebody. Those with a role and a handle come first."""
    for one in document.participants:
        if people_in(one.name):
            yield one.name, one.role or "", one.handle or ""
    review = (document.meta.facilitator, "facilitator"), (document.review.scribe, "scribe")
    for cell, role in review:
        for name in people_in(cell or ""):
            yield name, role, ""
    owners = (
        name for action in document.actions for name in (action.owner or "", *action.collaborators) if name
    )
    for cell in (*document.meta.authors, *owners):
        for name in people_in(cell):
            yield name, "", ""


def _without_first_names(people: list[_Person]) -> list[_Person]:
    """Let "Dana" and "Dana Whitfield" be one person when there is one Dana."""
    firsts: dict[str, list[_Person]] = {}
    for person in people:
        for first in {key_of(TOKEN.findall(name)[0]) for name in person.names if _has_parts(name)}:
            firsts.setdefault(first, []).append(person)
    kept = []
    for person in people:
        same = firsts.get(key_of(person.names[0]), [])
        if len(same) == 1 and same[0] is not person:
            same[0].names += person.names
            same[0].role = same[0].role or person.role
        else:
            kept.append(person)
    return kept


def _name_by_role(people: list[_Person]) -> None:
    """Give each person a phrase: the role, with a letter where several hold it."""
    names = {key_of(name) for person in people for name in person.names}
    parts = {key_of(part) for part in _parts(people)}
    for person in people:
        person.role = _usable(person.role, names | parts)
    holders = Counter(person.role.casefold() for person in people)
    nth: Counter[str] = Counter()
    for person in people:
        role = _in_sentence(person.role or NO_ROLE)
        if holders[person.role.casefold()] == 1:
            person.phrase = f"the {role}" if person.role else f"a {role}"
        else:
            person.phrase = f"{role} {_letter(nth[person.role.casefold()])}"
            nth[person.role.casefold()] += 1


def _usable(role: str, names: set[str]) -> str:
    """Return a role without its article; nothing when it would say somebody's name."""
    bare = (
        _ARTICLE.sub("", " ".join(role.split()), count=1) if _ARTICLE.match(role) else " ".join(role.split())
    )
    return "" if not TOKEN.search(bare) or any(name in names for name in _runs(bare)) else bare


def _runs(text: str) -> Iterator[str]:
    """Yield the key of every run of neighbouring words in a short text."""
    tokens = list(TOKEN.finditer(text))[:200]
    for first, token in enumerate(tokens):
        for last in tokens[first : first + LONGEST]:
            yield key_of(text[token.start() : last.end()])


def _in_sentence(role: str) -> str:
    """Return the role for the middle of a sentence: "Incident commander" loses its capital, "SRE" does not."""
    return role[0].lower() + role[1:] if role[1:2].islower() or len(role) == 1 else role


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _parts(people: list[_Person]) -> Mapping[str, list[_Person]]:
    """Return first names and surnames, as spelt, with those who bear them."""
    parts: dict[str, list[_Person]] = {}
    for person in people:
        for name in filter(_has_parts, person.names):
            for place, token in enumerate(TOKEN.findall(name)):
                if len(token) > 1 and token[0].isupper() and not (place and token.casefold() in EVERYDAY):
                    bearers = parts.setdefault(token, [])
                    if person not in bearers:
                        bearers.append(person)
    return parts


def _has_parts(name: str) -> bool:
    return name[0].isupper() and " " in name
