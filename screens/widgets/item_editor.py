"""A list as text: one item per line, each with a bullet beside it."""

from textual.binding import Binding

from pmtui.document.item_lines import CONTINUED
from pmtui.document.line_marks import without_list_mark
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_rows import Mark


class ItemEditor(ProseEditor):
    """The prose editor for lists. A line that begins with two spaces goes on with the item above it."""

    COMPONENT_CLASSES = {"item-editor--bullet"}
    DEFAULT_CSS = "ItemEditor { & .item-editor--bullet { color: $primary; } }"
    BINDINGS = [
        Binding("alt+up", "move_item(-1)", "Move item up", id="items.up", tooltip="Move this item up", show=False),
        Binding("alt+down", "move_item(1)", "Move item down", id="items.down", tooltip="Move this item down", show=False),
    ]  # fmt: skip

    def _paste(self, text: str) -> None:
        """Paste without the marks of a list: every line has its own here."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if len(lines) > 1 or self.cursor_location[1] == 0:
            lines = [line if line.startswith(CONTINUED) else without_list_mark(line) for line in lines]
        super()._paste("\n".join(lines))

    def mark_on(self, line: int, first: int, last: int) -> Mark | None:
        """Return the hint's mark, or the bullet at the start of an item."""
        if mark := super().mark_on(line, first, last):
            return mark
        text = self.document.get_line(line)
        begins = first == 0 and text.strip() and not text.startswith(CONTINUED)
        return Mark("•", "item-editor--bullet") if begins else None

    def action_move_item(self, steps: int) -> None:
        """Move the line under the cursor up or down, as one step of undo."""
        row, column = self.cursor_location
        lines = self.text.split("\n")
        other = row + steps
        if not 0 <= other < len(lines):
            return
        lines[row], lines[other] = lines[other], lines[row]
        first = min(row, other)
        pair = "\n".join(lines[first : first + 2])
        self.history.checkpoint()
        self.replace(pair, (first, 0), (first + 1, len(lines[first + 1])), maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor((other, column))
