"""Making an idea part of another action."""

from textual.app import ComposeResult

from pmtui.document.postmortem import Postmortem
from pmtui.text import one_line, visible_line
from screens.dialogs.dialog import Dialog
from screens.meeting.pick_row import PickRow
from screens.widgets.plain_text import PlainText

LONGEST = 400
KEYS = "Typing narrows it down · ↑ ↓ move · Enter merges · Esc cancels"
NO_OTHER = "There is no other action to merge it with. Accept it, or let it go."


class MergeIdea(Dialog[str]):
    """Offers the other actions that are still open; answers the id of one, or None when cancelled."""

    heading = "Merge this idea into …"
    HELP = "The idea's words stay with the notes of the meeting; the action takes over what it lacks itself."
    DEFAULT_CSS = "MergeIdea #merge-idea { height: auto; max-height: 3; margin-bottom: 1; }"

    def __init__(self, document: Postmortem, idea_id: str) -> None:
        super().__init__()
        idea = document.action(idea_id)
        self._idea = idea.text if idea else ""
        self._actions = [
            action for action in document.actions if action.id != idea_id and not action.is_finished
        ]

    def body(self) -> ComposeResult:
        """Lay out the idea and the actions it could go into."""
        rows = [f"{action.id}  {one_line(action.text[:LONGEST])}" for action in self._actions]
        yield PlainText(visible_line(self._idea[:LONGEST]), id="merge-idea")
        if rows:
            yield PickRow(rows, [str(at) for at in range(1, len(rows) + 1)], keys=KEYS)
        else:
            yield PlainText(f"{NO_OTHER}\nEsc closes.")

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Answer with the action that was chosen."""
        self.dismiss(self._actions[event.index].id)
