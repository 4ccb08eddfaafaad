r"""Events and actions written as one line of text.

    14:32 deploy v4.12 started @argocd !decision
    Add lock-duration alert @sarah !p1 ^2026-03-22 #detect

See `pmtui.document.line_marks` for what counts as a mark.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pmtui.document.actions import ACTION_TYPES, PRIORITIES, Action
from pmtui.document.days import DATE, WEEKDAY, parse_date_near, parse_day
from pmtui.document.field_problem import FieldProblem, listed
from pmtui.document.line_marks import (
    LIST_MARK,
    LineMark,
    assigned_to,
    is_ticked,
    marks_in,
    meant,
    without_list_mark,
    without_marks,
)
from pmtui.document.moments import in_zone, parse_moment, split_time
from pmtui.document.named_zones import ZONE
from pmtui.document.owners import names_nobody
from pmtui.document.timeline import EVENT_KINDS, MILESTONES, Event
from pmtui.text import normalise

_BEFORE_TIME = re.compile(rf"[ \t>]*(?:{LIST_MARK})?(?P<open>\*\*|`|\[|\()?")
_CLOSING = {"**": "**", "`": "`", "[": "]", "(": ")", None: ""}
_ZONE_BEHIND = re.compile(rf"\s?{ZONE}")  # **14:32** UTC
_SEPARATOR = re.compile(r"\s*(?:[—–→|,:-]+(?=\s))?\s*")
_DAY_LINE = re.compile(rf"[#\s*]*{WEEKDAY}(?P<day>{DATE})[:*\s]*", re.IGNORECASE)
_BARE_TIME = re.compile(r"[~≈]?\s*[0-9]{4}(?![0-9:])")


@dataclass(frozen=True)
class QuickEvent:
    """An event that was read (its id is given when it joins a document) and what to know about its time."""

    event: Event
    note: str = ""


@dataclass(frozen=True)
class LineProblem:
    """A line that could not be read: its number, counted from 1, its text, and what to do."""

    number: int
    line: str
    problem: FieldProblem


@dataclass(frozen=True)
class PastedEvents:
    """What was read from several lines, in their order."""

    events: tuple[QuickEvent, ...]
    problems: tuple[LineProblem, ...]


def parse_event_line(
    text: str, zone: str, day: date | None = None, after: datetime | None = None, today: date | None = None
) -> QuickEvent:
    """Return the event that was written: time, text, `@source`, `!kind` and `!milestone` in any order behind the time.

    Of several `@` words at the end the last is the source; all others stay in the text. `day`, `after` and `today` are
    those of `parse_moment`. Raises FieldProblem in words.
    """
    found = _split(normalise(text), bare_digits=True)
    if found is None:
        raise FieldProblem(
            "The line needs a time first", "Begin with it, such as: 14:32 deploy v4.12 started"
        )
    time_text, rest = found
    at = parse_moment(time_text, zone, day, after, today)
    marks = marks_in(rest, "@!")
    source = [mark for mark in marks if mark.sign == "@"][-1:]
    kinds: list[tuple[LineMark, str]] = []
    for mark in marks:
        if mark.sign == "!" and (name := meant(mark, (*EVENT_KINDS, *MILESTONES))):
            kinds.append((mark, name))
    kind = _single(kinds, EVENT_KINDS, "kind")
    milestone = _single(kinds, MILESTONES, "milestone")
    words = without_marks(rest, [*source, *(mark for mark, _ in kinds)])
    if not words:
        raise FieldProblem(
            "What happened then?", f"Write it behind the time, such as: {time_text} deploy v4.12 started"
        )
    event = Event.model_validate(
        {
            "at": at.moment,
            "approximate": at.approximate,
            "text": words,
            "kind": kind,
            "milestone": milestone,
            "source": source[0].word if source else None,
        }
    )
    return QuickEvent(event, at.note)


def parse_event_lines(
    text: str, zone: str, day: date | None = None, after: datetime | None = None
) -> PastedEvents:
    """Return the events of several lines, and the lines that could not be read.

    A line without a time continues the event above it; a line that is only a day sets the day of those below. Each
    time is read against the event before it. Four digits without a colon count as a time only where the text begins
    so: further down they are rather a number.
    """
    events: list[QuickEvent] = []
    problems: list[LineProblem] = []
    lines = normalise(text).split("\n")
    for number, entry in _entries(lines):
        if heading := _DAY_LINE.fullmatch(entry):
            try:
                near = in_zone(after, zone).date() if after else day
                day, after = parse_date_near(heading["day"], near), None
            except FieldProblem as problem:
                problems.append(LineProblem(number, entry, problem))
            continue
        try:
            found = parse_event_line(entry, zone, day, after)
        except FieldProblem as problem:
            problems.append(LineProblem(number, entry, problem))
            continue
        events.append(found)
        after = found.event.at
    return PastedEvents(tuple(events), tuple(problems))


def parse_action_line(text: str, today: date) -> Action:
    """Return the action that was written: text, `@owner` (further ones collaborate), `!p1`, `^due`, `#type`.

    An item of a checklist that is ticked is done.
    `@here`, `@team` and everyday words behind an `@` stay text: they are nobody.
    `^+7d` and `^tomorrow` count from `today`. The id is given when it joins a document. Raises FieldProblem in words.
    """
    line = without_list_mark(normalise(text))
    marks = marks_in(line, "@!#^")
    people = [mark for mark in marks if mark.sign == "@" and not names_nobody(mark.word)]
    days = [mark for mark in marks if mark.sign == "^"]
    priorities = [(mark, name) for mark in marks if mark.sign == "!" and (name := _priority(mark))]
    types = [(mark, name) for mark in marks if mark.sign == "#" and (name := meant(mark, ACTION_TYPES))]
    if len(days) > 1:
        raise FieldProblem("The line has two days", "Write one ^ for the day it is due.")
    words = without_marks(line, [*people, *days, *(mark for mark, _ in (*priorities, *types))])
    if not words:
        raise FieldProblem(
            "What will be done?", "Write it first, such as: Add lock-duration alert @sarah ^+7d"
        )
    names = list(dict.fromkeys(mark.word for mark in people))
    first, rest = assigned_to(words)
    if first and not names and not names_nobody(first) and not line.lstrip().startswith("\\"):
        names, words = [first], rest
    return Action.model_validate(
        {
            "text": words,
            "owner": names[0] if names else None,
            "collaborators": tuple(names[1:]),
            "priority": _single(priorities, PRIORITIES, "priority"),
            "due": parse_day(days[0].word, today) if days else None,
            "type": _single(types, ACTION_TYPES, "type"),
            "state": "done" if is_ticked(text) else "proposed",
        }
    )


def begins_with_time(line: str) -> bool:
    """Tell whether a line reads as an event: a time of day, and something behind it."""
    found = _split(normalise(line), bare_digits=False)
    return bool(found and not found[0].startswith("+") and found[1].strip())


def _split(line: str, *, bare_digits: bool) -> tuple[str, str] | None:
    """Split a line into its time and what follows, without bullets, brackets and dashes around the time."""
    before = _BEFORE_TIME.match(line)
    start, opened = (before.end(), before["open"]) if before else (0, None)
    found = split_time(line[start:], bare_digits=bare_digits)
    if found is None:
        return None
    time_text, rest = found
    rest = rest.removeprefix(_CLOSING[opened])
    if opened and (zone := _ZONE_BEHIND.match(rest)):
        time_text, rest = f"{time_text} {zone[0].strip()}", rest[zone.end() :]
    separator = _SEPARATOR.match(rest)
    return time_text, rest[separator.end() :] if separator else rest


def _entries(lines: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Join every line that has no time to the one above it; give each entry with the number of its first line."""
    first = next((line for line in lines if line.strip()), "")
    before = _BEFORE_TIME.match(first)
    bare = bool(_BARE_TIME.match(first, before.end() if before else 0))
    entry, start = "", 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        begins = _DAY_LINE.fullmatch(line) or _split(line, bare_digits=bare)
        if begins or not entry or _DAY_LINE.fullmatch(entry):
            if entry:
                yield start, entry
            entry, start = line.strip(), number
        else:
            entry += "\n" + line.strip()
    if entry:
        yield start, entry


def _priority(mark: LineMark) -> str:
    if mark.word.upper() in PRIORITIES:
        return mark.word.upper()
    if re.fullmatch(r"[pP][0-9]+", mark.word):
        raise FieldProblem(
            f"There is no priority {mark.word.upper()}",
            f"Write {listed(f'!{name.lower()}' for name in PRIORITIES)}.",
        )
    return ""


def _single(found: Iterable[tuple[LineMark, str]], names: Sequence[str], noun: str) -> str | None:
    chosen = list(dict.fromkeys(name for _, name in found if name in names))
    if len(chosen) > 1:
        raise FieldProblem(
            f"The line has more than one {noun}", f"Keep {listed(name.replace('_', '-') for name in chosen)}."
        )
    return chosen[0] if chosen else None
