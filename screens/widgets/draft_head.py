"""The two lines above everything: which draft, how it stands on disk, how far it is."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pmtui.text import visible_line
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.saving.save_state import SaveState

BAR = 10  # cells
RIGHT_AT_MOST = 60  # percent of the width
_TONES = {"failed": "bold $text-error", "conflict": "bold $text-warning", "deleted": "bold $text-warning"}


class HeadLine(Widget):
    """A text on the left and one on the right, in a row that is drawn without arranging the screen."""

    DEFAULT_CSS = "HeadLine { height: 1; padding: 0 1; background: $panel; text-wrap: nowrap; }"

    _left, _right = Content(), Content("Opening…")

    def render(self) -> Content:
        """Draw both, the right one in full as far as that takes no more than its share."""
        width = self.content_size.width
        right = self._right.truncate(width * RIGHT_AT_MOST // 100, ellipsis=True)
        room = max(0, width - right.cell_length - 1)
        return Content.assemble(self._left.truncate(room, ellipsis=True, pad=True), " ", right)

    def show(self, left: Content | None = None, right: Content | None = None) -> None:
        """Show something else on the left, or on the right."""
        left, right = left or self._left, right or self._right
        if not (left.is_same(self._left) and right.is_same(self._right)):
            self._left, self._right = left, right
            self.refresh()


class DraftHead(Vertical):
    """Title and facts, the save state in words, and progress."""

    DEFAULT_CSS = """
    DraftHead {
        height: 2;
        #progress { height: 1; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line, self._progress = HeadLine(), PlainText(id="progress")

    def compose(self) -> ComposeResult:
        """Lay out both lines."""
        yield self._line
        yield self._progress

    def show_identity(self, title: str, *facts: str | None) -> None:
        """Show the title and what is known of the incident."""
        known = " · ".join(visible_line(fact) for fact in facts if fact)
        shown = (visible_line(title) or "(no title yet)", "bold"), (f"  {known}", "$foreground 65%")
        self._line.show(left=Content.assemble(*shown))

    def show_saved(self, state: "SaveState") -> None:
        """Say how the draft stands on disk."""
        said = Content.styled(visible_line(state.words), _TONES.get(state.name, "$foreground 65%"))
        self._line.show(right=said)

    def show_progress(self, done: int, total: int, *notes: str) -> None:
        """Show how many questions are answered, and what else is worth knowing."""
        full = BAR * done // total if total else BAR
        bar = "█" * full + "░" * (BAR - full)
        parts = [f"{bar} {done} of {total} answered", *filter(None, notes)]
        self._progress.update(visible_line(" · ".join(parts)))
