"""Choosing the events that the meeting stops at."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList

from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import in_time_order
from pmtui.meeting.steps import times_of
from pmtui.text import one_line, visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainList, PlainText

LONGEST = 400
NO_EVENTS = "The timeline is empty."


class StarEvents(Dialog[tuple[str, ...]]):
    """Answers the ids of the events with a star, none for all of them, or None when cancelled."""

    heading = "Stop at these events"
    keys = "Space or Enter gives a star or takes it · Ctrl+S keeps them · Esc cancels"
    HELP = "Without any star the meeting stops at every event. g goes to any event in the meeting itself."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="stars.keep", priority=True, tooltip="Stop at these events"),
        Binding("space", "star", "Star", id="stars.star", tooltip="Give the event a star, or take it away"),
    ]
    DEFAULT_CSS = """
    StarEvents OptionList {
        height: auto; max-height: 60vh; padding: 0; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
        overflow-x: hidden; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, document: Postmortem) -> None:
        super().__init__()
        show = times_of(document)
        self._events = [
            (event.id, visible_line(f"{show(event.at)}  {one_line(event.text[:LONGEST])}"))
            for event in in_time_order(document)
        ]
        self._starred = set(document.review.starred)

    def body(self) -> ComposeResult:
        """Lay out the events by time."""
        if self._events:
            yield PlainList(*(self._row(at) for at in range(len(self._events))))
        else:
            yield PlainText(NO_EVENTS)

    def on_mount(self) -> None:
        """Start at the first event."""
        for events in self.query(OptionList):
            events.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the event a star, or take it away."""
        event.stop()
        self.action_star()

    def action_star(self) -> None:
        """Give the highlighted event a star, or take it away."""
        for events in self.query(OptionList):
            if (at := events.highlighted) is not None:
                self._starred ^= {self._events[at][0]}
                events.replace_option_prompt_at_index(at, self._row(at))

    def action_keep(self) -> None:
        """Answer with the events that have a star, by time."""
        self.dismiss(tuple(event for event, _ in self._events if event in self._starred))

    def _row(self, at: int) -> Content:
        event, words = self._events[at]
        return Content(f"{'★' if event in self._starred else '·'} {words}")
