"""A driver that reads whatever bytes come, and believes no size of a window that cannot be.

Stock, one byte that is no UTF-8 ends the app (textual issue 6668).
"""

import codecs
import functools
import sys

from textual.app import App
from textual.driver import Driver

from screens.textual_faults.terminal_input import HIGHEST, WIDEST, TerminalInput

_ERRORS = "pmtui-terminal-input"


def mended(driver: type[Driver]) -> type[Driver]:
    """Return the driver with our reading of the terminal in the place of its own."""
    names = vars(sys.modules[driver.__module__])
    if "getincrementaldecoder" in names:
        names["getincrementaldecoder"] = _forgiving_decoder
    if "XTermParser" in names:
        names["XTermParser"] = TerminalInput
    if hasattr(driver, "_get_terminal_size"):
        return type(driver.__name__, (BoundedSize, Lendable, driver), {"__module__": driver.__module__})
    return driver


class Lendable:
    """A driver that draws nothing while the app has lent the terminal to another program."""

    _app: App[None]

    def write(self, data: str) -> None:
        """Write to the terminal, when it is ours."""
        if not getattr(self._app, "is_lent", False):
            super().write(data)  # type: ignore[misc]  # the driver's own, which comes next


class BoundedSize:
    """A driver whose window has a size that a window can have."""

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()  # type: ignore[misc]  # the driver's own, which comes next
        return min(width, WIDEST), min(height, HIGHEST)


def _forgiving_decoder(encoding: str) -> functools.partial[codecs.IncrementalDecoder]:
    return functools.partial(codecs.getincrementaldecoder(encoding), errors=_ERRORS)


def _odd_bytes(error: UnicodeError) -> tuple[str, int]:
    """Keep the controls of eight bits, with which a terminal may begin an answer; the rest becomes U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return "".join(chr(byte) if 0x80 <= byte < 0xA0 else "\ufffd" for byte in odd), error.end


codecs.register_error(_ERRORS, _odd_bytes)
