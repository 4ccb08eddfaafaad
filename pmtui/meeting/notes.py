"""The account of a meeting as Markdown: a part of the draft, and a document of its own.

Words that people wrote are escaped letter for letter, as in the other exports.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pmtui.document.actions import Action
from pmtui.document.moments import in_zone, show_moment, zone_label
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture
from pmtui.exporting import inline_text as text
from pmtui.meeting.capture_line import missing_parts
from pmtui.meeting.clock import show_seconds
from pmtui.meeting.meeting_changes import MeetingChanges, RowChange
from pmtui.text import one_line, plural

Words = Mapping[str, Mapping[str, str]]
Part = tuple[str, list[str]]

LONGEST = 80  # characters by which an event, a cause or an action is named
_FIELD_NAMES = {"at": "time", "text": "wording"}


def review_notes(document: Postmortem, changes: MeetingChanges, words: Words) -> str:
    """Return the account as prose for the draft itself: parts with a bold name, no headings, no empty part."""
    first = _first_line(document, changes)
    parts = [
        f"**{text.span(name)}**\n\n" + "\n".join(lines) for name, lines in _parts(document, changes, words)
    ]
    return "\n\n".join([first, *parts])


def meeting_notes_markdown(document: Postmortem, changes: MeetingChanges, words: Words) -> str:
    """Return the account as a Markdown document that stands alone, ending in one newline."""
    title = text.line(f"Review meeting: {document.meta.title}")
    parts = [
        f"## {text.line(name)}\n\n" + "\n".join(lines) for name, lines in _parts(document, changes, words)
    ]
    return "\n\n".join([f"# {title}", _first_line(document, changes), *parts]) + "\n"


def _first_line(document: Postmortem, changes: MeetingChanges) -> str:
    zone = document.meta.zone
    if changes.started is None:
        return "_The meeting has not begun._"
    span = show_moment(changes.started, zone)
    if changes.ended:
        same_day = in_zone(changes.started, zone).date() == in_zone(changes.ended, zone).date()
        span += f" to {show_moment(changes.ended, zone)[11 if same_day else 0 :]}"
    return f"Reviewed on {span} {text.span(zone_label(zone, changes.started))}."


def _parts(document: Postmortem, changes: MeetingChanges, words: Words) -> Iterator[Part]:
    found: Iterable[Part] = (
        ("Decisions", [_capture(document, each) for each in changes.decisions]),
        ("Actions agreed", [_action(each, words) for each in changes.agreed]),
        ("Agreed before, and still open", [_action(each, words) for each in changes.agreed_before]),
        ("Ideas kept for later", [_action(each, words) for each in changes.ideas]),
        ("Parked", [_parked(each) for each in changes.parked]),
        ("Corrections to the timeline", [_correction(document, each) for each in changes.corrections]),
        ("Notes", [_capture(document, each) for each in changes.notes]),
        ("Ideas that were let go or merged", _gone(changes)),
        ("Changes to the document", _changes(changes)),
        ("Time", _minutes(changes)),
        ("What comes next", _next(document, changes)),
    )
    return (part for part in found if part[1])


def _item(words: str, *asides: str) -> str:
    """Return one item: author text with a hard break where it has a new line, and remarks of ours behind it."""
    said = "; ".join(aside for aside in asides if aside)
    rows = text.rows(words) or ("",)
    return "- " + "\\\n  ".join(rows) + (f" ({said})" if said else "")


def _capture(document: Postmortem, capture: Capture) -> str:
    cause, action = document.cause(capture.cause or ""), document.action(capture.action or "")
    about = _words(cause.text) if cause else ""
    on = _words(action.text) if action else ""
    seen = _event(document, capture)
    return _item(capture.text, seen or (f"about: {about}" if about else f"on: {on}" if on else ""))


def _event(document: Postmortem, capture: Capture) -> str:
    """Return the event that was in view, by its time and in words."""
    event = document.event(capture.event or "")
    return f"at {show_moment(event.at, document.meta.zone)}, {_words(event.text)}" if event else ""


def _words(said: str) -> str:
    """Return author text in one short line."""
    line = one_line(said[: 4 * LONGEST])
    return text.span(line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…")


def _action(action: Action, words: Words) -> str:
    day = action.due or action.check
    lacking = missing_parts(action)
    return _item(
        f"{action.id} {action.text}",
        f"owner {text.span(action.owner)}" if action.owner else "",
        f"{'due' if action.due else 'looked at on'} {day.isoformat()}" if day else "",
        action.priority or "",
        text.span(words["action_type"].get(action.type, action.type)) if action.type else "",
        f"still without {' and '.join(lacking)}" if lacking else "",
    )


def _parked(capture: Capture) -> str:
    return _item(
        capture.text, f"taken up by {text.span(capture.taker)}" if capture.taker else "nobody has it yet"
    )


def _correction(document: Postmortem, capture: Capture) -> str:
    return _item(
        capture.text,
        _event(document, capture),
        f"before: {text.span(capture.before)}" if capture.before else "",
    )


def _gone(changes: MeetingChanges) -> list[str]:
    merged = [
        _item(capture.text, f"merged into {text.span(into.id)}" if into else "merged")
        for capture, into in changes.merged
    ]
    return [*merged, *(_item(capture.text, "let go") for capture in changes.dropped)]


def _changes(changes: MeetingChanges) -> list[str]:
    if not changes.compared:
        return []
    told = []
    for noun, rows in (("event", changes.events), ("cause", changes.causes), ("action", changes.actions)):
        told += [_item(f"{noun} {row.row} {row.kind}: {row.text}", _fields(row)) for row in rows]
    if changes.fields:
        told.append("- " + text.line(f"Also changed: {', '.join(changes.fields)}"))
    return told


def _fields(row: RowChange) -> str:
    return ", ".join(text.span(_FIELD_NAMES.get(name, name.replace("_", " "))) for name, _, _ in row.details)


def _minutes(changes: MeetingChanges) -> list[str]:
    if not changes.minutes:
        return []
    rows = [
        f"| {text.cell(use.name)} | {show_seconds(use.used_s)} | {show_seconds(use.budget_s)} |"
        for use in changes.minutes
    ]
    total = f"| All | {show_seconds(changes.used_s)} | {show_seconds(changes.budget_s)} |"
    return ["| Segment | Used | Set aside |", "| --- | --- | --- |", *rows, total]


def _next(document: Postmortem, changes: MeetingChanges) -> list[str]:
    review, zone = document.review, document.meta.zone
    said = []
    if changes.learned is not None:
        said.append(
            f"- {plural(changes.learned, 'person', 'people')} learned something that changes their work"
        )
    if changes.again is not None:
        said.append(f"- {plural(changes.again, 'person', 'people')} would come to such a review again")
    if review.final_due:
        said.append(f"- The final version is out by {_moment(review.final_due, zone)}")
    if review.follow_up:
        said.append(f"- The actions are looked at again on {review.follow_up.isoformat()}")
    return said


def _moment(at: datetime, zone: str) -> str:
    return f"{show_moment(at, zone)} {text.span(zone_label(zone, at))}"
