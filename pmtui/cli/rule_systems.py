"""Takes names of systems into a team's rules: typed ones, or those that a draft knows."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from pmtui.cli import output
from pmtui.cli.command_context import library_of, settings
from pmtui.cli.saving import opened
from pmtui.document.hint_choices import without_systems
from pmtui.errors import UsageError
from pmtui.language.team_systems import add_systems, systems_file
from pmtui.text import visible_line


def add(names: Sequence[str]) -> None:
    """Add typed names for what lies here. Raises UsageError without a name, TeamFileError, ContentError."""
    if not any(name.strip() for name in names):
        raise UsageError("No name to add", "", "For example: pmtui rules add-system Toby")
    _told(names, systems_file(Path.cwd(), settings().team_folder))


def keep(args: Namespace, drafts: Sequence[str]) -> None:
    """Move the systems of each draft to the rules that hold where it lies. Raises DraftError, TeamFileError, ContentError."""
    if not drafts:
        raise UsageError("No draft to take systems from", "", "For example: pmtui rules keep-systems k7m2qx")
    for name in drafts:
        path = library_of(args).resolve(name)
        with opened(path) as draft:
            systems = draft.document.hints.systems
            if not systems:
                output.note(f"{path.name} names no systems.")
                continue
            _told(systems, systems_file(path.parent, settings().team_folder))
            draft.edit(without_systems, "systems for the team")
        output.note(f"{path.name} leaves them to that file now.")


def _told(names: Sequence[str], file: Path) -> None:
    new = add_systems(file, names)
    for name in dict.fromkeys(" ".join(name.split()) for name in names if name.strip()):
        said = "added to" if name in new else "already in"
        output.say(visible_line(f"{name}: {said} {file}"))
