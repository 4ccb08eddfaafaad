"""Going through the meeting: forward and back, segment by segment, by a picker; and what the wall shows besides."""

from textual import work

from pmtui.meeting.steps import Entry, entries, steps_of
from screens.meeting.blank import Blank
from screens.meeting.clockwork import Clockwork
from screens.meeting.jump import JumpPicker
from screens.meeting.reset_card import ResetCards
from screens.meeting.views.pane import StepPane

LAST = -1


class Walking(Clockwork):
    """The part of the meeting that moves."""

    prompts_on = True

    # Moving

    def action_forward(self) -> None:
        """Start the clock; after that, go on."""
        if self.matter is None or self.start_clock():
            return
        if self.index + 1 < len(self.steps):
            self._go(self.clock.current, self.index + 1)
        elif self.clock.current + 1 < len(self.agenda.segments):
            self._go(self.clock.current + 1, 0)
        else:
            way = "Esc leaves." if self.ended else "Enter closes the meeting."
            self.say(f"This is the last page. {way}")

    def action_back(self) -> None:
        """Go back, to the end of the segment before where there is no step before in this one."""
        if self.index > 0:
            self._go(self.clock.current, self.index - 1)
        elif self.clock.current > 0:
            self._go(self.clock.current - 1, LAST)

    def action_segment(self, by: int) -> None:
        """Go to the next segment, or to the one before."""
        if self.matter is not None and 0 <= self.clock.current + by < len(self.agenda.segments):
            self._go(self.clock.current + by, 0)

    @work(exclusive=True, group="dialog")
    async def action_jump(self) -> None:
        """Choose where to go."""
        if self.matter is None:
            return
        hidden = self.step.row if self.foresight and self.step.kind == "event" else ""
        places = entries(self.shown, self.agenda, hide_after=hidden)
        here = next(
            (each for each in places if (each.segment, each.step) == (self.clock.current, self.index)), None
        )
        chosen: Entry | None = await self.app.push_screen_wait(JumpPicker(places, self.agenda, here))
        if chosen is not None:
            self._go(chosen.segment, chosen.step)

    def _go(self, segment: int, index: int) -> None:
        if segment != self.clock.current:
            self.clock = self.clock.go_to(segment, self.times.monotonic())
            self.steps = steps_of(self.shown, self.agenda.segments[self.clock.current])
        self.index = len(self.steps) - 1 if index == LAST else min(index, len(self.steps) - 1)
        self.turn = 0
        self.say("")
        self.keep()
        self.show_step()
        self.tell_place()

    # What the wall shows besides

    def action_scroll_text(self, lines: int) -> None:
        """Scroll a long text."""
        self.query_one(StepPane).scroll_text(lines)

    def action_turn_prompts(self) -> None:
        """Ask the next questions."""
        self.turn += 1
        self.show_step()
        self.tell_place()

    def action_hide_prompts(self) -> None:
        """Hide the questions, or show them again."""
        self.prompts_on = not self.prompts_on
        self.query_one(StepPane).show_prompts(self.prompts_on)

    def action_reset(self) -> None:
        """Show a reset card. Which one, and that one was shown, is written nowhere."""
        if self.meeting is None or self.matter is None:
            return
        event = self.step.row if self.step.kind == "event" else ""
        clock = self.matter.views.event(event).clock if event else ""
        self.app.push_screen(ResetCards(self.meeting.resets, clock))

    @work(exclusive=True, group="dialog")
    async def action_blank(self) -> None:
        """Show nothing until the next key."""
        self.blanked = True
        self.tell_place()
        await self.app.push_screen_wait(Blank())
        self.blanked = False
        self.tell_place()

    def action_swap(self) -> None:
        """Show white on black, or black on white."""
        if self.app.ansi_color:
            self.say("The colours are those of your terminal.")
        else:
            self.app.theme = "pmtui-light" if self.app.current_theme.dark else "pmtui-dark"

    def action_foresight(self) -> None:
        """Hide what came later than the event in view, or show it again."""
        self.foresight = not self.foresight
        self.show_step()
        self.tell_place()
        self.say("What came later is hidden." if self.foresight else "What came later is shown.")

    def action_roles(self) -> None:
        """Show roles in the place of names, or names again."""
        self.roles = not self.roles
        self.show_draft()
        self.tell_place()
        self.say("Roles are shown in the place of names." if self.roles else "Names are shown.")
