"""The hints of a whole document: every text of it whose wording is looked at, each with its language section."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import CAPTURES
from pmtui.document.row_kinds import Row, kind_of_row
from pmtui.document.timeline import Event
from pmtui.language.masking import lowered
from pmtui.language.rules import Rules
from pmtui.language.text_hints import Context, Hint, find_hints

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


def document_hints(document: Postmortem, rules: Rules | None = None) -> Iterator[tuple[str, str, Hint]]:
    """Yield field path, language section and hint for everything in a document that is written in sentences.

    Items of a list are told apart by their place: `well.2`.
    """
    context = context_of(document)
    for path, section, text in _texts(document):
        for hint in find_hints(text, section, context, rules):
            yield path, section, hint


def capture_hints(document: Postmortem, rules: Rules | None = None) -> Iterator[tuple[str, str, Hint]]:
    """Yield field path, language section and hint for every capture of a meeting that blames somebody."""
    context = context_of(document)
    for number, capture in enumerate(document.review.capture):
        for hint in find_hints(capture.text, "other", context, rules, each_kind=True):
            if hint.kind == "blame":
                yield f"{CAPTURES}.{number}", "other", hint


def context_of(document: Postmortem) -> Context:
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


class RowText(NamedTuple):
    """A text of a row: the path of its field, its language section, and what it says."""

    path: str
    section: str
    text: str


def row_texts(row: Row) -> Iterator[RowText]:
    """Yield the texts of an event, a cause or an action that say something."""
    table = kind_of_row(row).table
    for name in ("text", "note"):
        text, section = getattr(row, name, None), row_section(row, name)
        if text and section:
            yield RowText(f"{table}.{row.id}.{name}", section, text)


def row_section(row: Row, name: str) -> str | None:
    """Return the language section of a row's field; None for one whose wording is not looked at."""
    if isinstance(row, Event):
        return "timeline" if name in ("text", "note") else None
    if name != "text":
        return None
    if isinstance(row, Cause):
        return "contributing" if row.is_contributing else "root_cause"
    return "action"


def _texts(document: Postmortem) -> Iterator[tuple[str, str, str]]:
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
    rows: list[Row] = [*document.timeline, *document.causes, *document.actions]
    for row in rows:
        yield from row_texts(row)
    for free in document.free:
        if free.text:
            yield f"free.{free.id}", "other", free.text


def _name_parts(name: str) -> set[str]:
    """Return a name, its parts and its handle, lower case; initials and particles alone are too common to count."""
    whole = lowered(name).strip().removeprefix("@")
    return {whole, *(part.strip(".,()") for part in whole.split() if len(part.strip(".,()")) > 2)} - {""}
