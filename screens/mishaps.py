"""What a screen does when a task of its own ends with a mistake of ours: it is written down and told, and the screen goes on."""

from typing import TypeVar

from textual.screen import Screen
from textual.worker import Worker, WorkerState

from pmtui.crash import record_crash

Answer = TypeVar("Answer")


class GoesOn(Screen[Answer]):
    """A screen whose workers with `exit_on_error=False` end neither the program nor in silence."""

    _told: frozenset[tuple[str, str]] = (
        frozenset()
    )  # groups of workers, and the mistakes that were told of each

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Write a mistake down and say so, once for each kind: a check that fails would fail after every word."""
        worker = event.worker
        if event.state is not WorkerState.ERROR or worker.exit_on_error or worker.error is None:
            return
        kind = (worker.group, type(worker.error).__name__)
        if kind not in self._told:
            self._told |= {kind}
            problem = record_crash(worker.error)
            said = f"{problem.title}. {problem.message}\nYou can go on; what you write is saved as before."
            self.notify(said, severity="error", timeout=20)
