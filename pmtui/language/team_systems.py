"""Adds names of systems to a team's own rules, so that no draft has to be told again that Toby is one."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from pmtui.disk import make_folder, read_regular, write_atomic
from pmtui.errors import PmtuiError
from pmtui.language.rules import load_rules
from pmtui.language.team_rules import team_files
from pmtui.paths import TEAM_FOLDER, config_folder, team_folders
from pmtui.text import visible_line
from pmtui.toml_limits import load_toml
from prompts.tables import ContentError

NEW_FILE = "systems.toml"
_HEAD = "# What sounds like a person's name here and is a system.\n"
_LIST = re.compile(r"^[ \t]*systems[ \t]*=[ \t]*\[", re.MULTILINE)


class TeamFileError(PmtuiError):
    """A team's file could not be read or written; it was left as it is."""


def systems_file(beside: Path, team: Path | None) -> Path:
    """Return the file that takes systems for what lies in `beside`: in the nearest `.pmtui`, else in the team's folder.

    `team` is the folder of the settings; without one it is the config folder. A file that lists systems already is taken
    before a new one.
    """
    near = [folder for folder in team_folders(beside, team) if folder.name == TEAM_FOLDER]
    folder = near[-1] if near else team or config_folder()
    listing = (file for file in team_files(folder) if "systems" in _values(file, _read(file)))
    return next(listing, folder / "language" / NEW_FILE)


def add_systems(file: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Add names to the systems of a rule file and return those that were new to it; all else in it stays as it is.

    Raises TeamFileError when the file cannot be read or written, ContentError when it is not TOML.
    """
    text = _read(file)
    held = _values(file, text)
    known = {str(name).casefold() for name in _systems(held)}
    wanted: dict[str, str] = {}
    for name in names:
        if name := " ".join(name.split()):
            wanted.setdefault(name.casefold(), name)
    new = tuple(name for folded, name in wanted.items() if folded not in known)
    if not new:
        return ()
    written = _with(text, new)
    if not _says(written, held | {"systems": [*new, *_systems(held)]}):
        raise TeamFileError(
            f"{file.name} is written in a way that cannot be added to",
            visible_line(f"{file} was left as it is."),
            f"Add to it by hand: systems = [{_listed(new)}]",
        )
    _write(file, written, text)
    load_rules.cache_clear()
    return new


def _with(text: str, names: Sequence[str]) -> str:
    """Return the file's text with names at the start of its list, or with a list at its top."""
    if opening := _LIST.search(text):
        return f"{text[: opening.end()]}{_listed(names)}, {text[opening.end() :].lstrip(' ')}"
    return f"{'' if text else _HEAD}systems = [{_listed(names)}]\n{text}"


def _says(text: str, values: dict[str, object]) -> bool:
    try:
        return load_toml(text) == values
    except ValueError:
        return False


def _listed(names: Sequence[str]) -> str:
    return ", ".join(json.dumps(name, ensure_ascii=False) for name in names)


def _systems(values: dict[str, object]) -> list[object]:
    systems = values.get("systems", [])
    return systems if isinstance(systems, list) else []


def _values(file: Path, text: str) -> dict[str, object]:
    try:
        return load_toml(text)
    except ValueError as error:
        raise ContentError(file, "", f"this is not TOML: {error}") from error


def _read(file: Path) -> str:
    try:
        return read_regular(file).decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise TeamFileError(f"{file.name} cannot be read", visible_line(f"{file}: {error}")) from error


def _write(file: Path, text: str, before: str) -> None:
    def look() -> None:
        if _read(file) != before:
            raise TeamFileError(f"{file.name} was changed at the same moment", "", "Try again.")

    try:
        make_folder(file.parent)
        write_atomic(file, text.encode("utf-8"), look)
    except OSError as error:
        raise TeamFileError(
            f"{file.name} cannot be written", visible_line(f"{file}: {error.strerror}.")
        ) from error
