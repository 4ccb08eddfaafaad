"""`pmtui present`: the review meeting on screen."""

from argparse import ArgumentParser, Namespace

from pmtui.cli.command_context import library_of, settings
from pmtui.cli.parsing import add_draft_argument
from pmtui.errors import UsageError

DESCRIPTION = """\
Turn a draft into its review meeting, made to be projected: one event, cause or action at a time, with a clock that shows \
when the meeting ends. What is caught there is in the draft at once. A meeting that was cut short goes on where it stood.

Agendas come from the wording, and a team's own from its meeting.toml. For the facilitator's notes, run `pmtui notes` on the \
same draft in a second terminal."""
EXAMPLES = (
    ("pmtui present k7m2qx", "Present it, with the usual agenda or the draft's own."),
    ("pmtui present k7m2qx --preset quick-30", "A short meeting for a small incident."),
    (
        "pmtui present k7m2qx --foresight --roles",
        "Hide what came later, and show roles in the place of names.",
    ),
)

TIMERS = ("down", "up", "off")


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_draft_argument(parser)
    parser.add_argument("--preset", metavar="NAME", default="", help="the agenda, such as review-60")
    parser.add_argument(
        "--timer",
        choices=TIMERS,
        default="down",
        help="count down, count up, or show no clock (default: down)",
    )
    parser.add_argument(
        "--foresight", action="store_true", help="hide what came later while the timeline is walked"
    )
    parser.add_argument("--roles", action="store_true", help="show roles in the place of names")


def run(args: Namespace) -> int:
    """Open the meeting and return the exit code of the screens. Raises UsageError."""
    from pmtui.cli.open import open_screen
    from pmtui.meeting.options import MeetingOptions
    from prompts.content import load_meeting

    presets = load_meeting(settings().team_folder).presets
    if args.preset and args.preset not in presets:
        raise UsageError(f"There is no agenda {args.preset!r}", f"There are: {', '.join(presets)}.")
    library = library_of(args)
    options = MeetingOptions(args.preset, args.timer, args.foresight, args.roles)
    return open_screen(library.folder, library.resolve(args.draft), options)
