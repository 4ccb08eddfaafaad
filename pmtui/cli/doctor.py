"""`pmtui doctor`: whether everything pmtui leans on is well."""

import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.parsing import add_format_option
from pmtui.paths import drafts_folder

if TYPE_CHECKING:
    from pmtui.doctor import Terminal
    from pmtui.drafts.health import Look

DESCRIPTION = """\
Look at everything pmtui leans on and say what is well and what to do: folders, disk space, settings, time zones, drafts \
that cannot be read, copies and leftovers beside them, who has a draft open, text waiting to be recovered, and what this \
terminal can do. Nothing is changed.

Exit code 0 when nothing needs doing, 1 when something does.

With --format json, print an object with the keys well and looks; each look has the keys subject, state (well, note or \
to do), words and advice."""
EXAMPLES = (
    ("pmtui doctor", "Look at your own folder and this terminal."),
    ("pmtui doctor --drafts ./postmortems", "Look at the drafts of another folder."),
    ("pmtui doctor --format json", "For scripts."),
)

NEEDS_SOMETHING = 1


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_format_option(parser)


def run(args: Namespace) -> int:
    """Print what was found; return 0 when nothing needs doing, 1 otherwise."""
    from pmtui.doctor import examine, needs_something

    looks = []
    for look in examine(drafts_folder(args.drafts), _terminal()):
        looks.append(look)
        if args.format == "text":
            _say(look)
    bad = needs_something(looks)
    if args.format == "json":
        report = {"well": not bad, "looks": [asdict(look) for look in looks]}
        output.say(output.to_json(report, indent=2))
    else:
        count = sum(look.state == "to do" for look in looks)
        output.say(f"\n{count} to do." if bad else "\nAll is well.")
    return NEEDS_SOMETHING if bad else 0


def _say(look: "Look") -> None:
    """Print a look on one line."""
    from pmtui.text import visible_line

    advice = f" {look.advice}" if look.advice else ""
    output.say(visible_line(f"{look.state:<6} {look.subject}: {look.words}{advice}"))


def _terminal() -> "Terminal":
    from pmtui.doctor import Terminal

    size = None
    if sys.stdout.isatty():
        try:
            columns, rows = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            columns = rows = 0
        size = (columns or 80, rows or 24)  # some terminals do not tell
    return Terminal(size, sys.stdout.encoding or "", os.environ)
