"""Lines that a second window sends to the meeting: a small private file each, there until the meeting has it on the disk.

They lie in the state folder, so that they outlive both windows; a meeting that is opened later takes them.
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import get_args

from pmtui.disk import make_folder, read_regular, write_atomic
from pmtui.meeting.capture_line import LineKind, is_capture
from pmtui.paths import state_folder

SIZE_LIMIT = 1_000_000
ENDING = ".line.json"


@dataclass(frozen=True)
class SentLine:
    """A line as it was typed: what it is for, the key of the step that was in view, and the time of day with its offset."""

    kind: LineKind
    text: str
    step: str
    at: str
    file: str = ""


def send_line(draft: Path, line: SentLine) -> SentLine:
    """Leave a line for the meeting on a draft, and return it with its file. Raises OSError."""
    folder, start = _place(draft)
    make_folder(folder)
    path = folder / f"{start}{time.time_ns():020}-{os.getpid()}{ENDING}"
    write_atomic(path, json.dumps(asdict(line)).encode())
    return replace(line, file=str(path))


def is_waiting(line: SentLine) -> bool:
    """Tell whether the meeting has not taken a line yet."""
    return os.path.exists(line.file)


def waiting_lines(draft: Path) -> tuple[SentLine, ...]:
    """Return the lines that wait for the meeting on a draft, the oldest first; what cannot be understood is left alone."""
    folder, start = _place(draft)
    try:
        names = sorted(
            name for name in os.listdir(folder) if name.startswith(start) and name.endswith(ENDING)
        )
    except OSError:
        return ()
    return tuple(line for name in names if (line := _read(folder / name)) is not None)


def forget_line(line: SentLine) -> None:
    """Take a line away that is in the draft, and on the disk with it."""
    with suppress(OSError):
        os.unlink(line.file)


def _place(draft: Path) -> tuple[Path, str]:
    real = os.fsencode(os.path.realpath(draft))
    return state_folder() / "meetings", f"{hashlib.sha256(real).hexdigest()[:32]}-"


def _read(path: Path) -> SentLine | None:
    try:
        held = json.loads(read_regular(path, SIZE_LIMIT))
        line = SentLine(held["kind"], held["text"], held["step"], held["at"], str(path))
        sane = datetime.fromisoformat(line.at).tzinfo is not None and isinstance(line.step, str)
        return (
            line
            if sane and line.kind in get_args(LineKind) and is_capture(line.kind) and line.text.strip()
            else None
        )
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
