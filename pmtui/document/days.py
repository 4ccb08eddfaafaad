"""Calendar days as people write them: `2026-03-22`, `22 Mar`, `+7d`, `tomorrow`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pmtui.document.field_problem import FieldProblem, quoted

FIRST_YEAR, LAST_YEAR = 1970, 2199
_LOOK_BACK = 60  # days: a day without a year is rather in the next months than long ago

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"[A-Za-z]{3,9}\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"

NAMED_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
"""Words for a day, with how many days it is from today."""

WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b\.?,?\s+)?"
"""What may stand before a day and has to be true of it."""

# The shapes of a day that may stand before a time, in the order in which they are tried.
DATE = "|".join((
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}",
    rf"[0-9]{{1,2}}{_ORDINAL}\s+{_MONTH}(?:,?\s+[0-9]{{4}}(?![0-9:]))?",
    rf"{_MONTH}\s+[0-9]{{1,2}}{_ORDINAL}(?![0-9:])(?:,?\s+[0-9]{{4}}(?![0-9:]))?",
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})(?![0-9])",
))  # fmt: skip

_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_ORDINAL}\s+({_MONTH})(?:,?\s+([0-9]{{4}}))?", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({_MONTH})\s+([0-9]{{1,2}}){_ORDINAL}(?:,?\s+([0-9]{{4}}))?", re.IGNORECASE)
_WITH_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})")
_AHEAD = re.compile(r"\+?\s*([0-9]{1,4})\s*(d|days?|w|weeks?)", re.IGNORECASE)
_YEARLESS = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")  # a year-month-day without its year
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_WEEKDAY = 3  # letters: `fri`

_EXPECTED = "Write a day such as 2026-03-22, 22 Mar, friday, +7d or tomorrow."


@dataclass(frozen=True)
class _Parts:
    """A day that was read, with the year if there was one."""

    year: int | None
    month: int
    day: int


def parse_day(text: str, today: date) -> date:
    """Return the day that was typed, relative to `today` where it needs to be.

    Without a year it is the next such day; up to 60 days back still count as this year's. A weekday is the next one.
    Raises FieldProblem for anything that could be read in two ways.
    """
    typed = " ".join(text.split())
    try:
        if typed.lower() in NAMED_DAYS:
            return today + timedelta(days=NAMED_DAYS[typed.lower()])
        if (weekday := _weekday(typed)) is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        if ahead := _AHEAD.fullmatch(typed):
            return today + timedelta(days=int(ahead[1]) * (7 if ahead[2].lower().startswith("w") else 1))
        yearless = _YEARLESS.fullmatch(typed)
        parts = _Parts(None, int(yearless[1]), int(yearless[2])) if yearless else _read(typed)
        if parts.year is not None:
            return _day(parts, parts.year, typed)
        soon = [day for day in _in_years(parts, today.year, 9) if (today - day).days <= _LOOK_BACK]
        return soon[0] if soon else _day(parts, today.year, typed)
    except OverflowError:
        raise FieldProblem(f"{quoted(text)} is too far away", _EXPECTED) from None


def parse_date_near(text: str, near: date | None) -> date:
    """Return the day that was typed before a time; without a year, the one nearest to `near`."""
    typed = " ".join(text.split())
    named = _WITH_WEEKDAY.match(typed)
    if named and named[0]:
        found = parse_date_near(typed[named.end() :], near)
        if found.weekday() != _weekday(named[0].rstrip(" .,")):
            right = _WEEKDAYS[found.weekday()].capitalize()
            raise FieldProblem(
                f"{found} is a {right}", "Leave the weekday out, or write the day that it is of."
            )
        return found
    parts = _read(typed)
    if parts.year is not None:
        return _day(parts, parts.year, typed)
    if near is None:
        raise FieldProblem(f"Which year is {quoted(typed)}?", "Write the whole day, such as 2026-03-15.")
    candidates = _in_years(parts, near.year - 1, 3)
    if not candidates:
        return _day(parts, near.year, typed)
    return min(candidates, key=lambda day: abs((day - near).days))


def _read(typed: str) -> _Parts:
    if match := _ISO.fullmatch(typed):
        year, month, day = (int(group) for group in match.groups() if group)
        return _Parts(year, month, day)
    if match := _DAY_FIRST.fullmatch(typed):
        return _Parts(int(match[3]) if match[3] else None, _month(match[2], typed), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(typed):
        return _Parts(int(match[3]) if match[3] else None, _month(match[1], typed), int(match[2]))
    if match := _NUMBERS.fullmatch(typed):
        return _unscramble(int(match[1]), int(match[2]), match[3], typed)
    raise _not_a_day(typed)


def _unscramble(first: int, second: int, year: str, typed: str) -> _Parts:
    """Tell day from month where only one reading is possible; ask where both are."""
    if len(year) == 4 and (first > 12 >= second or first == second):
        return _Parts(int(year), second, first)
    if len(year) == 4 and second > 12 >= first:
        return _Parts(int(year), first, second)
    raise FieldProblem(
        f"{quoted(typed)} can be read in two ways",
        "Day and month stand in a different order in different countries. Write year-month-day, such as 2026-03-22.",
    )


def _weekday(typed: str) -> int | None:
    """Return the weekday that a word names, whole or by its beginning (0 is Monday); None for any other word."""
    word = typed.lower().rstrip(".")
    if len(word) < _SHORTEST_WEEKDAY:
        return None
    return next((number for number, name in enumerate(_WEEKDAYS) if name.startswith(word)), None)


def _month(name: str, typed: str) -> int:
    word = name.lower().rstrip(".")
    for number, full in enumerate(_MONTH_NAMES, start=1):
        if len(word) >= 3 and full.startswith("sep" if word == "sept" else word):
            return number
    raise _not_a_day(typed)


def _in_years(parts: _Parts, first: int, count: int) -> list[date]:
    """Return that day in each of some years, without the years that do not have it (29 February)."""
    days = []
    for year in range(first, first + count):
        try:
            days.append(date(year, parts.month, parts.day))
        except ValueError:
            continue
    return days


def _day(parts: _Parts, year: int, typed: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldProblem(f"The year {year:04} cannot be right", "Write a day such as 2026-03-22.")
    try:
        return date(year, parts.month, parts.day)
    except ValueError:
        raise FieldProblem(f"There is no day {quoted(typed)}", _EXPECTED) from None


def _not_a_day(typed: str) -> FieldProblem:
    return FieldProblem(f"{quoted(typed)} is not a day", _EXPECTED)
