"""A person at a keyboard: the whole app on a folder of its own, what is on its screen, and what is on the disk."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from pmtui.app import PmtuiApp
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.library import Library, read_document
from pmtui.drafts.new import new_document
from pmtui.settings import Settings
from screens.writing.room import WritingRoom

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

    async def hush(self) -> None:
        """Take away what was said in passing; it covers the lower right corner for some seconds."""
        self.app.clear_notifications()
        await self.pilot.pause()

    def sees(self, *words: str) -> bool:
        """Tell whether all the words are on the screen, or said in passing; line breaks and frames do not matter."""
        seen = " ".join(f"{self.in_front()} {self.toasts()}".translate(FRAMES).split())
        return all(" ".join(word.split()) in seen for word in words)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before was dealt with; Pilot's own waits are far longer."""
        for key in keys:
            self.app.post_message(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))
            await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste text wherever the cursor is."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def enter(self, *lines: str) -> None:
        """Paste each line into an input and press Enter."""
        for line in lines:
            await self.paste(line)
            await self.press("enter")

    async def until(self, holds: Callable[[], object], claim: str = "") -> None:
        """Wait until something holds; fail with the screen when it never does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            await self.pilot.pause()
            if holds():
                return
            assert time.monotonic() < deadline, f"never came true: {claim}\n{self.shown()}\n{self.toasts()}"
            await self.pilot.pause(0.05)

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
            room = self.app.screen
            return (
                isinstance(room, WritingRoom)
                and room.page is not None
                and room.page.is_attached
                and (not section or room.page.context.section.id == section)
            )

        await self.until(ready, f"the writing room {section}")
        return self.room

    @property
    def room(self) -> WritingRoom:
        """The writing room."""
        room = self.app.room
        assert room is not None
        return room

    @property
    def document(self) -> Postmortem:
        """The document as it is being written."""
        assert self.room.draft is not None
        return self.room.draft.document

    def saved(self) -> Postmortem:
        """Save, and read the draft's file back."""
        assert self.room.draft is not None
        assert self.room.draft.save_now()
        return read_document(self.room.draft.path)

    async def choose_section(self, section: str) -> WritingRoom:
        """Go to a section by the outline, as a person does: F2, arrows, Enter."""
        room = await self.writing()
        ids = [entry.id for entry in room.template.sections]
        steps = ids.index(section) - ids.index(room.page.context.section.id)
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
                await desk.writing()
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
