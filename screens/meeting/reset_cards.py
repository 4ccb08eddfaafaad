"""Reset cards: a sentence for the moment in which the talk takes a turn that helps nobody. Using one is never stored."""

import math
import textwrap
from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from prompts.meeting_shapes import ResetCard
from screens.meeting.views.large_letters import draw
from screens.meeting.views.wall_colours import WALL
from screens.widgets.plain_text import PlainText

NO_CLOCK = "that moment"
MARGINS, ROWS_BELOW = 4, 4  # columns beside a card that is drawn large, rows for what stands below it
WIDEST, NARROWEST = 60, 40
SLACK = 6  # cells that a line may lack because its last word went to the next one


class ResetCards(ModalScreen[None]):
    """A digit shows a card, alone on the screen. Which card stands for what is never on the wall."""

    HELP = "A digit shows its card. Any other key goes back to the meeting. Nothing of this is written down."
    DEFAULT_CSS = f"""
    ResetCards {{
        background: transparent; align: center bottom;
        #reset-wall {{ {WALL} width: 100%; height: 1; align: center middle; }}
        #reset-words {{ width: 100%; height: auto; text-style: bold; text-wrap: nowrap; display: none; }}
        #reset-keys {{ width: 100%; height: auto; text-align: center; }}
        &.-card #reset-wall {{ height: 100%; }}
        &.-card #reset-words {{ display: block; }}
        &.-card #reset-keys {{ margin-top: 2; }}
    }}
    """

    def __init__(self, cards: Sequence[ResetCard], clock: str = "") -> None:
        """Offer the cards; `clock` is the time of the event in view, for those that name it."""
        super().__init__()
        self._cards, self._clock = cards, clock
        self._shown: ResetCard | None = None

    def compose(self) -> ComposeResult:
        """Leave the wall as it is until a digit is pressed."""
        with Vertical(id="reset-wall"):
            yield PlainText(id="reset-words")
            yield PlainText(
                f"1 to {len(self._cards)} shows a card · any other key goes back", id="reset-keys"
            )

    def on_key(self, event: Key) -> None:
        """Show a card, or go back; a second digit brings the other card."""
        event.stop()
        event.prevent_default()
        typed = event.character or ""
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(self._cards):
            self._shown = self._cards[int(typed) - 1]
            self._show()
        else:
            self.dismiss(None)

    def on_resize(self) -> None:
        """Draw the card as large as the window allows."""
        self._show()

    def _show(self) -> None:
        if self._shown is None:
            return
        words = self._shown.text.replace("{clock}", self._clock or NO_CLOCK)
        width, height = self.app.size
        drawn = draw(words, width - MARGINS, height - ROWS_BELOW)
        self.add_class("-card")
        rows = (drawn or "\n".join(textwrap.wrap(words, balanced(words)))).split("\n")
        before = " " * max(0, (width - max(map(len, rows))) // 2)
        self.query_one("#reset-words", PlainText).update("\n".join(f"{before}{row}" for row in rows))
        self.query_one("#reset-keys", PlainText).update("any key goes back")


def balanced(words: str) -> int:
    """Return the width at which a sentence breaks into lines of about the same length."""
    cells = cell_len(words)
    return max(NARROWEST, math.ceil(cells / max(1, math.ceil(cells / WIDEST))) + SLACK)
