"""Lists as text, one item per line: how a person edits what went well, contributing factors, people and links.

Each list has a pair of functions: the document's rows as lines, and lines back into rows. A row that is more than its
line (a factor with evidence, say) keeps the rest when its line is changed or moved.
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from pmtui.document.causes import Cause
from pmtui.document.identity import Participant
from pmtui.document.line_marks import without_list_mark
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.document.review import Link
from pmtui.document.row_edits import remove_row
from pmtui.document.row_kinds import CAUSES

CONTINUED = "  "  # begins a line that belongs to the item above
LISTS = ("factors", "participants", "links", *Learning.model_fields)

RowT = TypeVar("RowT")


def list_text(document: Postmortem, name: str) -> str:
    """Return a list (`well`, `factors`, `participants`, `links` ...) as lines of text. Raises KeyError."""
    return "\n".join(_indented(item) for item in _items(document, name) if item)


def with_list_text(document: Postmortem, name: str, text: str) -> Postmortem:
    """Return the document with a list read from lines of text; empty lines are no items. Raises KeyError.

    The marks of a pasted list go (`-`, `1.`, `- [x]`), but not where an item already begins so.
    """
    shown = set(_items(document, name))
    items = [item if item in shown else without_list_mark(item) for item in split_items(text)]
    if name in Learning.model_fields:
        learned = _aligned(getattr(document.learning, name), _items(document, name), items, _read_item)
        return replace(document, learning=replace(document.learning, **{name: tuple(learned)}))
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
    """Split lines into items; a line that begins with two spaces goes on with the item above it, even an empty one."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(CONTINUED) and items:
            items[-1] += "\n" + line.removeprefix(CONTINUED)
        elif line.strip():
            items.append(line.lstrip())
    return [item.rstrip() for item in items]


def _items(document: Postmortem, name: str) -> list[str]:
    if name in Learning.model_fields:
        return [item.strip() for item in getattr(document.learning, name)]
    if name == "participants":
        return [_show_person(person) for person in document.participants]
    if name == "links":
        return [" ".join(filter(None, (link.label, link.url))) for link in document.links]
    if name == "factors":
        return [cause.text.strip() for cause in document.causes if cause.is_contributing]
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
    """Read the factors back, in the places they had; one that is part of the why-tree only loses its mark with its line."""
    old = [cause for cause in document.causes if cause.is_contributing]
    new = _aligned(old, _items(document, "factors"), items, _read_factor)
    kept = {cause.id for cause in new if cause.id}
    linked = {parent for cause in document.causes for parent in cause.parents}
    causes, factors = [], iter(new)
    for cause in document.causes:
        if not cause.is_contributing:
            causes.append(cause)
        elif cause.id in kept:
            causes.append(next(factors))
        elif cause.parents or cause.id in linked:
            causes.append(replace(cause, role=None))
        else:
            document = remove_row(document, CAUSES, cause.id)
    return replace(document, causes=(*causes, *factors))


def _read_item(line: str, before: str | None) -> str:
    return line


def _read_factor(line: str, before: Cause | None) -> Cause:
    return replace(before, text=line) if before else Cause(text=line, role="contributing")


def _aligned(
    rows: Sequence[RowT], shown: Sequence[str], items: Sequence[str], read: Callable[[str, RowT | None], RowT]
) -> list[RowT]:
    """Give every line the row it came from, as it is when the words are the same; a new line gets a new row."""
    origins = _origins(shown, items)
    result: list[RowT] = []
    for index, line in enumerate(items):
        origin = origins.get(index)
        if origin is None:
            result.append(read(line, None))
        else:
            result.append(rows[origin] if shown[origin] == line else read(line, rows[origin]))
    return result


def _origins(shown: Sequence[str], items: Sequence[str]) -> dict[int, int]:
    """Return the row that each line came from: the same words in place, then moved ones, then changed ones in order."""
    matcher = SequenceMatcher(None, list(shown), list(items), autojunk=False)
    origins = {
        line + offset: row + offset
        for row, line, size in matcher.get_matching_blocks()
        for offset in range(size)
    }
    free = sorted(set(range(len(shown))) - set(origins.values()))
    for line in (line for line in range(len(items)) if line not in origins):
        moved = next((row for row in free if shown[row] == items[line]), None)
        if moved is not None:
            origins[line] = moved
            free.remove(moved)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        rows = [row for row in range(i1, i2) if row in free]
        lines = [line for line in range(j1, j2) if line not in origins]
        origins.update(zip(lines, rows, strict=False))
    return origins
