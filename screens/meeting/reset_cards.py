"""Reset cards: a sentence for the moment in which the talk takes a turn that helps nobody. Using one is never stored."""

import math
from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen

from pmtui.text import visible
from prompts.meeting_shapes import ResetCard
from screens.meeting.views.wall_colours import WALL
from screens.widgets.plain_text import PlainText

NO_CLOCK = "that moment"
WIDEST, NARROWEST = 60, 40
SLACK = 6  # cells that a line may lack because its last word went to the next one


class ResetCards(ModalScreen[None]):
    """First the situations with their digits, then the card of one of them, alone on the screen."""

    HELP = "A digit shows its card. Any other key goes back to the meeting. Nothing of this is written down."
    DEFAULT_CSS = f"""
    ResetCards {{
        #reset-wall {{ {WALL} width: 100%; height: 100%; align: center middle; }}
        #reset-card {{ width: 68; max-width: 94%; height: auto; }}
        Static {{ width: 1fr; height: auto; text-style: bold; }}
        #reset-keys {{ text-style: none; margin-top: 2; }}
        &.-card #reset-words {{ text-align: center; }}
        &.-card #reset-keys {{ text-align: center; }}
    }}
    """

    def __init__(self, cards: Sequence[ResetCard], clock: str = "") -> None:
        """Offer the cards; `clock` is the time of the event in view, for those that name it."""
        super().__init__()
        self._cards, self._clock = cards, clock

    def compose(self) -> ComposeResult:
        """Lay out the situations."""
        rows = "\n\n".join(
            f"{digit}   {visible(card.situation)}" for digit, card in enumerate(self._cards, start=1)
        )
        with Vertical(id="reset-wall"), Vertical(id="reset-card"):
            yield PlainText(rows, id="reset-words")
            yield PlainText("a digit shows its card · any other key goes back", id="reset-keys")

    def on_key(self, event: Key) -> None:
        """Show a card, or go back; a second digit brings the other card."""
        event.stop()
        event.prevent_default()
        typed = event.character or ""
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(self._cards):
            self._show(self._cards[int(typed) - 1])
        else:
            self.dismiss(None)

    def _show(self, card: ResetCard) -> None:
        words = card.text.replace("{clock}", self._clock or NO_CLOCK)
        self.add_class("-card")
        self.query_one("#reset-words", PlainText).update(words)
        self.query_one("#reset-card").styles.width = balanced(words)
        self.query_one("#reset-keys", PlainText).update("any key goes back")


def balanced(words: str) -> int:
    """Return the width at which a sentence breaks into lines of about the same length."""
    cells = cell_len(words)
    return max(NARROWEST, math.ceil(cells / max(1, math.ceil(cells / WIDEST))) + SLACK)
