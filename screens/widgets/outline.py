"""The outline: every section of the template with its state, in words and glyphs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.text import visible_line

GLYPHS = {"empty": "○", "started": "◐", "complete": "●"}
TITLE_WIDTH = 17


@dataclass(frozen=True)
class OutlineEntry:
    """One section as the outline shows it; `state` is empty, started or complete.

    `noticed` counts what the checks found, `hints` hints on its wording.
    """

    id: str
    title: str
    state: str = "empty"
    noticed: int = 0
    hints: int = 0


class Outline(OptionList):
    """The list of sections; choosing one goes there."""

    DEFAULT_CSS = "Outline { width: 36; height: 1fr; padding: 0; scrollbar-size-vertical: 1; }"

    @dataclass
    class Chosen(Message):
        """The person chose a section; `enter` tells that they want to write there at once."""

        outline: "Outline"
        section_id: str
        enter: bool

        @property
        def control(self) -> "Outline":
            """The outline it comes from."""
            return self.outline

    def __init__(self, entries: Sequence[OutlineEntry], id: str | None = None) -> None:
        self._entries = list(entries)
        self._current = ""
        super().__init__(*(Option(self._line(entry)) for entry in entries), id=id, markup=False)

    def show_states(self, states: Mapping[str, OutlineEntry]) -> None:
        """Redraw the sections whose state is new."""
        for index, entry in enumerate(self._entries):
            if (fresh := states.get(entry.id, entry)) != entry:
                self._entries[index] = fresh
                self.replace_option_prompt_at_index(index, self._line(fresh))

    def mark_current(self, section_id: str) -> None:
        """Show where the person is."""
        before, self._current = self._current, section_id
        for index, entry in enumerate(self._entries):
            if entry.id in (before, section_id):
                self.replace_option_prompt_at_index(index, self._line(entry))
            if entry.id == section_id:
                self.highlighted = index

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell which section was chosen."""
        event.stop()
        self.post_message(self.Chosen(self, self._entries[event.option_index].id, enter=True))

    def _line(self, entry: OutlineEntry) -> Content:
        title = visible_line(entry.title)
        title = title if len(title) <= TITLE_WIDTH else title[: TITLE_WIDTH - 1] + "…"
        here = "bold" if entry.id == self._current else ""
        noticed = f"!{entry.noticed}" if entry.noticed else ""
        state = "done" if entry.state == "complete" else entry.state
        tone = "$text-success" if entry.state == "complete" else "$foreground 65%"
        return Content.assemble(
            ("▸" if entry.id == self._current else " ", "$primary bold"),
            (GLYPHS.get(entry.state, "○") + " ", tone),
            (title.ljust(TITLE_WIDTH), here),
            (f" {state:<7}", tone),
            (f" {noticed}" if noticed else "", "$text-warning"),
            (f" ?{entry.hints}" if entry.hints else "", "$text-accent"),
        )
