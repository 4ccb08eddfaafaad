"""Times as people write them, turned into instants; and instants turned into times of a zone.

Read, in this order: `+5m` after the previous event; an optional day; a clock time (`14:32`, `1432`, `14:32:07`,
`2:32 pm`); an optional zone (`Z`, `UTC`, `+01:00`, `Europe/Berlin`). `~` before it marks it as approximate.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from pmtui.document.days import DATE, FIRST_YEAR, LAST_YEAR, parse_date_near
from pmtui.document.field_problem import FieldProblem, quoted
from pmtui.document.zones import (
    ABBREVIATIONS,
    clock,
    in_zone,
    offset_label,
    read_zone,
    seen_from,
    show_moment,
    zone_info,
    zone_label,
)

__all__ = [
    "BACKWARDS",
    "ParsedMoment",
    "clock",
    "in_zone",
    "parse_moment",
    "roll_over",
    "show_moment",
    "split_time",
    "write_moment",
    "zone_label",
]

BACKWARDS = timedelta(hours=3)
"""How far a clock time may go back after the previous event before it is taken to be of the next day."""

_CLOCK = (
    r"(?:[0-9]{1,2}[:hH][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"|[0-9]{1,2}\s?[ap]\.?m\b\.?"
    r"|[0-9]{4}(?:[0-9]{2})?)(?![0-9])"
)
_LETTERS = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
_ZONE = (
    r"(?:UTC|GMT)\s?[+\-−][0-9]{1,2}(?::?[0-9]{2})?(?![0-9:])|[+\-−][0-9]{2}:?[0-9]{2}(?![0-9:])|(?<=[0-9])[+\-−][0-9]{2}(?![0-9:])"
    r"|Z\b|utc\b|gmt\b|(?:" + _LETTERS + r")\b|[A-Z][A-Za-z_]+/[A-Za-z_]+(?:/[A-Za-z_]+)?"
)
_ABOUT = r"(?:[~≈]|about\b|around\b|approx\b\.?|ca\b\.?|circa\b)"
_AHEAD = re.compile(
    r"\+\s*((?:[0-9]{1,5}\s*(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\s*)+)", re.IGNORECASE
)
_STEP = re.compile(r"([0-9]+)\s*([smhd])", re.IGNORECASE)
_STEPS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

_COMPACT = re.compile(r"([0-9]{8})T([0-9]{4}(?:[0-9]{2})?)(.*)", re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:(?P<date>{DATE})(?:\s*,?\s+|[Tt])(?:at\s+)?)?(?P<clock>{_CLOCK})(?:\s*(?P<zone>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_CLOCK_PARTS = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:hH]?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
    r"\s?(?P<half>[ap])?[.m]*",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\-−])([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_SPAN = re.compile(r"[0-9]{1,2}:[0-9]{2}\s*[-–—−]\s*[0-9]{1,2}:[0-9]{2}.*", re.DOTALL)
_DATE_ONLY = re.compile(DATE, re.IGNORECASE)

# At the start of a line, letters count as a zone only in capitals: "14:32 est" may begin a sentence.
_LEAD = re.compile(
    rf"\s*(?P<time>{_ABOUT}?\s*(?:{_AHEAD.pattern}(?=\s|$)|(?:(?:(?i:{DATE}))(?:\s*,?\s+|[Tt]))?(?i:{_CLOCK})(?:\s?(?:{_ZONE}))?))"
)
_EXPECTED = "Write a time such as 14:32, or with its day 2026-03-15 14:32."


@dataclass(frozen=True)
class ParsedMoment:
    """A time that was read: an instant with a fixed offset, and what the person should know about the reading."""

    moment: datetime
    approximate: bool = False
    note: str = ""


@dataclass(frozen=True)
class _Local:
    """An instant seen from one zone, and what had to be decided to find it."""

    moment: datetime
    note: str = ""


def parse_moment(
    text: str, zone: str, day: date | None = None, after: datetime | None = None
) -> ParsedMoment:
    """Return the instant that was typed, on the clocks of `zone` unless the text names another one.

    A time without a day is of the day of the previous event (`after`) or the one following it, see `roll_over`; without
    a previous event it is of `day`. Raises FieldProblem in words when nothing, or more than one thing, could be meant.
    """
    typed = " ".join(text.split())
    about = re.match(_ABOUT, typed, re.IGNORECASE)
    approximate, rest = bool(about), typed[about.end() :].strip() if about else typed
    if ahead := _AHEAD.fullmatch(rest):
        return ParsedMoment(_later(ahead[1], after), approximate)
    if compact := _COMPACT.fullmatch(rest):
        date_part = compact[1]
        rest = f"{date_part[:4]}-{date_part[4:6]}-{date_part[6:]} {compact[2]}{compact[3]}"
    match = _WHOLE.fullmatch(rest)
    if not match or (_SPAN.fullmatch(rest)):
        raise _not_a_time(rest)
    at = _clock_time(match["clock"], rest)
    there, named = _zone_of(match["zone"] or "", zone, rest)
    near = in_zone(after, zone).date() if after else day
    if match["date"]:
        found = _on_clocks(parse_date_near(match["date"], near), at, there, zone, named)
    elif after:
        found = _following(at, after, there, zone, named)
    elif day:
        found = _on_clocks(day, at, there, zone, named)
    else:
        raise FieldProblem(f"Which day was {quoted(rest)}?", "Write the day too, such as 2026-03-15 14:32.")
    return ParsedMoment(found.moment, approximate, found.note)


def split_time(line: str, *, bare_digits: bool = True) -> tuple[str, str] | None:
    """Split a line into the time it starts with and the rest; None when it starts with something else.

    `bare_digits` allows `1432` without a colon.
    """
    match = _LEAD.match(line)
    if not match or (line[match.end() :][:1].isalnum()):
        return None
    if not bare_digits and re.fullmatch(r"[~≈]?\s*[0-9]+", match["time"]):
        return None
    return match["time"].strip(), line[match.end() :]


def write_moment(moment: datetime, zone: str) -> str:
    """Return the instant as one would type it: exactly what `parse_moment` turns back into it.

    Seconds are shown where there are any, the offset only in the hour that the clocks go through twice.
    """
    there = in_zone(moment, zone)
    local = there.replace(tzinfo=None)
    text = local.isoformat(" ", "minutes" if not (local.second or local.microsecond) else "auto")
    info = zone_info(zone)
    if there.utcoffset() == local.replace(tzinfo=info, fold=0).utcoffset():
        return text
    return text + there.isoformat()[len(there.replace(tzinfo=None).isoformat()) :]


def roll_over(moment: datetime, after: datetime) -> int:
    """Return how many days to add to a clock time so that it follows the previous event.

    1 when it lies more than 3 hours before it, -1 when it lies so late on its day that the evening before is meant (a
    line added out of order just after midnight), 0 otherwise.
    """
    gap = moment - after
    if gap < -BACKWARDS:
        return 1
    return -1 if gap >= timedelta(days=1) - BACKWARDS else 0


def _following(at: time, after: datetime, there: tzinfo, zone: str, named: str) -> _Local:
    day = seen_from(after, there).date()
    found = _on_clocks(day, at, there, zone, named)
    days = roll_over(found.moment, after)
    if not days:
        return found
    moved = _on_clocks(day + timedelta(days=days), at, there, zone, named)
    which = "the next day" if days > 0 else "the day before"
    note = f"Read as {which}, {show_moment(moved.moment, zone)}. Write the day where another is meant."
    return _Local(moved.moment, " ".join(part for part in (note, moved.note) if part))


def _on_clocks(day: date, at: time, there: tzinfo, zone: str, named: str) -> _Local:
    """Find the instant of a clock time: once, twice (clocks went back) or never (clocks went forward)."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldProblem(f"The year {day.year:04} cannot be right", _EXPECTED)
    local = datetime.combine(day, at)
    first, second = (_fixed(local.replace(tzinfo=there, fold=fold)) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _checked_letters(first, local, there, zone, named)
    if (moved := first.astimezone(there)).replace(tzinfo=None) != local:
        shown = clock(first, zone)
        return _Local(
            _fixed(moved),
            f"{at:%H:%M} did not exist on {day} in {zone}: the clocks went forward. Read as {shown}.",
        )
    labels = [offset_label(moment.utcoffset() or timedelta(0)) for moment in (first, second)]
    for moment, fold in ((first, 0), (second, 1)):
        if named and local.replace(tzinfo=there, fold=fold).tzname() == named:
            return _Local(moment)
    return _Local(
        first,
        f"{at:%H:%M} came twice on {day} in {zone}: the clocks went back. Read as the first one ({labels[0]}); "
        f"for the second add {second.isoformat()[-6:]}.",
    )


def _checked_letters(moment: datetime, local: datetime, there: tzinfo, zone: str, named: str) -> _Local:
    """Accept letters such as CET only where the draft's own clocks carried them at that time."""
    if named and local.replace(tzinfo=there).tzname() != named:
        raise FieldProblem(
            f"{named} does not fit the zone of this draft",
            f"On {local.date()} the clocks of {zone} were at {zone_label(zone, moment)}. "
            f"Write an offset such as +01:00, or UTC, or leave the letters out.",
        )
    return _Local(moment)


def _zone_of(text: str, zone: str, typed: str) -> tuple[tzinfo, str]:
    """Return the clocks to read the time on, and letters that still have to be checked against that day."""
    if not text:
        return zone_info(zone), ""
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC, ""
    if offset := _OFFSET.fullmatch(text):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 14 * 60 or int(offset[3] or 0) > 59:
            raise FieldProblem(
                f"{quoted(text)} is not an offset from UTC", "Offsets run from -12:00 to +14:00."
            )
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)), ""
    if "/" in text:
        return zone_info(read_zone(text)), ""
    if text.upper() in ABBREVIATIONS:
        if isinstance(zone_info(zone), timezone):
            raise FieldProblem(
                f"{text.upper()} can mean several offsets",
                "Write the offset, such as 14:32 +01:00, or the time in UTC.",
            )
        return zone_info(zone), text.upper()
    raise _not_a_time(typed)


def _clock_time(text: str, typed: str) -> time:
    match = _CLOCK_PARTS.fullmatch(text)
    if not match:
        raise _not_a_time(typed)
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    part = int((match["part"] or "0").ljust(6, "0")[:6])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise FieldProblem(f"There is no time {quoted(typed)}", "With am or pm the hour is 1 to 12.")
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour == 24 and not minute:
        raise FieldProblem("A day ends before 24:00", "Write 00:00 of the next day.")
    if hour > 23 or minute > 59 or second > 59:
        raise FieldProblem(
            f"There is no time {quoted(typed)}", "Hours run from 00 to 23, minutes and seconds from 00 to 59."
        )
    return time(hour, minute, second, part)


def _later(steps: str, after: datetime | None) -> datetime:
    if after is None:
        raise FieldProblem("There is no earlier event to count from", _EXPECTED)
    try:
        for amount, unit in _STEP.findall(steps):
            after += timedelta(**{_STEPS[unit.lower()]: int(amount)})
    except OverflowError:
        raise FieldProblem("That is too far ahead", _EXPECTED) from None
    return _fixed(after)


def _fixed(moment: datetime) -> datetime:
    offset = moment.utcoffset() or timedelta(0)
    return moment.replace(tzinfo=timezone(offset) if offset else UTC, fold=0)


def _not_a_time(typed: str) -> FieldProblem:
    if not typed:
        return FieldProblem("A time is missing", _EXPECTED)
    if _SPAN.fullmatch(typed):
        return FieldProblem(
            f"{quoted(typed)} is a span", "Write one time; a second event can carry the other one."
        )
    if _DATE_ONLY.fullmatch(typed):
        return FieldProblem(
            f"The time of day is missing after {quoted(typed)}", "Write it like 2026-03-15 14:32."
        )
    if dotted := re.fullmatch(r"([0-9]{1,2})\.([0-9]{2})", typed):
        return FieldProblem(
            f"{quoted(typed)} is not a time", f"Write it with a colon: {dotted[1]}:{dotted[2]}."
        )
    return FieldProblem(f"{quoted(typed)} is not a time", _EXPECTED)
