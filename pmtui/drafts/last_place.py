"""Where a person stopped writing in a draft, kept beside the drafts in the state folder: no word of the text.

Whatever does not fit counts as nothing known; nobody waits for a folder that does not answer.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread

from pmtui.disk import make_folder, read_regular, write_atomic
from pmtui.paths import state_folder
from pmtui.within import within

SIZE_LIMIT = 10_000
END = -1
PATIENCE = 0.3  # seconds that the folder gets


@dataclass(frozen=True)
class Place:
    """A section, the field or row of it, and how far into its text; END where one goes on at the end."""

    section: str
    field: str = ""
    offset: int = END


def last_place(draft: Path) -> Place | None:
    """Return where a person stopped in a draft; None when nothing is known."""
    try:
        held = json.loads(within(PATIENCE, lambda: read_regular(_file(draft), SIZE_LIMIT)))
        section, field, offset = held["section"], held["field"], held["offset"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    if not isinstance(section, str) or not isinstance(field, str) or type(offset) is not int:
        return None
    return Place(section, field, max(END, offset))


def remember_place(draft: Path, place: Place, patience: float = PATIENCE) -> None:
    """Keep where a person stopped, in a thread that nobody waits for long; a place that cannot be kept is no loss."""
    writing = Thread(target=_write, args=(_file(draft), place), daemon=True)
    writing.start()
    writing.join(patience)


def _write(file: Path, place: Place) -> None:
    with suppress(OSError, ValueError):
        make_folder(file.parent)
        write_atomic(file, json.dumps(asdict(place)).encode())


def _file(draft: Path) -> Path:
    """Return the file for a draft, by its path: copies of a draft share their id."""
    name = hashlib.sha256(os.fsencode(os.path.abspath(draft))).hexdigest()[:32]
    return state_folder() / "places" / f"{name}.json"
