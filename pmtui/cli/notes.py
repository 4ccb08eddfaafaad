"""`pmtui notes`: follows the meeting in a second terminal, or prints its account."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import library_of, settings
from pmtui.cli.parsing import add_draft_argument, add_output_options, terminal_width
from pmtui.errors import DraftError, UsageError

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

DESCRIPTION = """\
Follow a review meeting in a second terminal, beside `pmtui present`: the clock, what is in view, what comes next, and what \
to ask. It waits when no meeting runs yet. n, a, d and p open a line, as in the meeting: what a scribe types here is in the \
draft with what was in view. Nothing is sent anywhere: both windows look at private files of this computer. q ends it, and \
so does Ctrl+C.

With --to md, print the account of the meeting instead: what was decided, agreed, parked and put right, and the minutes of \
each segment. The same draft always gives the same bytes."""
EXAMPLES = (
    ("pmtui notes k7m2qx", "Follow the meeting on that draft."),
    ("pmtui notes k7m2qx --once", "Print once how it stands."),
    ("pmtui notes k7m2qx --to md -o meeting.md", "Write the account of the meeting to a file."),
    ("pmtui notes k7m2qx --to md --names roles", "The same with roles in the place of names."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_draft_argument(parser)
    parser.add_argument("--once", action="store_true", help="print once and end")
    parser.add_argument("--to", choices=("md",), help="print the account of the meeting as Markdown")
    parser.add_argument(
        "--names",
        choices=("names", "roles", "roles-and-owners"),
        default="names",
        help="with --to: people by name (the default), by role, or by role except for the owners of actions",
    )
    add_output_options(parser, "where --to writes")


def run(args: Namespace) -> int:
    """Follow the meeting, or print its account, and return 0."""
    path = library_of(args).resolve(args.draft)
    if args.to:
        output.deliver(args, path, "meeting.md", lambda: _account(path, args.names))
    elif args.output != "-" or args.force or args.names != "names":
        raise UsageError(
            "-o, --force and --names need --to md", "Without it, this follows the meeting on the screen."
        )
    elif args.once or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        for line in Follower(path).lines(terminal_width()):
            output.say(line)
    else:
        from pmtui.cli.notes_window import NotesWindow

        NotesWindow(path, Follower(path).lines).run()
    return 0


class Follower:
    """Reads the draft when its file changes, and where the meeting stands each time."""

    def __init__(self, path: Path) -> None:
        from pmtui.meeting.shown import MeetingWording
        from prompts.content import load_five_whys, load_meeting, load_words

        team = settings().team_folder
        self._path = path
        self._wording = MeetingWording(load_meeting(team), load_five_whys(team), load_words(team), {})
        self._seen: tuple[int, int] | None = None
        self._with_roles: Postmortem | None = None
        self._document: Postmortem
        self._read()

    def lines(self, width: int) -> tuple[str, ...]:
        """Return what there is to show, at most `width` characters a line."""
        from pmtui.meeting.follower import follow_lines
        from pmtui.meeting.place_file import read_place

        problem = ""
        try:
            self._read()
        except DraftError as error:  # a moment's trouble is no reason to leave the facilitator alone
            problem = f"The draft cannot be read just now: {error.message}"
        place = read_place(self._path)
        lines = follow_lines(
            self._in_roles() if place and place.roles else self._document,
            place,
            datetime.now().astimezone(),  # ends are told by the clock on the wall
            self._wording,
            width,
        )
        return (*lines, "", problem) if problem else lines

    def _in_roles(self) -> "Postmortem":
        from pmtui.document.role_names import in_roles

        self._with_roles = self._with_roles or in_roles(self._document)
        return self._with_roles

    def _read(self) -> None:
        from pmtui.drafts.folder.library import read_document

        try:
            state = self._path.stat()
            now = (state.st_mtime_ns, state.st_size)
        except OSError:  # reading it says why
            now = None
        if now is None or now != self._seen:
            self._document, self._with_roles, self._seen = read_document(self._path), None, now


def _account(path: Path, people: str) -> bytes:
    from pmtui.document.role_names import in_roles
    from pmtui.drafts.folder.library import read_document
    from pmtui.meeting.agenda import agenda_for
    from pmtui.meeting.baseline import read_baseline
    from pmtui.meeting.meeting_changes import meeting_changes
    from pmtui.meeting.notes import meeting_notes_markdown
    from prompts.content import load_meeting, load_words

    document, team = read_document(path), settings().team_folder
    agenda = agenda_for(document, load_meeting(team))
    baseline = read_baseline(path, document.review.baseline)
    if document.review.baseline and baseline is None:
        output.note(
            "The draft as it was when the meeting began is not here, so only what was captured is told."
        )
    if people != "names":
        owners = people == "roles"
        document = in_roles(document, owners=owners)
        baseline = in_roles(baseline, owners=owners) if baseline else None
    changes = meeting_changes(document, baseline, agenda)
    return meeting_notes_markdown(document, changes, load_words(team)).encode()
