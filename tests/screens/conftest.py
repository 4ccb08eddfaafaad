"""A person at a keyboard: the whole app on a folder of its own, what is on its screen, and what is on the disk."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from pmtui.app import PmtuiApp
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.folder.library import Library, read_document
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import OpenDraft
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.times import Times
from pmtui.settings import Settings
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.room import MeetingRoom
from screens.textual_faults.terminal_input import TerminalInput
from screens.writing.page import Page
from screens.writing.room import WritingRoom
from tests.incident import incident
from tests.screens.quick_waits import everything_is_drawn

CHARACTERS = {
    "space": " ",
    "slash": "/",
    "exclamation_mark": "!",
}  # keys whose name is longer than what they type
FRAMES = str.maketrans("│▌▏▎▊", "     ")
PATIENCE = 20.0  # seconds; a busy machine is slow, a wrong claim is never right


class Desk:
    """The app, the keys that are pressed, and what can be seen."""

    def __init__(self, app: PmtuiApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    def shown(self) -> str:
        """Return the text of the screen that is on top, row by row, exactly as it would be drawn."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def in_front(self) -> str:
        """Return the text of the dialog that is open, else of the screen."""
        dialogs = self.app.screen.query(".dialog")
        if not dialogs:
            return self.shown()
        box = dialogs.first().region
        return "\n".join(row[box.x : box.right] for row in self.shown().splitlines()[box.y : box.bottom])

    def toasts(self) -> str:
        """Return everything that was said in passing and has not gone yet."""
        return "\n".join(note.message for note in self.app._notifications)

    async def rest(self) -> None:
        """Wait until everything that can be done at once is done and drawn."""
        await everything_is_drawn(self.app)

    async def hush(self) -> None:
        """Take away what was said in passing; it covers the lower right corner for some seconds."""
        self.app.clear_notifications()
        await self.rest()

    def sees(self, *words: str) -> bool:
        """Tell whether all the words are on the screen, or said in passing; line breaks and frames do not matter."""
        seen = " ".join(f"{self.in_front()} {self.toasts()}".translate(FRAMES).split())
        return all(" ".join(word.split()) in seen for word in words)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before was dealt with; Pilot's own waits are far longer."""
        for key in keys:
            self.app.post_message(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))
            await self._pause()

    async def burst(self, data: str) -> None:
        """Send what a terminal sends, as one packet, and wait until all of it has had its turn."""
        for event in TerminalInput().feed(data):
            event.set_sender(self.app)  # as the driver does
            self.app.post_message(event)
        await self._pause()

    async def _pause(self) -> None:
        await self.rest()
        while self.app.is_running and self.app.keys.waiting:  # behind something that is still going on
            await self.rest()

    async def paste(self, text: str) -> None:
        """Paste text wherever the cursor is."""
        self.app.post_message(events.Paste(text))
        await self._pause()

    async def enter(self, *lines: str) -> None:
        """Paste each line into an input and press Enter."""
        for line in lines:
            await self.paste(line)
            await self.press("enter")

    async def until(self, holds: Callable[[], object], claim: str = "") -> None:
        """Wait until something holds; fail with the screen when it never does."""
        deadline, nap = time.monotonic() + PATIENCE, 0.02
        while True:
            await self.rest()
            if holds():
                return
            assert time.monotonic() < deadline, f"never came true: {claim}\n{self.shown()}\n{self.toasts()}"
            await asyncio.sleep(nap)
            nap = min(1.5 * nap, 0.1)  # looking at a screen is work that what is waited for could do

    async def sight(self, *words: str) -> None:
        """Wait until all the words can be seen."""
        await self.until(lambda: self.sees(*words), f"seeing {words}")

    async def parting(self, *words: str) -> None:
        """Wait until none of the words can be seen."""
        await self.until(lambda: not any(map(self.sees, words)), f"no longer seeing {words}")

    async def dialog(self, name: str) -> None:
        """Wait until the screen of that class is on top and has its focus."""
        await self.until(lambda: type(self.app.screen).__name__ == name, f"the screen {name}")

    async def writing(self, section: str = "") -> WritingRoom:
        """Wait until the writing room is on top and shows a page (of that section); return it."""

        def ready() -> bool:
            pages = self.app.screen.query(Page)
            return bool(pages) and section in ("", pages.last().context.section.id)

        await self.until(ready, f"the writing room {section}")
        return self.room

    async def opened(self) -> None:
        """Wait until the writing room shows a page; a dialog about the draft may lie above it already."""

        await self.until(
            lambda: any(screen.query(Page) for screen in self.app.screen_stack), "a page of the writing room"
        )

    @property
    def room(self) -> WritingRoom:
        """The writing room."""
        rooms = [screen for screen in self.app.screen_stack if isinstance(screen, WritingRoom)]
        assert not rooms[-1].held.closed
        return rooms[-1]

    @property
    def page(self) -> Any:
        """The page of the section that is shown; of which kind it is, the test knows."""
        return self.room.query_one(Page)

    @property
    def draft(self) -> OpenDraft:
        """The draft that the writing room has open."""
        assert self.room.held.draft is not None
        return self.room.held.draft

    @property
    def document(self) -> Postmortem:
        """The document as it is being written."""
        return self.draft.document

    def saved(self) -> Postmortem:
        """Save, and read the draft's file back."""
        assert self.draft.save_now()
        return read_document(self.draft.path)

    async def choose_section(self, section: str) -> WritingRoom:
        """Go to a section by the outline, as a person does: F2, arrows, Enter."""
        room = await self.writing()
        ids = [entry.id for entry in room.desk.template.sections]
        steps = ids.index(section) - ids.index(self.page.context.section.id)
        await self.press("f2", *(["down"] * steps or ["up"] * -steps), "enter")
        return await self.writing(section)


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def at_desk(drafts: Path) -> OpenDesk:
    """Start the app on the drafts folder, or on one draft, and give a desk; everything that can be drawn is drawn."""

    @asynccontextmanager
    async def start(
        draft: Path | None = None, size: tuple[int, int] = (80, 24), **settings: object
    ) -> AsyncIterator[Desk]:
        app = PmtuiApp(drafts, draft, Settings(**{"author": "Mira", **settings}))  # type: ignore[arg-type]
        app.animation_level = "none"  # each key waits for the end of what moves
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            desk = Desk(app, pilot)
            if draft is not None:
                await desk.opened()
            yield desk

    return start


@pytest.fixture
def put(drafts: Path) -> Callable[..., Path]:
    """Put a document into the drafts folder; without one, a new one made from the keywords."""

    def put_draft(document: Postmortem | None = None, **facts: object) -> Path:
        made = document or new_document(**{"title": "Sign-in failed", **facts})  # type: ignore[arg-type]
        return Library(drafts).create(made)

    return put_draft


@pytest.fixture(autouse=True)
def _exports_stay_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exports are proposed for the current folder; let that be one of the test's own."""
    monkeypatch.chdir(tmp_path)


# The review meeting


class Watch:
    """A clock that stands until it is told how much time went by; the time of day can be set besides."""

    def __init__(self) -> None:
        self.seconds = 5000.0
        self.between_letters = 0.0  # keys are pressed faster here than by hand, and are meant as keys
        self.wall = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)

    @property
    def times(self) -> Times:
        """What a meeting goes by."""
        return Times(lambda: self.seconds, lambda: self.wall, self.between_letters)

    def wait(self, minutes: float = 0.0, seconds: float = 0.0) -> None:
        """Let time go by."""
        passed = minutes * 60 + seconds
        self.seconds += passed
        self.wall += timedelta(seconds=passed)


class MeetingDesk(Desk):
    """A desk with the review meeting on the wall and a clock of its own."""

    def __init__(self, app: PmtuiApp, pilot: Pilot[None], watch: Watch) -> None:
        super().__init__(app, pilot)
        self.watch = watch

    async def rest(self) -> None:
        """Wait as Pilot does: a step on the wall finds its size a moment after it is shown."""
        await self.pilot.pause()

    @property
    def meeting(self) -> MeetingRoom:
        """The meeting."""
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, MeetingRoom))

    @property
    def sitting(self) -> Sitting:
        """The meeting without its screen."""
        assert self.meeting.desk is not None
        return self.meeting.desk.sitting

    @property
    def document(self) -> Postmortem:
        """The document as the meeting has it."""
        return self.sitting.draft.document

    @property
    def line_is_open(self) -> bool:
        """Tell whether what is typed goes into the line."""
        return self.meeting.query_one(CaptureBar).is_open

    def saved(self) -> Postmortem:
        """Save, and read the draft's file back."""
        assert self.sitting.draft.save_now()
        return read_document(self.sitting.draft.path)

    async def wait(self, minutes: float = 0.0, seconds: float = 0.0) -> None:
        """Let time go by, and the clock tick once."""
        self.watch.wait(minutes, seconds)
        self.meeting.tick()
        await self.pilot.pause()

    async def on_the_wall(self) -> MeetingRoom:
        """Wait for the card on entry, and go on to the first page."""
        await self.dialog("BeforeMeeting")
        await self.press("enter")
        await self.dialog("MeetingRoom")
        return self.meeting

    async def begin(self) -> MeetingRoom:
        """Go to the first page and let the clock run."""
        meeting = await self.on_the_wall()
        await self.press("right")
        return meeting

    async def left(self) -> None:
        """Wait until the meeting is left, and go on to the list of drafts."""
        await self.dialog("LeftMeeting")
        await self.press("enter")
        await self.dialog("LibraryScreen")

    async def capture(self, key: str, *lines: str) -> None:
        """Catch lines of one kind, and go back to walking."""
        await self.press(key)
        await self.enter(*lines)
        await self.press("escape")


OpenMeeting = Callable[..., AbstractAsyncContextManager[MeetingDesk]]


@pytest.fixture
def at_meeting(drafts: Path) -> OpenMeeting:
    """Start the app on the review meeting of a draft, with a clock that stands; the card on entry is shown."""

    @asynccontextmanager
    async def start(
        draft: Path, size: tuple[int, int] = (80, 24), watch: Watch | None = None, **options: object
    ) -> AsyncIterator[MeetingDesk]:
        held = watch or Watch()
        chosen = MeetingOptions(**options)  # type: ignore[arg-type]
        app = PmtuiApp(drafts, draft, Settings(author="Mira"), meeting=chosen, times=held.times)
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            yield MeetingDesk(app, pilot, held)

    return start


@pytest.fixture
def make_incident() -> Callable[..., Postmortem]:
    """Makes a postmortem to hold a meeting about, with some parts exchanged."""
    return incident
