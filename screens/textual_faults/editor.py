"""Mends of the text area."""

from typing import TYPE_CHECKING

from textual import events
from textual.document._document import EditResult
from textual.document._edit import Edit

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

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit; letters typed one after the other are remembered as one insertion.

        Stock, each is an edit of its own in the history, some 700 bytes a letter.
        """
        result = super().edit(edit)
        steps = self.history._undo_stack[-1] if self.history._undo_stack else []
        if len(steps) > 1 and steps[-1] is edit and _goes_on(steps[-2], edit):
            steps.pop()
            steps[-1].text += edit.text
            steps[-1]._edit_result, steps[-1]._updated_selection = result, edit._updated_selection
        return result

    async def _on_key(self, event: events.Key) -> None:
        # Textual goes on to the base class's handler unless prevent_default was called.
        if event.character is None and event.key in _WORDLESS_KEYS and not self.read_only:
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(_WORDLESS_KEYS[event.key], *self.selection)


def _goes_on(before: Edit, edit: Edit) -> bool:
    """Tell whether an edit types on, on the same line, where the one before it ended."""
    done, now = before._edit_result, edit._edit_result
    return (
        done is not None
        and now is not None
        and not (done.replaced_text or now.replaced_text)
        and done.end_location == edit.top
        and before.top[0] == now.end_location[0]
        and not (before.maintain_selection_offset or edit.maintain_selection_offset)
    )
