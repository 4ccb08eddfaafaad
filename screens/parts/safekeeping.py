"""What a screen does about its draft's file: other windows, changes from elsewhere, earlier and unsaved versions."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding

from pmtui.errors import DraftError
from screens.parts.host import TELL, DraftHost
from screens.when import name_end

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.document.postmortem import Postmortem
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState
    from prompts.shapes import Question

NAME_WIDTH = 48

SAFEKEEPING_KEYS = [
    Binding("alt+h", "safekeeping('history')", "History", id="room.history", priority=True, show=False, tooltip="Earlier versions of this draft: what changed since, and bringing one back"),
    Binding("T", "safekeeping('take_over_by_letter')", "Take over", id="room.take_over", show=False, tooltip="Write here although another window has the draft open"),
    Binding("alt+t", "safekeeping('take_over')", "Take over", id="room.take_over_in_field", priority=True, show=False, tooltip="Write here although another window has the draft open"),
    Binding("alt+v", "safekeeping('together')", "Both versions", id="room.together", priority=True, show=False, tooltip="Bring your version and the one written elsewhere together, or see what an earlier session could not save"),
    Binding("alt+c", "safekeeping('save_copy')", "Save a copy", id="room.save_copy", priority=True, show=False, tooltip="Write the draft as it is now to a file somewhere else"),
]  # fmt: skip


@dataclass(frozen=True)
class KeyWords:
    """What is said of keys where they are offered; a screen without them says it otherwise."""

    takes_back: str = "Ctrl+Z takes that back."
    earlier: str = "Alt+H"
    shows_state: bool = True  # whether the screen says elsewhere how the draft stands on disk


class Safekeeping:
    """Looks after the file of an open draft. Its host shows what comes of it."""

    def __init__(
        self,
        path: Path,
        draft: "OpenDraft",
        host: DraftHost,
        questions: "Mapping[str, Question]",
        words: KeyWords = KeyWords(),
    ) -> None:
        """Look after `draft`, opened from `path`; `questions` name its fields."""
        self._path, self._draft, self._host = path, draft, host
        self._questions, self._words = questions, words
        self._unsaved = list(
            draft.offers
        )  # what an earlier session left, as long as nothing was decided about it
        self._set_aside = False  # whether that is to be decided later
        self._verbs: Mapping[str, Callable[[], Awaitable[object]]] = {
            "history": self._look_back,
            "take_over": self._take_over,
            "take_over_by_letter": self._take_over,
            "together": self._compare,
            "save_copy": self._save_copy,
        }

    def offers(self, verb: str) -> bool:
        """Tell whether the state of the file calls for what a key does."""
        if verb in ("take_over", "take_over_by_letter"):
            return self._draft.read_only and self._draft.locked_by is not None
        return verb != "together" or self._draft.divergence is not None or bool(self._unsaved)

    async def do(self, verb: str) -> None:
        """Do what a key asks for; in a worker, for most of it asks something."""
        await self._verbs[verb]()

    # Opening

    async def greet(self) -> bool:
        """Ask who has the draft and what becomes of unsaved text, where nobody writes yet; False when the person left."""
        if self._draft.locked_by is not None:
            return await self._ask_to_take_over(at_opening=True)
        await self._offer_unsaved()
        return True

    async def _offer_unsaved(self) -> None:
        from screens.versions.recovery import RecoveryScreen

        while self._unsaved:
            offer = replace(self._unsaved[0], current=self._draft.document)  # which was gone on with, perhaps
            screen = RecoveryScreen(self._draft, offer, self._questions, len(self._unsaved) - 1)
            answer = await self._host.ask(screen)
            self._set_aside = answer not in ("taken", "kept")
            if self._set_aside:
                self._host.say("It stays kept. Alt+V shows it again, and so does the next opening.")
                break
            del self._unsaved[0]
            if answer == "taken":
                await self._host.show_draft()
                self._host.say(f"Taken. {self._words.takes_back}")
                break
            earlier = f"The other version is among the earlier ones ({self._words.earlier})."
            self._host.say(f"The file is kept. {earlier}")
        self.show_state(self._draft.save_state)

    # Another window

    async def _take_over(self) -> None:
        await self._ask_to_take_over(at_opening=False)

    async def _ask_to_take_over(self, at_opening: bool) -> bool:
        from screens.dialogs.locked import LockedScreen

        holder = self._draft.locked_by
        if holder is None:
            return True
        answer = await self._host.ask(LockedScreen(self._draft, self._path.name, holder))
        if answer == "taken":
            await self._host.show_draft()
            self._host.say("You are writing this draft now. The other window can only read.")
        elif answer == "back" and at_opening:
            self._host.leave()
            return False
        return True

    # Changes from elsewhere

    async def take_theirs(self) -> None:
        """Show a version from elsewhere when nothing here is unsaved; what is only on the screen is in the draft by now."""
        if words := self._draft.reload():
            await self._host.show_draft()
            self._host.say(words, "warning", TELL)

    def tell_outside(self, news: "Outside") -> None:
        """Tell what something else did to the file, and bring the banner up to date: who has the draft is known now."""
        if news.kind not in ("changed", "conflict"):
            self._host.say(news.words, "warning", TELL)
        self.show_state(self._draft.save_state)

    async def _compare(self) -> None:
        if self._draft.divergence is not None:
            await self._bring_together()
        else:
            await self._offer_unsaved()

    async def _bring_together(self) -> None:
        from screens.versions.outside_change import OutsideChangeScreen

        while found := self._draft.divergence:
            answer = await self._host.ask(OutsideChangeScreen(self._draft, found, self._questions))
            if answer == "together":
                await self._host.show_draft()
                self._host.say(f"Both versions are together. {self._words.takes_back}")
            if answer != "again":
                return

    # Earlier versions

    async def _look_back(self) -> None:
        from screens.versions.history import HistoryScreen

        version = await self._host.ask(HistoryScreen(self._path, self._draft.document, self._questions))
        if version is None:
            return
        before = self._draft.document
        if self._draft.edit(lambda _: version.document, f"bring back the version of {version.taken}"):
            await self._host.show_draft()
            self._host.say(f"The version of {version.taken} is back. {self._words.takes_back}")
            await asyncio.to_thread(_keep, self._path, before)

    # The disk

    def save(self) -> bool:
        """Save as asked, and tell whether a copy elsewhere should be offered. Waits for the disk: only in a thread."""
        self._draft.save_as_asked()
        return self._draft.save_state.name == "failed"

    async def _save_copy(self) -> None:
        from screens.dialogs.ask import AskLine

        where = str(Path.home() / self._path.name)
        said = "The draft itself stays where it is. Nothing is overwritten."
        while answer := await self._host.ask(AskLine("Save a copy as", where, said, weighty=True)):
            where, target = answer, Path(answer).expanduser().absolute()
            try:
                await asyncio.to_thread(self._draft.save_copy, target)
            except DraftError as error:
                said = str(error)
            else:
                self._host.say(f"A copy is in {target}", timeout=TELL)
                return

    # What is shown

    def show_state(self, state: "SaveState") -> None:
        """Say what cannot be overlooked about how the draft stands on disk."""
        self._host.show_banner(self._banner(state))

    def follow(self, state: "SaveState") -> None:
        """Say so at each news of the saver, and end with its mistake where that ended it."""
        self.show_state(state)
        if self._draft.mistake is not None:
            raise self._draft.mistake  # saving ended with it: the app ends too, and saves by itself

    def _banner(self, state: "SaveState") -> str:
        if self._draft.read_only:
            way = "Alt+T takes over" if self._draft.locked_by else "Alt+C saves a copy elsewhere"
            return f"READ ONLY: {state.reason}. {way}."
        if state.name == "failed":
            kept = " What is not saved is kept, and offered when pmtui starts again." if state.rescue else ""
            words = "" if self._words.shows_state else f"{state.words}. "
            return f"{words}You can go on writing. Ctrl+S tries again and offers a copy elsewhere.{kept}"
        if state.name == "deleted":
            return "THE FILE IS GONE: something else deleted it. Ctrl+S or going on writing puts it back; its text is kept."
        if state.name == "conflict":
            name = name_end(self._draft.path.name, NAME_WIDTH)
            return f"TWO VERSIONS: yours is in {name}. Alt+V shows both and brings them together."
        if self._unsaved and not self._set_aside:
            return "UNSAVED TEXT: an earlier session left some that is not in the draft. Alt+V shows it."
        return ""


def _keep(draft: Path, document: "Postmortem") -> None:
    from pmtui.drafts.file.format import dump
    from pmtui.drafts.versions.snapshots import History

    History(draft).keep(dump(document), datetime.now(UTC), "replaced", force=True)
