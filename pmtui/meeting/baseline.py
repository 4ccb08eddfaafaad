"""The document as it was when the meeting began, kept among the draft's earlier versions so that a crash cannot lose it."""

from datetime import datetime
from pathlib import Path

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.versions.snapshots import History, list_snapshots, read_snapshot
from pmtui.errors import DraftError
from pmtui.meeting.stored import is_under_way

REASON = "meeting-begins"


def keep_baseline(draft: Path, document: Postmortem, now: datetime) -> str:
    """Keep the document and return the name of that version; empty when it cannot be kept. `now` has an offset.

    It reads and writes the disk: not for a thread that a person waits for.
    """
    data = dump(document)
    kept = History(draft).keep(data, now, REASON, force=True)
    if kept:
        return kept.name
    try:  # the same bytes are never kept twice in a row: then they are the newest
        newest = next(iter(list_snapshots(draft)), None)
        return newest.path.name if newest and read_snapshot(newest) == data else ""
    except DraftError:
        return ""


def read_baseline(draft: Path, name: str | None) -> Postmortem | None:
    """Return the document kept under that name; None when it is gone or on another machine.

    It reads the disk. The name comes out of the draft, so only the draft's own versions are looked at.
    """
    try:
        found = next((each for each in list_snapshots(draft) if each.path.name == name), None)
        return load(read_snapshot(found), found.path.name) if found else None
    except DraftError:
        return None


def baseline_of(draft: Path, document: Postmortem) -> Postmortem | None:
    """Return the document as it was when the meeting that is under way began. It reads the disk."""
    return read_baseline(draft, document.review.baseline) if is_under_way(document) else None
