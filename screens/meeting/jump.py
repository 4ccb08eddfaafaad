"""Going to any segment, event, cause, action or parked item of the meeting."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from pmtui.meeting.agenda import Agenda
from pmtui.meeting.steps import Entry
from screens.meeting.pick_row import PickRow
from screens.widgets.plain_text import PlainText


class JumpPicker(ModalScreen[Entry | None]):
    """Offers every place; answers the chosen one, or None when cancelled."""

    HELP = "Type the number of an event, or words of it. Segments stand above what belongs to them."
    BINDINGS = [Binding("escape", "cancel", "Cancel", id="jump.cancel", tooltip="Stay where the meeting is")]

    def __init__(self, entries: Sequence[Entry], agenda: Agenda, here: Entry | None = None) -> None:
        """Offer `entries` of an agenda; `here` is highlighted at first."""
        super().__init__()
        self._entries, self._here = entries, here
        self._names = [segment.name for segment in agenda.segments]

    def compose(self) -> ComposeResult:
        """Lay out the places."""
        start = self._entries.index(self._here) if self._here in self._entries else 0
        rows = [
            f"{entry.segment + 1}/{len(self._names)} {entry.words.upper()}" if heading else entry.words
            for entry, heading in zip(self._entries, self._headings(), strict=True)
        ]
        numbers = [
            "" if heading else str(entry.step + 1)
            for entry, heading in zip(self._entries, self._headings(), strict=True)
        ]
        with Vertical(classes="dialog"):
            yield PlainText("Go to", classes="title")
            yield PickRow(rows, numbers, start)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the highlighted place."""
        event.stop()
        self._answer()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the place that was clicked."""
        event.stop()
        self._answer()

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def _headings(self) -> list[bool]:
        """Tell of each entry whether it is a segment: the first one of its segment is."""
        before = [-1, *(entry.segment for entry in self._entries)]
        return [entry.segment != above for entry, above in zip(self._entries, before, strict=False)]

    def _answer(self) -> None:
        chosen = self.query_one(PickRow).chosen
        if chosen is not None:
            self.dismiss(self._entries[chosen])
