"""Copies of a draft that sync programs, merge tools and pmtui itself leave beside it, grouped under the draft."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from pmtui.drafts.file.file_head import Head

SiblingKind = Literal["sync", "conflict", "orig", "numbered"]

# What each kind adds to the name of the draft, which is the group `name`.
_PATTERNS: tuple[tuple[SiblingKind, re.Pattern[str]], ...] = (
    ("sync", re.compile(r"(?P<name>.+)\.sync-conflict-\d{8}-\d{6}(?:-\w+)?\.toml", re.I)),
    ("sync", re.compile(r"(?P<name>.+?) ?\([^()]*(?:conflicted copy|case conflict)[^()]*\)\.toml", re.I)),
    ("sync", re.compile(r"(?P<name>.+)_conflict-\d{8}-\d{6}\.toml", re.I)),
    ("conflict", re.compile(r"(?P<name>.+)\.conflict-[\w-]+\.toml", re.I)),
    ("orig", re.compile(r"(?P<name>.+?)(?:\.toml)?\.orig", re.I)),
    ("numbered", re.compile(r"(?P<name>.+?) ?\(\d{1,3}\)\.toml", re.I)),
)
_ANY_MARK = re.compile(r"conflict|\(|\.orig$", re.I)  # cheap, and true of every kind: lists can be long


class Group(NamedTuple):
    """A draft and the copies of it that lie beside it, the one written last first."""

    head: Head
    siblings: tuple[Head, ...]


def sibling_kind(name: str) -> SiblingKind | None:
    """Return what kind of copy a file name tells of, None for the name of a draft.

    `sync`: a sync program met two versions; `conflict`: pmtui kept its own beside a file changed elsewhere; `orig`: a
    merge tool's; `numbered`: a copy such as `name (1).toml`.
    """
    found = _mark(name)
    return found[0] if found else None


def group(heads: Iterable[Head]) -> list[Group]:
    """Put copies under their draft; the drafts keep their order.

    A copy whose draft is not among the heads, or that is of another draft by its id, stands by itself.
    """
    listed = list(heads)
    copies = [head for head in listed if _ANY_MARK.search(head.path.name)]
    by_path = {head.path: head for head in listed} if copies else {}
    siblings: dict[Path, list[Head]] = {}
    grouped: set[Path] = set()
    for copy in copies:
        if original := _original(copy, by_path):
            siblings.setdefault(original.path, []).append(copy)
            grouped.add(copy.path)
    return [
        Group(head, tuple(sorted(siblings.get(head.path, ()), key=lambda copy: copy.modified, reverse=True)))
        for head in listed
        if head.path not in grouped
    ]


def _original(copy: Head, by_path: Mapping[Path, Head]) -> Head | None:
    """Return the draft of a copy, through copies of copies: one that is no copy of anything else there."""
    found, name = None, copy.path.name
    while mark := _mark(name):
        name = mark[1]
        head = by_path.get(copy.path.with_name(name))
        # A file that cannot be read tells no id; its name has to do.
        if head and (head.id == copy.id or not head.id or not copy.id):
            found = head
    return found


def _mark(name: str) -> tuple[SiblingKind, str] | None:
    """Return the last mark of a copy in a file name and the name without it."""
    if _ANY_MARK.search(name):
        for kind, pattern in _PATTERNS:
            if found := pattern.fullmatch(name):
                return kind, f"{found['name']}.toml"
    return None
