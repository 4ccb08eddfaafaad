"""What is pasted into a field of one line, whole: stock, such a field keeps the first line and drops the rest unsaid.

Textual hands on line ends as the terminal sends them, CR from most; all kinds count alike.
"""

import re
from collections.abc import Sequence

from textual import events
from textual.widget import Widget

from pmtui.text import normalise, visible_line

_BREAKS = re.compile(r"[ \t]*\n\s*")


def fitted(paste: events.Paste, focused: Widget | None) -> Sequence[events.Event]:
    """Return what stands for the paste where the cursor is: itself, its lines joined, or each with an Enter between.

    An input whose `PASTE_LINES` is `"each"` takes every line as one that was entered, the last stays in it; with `"own"`
    it sees to them itself. Any other joins them. What could act on the terminal is marked in both.
    """
    from textual.widgets import Input  # not worth importing before the first paint

    paste.text = paste.text.replace("\r\n", "\n").replace("\r", "\n")
    lines_go = getattr(focused, "PASTE_LINES", "join")
    if not isinstance(focused, Input) or (lines_go == "own" and "\n" in paste.text.strip()):
        return [paste]
    text = normalise(paste.text)
    if lines_go == "each":
        lines = [line for line in map(visible_line, text.split("\n")) if line.strip()]
        pastes = [events.Paste(line) for line in lines]
        if pastes:
            return [part for one in pastes for part in (one, events.Key("enter", "\r"))][:-1]
    paste.text = visible_line(_BREAKS.sub(" ", text.strip("\n")))
    return [paste]
