"""Telling words that are typed outside the line from keys that are pressed: three letters in quick succession are words."""

from typing import Literal

FEWEST = 3  # letters that are words; fewer in quick succession are two keys for somebody who knows them
# What moves, and what opens the line: these act at once, so that the words behind them are in it.
AT_ONCE = frozenset("jknadp")

Verdict = Literal["pass", "hold", "words", "release"]


class LetterBurst:
    """Holds letters back until it is clear what they are; `pause` is the longest time between letters of words, 0 holds none."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._held = ""
        self._last = 0.0

    def take(self, letter: str, at: float) -> Verdict:
        """Tell what to do with a key that came at a moment, in seconds; `letter` is empty for one that types nothing.

        `pass` lets it act, `hold` waits for the next one, `words` means that all that is held is text, and `release` that
        what is held were keys: they act, and this key is asked about again.
        """
        near, self._last = at - self._last <= self._pause, at
        if not self._pause:
            return "pass"
        if self._held and (not near or not letter):
            return "release"
        if not self._held and (not letter.isalpha() or letter in AT_ONCE):
            return "pass"
        self._held += letter
        return "words" if len(self._held) >= FEWEST and len(set(self._held)) > 1 else "hold"

    def release(self) -> str:
        """Return what is held, and hold it no longer."""
        held, self._held = self._held, ""
        return held
