"""`pmtui export`: a draft as Markdown or as one HTML file."""

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.surroundings import library_of, settings, template_of
from pmtui.errors import UsageError

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

DESCRIPTION = """\
Turn a draft into Markdown, or into one HTML file that needs nothing else to be read or printed. It follows the draft's \
template. The same draft always gives the same bytes.

It goes to standard output unless -o names a file. In a folder, the file gets the draft's name. A file that exists is \
only replaced with --force, and then at once or not at all, and a draft never is; a new one can be read by you alone."""
EXAMPLES = (
    ("pmtui export k7m2qx --to md", "Print Markdown."),
    ("pmtui export k7m2qx --to html -o review.html", "Make one HTML file."),
    (
        "pmtui export ./checkout.toml --to md -o docs/ --force",
        "Into a folder, in place of an earlier export.",
    ),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("draft", metavar="DRAFT", help="a draft's file, its id or a unique start of it")
    parser.add_argument("--to", choices=("md", "html"), required=True, help="Markdown, or one HTML file")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default="-",
        help='the file or folder to write to (default: "-", print it)',
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def run(args: Namespace) -> int:
    """Write the export and return 0."""
    from pmtui.drafts.library import read_document
    from pmtui.exporting.destination import destination, write_export

    path = library_of(args).resolve(args.draft)
    if args.output == "-":
        output.write_document(_export(read_document(path), args.to))
        return 0
    target = destination(args.output, path, args.to)
    if os.path.isfile(target) and not args.force:
        raise UsageError(f"{target} exists already", "It was left as it is.", "To replace it, add --force.")
    write_export(target, _export(read_document(path), args.to))
    output.note(f"Wrote {target}")
    return 0


def _export(document: "Postmortem", to: str) -> bytes:
    from pmtui.exporting.arrange import left_out

    team = settings().team_folder
    template = template_of(document, team)
    if hidden := left_out(document, template, team):
        output.note(f"This template does not show, and the draft keeps: {', '.join(hidden)}")
    if to == "html":
        from pmtui.exporting.html import to_html

        return to_html(document, template, team=team).encode()
    from pmtui.exporting.markdown import to_markdown

    return to_markdown(document, template, team=team).encode()
