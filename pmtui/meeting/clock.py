"""The clock of the meeting: a state that every key press turns into another one, and what it shows at a moment.

Time comes in from outside: `at` is a monotonic clock in seconds, `wall` the time of day with an offset. The length of
everything goes by the monotonic clock alone, so that setting the computer's clock changes nothing but the ends shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pmtui.meeting.agenda import Agenda

TimerMode = Literal["down", "up", "off"]
TimerLevel = Literal["normal", "amber", "over"]


@dataclass(frozen=True)
class SegmentTime:
    """The seconds set aside for a segment, and those used before the clock last began to run in it."""

    id: str
    budget_s: float
    used_s: float = 0.0


@dataclass(frozen=True)
class Amber:
    """When the clock warns: at a share of the segment's time, or at some seconds, whichever is longer."""

    percent: float = 25.0
    seconds: float = 120.0


@dataclass(frozen=True)
class Reading:
    """What the clock shows at one moment. Seconds; `left_s` is negative once the segment is over its time.

    `digits` are for the large clock (`08:42`, `+01:12` over time; empty when the timer is off), `words` for those who
    cannot tell the colours apart (`PAUSED`, `2 MIN LEFT`, `OVER`; empty while all is normal). `segment_ends` and
    `meeting_ends` are the ends to expect if everything from now on takes the time set aside for it; an overrun moves the
    meeting's end and never another segment's time.
    """

    segment: str
    used_s: float
    budget_s: float
    left_s: float
    level: TimerLevel
    running: bool
    begun: bool
    digits: str
    words: str
    segment_ends: datetime
    meeting_ends: datetime


@dataclass(frozen=True)
class MeetingClock:
    """The clock's state: at least one segment, which of them is on (from 0), and since when it runs, if it does.

    `begun` is set by the first step forward since the program was opened.
    """

    segments: tuple[SegmentTime, ...]
    current: int = 0
    running_since: float | None = None
    begun: bool = False
    mode: TimerMode = "down"
    amber: Amber = Amber()

    @property
    def running(self) -> bool:
        """Tell whether time is being counted."""
        return self.running_since is not None

    @property
    def _used(self) -> bool:
        return any(part.used_s for part in self.segments)

    def begin(self, at: float) -> "MeetingClock":
        """Start, or go on after the program was opened again, at the first step forward; later ones leave a pause alone."""
        return self if self.begun else replace(self, begun=True, running_since=at)

    def toggle(self, at: float) -> "MeetingClock":
        """Pause, or go on."""
        if self.running:
            return replace(self.settled(at), running_since=None)
        return replace(self, begun=True, running_since=at)

    def pause(self, at: float) -> "MeetingClock":
        """Stop counting."""
        return self.toggle(at) if self.running else self

    def go_to(self, index: int, at: float) -> "MeetingClock":
        """Turn to another segment, forward or back; its own time goes on where it was left."""
        kept = max(0, min(index, len(self.segments) - 1))
        return replace(self.settled(at), current=kept)

    def give(self, seconds: float) -> "MeetingClock":
        """Set more time aside for this segment, as the room agreed; the meeting ends that much later."""
        now = self.segments[self.current]
        return self._with_current(replace(now, budget_s=max(0.0, now.budget_s + seconds)))

    def restart_segment(self, at: float) -> "MeetingClock":
        """Count this segment from nothing again."""
        settled = self.settled(at)
        return settled._with_current(replace(settled.segments[settled.current], used_s=0.0))

    def settled(self, at: float) -> "MeetingClock":
        """Return the same clock with the running time booked on its segment, as it has to be before it is stored."""
        if self.running_since is None:
            return self
        now = self.segments[self.current]
        passed = max(0.0, at - self.running_since)
        booked = self._with_current(replace(now, used_s=now.used_s + passed))
        return replace(booked, running_since=at)

    def read(self, at: float, wall: datetime) -> Reading:
        """Return what the clock shows now."""
        settled = self.settled(at)
        now = settled.segments[settled.current]
        left = now.budget_s - now.used_s
        coming = settled.segments[settled.current :]
        level = self._level(now.budget_s, left)
        return Reading(
            segment=now.id,
            used_s=now.used_s,
            budget_s=now.budget_s,
            left_s=left,
            level=level,
            running=self.running,
            begun=self.begun or self._used,
            digits=_digits(self.mode, now.used_s, left),
            words=self._words(level, left),
            segment_ends=_later(wall, max(0.0, left)),
            meeting_ends=_later(wall, sum(max(0.0, part.budget_s - part.used_s) for part in coming)),
        )

    def _with_current(self, segment: SegmentTime) -> "MeetingClock":
        before, after = self.segments[: self.current], self.segments[self.current + 1 :]
        return replace(self, segments=(*before, segment, *after))

    def _level(self, budget_s: float, left_s: float) -> TimerLevel:
        if self.mode == "off":
            return "normal"
        if left_s < 0:
            return "over"
        soon = max(budget_s * self.amber.percent / 100, self.amber.seconds)
        return "amber" if left_s <= soon and (self.begun or self._used) else "normal"

    def _words(self, level: TimerLevel, left_s: float) -> str:
        if not (self.begun or self._used):
            return "NOT STARTED"
        said = [] if self.running else ["PAUSED"]
        if level == "over":
            said.append("OVER")
        elif level == "amber":
            said.append(f"{int(left_s // 60)} MIN LEFT" if left_s >= 60 else "LESS THAN A MINUTE LEFT")
        return " · ".join(said)


def clock_for(agenda: Agenda, mode: TimerMode = "down", amber: Amber | None = None) -> MeetingClock:
    """Return a clock that has not started, at the agenda's first segment."""
    segments = tuple(SegmentTime(segment.id, float(segment.budget_s)) for segment in agenda.segments)
    return MeetingClock(segments, mode=mode, amber=amber or Amber())


def resumed(clock: MeetingClock, used: Sequence[float], current: int) -> MeetingClock:
    """Return the clock with the seconds used before and the segment that was on; it stands until the next step.

    How long the program was gone is not known to have been meeting time, so it is not counted.
    """
    segments = tuple(
        replace(segment, used_s=max(0.0, before))
        for segment, before in zip(clock.segments, used, strict=True)
    )
    kept = max(0, min(current, len(segments) - 1))
    return replace(clock, segments=segments, current=kept, begun=False, running_since=None)


def show_seconds(seconds: float) -> str:
    """Return seconds as a clock shows them: `08:42`, `61:05`, `+01:12` for time beyond nothing left."""
    whole = int(abs(seconds))
    sign = "+" if seconds < 0 and whole else ""
    return f"{sign}{whole // 60:02}:{whole % 60:02}"


def _digits(mode: TimerMode, used_s: float, left_s: float) -> str:
    if mode == "off":
        return ""
    return show_seconds(used_s if mode == "up" else left_s)


def _later(wall: datetime, seconds: float) -> datetime:
    try:
        return wall + timedelta(seconds=seconds)
    except OverflowError:  # a clock at the end of the year 9999
        return wall
