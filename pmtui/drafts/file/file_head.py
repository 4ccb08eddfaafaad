"""The head of a draft file, read without pydantic: enough for a list of thousands."""

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmtui.disk import open_regular
from pmtui.drafts.file.parse import parse
from pmtui.errors import DraftError
from pmtui.toml_limits import SIZE_LIMIT
from pmtui.within import within

HEAD_SIZE = 4096
PATIENCE = 2.0  # seconds that a disk gets before the first paint
_META_END = re.compile(rb"\n\[")


@dataclass(frozen=True)
class Head:
    """What a list shows of a draft. `modified` is the file's time in seconds; `problem` says why it cannot be read.

    A `newer` draft was written by a later pmtui: it can be looked at here, and not changed.
    """

    path: Path
    modified: float
    id: str = ""
    title: str = ""
    noun: str = "postmortem"
    severity: str = ""
    status: str = "draft"
    template: str = ""
    zone: str = "UTC"
    began: datetime | None = None
    ended: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    problem: str = ""
    newer: bool = False

    @property
    def note(self) -> str:
        """Return what a list says about opening it; empty when there is nothing to know."""
        return self.problem or ("written by a newer pmtui" if self.newer else "")

    @property
    def began_there(self) -> datetime | None:
        """Return when the incident began on the clocks of the draft's own zone."""
        if self.began is None or self.zone == "UTC":
            return self.began
        from pmtui.document.zones import in_zone

        return in_zone(self.began, self.zone)


def read_head(path: Path) -> Head:
    """Read one draft's `[meta]`. Bad content never raises: it becomes the head's `problem`."""
    try:
        with open_regular(path) as file:
            modified = os.fstat(file.fileno()).st_mtime
            start = file.read(HEAD_SIZE)
            meta = _meta(start)
            if meta is None:
                meta = parse(start + file.read(SIZE_LIMIT), path.name)[1]["meta"]
    except OSError as error:
        return Head(path, 0.0, problem=error.strerror or "cannot be read")
    except DraftError as error:
        return Head(path, modified, problem=error.message)
    return _head(path, modified, meta)


def read_head_soon(path: Path) -> Head:
    """Read one draft's `[meta]`, or tell that its folder does not answer."""
    try:
        return within(PATIENCE, lambda: read_head(path))
    except TimeoutError as error:
        return Head(path, 0.0, problem=f"{error.strerror}")


def _meta(start: bytes) -> dict[str, Any] | None:
    """Return the first table when it is `[meta]` and lies whole within the bytes."""
    if not start.startswith(b"[meta]"):
        return None
    end = _META_END.search(start)
    if not end and len(start) == HEAD_SIZE:
        return None
    try:
        meta = tomllib.loads(start[: end.start() if end else None].decode())["meta"]
    except (ValueError, RecursionError):
        return None
    return meta if isinstance(meta, dict) else None


def _head(path: Path, modified: float, meta: dict[str, Any]) -> Head:
    def text(key: str, default: str = "") -> str:
        value = meta.get(key, default)
        return value if isinstance(value, str) else default

    def moment(key: str) -> datetime | None:
        value = meta.get(key)
        return value if isinstance(value, datetime) and value.tzinfo else None

    def words(key: str) -> tuple[str, ...]:
        value = meta.get(key)
        return tuple(str(name) for name in value) if isinstance(value, list) else ()

    version = meta.get("schema_version", 1)
    return Head(
        path,
        modified,
        id=text("id"),
        title=text("title"),
        noun=text("noun", "postmortem"),
        severity=text("severity"),
        status=text("status", "draft"),
        template=text("template"),
        zone=text("zone", "UTC"),
        began=moment("began"),
        ended=moment("ended"),
        authors=words("authors"),
        tags=words("tags"),
        newer=isinstance(version, int) and version > 1,
    )
