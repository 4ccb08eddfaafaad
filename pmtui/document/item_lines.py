"""Lists as text, one item per line: how a person edits what went well, contributing factors, people and links.

Each list has a pair of functions: the document's rows as lines, and lines back into rows. A row that is more than its
line (a factor with evidence, say) keeps the rest when its line is changed or moved.
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from pmtui.document.causes import Cause
from pmtui.document.identity import Participant
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.document.review import Link

CONTINUED = "  "  # begins a line that belongs to the item above
LISTS = ("factors", "participants", "links", *Learning.model_fields)

RowT = TypeVar("RowT")


def list_text(document: Postmortem, name: str) -> str:
    """Return a list (`well`, `factors`, `participants`, `links` ...) as lines of text. Raises KeyError."""
    return "\n".join(_indented(item) for item in _items(document, name))


def with_list_text(document: Postmortem, name: str, text: str) -> Postmortem:
    """Return the document with a list read from lines of text; empty lines are no items. Raises KeyError."""
    items = split_items(text)
    if name in Learning.model_fields:
        return replace(document, learning=replace(document.learning, **{name: tuple(items)}))
    if name == "participants":
        people = _aligned(document.participants, _items(document, name), items, _read_person)
        return replace(document, participants=tuple(people))
    if name == "links":
        return replace(
            document, links=tuple(_aligned(document.links, _items(document, name), items, _read_link))
        )
    if name == "factors":
        return _with_factors(document, items)
    raise KeyError(name)


def split_items(text: str) -> list[str]:
    """Split lines into items; a line that begins with two spaces goes on with the item above it."""
    items: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if line.startswith(CONTINUED) and items:
            items[-1] += "\n" + line.removeprefix(CONTINUED)
        else:
            items.append(line.strip())
    return items


def _items(document: Postmortem, name: str) -> list[str]:
    if name in Learning.model_fields:
        return list(getattr(document.learning, name))
    if name == "participants":
        return [_show_person(person) for person in document.participants]
    if name == "links":
        return [" ".join(filter(None, (link.label, link.url))) for link in document.links]
    if name == "factors":
        return [cause.text for cause in document.causes if cause.role == "contributing"]
    raise KeyError(name)


def _indented(item: str) -> str:
    return item.replace("\n", "\n" + CONTINUED)


def _show_person(person: Participant) -> str:
    named = f"{person.name}, {person.role}" if person.role else person.name
    return f"{named} @{person.handle.removeprefix('@')}" if person.handle else named


def _read_person(line: str, before: Participant | None) -> Participant:
    words, handle = line.replace("\n", " "), None
    head, _, last = words.rpartition(" ")
    if last.startswith("@") and len(last) > 1 and head:
        words, handle = head, last.removeprefix("@")
    name, _, role = words.partition(",")
    person = before or Participant(name="")
    return replace(person, name=name.strip() or words, role=role.strip() or None, handle=handle)


def _read_link(line: str, before: Link | None) -> Link:
    words = line.replace("\n", " ").split()
    url = next((word for word in reversed(words) if "://" in word or word.startswith("mailto:")), None)
    label = " ".join(word for word in words if word is not url) if url else None
    return replace(before or Link(url=""), url=url or " ".join(words), label=label)


def _with_factors(document: Postmortem, items: Sequence[str]) -> Postmortem:
    """Read the factors back; one that is part of the why-tree only loses its mark when its line goes."""
    old = [cause for cause in document.causes if cause.role == "contributing"]
    new = _aligned(old, [cause.text for cause in old], items, _read_factor)
    kept = {cause.id for cause in new if cause.id}
    linked = {parent for cause in document.causes for parent in cause.parents}
    others: list[Cause] = []
    for cause in document.causes:
        if cause.role != "contributing":
            others.append(cause)
        elif cause.id not in kept and (cause.parents or cause.id in linked):
            others.append(replace(cause, role=None))
    return replace(document, causes=(*others, *new))


def _read_factor(line: str, before: Cause | None) -> Cause:
    return replace(before, text=line) if before else Cause(text=line, role="contributing")


def _aligned(
    rows: Sequence[RowT], shown: Sequence[str], items: Sequence[str], read: Callable[[str, RowT | None], RowT]
) -> list[RowT]:
    """Match new lines to the rows they came from: the same lines first, then changed ones in their order."""
    result: list[RowT] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, list(shown), list(items), autojunk=False).get_opcodes():
        if tag == "equal":
            result.extend(rows[i1:i2])
            continue
        for offset, line in enumerate(items[j1:j2]):
            at = i1 + offset
            result.append(read(line, rows[at] if at < i2 else None))
    return result
