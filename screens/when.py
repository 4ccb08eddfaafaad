"""When, how much and which, in the words of somebody who looks at a list of files."""

from datetime import datetime


def local_time(moment: datetime, now: datetime) -> str:
    """Return a moment on the clock of this computer: `today 14:03`, `14 Mar 14:03`, `14 Mar 2025 14:03`.

    Both have an offset.
    """
    here, today = moment.astimezone(), now.astimezone().date()
    if here.date() == today:
        return f"today {here:%H:%M}"
    year = "" if here.year == today.year else f" {here.year}"
    return f"{here.day} {here:%b}{year} {here:%H:%M}"


def size_words(size: int) -> str:
    """Return a number of bytes as `310 bytes`, `4.2 KB` or `1.3 MB`."""
    if size < 1000:
        return f"{size} byte{'' if size == 1 else 's'}"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def name_end(name: str, limit: int) -> str:
    """Return a file name, of a long one its end: that is what tells copies apart."""
    return name if len(name) <= limit else f"…{name[1 - limit :]}"
