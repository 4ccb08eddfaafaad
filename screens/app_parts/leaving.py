"""How the app saves and closes an open draft before it leaves; a slow disk can be left without waiting."""

import asyncio
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from pmtui.crash import crash_on_purpose
from pmtui.drafts.held_draft import HeldDraft
from pmtui.text import visible_line
from screens.dialogs.waiting import Waiting
from screens.textual_faults.app import AppFaults

if TYPE_CHECKING:  # this brings pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft

Parting = Literal["left", "unsaved", "stayed"]

LEAVE_WITHIN = 20  # seconds in which a second Ctrl+Q leaves without saving
AT_ONCE = 0.3  # seconds that a disk still gets from a person who does not want to wait


@runtime_checkable
class HoldsDraft(Protocol):
    """A screen that has the open draft."""

    held: HeldDraft
    THEME_FOR_ITSELF: bool

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; it must not fail and needs no widgets."""


class Leaving:
    """Knows which screens of an app hold the open draft, and lets it go; the app ends when told to twice, saved or not."""

    def __init__(self, app: AppFaults) -> None:
        """Look after the drafts on the screens of `app`."""
        self.at_a_time = asyncio.Lock()
        self._app = app
        self._leaving_unsaved = False
        self._held_last: list[HeldDraft] = []

    @property
    def holders(self) -> list[HoldsDraft]:
        """The screens that have the open draft, the topmost first: the writing room, a meeting, or one above the other."""
        held = [screen for screen in reversed(self._app.screen_stack) if isinstance(screen, HoldsDraft)]
        return [screen for screen in held if not screen.held.closed]

    @property
    def draft(self) -> "OpenDraft | None":
        """The draft that is open, on whichever screen."""
        return next((holder.held.draft for holder in self.holders if holder.held.draft), None)

    @property
    def unsaved(self) -> str:
        """Return, after the app has ended, what could not be saved and where it is kept; empty when all is on disk."""
        return "\n".join(words for held in self._held_last if (words := _unsaved_words(held)))

    def save(self) -> bool:
        """Save what is open and say whether everything is on disk."""
        draft = self.draft
        return draft is None or draft.save_now()

    def save_as_asked(self) -> None:
        """Save what is open, and say how it stands on disk; say that there is nothing to save where no draft is open."""
        if self.draft is None:
            self._app.notify(
                "There is nothing to save here: a draft is saved while you write in it.", timeout=4
            )
        else:
            self.gather()
            self._app.run_worker(self._save_and_say, thread=True, group="save-now", exit_on_error=False)

    def _save_and_say(self) -> None:
        self.save()
        if (draft := self.draft) is not None:
            self._app.call_from_thread(self._app.notify, f"{draft.save_state.words}.", timeout=4)

    def gather(self) -> None:
        """Put into the open draft what is only on the screen so far."""
        for holder in self.holders:
            holder.gather()

    def remember_holders(self) -> None:
        """Note whose drafts are closed by the end of the app, which is about to come."""
        self._held_last = [holder.held for holder in self.holders]

    def quit(self) -> None:
        """Leave once everything is on disk; when it cannot be, or while it takes long, leave at the second asking."""
        if self._leaving_unsaved or (isinstance(self._app.screen, Waiting) and self._app.screen.is_told):
            for holder in self.holders:
                holder.held.patience = AT_ONCE
            self._app.exit()
        elif not isinstance(self._app.screen, Waiting):
            self._app.run_worker(self._quit_when_saved(), exclusive=True, group="quit")

    async def let_go(self, words: str) -> Parting:
        """Save and close the open draft while a sentence keeps the keys from it.

        It stays open when saving fails ("unsaved"), or when the person would rather go on writing ("stayed").
        """
        holders = self.holders
        if not holders:
            return "left"
        self.gather()
        waiting = Waiting(words)
        await self._app.push_screen(waiting)
        try:
            saving = asyncio.ensure_future(asyncio.to_thread(self.save))
            turning_back = asyncio.ensure_future(waiting.turned_back.wait())
            await asyncio.wait({saving, turning_back}, return_when=asyncio.FIRST_COMPLETED)
            turning_back.cancel()
            if not saving.done():
                return "stayed"
            if not saving.result():
                return "unsaved"
            self._app.clear_notifications()  # what was said of this draft
            for holder in holders:
                holder.held.closed = True
            for holder in holders:
                await asyncio.to_thread(holder.held.close)
            self._app.keys.drop_kept()
            return "left"
        finally:
            while waiting in self._app.screen_stack:  # help may lie above it
                await self._app.pop_screen()

    async def _quit_when_saved(self) -> None:
        """Wait for the disk, and go on waiting while it is only slow."""
        crash_on_purpose("worker")
        while (parting := await self.let_go("Saving before pmtui ends …")) == "unsaved":
            state = self.draft.save_state if self.draft else None
            self._leaving_unsaved = True
            self._app.notify(
                f"{state.words if state else ''}\n"
                "Ctrl+Q again leaves without saving; Alt+C saves a copy elsewhere.",
                severity="error",
                timeout=LEAVE_WITHIN,
            )
            self._app.set_timer(LEAVE_WITHIN, self._stay)
            if state is None or state.name == "failed":
                return
        if parting == "left":
            self._app.exit()

    def _stay(self) -> None:
        """Ask anew next time: what was agreed to when a save failed does not hold for a later one."""
        self._leaving_unsaved = False


def _unsaved_words(held: HeldDraft) -> str:
    state = held.unsaved
    if state is None:
        return ""
    said = f"The last changes are not in {visible_line(str(held.path))}: {visible_line(state.reason)}."
    if state.rescue is None:
        return f"{said}\nThey could not be kept anywhere else either."
    return f"{said}\nThey are kept in {visible_line(str(state.rescue))}, and offered when the draft is opened next."
