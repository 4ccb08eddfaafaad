"""Going to any segment, event, cause, action or parked item of the meeting."""

from collections.abc import Sequence

from textual.app import ComposeResult

from pmtui.meeting.agenda import Agenda
from pmtui.meeting.steps import Entry
from screens.dialogs.dialog import Dialog
from screens.meeting.pick_row import PickRow


class JumpPicker(Dialog[Entry]):
    """Offers every place; answers the chosen one, or None when cancelled."""

    heading = "Go to"
    HELP = "Type the number of an event, or words of it. Segments stand above what belongs to them."

    def __init__(self, entries: Sequence[Entry], agenda: Agenda, here: Entry | None = None) -> None:
        """Offer `entries` of an agenda; `here` is highlighted at first."""
        super().__init__()
        self._entries, self._here = entries, here
        self._names = [segment.name for segment in agenda.segments]

    def body(self) -> ComposeResult:
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
        yield PickRow(rows, numbers, start)

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Answer with the place that was chosen."""
        self.dismiss(self._entries[event.index])

    def _headings(self) -> list[bool]:
        """Tell of each entry whether it is a segment: the first one of its segment is."""
        before = [-1, *(entry.segment for entry in self._entries)]
        return [entry.segment != above for entry, above in zip(self._entries, before, strict=False)]
