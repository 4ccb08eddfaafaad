"""Waiting for a disk no longer than so many seconds: a network folder that went may never answer."""

import errno
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what `work` returns, or raise what it raises; TimeoutError (an OSError) when it takes longer.

    It goes on in its thread then, which the end of the program does not wait for.
    """
    results: list[Result] = []
    problems: list[Exception] = []

    def run() -> None:
        with suppress(Exception):  # raised again by the one who waits
            try:
                results.append(work())
            finally:
                if isinstance(problem := sys.exception(), Exception):
                    problems.append(problem)

    thread = threading.Thread(target=run, name="bounded", daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not results:
        raise TimeoutError(errno.ETIMEDOUT, "the folder does not answer")
    return results[0]
