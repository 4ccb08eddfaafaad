"""The two lines above everything: which draft, how it stands on disk, how far it is."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from pmtui.text import visible_line
from screens.widgets.plain_text import PlainText

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.saving.save_state import SaveState

BAR = 10  # cells
_TONES = {"failed": "bold $text-error", "conflict": "bold $text-warning", "deleted": "bold $text-warning"}


class DraftHead(Vertical):
    """Title and facts, the save state in words, and progress."""

    DEFAULT_CSS = """
    DraftHead {
        height: 2;
        Horizontal { height: 1; padding: 0 1; background: $panel; }
        #head-title { width: 1fr; height: 1; }
        #head-saved { width: auto; max-width: 60%; height: 1; text-align: right; }
        #progress { height: 1; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._saved = PlainText(id="head-title"), PlainText("Opening…", id="head-saved")
        self._progress = PlainText(id="progress")

    def compose(self) -> ComposeResult:
        """Lay out both lines."""
        with Horizontal():
            yield self._title
            yield self._saved
        yield self._progress

    def show_identity(self, title: str, *facts: str | None) -> None:
        """Show the title and what is known of the incident."""
        known = " · ".join(visible_line(fact) for fact in facts if fact)
        shown = Content.assemble(
            (visible_line(title) or "(no title yet)", "bold"), (f"  {known}", "$foreground 65%")
        )
        self._title.update(shown)

    def show_saved(self, state: "SaveState") -> None:
        """Say how the draft stands on disk."""
        said = Content.styled(visible_line(state.words), _TONES.get(state.name, "$foreground 65%"))
        self._saved.update(said)

    def show_progress(self, done: int, total: int, *notes: str) -> None:
        """Show how many questions are answered, and what else is worth knowing."""
        full = BAR * done // total if total else BAR
        bar = "█" * full + "░" * (BAR - full)
        parts = [f"{bar} {done} of {total} answered", *filter(None, notes)]
        self._progress.update(visible_line(" · ".join(parts)))
