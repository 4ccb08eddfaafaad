"""What the meeting does about its draft's file: opening it or taking it over from the room, and letting it go.

One draft is never open twice: where the writing room has it, the room hands it over and keeps it.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from textual import work
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Change, Postmortem
from pmtui.drafts.file.file_head import Head
from pmtui.drafts.held_draft import HeldDraft
from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError
from pmtui.meeting.baseline import read_baseline
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.stored import is_under_way
from prompts.content import load_meeting
from prompts.meeting_shapes import Meeting
from prompts.tables import ContentError
from screens.meeting.times import Times
from screens.navigation import LibraryAsked, UnreadableAsked
from screens.parts.host import TELL, ScreenHost
from screens.parts.safekeeping import SAFEKEEPING_KEYS, KeyWords, Safekeeping
from screens.parts.worker_mistakes import WorkerMistakes
from screens.widgets.plain_text import PlainText
from screens.wording import Wording

REFUSED_FOR = 6.0
ELSEWHERE = frozenset(
    {"room.take_over", "room.history"}
)  # T gives more time; bringing an earlier version back would undo the meeting


class Keeping(Screen[None]):
    """The part of the meeting that has the draft: one of its own, or the one that the writing room handed over."""

    THEME_FOR_ITSELF = True
    BINDINGS = [
        *(key for key in SAFEKEEPING_KEYS if key.id not in ELSEWHERE),
        Binding("ctrl+s", "save", "Save", id="meeting.save", priority=True, show=False, tooltip="Save now (it is saved at once anyway)"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    Keeping {
        #banner { height: auto; max-height: 3; padding: 0 1; display: none; color: $text-warning; text-style: bold; }
    }
    """

    @dataclass
    class SaveChanged(Message):
        """The draft stands differently on disk now."""

        state: SaveState

    @dataclass
    class OutsideHappened(Message):
        """Something else did something to the draft's file."""

        news: Outside

    def __init__(
        self,
        path: Path,
        head: Head,
        wording: Wording,
        options: MeetingOptions,
        draft: OpenDraft | None = None,
        times: Times | None = None,
    ) -> None:
        """Show `path`; `draft` is the one that the writing room has open and keeps."""
        super().__init__()
        self.path, self.head, self.wording = path, head, wording
        self.held = HeldDraft(path)
        self._mistakes = WorkerMistakes(self.notify)
        if draft is not None:
            self.held.adopt(draft)
        self.draft: OpenDraft | None = None
        self.safekeeping: Safekeeping | None = None
        self.options, self.times = options, times or Times()
        self.meeting: Meeting | None = None
        self.baseline: Postmortem | None = None

    @property
    def closed(self) -> bool:
        """Tell whether the draft is let go."""
        return self.held.closed

    async def show_whole_draft(self) -> None:
        """Show the draft after all of it may have changed."""
        self.show_draft()
        if self.safekeeping is not None and self.draft is not None:
            self.safekeeping.show_state(self.draft.save_state)

    def show_banner(self, words: str) -> None:
        """Say below the head what cannot be overlooked."""
        banner = self.query_one("#banner", PlainText)
        banner.display = bool(words)
        banner.update(words)
        self.refresh_bindings()

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        raise NotImplementedError

    def begin_showing(self) -> None:
        """Show the meeting for the first time."""
        raise NotImplementedError

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; must not fail, and needs no widgets."""
        raise NotImplementedError

    def forget_place(self) -> None:
        """Tell a second terminal that there is no meeting here any more. Waits for the disk."""
        raise NotImplementedError

    # Opening

    @work(exclusive=True, group="open-draft")
    async def open_meeting(self) -> None:
        """Read the draft and the wording while the shell is painted, then show the meeting."""
        try:
            draft = await asyncio.to_thread(self.held.read)
        except DraftError as error:
            gone = not self.path.exists()
            self.post_message(LibraryAsked(str(error)) if gone else UnreadableAsked(self.path, error))
            return
        self.meeting, problem = await asyncio.to_thread(_wording, self.wording.team)
        if draft is None or self.closed:
            return
        if is_under_way(draft.document):
            name = draft.document.review.baseline
            self.baseline = await asyncio.to_thread(read_baseline, self.path, name)
        if not self.closed:
            self._take_draft(draft, problem)

    def _take_draft(self, draft: OpenDraft, problem: str) -> None:
        self.draft = draft
        self.held.when_closed = self.forget_place
        words = KeyWords(
            "What stood there is among the earlier versions: Alt+H in the writing room.",
            "Alt+H in the writing room",
            "Alt+T takes over",
            shows_state=False,
        )
        host = ScreenHost(self, self.show_whole_draft, self.show_banner)
        self.safekeeping = Safekeeping(self.path, draft, host, self.wording.questions, words)
        self.held.listen(
            lambda state: self.post_message(self.SaveChanged(state)),
            lambda news: self.post_message(self.OutsideHappened(news)),
        )
        if problem:
            self.notify(problem, severity="warning", timeout=TELL)
        self.begin_showing()
        self.safekeeping.show_state(draft.save_state)
        if not self.held.is_borrowed:
            draft.when_refused(self.tell_refused)
            for notice in draft.notices:
                self.notify(notice, timeout=TELL)

    # Changing

    def change(self, change: Change, label: str) -> bool:
        """Change the draft and show it; where that is not possible, say why and return False."""
        if self.draft is None:
            return False
        if (refusal := self.draft.refusal) is not None:
            self.tell_refused(refusal)
            return False
        try:
            changed = self.draft.edit(change, label)
        except FieldProblem as problem:
            self.notify(str(problem), severity="warning", timeout=TELL)
            return False
        self.show_draft()
        return changed

    def tell_refused(self, error: DraftError) -> None:
        """Say why nothing can be changed here."""
        self.notify(str(error), severity="warning", timeout=REFUSED_FOR)

    # On the disk

    @work(exclusive=True, group="dialog")
    async def action_safekeeping(self, verb: str) -> None:
        """Do something about the draft's file."""
        if self.safekeeping is not None:
            await self.safekeeping.do(verb)

    @work(thread=True, exclusive=True, group="save-now", exit_on_error=False)
    def action_save(self) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        if self.safekeeping is None or self.draft is None:
            return
        failed = self.safekeeping.save()
        self.post_message(self.SaveChanged(self.draft.save_state))
        if failed:
            self.call_later(self.action_safekeeping, "save_copy")

    def on_keeping_save_changed(self, event: SaveChanged) -> None:
        """Say what cannot be overlooked about how the draft stands on disk."""
        if self.safekeeping is not None and not self.closed:
            self.safekeeping.follow(event.state)

    async def on_keeping_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if self.safekeeping is None or self.closed:
            return
        if event.news.kind == "changed":
            await self.safekeeping.take_theirs()
            self.show_draft()  # a room below may have taken the change in already
        self.safekeeping.tell_outside(event.news)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the state of the file calls for."""
        if action == "safekeeping":
            return self.safekeeping is not None and self.safekeeping.offers(str(parameters[0]))
        return super().check_action(action, parameters)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of a task that ended with a mistake; the meeting goes on."""
        self._mistakes.tell(event)

    # Closing

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        if not self.closed:
            self.gather()
        self.held.close()
        self.draft = None


def _wording(team: Path | None) -> tuple[Meeting, str]:
    """Return what the meeting says, and what is wrong with the team's own wording of it, if anything."""
    try:
        return load_meeting(team), ""
    except ContentError as error:
        return load_meeting(), str(error)
