"""`pmtui new`: a draft with its head filled in."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import USUAL_TEMPLATE, known_template, library_of, settings
from pmtui.errors import DraftError, UsageError
from pmtui.paths import typed_path

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

DESCRIPTION = (
    "Make a draft and print where it is. Everything can be filled in later; without --template the severity decides "
    "which one is taken."
)
EXAMPLES = (
    ("pmtui new", "An empty draft in your folder."),
    ('pmtui new --title "Checkout down" --severity SEV-2 --open', "Name it and start writing."),
    (
        'pmtui new --title "Slow search" --began "2026-03-15 14:32" --zone Europe/Berlin',
        "Say when it began, on the clocks of Berlin. A time alone means today.",
    ),
    ("pmtui new --file ./review.toml --template quick", "Choose the file and the template."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("--title", metavar="TEXT", default="", help="what happened, in a few words")
    parser.add_argument("--severity", metavar="LEVEL", help="such as SEV-2 or P1")
    parser.add_argument("--began", metavar="TIME", help='when it began: "14:32" or "2026-03-15 14:32"')
    parser.add_argument("--zone", metavar="ZONE", help="the time zone of the draft, such as Europe/Berlin")
    parser.add_argument(
        "--author", metavar="NAME", help="who writes it; may be given more than once", action="append"
    )
    parser.add_argument("--template", metavar="NAME", help="one of those that `pmtui templates` lists")
    add_storing_arguments(parser)


def run(args: Namespace) -> int:
    """Make the draft, print its path and return 0; with `--open` show it."""
    return store(_document(args), args)


def add_storing_arguments(parser: ArgumentParser) -> None:
    """Add where a made draft goes and whether it is shown, for commands that make one."""
    parser.add_argument(
        "--file", metavar="FILE", help="the file to make (ends in .toml), instead of one in your folder"
    )
    parser.add_argument("--open", action="store_true", help="open it on screen")


def store(document: "Postmortem", args: Namespace) -> int:
    """Write a new draft to `--file` or into the folder, print its path, and show it with `--open`."""
    if args.open:
        from pmtui.cli.open import check_terminal, open_screen

        check_terminal()
    library = library_of(args)
    path = create_at(Path(args.file), document) if args.file else library.create(document)
    output.say(str(path))
    return open_screen(library.folder, path) if args.open else 0


def create_at(path: Path, document: "Postmortem") -> Path:
    """Write a new draft to a file of the person's choice and return its full path. Raises DraftError, UsageError."""
    from pmtui.disk import create_new
    from pmtui.drafts.file.format import dump

    path = typed_path(path)
    if path.suffix != ".toml":
        raise UsageError("A draft's file name ends in .toml", f"{path.name!r} does not.", "Add .toml to it.")
    try:
        create_new(path, dump(document))
    except FileExistsError as error:
        raise DraftError(
            f"{path} exists already", "Nothing was overwritten.", f"`pmtui {path}` opens it."
        ) from error
    except OSError as error:
        raise DraftError("The draft could not be created", f"{path}: {error.strerror}.") from error
    return path


def _document(args: Namespace) -> "Postmortem":
    from pmtui.document.moments import parse_moment
    from pmtui.document.own_words import read_severity
    from pmtui.document.zones import in_zone, read_zone
    from pmtui.drafts.folder.new import new_document
    from prompts.content import load_policy

    remembered = settings()
    zone = read_zone(args.zone or remembered.zone)
    policy = load_policy(remembered.team_folder)
    severity = read_severity(args.severity, policy) if args.severity else None
    began = None
    if args.began:
        read = parse_moment(args.began, zone, in_zone(datetime.now(UTC), zone).date())
        began = read.moment
        if read.note:
            output.note(read.note)
    return new_document(
        args.title,
        severity=severity,
        began=began,
        zone=zone,
        authors=tuple(args.author or filter(None, [remembered.author])),
        template=_template(args.template, severity, remembered.last_template, remembered.team_folder),
        noun=remembered.noun,
    )


def _template(asked: str | None, severity: str | None, last: str, team: Path | None) -> str:
    """Return the id of the template to take: the one asked for, the severity's, the last one, the usual one."""
    from prompts.content import load_policy, load_templates

    if asked is not None:
        return known_template(asked, team)
    templates = load_templates(team)
    policy = load_policy(team)
    proposed = policy.templates.get(policy.rank(severity) or 0, last)
    return proposed if proposed in templates else USUAL_TEMPLATE
