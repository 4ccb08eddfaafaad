"""Times as people write them, turned into instants; and instants turned into times of a zone.

Read, in this order: `+5m` after the previous event; an optional day, which may be `yesterday` or stand behind (`14:32 on
15 March 2026`); a clock time (`14:32`, `1432`, `14:32:07`, `2:32 pm`); an optional zone (`Z`, `(UTC)`, `+01:00`, `PT`,
`Europe/Berlin`). `~` or `about` before the clock time marks it as approximate. Every pattern takes time in proportion to
the text.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pmtui.document.days import DATE, FIRST_YEAR, LAST_YEAR, NAMED_DAYS, WEEKDAY, parse_date_near
from pmtui.document.field_problem import FieldProblem, quoted
from pmtui.document.named_zones import ZONE, NamedZone, city_time_at, read_named_zone
from pmtui.document.zones import (
    clock,
    comes_twice,
    fixed,
    in_zone,
    offset_label,
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
    r"(?:[0-9]{1,2}[:hH][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:\s?[ap]\.?m\b\.?|\s?(?:hrs?|h)\b)?"
    r"|[0-9]{1,2}\s?[ap]\.?m\b\.?"
    r"|[0-9]{4}(?:[0-9]{2})?(?![-/.][0-9])(?:\s?(?:hrs?|h)\b)?)(?![0-9])"
)
_ABOUT = r"(?:[~≈]|about\b|around\b|approx\b\.?|ca\b\.?|circa\b)"
_DAY = rf"(?:{WEEKDAY}(?:{DATE})|{'|'.join(NAMED_DAYS)})"
_AHEAD = re.compile(
    r"\+\s*((?:[0-9]{1,5}\s*(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\s*)+)", re.IGNORECASE
)
_STEP = re.compile(r"([0-9]+)\s*([smhd])", re.IGNORECASE)
_STEPS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

# A day, a clock time and a zone, each as its own group. Letters behind the clock time count as a zone in capitals only
# at the start of a line: "14:32 est" may begin a sentence.
_STAMP = (
    rf"(?i:(?:at\s+)?(?P<about>{_ABOUT})?\s*"
    rf"(?:(?P<date>{_DAY})(?:\s*,\s*|\s+[-–—]\s+|\s+|T)(?:at\s+|@\s?)?(?P<near>{_ABOUT})?\s?)?(?P<clock>{_CLOCK}))"
    rf"(?:\s*(?P<zone>{ZONE}))?(?i:(?:,\s?|\s+on\s+)(?P<behind>{_DAY})(?![0-9:]))?"
)
_IN_FIELD = re.compile(_STAMP, re.IGNORECASE)
_IN_LINE = re.compile(rf"(?:{_ABOUT}?\s*{_AHEAD.pattern}(?=\s|$)|{_STAMP})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T(?=[0-9]{4})", re.IGNORECASE)
_CLOCK_PARTS = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:hH]?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
    r"\s?(?P<half>[ap])?[.mhrs]*",
    re.IGNORECASE,
)
_SPAN = re.compile(r"[0-9]{1,2}:[0-9]{2}\s*[-–—−]\s*[0-9]{1,2}:[0-9]{2}.*", re.DOTALL)
_SPAN_GOES_ON = re.compile(r"\s?[-–—−]\s?[0-9]{1,2}:[0-9]{2}(?![0-9])")
_DATE_ONLY = re.compile(_DAY, re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_LONGEST_CITY = 60  # characters

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
    text: str,
    zone: str,
    day: date | None = None,
    after: datetime | None = None,
    today: date | None = None,
) -> ParsedMoment:
    """Return the instant that was typed, on the clocks of `zone` unless the text names another one.

    A time without a day is of the day of the previous event (`after`) or the one following it, see `roll_over`; without
    a previous event it is of `day`. `yesterday` counts from `today`, unless given this day on the clocks of `zone`.
    Raises FieldProblem in words when nothing, or more than one thing, could be meant.
    """
    typed = _COMPACT.sub(r"\1-\2-\3 ", " ".join(text.split()), count=1)
    about = re.match(_ABOUT, typed, re.IGNORECASE)
    if ahead := _AHEAD.fullmatch(typed[about.end() :].strip() if about else typed):
        return ParsedMoment(_later(ahead[1], after), bool(about))
    found = _IN_FIELD.match(typed)
    if not found or _SPAN.fullmatch(typed) or _DATE_ONLY.fullmatch(typed) or _is_a_year(found):
        raise _not_a_time(typed)
    at, there = _clock_time(found["clock"], typed), _clocks(found, typed, zone)
    near = in_zone(after, zone).date() if after else day
    if found["date"] and found["behind"]:
        raise FieldProblem(f"{quoted(typed)} has two days", _EXPECTED)
    written, note = found["date"] or found["behind"], ""
    if written and written.lower() in NAMED_DAYS:
        on = (today or datetime.now(zone_info(zone)).date()) + timedelta(days=NAMED_DAYS[written.lower()])
        local = _on_clocks(on, at, there)
        note = f"Read as {show_moment(local.moment, zone)}."
    elif written:
        local = _on_clocks(parse_date_near(written, near), at, there)
    elif after:
        local = _following(at, after, there, zone)
    elif day:
        local = _on_clocks(day, at, there)
    else:
        raise FieldProblem(f"Which day was {quoted(typed)}?", "Write the day too, such as 2026-03-15 14:32.")
    if there.is_read and not note:
        here = f"{show_moment(local.moment, zone)} {zone_label(zone, local.moment)}"
        note = f"Read on the clocks of {there.name}: {here}."
    approximate = bool(found["about"] or found["near"])
    return ParsedMoment(local.moment, approximate, " ".join(part for part in (note, local.note) if part))


def split_time(line: str, *, bare_digits: bool = True) -> tuple[str, str] | None:
    """Split a line into the time it starts with and the rest; None when it starts with something else.

    `bare_digits` allows `1432` without a colon. A span (`14:32-15:10`) counts as its time: it is for the reader to refuse.
    """
    line = line.lstrip()
    match = _IN_LINE.match(line)
    if not match:
        return None
    end = match.end()
    if match["clock"] and not match["zone"] and line[end : end + 1] == " ":
        city = city_time_at(line[end + 1 : end + 1 + _LONGEST_CITY])
        end += city + 1 if city else 0
    if span := _SPAN_GOES_ON.match(line, end):
        end = span.end()
    if line[end:][:1].isalnum() or (not bare_digits and re.fullmatch(r"[~≈]?\s*[0-9]+", match[0])):
        return None
    return line[:end].strip(), line[end:]


def write_moment(moment: datetime, zone: str) -> str:
    """Return the instant as one would type it: exactly what `parse_moment` turns back into it.

    Seconds are shown where there are any, the offset only in the hour that the clocks go through twice.
    """
    there = in_zone(moment, zone)
    local = there.replace(tzinfo=None)
    text = local.isoformat(" ", "minutes" if not (local.second or local.microsecond) else "auto")
    return text + there.isoformat()[len(local.isoformat()) :] if comes_twice(there) else text


def roll_over(moment: datetime, after: datetime) -> int:
    """Return how many days to add to a clock time so that it follows the previous event.

    1 when it lies more than 3 hours before it, -1 when it lies so late on its day that the evening before is meant (a
    line added out of order just after midnight), 0 otherwise.
    """
    gap = moment - after
    if gap < -BACKWARDS:
        return 1
    return -1 if gap >= timedelta(days=1) - BACKWARDS else 0


def _is_a_year(found: re.Match[str]) -> bool:
    """Tell `20 November 2026` from a time of day: four digits behind a day that has no year of its own."""
    bare = found["date"] and not re.search("[0-9]{4}", found["date"])
    return bool(bare and _YEAR.fullmatch(found["clock"]))


def _clocks(found: re.Match[str], typed: str, zone: str) -> NamedZone:
    """Return the clocks to read a time on: those that are named behind it, else the draft's."""
    named, left = found["zone"] or "", typed[found.end() :].strip()
    if left and not named:
        named, left = left, ""
    clocks = None if left else read_named_zone(named, zone)
    if clocks is None:
        raise _not_a_time(typed)
    return clocks


def _following(at: time, after: datetime, there: NamedZone, zone: str) -> _Local:
    day = seen_from(after, there.info).date()
    found = _on_clocks(day, at, there)
    days = roll_over(found.moment, after)
    if not days:
        return found
    moved = _on_clocks(day + timedelta(days=days), at, there)
    which = "the next day" if days > 0 else "the day before"
    note = f"Read as {which}, {show_moment(moved.moment, zone)}. Write the day where another is meant."
    return _Local(moved.moment, " ".join(part for part in (note, moved.note) if part))


def _on_clocks(day: date, at: time, named: NamedZone) -> _Local:
    """Find the instant of a clock time: once, twice (clocks went back) or never (clocks went forward)."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldProblem(f"The year {day.year:04} cannot be right", _EXPECTED)
    local = datetime.combine(day, at)
    there = named.on(local).info
    first, second = (fixed(local.replace(tzinfo=there, fold=fold)) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _Local(first)
    if (moved := first.astimezone(there)).replace(tzinfo=None) != local:
        return _Local(
            fixed(moved),
            f"{at:%H:%M} did not exist on {day} in {named.name}: the clocks went forward. Read as {moved:%H:%M} there.",
        )
    labels = [offset_label(moment.utcoffset() or timedelta(0)) for moment in (first, second)]
    for moment, fold in ((first, 0), (second, 1)):
        if named.letters and local.replace(tzinfo=there, fold=fold).tzname() == named.letters:
            return _Local(moment)
    return _Local(
        first,
        f"{at:%H:%M} came twice on {day} in {named.name}: the clocks went back. Read as the first one ({labels[0]}); "
        f"for the second add {second.isoformat()[-6:]}.",
    )


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
    return fixed(after)


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
