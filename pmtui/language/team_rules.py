"""What a team's own rule files may hold beside rules and words, and how a mistake in them is told."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pmtui.language.lexicon import spell_out
from pmtui.language.masking import lowered
from prompts.tables import ContentError, Table

# A team's files may come with a repository that nobody here trusts: what they ask for stays bounded.
MOST_FILES = 50
MOST_PHRASES = 100_000  # ours are some 30,000
MOST_OF_ONE = 5_000  # that one phrase with lists in it stands for
MOST_RULES = 1_000
LONGEST = 500  # characters of a phrase, a message or a question
SHOWN = 60


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


def limited(team: Path, files: Sequence[Path]) -> Sequence[Path]:
    """Return the files of a team. Raises ContentError when they are too many to read."""
    if len(files) > MOST_FILES:
        raise ContentError(
            team / "language", "", f"it holds {len(files)} files; {MOST_FILES} are read at most."
        )
    return files


def spelled_out(table: Table, key: str, phrase: str, inner: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return all phrases that one with "~name" in it stands for. Raises ContentError for too many, and unknown names."""
    try:
        phrases = tuple(islice(spell_out(phrase, inner), MOST_OF_ONE + 1))
    except KeyError as unknown:
        raise table.wrong(
            key, f"{_short(phrase)} names a list that is not in [inner]: {unknown}."
        ) from unknown
    except ValueError as problem:
        raise table.wrong(key, f"{_short(phrase)} cannot be spelled out: {problem}.") from problem
    if len(phrases) > MOST_OF_ONE:
        raise table.wrong(key, f"{_short(phrase)} stands for more than {MOST_OF_ONE:,} phrases.")
    check_length(table, key, *phrases)
    return phrases


def entries(table: Table, key: str) -> tuple[str, ...]:
    """Return the entries of a list. Raises ContentError for one that is far too long."""
    found = table.entries(key)
    check_length(table, key, *found)
    return found


def check_count(table: Table, key: str, phrases: int) -> None:
    """Raise ContentError when a list brings more phrases than a scan can bear."""
    if phrases > MOST_PHRASES:
        raise table.wrong(key, f"with this list there are more than {MOST_PHRASES:,} phrases.")


def check_length(table: Table, key: str, *texts: str) -> None:
    """Raise ContentError for a text that is far longer than a rule needs."""
    if max(map(len, texts), default=0) > LONGEST:
        raise table.wrong(key, f"{_short(max(texts, key=len))} is longer than {LONGEST} characters.")


def switched_off(rows: Sequence[Table]) -> Iterator[str]:
    """Yield for each file how many rules it switched off, in words."""
    counts = Counter(row.wrong("off" if "off" in row.key_names() else "severity", "").file for row in rows)
    for file, count in counts.items():
        rules, are = ("rule", "is") if count == 1 else ("rules", "are")
        yield f"{file}: {count} {rules} {are} switched off here."


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
    words = table.texts(key)
    check_length(table, key, *words)
    return frozenset(" ".join(lowered(word).split()) for word in words)


def _short(phrase: str) -> str:
    return f"“{phrase[:SHOWN]}…”" if len(phrase) > SHOWN else f"“{phrase}”"
