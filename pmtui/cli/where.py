"""`pmtui where`: the folders in use."""

from argparse import ArgumentParser, Namespace

from pmtui import paths
from pmtui.cli import output
from pmtui.cli.command_context import settings

DESCRIPTION = """\
Show the folders and files in use. With a NAME, print only that path.

The environment can move them: PMTUI_DRAFTS (drafts), PMTUI_CONFIG (settings), PMTUI_STATE (the log)."""
EXAMPLES = (
    ("pmtui where", "All of them, and whether they exist."),
    ("pmtui where drafts", "Only the folder of drafts, for scripts."),
)

NAMES = ("drafts", "settings", "team", "log")


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("name", metavar="NAME", nargs="?", choices=NAMES, help=f"one of {', '.join(NAMES)}")


def run(args: Namespace) -> int:
    """Print the paths and return 0. Nothing is created by asking."""
    found = {
        "drafts": paths.drafts_folder(args.drafts),
        "settings": paths.settings_file(),
        "team": settings().team_folder,
        "log": paths.log_file(),
    }
    if args.name:
        output.say(str(found[args.name] or ""))
        return 0
    for name, path in found.items():
        if path is None:
            output.say(f"{name:<10}(none; the settings file can name one)")
        else:
            output.say(f"{name:<10}{path}{'' if path.exists() else '  (not there yet)'}")
    return 0
