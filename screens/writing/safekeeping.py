"""What the writing room does about its draft's file: other windows, changes from elsewhere, earlier and unsaved versions."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from pmtui.errors import DraftError
from pmtui.text import visible, visible_line
from screens.navigation import HistoryAsked, LibraryAsked
from screens.when import name_end
from screens.writing.frame import Frame

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.document.postmortem import Postmortem
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState
    from screens.history import EarlierVersion
    from screens.outside_change import OutsideAnswer

CALM = 1.5  # seconds without an edit until a screen may come between a person and the text
NAME_WIDTH = 48
TELL = 12.0  # seconds that something said in passing stays


class Safekeeping(Frame):
    """The part of the writing room that looks after the file; the room shows what comes of it."""

    DEFAULT_CSS = """
    Safekeeping {
        #banner { height: auto; max-height: 3; padding: 0 1; display: none; color: $text-warning; text-style: bold; }
    }
    """
    BINDINGS = [
        Binding("alt+h", "history", "History", id="room.history", priority=True, show=False, tooltip="Earlier versions of this draft: what changed since, and bringing one back"),
        Binding("T", "take_over", "Take over", id="room.take_over", show=False, tooltip="Write here although another window has the draft open"),
        Binding("alt+t", "take_over", "Take over", id="room.take_over_in_field", priority=True, show=False, tooltip="Write here although another window has the draft open"),
        Binding("alt+v", "together", "Both versions", id="room.together", priority=True, show=False, tooltip="Bring your version and the one written elsewhere together"),
        Binding("alt+c", "save_copy", "Save a copy", id="room.save_copy", priority=True, show=False, tooltip="Write the draft as it is now to a file somewhere else"),
    ]  # fmt: skip

    # What is said of keys holds where they are offered; a screen without them says it otherwise.
    TAKES_BACK = " Ctrl+Z takes that back."
    EARLIER = "Alt+H"

    _edited_at = 0.0
    _left_apart: Path | None = None  # the file of ours whose two versions the person has seen and left
    _asking: Timer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the state of the file calls for."""
        if action == "take_over":
            return self.draft is not None and self.draft.read_only and self.draft.locked_by is not None
        if action == "together":
            return self.draft is not None and self.draft.divergence is not None
        return super().check_action(action, parameters)

    def on_page_edited(self) -> None:
        """Note when the person last wrote."""
        self._edited_at = time.monotonic()

    # Opening

    @work(exclusive=True, group="dialog")
    async def greet(self) -> None:
        """Tell who else has the draft, or offer what an earlier session could not save."""
        await self.greeting()

    async def greeting(self) -> bool:
        """Do so in the worker of the one who calls; return whether the person stays with this draft."""
        if self.draft is None:
            return False
        if self.draft.locked_by is not None:
            return await self._ask_to_take_over(at_opening=True)
        await self._offer_unsaved(self.draft)
        return True

    async def _offer_unsaved(self, draft: "OpenDraft") -> None:
        from screens.recovery import RecoveryScreen

        for number, offer in enumerate(draft.offers, 1):
            screen = RecoveryScreen(draft, offer, self.wording.questions, len(draft.offers) - number)
            answer = await self.app.push_screen_wait(screen)
            if answer == "taken":
                await self.show_whole_draft()
                self.notify(f"Taken.{self.TAKES_BACK}", markup=False)
            if answer != "kept":
                return
            self.notify(
                f"The file is kept. The other version is among the earlier ones ({self.EARLIER}).",
                markup=False,
            )

    # Another window

    @work(exclusive=True, group="dialog")
    async def action_take_over(self) -> None:
        """Show who is writing the draft, and take it over when the person says so."""
        await self._ask_to_take_over(at_opening=False)

    async def _ask_to_take_over(self, at_opening: bool) -> bool:
        from screens.dialogs.locked import LockedScreen

        if self.draft is None or self.draft.locked_by is None:
            return True
        screen = LockedScreen(self.draft, self.path.name, self.draft.locked_by)
        answer = await self.app.push_screen_wait(screen)
        if answer == "taken":
            await self.show_whole_draft()
            self.notify("You are writing this draft now. The other window can only read.", markup=False)
        elif answer == "back" and at_opening:
            self.post_message(LibraryAsked())
            return False
        return True

    # Changes from elsewhere

    def after_outside(self, news: "Outside") -> None:
        """Bring the banner up to date; show both versions, once the person is not in the middle of a sentence."""
        if self.draft is not None:  # who has the draft is known only now
            self.show_standing(self.draft.save_state)
        if news.kind == "conflict" and self._asking is None:
            self._ask_when_calm()

    def _ask_when_calm(self) -> None:
        self._asking = None
        found = self.draft.divergence if self.draft else None
        if found is None or found.own == self._left_apart:
            return
        if self.app.screen is self and time.monotonic() - self._edited_at >= CALM:
            self.action_together()
        else:
            self._asking = self.set_timer(CALM / 3, self._ask_when_calm)

    @work(exclusive=True, group="dialog")
    async def action_together(self) -> None:
        """Show both versions and bring them together."""
        from screens.outside_change import OutsideChangeScreen

        answer: OutsideAnswer = "again"
        while answer == "again" and self.draft and (found := self.draft.divergence):
            screen = OutsideChangeScreen(self.draft, found, self.wording.questions)
            answer = await self.app.push_screen_wait(screen)
            self._left_apart = found.own if answer == "apart" else None
        if answer == "together":
            await self.show_whole_draft()
            self.notify(f"Both versions are together.{self.TAKES_BACK}", markup=False)

    # Earlier versions

    def action_history(self) -> None:
        """Show the earlier versions."""
        if self.draft is not None:
            self.post_message(HistoryAsked(self))

    async def bring_back(self, version: "EarlierVersion") -> None:
        """Put an earlier version in the draft's place; what stood there becomes a snapshot."""
        if self.draft is None:
            return
        before = self.draft.document
        if self.draft.edit(lambda _: version.document, f"bring back the version of {version.taken}"):
            await self.show_whole_draft()
            self.notify(f"The version of {version.taken} is back. Ctrl+Z takes that back.", markup=False)
            await asyncio.to_thread(_keep, self.path, before)

    # A disk that fails

    def after_asked_to_save(self) -> None:
        """Offer a way out to a person who asked for a save that could not be made."""
        if self.draft is not None and self.draft.save_state.name == "failed":
            self.action_save_copy()

    @work(exclusive=True, group="dialog")
    async def action_save_copy(self) -> None:
        """Write the draft as it is now to a file somewhere else."""
        from screens.dialogs.ask import AskLine

        where, said = (
            str(Path.home() / self.path.name),
            "The draft itself stays where it is. Nothing is overwritten.",
        )
        while self.draft is not None:
            answer = await self.app.push_screen_wait(AskLine("Save a copy as", where, said))
            if not answer:
                return
            where, target = answer, Path(answer).expanduser().absolute()
            try:
                await asyncio.to_thread(self.draft.save_copy, target)
            except DraftError as error:
                said = str(error)
            else:
                self.notify(visible(f"A copy is in {target}"), markup=False, timeout=TELL)
                return

    # What is shown

    def show_standing(self, state: "SaveState") -> None:
        """Say below the head what cannot be overlooked, and keep the text from being typed into when it can only be read."""
        words = self._banner(state)
        banner = self.query_one("#banner", Static)
        banner.display = bool(words)
        banner.update(Content(visible_line(words)))
        if self.draft is not None:
            from textual.widgets import TextArea

            for editor in self.query(TextArea):
                editor.read_only = self.draft.read_only
        self.refresh_bindings()

    def _banner(self, state: "SaveState") -> str:
        if self.draft is None:
            return ""
        if self.draft.read_only:
            way = (
                "T takes over (Alt+T in a field)" if self.draft.locked_by else "Alt+C saves a copy elsewhere"
            )
            return f"READ ONLY: {state.reason}. {way}."
        if state.name == "failed":
            kept = " What is not saved is kept, and offered when pmtui starts again." if state.rescue else ""
            return f"You can go on writing. Ctrl+S tries again and offers a copy elsewhere.{kept}"
        if state.name == "deleted":
            return "THE FILE IS GONE: something else deleted it. Ctrl+S or going on writing puts it back; its text is kept."
        if state.name == "conflict":
            name = name_end(self.draft.path.name, NAME_WIDTH)
            return f"TWO VERSIONS: yours is in {name}. Alt+V shows both and brings them together."
        return ""


def _keep(draft: Path, document: "Postmortem") -> None:
    from pmtui.drafts.file.format import dump
    from pmtui.drafts.versions.snapshots import History

    History(draft).keep(dump(document), datetime.now(UTC), "replaced", force=True)
