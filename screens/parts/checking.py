"""Looks at a draft again once the person pauses: first how far it is, later what the checks notice."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer

if TYPE_CHECKING:  # this brings pydantic, which waits until the first paint is done
    from pmtui.checks.finding import Finding

STATES_AFTER = 0.3  # seconds without an edit until the outline is brought up to date
FINDINGS_AFTER = 1.2  # ... until the whole document is checked


class Checking:
    """Keeps `findings` up to date with the draft, and has them shown."""

    def __init__(
        self, screen: Screen[Any], find: "Callable[[], tuple[Finding, ...]]", show: Callable[[], None]
    ) -> None:
        """Check with `find`, which is called in a thread, and `show` what follows; `screen` has the timers."""
        self.findings: tuple[Finding, ...] = ()
        self._screen, self._find, self._show = screen, find, show
        self._states_timer: Timer | None = None
        self._findings_timer: Timer | None = None

    def edited(self) -> None:
        """Show how far the draft is, and check it, once the person pauses."""
        self._states_timer = self._restart(self._states_timer, STATES_AFTER, self._show)
        self.check_soon()

    def check_soon(self) -> None:
        """Check the whole document once the person pauses."""
        self._findings_timer = self._restart(self._findings_timer, FINDINGS_AFTER, self._start)

    def _start(self) -> None:
        # In a thread of its own: no key waits for it.
        self._screen.run_worker(
            self._check, thread=True, exclusive=True, group="check-draft", exit_on_error=False
        )

    def _check(self) -> None:
        found = self._find()
        self._screen.call_later(self._take, found)

    def _take(self, found: "tuple[Finding, ...]") -> None:
        self.findings = found
        if self._screen.is_attached:
            self._show()

    def _restart(self, timer: Timer | None, seconds: float, call: Callable[[], object]) -> Timer:
        if timer is not None:
            timer.stop()
        return self._screen.set_timer(seconds, call)
