"""A text of a draft that is lent to a person's own editor: its file lies in the state folder until the text is back.

However the editor or this program ends, what was written there is in the draft or is offered at the next opening.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pmtui.disk import create_new, make_folder, read_regular, write_atomic
from pmtui.document.field_problem import FieldProblem
from pmtui.document.item_lines import LISTS, with_list_text
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import type_into
from pmtui.paths import state_folder
from pmtui.text import normalise

MARK = "lent-"
FILE, ABOUT = "text.md", "about.json"
UNUSED_FOR = 86_400.0  # seconds that an untouched file stays: the window of an editor may still show it


@dataclass
class LentText:
    """One text in a file for another program. `field` is where it belongs, empty when that is no field of the draft."""

    folder: Path
    field: str
    text: str
    _seen: str
    _read: str = ""  # of what `changed` returned last

    @property
    def file(self) -> Path:
        """The file that the other program edits."""
        return self.folder / FILE

    def changed(self) -> str | None:
        """Return what was written since the text was given or last taken; None when nothing was.

        A line end that the editor put at the end of a text without one is taken off. Raises OSError, and
        UnicodeDecodeError for what is not UTF-8.
        """
        data = read_regular(self.file)
        self._read = _digest(data)
        return None if self._read == self._seen else _without_added_line_end(data.decode(), self.text)

    def take(self, text: str) -> None:
        """Note that what `changed` returned has come back; what was saved since then has not. Raises OSError."""
        self.text, self._seen = text, self._read
        self._tell()

    def end(self) -> None:
        """Take the file away: nothing in it is missing elsewhere."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tell(self) -> None:
        about = {"field": self.field, "seen": self._seen, "ends": self.text.endswith("\n")}
        write_atomic(self.folder / ABOUT, json.dumps(about).encode())


@dataclass(frozen=True)
class LeftText:
    """A text that was written in another program and never came back; `put` tells where it belongs."""

    file: Path
    field: str
    text: str

    def put(self, document: Postmortem) -> Postmortem | None:
        """Return the document with the text in its field; None when it has no such field."""
        return put_text(document, self.field, self.text)

    def remove(self) -> None:
        """Take the file away; what an editor left beside it, such as its own copy of unsaved text, stays."""
        for path in (self.file, self.file.with_name(ABOUT)):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            self.file.parent.rmdir()


def lend(place: Path | None, field: str, text: str) -> LentText:
    """Put a text into a private file of its own, in the recovery folder of its draft. Raises OSError."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder = (place or state_folder() / "recovery" / "texts") / f"{MARK}{stamp}-{os.getpid()}"
    make_folder(folder)
    lent = LentText(folder, field, text, _digest(text.encode()))
    lent._tell()
    create_new(lent.file, text.encode())
    return lent


def left_texts(place: Path) -> Iterator[LeftText]:
    """Yield what was written in the texts lent out of a draft's recovery folder and did not come back. Raises OSError.

    One that nobody touched is taken away after a while.
    """
    for folder in sorted(place.glob(f"{MARK}*")):
        try:
            about = json.loads(read_regular(folder / ABOUT, 4096))
            field, seen, ends = str(about["field"]), about["seen"], bool(about["ends"])
            data = read_regular(folder / FILE)
            text = _without_added_line_end(data.decode(), "\n" if ends else "")
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        left = LeftText(folder / FILE, field, text)
        if _digest(data) != seen:
            yield left
        elif time.time() - left.file.stat().st_mtime > UNUSED_FOR:
            left.remove()


def put_text(document: Postmortem, field: str, text: str) -> Postmortem | None:
    """Return the document with a text in the field that it belongs to; None when there is no such field."""
    try:
        if field in LISTS:
            return with_list_text(document, field, normalise(text))
        changed, problem = type_into(document, field, normalise(text))
        return None if problem or not field else changed
    except (FieldProblem, KeyError, ValueError):
        return None


def _without_added_line_end(text: str, given: str) -> str:
    return text if given.endswith("\n") else text.removesuffix("\n").removesuffix("\r")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
