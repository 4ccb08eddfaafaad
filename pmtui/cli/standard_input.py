"""Reading standard input as text."""

import sys

from pmtui.errors import UsageError


def read_text() -> str:
    """Return all of standard input, without the one line end at its end. Raises UsageError when it is not UTF-8."""
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError("Standard input is not UTF-8 text", f"Line {line} holds other bytes.") from error
    return text.removesuffix("\n").removesuffix("\r")
