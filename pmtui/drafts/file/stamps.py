"""Times in the names of files and from the disk: what no clock can show counts as unknown or as the beginning."""

from datetime import UTC, datetime

_STAMP = "%Y%m%dT%H%M%SZ"
FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)


def stamp(when: datetime) -> str:
    """Return a time as a part of a file's name, in UTC."""
    return when.astimezone(UTC).strftime(_STAMP)


def stamped(text: str) -> datetime:
    """Return the time that `stamp` gave. Raises ValueError for what is none, or too far away to be shown everywhere."""
    when = datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    if not FIRST <= when <= LAST:
        raise ValueError(text)
    return when


def moment(seconds: float) -> datetime:
    """Return a file's time in UTC; the first or the last one that can be shown when it lies further away."""
    return datetime.fromtimestamp(min(max(seconds, FIRST.timestamp()), LAST.timestamp()), UTC)
