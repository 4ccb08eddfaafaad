"""What is kept of a failure that nobody foresaw: where it happened, and nothing that a draft holds."""

import os
import traceback
from datetime import UTC, datetime

from pmtui import __version__, paths
from pmtui.disk import append_private
from pmtui.errors import PmtuiError

# For tests of the crash paths only: `PMTUI_TEST_CRASH=widget|worker|save` makes one such mistake happen.
_TEST_HOOK = "PMTUI_TEST_CRASH"
_TEST_TEXT = "a mistake made on purpose"


def record_crash(error: BaseException) -> PmtuiError:
    """Add the failure to the log and return what to tell the person."""
    log = paths.log_file()
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    entry = f"{stamp} pmtui {__version__}\n{describe(error)}\n"
    try:
        append_private(log, entry.encode("utf-8", "backslashreplace"))
        kept = f"Where it happened is written in {log}, without any text of yours."
    except OSError as problem:
        kept = f"Where it happened could not be written to {log} ({problem.strerror}):\n{describe(error)}"
    return PmtuiError(
        f"Something went wrong inside pmtui ({type(error).__name__})",
        kept,
        "Your drafts are as they were last saved. Please report this with the lines from the log.",
    )


def describe(error: BaseException) -> str:
    """Return the traceback of an error and of what led to it: places and types, neither values nor messages.

    Messages are left out because they often quote the text that was worked on.
    """
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None:
        places = "".join(traceback.format_list(traceback.extract_tb(link.__traceback__)))
        parts.append(f"{places}{type(link).__module__}.{type(link).__qualname__}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\nwhich came after\n".join(parts)


def crash_on_purpose(place: str) -> None:
    """Raise a RuntimeError, once, when the environment asks for a mistake at this place: see `PMTUI_TEST_CRASH`."""
    if os.environ.get(_TEST_HOOK) == place:
        del os.environ[_TEST_HOOK]
        raise RuntimeError(_TEST_TEXT)
