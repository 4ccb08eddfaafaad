"""`pmtui list`: the drafts of the folder."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from pmtui.cli import output
from pmtui.cli.command_context import library_of
from pmtui.cli.parsing import add_format_option
from pmtui.drafts.file.file_head import Head
from pmtui.text import one_line, visible_line

DESCRIPTION = """\
List the drafts, the latest incident first: id, day it began, severity, status, title. A draft that cannot be read is \
listed with the reason.

With --format json, print a list of objects with the keys id, title, severity, status, template, began, ended, zone, \
authors, file and problem (empty when the draft can be read, and written here)."""
EXAMPLES = (
    ("pmtui list", "All drafts in your folder."),
    ("pmtui list --drafts ./postmortems --format json", "For scripts: another folder, as JSON."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_format_option(parser)


def run(args: Namespace) -> int:
    """Print the list and return 0."""
    library = library_of(args)
    heads = library.heads()
    if args.format == "json":
        output.say(output.to_json([_as_json(head) for head in heads], indent=2))
    elif heads:
        _print_table([_row(head) for head in heads])
    else:
        output.note(
            f"There are no drafts in {library.folder} yet. `pmtui new` makes one, `pmtui example` shows one."
        )
    return 0


def _row(head: Head) -> tuple[str, ...]:
    if head.problem and not head.id:
        return ("?", "", "", "", f"{head.path.name} ({head.problem})")
    day = head.began_there.strftime("%Y-%m-%d") if head.began_there else ""
    title = head.title or "(no title)"
    note = f" ({head.note})" if head.note else ""
    return (head.id, day, head.severity, head.status.replace("_", " "), f"{title}{note}")


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    shown = [[visible_line(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        output.say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _as_json(head: Head) -> dict[str, object]:
    return {
        "id": head.id,
        "title": head.title,
        "severity": head.severity,
        "status": head.status,
        "template": head.template,
        "began": head.began.isoformat() if head.began else None,
        "ended": head.ended.isoformat() if head.ended else None,
        "zone": head.zone,
        "authors": list(head.authors),
        "file": str(head.path),
        "problem": head.note,
    }
