"""A line that is typed in a plain terminal: letters in, finished lines out."""

import codecs

ESCAPE = "\x1b"
_DELETE = frozenset("\x7f\x08")
_ENTER = frozenset("\r\n")


class Typed:
    """Turns the bytes of a terminal into letters; arrows and the like, and what is no letter, are left out."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def letters(self, data: bytes) -> str:
        """Return the letters of some bytes; a key that sends a sequence is nothing, an Escape alone is one."""
        text = self._decoder.decode(data)
        if text.startswith(ESCAPE) and len(text) > 1:
            return ""
        return text


class TypedLine:
    """The line being typed."""

    def __init__(self) -> None:
        self.text = ""

    def take(self, letter: str) -> str | None:
        """Take a letter; return the whole line when it ends it."""
        if letter in _ENTER:
            line, self.text = self.text, ""
            return line
        if letter in _DELETE:
            self.text = self.text[:-1]
        elif letter == "\x15":  # Ctrl+U
            self.text = ""
        elif letter.isprintable():
            self.text += letter
        return None
