"""The review meeting, made to be projected: one event, cause or action at a time, with a clock that ends on time.

The room is the shell: it paints what the head of the file tells, reads the draft behind that, and routes keys and messages.
One draft is never open twice: where the writing room has it, it is lent to the meeting and goes back.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from pmtui.document.postmortem import Learning, Postmortem
from pmtui.drafts.file.file_head import Head
from pmtui.drafts.held_draft import HeldDraft
from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError
from pmtui.meeting.baseline import baseline_of, keep_baseline
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.preflight import preflight
from pmtui.meeting.shown import MeetingWording
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.stored import is_under_way
from pmtui.meeting.times import Times
from prompts.content import load_meeting
from prompts.meeting_shapes import Meeting
from prompts.tables import ContentError
from screens.meeting.before_meeting import BeforeMeeting
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.desk import MeetingDesk
from screens.meeting.held_letters import HeldLetters
from screens.meeting.left_meeting import LeftMeeting
from screens.meeting.line_questions import LineQuestions
from screens.meeting.meeting_keys import MEETING_KEYS
from screens.meeting.meeting_view import MeetingView
from screens.meeting.second_window import SecondWindow
from screens.navigation import LibraryAsked, UnreadableAsked
from screens.parts.host import TELL, ScreenHost
from screens.parts.safekeeping import SAFEKEEPING_KEYS, KeyWords, Safekeeping
from screens.parts.worker_mistakes import WorkerMistakes
from screens.widgets.key_footer import KeyFooter
from screens.wording import Wording

# T gives more time; bringing an earlier version back would undo the meeting.
ELSEWHERE = frozenset({"room.take_over", "room.history"})
KEY_WORDS = KeyWords(
    "What stood there is among the earlier versions: Alt+H in the writing room.",
    "Alt+H in the writing room",
    shows_state=False,
)


class MeetingRoom(Screen[None]):
    """Hold the review meeting of one draft. `desk` is there once the draft was read."""

    THEME_FOR_ITSELF = True
    HELP = (
        "→ starts the clock, and after that goes on. n, a, d and p open the line that catches what is said; Enter keeps "
        "it, Esc goes back to walking. Everything is in the draft at once."
    )
    AUTO_FOCUS = ""
    BINDINGS = [
        *(key for key in SAFEKEEPING_KEYS if key.id not in ELSEWHERE),
        Binding("ctrl+s", "save", "Save", id="meeting.save", priority=True, show=False, tooltip="Save now (it is saved at once anyway)"),
        *MEETING_KEYS,
    ]  # fmt: skip

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
        if draft is not None:
            self.held.adopt(draft)
        self._beside = SecondWindow(self, path)
        self.held.when_closed = self._beside.forget
        self.desk: MeetingDesk | None = None
        self.safekeeping: Safekeeping | None = None
        self._options, self._times = options, times or Times()
        self._questions = LineQuestions(self, wording, self._show_question)
        self._letters = HeldLetters(self, self._times.between_letters, self._take_words)
        self._view = MeetingView()
        self._mistakes = WorkerMistakes(self.notify)
        self._theme_before = ""

    def compose(self) -> ComposeResult:
        """Paint what the head of the file tells; the pages come with the draft."""
        yield self._view
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say which draft this is, then read it."""
        self._theme_before = self.app.theme
        self._view.show_head(self.head)
        self.call_later(self.open_meeting)
        self.set_interval(1.0, self.tick)

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
        meeting, problem = await asyncio.to_thread(_load_wording, self.wording.team)
        if draft is None or self.held.closed:
            return
        baseline = await asyncio.to_thread(baseline_of, self.path, draft.document)
        if not self.held.closed:
            self._begin(draft, meeting, baseline)
            if problem:
                self.notify(problem, severity="warning", timeout=TELL)

    def _begin(self, draft: OpenDraft, meeting: Meeting, baseline: Postmortem | None) -> None:
        host = ScreenHost(self, self._show_whole_draft, self._show_banner)
        headings = {name: self.wording.sections[name].title for name in Learning.model_fields}
        wording = MeetingWording(meeting, self.wording.five_whys, self.wording.words, headings)
        sitting = Sitting(draft, wording, self._options, self._times, baseline, self._keep_baseline)
        desk = MeetingDesk(self.app, host, self._view, sitting, self._tell_place)
        safekeeping = Safekeeping(self.path, draft, host, self.wording.questions, KEY_WORDS)
        self.desk, self.safekeeping = desk, safekeeping
        self.held.listen(
            lambda state: self.post_message(self.SaveChanged(state)),
            lambda news: self.post_message(self.OutsideHappened(news)),
        )
        self._view.show(sitting)
        safekeeping.show_state(draft.save_state)
        if not self.held.is_borrowed:
            draft.when_refused(desk.tell_problem)
            for notice in draft.notices:
                self.notify(notice, timeout=TELL)
        self._look_before(desk, safekeeping)

    @work(exclusive=True, group="before")
    async def _look_before(self, desk: MeetingDesk, safekeeping: Safekeeping) -> None:
        """Tell who else has the draft, then show how the window looks on a wall and what the draft still lacks."""
        sitting, read = desk.sitting, desk.sitting.draft.document
        if not self.held.is_borrowed:
            if not await safekeeping.greet():
                return
            if sitting.draft.document is not read:  # what was taken over or recovered may stand elsewhere
                sitting.resume(await asyncio.to_thread(baseline_of, self.path, sitting.draft.document))
                self._view.show(sitting)
        if self.held.closed:
            return
        document = sitting.draft.document
        milestones = dict(self.wording.words["milestone"])
        told = preflight(
            document, sitting.wording.meeting, self.wording.policy, milestones, self._times.wall()
        )
        card = BeforeMeeting(
            sitting.shown.document, sitting.wording.meeting, told, sitting.agenda, is_under_way(document)
        )
        answer = await self.app.push_screen_wait(card)
        if answer is None:
            self.action_leave()
            return
        sitting.recorded = answer.recorded
        if answer.agenda != sitting.agenda:
            sitting.take_agenda(answer.agenda)
        if answer.starred != sitting.draft.document.review.starred:
            desk.walking.star(answer.starred)
        desk.show()

    # Keys

    async def action_meeting(self, verb: str) -> None:
        """Do what a key of the meeting asks for."""
        if self.desk is not None and verb in self.desk.talks:
            self._talk(self.desk, verb)
        elif self.desk is not None:
            self.desk.do(verb)
            self.refresh_bindings()

    @work(exclusive=True, group="dialog")
    async def _talk(self, desk: MeetingDesk, verb: str) -> None:
        await desk.talk(verb)
        self.refresh_bindings()

    def on_key(self, event: Key) -> None:
        """Take words that are typed outside the line for words."""
        if self.desk is not None and not self._view.capturing:
            self._letters.take(event)

    def _take_words(self, words: str) -> None:
        if self.desk is not None:
            self.desk.type_outside(words)
            self.refresh_bindings()

    @work(exclusive=True, group="dialog")
    async def action_safekeeping(self, verb: str) -> None:
        """Do something about the draft's file."""
        if self.safekeeping is not None:
            await self.safekeeping.do(verb)

    @work(thread=True, exclusive=True, group="save-now", exit_on_error=False)
    def action_save(self) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        if self.safekeeping is None or self.desk is None:
            return
        failed = self.safekeeping.save()
        self.post_message(self.SaveChanged(self.desk.sitting.draft.save_state))
        if failed:
            self.call_later(self.action_safekeeping, "save_copy")

    async def action_keys(self) -> None:
        """Show what each key does."""
        await self.app.run_action("help")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done here and now; before the draft is read, that is to leave."""
        verb = str(parameters[0]) if parameters else ""
        if action == "meeting":
            return self.desk is not None and self.desk.offers(verb)
        if action == "safekeeping":
            return self.safekeeping is not None and self.safekeeping.offers(verb)
        if action in ("keys", "leave"):
            return not self._view.capturing
        return super().check_action(action, parameters)

    def on_capture_bar_entered(self, event: CaptureBar.Entered) -> None:
        """Store what was entered."""
        if self.desk is not None:
            self.desk.enter(event.kind, event.text)
            self.refresh_bindings()

    def on_capture_bar_typed(self, event: CaptureBar.Typed) -> None:
        """Look at the wording of the line once the person pauses."""
        if self.desk is not None:
            self._questions.look_soon(event.kind, event.text, self.desk.sitting.draft.document)

    def _show_question(self, words: str, about: str) -> None:
        if self.desk is not None:
            self.desk.show_hint(words, about)

    # Time, and who follows

    def tick(self) -> None:
        """Show the time, and keep it now and then: called once a second."""
        if self.desk is not None and not self.held.closed:
            self._view.show_clock(self.desk.sitting)
            if self.desk.sitting.tick():
                self._tell_place(False)
            self._beside.take_lines(self.desk.sitting.draft, self.desk.take)

    @work(thread=True, group="keep-baseline", exit_on_error=False)
    def _keep_baseline(self, before: Postmortem) -> None:
        name = keep_baseline(self.path, before, self._times.wall())
        if name and self.desk is not None:
            self.app.call_from_thread(self.desk.sitting.name_baseline, name)

    def _tell_place(self, blank: bool) -> None:
        if self.desk is not None:
            self._beside.tell(self.desk.sitting.place(blank=blank))

    # The draft

    async def _show_whole_draft(self) -> None:
        if self.desk is not None and self.safekeeping is not None:
            self.desk.show_draft()
            self.safekeeping.show_state(self.desk.sitting.draft.save_state)

    def _show_banner(self, words: str) -> None:
        self._view.show_banner(words)
        self.refresh_bindings()

    def on_meeting_room_save_changed(self, event: SaveChanged) -> None:
        """Say what cannot be overlooked about how the draft stands on disk."""
        if self.desk is not None and self.safekeeping is not None and not self.held.closed:
            self.safekeeping.follow(event.state)
            self.desk.follow(event.state)

    async def on_meeting_room_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if self.desk is None or self.safekeeping is None or self.held.closed:
            return
        if event.news.kind == "changed":
            await self.safekeeping.take_theirs()
            self.desk.show_draft()  # a room below may have taken the change in already
        self.safekeeping.tell_outside(event.news)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of a task that ended with a mistake; the meeting goes on."""
        self._mistakes.tell(event)

    # Leaving

    @work(exclusive=True, group="dialog")
    async def action_leave(self) -> None:
        """Leave; ask first while the clock runs."""
        if self.desk is not None and not await self.desk.may_leave():
            return
        self.gather()
        await asyncio.to_thread(self._beside.forget)
        if self._on_the_wall and not await self.app.push_screen_wait(LeftMeeting()):
            self._tell_place(False)
            return
        self.app.theme = self._theme_before
        if self.held.is_borrowed:
            self.dismiss()
        else:
            self.post_message(LibraryAsked())

    @property
    def _on_the_wall(self) -> bool:
        """Tell whether a meeting was shown here that the list of drafts must not follow by itself."""
        begun = self.desk is not None and self.desk.sitting.clock.begun
        return not self.held.is_borrowed and (begun or self.app.screen_stack[0] is self)

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; needs no widgets."""
        if self.desk is not None and not self.desk.sitting.draft.read_only:
            self.desk.gather()

    def on_unmount(self) -> None:
        """Save what is left and let the draft go; the document does not need the widgets for that."""
        if not self.held.closed:
            self.gather()
        self.held.close()


def _load_wording(team: Path | None) -> tuple[Meeting, str]:
    """Return what the meeting says, and what is wrong with the team's own wording of it, if anything."""
    try:
        return load_meeting(team), ""
    except ContentError as error:
        return load_meeting(), str(error)
