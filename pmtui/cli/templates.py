"""`pmtui templates`: what a postmortem can look like."""

import textwrap
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import settings
from pmtui.cli.parsing import add_format_option, terminal_width

if TYPE_CHECKING:
    from prompts.shapes import Template

DESCRIPTION = """\
List the templates with what each is for, how long it takes and its sections. A draft can change its template at any \
time without losing a word.

With --format json, print a list of objects with the keys id, name, about, minutes (from, to) and sections."""
EXAMPLES = (
    ("pmtui templates", "Read what there is."),
    ("pmtui templates --format json", "For scripts."),
    ('pmtui new --template quick --title "Cache warmed too late"', "Take one of them."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_format_option(parser)


def run(args: Namespace) -> int:
    """Print the list and return 0."""
    from prompts.content import load_templates

    templates = load_templates(settings().team_folder)
    if args.format == "json":
        output.say(output.to_json([_as_json(template) for template in templates.values()], indent=2))
        return 0
    for number, template in enumerate(templates.values()):
        if number:
            output.say()
        _print(template)
    return 0


def _print(template: "Template") -> None:
    low, high = template.minutes
    output.say(f"{template.id}: {template.name}, {low} to {high} minutes")
    for text in (template.about, "Sections: " + ", ".join(_headings(template)) + "."):
        for line in textwrap.wrap(text, terminal_width() - 2):
            output.say(f"  {line}")


def _headings(template: "Template") -> list[str]:
    return [section.heading for section in template.sections if section.heading]


def _as_json(template: "Template") -> dict[str, object]:
    return {
        "id": template.id,
        "name": template.name,
        "about": template.about,
        "minutes": list(template.minutes),
        "sections": _headings(template),
    }
