"""Reading standard input and other bytes as text."""

import sys
from typing import TextIO

from pmtui.disk import READ_LIMIT
from pmtui.errors import UsageError


def open_stdin() -> TextIO:
    """Return standard input. Raises UsageError when whoever started pmtui closed it."""
    if sys.stdin is None:
        raise UsageError("Standard input is closed, so there is nothing to read")
    return sys.stdin


def read_bytes() -> bytes:
    """Return all of standard input. Raises UsageError when it is closed or has more than a file that is read here may have."""
    data = open_stdin().buffer.read(READ_LIMIT + 1)
    if len(data) > READ_LIMIT:
        raise UsageError("Standard input is too large", f"It has more than {READ_LIMIT // 1024 // 1024} MB.")
    return data


def read_text() -> str:
    """Return all of standard input, without the one line end at its end. Raises UsageError when it cannot be used."""
    text = decoded(read_bytes(), "Standard input")
    return text.removesuffix("\n").removesuffix("\r")


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text. Raises UsageError with the line that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name} is not UTF-8 text", f"Line {line} holds other bytes.") from error
