"""Reading standard input as text."""

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
    data = open_stdin().buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError("Standard input is not UTF-8 text", f"Line {line} holds other bytes.") from error
    return text.removesuffix("\n").removesuffix("\r")
