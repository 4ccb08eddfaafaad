"""The idea behind a language rule, read from `prompts/language/ideas.toml`."""

from collections.abc import Mapping
from functools import cache

from pmtui.language.rules import FOLDER, Rule
from prompts.tables import read_table

FILE = FOLDER / "ideas.toml"


def idea_of(rule: Rule) -> str:
    """Return the idea behind a rule, a few sentences; that of its kind where nothing closer is known."""
    ideas = _ideas()
    return ideas.get(rule.id) or ideas.get(rule.kind, "")


@cache
def _ideas() -> Mapping[str, str]:
    """Return every idea by its own name and by the ids of its rules. Raises ContentError."""
    ideas: dict[str, str] = {}
    with read_table(FILE) as table, table.table("idea") as named:
        for row in named.children():
            with row:
                text = " ".join(row.text("text").split())
                ideas.update(dict.fromkeys((row.name, *row.texts("rules")), text))
    return ideas
