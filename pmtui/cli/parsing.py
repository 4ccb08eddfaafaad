"""The argument parser: argparse with help that fits the terminal, groups and examples."""

import argparse
import os
import sys
import textwrap
from collections.abc import Iterable, Sequence

from pmtui.errors import UsageError

TYPE_CHECKING = False  # spelled out, see output.py
if TYPE_CHECKING:
    from typing import NoReturn

    from _typeshed import SupportsWrite

WIDEST = 100
NARROWEST = 40
INDENT = "  "


def terminal_width() -> int:
    """Return how many columns help may use: those of the terminal, at most 100."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]):
        width = int(columns[:6])
    else:
        try:
            width = os.get_terminal_size(1).columns or 80
        except OSError:
            width = 80
    return max(NARROWEST, min(width, WIDEST))


class HelpFormatter(argparse.HelpFormatter):
    """Help as wide as the terminal; paragraphs are wrapped, indented lines are left as they stand."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=24, width=terminal_width())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            line if line.startswith(" ") else textwrap.fill(line, width) for line in text.split("\n")
        )


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are UsageErrors, told like any other problem."""

    def __init__(self, prog: str, description: str = "", epilog: str = "", add_help: bool = True) -> None:
        super().__init__(
            prog,
            description=description,
            epilog=epilog,
            formatter_class=HelpFormatter,
            allow_abbrev=False,
            add_help=add_help,
        )

    def error(self, message: str) -> "NoReturn":
        """Raise UsageError instead of leaving the program."""
        raise UsageError(
            message[:1].upper() + message[1:],
            self.format_usage().strip().replace("usage:", "Usage:"),
            f"`{self.prog} --help` explains it, with examples.",
        )

    def _print_message(self, message: str, file: "SupportsWrite[str] | None" = None) -> None:
        (file or sys.stderr).write(message)  # argparse would hide a write that fails


def add_drafts_option(parser: "argparse._ActionsContainer", default: str | None) -> None:
    """Add `--drafts DIR`, which may stand before and after the command."""
    parser.add_argument(
        "--drafts",
        metavar="DIR",
        default=default,
        help="the folder of drafts, instead of PMTUI_DRAFTS or your own",
    )


def add_draft_argument(parser: argparse.ArgumentParser, nargs: str | None = None) -> None:
    """Add `DRAFT`, which every command takes in the same forms."""
    parser.add_argument(
        "draft", metavar="DRAFT", nargs=nargs, help="a draft's file, its id or a unique start of it"
    )


def add_format_option(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, text or JSON."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print it (default: text)"
    )


def add_output_options(parser: argparse.ArgumentParser, what: str) -> None:
    """Add `-o FILE` and `--force`, which `output.deliver` heeds."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=f'{what} (default: "-", print it)'
    )
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def examples_text(examples: Sequence[tuple[str, str]]) -> str:
    """Return command lines with what each does under it, as the end of a help page."""
    width = terminal_width() - 6
    lines = ["Examples:"]
    for command, what in examples:
        lines.append(f"  {command}")
        lines += textwrap.wrap(what, width, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(lines)


def two_columns(rows: Iterable[tuple[str, str]], left: int) -> list[str]:
    """Return rows of a name and its meaning; the meaning is wrapped beside names of at most `left` characters."""
    margin = " " * (len(INDENT) + left + 2)
    lines: list[str] = []
    for name, meaning in rows:
        first = f"{INDENT}{name:<{left}}  "
        lines += textwrap.wrap(
            meaning, terminal_width(), initial_indent=first, subsequent_indent=margin, break_on_hyphens=False
        )
    return lines
