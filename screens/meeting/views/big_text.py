"""The text that the room reads: it scrolls by whole lines and never shrinks."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from screens.meeting.views.hanging_text import HangingText

WIDEST = 64  # characters in a line; the eye loses its way back in longer ones


class BigText(VerticalScroll):
    """A text in bold lines; how much of it is hidden is for the widget around it to say."""

    DEFAULT_CSS = f"""
    BigText {{
        height: auto; max-height: 4; scrollbar-size-vertical: 0; overflow-x: hidden;
        Static {{ height: auto; width: 1fr; max-width: {WIDEST}; text-style: bold; }}
    }}
    """
    can_focus = False

    class Moved(Message):
        """The text was scrolled, or there is another amount of it or of room for it."""

    def compose(self) -> ComposeResult:
        """Hold the text."""
        yield HangingText(markup=False)

    def show(self, text: Content, *, from_top: bool) -> None:
        """Show a text, from its top or from where one was in it."""
        self.query_one(HangingText).show(text)
        if from_top:
            self.scroll_home(animate=False, immediate=True)
        self.call_after_refresh(self.post_message, self.Moved())

    @property
    def hidden_lines(self) -> tuple[int, int]:
        """Return how many lines of the text lie above and below what is shown."""
        above = round(self.scroll_y)
        return above, max(0, self.virtual_size.height - self.size.height - above)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that something else is hidden now."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Tell that something else may be hidden now."""
        self.post_message(self.Moved())

    def on_hanging_text_wrapped(self, event: HangingText.Wrapped) -> None:
        """Tell that there may be another number of lines, once they are laid out."""
        event.stop()
        self.call_after_refresh(self.post_message, self.Moved())
