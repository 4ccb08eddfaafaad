"""`pmtui example`: a draft that is a finished postmortem."""

from argparse import ArgumentParser, Namespace

from pmtui.cli.new import add_storing_arguments, store

DESCRIPTION = (
    "Make a draft of the worked example, an invented incident written up from the first alert to the last action, "
    "and print where it is. It is a draft like any other: change it, export it, throw it away."
)
EXAMPLES = (
    ("pmtui example --open", "Look around in it on screen."),
    ("pmtui example --file ./example.toml", "Put it in a file of your choice."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_storing_arguments(parser)


def run(args: Namespace) -> int:
    """Make the draft, print its path and return 0; with `--open` show it."""
    from pmtui.drafts.folder.new import example_document

    return store(example_document(), args)
