"""What the meeting shows: the step in view with everything around it, made anew from the draft after each change."""

import asyncio
from collections.abc import Sequence
from functools import cached_property

from textual import work
from textual.content import Content
from textual.widgets import Static

from pmtui.document.moments import in_zone
from pmtui.document.postmortem import Learning, Postmortem
from pmtui.document.review import Capture
from pmtui.document.role_names import in_roles
from pmtui.meeting.agenda import Agenda, agenda_for
from pmtui.meeting.clock import MeetingClock
from pmtui.meeting.event_prompts import prompts_for
from pmtui.meeting.meeting_changes import MeetingChanges, meeting_changes
from pmtui.meeting.steps import Step, find, steps_of
from pmtui.meeting.stored import clock_of, keep_state
from pmtui.meeting.views import TimelineViews
from pmtui.text import visible_line
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.keeping import Keeping
from screens.meeting.views.bar import PhaseStrip
from screens.meeting.views.head import MeetingHead
from screens.meeting.views.page import StepPage
from screens.meeting.views.pages import Matter, page_of
from screens.meeting.views.pane import StepPane
from screens.meeting.views.rail import Rail

RAIL_FROM = 118  # columns
CLOCK = 20  # columns that the head leaves to the clock and the margins
SHORTEST, LONGEST_TITLE = 12, 400
WITH_PHASES = frozenset({"event", "cause"})  # every other page needs the rows itself
PHASES_FROM = 14  # rows of the window; in a lower one nothing would be left of the page


class Showing(Keeping):
    """The part of the meeting that puts a step on the wall.

    `shown` is the document as the room sees it, with roles in the place of names where the facilitator wishes so; the
    draft itself has the names. `matter` is None until the draft was read.
    """

    agenda: Agenda
    clock: MeetingClock
    shown: Postmortem
    matter: Matter | None = None
    steps: tuple[Step, ...] = ()
    index = 0
    turn = 0
    foresight = False
    roles = False
    recorded = False
    ended = False  # closed while it was on this screen
    _shown_baseline: Postmortem | None = None

    @cached_property
    def ready(self) -> asyncio.Event:
        """Is set once there is something to show."""
        return asyncio.Event()

    @property
    def step(self) -> Step:
        """Return the step in view."""
        return self.steps[self.index]

    @property
    def today_captures(self) -> Sequence[Capture]:
        """Return what this meeting has captured so far."""
        return self.shown.review.capture[self._captured_before :]

    @property
    def _captured_before(self) -> int:
        """Return how many captures earlier meetings left."""
        if self.draft is None:
            return 0
        review = self.draft.document.review
        if self.baseline is not None:
            return len(self.baseline.review.capture)
        if review.started is None or (review.ended is not None and not self.ended):
            return len(review.capture)
        return sum(1 for capture in review.capture if capture.at and capture.at < review.started)

    # The document

    def begin_showing(self) -> None:
        """Take the agenda and the clock from the draft, and show where its meeting stands."""
        if self.draft is None or self.meeting is None:
            return
        document = self.draft.document
        self.foresight, self.roles = self.options.foresight, self.options.roles
        self.agenda = agenda_for(document, self.meeting, self.options.preset)
        self.clock = clock_of(document, self.agenda, self.meeting, self.options.timer)
        self.steps = steps_of(document, self.agenda.segments[self.clock.current])
        self.index = find(self.steps, document.review.at_step)
        self.show_draft()

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        if self.draft is None or self.meeting is None:
            return
        if self.roles:
            self._show_in_roles(self.draft.document, self.baseline)
        else:
            self._take(self.draft.document, self.baseline)

    @work(exclusive=True, group="show-roles")
    async def _show_in_roles(self, document: Postmortem, baseline: Postmortem | None) -> None:
        """Put roles in the place of names; with a large draft that takes a moment."""
        shown = await asyncio.to_thread(in_roles, document)
        before = await asyncio.to_thread(in_roles, baseline) if baseline else None
        if self.roles:
            self._take(shown, before)

    def _take(self, shown: Postmortem, baseline: Postmortem | None) -> None:
        if self.closed or self.meeting is None:
            return
        held, near = self.step.key, self.index
        self.ready.set()
        self.shown, self._shown_baseline = shown, baseline
        self.matter = Matter(
            shown,
            self.agenda,
            TimelineViews(shown, self.wording.words),
            self.meeting,
            self.wording.five_whys,
            self.wording.words,
            {name: self.wording.sections[name].title for name in Learning.model_fields},
        )
        self.steps = steps_of(shown, self.agenda.segments[self.clock.current])
        self.index = find(self.steps, held, near)
        self.show_step()

    # The step

    def show_step(self) -> None:
        """Show the step in view with everything around it."""
        if self.matter is None:
            return
        segment = self.agenda.segments[self.clock.current]
        page = page_of(
            self.step,
            self.matter,
            foresight=self.foresight,
            recorded=self.recorded,
            changes=self.changes() if self.step.kind == "close" else None,
        )
        with self.app.batch_update():
            place = f"{self.clock.current + 1}/{len(self.agenda.segments)} {segment.name}"
            self.query_one(MeetingHead).show_place(place, self._about(), page.position)
            self._show_phases()
            self.query_one(StepPane).show(page, self.questions(page))
            self.query_one("#waiting", Static).display = False
            self.query_one(CaptureBar).show_captures(self.today_captures)
            self.show_rail()
            self.show_clock()
        self.refresh_bindings()

    def questions(self, page: StepPage) -> Sequence[str]:
        """Return what the room is asked at this step, turned on as often as the facilitator wished."""
        if self.matter is None or self.meeting is None:
            return ()
        if self.step.kind == "event" and (event := self.shown.event(self.step.row)):
            number = self.matter.views.event(event.id).number
            return prompts_for(event, number, self.meeting, self.turn)
        start = self.turn % len(page.ask) if page.ask else 0
        return (*page.ask[start:], *page.ask[:start])

    def changes(self) -> MeetingChanges:
        """Return what the meeting changed until now, as the room sees it."""
        kept = keep_state(self.shown, self.clock, self.times.monotonic(), self.step.key)
        return meeting_changes(kept, self._shown_baseline, self.agenda)

    def say(self, words: str, tone: str = "bold") -> None:
        """Say something short beside the counts, where it covers nothing; the next step takes it away."""
        self.query_one(CaptureBar).say(words, tone)

    def show_rail(self) -> None:
        """Show all events and captures beside the step, where the window is wide enough."""
        if self.matter is None or self.size.width < RAIL_FROM:
            return
        event = self.step.row if self.step.kind == "event" else ""
        rows = self.matter.views.rail(event, foresight=self.foresight) if event else ()
        self.query_one(Rail).show("Timeline" if rows else "", rows, self.today_captures)

    def show_clock(self) -> None:
        """Show the clock; nothing else is painted."""
        reading = self.clock.read(self.times.monotonic(), self.times.wall())
        self.query_one(MeetingHead).show_clock(reading)

    def on_resize(self) -> None:
        """Show as much as the window has room for now."""
        self.show_step()

    def _show_phases(self) -> None:
        if self.matter is not None:
            event = self.shown.event(self.step.row) if self.step.kind == "event" else None
            hidden = self.foresight and event is not None
            shown = self.step.kind in WITH_PHASES and self.size.height >= PHASES_FROM
            metrics = self.matter.views.metrics if shown else None
            self.query_one(PhaseStrip).show(metrics, event.at if event else None, foresight=hidden)

    def _about(self) -> str:
        meta = self.shown.meta
        began = meta.began
        day = f"{in_zone(began, meta.zone):%-d %b %Y}" if began else ""
        facts = "".join(f" · {fact}" for fact in (meta.severity, day) if fact)
        room = self.size.width - CLOCK - len(facts)
        title = Content(visible_line(meta.title[:LONGEST_TITLE])).truncate(max(room, SHORTEST), ellipsis=True)
        return f"{title.plain}{visible_line(facts)}"

    def show_head(self) -> None:
        """Say which draft this is before it was read."""
        about = visible_line(" · ".join(part for part in (self.head.title, self.head.severity) if part))
        self.query_one(MeetingHead).show_place("Opening …", about, "")
