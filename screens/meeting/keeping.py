"""What the meeting does about its draft's file: opening it or taking it over from the room, and letting it go.

One draft is never open twice: where the writing room has it, the room hands it over and keeps it.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from textual import work
from textual.binding import Binding
from textual.message import Message

from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Change, Postmortem
from pmtui.drafts.file.file_head import Head
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError
from pmtui.meeting.baseline import read_baseline
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.stored import is_under_way
from pmtui.text import visible
from prompts.content import ContentError, Meeting, load_meeting
from screens.meeting.times import Times
from screens.navigation import LibraryAsked, UnreadableAsked
from screens.wording import Wording
from screens.writing.safekeeping import TELL, Safekeeping

REFUSED_FOR = 6.0


class Keeping(Safekeeping):
    """The part of the meeting that has the draft: one of its own, or the one that the writing room handed over."""

    THEME_FOR_ITSELF = True
    TAKES_BACK = " What stood there is among the earlier versions: Alt+H in the writing room."
    EARLIER = "Alt+H in the writing room"
    BINDINGS = [
        Binding("ctrl+s", "save", "Save", id="meeting.save", priority=True, show=False, tooltip="Save now (it is saved at once anyway)"),
    ]  # fmt: skip

    @dataclass
    class Read(Message):
        """The draft was read, and with it everything the meeting says."""

        draft: OpenDraft
        meeting: Meeting
        baseline: Postmortem | None
        problem: str

    @dataclass
    class Unreadable(Message):
        """The draft cannot be opened."""

        error: DraftError

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
        super().__init__(path, head, wording)
        self.options, self.times = options, times or Times()
        self.handed_over = draft
        self.meeting: Meeting | None = None
        self.baseline: Postmortem | None = None
        self._read: OpenDraft | None = None
        self._reading, self._reading_ended, self._gave_up_reading = False, Event(), False
        self._letting_go = Lock()

    async def show_whole_draft(self) -> None:
        """Show the draft after all of it may have changed."""
        self.show_draft()
        if self.draft is not None:
            self.show_standing(self.draft.save_state)

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        raise NotImplementedError

    def begin_showing(self) -> None:
        """Show the meeting for the first time."""
        raise NotImplementedError

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; must not fail, and needs no widgets."""
        raise NotImplementedError

    # Opening

    @work(thread=True, exclusive=True, group="open-draft")
    def open_meeting(self) -> None:
        """Read the draft and the wording while the shell is painted."""
        self._reading = True
        try:
            draft = self.handed_over or open_draft(self.path)
            self._read = draft
        except DraftError as error:
            self.post_message(self.Unreadable(error))
            return
        finally:
            self._reading_ended.set()
        if self._gave_up_reading:
            if self.handed_over is None:
                draft.close()
            return
        meeting, problem = _wording(self.wording.team)
        review = draft.document.review
        baseline = read_baseline(self.path, review.baseline) if is_under_way(draft.document) else None
        self.post_message(self.Read(draft, meeting, baseline, problem))

    def on_keeping_read(self, event: Read) -> None:
        """Take the draft and show the meeting."""
        if self.closed:
            return
        self.draft, self.meeting, self.baseline = event.draft, event.meeting, event.baseline
        self.draft.listen(self._save_changed)
        self.draft.listen_outside(self._outside_happened)
        if event.problem:
            self.notify(visible(event.problem), severity="warning", markup=False, timeout=TELL)
        self.begin_showing()
        self.show_standing(self.draft.save_state)
        if self.handed_over is None:
            self.draft.when_refused(self.tell_refused)
            for notice in self.draft.notices:
                self.notify(visible(notice), markup=False, timeout=TELL)

    def on_keeping_unreadable(self, event: Unreadable) -> None:
        """Show why, and the file as it is; go back to the library where there is none."""
        gone = not self.path.exists()
        self.post_message(LibraryAsked(str(event.error)) if gone else UnreadableAsked(self.path, event.error))

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
            self.notify(visible(str(problem)), severity="warning", markup=False, timeout=TELL)
            return False
        self.show_draft()
        return changed

    def tell_refused(self, error: DraftError) -> None:
        """Say why nothing can be changed here."""
        self.notify(visible(str(error)), severity="warning", markup=False, timeout=REFUSED_FOR)

    # On the disk

    def _save_changed(self, state: SaveState) -> None:
        self.post_message(self.SaveChanged(state))

    def _outside_happened(self, news: Outside) -> None:
        self.post_message(self.OutsideHappened(news))

    def on_keeping_save_changed(self, event: SaveChanged) -> None:
        """Say what cannot be overlooked about how the draft stands on disk."""
        if self.draft is None:
            return
        self.show_standing(event.state)
        if self.draft.mistake is not None:
            raise self.draft.mistake  # saving ended with it: the app ends too, and saves by itself

    def on_keeping_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if self.draft is None:
            return
        words = event.news.words
        if event.news.kind == "changed":  # a room below may have taken the change in already
            words = self.draft.reload()
            self.show_draft()
        if words and event.news.kind != "conflict":  # both versions are about to be shown
            self.notify(visible(words), severity="warning", markup=False, timeout=TELL)
        self.after_outside(event.news)

    def after_outside(self, news: Outside) -> None:
        """Say so below the head, and no more: a wall is no place to compare versions unasked."""
        if self.draft is not None:
            self.show_standing(self.draft.save_state)

    @work(thread=True, exclusive=True, group="save-now", exit_on_error=False)
    def action_save(self) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        if self.draft is not None:
            self.draft.save_as_asked()
            self.post_message(self.SaveChanged(self.draft.save_state))
            self.app.call_from_thread(self.after_asked_to_save)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave earlier versions to the writing room: bringing one back would undo the meeting."""
        return False if action == "history" else super().check_action(action, parameters)

    def _banner(self, state: SaveState) -> str:
        words = super()._banner(state)
        if state.name == "failed" and self.draft is not None and not self.draft.read_only:
            return f"{state.words}. {words}"
        return words.replace("T takes over (Alt+T in a field)", "Alt+T takes over")

    # Closing

    def close_draft(self) -> None:
        """Save what is left and let the draft go; the meeting is not used again. Waits for the disk."""
        self.closed = True
        with self._letting_go:  # who comes second must not go on before all is saved
            if self._reading:
                self._gave_up_reading = not self._reading_ended.wait(self.patience)
            draft, self._read = self.draft or self._read, None
            self.gather()
            self.draft = None
            if draft is not None:
                draft.stop_listening(self._save_changed, self._outside_happened)
                if self.handed_over is None and not draft.close(self.patience):
                    self.unsaved = draft.save_state

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        self.close_draft()


def _wording(team: Path | None) -> tuple[Meeting, str]:
    """Return what the meeting says, and what is wrong with the team's own wording of it, if anything."""
    try:
        return load_meeting(team), ""
    except ContentError as error:
        return load_meeting(), str(error)
