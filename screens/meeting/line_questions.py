"""Looks at the wording of the open line once the person pauses."""

from collections.abc import Callable
from functools import partial

from textual.screen import Screen
from textual.timer import Timer

from pmtui.document.postmortem import Postmortem
from pmtui.meeting.capture_hints import blame_question
from pmtui.meeting.capture_line import LineKind
from screens.wording import Wording

AFTER = 0.6  # seconds without a key


class LineQuestions:
    """A part of the meeting's screen; `show` is given the question, empty for none, and the line it is about."""

    def __init__(self, screen: Screen[None], wording: Wording, show: Callable[[str, str], object]) -> None:
        self._screen, self._wording, self._show = screen, wording, show
        self._pausing: Timer | None = None

    def look_soon(self, kind: LineKind, text: str, document: Postmortem) -> None:
        """Look at a line, unless more is typed before."""
        if self._pausing is not None:
            self._pausing.stop()
        look = partial(self._look, kind, text, document)
        run = partial(
            self._screen.run_worker, look, thread=True, exclusive=True, group="line-hint", exit_on_error=False
        )
        self._pausing = self._screen.set_timer(AFTER, run)

    def _look(self, kind: LineKind, text: str, document: Postmortem) -> None:
        """Find words that blame; in a thread, for the rules are read at the first time."""
        found = blame_question(text, kind, document, self._wording.rules)
        self._screen.app.call_from_thread(self._show, found, text)
