"""`pmtui open`, `pmtui FILE.toml` and plain `pmtui`: the screens."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli.command_context import library_of
from pmtui.cli.parsing import add_draft_argument
from pmtui.errors import UsageError

if TYPE_CHECKING:
    from pmtui.meeting.options import MeetingOptions

DESCRIPTION = "Open a draft on screen, ready to write. Without a draft, open the list of all of them."
EXAMPLES = (
    ("pmtui open k7m2qx", "Open the draft with that id; any unique start of it will do."),
    ("pmtui ./checkout.toml", "Open a draft that lies anywhere. For a file, `open` can be left out."),
    ("pmtui", "Open the list of your drafts."),
)

LEAST_COLUMNS = 60
LEAST_ROWS = 16


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_draft_argument(parser, nargs="?")


def run(args: Namespace) -> int:
    """Open the screens and return their exit code."""
    library = library_of(args)
    draft = library.resolve(args.draft) if args.draft else None
    return open_screen(library.folder, draft)


def open_screen(folder: Path, draft: Path | None, meeting: "MeetingOptions | None" = None) -> int:
    """Start the screens on a folder, at a draft or at its meeting. Raises UsageError where they cannot be shown."""
    check_terminal()
    import gc

    # Loading the screens makes many objects and hardly any garbage: looking for it costs a tenth of the start.
    gc.disable()
    try:
        from pmtui.app import start

        gc.freeze()
    finally:
        gc.enable()
    return start(folder, draft, meeting=meeting)


def check_terminal() -> None:
    """Raise UsageError, in one sentence, when this is no terminal that the screens fit on."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The screens need a terminal, and this is not one; `pmtui --help` lists what works without"
        )
    if os.environ.get("TERM") == "dumb":
        raise UsageError("The screens need a terminal that can draw, and TERM says that this one is dumb")
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return
    if columns and rows and (columns < LEAST_COLUMNS or rows < LEAST_ROWS):
        raise UsageError(
            f"The screens need a window of at least {LEAST_COLUMNS}x{LEAST_ROWS} characters, "
            f"and this one has {columns}x{rows}"
        )
