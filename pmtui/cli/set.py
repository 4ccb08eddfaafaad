"""`pmtui set`: one field of a draft, without a screen."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pmtui.cli import output
from pmtui.cli.command_context import known_template, library_of, settings, template_of
from pmtui.cli.parsing import add_draft_argument
from pmtui.cli.standard_input import read_text
from pmtui.text import was_altered

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem

DESCRIPTION = """\
Write one field of a draft and save it. TEXT is read as if it were typed on the screen: "14:32" for a time, "12 %" for \
a share, one item per line for a list. Empty text empties the field; "-" reads the text from standard input. Text that \
begins with a dash is best given that way.

FIELD is a dotted path: summary, root_cause, well, meta.title, impact.users, actions.a2.owner."""
EXAMPLES = (
    ('pmtui set k7m2qx summary "Checkout failed for 42 minutes."', "Write the summary."),
    ("pmtui set k7m2qx root_cause - < cause.md", "Take longer text from a file."),
    ('pmtui set ./review.toml actions.a2.owner "Ada"', "Change one field of the action with the id a2."),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add this command's arguments."""
    add_draft_argument(parser)
    parser.add_argument("field", metavar="FIELD", help="the field's path, such as summary or impact.users")
    parser.add_argument("text", metavar="TEXT", help='what to write there; "-" reads standard input')


def run(args: Namespace) -> int:
    """Set the field, save the draft and return 0. Raises DraftError, and then the draft is as it was."""
    from pmtui.cli.saving import opened
    from pmtui.document.fields import canonical, reading_note, set_text

    path = library_of(args).resolve(args.draft)
    text = read_text() if args.text == "-" else args.text
    field = canonical(args.field)
    if field == "meta.template":
        text = known_template(text.strip(), settings().team_folder)
    with opened(path) as draft:
        text = _in_own_words(draft.document, field, text)
        if note := reading_note(draft.document, field, text):
            output.note(note)
        draft.edit(lambda document: set_text(document, field, text), f"Set {field}")
    if was_altered(text):
        output.note("Some characters that a draft cannot hold were replaced.")
    output.note(f"Saved {field} in {path}")
    return 0


def _in_own_words(document: "Postmortem", field: str, text: str) -> str:
    """Return the value that one of the template's own words stands for, and any other text as it is."""
    from pmtui.document.own_words import has_own_words, in_own_words
    from prompts.content import load_policy

    if not has_own_words(field):
        return text
    team = settings().team_folder
    return in_own_words(field, text, template_of(document, team), load_policy(team))
