"""Time zones: reading the name of one, and looking at an instant from inside one.

Only names of places and UTC are taken. Letters such as CST mean different offsets in different countries, and a fixed
offset forgets summer time.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from pmtui.document.field_problem import FieldProblem, listed, nearest, quoted

MEANINGS = {
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "PDT": ("America/Los_Angeles",),
    "MST": ("America/Denver", "America/Phoenix"),
    "MDT": ("America/Denver",),
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "CDT": ("America/Chicago", "America/Havana"),
    "EST": ("America/New_York", "America/Panama"),
    "EDT": ("America/New_York",),
    "AST": ("America/Halifax", "Asia/Riyadh"),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "HST": ("Pacific/Honolulu",),
    "CEST": ("Europe/Berlin", "Europe/Paris"),
    "EEST": ("Europe/Helsinki", "Europe/Kyiv"),
    "WEST": ("Europe/Lisbon",),
    "MSK": ("Europe/Moscow",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "SGT": ("Asia/Singapore",),
    "HKT": ("Asia/Hong_Kong",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AEDT": ("Australia/Sydney",),
    "NZST": ("Pacific/Auckland",),
    "NZDT": ("Pacific/Auckland",),
}
"""What people mean by letters that several countries share, or that stand for half of a year only; the likeliest first."""

_UTC_NAMES = frozenset({"utc", "z", "zulu", "gmt", "etc/utc", "etc/gmt"})
_OFFSET = re.compile(r"(?:utc|gmt)?\s*[+\-−]\s*[0-9]{1,2}(?::?[0-9]{2})?", re.IGNORECASE)
_NOT_PLACES = frozenset({"localtime", "posixrules", "Factory"})


def read_zone(text: str) -> str:
    """Return the name of the zone that was typed, spelled as the system spells it; empty text is UTC.

    Raises FieldProblem, with the nearest place where there is one.
    """
    name = text.strip()
    if not name or name.lower() in _UTC_NAMES:
        return "UTC"
    if meanings := MEANINGS.get(name.upper()):
        raise FieldProblem(
            f"{name.upper()} is not one zone",
            f"These letters stand for different offsets in different places or seasons. "
            f"Write a place instead, such as {listed(meanings)}.",
        )
    if _OFFSET.fullmatch(name):
        raise FieldProblem(
            "An offset is not a zone",
            f"{quoted(name)} forgets summer time. Write a place such as Europe/Berlin, or UTC.",
        )
    return _spelled(name)


def zone_info(name: str) -> tzinfo:
    """Return the zone of that name; UTC where the system does not know it (a draft may be edited by hand)."""
    return UTC if name == "UTC" else _load(name) or UTC


def in_zone(moment: datetime, zone: str) -> datetime:
    """Return the same instant on the clocks of a zone."""
    return seen_from(moment, zone_info(zone))


def seen_from(moment: datetime, there: tzinfo) -> datetime:
    """Return the same instant on some clocks; unchanged where those cannot show it."""
    try:
        return moment.astimezone(there)
    except OverflowError:  # the first and the last day that a datetime can hold
        return moment


def clock(moment: datetime, zone: str) -> str:
    """Return the time of day in a zone: `14:32`, and `02:30 UTC+1` in the hour that the clocks go through twice."""
    there = in_zone(moment, zone)
    return f"{there:%H:%M}{_which_of_two(there)}"


def show_moment(moment: datetime, zone: str) -> str:
    """Return day and time in a zone: `2026-03-15 14:32`, with the offset where that time comes twice, without seconds."""
    there = in_zone(moment, zone)
    return there.isoformat(" ", "minutes")[:16] + _which_of_two(there)


def comes_twice(there: datetime) -> bool:
    """Tell whether the clocks of a time's own zone show it twice on that day: they go back."""
    first, second = (there.replace(fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    return first > second  # in an hour that is skipped it is the other way round


def fixed(moment: datetime) -> datetime:
    """Return the same instant with its offset in the place of its zone."""
    offset = moment.utcoffset() or timedelta(0)
    return moment.replace(tzinfo=timezone(offset) if offset else UTC, fold=0)


def place_called(name: str) -> str:
    """Return the zone of a city (`Berlin` -> `Europe/Berlin`); empty where there is none, or more than one."""
    wanted = "/" + re.sub(r"\s+", "_", name.strip()).lower()
    found = [zone for zone in _known() if zone.lower().endswith(wanted)]
    return found[0] if len(found) == 1 else ""


def zone_label(zone: str, at: datetime | None) -> str:
    """Return what to print beside a time: `UTC`, `CET (UTC+1)`, `Europe/Istanbul (UTC+3)`.

    Without a moment, on which summer time depends, it is the name of the zone.
    """
    if at is None:
        return "UTC" if zone_info(zone) is UTC else zone
    there = in_zone(at, zone)
    offset = there.utcoffset() or timedelta(0)
    name = there.tzname() or ""
    if zone_info(zone) is UTC or name in ("UTC", "GMT"):
        return name if name == "GMT" else "UTC"
    return f"{name if name.isalpha() else zone} ({offset_label(offset)})"


def offset_label(offset: timedelta) -> str:
    """Return `UTC`, `UTC+1`, `UTC-3:30`."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def _which_of_two(there: datetime) -> str:
    return f" {offset_label(there.utcoffset() or timedelta(0))}" if comes_twice(there) else ""


@cache
def _known() -> frozenset[str]:
    """Return the names of all zones; finding them looks through a folder."""
    return frozenset(available_timezones() - _NOT_PLACES)


@lru_cache(maxsize=64)
def _load(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder
        return None


def _spelled(name: str) -> str:
    known = _known()
    wanted = re.sub(r"\s+", "_", name).lower()
    for zone in known:
        if zone.lower() == wanted:
            return zone
    guess = next((zone for zone in sorted(known) if zone.lower().endswith(f"/{wanted}")), "")
    guess = guess or nearest(wanted, (zone for zone in known if "/" in zone))
    raise FieldProblem(
        f"There is no time zone {quoted(name)}",
        f"Did you mean {guess}?" if guess else "Write a place such as Europe/Berlin, or UTC.",
    )
