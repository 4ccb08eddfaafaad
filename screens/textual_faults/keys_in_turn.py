"""Keys, pastes and clicks act in the order they were made: each when what the one before it set off is done.

Stock, the app hands a key to whatever has the focus when the key is read; Tab, Enter, Esc and dialogs move the focus
only when the widget gets to them, so that keys of one packet all go to the first widget.

A key that comes alone is handed on at once, and so are letters that follow letters into the same text: those move no
focus. Anything else that comes while the app is still busy with what an earlier key set off waits in line: for messages
and callbacks, for screens being mounted, and for workers that a screen runs on the app's own thread, until they end or
ask something. What takes too long is not waited for again.

A screen with `UNASKED = True` came without the person's asking, while they were writing perhaps. It takes no letters:
they are kept for what lies below and come there when it is closed. Nor does it take Enter as long as that may have
been meant for the text. With `"at first"` the same goes for letters. All of it holds for a screen that only waits, too. A screen with `WEIGHTY = True` takes
neither letters nor Enter that were pressed before it could be seen.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from textual import _time, events
from textual._queue import Queue
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.worker import Worker

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

OPENS = "opens"
"""Name for a worker (also in a thread) that is about to open something: what is typed is meant for that."""

PATIENCE = 1.0  # seconds, in looks of at most a hundredth each, that something may hold up the line
PATIENCE_TO_OPEN = 10.0  # for what is about to open something
CALM = 2  # looks in a row that find nothing going on
LOOKS_AT_ONCE = 60  # looks without a pause between, before it is clear that something takes longer
PAUSE = 0.002  # seconds between looks from then on

GRACE = 1.0  # seconds after a screen came unasked, or a letter was kept, in which Enter was meant for the text too

_WRITES = {"enter", "backspace", "delete", "tab"}
_TEXTS = {"Input", "TextArea"}  # by name: the text area is not worth importing before the first paint
Typed = (events.Key, events.Paste, events.MouseDown, events.MouseUp)


class KeysInTurn:
    """The line in which keys wait for their turn."""

    def __init__(self, app: "App[Any]") -> None:
        self._app = app
        self._line: deque[Message] = deque()
        self._called: Message | None = None  # the one whose turn it is, on its way to the app
        self._looking = False
        self._looks = self._calm = 0
        self._waited = self._looked_at = 0.0
        self._given_up: WeakSet[object] = WeakSet()  # what took too long, until it is done
        self._asking: WeakSet[Worker[Any]] = WeakSet()  # workers that wait for a person's answer
        self._in_a_hurry = False
        self._text: ReferenceType[Widget] | None = (
            None  # what took the last one, if that was a letter for a text
        )
        self._seen: WeakKeyDictionary[Message, ReferenceType[MessagePump]] = WeakKeyDictionary()
        self._kept: list[Message] = []  # what is for the screen below
        self._kept_for: ReferenceType[Screen[Any]] | None = None  # that screen
        self._changed_at = 0.0  # when the screen on top came there
        self._settled: ReferenceType[Screen[Any]] | None = None  # the screen that was calm once

    @property
    def waiting(self) -> int:
        """How many keys wait for their turn."""
        return len(self._line) + (self._called is not None)

    def has_turn(self, event: Message) -> bool:
        """Tell whether the app may act on the event now; if not, it comes again when its turn has come."""
        if event is self._called:
            self._called = None
            if self._line:
                self._look_soon()
        elif self._line or self._called or not (self._goes_on(event) or self._is_calm(within_app=True)):
            self._line.append(event)
            self._look_soon()
            self._seen[event] = self._screen_seen()
            return False
        self._note(event)
        return not self._was_blind(event) and not self._was_kept(event)

    def put_first(self, events_made: Sequence[Message]) -> None:
        """Let these act before whatever waits already."""
        self._line.extendleft(reversed(events_made))
        if self._line:
            self._look_soon()

    def screen_changed(self) -> None:
        """Note since when the screen is there; give what was kept for the one below to it, when it is back."""
        self._changed_at = _time.get_time()
        if self._kept and self._kept_for is not None and self._kept_for() is self._app.screen:
            kept, self._kept = self._kept, []
            self.put_first(kept)

    def drop_kept(self) -> None:
        """Drop what was kept for a screen that is left."""
        self._kept.clear()

    def hurry(self) -> None:
        """Wait no longer for what is being opened: the program is about to end."""
        self._in_a_hurry = True

    @contextmanager
    def asking(self, worker: Worker[Any]) -> Iterator[None]:
        """Let keys through while the worker waits for an answer that they are to give."""
        self._asking.add(worker)
        try:
            yield
        finally:
            self._asking.discard(worker)

    # What was typed before a screen came that nobody asked for

    def _was_kept(self, event: Message) -> bool:
        """Keep the event when it was meant for the screen below, and tell so."""
        screen = self._app.screen if self._app.screen_stack else None
        if screen is None or not _is_unasked(screen) or (screen.focused and _takes_text(screen.focused)):
            return False
        fresh = event.time - max(self._changed_at, self._kept[-1].time if self._kept else 0.0) < GRACE
        if isinstance(event, events.Key):
            acts = not fresh and event.key in screen.active_bindings
            if _is_letter(event):
                acts = acts and getattr(screen, "UNASKED", None) == "at first"
            elif event.key not in _WRITES:
                acts = True
            if acts:
                return False
        elif not isinstance(event, events.Paste):
            return False
        if not fresh and not self._kept:
            self._app.notify("What you type is kept for your text, until this is closed.")
        self._keep(event)
        return True

    def _keep(self, event: Message) -> None:
        below = next(
            (screen for screen in reversed(self._app.screen_stack[:-1]) if not _is_unasked(screen)), None
        )
        if self._kept_for is None or self._kept_for() is not below:
            self._kept.clear()  # what it was meant for is not there any more
            self._kept_for = ref(below) if below is not None else None
        self._kept.append(event)

    def _was_blind(self, event: Message) -> bool:
        """Take no key for an answer with consequences that was pressed before the question could be seen."""
        screen = self._app.screen if self._app.screen_stack else None
        seen = self._seen.pop(event, None)
        if not getattr(screen, "WEIGHTY", False) or seen is None or seen() is screen:
            return False
        if isinstance(event, events.Key) and event.key == "enter":
            self._app.notify("Enter was pressed before this could be seen. Press it again if you mean it.")
            return True
        if not _is_letter(event) or (screen is not None and screen.focused and _takes_text(screen.focused)):
            return False
        self._keep(event)
        return True

    def _screen_seen(self) -> ReferenceType[MessagePump]:
        """Return what is on top and drawn; the app itself while that is nothing yet."""
        screen = self._app.screen if self._app.screen_stack else None
        return ref(screen if screen is not None and screen._compositor.root is not None else self._app)

    # Letters after letters

    def _note(self, event: Message) -> None:
        """Remember where a letter goes, for those that follow it."""
        focused = self._app.screen.focused if _is_letter(event) and self._app.screen_stack else None
        self._text = ref(focused) if focused is not None and _takes_text(focused) else None

    def _goes_on(self, event: Message) -> bool:
        """Tell whether the event is one more letter for the text that took the last one."""
        text = self._text() if self._text is not None else None
        return text is not None and _is_letter(event) and self._app.screen.focused is text

    # Looking whether the next one may go

    def _look_soon(self) -> None:
        if not self._looking:
            self._looking, self._looks, self._calm = True, 0, 0
            loop = asyncio.get_running_loop()
            self._looked_at = loop.time()
            loop.call_soon(self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        # A machine that is busy elsewhere, or a handler that computes, does not use up the patience.
        self._waited += min(now - self._looked_at, 0.01)
        self._looked_at, self._looks = now, self._looks + 1
        if not self._line or self._called is not None or not self._app.is_running:
            self._looking, self._waited = False, 0.0
            return
        self._calm = self._calm + 1 if self._is_calm() else 0
        if self._calm >= CALM or self._goes_on(self._line[0]):
            self._looking, self._waited = False, 0.0
            self._called = self._line.popleft()
            if not self._app.post_message(self._called):
                self._called = None
        elif self._calm or self._looks < LOOKS_AT_ONCE:
            loop.call_soon(self._look)
        else:
            loop.call_later(PAUSE, self._look)

    def _is_calm(self, within_app: bool = False) -> bool:
        """Tell whether nothing goes on that was not given up; `within_app` when the app itself is asking."""
        for busy in self._busy(within_app):
            if busy in self._given_up:
                continue
            if self._waited < self._patience_with(busy):
                return False
            self._given_up.add(busy)
        if self._given_up:
            self._given_up &= WeakSet(self._busy(within_app))
        if self._app.screen_stack:
            self._settled = ref(self._app.screen)
        return True

    def _patience_with(self, busy: object) -> float:
        return PATIENCE_TO_OPEN if isinstance(busy, Worker) and busy.name == OPENS else PATIENCE

    def _busy(self, within_app: bool) -> Iterator[object]:
        """Yield what goes on, most likely first."""
        app = self._app
        if app._message_queue.values if within_app else not _is_at_rest(app):
            yield app
        if not app.screen_stack:
            return
        screen = app.screen
        new = self._settled is None or self._settled() is not screen
        if new and screen._callbacks:  # where a new screen puts the cursor may wait for its first repaint
            yield screen._update_timer
        if not self._in_a_hurry and not _is_unasked(screen):
            yield from (worker for worker in app.workers if self._holds(worker))
        if (focused := screen.focused) is not None and not _is_at_rest(focused):
            yield focused
        yield from (node for node in app._registry if not _is_at_rest(node))

    def _holds(self, worker: Worker[Any]) -> bool:
        if worker.is_finished or worker in self._asking:
            return False
        return worker.name == OPENS or not worker._thread_worker


def keys_waiting(app: "App[Any]") -> int:
    """How many keys wait for their turn in an app, if they do that in it."""
    keys = getattr(app, "keys", None)
    return keys.waiting if isinstance(keys, KeysInTurn) else 0


def _is_unasked(screen: "Screen[Any]") -> bool:
    return bool(getattr(screen, "UNASKED", False))


def _is_letter(event: Message) -> bool:
    return isinstance(event, events.Key) and event.is_printable and "+" not in event.key


def _takes_text(widget: Widget) -> bool:
    return any(kind.__name__ in _TEXTS for kind in type(widget).__mro__)


def _is_at_rest(pump: MessagePump) -> bool:
    """Tell whether a widget, a screen or the app waits for its next message, and there is none."""
    if pump._closing or pump._closed:
        return True
    queue: Queue[Message | None] = pump._message_queue
    return not queue.values and bool(queue.ready_event._waiters)
