"""What the app does otherwise than Textual's: odd input, control characters in a text, and the ways a program ends."""

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.color import Color
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from pmtui.text import UNSAFE
from screens.textual_faults.driver import mended
from screens.textual_faults.keys_in_turn import KeysInTurn, Typed
from screens.textual_faults.leftovers import let_go, mend_caches
from screens.textual_faults.pastes import fitted
from screens.textual_faults.sent_picture import Sent, SentPicture

# What asks a program to end: the terminal was closed, `kill`, Ctrl+C from outside, Ctrl+\ from outside.
ENDING_SIGNALS = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT")

LINE_AT_MOST = 0.5  # seconds that an ending signal waits for keys that were typed before it
LOOK_AGAIN, LOOKS = 0.015, 4  # seconds between looks at the line, and how many in a row have to find it empty

CRASHED = 70  # the exit code of a mistake in the program itself


def no_colour_wanted() -> bool:
    """Tell whether the person asked for no colour (`NO_COLOR` is set, as Textual reads it)."""
    return "NO_COLOR" in os.environ


class ControlFilter(LineFilter):
    """Drops every character that could act on the terminal from whatever any widget is about to draw.

    The last resort: widgets mark such characters with `pmtui.text.visible`. All of them are zero cells wide, so
    dropping them moves nothing.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without unsafe characters; Textual's own control segments stay."""
        if not any(UNSAFE.search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(UNSAFE.sub("", segment.text), segment.style)
            for segment in segments
        ]


class AppFaults(App[None]):
    """An app that survives odd input bytes and ends cleanly, with the terminal restored, when told to by a signal.

    After `run()`, `return_code` is 128 plus the signal's number when a signal ended the app.
    """

    _control_filter = ControlFilter()
    is_lent = False  # the terminal belongs to another program for now: draw nothing

    def __init__(self) -> None:
        # With NO_COLOR alone Textual turns to shades of grey in true colour; with terminal colours it sends none.
        super().__init__(ansi_color=True if no_colour_wanted() else None)
        mend_caches()
        self.keys = KeysInTurn(self)
        self._picture = SentPicture()

    def before_signal_exit(self) -> None:
        """Save what must not be lost: a signal asks the app to end. May block; the app exits right after."""

    def before_crash(self, error: Exception) -> None:
        """Save what must not be lost and record what happened: the app is about to end because of `error`."""

    def _handle_exception(self, error: Exception) -> None:
        # Stock, the traceback is drawn with the values of local variables, and so with text of the draft.
        if self._exception is None:  # Pilot raises it again
            self._exception = error
            self._exception_event.set()
        self.before_crash(error)
        self._return_code = CRASHED
        self._close_messages_no_wait()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the filter that keeps control characters of drafts away from the terminal."""
        return [*super().get_line_filters(), self._control_filter]

    def get_driver_class(self) -> type[Driver]:
        """Let the driver read whatever bytes come, and believe no size that cannot be."""
        return mended(super().get_driver_class())

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        drawn = self._running and not self._batch_count and not self._closed and not self.is_headless
        if drawn and isinstance(renderable, CompositorUpdate) and driver is not None and not driver.is_inline:
            renderable = self._picture.missing(renderable, self.size, self.console)
            cursor_stands = self.cursor_position == self._previous_cursor_position
            if isinstance(renderable, Sent) and not renderable.text and cursor_stands:
                return
        super()._display(screen, renderable)

    def draw_again(self) -> None:
        """Send the whole picture again: something else may have written to the terminal."""
        self._picture.forget()
        if self.screen_stack:
            self.screen.refresh(layout=True)

    def on_app_blur(self) -> None:
        """Take nothing for granted of a window that was left."""
        self._picture.forget()

    def on_app_focus(self) -> None:
        """Send what is not known to be shown when a person comes back to this window."""
        if self._picture.is_unknown and self.screen_stack:
            self.screen.refresh(layout=True)

    async def on_event(self, event: events.Event) -> None:
        """Let keys, pastes and clicks act one after the other."""
        if isinstance(event, Typed) and not event.is_forwarded:
            if not self.keys.has_turn(event):
                return
            if isinstance(event, events.Paste):
                event, *rest = fitted(event, self.focused)
                self.keys.put_first(rest)
        await super().on_event(event)

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Push a screen and wait for its answer, which keys are to give."""
        with self.keys.asking(get_current_worker()):
            return await super().push_screen_wait(screen, mode=mode)

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        let_go(self, nodes)
        return super()._prune(*nodes, parent=parent)

    def _on_mount(self, event: events.Mount) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.draw_again(), immediate=True)
        self.screen_change_signal.subscribe(self, lambda _: self.keys.screen_changed(), immediate=True)
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in _available(ENDING_SIGNALS):
            try:
                loop.add_signal_handler(number, self._end_by_signal, number)
            except (NotImplementedError, RuntimeError):
                return  # not on this system, or not in the main thread
        self._guard_continue()

    def _end_by_signal(self, number: int) -> None:
        """End once the keys that wait in line have reached the text, or a little later when they do not.

        The keys that send INT and QUIT are meant for the program that has the terminal.
        """
        if self.is_lent and number in _available(("SIGINT", "SIGQUIT")):
            return
        self.keys.hurry()
        self._end_when_quiet(number, time.monotonic() + LINE_AT_MOST, LOOKS)

    def _end_when_quiet(self, number: int, deadline: float, looks: int) -> None:
        at = self.focused or (self.screen if self.screen_stack else None)
        pumps = [self, *at.ancestors_with_self] if at else [self]
        in_line = self.keys.waiting or any(pump.message_queue_size for pump in pumps)
        looks = LOOKS if in_line else looks - 1
        if looks > 0 and time.monotonic() < deadline:
            loop = asyncio.get_running_loop()
            loop.call_later(LOOK_AGAIN, self._end_when_quiet, number, deadline, looks)
            return
        try:
            self.before_signal_exit()
        finally:
            self.exit(return_code=128 + number)

    def _guard_continue(self) -> None:
        """Make SIGCONT start the driver only when the driver was stopped before.

        Stock, SIGSTOP and SIGCONT from outside start a second input thread, and quitting hangs.
        """
        driver = self._driver
        resume = getattr(driver, "_sigcont_application", None)
        if resume is None:
            return

        def on_continue(number: int, frame: FrameType | None) -> None:
            if getattr(driver, "_must_signal_resume", False):
                resume(number, frame)
            else:
                self.call_later(self.draw_again)

        signal.signal(signal.SIGCONT, on_continue)


def _available(names: Sequence[str]) -> list[int]:
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
