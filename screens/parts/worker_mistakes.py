"""What a screen does when one of its workers fails: the error is logged and shown once, and the screen goes on."""

from collections.abc import Callable

from textual.worker import Worker, WorkerState

from pmtui.crash import record_crash


class WorkerMistakes:
    """Tells of workers that a screen runs with `exit_on_error=False`: they end neither the program nor in silence."""

    def __init__(self, notify: Callable[..., None]) -> None:
        """Tell by `notify`, which is the screen's own."""
        self._notify = notify
        self._told: set[tuple[str, str]] = set()  # groups of workers, and the mistakes that were told of each

    def tell(self, event: Worker.StateChanged) -> None:
        """Write a mistake down and say so, once for each kind: a check that fails would fail after every word."""
        worker = event.worker
        if event.state is not WorkerState.ERROR or worker.exit_on_error or worker.error is None:
            return
        kind = (worker.group, type(worker.error).__name__)
        if kind not in self._told:
            self._told.add(kind)
            problem = record_crash(worker.error)
            said = f"{problem.title}. {problem.message}\nYou can go on; what you write is saved as before."
            self._notify(said, severity="error", timeout=20)
