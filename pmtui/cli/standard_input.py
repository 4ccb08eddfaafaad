"""Reading standard input and other bytes as text."""

import sys
from typing import TextIO

from pmtui.errors import UsageError


def open_stdin() -> TextIO:
    """Return standard input. Raises UsageError when whoever started pmtui closed it."""
    if sys.stdin is None:
        raise UsageError("Standard input is closed, so there is nothing to read")
    return sys.stdin


def read_text() -> str:
    """Return all of standard input, without the one line end at its end. Raises UsageError when it is closed or not UTF-8."""
    text = decoded(open_stdin().buffer.read(), "Standard input")
    return text.removesuffix("\n").removesuffix("\r")


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text. Raises UsageError with the line that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name} is not UTF-8 text", f"Line {line} holds other bytes.") from error
