"""Earlier versions of a draft: what changed since each of them, and one key to bring it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.comparing.differences import differences
from pmtui.drafts.file.format import load
from pmtui.drafts.versions.snapshots import Snapshot, list_snapshots, read_snapshot
from pmtui.errors import DraftError
from pmtui.text import plural, visible, visible_line
from prompts.shapes import Question
from screens.when import local_time, size_words
from screens.widgets.changes import changes_shown, legend
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText

REASONS = {
    "saved": "while you wrote",
    "before": "before a session",
    "replaced": "before a restore",
    "before-recovery": "before a recovery",
    "not-recovered": "recovered, not taken",
    "theirs": "written elsewhere",
    "ours": "yours, kept apart",
}
NONE_YET = (
    "There are no earlier versions yet.\n\n"
    "The draft as it was is kept at your first change, then a version every few minutes while you write."
)


@dataclass(frozen=True)
class EarlierVersion:
    """The version that a person wants back, and when it was kept, in words."""

    document: Postmortem
    taken: str


class HistoryScreen(Screen[EarlierVersion | None]):
    """Answers with the version to bring back; nothing changes here."""

    WEIGHTY = True
    HELP = (
        "Arrow keys choose a version; the right side shows what changed since then. r brings it back as one step that "
        "Ctrl+Z takes back. Tab goes to the changes, to scroll them."
    )
    DEFAULT_CSS = """
    HistoryScreen {
        #heading { height: 1; padding: 0 1; background: $panel; }
        #versions { width: 27; height: 1fr; padding: 0; border-right: vkey $panel; scrollbar-size-vertical: 1; }
        #right { width: 1fr; height: 1fr; }
        #legend { height: auto; padding: 0 1; margin-bottom: 1; }
        #changes { height: auto; padding: 0 1; }
        #none { height: 1fr; padding: 1 2; display: none; }
    }
    """
    BINDINGS = [
        Binding("r", "bring_back", "Bring it back", id="history.bring_back", tooltip="Put this version in the draft's place; Ctrl+Z takes that back"),
        Binding("escape,q,alt+h", "close", "Back", id="history.close", tooltip="Back to writing, nothing changed"),
    ]  # fmt: skip

    def __init__(self, draft: Path, document: Postmortem, questions: Mapping[str, Question]) -> None:
        """Compare the snapshots of the file `draft` with `document`, its text as it is now."""
        super().__init__()
        self._draft, self._document, self._questions = draft, document, questions
        self._snapshots: Sequence[Snapshot] = ()
        self._read: dict[Path, Postmortem] = {}
        self._now = datetime.now(UTC)

    def compose(self) -> ComposeResult:
        """Lay out the list beside the changes."""
        yield PlainText("Earlier versions", id="heading")
        with Horizontal():
            yield PlainList(id="versions")
            with Vertical(id="right"):
                yield PlainText(legend("went since then", "came since then"), id="legend")
                with VerticalScroll():
                    yield PlainText(id="changes")
        yield PlainText(NONE_YET, id="none")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Look for versions off the screen's thread."""
        self._list()

    def action_bring_back(self) -> None:
        """Answer with the highlighted version."""
        snapshot = self._highlighted
        document = self._read.get(snapshot.path) if snapshot else None
        if snapshot is None or document is None:
            self.notify("This version cannot be brought back.")
        elif document == self._document:
            self.notify("The draft is the same as this version.")
        else:
            self.dismiss(EarlierVersion(document, local_time(snapshot.taken, self._now)))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what changed since that version."""
        self._compare(self._snapshots[event.option_index])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the changes, to scroll them."""
        self.query_one(VerticalScroll).focus()

    @property
    def _highlighted(self) -> Snapshot | None:
        at = self.query_one("#versions", OptionList).highlighted
        return self._snapshots[at] if at is not None and at < len(self._snapshots) else None

    @work(thread=True, exclusive=True, group="history-list")
    def _list(self) -> None:
        try:
            found = list_snapshots(self._draft)
        except DraftError as error:
            self.app.call_from_thread(self._show_none, str(error))
            return
        self.app.call_from_thread(self._show_list, found)

    def _show_list(self, snapshots: Sequence[Snapshot]) -> None:
        if not self.is_attached:
            return
        if not snapshots:
            self._show_none(NONE_YET)
            return
        self._snapshots = snapshots
        listing = self.query_one("#versions", OptionList)
        listing.add_options([Option(self._row(snapshot)) for snapshot in snapshots])
        listing.focus()
        listing.highlighted = 0
        heading = Content.assemble(
            ("Earlier versions", "bold"), (f"  {plural(len(snapshots), 'version')}", "$foreground 65%")
        )
        self.query_one("#heading", PlainText).update(heading)

    def _show_none(self, words: str) -> None:
        if self.is_attached:
            self.query_one(Horizontal).display = False
            none = self.query_one("#none", PlainText)
            none.update(Content(visible(words)))
            none.display = True

    @work(thread=True, exclusive=True, group="history-compare")
    def _compare(self, snapshot: Snapshot) -> None:
        worker = get_current_worker()
        try:
            document = self._read.get(snapshot.path) or load(read_snapshot(snapshot), snapshot.path.name)
        except DraftError as error:
            shown = Content(visible(f"This version cannot be read.\n\n{error.message}"))
        else:
            self._read[snapshot.path] = document
            changes = differences(document, self._document)
            shown = (
                changes_shown(changes, self._questions) if changes else Content("Nothing changed since then.")
            )
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_changes, snapshot, shown)

    def _show_changes(self, snapshot: Snapshot, shown: Content) -> None:
        if self.is_attached and self._highlighted == snapshot:
            self.query_one("#changes", PlainText).update(shown)
            self.query_one(VerticalScroll).scroll_home(animate=False)

    def _row(self, snapshot: Snapshot) -> Content:
        when = local_time(snapshot.taken, self._now)
        return Content.assemble(
            (when[:1].upper() + when[1:], "bold"),
            f" · {size_words(snapshot.size)}",
            (f"\n  {visible_line(REASONS.get(snapshot.reason, snapshot.reason))}", "$foreground 65%"),
        )
