"""The keys at the bottom of a screen, in one widget that is drawn again only when they are other ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Click, MouseMove
from textual.screen import Screen
from textual.widget import Widget

from pmtui.text import visible_line

HELP = "help"  # the last word of the action whose key is always kept in sight


@dataclass(frozen=True)
class KeyEntry:
    """One key of the footer: the key that is pressed by a click, how it is written, and what it does."""

    key: str
    display: str
    words: str
    action: str
    tooltip: str
    enabled: bool

    @property
    def width(self) -> int:
        """Cells that the entry takes."""
        return Content(self.display).cell_length + bool(self.words) + Content(self.words).cell_length


class KeyFooter(Widget, can_focus=False):
    """Shows as many keys as there is room for, never half of one; a click presses the key.

    Textual's own footer is built anew at every change and leaves watchers behind each time (8.2.8), which slows a
    program that runs for an hour.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-footer--key", "key-footer--words"}
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom; height: 1; text-wrap: nowrap; color: $footer-foreground; background: $footer-background;
        .key-footer--key { color: $footer-key-foreground; text-style: bold; }
        .key-footer--words { color: $footer-description-foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[KeyEntry, ...] = ()

    def on_mount(self) -> None:
        """Follow the keys of the screen; its signal goes with the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)

    def on_unmount(self) -> None:
        """Follow them no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def render(self) -> Content:
        """Draw the keys that there is room for."""
        parts: list[Content | tuple[str, str]] = []
        key, words = (
            self.get_visual_style("key-footer--key", partial=True),
            self.get_visual_style("key-footer--words", partial=True),
        )
        end = 0
        for start, entry in self._placed():
            said = Content.assemble((entry.display, key), (f" {entry.words}" if entry.words else "", words))
            parts += [Content(" " * (start - end)), said if entry.enabled else said.stylize("dim")]
            end = start + entry.width
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Press the key under the pointer."""
        entry = self._under(event.x)
        if entry is not None and entry.enabled:
            self.app.simulate_key(entry.key)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Explain the key under the pointer."""
        entry = self._under(event.x)
        self.tooltip = Content(entry.tooltip) if entry is not None and entry.tooltip else None

    def _look(self, screen: Screen[Any]) -> None:
        """Draw the keys of the screen, if they are others than those that are shown."""
        if not self.is_attached or not self.app.app_focus:
            return
        entries = tuple(self._of(screen.active_bindings.values()))
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    def _of(self, bindings: Iterable[ActiveBinding]) -> Iterator[KeyEntry]:
        shown: set[str] = set()
        for _, binding, enabled, tooltip in bindings:
            if binding.show and binding.action not in shown:
                shown.add(binding.action)
                display = visible_line(self.app.get_key_display(binding))
                yield KeyEntry(
                    binding.key, display, binding.description, binding.action, tooltip or "", enabled
                )

    def _placed(self) -> list[tuple[int, KeyEntry]]:
        """Return the entries that are shown with the column that each begins at."""
        room = self.size.width
        kept = [entry for entry in self._entries if entry.action.rpartition(".")[2] == HELP]
        needed = sum(entry.width + 1 for entry in kept)
        for entry in self._entries:
            if entry in kept:
                continue
            if needed + entry.width > room:
                break
            kept.append(entry)
            needed += entry.width + 1
        placed, at = [], 0
        gap = 2 if needed + len(kept) - 2 <= room else 1
        for entry in sorted(kept, key=self._entries.index):
            placed.append((at, entry))
            at += entry.width + gap
        return placed

    def _under(self, column: int) -> KeyEntry | None:
        return next(
            (entry for at, entry in self._placed() if at <= column < at + entry.width),
            None,
        )
