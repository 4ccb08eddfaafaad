r"""Events and actions written as one line of text.

    14:32 deploy v4.12 started @argocd !decision
    Add lock-duration alert @sarah !p1 ^2026-03-22 #detect

A mark counts only as a word of its own: an e-mail address, `wow!` and `#1234` stay text, and so does what follows a
backslash (`\@channel`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pmtui.document.actions import ACTION_TYPES, PRIORITIES, Action
from pmtui.document.days import DATE, parse_date_near, parse_day
from pmtui.document.field_problem import FieldProblem, listed, nearest, quoted
from pmtui.document.moments import in_zone, parse_moment, split_time
from pmtui.document.owners import names_nobody
from pmtui.document.timeline import EVENT_KINDS, MILESTONES, Event
from pmtui.text import normalise

_MARK = re.compile(
    r"(?<!\S)(?P<escape>\\)?(?:"
    r"(?P<sign>[@!#])(?P<word>[^\W_][\w.\-/]*)"
    rf"|\^(?P<day>(?i:{DATE})|\S+)"
    r")(?!\S)"
)
_BEFORE_TIME = re.compile(r"[ \t>]*(?:[-*+•]\s+|[0-9]{1,3}[.)]\s+)?(?P<open>\*\*|`|\[)?")
_CLOSING = {"**": "**", "`": "`", "[": "]", None: ""}
_SEPARATOR = re.compile(r"\s*(?:[—–→|,:-]+(?=\s))?\s*")
_DAY_LINE = re.compile(rf"[#\s*]*(?P<day>{DATE})[:*\s]*", re.IGNORECASE)
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


@dataclass(frozen=True)
class _Mark:
    """A mark in a text: `@` `!` `#` with a word, or `^` with a day."""

    sign: str
    word: str
    start: int
    end: int


def parse_event_line(
    text: str, zone: str, day: date | None = None, after: datetime | None = None
) -> QuickEvent:
    """Return the event that was written: time, text, `@source`, `!kind` and `!milestone` in any order behind the time.

    Of several `@` words the last is the source, the others stay in the text. `day` and `after` are those of
    `parse_moment`. Raises FieldProblem in words.
    """
    found = _split(normalise(text), bare_digits=True)
    if found is None:
        raise FieldProblem(
            "The line needs a time first", "Begin with it, such as: 14:32 deploy v4.12 started"
        )
    time_text, rest = found
    at = parse_moment(time_text, zone, day, after)
    marks = _marks(rest, "@!")
    source = [mark for mark in marks if mark.sign == "@"][-1:]
    kinds: list[tuple[_Mark, str]] = []
    for mark in marks:
        if mark.sign == "!" and (name := _meant(mark, (*EVENT_KINDS, *MILESTONES))):
            kinds.append((mark, name))
    kind = _single(kinds, EVENT_KINDS, "kind")
    milestone = _single(kinds, MILESTONES, "milestone")
    words = _without(rest, [*source, *(mark for mark, _ in kinds)])
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

    `@here`, `@team` and everyday words behind an `@` stay text: they are nobody.
    `^+7d` and `^tomorrow` count from `today`. The id is given when it joins a document. Raises FieldProblem in words.
    """
    line = normalise(text)
    marks = _marks(line, "@!#^")
    people = [mark for mark in marks if mark.sign == "@" and not names_nobody(mark.word)]
    days = [mark for mark in marks if mark.sign == "^"]
    priorities = [(mark, name) for mark in marks if mark.sign == "!" and (name := _priority(mark))]
    types = [(mark, name) for mark in marks if mark.sign == "#" and (name := _meant(mark, ACTION_TYPES))]
    if len(days) > 1:
        raise FieldProblem("The line has two days", "Write one ^ for the day it is due.")
    words = _without(line, [*people, *days, *(mark for mark, _ in (*priorities, *types))])
    if not words:
        raise FieldProblem(
            "What will be done?", "Write it first, such as: Add lock-duration alert @sarah ^+7d"
        )
    names = list(dict.fromkeys(mark.word for mark in people))
    return Action.model_validate(
        {
            "text": words,
            "owner": names[0] if names else None,
            "collaborators": tuple(names[1:]),
            "priority": _single(priorities, PRIORITIES, "priority"),
            "due": parse_day(days[0].word, today) if days else None,
            "type": _single(types, ACTION_TYPES, "type"),
        }
    )


def _split(line: str, *, bare_digits: bool) -> tuple[str, str] | None:
    """Split a line into its time and what follows, without bullets, brackets and dashes around the time."""
    before = _BEFORE_TIME.match(line)
    start, opened = (before.end(), before["open"]) if before else (0, None)
    found = split_time(line[start:], bare_digits=bare_digits)
    if found is None:
        return None
    time_text, rest = found
    rest = rest.removeprefix(_CLOSING[opened])
    separator = _SEPARATOR.match(rest)
    return time_text, rest[separator.end() :] if separator else rest


def _entries(lines: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Join every line that has no time to the one above it; give each entry with the number of its first line."""
    first = next((line for line in lines if line.strip()), "")
    bare = bool(_BARE_TIME.match(first.lstrip(" \t>-*+•[`")))
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


def _marks(text: str, signs: str) -> list[_Mark]:
    return [
        _Mark(match["sign"] or "^", match["word"] or match["day"], match.start(), match.end())
        for match in _MARK.finditer(text)
        if not match["escape"] and (match["sign"] or "^") in signs
    ]


def _without(text: str, marks: Iterable[_Mark]) -> str:
    """Take marks out of a text, each with the blanks before it, and the backslash out of what was escaped."""
    for mark in sorted(marks, key=lambda mark: mark.start, reverse=True):
        text = text[: mark.start].rstrip(" \t") + text[mark.end :]
    return re.sub(r"(?<!\S)\\(?=[@!#^])", "", text).strip()


def _meant(mark: _Mark, names: Sequence[str]) -> str:
    """Return the name that a mark stands for, whole or by its beginning; empty when it is ordinary text.

    Raises FieldProblem when it could be several names, or looks like one misspelled.
    """
    typed = _squeezed(mark.word)
    squeezed = {_squeezed(name): name for name in names}
    if typed in squeezed:
        return squeezed[typed]
    started = [name for short, name in squeezed.items() if short.startswith(typed)]
    if len(started) == 1:
        return started[0]
    if started:
        raise FieldProblem(
            f"{quoted(mark.sign + mark.word)} can mean more than one thing",
            f"Write {listed(_as_typed(mark.sign, name) for name in started)}.",
        )
    if guess := nearest(typed, squeezed, 0.75):
        raise FieldProblem(
            f"{quoted(mark.sign + mark.word)} is not known",
            f"Did you mean {_as_typed(mark.sign, squeezed[guess])}? To keep it as text, write \\{mark.sign}{mark.word}.",
        )
    return ""


def _priority(mark: _Mark) -> str:
    if mark.word.upper() in PRIORITIES:
        return mark.word.upper()
    if re.fullmatch(r"[pP][0-9]+", mark.word):
        raise FieldProblem(
            f"There is no priority {mark.word.upper()}",
            f"Write {listed(f'!{name.lower()}' for name in PRIORITIES)}.",
        )
    return ""


def _single(found: Iterable[tuple[_Mark, str]], names: Sequence[str], noun: str) -> str | None:
    chosen = list(dict.fromkeys(name for _, name in found if name in names))
    if len(chosen) > 1:
        raise FieldProblem(
            f"The line has more than one {noun}", f"Keep {listed(name.replace('_', '-') for name in chosen)}."
        )
    return chosen[0] if chosen else None


def _as_typed(sign: str, name: str) -> str:
    return sign + name.replace("_", "-")


def _squeezed(name: str) -> str:
    return re.sub(r"[-_.]", "", name).lower()
