"""Walking through a meeting: forward and back, segment by segment, at every event or at those with a star."""

from collections.abc import Sequence

from pmtui.document.postmortem import replace
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.steps import Entry, Step, entries


class Walking:
    """Moves a meeting from step to step."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def forward(self) -> str:
        """Start the clock; after that, go on."""
        sitting = self._sitting
        if not sitting.clock.begun:
            sitting.start_clock()
        elif ahead := self._stops(sitting.steps)[self._passed(sitting.index + 1) :]:
            sitting.turn_to(sitting.clock.current, ahead[0])
        elif sitting.clock.current + 1 < len(sitting.agenda.segments):
            self.go_by_segments(1)
        else:
            return f"This is the last page. {'Esc leaves.' if sitting.ended else 'Enter closes the meeting.'}"
        return ""

    def back(self) -> str:
        """Go back, to the end of the segment before where there is no step before in this one."""
        sitting, before = self._sitting, self._sitting.clock.current - 1
        if behind := self._stops(sitting.steps)[: self._passed(sitting.index)]:
            sitting.turn_to(sitting.clock.current, behind[-1])
        elif before >= 0:
            sitting.turn_to(before, self._stops(sitting.steps_at(before))[-1])
        return ""

    def go_by_segments(self, by: int) -> str:
        """Go to a segment further on, or to one before."""
        segment = self._sitting.clock.current + by
        if 0 <= segment < len(self._sitting.agenda.segments):
            self._sitting.turn_to(segment, self._stops(self._sitting.steps_at(segment))[0])
        return ""

    @property
    def places(self) -> tuple[Entry, ...]:
        """Every place that one can go to, starred or not."""
        sitting = self._sitting
        return entries(sitting.shown.document, sitting.agenda, hide_after=sitting.hidden_after)

    def star(self, events: Sequence[str]) -> None:
        """Have the walk stop at these events; at all where there are none."""
        self._sitting.edit(
            lambda document: replace(document, review=replace(document.review, starred=tuple(events))),
            "Star events",
        )

    def toggle_star(self) -> str:
        """Give the event in view a star, or take it away."""
        event, starred = self._sitting.step.row, self._sitting.draft.document.review.starred
        if event not in starred:
            self.star([*starred, event])
            return "Starred. The walk stops at starred events; g goes to any other."
        self.star([each for each in starred if each != event])
        stars = self._sitting.shown.starred
        return "No star any more." if stars else "No stars are left: the walk stops at every event."

    def _stops(self, steps: Sequence[Step]) -> Sequence[int]:
        """Return where the walk stops: at every step, or at those of the events that have a star."""
        starred = self._sitting.shown.starred
        at = [place for place, step in enumerate(steps) if step.kind != "event" or step.row in starred]
        return at if starred and at else range(len(steps))

    def _passed(self, place: int) -> int:
        """Return how many stops of this segment lie before a place."""
        return sum(1 for stop in self._stops(self._sitting.steps) if stop < place)
