"""What is on the wall once the meeting is left: nothing of other drafts, until somebody asks for them."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from screens.meeting.views.wall_colours import WALL
from screens.widgets.plain_text import PlainText

WORDS = "The meeting is left. Everything is in the draft, and it can go on from here."
KEYS = "Ctrl+Q ends pmtui · Enter shows the list of drafts · Esc goes back to the meeting"


class LeftMeeting(ModalScreen[bool]):
    """Answers True for the list of drafts, False to go back to the meeting."""

    HELP = "The draft is saved. The list of drafts is not shown on the wall before you ask for it."
    BINDINGS = [
        Binding("enter", "drafts", "Drafts", id="left.drafts", tooltip="Show the list of drafts"),
        Binding("escape", "back", "Back", id="left.back", tooltip="Go back to the meeting"),
    ]
    DEFAULT_CSS = f"""
    LeftMeeting {{
        Vertical {{ {WALL} width: 100%; height: 100%; align: center middle; }}
        Static {{ width: auto; max-width: 90%; height: auto; text-align: center; }}
        #left-words {{ text-style: bold; margin-bottom: 1; }}
    }}
    """

    def compose(self) -> ComposeResult:
        """Say that it is over, and what each key does."""
        with Vertical():
            yield PlainText(WORDS, id="left-words")
            yield PlainText(KEYS)

    def action_drafts(self) -> None:
        """Answer that the list may be shown."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Answer that the meeting goes on."""
        self.dismiss(False)
