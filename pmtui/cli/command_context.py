"""What a command works with: the drafts folder, the settings, the team's wording, the template of a draft."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui import paths
from pmtui.cli import output
from pmtui.errors import UsageError

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem
    from pmtui.drafts.folder.library import Library
    from pmtui.settings import Settings
    from prompts.shapes import Template

USUAL_TEMPLATE = "standard"


def library_of(args: Namespace) -> "Library":
    """Return the library in the folder that `--drafts`, the environment or the system names."""
    from pmtui.drafts.folder.library import Library  # not for those who check a Markdown file

    return Library(paths.drafts_folder(args.drafts))


def settings() -> "Settings":
    """Return the person's settings; a warning about them is told."""
    from pmtui.settings import load_settings

    found, warning = load_settings(paths.settings_file())
    if warning:
        output.note(warning)
    return found


def team_folder() -> Path | None:
    """Return the folder of the team's wording that the settings name; a warning about them is told."""
    # Without a settings file, as in continuous integration, nothing about settings is loaded.
    return settings().team_folder if paths.settings_file().exists() else None


def known_template(name: str, team: Path | None) -> str:
    """Return the template id somebody typed. Raises UsageError when there is none of that id."""
    from prompts.content import load_templates

    templates = load_templates(team)
    if name not in templates:
        raise UsageError(f"There is no template {name!r}", f"There are: {', '.join(templates)}.")
    return name


def template_of(document: "Postmortem", team: Path | None) -> "Template":
    """Return the template that a draft names, or the standard one with a note when it is not known here."""
    from prompts.content import load_templates

    templates = load_templates(team)
    name = document.meta.template
    if name not in templates:
        output.note(f"There is no template {name!r} here, so the one called {USUAL_TEMPLATE!r} is used.")
        name = USUAL_TEMPLATE
    return templates[name]
