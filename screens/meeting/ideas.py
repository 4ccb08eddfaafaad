"""Making an idea part of another action."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from pmtui.document.postmortem import Postmortem
from pmtui.text import one_line, visible_line
from screens.meeting.pick_row import PickRow
from screens.widgets.plain_text import PlainText

LONGEST = 400
KEYS = "Typing narrows it down · ↑ ↓ move · Enter merges · Esc cancels"
NO_OTHER = "There is no other action to merge it with. Accept it, or let it go."


class MergePicker(ModalScreen[str | None]):
    """Offers the other actions that are still open; answers the id of one, or None when cancelled."""

    HELP = "The idea's words stay with the notes of the meeting; the action takes over what it lacks itself."
    BINDINGS = [Binding("escape", "cancel", "Cancel", id="merge.cancel", tooltip="Leave the idea as it is")]
    DEFAULT_CSS = "MergePicker #merge-idea { height: auto; max-height: 3; margin-bottom: 1; }"

    def __init__(self, document: Postmortem, idea_id: str) -> None:
        super().__init__()
        idea = document.action(idea_id)
        self._idea = idea.text if idea else ""
        self._actions = [
            action for action in document.actions if action.id != idea_id and not action.is_finished
        ]

    def compose(self) -> ComposeResult:
        """Lay out the idea and the actions it could go into."""
        rows = [f"{action.id}  {one_line(action.text[:LONGEST])}" for action in self._actions]
        with Vertical(classes="dialog"):
            yield PlainText("Merge this idea into …", classes="title")
            yield PlainText(visible_line(self._idea[:LONGEST]), id="merge-idea")
            if rows:
                yield PickRow(rows, [str(at) for at in range(1, len(rows) + 1)], keys=KEYS)
            else:
                yield PlainText(NO_OTHER)
                yield PlainText("Esc closes", classes="quiet")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the highlighted action."""
        event.stop()
        self._answer()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the action that was clicked."""
        event.stop()
        self._answer()

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def _answer(self) -> None:
        chosen = self.query_one(PickRow).chosen
        if chosen is not None:
            self.dismiss(self._actions[chosen].id)
