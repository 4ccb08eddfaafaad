"""`pmtui check`: everything that the checks have to say, for drafts and Markdown files."""

from argparse import ArgumentParser, Namespace

from pmtui.cli import output
from pmtui.cli.surroundings import library_of, settings

DESCRIPTION = """\
Say what is missing, vague or unfair, all at once, and where. TARGET is a draft (file or id), a Markdown file, a folder \
with either, or "-" for Markdown from standard input; without one, all your drafts are checked. In Markdown, the \
headings tell which section a sentence stands in; only the wording is checked there. <!-- pmtui: ignore RULE --> \
in a paragraph, or alone above one, silences a rule in it.

The exit code is 0 when nothing is at or above --fail-on, 1 when something is, 2 when something could not be read. \
Hints are below warnings, and warnings below errors.

With --format json, print one object: "checked" lists the files, "findings" the findings with the keys file, line (null \
when unknown), field, section, severity, code, message, question, start and end (code points in the field's text, in Markdown of the whole file, or \
null), "unreadable" the files that could not be read with file, title and message.

With --jsonl, read lines such as {"id": 1, "text": "Some users saw errors.", "section": "impact"} from standard input \
and write one line for each: {"id": 1, "hints": [{"start": 0, "end": 10, "kind": "vague", "rule": "...", "message": \
"..."}]}. Offsets count code points. The exit code is 0 unless a line cannot be read."""
EXAMPLES = (
    ("pmtui check", "Check all your drafts."),
    ("pmtui check k7m2qx --strict", "One draft; hints fail as well."),
    ("pmtui check postmortems/ README.md --fail-on error", "Folders and Markdown files."),
    ("pmtui check --format json k7m2qx", "For scripts."),
    ("pmtui check - < review.md", "Markdown from somewhere else."),
    ("pmtui check --jsonl < sentences.jsonl", "Many single texts at once."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "targets", metavar="TARGET", nargs="*", help='a draft, a Markdown file, a folder, or "-"'
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to print it (default: text)"
    )
    parser.add_argument(
        "--fail-on",
        choices=("hint", "warning", "error"),
        default="warning",
        help="what makes the exit code 1 (default: warning)",
    )
    parser.add_argument(
        "--strict", dest="fail_on", action="store_const", const="hint", help="the same as --fail-on hint"
    )
    parser.add_argument("--jsonl", action="store_true", help="check lines of JSON from standard input")


def run(args: Namespace) -> int:
    """Print the findings and return 0, 1 or 2."""
    if args.jsonl:
        from pmtui.cli.check_lines import check_lines

        check_lines()
        return 0
    from pmtui.cli.check_targets import check_targets
    from pmtui.cli.report import as_json, as_text, is_at_least

    library = library_of(args)
    report = check_targets(args.targets, library, settings().team_folder)
    if args.format == "json":
        output.say(output.to_json(as_json(report), indent=2))
    else:
        for line in as_text(report):
            output.say(line)
    for unreadable in report.unreadable:
        output.tell(unreadable.problem)
    if report.unreadable:
        return 2
    return int(any(is_at_least(found.finding, args.fail_on) for found in report.found))
