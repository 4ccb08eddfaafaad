"""Which section of ours a heading of a real document stands for, loaded without anything else of the content."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from prompts.tables import HERE, Table, read_table

# The sections that the language rules tell apart; every section of ours is read as one of them.
LanguageSection = Literal[
    "summary", "impact", "timeline", "detection", "root_cause", "contributing", "response", "well", "poorly",
    "lucky", "action", "lessons", "other",
]  # fmt: skip


@cache
def load_headings(team: Path | None = None) -> Mapping[str, str]:
    """Return which section a heading of a real document stands for: heading in lower case -> section id."""
    sections = _file("sections.toml", team).key_names()
    file = _file("headings.toml", team)
    found: dict[str, str] = {}
    for section in file.key_names():
        if section not in sections:
            raise file.wrong(section, "there is no section of this id.")
        for heading in file.texts(section):
            if (other := found.setdefault(heading.lower(), section)) != section:
                raise file.wrong(section, f"“{heading}” already stands for {other}.")
    return MappingProxyType(found)


@cache
def load_languages(team: Path | None = None) -> Mapping[str, str]:
    """Return the section of the language rules that each section of ours is read as, by its id."""
    children = _file("sections.toml", team).children()
    return MappingProxyType({section.name: section.text("language", "other") for section in children})


@cache
def _file(name: str, team: Path | None) -> Table:
    return read_table(HERE / name, team / name if team else None)
