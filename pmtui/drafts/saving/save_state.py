"""How a draft stands on disk, as the saver tells it and a person reads it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class SaveState:
    """How the draft stands on disk. `since` is when it was last known to be saved, or when the trouble began.

    `rescue` is the file in the state folder that holds what could not be saved.
    """

    name: Literal["saved", "unsaved", "failed", "conflict", "deleted", "read_only"]
    since: datetime
    reason: str = ""
    rescue: Path | None = None

    @property
    def words(self) -> str:
        """Return the state as a person reads it."""
        clock = self.since.strftime("%H:%M")
        return {
            "saved": f"Saved {clock}",
            "unsaved": "Saving…",
            "failed": f"NOT SAVED since {clock}: {self.reason}",
            "conflict": f"Conflict since {clock}: {self.reason}",
            "deleted": f"Deleted by something else, seen {clock}",
            "read_only": f"Read-only: {self.reason}",
        }[self.name]
