"""The review meeting, made to be projected: one event, cause or action at a time, with a clock that ends on time.

What this file holds is the layout and what comes before the first page. The rest is in the parts it builds on, read from
below: `keeping` (the draft's file), `showing` (what is on the wall), `clockwork` (time), `walking` (moving), `capturing`
(what is said), `deciding` (what is settled), `closing` (the ends).
"""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pmtui.meeting.agenda import with_agenda
from pmtui.meeting.baseline import read_baseline
from pmtui.meeting.clock import clock_for
from pmtui.meeting.preflight import preflight
from pmtui.meeting.stored import clock_of, is_under_way
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.closing import Closing
from screens.meeting.fit import BeforeMeeting, Beginning
from screens.meeting.views.bar import PhaseStrip
from screens.meeting.views.head import MeetingHead
from screens.meeting.views.pane import StepPane
from screens.meeting.views.paper import PAPER
from screens.meeting.views.rail import Rail
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainText

# Offered only while the line takes the keys; everything else only while it does not.
LINE_ACTIONS = frozenset({"leave_line"})
ALWAYS = frozenset({"turn_prompts", "safekeeping", "save"})
NEEDS = frozenset({"accept", "merge", "drop", "fill", "correct"})


class MeetingRoom(Closing):
    """Hold the review meeting of one draft."""

    HELP = (
        "→ starts the clock, and after that goes on. n, a, d and p open the line that catches what is said; Enter keeps "
        "it, Esc goes back to walking. Everything is in the draft at once."
    )
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (118, "-wide")]
    DEFAULT_CSS = f"""
    MeetingRoom {{
        #wall {{ {PAPER} height: 1fr; }}
        #column {{ width: 1fr; height: 1fr; }}
        #waiting {{ height: 1fr; padding: 0 2; }}
        Rail {{ display: none; }}
        &.-wide Rail {{ display: block; }}
    }}
    """
    # What moves and what opens the line has priority: only then is a key typed right behind it dealt with in its turn.
    BINDINGS = [
        Binding("y", "accept", "accept", id="meeting.accept", tooltip="Agree on this idea: it becomes an action"),
        Binding("m", "merge", "merge", id="meeting.merge", tooltip="Make this idea part of another action"),
        Binding("x", "drop", "drop", id="meeting.drop", tooltip="Let this idea go; its words stay with the captures"),
        Binding("o", "fill", "owner", id="meeting.fill", priority=True, tooltip="Fill in who looks after it, and until when"),
        Binding("enter", "close_meeting", "close", id="meeting.close", tooltip="End the meeting: its account goes into the review notes, the status becomes reviewed"),
        # Before what a narrow window cuts off, and once: the app offers F1 as well.
        Binding("question_mark", "app.help", "keys", key_display="?", id="meeting.help", tooltip="What each key does"),
        Binding("f1", "keys", "Help", id="meeting.help_f1", priority=True, show=False, tooltip="What each key does"),
        Binding("escape", "leave_line", "back to walking", id="meeting.leave_line", tooltip="Leave the line; what is typed stays in it"),
        Binding("right,space,j,pagedown", "forward", "next", id="meeting.next", priority=True, tooltip="Go on; the first time, start the clock"),
        Binding("left,k,pageup", "back", "back", id="meeting.back", priority=True, tooltip="Go back"),
        Binding("n", "capture('note')", "note", id="meeting.note", priority=True, tooltip="Note what was said"),
        Binding("a", "capture('idea')", "action", id="meeting.action", priority=True, tooltip="Write down an idea for a fix; it waits for Actions"),
        Binding("d", "capture('decision')", "decision", id="meeting.decision", priority=True, tooltip="Write down what was decided"),
        Binding("p", "capture('parked')", "park", id="meeting.park", priority=True, tooltip="Park what leads away from here"),
        Binding("b", "reset", "reset", id="meeting.reset", tooltip="Show a sentence that leads the room back; using one is never stored"),
        Binding("t", "toggle_clock", "timer", id="meeting.timer", tooltip="Start or pause the clock"),
        Binding("ctrl+q", "app.quit", "Quit", id="meeting.quit", show=False, priority=True, tooltip="Save and leave pmtui"),
        Binding("T", "more_time", "+2 min", id="meeting.more_time", show=False, tooltip="Give this segment two more minutes, as the room agreed"),
        Binding("0", "restart_segment", "Restart", id="meeting.restart", show=False, tooltip="Count this segment's time from nothing again"),
        Binding("right_square_bracket", "segment(1)", "Next segment", key_display="]", id="meeting.next_segment", priority=True, show=False, tooltip="Go to the next segment"),
        Binding("left_square_bracket", "segment(-1)", "Segment before", key_display="[", id="meeting.segment_before", priority=True, show=False, tooltip="Go to the segment before"),
        Binding("g", "jump", "Go to", id="meeting.jump", show=False, tooltip="Go to a segment, event, cause or action"),
        Binding("J,down", "scroll_text(1)", "Scroll down", id="meeting.scroll_down", show=False, tooltip="Scroll a long text down"),
        Binding("K,up", "scroll_text(-1)", "Scroll up", id="meeting.scroll_up", show=False, tooltip="Scroll a long text up"),
        Binding("tab", "turn_prompts", "Other questions", id="meeting.turn", show=False, tooltip="Ask the next two questions"),
        Binding("h", "hide_prompts", "Hide questions", id="meeting.hide", show=False, tooltip="Hide the questions, or show them again"),
        Binding("full_stop", "blank", "Blank", key_display=".", id="meeting.blank", show=False, tooltip="Show nothing until the next key"),
        Binding("i", "swap", "Dark/light", id="meeting.swap", show=False, tooltip="White on black, or black on white"),
        Binding("f", "foresight", "Foresight", id="meeting.foresight", show=False, tooltip="Hide what came later, or show it again"),
        Binding("r", "roles", "Roles", id="meeting.roles", show=False, tooltip="Show roles in the place of names, or names again"),
        Binding("u", "undo_capture", "Undo", id="meeting.undo", show=False, tooltip="Take back what was captured last"),
        Binding("e", "mend_capture", "Edit the last", id="meeting.edit", priority=True, show=False, tooltip="Change the words of what was captured last"),
        Binding("c", "correct", "Correct", id="meeting.correct", show=False, tooltip="Put this event's time or text right"),
        Binding("v", "hands", "Hands", id="meeting.hands", show=False, tooltip="Count hands; nobody's name is kept"),
        Binding("w", "write_notes", "Notes as Markdown", id="meeting.write_notes", show=False, tooltip="Write the meeting's account to a Markdown file"),
        Binding("escape", "leave", "Leave", id="meeting.leave", show=False, tooltip="Leave the meeting; everything is kept, and it can go on later"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Paint what the head of the file tells; the pages come with the draft."""
        yield MeetingHead()
        yield PlainText(id="banner")
        with Horizontal(id="wall"):
            with Vertical(id="column"):
                yield PhaseStrip()
                yield Static(Content("Reading the draft …"), id="waiting", markup=False)
                yield StepPane()
                self._bar = CaptureBar()
                yield self._bar
            yield Rail()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say which draft this is, then read it."""
        self.theme_before = self.app.theme
        self.show_head()
        self.call_later(self.open_meeting)
        self.set_interval(1.0, self.tick)

    def begin_showing(self) -> None:
        """Show where the meeting stands, and above it what to look at before it begins."""
        super().begin_showing()
        self.look_before()

    @work(exclusive=True, group="before")
    async def look_before(self) -> None:
        """Tell who else has the draft, then show how the window looks on a wall and what the draft still lacks."""
        if not self.held.is_borrowed and not await self._greeted():
            return
        await self.ready.wait()
        if self.draft is None or self.meeting is None or self.closed:
            return
        document = self.draft.document
        under_way = is_under_way(document)
        told = preflight(
            document,
            self.meeting,
            self.wording.policy,
            dict(self.wording.words["milestone"]),
            self.times.wall(),
        )
        screen = BeforeMeeting(self.shown, self.meeting, told, self.agenda, under_way)
        answer: Beginning | None = await self.app.push_screen_wait(screen)
        if answer is None:
            self.action_leave()
            return
        self.recorded = answer.recorded
        if answer.agenda != self.agenda:
            self._take_agenda(answer, under_way)
        self.show_step()
        self.tell_place()

    async def _greeted(self) -> bool:
        """Greet; what was taken over or recovered may hold another place and another clock. False when the person left."""
        read = self.draft.document if self.draft else None
        stays = self.safekeeping is not None and await self.safekeeping.greet()
        draft = self.draft
        if stays and draft is not None and draft.document is not read:
            name = draft.document.review.baseline if is_under_way(draft.document) else None
            self.baseline = await asyncio.to_thread(read_baseline, self.path, name)
            super().begin_showing()
        return stays

    async def action_keys(self) -> None:
        """Show what each key does."""
        await self.app.run_action("help")

    def _take_agenda(self, answer: Beginning, under_way: bool) -> None:
        """Go by another agenda; the time used so far stays with segments that are on both."""
        if self.draft is None or self.meeting is None:
            return
        self.agenda = answer.agenda
        if under_way and self.change(
            lambda document: with_agenda(document, answer.agenda), "Change the agenda"
        ):
            self.clock = clock_of(self.draft.document, self.agenda, self.meeting, self.clock.mode)
        else:
            self.clock = clock_for(self.agenda, self.clock.mode, self.clock.amber)
        self.show_draft()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done here and now."""
        if action in NEEDS and not self.may(action):
            return False
        if action == "close_meeting" and not self._at_the_end():
            return False
        ours = hasattr(self, f"action_{action}")
        if ours and action not in ALWAYS and (action in LINE_ACTIONS) != self.capturing:
            return False
        return super().check_action(action, parameters)

    def _at_the_end(self) -> bool:
        return self.matter is not None and not self.ended and self.step.kind == "close"
