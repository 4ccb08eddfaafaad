"""A document in which people are shown by their roles.

What is a name and what is left alone:
- Whole names and handles of everyone whom the document knows go; so do first names and surnames, in their own spelling.
  A part that several people share becomes "a responder".
- Systems of the draft are never people, and neither are teams. A first name that is an everyday word ("Will", "Mark")
  is taken for a name only where it cannot be the word.
- Addresses are kept whole, also when a name is part of them: a changed address leads nowhere. So are lower-case names
  inside paths and identifiers (`/home/dana`). Code is treated like other text: chat logs stand in it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pmtui.document.base import Part
from pmtui.document.identity import Participant
from pmtui.document.known_people import (
    EVERYDAY,
    LONGEST,
    MONTHS,
    TOKEN,
    Mention,
    core_of,
    key_of,
    mentions,
)
from pmtui.document.owners import people_in
from pmtui.document.postmortem import PartT, Postmortem, replace

# Keys, addresses and settings: nothing that is read as a sentence.
_KEPT = frozenset({
    "id", "schema_version", "noun", "template", "zone", "services", "currency", "parents", "url", "ticket", "systems",
    "rules_off", "rule", "sentence", "segment", "event", "preset", "starred",
})  # fmt: skip
_CELLS = frozenset({"authors", "facilitator", "scribe", "owner", "collaborators"})
_OWNERS = frozenset({"owner", "collaborators"})

_ADDRESS = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z0-9+]{1,9}://|www\.|mailto:)[^\s<>()\"]++"
    r"|(?<=\]\()[^()\s]++"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:^|\n|[.!?]\s|[.!?][\"'”’)]\s)[\s>#*_\-+\"'“‘(\[]*(?:\d{1,3}[.)]\s+)?$")
_PAST = re.compile(
    r"['’]s\b|\s+(?:also |then |first |quickly )?(?:\w+ed|was|is|has|had|took|saw|ran|found|began|went|got|said|told|wrote"
    r"|came|made|sent|gave|left|felt|thought|knew|kept|held|brought|chose|led|did|joins|joined|sees|takes)\b"
)
_NEAR = 64  # how far before a name its sentence's beginning is looked for


def in_roles(document: Postmortem, *, owners: bool = True) -> Postmortem:
    """Return the document with everyone's role in place of their name, in every text.

    The role is the one in the participants' table; "a responder" for those without. Several with one role are told
    apart by letters, in the order in which the document names them. With `owners=False` the cells that name the
    owners of actions keep their names.
    """
    known = mentions(document)
    if not known:
        return document
    names = _Names(known)
    shown = _walk(document, names, frozenset() if owners else _OWNERS)
    participants = tuple(_participant(one, known) for one in document.participants)
    return replace(shown, participants=participants)


def _participant(one: Participant, known: Mapping[str, Mention]) -> Participant:
    mention = known.get(key_of(core_of(one.name)))
    return replace(one, name=mention.label, role=None, handle=None) if mention else one


def _walk(part: PartT, names: "_Names", kept: frozenset[str]) -> PartT:
    changed: dict[str, object] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if not value or name in _KEPT or name in kept or name == "participants":
            continue
        change = names.in_cell if name in _CELLS else names.in_text
        after = _changed(value, change, names, kept)
        if after is not value:
            changed[name] = after
    return replace(part, **changed) if changed else part


def _changed(value: Any, change: Callable[[str], str], names: "_Names", kept: frozenset[str]) -> Any:
    """Return the value with its names replaced; the very same object when there was none."""
    if isinstance(value, str):
        after = change(value)
        return value if after == value else after
    if isinstance(value, Part):
        return _walk(value, names, kept)
    if isinstance(value, tuple):
        entries = tuple(_changed(entry, change, names, kept) for entry in value)
        return value if all(map(_is, entries, value)) else entries
    if isinstance(value, dict):
        pairs = {key: _changed(entry, change, names, kept) for key, entry in value.items()}
        return value if all(map(_is, pairs.values(), value.values())) else pairs
    return value


def _is(one: object, other: object) -> bool:
    return one is other


class _Names:
    """Finds known names in texts and says roles instead, in time in proportion to the text."""

    def __init__(self, known: Mapping[str, Mention]) -> None:
        self._known = known
        self._lengths: dict[str, list[int]] = {}
        for key in known:
            tokens = TOKEN.findall(key)
            lengths = self._lengths.setdefault(tokens[0], [])
            if len(tokens) not in lengths:
                lengths.append(len(tokens))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def in_cell(self, text: str) -> str:
        """Return a cell that names people, without doubt about what is a name; separators and teams stay."""
        parts: list[str] = []
        done = 0
        for person in people_in(text):
            mention, start = self._known.get(key_of(core_of(person))), text.find(person, done)
            if mention and start >= 0:
                parts += text[done:start], mention.phrase
                done = start + len(person)
        return "".join([*parts, self.in_text(text[done:])])

    def in_text(self, text: str) -> str:
        """Return a text with roles in place of names."""
        tokens = list(TOKEN.finditer(text))
        if not any(key_of(token.group()) in self._lengths for token in tokens):
            return text
        addresses = _spans(text)
        parts: list[str] = []
        done = number = 0
        while number < len(tokens):
            start = tokens[number].start()
            if addresses and addresses[-1][1] <= start:
                addresses.pop()
                continue
            inside = addresses and addresses[-1][0] <= start
            mention, length = (None, 1) if inside else self._at(text, tokens, number)
            end = tokens[number + length - 1].end()
            if mention and _is_name(text, start, end, mention):
                first, last = _with_role(text, done, start, end, mention)
                parts += text[done:first], _said(mention, text, first)
                done = last
                while number < len(tokens) and tokens[number].start() < done:
                    number += 1
                continue
            number += 1
        return "".join([*parts, text[done:]])

    def _at(self, text: str, tokens: list[re.Match[str]], number: int) -> tuple[Mention | None, int]:
        """Return the longest known name that begins with this token, and its count of tokens."""
        for length in self._lengths.get(key_of(tokens[number].group()), ()):
            if number + length <= len(tokens) and length <= LONGEST:
                key = key_of(text[tokens[number].start() : tokens[number + length - 1].end()])
                if mention := self._known.get(key):
                    return mention, length
        return None, 1


def _spans(text: str) -> list[tuple[int, int]]:
    """Return the addresses in a text, last first."""
    return [match.span() for match in _ADDRESS.finditer(text)][::-1]


def _is_name(text: str, start: int, end: int, mention: Mention) -> bool:
    word, after = text[start:end], text[end : end + 2]
    if text[start - 1 : start] == "@":
        return True
    if not mention.whole and (word != mention.spelling or (after[:1] == "-" and after[1:].isupper())):
        return False
    if word.casefold() in EVERYDAY:
        doubtful = word.casefold() in MONTHS or _opens_sentence(text, start)
        return word[0].isupper() and (not doubtful or bool(_PAST.match(text, end, end + 40)))
    if word.islower() and _inside_identifier(text[start - 1 : start], after):
        return False
    return len(word) > 2 or word == mention.spelling


def _inside_identifier(before: str, after: str) -> bool:
    """Tell whether a lower-case name is a piece of a path or an identifier."""
    joined = after[:1] in (".", "-", ":") and after[1:].isalnum()
    return joined or before in tuple("/\\_.=$-") or after[:1] in tuple("/\\_=(")


def _opens_sentence(text: str, start: int) -> bool:
    return start == 0 or bool(_OPENING.search(text, max(0, start - _NEAR), start))


def _with_role(text: str, done: int, start: int, end: int, mention: Mention) -> tuple[int, int]:
    """Take in an @ before the name, and a role beside it: "incident commander Dana", "Dana (incident commander)"."""
    if text[start - 1 : start] == "@" and start - 1 >= done:
        start -= 1
    if not mention.role:
        return start, end
    role = mention.role.casefold()
    if text[end : end + len(role) + 3].casefold() == f" ({role})":
        end += len(role) + 3
    for lead in (f"the {role} ", f"{role} ", f"the {role}, ", f"{role}, "):
        if start - len(lead) >= done and text[start - len(lead) : start].casefold() == lead:
            return start - len(lead), end
    return start, end


def _said(mention: Mention, text: str, start: int) -> str:
    phrase = mention.phrase
    return phrase[0].upper() + phrase[1:] if _opens_sentence(text, start) else phrase
