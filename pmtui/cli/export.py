"""`pmtui export`: a draft as Markdown, as one HTML file, or as slides."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import library_of, settings, template_of
from pmtui.cli.parsing import add_draft_argument, add_output_options

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

DESCRIPTION = """\
Turn a draft into Markdown, into one HTML file that needs nothing else to be read or printed, or into slides: an HTML \
file too, for a browser, in letters for the back of a room. It follows the draft's template; slides have the order of a \
review meeting. The same draft always gives the same bytes.

With --names roles everybody is shown by their role in place of their name. It is for reading without blame, and no way \
to make a text anonymous: addresses stay as they are, and so does whoever the draft does not list.

It goes to standard output unless -o names a file. In a folder, the file gets the draft's name. A file that exists is \
only replaced with --force, and then at once or not at all, and a draft never is; a new one can be read by you alone."""
EXAMPLES = (
    ("pmtui export k7m2qx --to md", "Print Markdown."),
    ("pmtui export k7m2qx --to html -o review.html", "Make one HTML file."),
    ("pmtui export k7m2qx --to deck -o review.deck.html --names roles", "Make slides, with roles for names."),
    (
        "pmtui export ./checkout.toml --to md -o docs/ --force",
        "Into a folder, in place of an earlier export.",
    ),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_draft_argument(parser)
    parser.add_argument(
        "--to", choices=("md", "html", "deck"), required=True, help="Markdown, one HTML file, or slides"
    )
    parser.add_argument(
        "--names",
        choices=("names", "roles", "roles-and-owners"),
        default="names",
        help="show people by name (the default), by role, or by role except for the owners of actions",
    )
    add_output_options(parser, "the file or folder to write to")


def run(args: Namespace) -> int:
    """Write the export and return 0."""
    from pmtui.exporting.formats import ENDINGS

    path = library_of(args).resolve(args.draft)
    output.deliver(args, path, ENDINGS[args.to], lambda: _export(_read(path), args))
    return 0


def _read(path: Path) -> "Postmortem":
    from pmtui.drafts.file.format import newer_words
    from pmtui.drafts.folder.library import read_document

    document = read_document(path)
    if words := newer_words(document, path.name):
        output.note(words)
    return document


def _export(document: "Postmortem", args: Namespace) -> bytes:
    from pmtui.exporting.arrange import left_out
    from pmtui.exporting.formats import render

    team = settings().team_folder
    template = template_of(document, team)
    if args.to != "deck" and (hidden := left_out(document, template)):
        output.note(f"This template does not show, and the draft keeps: {', '.join(hidden)}")
    return render(document, template, args.to, people=args.names, team=team).encode()
