"""Holds letters back that are typed outside the line, until it is clear whether they are keys or words."""

import time
from collections.abc import Callable

from textual.events import Key
from textual.screen import Screen

from pmtui.meeting.letter_burst import LetterBurst
from screens.textual_faults.app import AppFaults


class HeldLetters:
    """A part of the meeting's screen: words go to `take_words`, keys act after a moment in the order they were pressed."""

    def __init__(self, screen: Screen[None], pause: float, take_words: Callable[[str], object]) -> None:
        """Hold letters for `pause` seconds; 0 holds none."""
        self._screen, self._pause, self._take_words = screen, pause, take_words
        self._burst = LetterBurst(pause)
        self._held: list[Key] = []
        self._released = 0

    def take(self, event: Key) -> None:
        """Let a key act, or hold it back."""
        if self._released:
            self._released -= 1
            return
        verdict = self._burst.take((event.character or "") if event.is_printable else "", event.time)
        if verdict == "pass":
            return
        event.stop()
        event.prevent_default()
        self._held.append(event)
        if verdict == "release":
            self._release()
        elif verdict == "words":
            self._held.clear()
            self._take_words(self._burst.release())
        else:
            self._screen.set_timer(self._pause, self._release_when_due)

    def _release_when_due(self) -> None:
        if self._held and time.monotonic() - self._held[-1].time >= self._pause:
            self._release()

    def _release(self) -> None:
        """Let what was held back act as keys, before anything that came since."""
        self._released = len(self._burst.release())
        held, self._held = self._held, []
        assert isinstance(self._screen.app, AppFaults)
        self._screen.app.keys.put_first([Key(each.key, each.character) for each in held])
