"""The file by which a second terminal follows the meeting: where it stands and what the clock shows, no word of the draft.

It is private, replaced as a whole, and lies outside the drafts. Whoever reads it takes anything that does not fit as no
meeting: an older or newer pmtui may have written it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from pmtui.disk import make_folder, read_regular, write_atomic
from pmtui.meeting.clock import Reading
from pmtui.paths import meeting_folder

SIZE_LIMIT = 100_000
SILENT_AFTER_S = 60.0
"""A running meeting writes at least every 15 seconds; after a minute its window is taken to be gone."""


@dataclass(frozen=True)
class MeetingPlace:
    """Where a meeting stands. `written` is the time of day with its offset, everything in `_s` is in seconds.

    `step` is the key of a step, `next` that of the one behind it (empty at the end of a segment), `turn` how often the prompts were turned on. `blank` is set while the screen shows nothing.
    """

    segment: str
    step: str
    next: str
    turn: int
    mode: str
    running: bool
    begun: bool
    used_s: float
    budget_s: float
    meeting_left_s: float
    foresight: bool
    roles: bool
    blank: bool
    written: str

    def age_s(self, now: datetime) -> float:
        """Return how long ago this was written, by the time of day; never below nothing."""
        return max(0.0, (now - datetime.fromisoformat(self.written)).total_seconds())

    def is_silent(self, now: datetime) -> bool:
        """Tell whether the meeting's window has not been heard of for so long that it must be gone."""
        return self.running and self.age_s(now) > SILENT_AFTER_S


def place_of(
    reading: Reading,
    step: str,
    following: str,
    turn: int,
    mode: str,
    wall: datetime,
    *,
    foresight: bool,
    roles: bool,
    blank: bool,
) -> MeetingPlace:
    """Return where the meeting stands, from what its clock shows and the step in view."""
    return MeetingPlace(
        segment=reading.segment,
        step=step,
        next=following,
        turn=turn,
        mode=mode,
        running=reading.running,
        begun=reading.begun,
        used_s=round(reading.used_s, 1),
        budget_s=round(reading.budget_s, 1),
        meeting_left_s=round((reading.meeting_ends - wall).total_seconds(), 1),
        foresight=foresight,
        roles=roles,
        blank=blank,
        written=wall.isoformat(timespec="seconds"),
    )


def place_file(draft: Path) -> Path:
    """Return the file for a draft; it need not exist. By the draft's path: copies of a draft share their id."""
    real = os.fsencode(os.path.realpath(draft))
    return meeting_folder() / f"{hashlib.sha256(real).hexdigest()[:32]}.json"


def write_place(draft: Path, place: MeetingPlace) -> str:
    """Tell where the meeting stands; return what went wrong in words, or nothing. A meeting goes on without this."""
    path = place_file(draft)
    try:
        make_folder(path.parent)
        write_atomic(path, json.dumps(asdict(place)).encode())
    except OSError as error:
        return f"A second terminal cannot follow the meeting: {error.strerror}."
    return ""


def read_place(draft: Path) -> MeetingPlace | None:
    """Return where the meeting stands; None when there is none, or nothing that can be understood."""
    try:
        held = json.loads(read_regular(place_file(draft), SIZE_LIMIT))
    except (OSError, ValueError, RecursionError):
        return None
    return _understood(held) if isinstance(held, dict) else None


def forget_place(draft: Path) -> None:
    """Take the file away when the meeting is left; nothing happens when it is gone already."""
    with suppress(OSError):
        place_file(draft).unlink()


def _understood(held: Mapping[str, object]) -> MeetingPlace | None:
    values = {each.name: held.get(each.name) for each in fields(MeetingPlace)}
    for each in fields(MeetingPlace):
        value = values[each.name]
        kinds = (int, float) if each.type is float else (each.type,)
        if type(value) not in kinds:
            return None
    place = MeetingPlace(**values)  # type: ignore[arg-type]  # looked at just above
    try:
        sane = datetime.fromisoformat(place.written).tzinfo is not None
    except ValueError:
        return None
    return (
        place
        if sane and all(abs(value) < 1e9 for value in (place.used_s, place.budget_s, place.meeting_left_s))
        else None
    )
