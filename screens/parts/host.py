"""What a screen does for its parts. A part asks its host; it never calls another part."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol, TypeVar

from textual.screen import Screen

from screens.navigation import LibraryAsked

Answer = TypeVar("Answer")
Severity = Literal["information", "warning", "error"]

TELL = 12.0  # seconds that something said in passing stays


class DraftHost(Protocol):
    """A screen with an open draft, as its parts see it."""

    async def ask(self, screen: Screen[Answer]) -> Answer | None:
        """Show a dialog and return its answer; None when it was left without one. Only in a worker."""

    def say(self, words: str, severity: Severity = "information", timeout: float | None = None) -> None:
        """Say something in passing."""

    async def show_draft(self) -> None:
        """Show the draft after all of it may have changed."""

    def show_banner(self, words: str) -> None:
        """Show what cannot be overlooked; no words take it away."""

    def leave(self, problem: str = "") -> None:
        """Go back to the list of drafts, and say there what went wrong."""


class ScreenHost:
    """The host that a screen gives to its parts."""

    def __init__(
        self,
        screen: Screen[Any],
        show_draft: Callable[[], Awaitable[None]],
        show_banner: Callable[[str], object] = lambda words: None,
    ) -> None:
        """Ask and say on `screen`, and show there what the parts changed."""
        self._screen, self._show_draft, self._show_banner = screen, show_draft, show_banner

    async def ask(self, screen: Screen[Answer]) -> Answer | None:
        """Show a dialog above the screen and return its answer."""
        return await self._screen.app.push_screen_wait(screen)

    def say(self, words: str, severity: Severity = "information", timeout: float | None = None) -> None:
        """Say something in passing, above whatever is shown."""
        self._screen.app.notify(words, severity=severity, timeout=timeout)

    async def show_draft(self) -> None:
        """Show the draft after all of it may have changed."""
        await self._show_draft()

    def show_banner(self, words: str) -> None:
        """Show what cannot be overlooked."""
        self._show_banner(words)

    def leave(self, problem: str = "") -> None:
        """Have the app go back to the list of drafts."""
        self._screen.post_message(LibraryAsked(problem))
