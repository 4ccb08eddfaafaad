"""Text whose items and labelled parts stay apart: what follows a dot or a label goes on below its own first word."""

import re

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screens.meeting.views.step_page import LABEL

# A dot, or a label with the blanks that fill its column; at least two, so that a sentence is not taken for one.
_MARK = re.compile(rf"· |(?=[a-z][a-z ]{{{LABEL - 3}}}  \S).{{{LABEL}}}")


class HangingText(Static):
    """A text that is wrapped anew for the width there is."""

    _whole = Content("")
    _made: tuple[Content, int] | None = None

    class Wrapped(Message):
        """Another width made other lines of the text."""

    def show(self, text: Content) -> None:
        """Show a text."""
        self._whole = text
        self._wrap()

    def on_resize(self) -> None:
        """Wrap the text for the width there is now."""
        if self._wrap():
            self.post_message(self.Wrapped())

    def _wrap(self) -> bool:
        width = self.content_size.width
        if self._made == (self._whole, width):
            return False
        self._made = self._whole, width
        self.update(hanging(self._whole, width) if width else self._whole)
        return True


def hanging(text: Content, width: int) -> Content:
    """Return the text with the rows below a mark moved in by its width; where too little is left for words, as it is."""
    rows: list[Content] = []
    for line in text.split("\n", allow_blank=True):
        mark = _MARK.match(line.plain)
        room = width - mark.end() if mark else 0
        if mark is None or line.cell_length <= width or room < LABEL:
            rows.append(line)
            continue
        first, *others = line[mark.end() :].wrap(room)
        rows.append(line[: mark.end()].append(first.rstrip()))
        rows += [Content(" " * mark.end()).append(other.rstrip()) for other in others]
    return Content("\n").join(rows)
