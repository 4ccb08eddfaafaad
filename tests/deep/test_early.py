"""What is typed before the draft has been read and shown is in it at the end, whole and in order, however soon that comes."""

import signal
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.deep

# Two that stand for a busy machine: the draft is read, or its page shown, long after the person began to type.
READ_LATE = """
import time
from pmtui.drafts import open_draft
real = open_draft.read_bytes
def slow(path):
    time.sleep(1.5)
    return real(path)
open_draft.read_bytes = slow
"""
SHOWN_LATE = """
import asyncio
from screens.writing.desk import WritingDesk
real = WritingDesk.show_section
async def slow(desk, section):
    await asyncio.sleep(1.5)
    await real(desk, section)
WritingDesk.show_section = slow
"""


@pytest.mark.parametrize("late", [READ_LATE, SHOWN_LATE], ids=["read", "shown"])
def test_what_is_typed_while_the_draft_opens_is_all_there(
    open_window: Callable[..., Any], saved: Callable[[], str], late: str
) -> None:
    window, typed = open_window(code=late, ready="Opening"), ""
    for number in range(40):
        typed += f"t{number:02} "
        window.type(f"t{number:02} ")
        window.read(0.05)
    window.until(lambda: saved() == typed.strip() or saved() == typed)


@pytest.mark.parametrize("leaving", ["ctrl+q", "SIGTERM", "SIGHUP", "closed"])
@pytest.mark.parametrize("late", [READ_LATE, SHOWN_LATE], ids=["read", "shown"])
def test_leaving_at_once_keeps_what_was_typed(
    open_window: Callable[..., Any], saved: Callable[[], str], leaving: str, late: str
) -> None:
    window = open_window(code=late, ready="Opening")
    window.type("typed77")
    window.read(0.5)
    if leaving == "ctrl+q":
        window.type("\x11")
    elif leaving == "closed":
        window.hang_up()
    else:
        window.signal(getattr(signal, leaving))
    window.end()
    assert saved() == "typed77"
