"""`pmtui --help`: the commands in groups, and how to start."""

import textwrap

from pmtui import __version__
from pmtui.cli.commands import GROUPS
from pmtui.cli.parsing import Parser, add_drafts_option, examples_text, terminal_width, two_columns

ABOUT = (
    "Write blameless incident postmortems in the terminal: guided, checked for wording, and offline. "
    "Every draft is one readable file."
)
START = (
    ("pmtui", "your drafts on screen; start a new one there"),
    ("pmtui FILE.toml", "that draft, ready to write"),
    ("pmtui COMMAND --help", "one command, with examples"),
)
EXAMPLES = (
    ("pmtui example --open", "Look around in a finished postmortem before you write your own."),
    ('pmtui new --title "Checkout down" --severity SEV-2 --open', "Start writing right away."),
    ("pmtui check --fail-on warning", "Check every draft; the exit code is 1 when something needs a look."),
    (
        "pmtui export k7m2qx --to html -o checkout.html",
        "One file to send round. Any unique start of an id will do.",
    ),
)
EXIT_CODES = (
    "Exit codes: 0 done, 1 `check` found something, 2 it could not be done, 70 a mistake in pmtui itself."
)


class FrontPage(Parser):
    """The parser of everything before a command, whose help lists the commands in groups."""

    def __init__(self) -> None:
        super().__init__("pmtui", add_help=False)
        options = self.add_argument_group("Options")
        options.add_argument("-h", "--help", action="help", help="show this page")
        options.add_argument(
            "--version", action="version", version=f"pmtui {__version__}", help="show the version"
        )
        add_drafts_option(options, None)

    def format_help(self) -> str:
        """Return the page."""
        rows = [row for commands in GROUPS.values() for row in commands.items()]
        left = max(len(name) for name, _ in rows)
        lines = [*textwrap.wrap(ABOUT, terminal_width()), ""]
        lines += ["Start:", *two_columns(START, max(len(name) for name, _ in START)), ""]
        for group, commands in GROUPS.items():
            lines += [f"{group}:", *two_columns(commands.items(), left), ""]
        options = (
            (
                ", ".join(action.option_strings) + (f" {action.metavar}" if action.metavar else ""),
                action.help or "",
            )
            for action in self._actions
            if action.option_strings
        )
        lines += ["Options:", *two_columns(options, left + 2), ""]
        lines += [examples_text(EXAMPLES), "", *textwrap.wrap(EXIT_CODES, terminal_width())]
        return "\n".join(lines) + "\n"
