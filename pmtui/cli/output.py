"""What goes out: results on stdout, everything else on stderr; nothing a draft holds may act on the terminal."""

import os
import sys

TYPE_CHECKING = False  # spelled out, because importing `typing` would cost a tenth of `pmtui --help`
if TYPE_CHECKING:
    import re
    from argparse import Namespace
    from collections.abc import Callable
    from pathlib import Path
    from typing import TextIO

    from pmtui.errors import PmtuiError


def say(text: str = "") -> None:
    """Write a line of result."""
    from pmtui.text import visible  # here and below: `pmtui --help` needs none of it

    sys.stdout.write(visible(text) + "\n")


def note(text: str) -> None:
    """Write a line that is not part of the result."""
    from pmtui.text import visible

    sys.stderr.write(visible(text) + "\n")


def tell(problem: "PmtuiError") -> None:
    """Write a problem: its title, then what happened and what to do next."""
    sys.stdout.flush()
    note(f"pmtui: {problem.title}")
    for part in (problem.message, problem.next_step):
        for line in part.splitlines():
            note(f"  {line}")


def write_document(data: bytes) -> None:
    """Write a document to stdout: its exact bytes to a pipe or file, harmless text to a terminal."""
    from pmtui.text import visible

    if sys.stdout.isatty():
        sys.stdout.write(visible(data.decode()))
    elif buffer := getattr(sys.stdout, "buffer", None):
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()
    else:
        sys.stdout.write(data.decode())


def deliver(args: "Namespace", draft: "Path", ending: str, make: "Callable[[], bytes]") -> None:
    """Write a document made from a draft where `-o` says; a file that exists is only replaced with `--force`.

    What is in the way is told before anything is made. Raises UsageError, ExportError.
    """
    if args.output == "-":
        write_document(make())
        return
    from pmtui.errors import UsageError
    from pmtui.exporting.destination import destination, write_export

    target = destination(args.output, draft, ending)
    if os.path.isfile(target) and not args.force:
        raise UsageError(f"{target} exists already", "It was left as it is.", "To replace it, add --force.")
    write_export(target, make())
    note(f"Wrote {target}")


def to_json(value: object, indent: int | None = None) -> str:
    """Return JSON with readable letters; what could act on a terminal is escaped, so the value stays exact."""
    import json

    from pmtui.text import UNSAFE

    # Such characters can only stand inside JSON strings, where \u escapes mean the same.
    return UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def prepare() -> None:
    """Make sure that no letter is unprintable, whatever encoding the terminal has. Raises UsageError without a stdout."""
    if sys.stderr is None:  # closed by the caller: what would be told has nowhere to go
        sys.stderr = _nowhere()
    if sys.stdout is None:
        from pmtui.errors import UsageError

        sys.stdout = _nowhere()
        raise UsageError("Standard output is closed, so there is nowhere to print to")
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def abandon_stdout() -> None:
    """Let the rest of stdout go nowhere, so that Python's own last flush cannot complain about a closed pipe."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):  # no real stream (a test's, or closed)
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _nowhere() -> "TextIO":
    return open(os.devnull, "w")  # lives as long as the process


def _escaped(match: "re.Match[str]") -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
