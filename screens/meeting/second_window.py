"""The meeting's side of its second window: tells where it stands, and takes the lines of a scribe."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual.screen import Screen

from pmtui.drafts.open_draft import OpenDraft
from pmtui.meeting.place_file import MeetingPlace
from pmtui.meeting.place_teller import PlaceTeller
from pmtui.meeting.sent_lines import SentLine, forget_line, waiting_lines
from screens.parts.host import TELL


class SecondWindow:
    """A part of the meeting's screen; everything that waits for the disk does so in a thread."""

    def __init__(self, screen: Screen[None], path: Path) -> None:
        self._screen, self._path = screen, path
        self._place = PlaceTeller(path)
        self._told_problem = self._taking = False

    def tell(self, place: MeetingPlace | None) -> None:
        """Tell where the meeting stands; None once it stands nowhere."""
        self._place.newest = place
        self._screen.run_worker(self._write, thread=True, group="tell-place", exit_on_error=False)

    def forget(self) -> None:
        """Tell that the meeting is left. Waits for the disk."""
        self._place.newest = None
        self._place.tell()

    def take_lines(self, draft: OpenDraft, take: Callable[[Sequence[SentLine]], object]) -> None:
        """Take what a scribe typed; it stays there until it is on the disk here."""
        if not self._taking and not draft.read_only:
            self._taking = True
            work = partial(self._take_lines, draft, take)
            self._screen.run_worker(work, thread=True, group="take-lines", exit_on_error=False)

    def _write(self) -> None:
        problem = self._place.tell()
        if problem and not self._told_problem:
            self._told_problem = True
            app = self._screen.app
            app.call_from_thread(app.notify, problem, timeout=TELL)

    def _take_lines(self, draft: OpenDraft, take: Callable[[Sequence[SentLine]], object]) -> None:
        try:
            if lines := waiting_lines(self._path):
                self._screen.app.call_from_thread(take, lines)
                if draft.save_now():
                    for line in lines:
                        forget_line(line)
        finally:
            self._taking = False
