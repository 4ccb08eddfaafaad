"""The review meeting on an open draft, without a screen: where it stands, its clock, what is shown, how it begins and ends.

A verb changes the meeting and returns what to say about it, empty for nothing. One that changes the draft raises DraftError
when the draft can only be read, and FieldProblem when what was typed cannot be read; then nothing has changed.
"""

from collections.abc import Callable, Sequence

from pmtui.document.postmortem import Change, Postmortem, replace
from pmtui.document.review import Capture
from pmtui.document.role_names import in_roles
from pmtui.drafts.open_draft import OpenDraft
from pmtui.meeting.agenda import Agenda, Segment, agenda_for, with_agenda
from pmtui.meeting.captures import Context, context_of
from pmtui.meeting.clock import MeetingClock, Reading, clock_for
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.place_file import MeetingPlace, place_of
from pmtui.meeting.questions import questions_at
from pmtui.meeting.shown import MeetingWording, ShownMeeting
from pmtui.meeting.steps import Step, find, kept_in_order, steps_of
from pmtui.meeting.stored import begin, clock_of, is_under_way, keep_state
from pmtui.meeting.times import Times

KEEP_EVERY = 15.0  # seconds between two states of the clock in the draft
STATE = "meeting.clock"
STATE_LABEL = "Meeting clock"
KEPT_TOGETHER = 60.0  # seconds in which states of the clock are one step to take back


class Sitting:
    """One meeting on one draft. `shown` is what the room sees; `recorded` and `ended` are true for this sitting alone."""

    def __init__(
        self,
        draft: OpenDraft,
        wording: MeetingWording,
        options: MeetingOptions,
        times: Times,
        baseline: Postmortem | None = None,
        when_begun: Callable[[Postmortem], object] = lambda before: None,
    ) -> None:
        """Go on where the draft's meeting stands. `when_begun` is told the draft as it was when a meeting begins."""
        self.draft, self.wording, self.times = draft, wording, times
        self.foresight, self.roles = options.foresight, options.roles
        self.recorded = self.ended = False
        self.turn = 0
        self.settled: tuple[Postmortem, Postmortem] | None = None  # before and after what was settled last
        self._options, self._when_begun = options, when_begun
        self._kept_at = 0.0
        self.resume(baseline)

    # Where it stands

    def resume(self, baseline: Postmortem | None) -> None:
        """Take agenda, clock and place from the draft; `baseline` is the draft as it was when the meeting began."""
        document, meeting = self.draft.document, self.wording.meeting
        self.baseline = baseline
        self.agenda = agenda_for(document, meeting, self._options.preset)
        self.clock = clock_of(document, self.agenda, meeting, self._options.timer)
        self.steps = steps_of(document, self.segment)
        self.index = find(self.steps, document.review.at_step)
        if is_under_way(document):
            self.foresight = self.foresight or document.review.later_hidden
            self.roles = self.roles or document.review.roles_shown
        self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is now, at the step that was in view."""
        document, baseline = self.draft.document, self.baseline
        if self.roles:
            document, baseline = in_roles(document), in_roles(baseline) if baseline else None
        held, near = self.step.key, self.index
        self.shown = ShownMeeting(document, baseline, self.agenda, self.wording)
        self.steps = kept_in_order(steps_of(document, self.segment), self.steps)
        self.index = find(self.steps, held, near)

    @property
    def segment(self) -> Segment:
        """The segment that is on."""
        return self.agenda.segments[self.clock.current]

    @property
    def step(self) -> Step:
        """The step in view."""
        return self.steps[self.index]

    @property
    def questions(self) -> Sequence[str]:
        """What the room is asked at this step."""
        return questions_at(self.step, self.shown, self.segment, self.turn)

    @property
    def reading(self) -> Reading:
        """What the clock shows now."""
        return self.clock.read(self.times.monotonic(), self.times.wall())

    @property
    def context(self) -> Context:
        """What is in view, and when."""
        return context_of(self.step, self.times.wall())

    @property
    def agrees_at_once(self) -> bool:
        """Tell whether the room talks about actions, so that one that is caught is agreed."""
        return not self.agenda.keeps_for_actions(self.clock.current)

    @property
    def captured_before(self) -> int:
        """How many captures earlier meetings left."""
        review = self.draft.document.review
        if self.baseline is not None:
            return len(self.baseline.review.capture)
        if review.started is None or (review.ended is not None and not self.ended):
            return len(review.capture)
        return sum(1 for capture in review.capture if capture.at and capture.at < review.started)

    @property
    def captures(self) -> Sequence[Capture]:
        """What this meeting has captured so far, as the room sees it."""
        return self.shown.document.review.capture[self.captured_before :]

    @property
    def hidden_after(self) -> str:
        """The event beyond which the future is hidden; empty while nothing is hidden."""
        return self.step.row if self.foresight and self.step.kind == "event" else ""

    def may(self, verb: str) -> bool:
        """Tell whether a verb has something to act on in this step."""
        step = self.step
        if verb in ("accept", "merge", "drop"):
            row = self.shown.document.action(step.row) if step.kind == "action" else None
            return row is not None and row.is_undecided
        if verb == "fill":
            return step.kind in ("action", "parked")
        if verb == "close":
            return step.kind == "close" and not self.ended
        return step.kind == "event" if verb in ("correct", "star") else True

    # Moving

    def steps_at(self, segment: int) -> tuple[Step, ...]:
        """Return the steps of a segment, from 0; those of the one that is on in the order in which they are walked."""
        if segment == self.clock.current:
            return self.steps
        return steps_of(self.shown.document, self.agenda.segments[segment])

    def turn_to(self, segment: int, index: int) -> None:
        """Show a step of a segment, both from 0."""
        self.steps = self.steps_at(segment)
        if segment != self.clock.current:
            self.clock = self.clock.go_to(segment, self.times.monotonic())
        self.index = max(0, min(index, len(self.steps) - 1))
        self.turn = 0
        self.keep()

    def turn_questions(self) -> str:
        """Ask the next questions."""
        self.turn += 1
        return ""

    # The clock

    def start_clock(self) -> None:
        """Begin the meeting, and let the clock run for the first time since it was opened."""
        self.begin()
        self._turn_clock(self.clock.begin(self.times.monotonic()))

    def toggle_clock(self) -> str:
        """Start or pause the clock."""
        self.begin()
        self._turn_clock(self.clock.toggle(self.times.monotonic()))
        return ""

    def more_time(self) -> str:
        """Set more time aside for this segment; the meeting ends that much later."""
        minutes = self.wording.meeting.extra_minutes
        self._turn_clock(self.clock.give(minutes * 60))
        return f"{minutes} minutes more."

    def restart_segment(self) -> str:
        """Count this segment from nothing again."""
        self._turn_clock(self.clock.restart_segment(self.times.monotonic()))
        return "This segment counts from the start again."

    def tick(self) -> bool:
        """Keep the clock where it is time for that, and tell whether it was."""
        due = self.clock.running and self.times.monotonic() - self._kept_at >= KEEP_EVERY
        if due:
            self.keep()
        return due

    def _turn_clock(self, clock: MeetingClock) -> None:
        self.clock = clock
        self.keep()

    # What is shown

    def toggle_foresight(self) -> str:
        """Hide what came later than the event in view, or show it again."""
        self.foresight = not self.foresight
        self.keep()
        return "What came later is hidden." if self.foresight else "What came later is shown."

    def toggle_roles(self) -> str:
        """Show roles in the place of names, or names again."""
        self.roles = not self.roles
        self.refresh()
        self.keep()
        return "Roles are shown in the place of names." if self.roles else "Names are shown."

    # The draft

    def require_writable(self) -> None:
        """Raise DraftError when the draft can only be read."""
        if (refusal := self.draft.refusal) is not None:
            raise refusal

    def edit(self, change: Change, label: str) -> bool:
        """Change the draft together with the clock's state, and tell whether anything changed."""
        self.require_writable()
        changed = self.draft.edit(lambda document: self._with_state(change(document)), label)
        self.refresh()
        return changed

    def settle(self, change: Change, label: str) -> bool:
        """Change the draft in a way that can be taken back on the spot; that begins the meeting."""
        self.require_writable()
        before = self.draft.document
        self.begin()
        changed = self.edit(change, label)
        if changed:
            self.settled = before, self.draft.document
        return changed

    def keep(self) -> None:
        """Keep the clock and the step in view in the draft, while a meeting is under way."""
        self._kept_at = self.times.monotonic()
        self._edit_state(self._with_state)

    def begin(self) -> None:
        """Write down that the meeting has begun, if it has not."""
        draft = self.draft
        if draft.read_only or self.ended or is_under_way(draft.document):
            return
        before, now = draft.document, self.times.wall()
        if draft.edit(lambda document: begin(document, self.agenda, now, ""), "Begin the meeting"):
            self.baseline = before
            self.refresh()
            self._when_begun(before)

    def name_baseline(self, name: str) -> None:
        """Note under which name the draft as it was at the beginning is kept."""
        self._edit_state(lambda document: replace(document, review=replace(document.review, baseline=name)))

    def take_agenda(self, agenda: Agenda) -> None:
        """Go by another agenda; the time used so far stays with segments that are on both."""
        self.agenda, clock = agenda, self.clock
        if is_under_way(self.draft.document):
            self.require_writable()
            self.draft.edit(lambda document: with_agenda(document, agenda), "Change the agenda")
            self.clock = clock_of(self.draft.document, agenda, self.wording.meeting, clock.mode)
        else:
            self.clock = clock_for(agenda, clock.mode, clock.amber)
        self.refresh()

    def _with_state(self, document: Postmortem) -> Postmortem:
        if not is_under_way(document):
            return document
        self._kept_at = at = self.times.monotonic()
        kept = keep_state(document, self.clock, at, self.step.key)
        looks = replace(kept.review, later_hidden=self.foresight, roles_shown=self.roles)
        return replace(kept, review=looks)

    def _edit_state(self, change: Change) -> None:
        if not self.draft.read_only and is_under_way(self.draft.document):
            self.draft.edit(change, STATE_LABEL, merge=STATE, within=KEPT_TOGETHER)

    # The end

    def leave(self) -> None:
        """Pause the clock and keep it: the meeting can go on later from here."""
        self.clock = self.clock.pause(self.times.monotonic())
        self.keep()

    def place(self, *, blank: bool = False) -> MeetingPlace | None:
        """Return where the meeting stands, for who follows it; None once it has ended."""
        if self.ended:
            return None
        return place_of(
            self.reading,
            self.step.key,
            self.steps[self.index + 1].key if self.index + 1 < len(self.steps) else "",
            self.turn,
            self.clock.mode,
            self.times.wall(),
            foresight=self.foresight,
            roles=self.roles,
            blank=blank,
        )
