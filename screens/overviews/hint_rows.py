"""The rows of the list of hints: hints under their sections, then what was left as it is."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from pmtui.checks.hint_list import ListedHint
from pmtui.document.hint_choices import ask_about_sentence, ask_rule, call_no_system
from pmtui.document.postmortem import Change, Postmortem
from pmtui.text import plural, visible_line

KINDS = {"": "all kinds", "blame": "blame", "vague": "vague", "action": "actions"}
MARGIN = 8  # cells of a row that no sentence gets
MARKS = {"warning": "!", "hint": "?"}


@dataclass(frozen=True)
class Settled:
    """Something that the author settled about hints: in words, and the change that takes it back."""

    words: str
    back: Change


@dataclass(frozen=True)
class HintRow:
    """One row of the list: a hint, something settled, or a heading (`about` is None)."""

    content: Content
    about: ListedHint | Settled | None = None


def hint_rows(hints: Sequence[ListedHint], title: Callable[[str], str], width: int) -> Iterator[HintRow]:
    """Yield hints under the headings of their sections, for a screen of `width` cells; `title` names a section."""
    counts = Counter(listed.section for listed in hints)
    section = None
    for listed in hints:
        if listed.section != section:
            section = listed.section
            words = f"{title(section)} · {plural(counts[section], 'hint')}"
            yield HintRow(Content.styled(words, "bold $primary"))
        yield HintRow(_line(listed, width), listed)


def settled_rows(document: Postmortem) -> Iterator[HintRow]:
    """Yield what the author settled, under a heading where there is something."""
    settled = list(_settled(document))
    if settled:
        yield HintRow(Content.styled("Left as it is · b brings it back", "bold $primary"))
    for entry in settled:
        yield HintRow(Content.assemble(("  · ", "$foreground 65%"), visible_line(entry.words)), entry)


def _settled(document: Postmortem) -> Iterator[Settled]:
    for ignore in document.ignores:
        rule, sentence = ignore.rule, ignore.sentence
        reason = f": {ignore.reason}" if ignore.reason else ""
        yield Settled(f"one sentence, {rule}{reason}", _about_sentence(rule, sentence))
    for rule in document.hints.rules_off:
        yield Settled(f"everywhere in this draft, {rule}", _about_rule(rule))
    for name in document.hints.systems:
        yield Settled(f"{name} is a system", _about_name(name))


def _about_sentence(rule: str, sentence: str) -> Change:
    return lambda document: ask_about_sentence(document, rule, sentence)


def _about_rule(rule: str) -> Change:
    return lambda document: ask_rule(document, rule)


def _about_name(name: str) -> Change:
    return lambda document: call_no_system(document, name)


def _line(listed: ListedHint, width: int) -> Content:
    """Return a hint as two lines: its words where they stand, and the better question."""
    hint = listed.hint
    before, words, after = (visible_line(part) for part in listed.around(width - MARGIN))
    if (over := len(before) + len(words) + len(after) - (width - MARGIN)) > 0:
        words = words[: -over - 1] + "…"
    tone = "$text-warning" if hint.severity == "warning" else "$foreground 65%"
    asked = hint.questions[0] if hint.questions else hint.message
    return Content.assemble(
        (f"  {MARKS.get(hint.severity, '?')} ", tone),
        before,
        (words, "bold underline"),
        after,
        (f"\n     {visible_line(asked)}", "$primary"),
        (f"  ({KINDS.get(hint.kind, hint.kind)})", "$foreground 65%"),
    )
