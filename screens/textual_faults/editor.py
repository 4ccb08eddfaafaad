"""Mends of the text area."""

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widgets import TextArea as _TextArea
else:
    # The app needs this package before its first paint; the text area is not worth importing for that.
    _TextArea = object

# Keys that terminals report without the character they stand for, and the text they are meant to insert: the space
# bar of VS Code (CSI 32 u, textual issue 6408), and Shift+Enter in the kitty protocol.
_WORDLESS_KEYS = {"space": " ", "shift+enter": "\n"}


class EditorFaults(_TextArea):
    """Mends of the stock text area; put it before `TextArea` among the bases."""

    def _recompute_cursor_offset(self) -> None:
        # Undoing a paste of several lines asks for the cursor's place while the selection still points past the
        # end of the shorter document: ValueError, the app dies (textual issue 6686).
        self._cursor_offset = self.wrapped_document.location_to_offset(
            self.clamp_visitable(self.cursor_location)
        )

    def _rewrap_and_refresh_virtual_size(self) -> None:
        # A resize that changes the wrapping but not the number of rows asks for no repaint: text seems lost.
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _on_unmount(self) -> None:
        # Stock, what watches the theme keeps every text area there ever was, with its text and its history.
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [held for held in watchers if held[0] is not self]

    async def _on_key(self, event: events.Key) -> None:
        # Textual goes on to the base class's handler unless prevent_default was called.
        if event.character is None and event.key in _WORDLESS_KEYS and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(_WORDLESS_KEYS[event.key], *self.selection)
