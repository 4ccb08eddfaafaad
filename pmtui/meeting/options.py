"""How a meeting is to be shown, as asked for when it is opened."""

from dataclasses import dataclass

from pmtui.meeting.clock import TimerMode


@dataclass(frozen=True)
class MeetingOptions:
    """What the facilitator chose.

    `preset` is the id of an agenda, empty for the draft's own; `foresight` hides what came later; `roles` shows roles in
    the place of names.
    """

    preset: str = ""
    timer: TimerMode = "down"
    foresight: bool = False
    roles: bool = False
