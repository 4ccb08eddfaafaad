"""Every format of an export by its name, and how people are named in it: one place for the command line and the screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pmtui.document.postmortem import Postmortem
from prompts.shapes import Template

Format = Literal["md", "html", "deck"]
People = Literal["names", "roles", "roles-and-owners"]

ENDINGS: Mapping[Format, str] = {"md": "md", "html": "html", "deck": "deck.html"}


def render(
    document: Postmortem,
    template: Template,
    form: Format,
    *,
    people: People = "names",
    team: Path | None = None,
) -> str:
    """Return the document in a format. `team` is the folder of a team's own words.

    `people` shows everyone by name, everyone by role, or everyone by role but the owners of actions.
    """
    if people != "names":
        from pmtui.document.role_names import in_roles

        document = in_roles(document, owners=people == "roles")
    if form == "deck":
        from pmtui.exporting.deck import to_deck

        return to_deck(document, template, team=team)
    if form == "html":
        from pmtui.exporting.html import to_html

        return to_html(document, template, team=team)
    from pmtui.exporting.markdown import to_markdown

    return to_markdown(document, template, team=team)
