"""Hints about wording: blame, hindsight and vagueness, as spans of a text with a better question.

`find_hints` is a pure function of a text, the section it stands in, what the draft knows about people and systems, and
the rules. A text is read paragraph by paragraph and each paragraph's answer is remembered, so looking again after an edit
costs one paragraph.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pmtui.checks.masking import lowered, mask_blocks
from pmtui.checks.rules import SECTIONS, Rules, load_rules
from pmtui.checks.wording import Hint, Names, every_hint, paragraph_hints
from pmtui.errors import UsageError

if TYPE_CHECKING:  # reading hints must not load pydantic
    from pmtui.document.postmortem import Postmortem

__all__ = [
    "EMPTY",
    "FIELD_SECTIONS",
    "SECTIONS",
    "Context",
    "Hint",
    "Rules",
    "check_line",
    "context_of",
    "document_hints",
    "explain",
    "find_hints",
    "load_rules",
    "sentence_hash",
]

_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n\s*|(?=(?:[-*+•#|]|\d{1,3}[.)])\s))")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|\n")
_NO_SECTIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Context:
    """What a draft knows: its people, systems and roles (lower case), its switched-off rules, its ignored hints.

    `people` holds names, first names, surnames and handles without @, `roles` what people are called by their work.
    `ignored` holds pairs of rule id and `sentence_hash`. `on` is False when hints are off for the draft.
    """

    people: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    rules_off: frozenset[str] = frozenset()
    ignored: frozenset[tuple[str, str]] = frozenset()
    on: bool = True


EMPTY = Context()


def find_hints(
    text: str,
    section: str = "other",
    context: Context = EMPTY,
    rules: Rules | None = None,
    each_kind: bool = False,
) -> tuple[Hint, ...]:
    """Return the hints for a text, in order, at most one for each clause; with `each_kind` one for each kind in it.

    One is what a writer can bear while typing; a report can tell that a clause both blames and leaves a figure out.
    `section` is one of `SECTIONS`; any other name counts as "other". Without `rules` the built-in ones are used.
    """
    if not context.on:
        return ()
    rules = rules or load_rules()
    section = section if section in SECTIONS else "other"
    names = _names(context, rules)
    hints: list[Hint] = []
    for start, paragraph in _paragraphs(text):
        for hint in paragraph_hints(paragraph, section, names, rules, each_kind):
            if hint.rule not in context.rules_off:
                hints.append(replace(hint, start=hint.start + start, end=hint.end + start) if start else hint)
    if context.ignored:
        sentences = _Sentences(text)
        hints = [h for h in hints if (h.rule, sentences.hash_at(h.start, h.end)) not in context.ignored]
    return tuple(hints)


def explain(
    text: str, section: str = "other", context: Context = EMPTY, rules: Rules | None = None
) -> tuple[Hint, ...]:
    """Return the hints of every rule that holds for a paragraph, not only the one shown for each clause."""
    section = section if section in SECTIONS else "other"
    rules = rules or load_rules()
    return every_hint(text, section, _names(context, rules), rules)


def sentence_hash(text: str, start: int, end: int | None = None) -> str:
    """Return a short hash of the sentence around a span, blind to capitals and spacing.

    A hint is ignored by its rule and this hash: when its sentence is edited, the hint comes back.
    """
    return _Sentences(text).hash_at(start, start if end is None else end)


def context_of(document: "Postmortem") -> Context:
    """Return what a document knows about people, systems and the hints that its author does not want."""
    names = [*document.meta.authors, *filter(None, [document.meta.facilitator, document.review.scribe])]
    for participant in document.participants:
        names += filter(None, [participant.name, participant.handle])
    for action in document.actions:
        names += [*filter(None, [action.owner]), *action.collaborators]
    people = {part for name in names for part in _name_parts(name)}
    systems = {lowered(system) for system in (*document.hints.systems, *document.meta.services)}
    roles = {lowered(participant.role) for participant in document.participants if participant.role}
    return Context(
        people=frozenset(people - systems),
        systems=frozenset(systems),
        roles=frozenset(roles - systems),
        rules_off=frozenset(document.hints.rules_off),
        ignored=frozenset((ignore.rule, ignore.sentence) for ignore in document.ignores),
        on=document.hints.on,
    )


def document_hints(
    document: "Postmortem",
    sections: Mapping[str, str] = _NO_SECTIONS,
    rules: Rules | None = None,
) -> Iterator[tuple[str, str, Hint]]:
    """Yield field path, language section and hint for everything in a document that is written in sentences.

    `sections` maps field paths to language sections where a template puts a field elsewhere than `FIELD_SECTIONS`.
    Items of a list are told apart by their place: `well.2`.
    """
    context = context_of(document)
    for path, section, text in _texts(document):
        section = sections.get(path, sections.get(path.split(".")[0], section))
        for hint in find_hints(text, section, context, rules):
            yield path, section, hint


def check_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Answer one record of `pmtui check --jsonl`: {id, text, section} gives {id, hints: [{start, end, kind, ...}]}.

    Offsets count code points of the text as received. Raises UsageError when there is no text.
    """
    text = line.get("text")
    if not isinstance(text, str):
        import json

        raise UsageError(
            "A line has no text",
            f"Expected an object with id, text and section, got: {json.dumps(line)[:120]}",
        )
    hints = find_hints(text, str(line.get("section", "other")), each_kind=True)
    told = [
        {
            "start": h.start,
            "end": h.end,
            "kind": h.kind,
            "rule": h.rule,
            "severity": h.severity,
            "message": h.message,
        }
        for h in hints
    ]
    return {"id": line.get("id"), "hints": told}


# The language section of each field that holds sentences.
FIELD_SECTIONS: Mapping[str, str] = {
    "summary": "summary",
    "background": "summary",
    "impact_text": "impact",
    "trigger": "root_cause",
    "root_cause": "root_cause",
    "response": "response",
    "resolution": "response",
    "well": "well",
    "poorly": "poorly",
    "lucky": "lucky",
    "lessons": "lessons",
    "timeline": "timeline",
    "causes": "contributing",
    "actions": "action",
    "free": "other",
    "impact.users_note": "impact",
    "impact.revenue_note": "impact",
    "impact.data_affected": "impact",
    "detection.how_note": "detection",
    "detection.alerts_note": "detection",
    "detection.gap": "detection",
}


def _texts(document: "Postmortem") -> Iterator[tuple[str, str, str]]:
    """Yield field path, its usual language section and text."""
    for name in ("summary", "background", "impact_text", "trigger", "root_cause", "response", "resolution"):
        if text := getattr(document.narrative, name):
            yield name, FIELD_SECTIONS[name], text
    for path, section in FIELD_SECTIONS.items():
        table, _, name = path.partition(".")
        if name and (text := getattr(getattr(document, table), name)):
            yield path, section, text
    for name in ("well", "poorly", "lucky", "lessons"):
        for number, text in enumerate(getattr(document.learning, name)):
            yield f"{name}.{number}", FIELD_SECTIONS[name], text
    for event in document.timeline:
        yield f"timeline.{event.id}.text", "timeline", event.text
        if event.note:
            yield f"timeline.{event.id}.note", "timeline", event.note
    for cause in document.causes:
        yield (
            f"causes.{cause.id}.text",
            "contributing" if cause.role == "contributing" else "root_cause",
            cause.text,
        )
    for action in document.actions:
        yield f"actions.{action.id}.text", "action", action.text
    for free in document.free:
        if free.text:
            yield f"free.{free.id}", "other", free.text


def _names(context: Context, rules: Rules) -> Names:
    """Return what draft and team know together; what either calls a system is one."""
    systems = context.systems | rules.team.systems
    people, roles = context.people | rules.team.people, context.roles | rules.team.roles
    return Names(people - systems, systems, roles - systems)


def _name_parts(name: str) -> set[str]:
    """Return a name, its parts and its handle, lower case; initials and particles alone are too common to count."""
    whole = lowered(name).strip().removeprefix("@")
    return {whole, *(part.strip(".,()") for part in whole.split() if len(part.strip(".,()")) > 2)} - {""}


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    masked = mask_blocks(text) if "\n" in text or text[:1] in " >$~`[TDIWEFl|" or "<!--" in text else text
    start = 0
    for match in _PARAGRAPH.finditer(masked):
        if match.start() > start:
            yield start, masked[start : match.start()]
        start = match.end()
    if start < len(masked):
        yield start, masked[start:]


class _Sentences:
    """The sentences of a text, hashed once each. A line break ends one, so that a line alone gives the same hash."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        self._hashes: dict[tuple[int, int], str] = {}

    def hash_at(self, start: int, end: int) -> str:
        """Return the hash of the sentence, or the sentences, that a span touches."""
        before, after = bisect_right(self._ends, start), bisect_left(self._ends, end)
        first = self._ends[before - 1] if before else 0
        last = self._ends[after] if after < len(self._ends) else len(self._text)
        if (first, last) not in self._hashes:
            import hashlib  # costs several milliseconds, and most texts have nothing ignored

            plain = " ".join(lowered(self._text[first:last]).split())
            digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
            self._hashes[first, last] = digest[:16]
        return self._hashes[first, last]
