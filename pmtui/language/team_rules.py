"""What a team's own rule files may hold beside rules and words, and how a mistake in them is told."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from pmtui.language.masking import lowered
from prompts.tables import Table


class TeamLists(NamedTuple):
    """Words that a team vouches for, in lower case; they win over what the rules make of the same words.

    `accept` are phrases that get no hint, `systems` names of systems that look like people's, `people` given names,
    `roles` words for a person's work.
    """

    accept: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def team_files(team: Path) -> tuple[Path, ...]:
    """Return the rule files of a team's folder, by name; the file itself when `team` is one."""
    return (team,) if team.is_file() else tuple(sorted((team / "language").glob("*.toml")))


def take_lists(table: Table, before: TeamLists) -> TeamLists:
    """Return the lists with those of one more file added."""
    with table.table("people") as people:
        names, roles = _words(people, "names"), _words(people, "roles")
    return TeamLists(
        before.accept | _words(table, "accept"),
        before.systems | _words(table, "systems"),
        before.people | {part for name in names for part in name.split()},
        before.roles | roles,
    )


def unknown_rule(row: Table, known: Collection[str]) -> str:
    """Return the note about changes to a rule that there is not: file, id, and which one may be meant."""
    return row.wrong(
        "", f"there is no rule of this id, so this changes nothing.{meant_by(row.name, known)}"
    ).message


def meant_by(rule: str, known: Collection[str]) -> str:
    """Return a sentence with the rule that is probably meant, with a space before it; empty when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(rule, known, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _words(table: Table, key: str) -> frozenset[str]:
    return frozenset(" ".join(lowered(word).split()) for word in table.texts(key))
