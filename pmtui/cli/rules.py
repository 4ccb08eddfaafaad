"""`pmtui rules`: what the hints about wording look for, and whether a team's own rules do what they should."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import settings
from pmtui.cli.parsing import add_format_option
from pmtui.errors import UsageError
from pmtui.paths import team_folders, typed_path

if TYPE_CHECKING:
    from pmtui.language.rules import Rule

DESCRIPTION = """\
List the rules about wording, each with its kind, how serious it is and its examples; with RULE, explain those. The \
rules of your team are among them: of your settings, and of every .pmtui folder from here up to the top of the \
repository.

`pmtui rules test FILE` tries the examples in a team's rule file, or in every file of its folder: each sentence of `bad` \
has to be noticed by its rule, none of `good` by a rule of its kind. The exit code is 1 when one is not as it should be.

`pmtui rules add-system NAME` notes that a name is a system's, not a person's, and `pmtui rules keep-systems DRAFT` moves \
what a draft calls systems (Alt+S) there: to the nearest .pmtui folder, else to your team's folder of the settings, else to \
your own. What else that file holds stays as it is.

A team's file is TOML, any name, in .pmtui/language/. It can change a rule key by key, add one, and vouch for words:

  accept = ["lame duck"]      # phrases that get no hint
  systems = ["Toby"]          # systems with a person's name
  people = { names = ["Sunny"], roles = ["pilot"] }
  [phrases]
  acronyms = ["foo", "bar"]   # a class of words for rules
  [rule."blame.human-error".severity]
  summary = "off"             # off, hint or warning
  [rule."vague.promise"]
  off = true
  [rule."ours.acronym"]
  kind = "vague"
  cue = ["acronyms"]
  message = "Not every reader knows this word."
  questions = ["What does it stand for?"]
  bad = ["The FOO was full."]
  good = ["The queue was full."]

With --format json, print a list of objects with the keys id, kind, off, severity (by section), message, questions, \
rewrite, example_section, bad and good."""
EXAMPLES = (
    ("pmtui rules", "All rules with their examples."),
    ("pmtui rules --kind vague", "Those of one kind."),
    ("pmtui rules blame.human-error", "Everything about one rule."),
    ("pmtui rules --format json", "For scripts."),
    ("pmtui rules add-system Toby", "Toby is a system, in every draft and document here."),
    ("pmtui rules test .pmtui/language/team.toml", "Try the examples of your team's rules."),
)

TEST, ADD_SYSTEM, KEEP_SYSTEMS = "test", "add-system", "keep-systems"
FAILED = 1


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "rules",
        metavar="RULE",
        nargs="*",
        help="rules to explain; `test` and files to try; or `add-system` and names",
    )
    parser.add_argument("--kind", choices=("blame", "vague", "action"), help="only rules of this kind")
    add_format_option(parser)


def run(args: Namespace) -> int:
    """List, explain or try rules; return 0, or 1 when an example of a tried file is not as it should be."""
    if args.rules[:1] == [TEST]:
        return _try(args.rules[1:])
    if args.rules[:1] == [ADD_SYSTEM] or args.rules[:1] == [KEEP_SYSTEMS]:
        from pmtui.cli import rule_systems

        if args.rules[0] == ADD_SYSTEM:
            rule_systems.add(args.rules[1:])
        else:
            rule_systems.keep(args, args.rules[1:])
        return 0
    from pmtui.cli.rule_words import as_data, explained, known_rule
    from pmtui.language.rules import load_rules

    known = load_rules(*team_folders(Path.cwd(), settings().team_folder))
    for note in (*known.notes, *known.told):
        output.note(note)
    chosen = [known_rule(name, known) for name in args.rules] or [*known.rules, *known.off]
    chosen = [rule for rule in chosen if args.kind in (None, rule.kind)]
    if args.format == "json":
        output.say(output.to_json([as_data(rule) for rule in chosen], indent=2))
        return 0
    for rule in chosen:
        for line in explained(rule) if args.rules else _short(rule):
            output.say(line)
        output.say()
    if not args.rules:
        output.say(f"{len(chosen)} rules. `pmtui rules RULE` tells more about one.")
    return 0


def _short(rule: "Rule") -> list[str]:
    from pmtui.cli.rule_words import severities

    lines = [f"{rule.id} ({rule.kind}{', switched off' if rule.off else ''})", f"  {rule.message}"]
    lines += [f"  severity   {words}" for words in severities(rule)]
    lines += [f"  noticed    {text}" for text in rule.bad]
    lines += [f"  left alone {text}" for text in rule.good]
    return lines


def _try(files: list[str]) -> int:
    from pmtui.cli.rule_examples import try_file

    if not files:
        raise UsageError("No file to try", "", "For example: pmtui rules test .pmtui/language/team.toml")
    failed = 0
    for file in files:
        path = typed_path(file)
        if not path.exists():
            raise UsageError(f"There is no file {file}", "", "Name a TOML file with rules, or its folder.")
        tried = try_file(path, settings().team_folder)
        for problem in tried.problems:
            output.say(f"{file}: {problem}")
        failed += len(tried.problems)
        output.say(f"{file}: {tried.sum}")
    return FAILED if failed else 0
