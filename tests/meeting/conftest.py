"""An incident that a meeting can be held about, and the wording of meetings."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pmtui.document.postmortem import Learning, Postmortem
from pmtui.drafts.folder.library import Library
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.shown import MeetingWording
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.times import Times
from prompts.content import load_five_whys, load_meeting, load_words
from prompts.meeting_shapes import Meeting
from tests.incident import incident


@pytest.fixture
def doc() -> Postmortem:
    """The incident."""
    return incident()


@pytest.fixture
def meeting() -> Meeting:
    """What meetings say."""
    return load_meeting()


@pytest.fixture
def make() -> Callable[..., Postmortem]:
    """Makes the incident with some parts exchanged."""
    return incident


class Watch:
    """A clock that stands until it is told how much time went by; the time of day can be set besides."""

    def __init__(self) -> None:
        self.seconds, self.wall = 1000.0, datetime(2026, 3, 17, 14, 0, tzinfo=UTC)
        self.times = Times(lambda: self.seconds, lambda: self.wall)

    def wait(self, minutes: float = 0.0, seconds: float = 0.0) -> None:
        passed = minutes * 60 + seconds
        self.seconds += passed
        self.wall += timedelta(seconds=passed)


class SitDown:
    """Begins meetings on one draft, each as after a new start of the program, with a clock that stands."""

    def __init__(self, folder: Path) -> None:
        self.watch, self.begun = Watch(), list[Postmortem]()
        self._library, self._drafts = Library(folder), list[OpenDraft]()
        self._path: Path | None = None

    def __call__(
        self,
        preset: str = "",
        timer: str = "down",
        foresight: bool = False,
        roles: bool = False,
        **parts: object,
    ) -> Sitting:
        """Open a meeting on the incident with some parts exchanged."""
        self.put(**parts)
        return self.again(MeetingOptions(preset, timer, foresight, roles))  # type: ignore[arg-type]

    def put(self, **parts: object) -> Path:
        """Put the incident into the folder."""
        self._path = self._library.create(incident(**parts))
        return self._path

    def again(self, options: MeetingOptions = MeetingOptions()) -> Sitting:  # noqa: B008  # it cannot change
        """Save and close what is open, and open the meeting again."""
        self.close()
        assert self._path is not None
        draft = open_draft(self._path)
        self._drafts.append(draft)
        wording = MeetingWording(
            load_meeting(), load_five_whys(), load_words(), dict.fromkeys(Learning.model_fields, "")
        )
        return Sitting(draft, wording, options, self.watch.times, None, self.begun.append)

    def close(self) -> None:
        while self._drafts:
            assert self._drafts.pop().close()


@pytest.fixture
def sit(drafts: Path) -> Iterator[SitDown]:
    """Begins meetings."""
    start = SitDown(drafts)
    yield start
    start.close()
