"""The zone that stands beside a time: `UTC`, `+01:00`, `(CET)`, `PT`, `Europe/Berlin`, `Berlin time`.

Letters such as CST mean different offsets in different countries. They are taken where the draft's own clocks carry them,
or where they can mean one offset only on that day; else the person is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from pmtui.document.field_problem import FieldProblem, quoted
from pmtui.document.zones import MEANINGS, fixed, place_called, read_zone, zone_info, zone_label

_GENERIC: Mapping[str, str] = {
    "PT": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago", "ET": "America/New_York",
}  # fmt: skip
_SPOKEN: Mapping[str, str] = {
    "pacific": "America/Los_Angeles", "mountain": "America/Denver", "central": "America/Chicago",
    "eastern": "America/New_York",
}  # fmt: skip
_ONE_PLACE: Mapping[str, tuple[str, ...]] = {
    **MEANINGS, "CET": ("Europe/Berlin",), "EET": ("Europe/Helsinki",), "WET": ("Europe/Lisbon",),
}  # fmt: skip
_LETTERS = "|".join(sorted((*_ONE_PLACE, *_GENERIC, "UTC", "GMT"), key=len, reverse=True))
_ZONE = (
    r"(?:UTC|GMT)\s?[+\-−][0-9]{1,2}(?::?[0-9]{2})?(?![0-9:])|[+\-−][0-9]{2}:?[0-9]{2}(?![0-9:])"
    rf"|(?<=[0-9])[+\-−][0-9]{{2}}(?![0-9:])|Z\b|utc\b|gmt\b|(?:{_LETTERS})\b"
    r"|(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific|US)/[A-Za-z_]+(?:/[A-Za-z_]+)?"
    rf"|(?i:{'|'.join(_SPOKEN)})(?:\s(?i:standard|daylight))?\s(?i:time)\b"
)
ZONE = rf"(?:\(\s?(?i:{_ZONE})\s?\)|\[\s?(?i:{_ZONE})\s?\]|(?:{_ZONE})(?!\w|-\w))"
"""What a zone behind a time looks like; without brackets, letters count in capitals only."""

_CITY = re.compile(r"\(?(?P<name>[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2})\s[Tt]ime\b\)?")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\-−])([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_SAMPLES = (datetime(2025, 1, 15), datetime(2025, 7, 15))  # winter and summer on both halves of the earth


@dataclass(frozen=True)
class NamedZone:
    """The clocks that a time is read on.

    `name` is what to call them; `letters` still have to be checked on the day, `places` are where they may be from.
    `is_read` is set where words were taken for a place, which the person should be told.
    """

    name: str
    info: tzinfo
    letters: str = ""
    places: tuple[str, ...] = ()
    is_read: bool = False

    def on(self, local: datetime) -> "NamedZone":
        """Return the clocks that carry these letters on that day. Raises FieldProblem where there are none, or several."""
        if not self.letters:
            return self
        carrying = [
            place for place in self.places if _carries(place, local, self.letters, len(self.places) == 1)
        ]
        if self.places[0] in carrying and len({_offset(place, local) for place in carrying}) == 1:
            return self
        how = "Write an offset such as +01:00, or UTC, or leave the letters out."
        if len(self.places) > 1:
            raise FieldProblem(f"{self.letters} can mean several offsets", how)
        place = self.places[0]
        label = zone_label(place, fixed(local.replace(tzinfo=zone_info(place))))
        raise FieldProblem(
            f"{self.letters} does not fit that day",
            f"On {local.date()} the clocks of {place} were at {label}. {how}",
        )


def draft_zone(zone: str) -> NamedZone:
    """Return the clocks of a draft."""
    return NamedZone(zone, zone_info(zone))


def read_named_zone(text: str, zone: str) -> NamedZone | None:
    """Return the clocks that a zone beside a time names, in a draft of `zone`; None where it names none.

    Raises FieldProblem for an offset or a place that there is not.
    """
    bare = text.strip("()[] ")
    upper = bare.upper()
    if not bare:
        return draft_zone(zone)
    if upper in ("Z", "UTC", "GMT"):
        return NamedZone("UTC", UTC)
    if offset := _OFFSET.fullmatch(bare):
        return _by_offset(offset, bare)
    if "/" in bare:
        name = read_zone(bare)
        return NamedZone(name, zone_info(name))
    spoken = _SPOKEN.get(bare.lower().split()[0], "") if bare.lower().endswith(" time") else ""
    city = _CITY.fullmatch(bare)
    if place := _GENERIC.get(upper) or spoken or (place_called(city["name"]) if city else ""):
        return NamedZone(place, zone_info(place), is_read=True)
    if upper not in _ONE_PLACE:
        return None
    if any(_carries(zone, sample, upper, sole=False) for sample in _SAMPLES):
        return NamedZone(zone, zone_info(zone), upper, (zone,))
    places = _ONE_PLACE[upper]
    return NamedZone(places[0], zone_info(places[0]), upper, places, is_read=True)


def city_time_at(text: str) -> int:
    """Return how many characters of a text's beginning name the time of a place: `Berlin time`; 0 for none."""
    found = _CITY.match(text)
    return found.end() if found and place_called(found["name"]) else 0


def _by_offset(offset: re.Match[str], text: str) -> NamedZone:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > 14 * 60 or int(offset[3] or 0) > 59:
        raise FieldProblem(f"{quoted(text)} is not an offset from UTC", "Offsets run from -12:00 to +14:00.")
    delta = timedelta(minutes=minutes if offset[1] == "+" else -minutes)
    return NamedZone(text, timezone(delta))


def _offset(place: str, local: datetime) -> timedelta | None:
    return local.replace(tzinfo=zone_info(place)).utcoffset()


def _carries(place: str, local: datetime, letters: str, sole: bool) -> bool:
    """Tell whether the clocks of a place went by these letters at that time; `sole` takes clocks without letters too."""
    names = {local.replace(tzinfo=zone_info(place), fold=fold).tzname() or "" for fold in (0, 1)}
    return letters in names or (sole and not any(name.isalpha() for name in names))
