"""The meeting's clock on the screen: one tick a second, the state kept in the draft, and where others can follow it."""

from textual import work

from pmtui.document.postmortem import Postmortem, replace
from pmtui.meeting.baseline import keep_baseline
from pmtui.meeting.clock import MeetingClock
from pmtui.meeting.place_file import place_of
from pmtui.meeting.stored import begin, is_under_way, keep_state
from pmtui.text import visible
from screens.meeting.place_teller import PlaceTeller
from screens.meeting.showing import Showing
from screens.parts.host import TELL

KEEP_EVERY = 15.0  # seconds
STATE = "meeting.clock"
KEPT_TOGETHER = 60.0  # seconds between two states of the clock that are one step to take back


class Clockwork(Showing):
    """The part of the meeting that counts time."""

    blanked = False
    _kept_at = 0.0
    _place: PlaceTeller | None = None
    _place_problem = ""

    # Ticking

    def tick(self) -> None:
        """Show the time, and keep it every fifteen seconds: called once a second."""
        if self.matter is None or self.closed:
            return
        self.show_clock()
        if self.clock.running and self.times.monotonic() - self._kept_at >= KEEP_EVERY:
            self.keep()
            self.tell_place()

    def keep(self) -> None:
        """Keep the clock and the step in view in the draft, while a meeting is under way."""
        self._kept_at = self.times.monotonic()
        draft = self.draft
        if draft is not None and not draft.read_only and is_under_way(draft.document):
            draft.edit(self.with_state, "Meeting clock", merge=STATE, within=KEPT_TOGETHER)

    def with_state(self, document: Postmortem) -> Postmortem:
        """Return the document with the clock's state and the step in view: every capture carries it along."""
        if not is_under_way(document):
            return document
        self._kept_at = at = self.times.monotonic()
        return keep_state(document, self.clock, at, self.step.key)

    # Keys

    def action_toggle_clock(self) -> None:
        """Start or pause the clock."""
        self.begin_meeting()
        self._turn(self.clock.toggle(self.times.monotonic()))

    def action_more_time(self) -> None:
        """Set more time aside for this segment; the meeting ends that much later."""
        if self.meeting is not None:
            self._turn(self.clock.give(self.meeting.extra_minutes * 60))
            self.say(f"{self.meeting.extra_minutes} minutes more.")

    def action_restart_segment(self) -> None:
        """Count this segment from nothing again."""
        self._turn(self.clock.restart_segment(self.times.monotonic()))
        self.say("This segment counts from the start again.")

    def start_clock(self) -> bool:
        """Let the clock go at the first step forward since the meeting was opened; tell whether this was it."""
        if self.clock.begun:
            return False
        self.begin_meeting()
        self._turn(self.clock.begin(self.times.monotonic()))
        return True

    def _turn(self, clock: MeetingClock) -> None:
        self.clock = clock
        self.keep()
        self.show_clock()
        self.tell_place()

    # The record

    def begin_meeting(self) -> None:
        """Write down that the meeting has begun, and keep the draft as it was until then."""
        draft = self.draft
        if draft is None or draft.read_only or self.ended or is_under_way(draft.document):
            return
        self.baseline = before = draft.document
        now = self.times.wall()
        if draft.edit(lambda document: begin(document, self.agenda, now, ""), "Begin the meeting"):
            self._keep_baseline(before)
            self.show_draft()

    @work(thread=True, group="keep-baseline", exit_on_error=False)
    def _keep_baseline(self, before: Postmortem) -> None:
        name = keep_baseline(self.path, before, self.times.wall())
        if name:
            self.app.call_from_thread(self._name_baseline, name)

    def _name_baseline(self, name: str) -> None:
        draft = self.draft
        if draft is not None and not draft.read_only and is_under_way(draft.document):
            draft.edit(
                lambda document: replace(document, review=replace(document.review, baseline=name)),
                "Meeting clock",
                merge=STATE,
                within=KEPT_TOGETHER,
            )

    # Who follows

    def tell_place(self) -> None:
        """Tell a second terminal where the meeting stands."""
        if self.matter is None or self.ended:
            return
        if self._place is None:
            self._place = PlaceTeller(self.path)
        wall = self.times.wall()
        self._place.newest = place_of(
            self.clock.read(self.times.monotonic(), wall),
            self.step.key,
            self.turn,
            self.clock.mode,
            wall,
            foresight=self.foresight,
            roles=self.roles,
            blank=self.blanked,
        )
        self._write_place(self._place)

    def forget_place(self) -> None:
        """Tell a second terminal that there is no meeting here any more. Waits for the disk."""
        if self._place is not None:
            self._place.newest = None
            self._place.tell()

    @work(thread=True, group="tell-place", exit_on_error=False)
    def _write_place(self, place: PlaceTeller) -> None:
        problem = place.tell()
        if problem and not self._place_problem:
            self._place_problem = problem
            self.app.call_from_thread(self.notify, visible(problem), timeout=TELL, markup=False)
