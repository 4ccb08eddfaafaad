"""Where the meeting gets the time from; tests bring a clock of their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


def _wall() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Times:
    """A monotonic clock in seconds, the time of day with its offset, and the seconds between letters of words that are typed."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = _wall
    between_letters: float = 0.15
