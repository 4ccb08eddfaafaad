"""A language rule in words: what it notices, what it asks, its examples, and how to switch it off."""

import textwrap
from collections.abc import Iterator
from difflib import get_close_matches

from pmtui.cli.parsing import terminal_width
from pmtui.errors import UsageError
from pmtui.language.rule_ideas import idea_of
from pmtui.language.rules import SECTIONS, Rule, Rules

SWITCH_OFF = """\
In Markdown, in a paragraph or alone above one:
  <!-- pmtui: ignore {id} the reason -->
In a draft, for one sentence: Ctrl+G, with the cursor on it.
For your team, in a file .pmtui/language/team.toml beside your files:
  [rule."{id}"]
  off = true"""
# Findings that are about fields, not about wording, by the first part of their code.
OF_FIELDS = ("actions", "causes", "missing", "unknown", "size", "summary", "timeline", "well", "ignore")


def known_rule(name: str, rules: Rules) -> Rule:
    """Return the rule that somebody typed, one that is switched off too. Raises UsageError with the nearest ones."""
    every = {rule.id: rule for rule in (*rules.rules, *rules.off)}
    if name in every:
        return every[name]
    if name.partition(".")[0] in OF_FIELDS:
        raise UsageError(
            f"{name} is no rule about wording",
            "It looks at what a draft's fields hold; its message and its question say all there is to it.",
            "`pmtui rules` lists the rules about wording.",
        )
    if name in {rule.kind for rule in every.values()}:
        raise UsageError(
            f"{name} is a kind of rules",
            "A kind can be ignored or listed, and each of its rules explained.",
            f"`pmtui rules --kind {name}` lists them.",
        )
    near = get_close_matches(name, every, n=3)
    raise UsageError(
        f"There is no rule called {name!r}",
        f"Did you mean {' or '.join(near)}?" if near else "",
        "`pmtui rules` lists the rules.",
    )


def explained(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain a rule."""
    yield f"{rule.id} ({rule.kind}{', switched off' if rule.off else ''})"
    yield from _paragraph(rule.message)
    if idea := idea_of(rule):
        yield ""
        yield from _paragraph(idea)
    yield from _titled("What it asks", rule.questions)
    if rule.rewrite:
        yield from _titled("What it offers to write", [rule.rewrite])
    yield from _titled(f"Noticed (section: {rule.example_section})", rule.bad)
    yield from _titled("Left alone", rule.good)
    yield from _titled("How serious it is", severities(rule))
    yield ""
    yield "How to leave it"
    yield from (f"  {line}" for line in SWITCH_OFF.format(id=rule.id).splitlines())


def severities(rule: Rule) -> list[str]:
    """Return a rule's severity in words: the usual one, then the sections where it differs."""
    usual = rule.severity.get("default", "hint")
    differing: dict[str, list[str]] = {}
    for section in SECTIONS:
        if (level := rule.severity_in(section)) != usual:
            differing.setdefault(level, []).append(section)
    return [
        f"{usual}, unless below",
        *(f"{level} in {', '.join(names)}" for level, names in differing.items()),
    ]


def as_data(rule: Rule) -> dict[str, object]:
    """Return a rule as it stands in the output of `pmtui rules --format json`."""
    return {
        "id": rule.id,
        "kind": rule.kind,
        "off": rule.off,
        "severity": {section: rule.severity_in(section) for section in SECTIONS},
        "message": rule.message,
        "questions": list(rule.questions),
        "rewrite": rule.rewrite or None,
        "example_section": rule.example_section,
        "bad": list(rule.bad),
        "good": list(rule.good),
    }


def _titled(title: str, texts: "list[str] | tuple[str, ...]") -> Iterator[str]:
    if texts:
        yield ""
        yield title
        for text in texts:
            yield from _paragraph(text)


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, terminal_width() - 2, initial_indent="  ", subsequent_indent="  ")
