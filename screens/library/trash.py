"""The trash: every draft in it with when it went there, and one key to bring it back."""

from collections.abc import Sequence
from datetime import UTC, datetime

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.drafts.file.file_head import Head, read_head
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.trash import Trashed, list_trash
from pmtui.errors import DraftError
from pmtui.text import plural, visible_line
from screens.when import local_time
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText

SHOWN = 200
EMPTY = "The trash is empty.\n\nDelete in the list of drafts moves the highlighted draft here; nothing leaves by itself."


class TrashScreen(Screen[None]):
    """Brings drafts back to where they were. Nothing is ever deleted here."""

    HELP = "r or Enter brings the highlighted draft back to where it was. pmtui never deletes what is in the trash."
    DEFAULT_CSS = """
    TrashScreen {
        #heading { height: 1; padding: 0 1; background: $panel; }
        #trashed { height: 1fr; padding: 0; scrollbar-size-vertical: 1; }
        #empty { height: 1fr; padding: 1 2; display: none; }
    }
    """
    BINDINGS = [
        Binding("r", "restore", "Bring back", id="trash.restore", tooltip="Bring the highlighted draft back to where it was"),
        Binding("escape,q,t", "close", "Back", id="trash.close", tooltip="Back to the drafts"),
    ]  # fmt: skip

    def __init__(self, library: Library) -> None:
        """Show the trash of `library`."""
        super().__init__()
        self._library = library
        self._trashed: Sequence[Trashed] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list under a line that sums it up."""
        yield PlainText("Trash", id="heading")
        yield PlainList(id="trashed")
        yield PlainText(EMPTY, id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the trash off the screen's thread."""
        self._read()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_restore(self) -> None:
        """Bring the highlighted draft back."""
        at = self.query_one("#trashed", OptionList).highlighted
        if at is not None and at < len(self._trashed):
            self._restore(self._trashed[at])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Bring the chosen draft back."""
        self._restore(self._trashed[event.option_index])

    @work(thread=True, exclusive=True, group="trash-read")
    def _read(self) -> None:
        try:
            trashed = list_trash(self._library.folder)
        except DraftError as error:
            self.app.call_from_thread(self._tell, str(error), "warning")
            trashed = ()
        heads = [read_head(each.path) for each in trashed[:SHOWN]]
        self.app.call_from_thread(self._show, trashed, heads)

    @work(thread=True, exclusive=True, group="trash-restore")
    def _restore(self, trashed: Trashed) -> None:
        try:
            self._library.restore(trashed.path, trashed.came_from)
        except DraftError as error:
            self.app.call_from_thread(self._tell, str(error), "warning")
            return
        self.app.call_from_thread(self._tell, f"{trashed.came_from.name} is among the drafts again.")
        self.app.call_from_thread(self._read)

    def _show(self, trashed: Sequence[Trashed], heads: Sequence[Head]) -> None:
        if not self.is_attached:
            return
        listing = self.query_one("#trashed", OptionList)
        at = listing.highlighted or 0
        self._trashed = trashed[: len(heads)]
        now = datetime.now(UTC)
        listing.clear_options()
        listing.add_options([Option(_row(*pair, now)) for pair in zip(self._trashed, heads, strict=True)])
        listing.display = bool(heads)
        self.query_one("#empty").display = not heads
        if heads:
            listing.highlighted = min(at, len(heads) - 1)
            listing.focus()
        shown = f" · {len(heads)} shown" if len(heads) < len(trashed) else ""
        counted = f"  {plural(len(trashed), 'draft')}{shown}"
        heading = Content.assemble(("Trash", "bold"), (counted, "$foreground 65%"))
        self.query_one("#heading", PlainText).update(heading)

    def _tell(self, words: str, severity: str = "information") -> None:
        self.notify(words, severity="warning" if severity == "warning" else "information")


def _row(trashed: Trashed, head: Head, now: datetime) -> Content:
    name = visible_line(trashed.came_from.name)
    title = name if head.problem else visible_line(head.title) or "(no title yet)"
    facts = [
        f"trashed {local_time(trashed.when, now)}",
        "" if head.problem else visible_line(head.severity),
        f"cannot be read: {visible_line(head.problem)}" if head.problem else name,
    ]
    return Content.assemble((title, "bold"), ("\n   " + " · ".join(filter(None, facts)), "$foreground 65%"))
