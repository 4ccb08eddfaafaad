"""A wait that ends as soon as an app has nothing left to do, in place of sleeping 20 ms and more after every key.

Textual's own pause sends a message through every widget and then sleeps until the process was idle for a while. Here
the event loop is asked instead: when no task can run, every message was dealt with. Threads, timers and the disk are
not waited for; tests wait for what these bring about.
"""

import asyncio
from collections.abc import Sized
from typing import Any, cast

from textual.app import App
from textual.screen import Screen

DRAWINGS = 10  # one drawing may ask for the next; what asks for ever (an animation) is not waited for


async def nothing_can_run() -> None:
    """Wait until every other task waits for time, a thread or the system."""
    ready = cast(Sized, asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]  # nothing public tells
    quiet = 0
    while quiet < 2:
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1


def _is_due(screen: Screen[Any]) -> bool:
    drawing = screen._layout_required or screen._scroll_required or screen._repaint_required
    return bool(drawing or screen._recompose_required or screen._dirty_widgets or screen._callbacks)


async def everything_is_drawn(app: App[Any]) -> None:
    """Wait until all messages are dealt with and what they changed is drawn."""
    await nothing_can_run()
    for _ in range(DRAWINGS):
        if not app.screen_stack or not _is_due(app.screen):
            return
        app.screen._on_timer_update()
        await nothing_can_run()
