"""A dialog that answers "how do we know?": events of the timeline, links, or both."""

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList

from pmtui.document.moments import clock
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import in_time_order
from pmtui.text import one_line, visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText


class EvidenceList(OptionList):
    """The events and links; Space or a click ticks one, Enter is done with it."""

    BINDINGS = [
        Binding("enter", "done", "Done", id="evidence.done", tooltip="Keep what is ticked"),
        Binding("space", "select", "Tick", id="evidence.tick", tooltip="Tick it, or take the tick away"),
    ]
    DEFAULT_CSS = "EvidenceList { text-wrap: nowrap; text-overflow: ellipsis; }"

    class Done(Message):
        """The choice is made."""

    def __init__(self, entries: Sequence[tuple[str, str]], chosen: Collection[str]) -> None:
        """Offer entries with their words; those among `chosen` are ticked already."""
        self.chosen = {entry for entry, _ in entries if entry in chosen}
        self._entries = entries
        super().__init__(*(self._line(index) for index in range(len(entries))), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick it, or take the tick away."""
        event.stop()
        self.chosen ^= {self._entries[event.option_index][0]}
        self.replace_option_prompt_at_index(event.option_index, self._line(event.option_index))

    def action_done(self) -> None:
        """Tell that the choice is made."""
        self.post_message(self.Done())

    def _line(self, index: int) -> Content:
        entry, words = self._entries[index]
        return Content(f"[{'✓' if entry in self.chosen else ' '}] {visible_line(words)}")


class PickEvidence(Dialog[tuple[str, ...]]):
    """Choose any number of events and links; answers event ids and links, or None when cancelled."""

    heading = "How do we know?"
    DEFAULT_CSS = """
    PickEvidence {
        EvidenceList { height: auto; max-height: 12; border: none; padding: 0; background: $surface; }
        Input { margin-top: 1; }
        .quiet { height: auto; }
    }
    """

    def __init__(self, document: Postmortem, held: Sequence[str]) -> None:
        """Offer the events of a document; `held` is the evidence so far."""
        super().__init__()
        self._held = tuple(held)
        zone = document.meta.zone
        self._entries = [
            (event.id, f"{clock(event.at, zone)}  {event.text}") for event in in_time_order(document)
        ]
        events = {event_id for event_id, _ in self._entries}
        self._entries += [(entry, entry) for entry in self._held if entry not in events]
        ticking = "Space ticks · Tab to the link · " if self._entries else ""
        self.keys = f"{ticking}Enter keeps it · Esc cancels"

    def body(self) -> ComposeResult:
        """Lay out the events, and the line for a link."""
        if self._entries:
            yield EvidenceList(self._entries, self._held)
        else:
            yield PlainText(
                "The timeline has no events yet. A link to a graph, a log or a change will do.",
                classes="quiet",
            )
        yield Input(placeholder="https://… a graph, a log, a change", compact=True)

    def on_evidence_list_done(self) -> None:
        """Answer with what is chosen."""
        self._answer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what is chosen and the link."""
        event.stop()
        self._answer()

    def _answer(self) -> None:
        lists = self.query(EvidenceList)
        chosen = lists.first().chosen if lists else set()
        link = one_line(self.query_one(Input).value)
        self.dismiss((*(entry for entry, _ in self._entries if entry in chosen), *([link] if link else [])))
