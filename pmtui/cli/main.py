"""Runs one command: finds it, runs it, and turns what went wrong into words and an exit code.

Exit codes: 0 done; 1 `check` found something; 2 it could not be done; 70 a mistake in pmtui itself; 130 interrupted;
141 the reader of the output went away.
"""

import gc
import sys
from argparse import SUPPRESS
from importlib import import_module

from pmtui.cli import output
from pmtui.cli.commands import SUMMARIES
from pmtui.cli.front_page import FrontPage
from pmtui.cli.parsing import Parser, add_drafts_option, examples_text
from pmtui.errors import PmtuiError, UsageError

TYPE_CHECKING = False  # spelled out, see output.py
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

DONE = 0
COULD_NOT = 2
OUR_MISTAKE = 70
INTERRUPTED = 130
READER_GONE = 141


def run(argv: list[str] | None = None) -> int:
    """Run what the arguments ask for (those of the process by default) and return the exit code."""
    try:
        code = _run_and_tell(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        output.abandon_stdout()
        return READER_GONE
    except Exception as error:  # noqa: BLE001  # the one place that has to answer for everything
        output.abandon_stdout()
        return _answer_for(error)
    return code


def build_parser(names: "Iterable[str]" = SUMMARIES) -> FrontPage:
    """Return the parser with the named commands; each name loads the command's module."""
    parser = FrontPage()
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser, help="what to do")
    for name in names:
        module = import_module(f"pmtui.cli.{name}")
        command = commands.add_parser(
            name,
            prog=f"pmtui {name}",
            help=SUMMARIES[name],
            description=module.DESCRIPTION,
            epilog=examples_text(module.EXAMPLES),
        )
        module.add_arguments(command)
        add_drafts_option(command, SUPPRESS)  # absent here, the one before the command holds
        command.set_defaults(run=module.run, command=command)
    return parser


def parse(argv: list[str]) -> "argparse.Namespace":
    """Return the arguments of the command that is meant, with its `run`. Raises UsageError, or SystemExit for help."""
    at = _first_word(argv)
    if at is None:
        if {"-h", "--help", "--version"} & set(argv):
            FrontPage().parse_args(argv)
        return _parse("open", [*argv, "open"])
    word = argv[at]
    if word in SUMMARIES:
        return _parse(word, argv)
    if word.endswith(".toml"):
        return _parse("open", [*argv[:at], "open", *argv[at:]])
    raise _no_such_command(word)


def _run_and_tell(argv: list[str]) -> int:
    try:
        output.prepare()
        return _run(argv)
    except PmtuiError as problem:
        output.tell(problem)
        return COULD_NOT
    except KeyboardInterrupt:
        output.note("")
        return INTERRUPTED


def _run(argv: list[str]) -> int:
    gc.disable()  # what is loaded stays: looking for rings of objects meanwhile would find none
    try:
        args = parse(argv)
    except SystemExit as end:  # how argparse ends after --help and --version
        return end.code if isinstance(end.code, int) else DONE
    finally:
        gc.enable()
    from pmtui.cli.installation import check_installation

    check_installation()
    code: int = args.run(args)
    return code


def _parse(name: str, argv: list[str]) -> "argparse.Namespace":
    args, unknown = build_parser([name]).parse_known_args(argv)
    if unknown:  # told by the command's own parser, which knows its usage
        args.command.error(f"There is no argument {unknown[0]}")
    return args


def _first_word(argv: list[str]) -> int | None:
    """Return where the command or the file stands: the first argument that is no option and no option's value."""
    at = 0
    while at < len(argv):
        if argv[at] == "--drafts":
            at += 1
        elif not argv[at].startswith("-"):
            return at
        at += 1
    return None


def _no_such_command(word: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(word, SUMMARIES, n=1)
    return UsageError(
        f"There is no command called {word!r}",
        f"Did you mean `pmtui {near[0]}`?" if near else "",
        "`pmtui --help` lists the commands; `pmtui open ID` opens a draft.",
    )


def _answer_for(error: Exception) -> int:
    """Say that something failed which nobody foresaw, or that the output could not be written."""
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        output.tell(UsageError("The output could not be written", f"{error.strerror}."))
        return COULD_NOT
    from pmtui.crash import record_crash

    output.tell(record_crash(error))
    return OUR_MISTAKE
