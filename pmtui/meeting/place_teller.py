"""Tells a second terminal where the meeting stands, always the newest last, however slow the disk is."""

from pathlib import Path
from threading import Lock

from pmtui.meeting.place_file import MeetingPlace, forget_place, write_place


class PlaceTeller:
    """The place file of one meeting. `newest` may be set at any time; `tell` waits for the disk."""

    def __init__(self, draft: Path) -> None:
        self.newest: MeetingPlace | None = None
        self._draft, self._told, self._writing = draft, False, Lock()

    def tell(self) -> str:
        """Write the newest place, or take the file away when there is none; return what went wrong, or nothing."""
        with self._writing:
            place = self.newest
            if place is not None:
                self._told = True
                return write_place(self._draft, place)
            if self._told:
                forget_place(self._draft)
            return ""
