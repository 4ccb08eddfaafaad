"""`pmtui check`: everything that the checks have to say, for drafts and Markdown files."""

import gc
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

from pmtui.cli import output
from pmtui.cli.command_context import library_of, team_folder
from pmtui.paths import team_folders

DESCRIPTION = """\
Say what is missing, vague or unfair, all at once, and where. TARGET is a draft (file or id), a Markdown file, a folder \
with either, or "-" for standard input; without one, all your drafts are checked. In Markdown, the headings tell which \
section a sentence stands in; only the wording is checked there. A newer pmtui's draft is checked as far as it is known.

The exit code is 0 when nothing is at or above --fail-on, 1 when something is, 2 when something could not be read. \
Hints are below warnings, and warnings below errors. `--explain RULE` tells what a rule is about, `pmtui rules` lists them.

To leave something alone in Markdown, <!-- pmtui: ignore RULE reason --> in a paragraph, or alone above one, silences \
the rule there; ignore-start RULE and ignore-end do so for all that stands between them. RULE may be several with commas, \
or a kind such as vague. What a team thinks of rules, words and names stands in .pmtui/language/ beside its files, or \
further up in the repository; `pmtui rules --help` shows such a file. A comment, rule or accepted phrase without effect is told.

The formats: text to read; json; github, for lines beside a change in GitHub Actions; sarif, for code scanning; \
checkstyle, for most build servers.

With --format json, print one object: "checked" lists the files, "findings" the findings with the keys file, line, \
column, end_line, end_column (from 1, in code points; null when unknown), field, section, severity, code, message, question, \
start and end (code points in the field's text, in Markdown of the whole file, or null), "unreadable" the files that could \
not be read with file, title and message.

With --jsonl, read lines such as {"id": 1, "text": "Some users saw errors.", "section": "impact"} from standard input \
and write one line for each: {"id": 1, "hints": [{"start": 0, "end": 10, "kind": "vague", "rule": "...", "message": \
"..."}]}. Offsets count code points. The exit code is 0 unless a line cannot be read."""
EXAMPLES = (
    ("pmtui check", "Check all your drafts."),
    ("pmtui check k7m2qx --strict", "One draft; hints fail as well."),
    ("pmtui check postmortems/ README.md --fail-on error", "Folders and Markdown files."),
    ("pmtui check --format json k7m2qx", "For scripts."),
    ("pmtui check --format github postmortems/", "In GitHub Actions."),
    ("pmtui check --format sarif postmortems/ > pmtui.sarif", "For code scanning."),
    ("pmtui check --explain blame.human-error", "What a rule is about."),
    ("pmtui check - < review.md", "Markdown from somewhere else."),
    (
        "pmtui check - --stdin-name postmortems/review.md < review.md",
        "The same, with the rules of that place.",
    ),
    ("pmtui check --jsonl < sentences.jsonl", "Many single texts at once."),
)

# Each format is made by the function `as_NAME` of the module `report_NAME` beside this one.
FORMATS = ("text", "json", "github", "sarif", "checkstyle")


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "targets", metavar="TARGET", nargs="*", help='a draft, a Markdown file, a folder, or "-"'
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=FORMATS,
        default="text",
        help="how to print it: text (usually), json, github, sarif or checkstyle",
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
    parser.add_argument("--explain", metavar="RULE", help="tell what a rule is about, and check nothing")
    parser.add_argument("--stdin-name", metavar="FILE", help="the file that standard input stands for")
    parser.add_argument("--jsonl", action="store_true", help="check lines of JSON from standard input")


def run(args: Namespace) -> int:
    """Print the findings and return 0, 1 or 2."""
    # What a check makes is used to the end or thrown away at once: looking for rings of objects so often finds none.
    gc.set_threshold(200_000, 20, 100)
    if args.jsonl:
        from pmtui.cli.check_lines import check_lines

        check_lines()
        return 0
    if args.explain:
        return _explain(args.explain)
    from pmtui.cli.check_targets import STDIN_NAME, check_targets
    from pmtui.cli.report import is_at_least, sum_of

    stdin_name = args.stdin_name or STDIN_NAME
    report = check_targets(args.targets, lambda: library_of(args), team_folder(), stdin_name)
    module = import_module(f"pmtui.cli.report_{args.format}")
    for line in getattr(module, f"as_{args.format}")(report):
        output.say(line)
    if args.format not in ("text", "json"):
        output.note(sum_of(report))
    for unreadable in report.unreadable:
        output.tell(unreadable.problem)
    gc.freeze()  # nor is anything to be looked through when the process ends
    if report.unreadable:
        return 2
    return int(any(is_at_least(found.finding, args.fail_on) for found in report.found))


def _explain(name: str) -> int:
    from pmtui.cli.rule_words import explained, known_rule
    from pmtui.language.rules import load_rules

    rules = load_rules(*team_folders(Path.cwd(), team_folder()))
    for line in explained(known_rule(name, rules)):
        output.say(line)
    return 0
