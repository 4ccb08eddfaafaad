"""`pmtui completion`: the script that completes commands, options and files in a shell."""

from argparse import ArgumentParser, Namespace

from pmtui.cli import output

DESCRIPTION = "Print a script for your shell that completes commands, options and files with the Tab key."
EXAMPLES = (
    (
        "pmtui completion bash > ~/.local/share/bash-completion/completions/pmtui",
        "For bash; then open a new shell.",
    ),
    ("pmtui completion zsh > ~/.zfunc/_pmtui", "For zsh, where ~/.zfunc is in your fpath."),
    ("pmtui completion fish > ~/.config/fish/completions/pmtui.fish", "For fish."),
)

SHELLS = ("bash", "zsh", "fish", "tcsh")
FILES = {"file", "output", "draft", "targets", "rules", "stdin_name"}
FOLDERS = {"drafts"}


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"one of {', '.join(SHELLS)}")


def run(args: Namespace) -> int:
    """Print the script and return 0."""
    import shtab

    from pmtui.cli.main import build_parser

    parser = build_parser()
    _mark_files(parser)
    output.say(shtab.complete(parser, args.shell).rstrip("\n"))
    return 0


def _mark_files(parser: ArgumentParser) -> None:
    """Say which arguments are files and folders, here and in every command. argparse has no public way to its own."""
    import shtab

    for action in parser._actions:
        if action.dest in FILES:
            setattr(action, "complete", shtab.FILE)  # noqa: B010  # shtab's own attribute, unknown to argparse's types
        elif action.dest in FOLDERS:
            setattr(action, "complete", shtab.DIRECTORY)  # noqa: B010  # as above
        elif isinstance(action.choices, dict):
            for command in action.choices.values():
                _mark_files(command)
