"""A file that cannot be opened as a draft: why, the file itself for reading, and the earlier versions of it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.disk import open_regular
from pmtui.document.postmortem import replace
from pmtui.drafts.file.format import load
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_id
from pmtui.drafts.versions.snapshots import Snapshot, last_readable, list_snapshots, read_snapshot
from pmtui.errors import DraftError
from pmtui.text import visible, visible_line
from pmtui.toml_limits import SIZE_LIMIT
from screens.versions.history import REASONS
from screens.when import local_time, size_words
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText
from screens.widgets.raw_text import RawLines, RawText, raw_lines

_LINE = re.compile(r"\bline (\d+)", re.IGNORECASE)


class UnreadableScreen(Screen[Path | None]):
    """Changes nothing in the file. Answers with a draft to open: an earlier version restored as a copy, or the file again."""

    WEIGHTY = True
    HELP = (
        "The file is shown as it is and is never changed here. Mend the marked line with a text editor, then F5 tries "
        "again. r restores an earlier version as a draft of its own."
    )
    DEFAULT_CSS = """
    UnreadableScreen {
        #reason { height: auto; max-height: 9; padding: 0 1; background: $panel; }
        #offer { height: auto; padding: 0 1; }
        #versions { height: auto; max-height: 5; padding: 0; display: none; scrollbar-size-vertical: 1; }
    }
    """
    BINDINGS = [
        Binding("r", "restore", "Restore as a copy", id="unreadable.restore", tooltip="Write the highlighted earlier version as a draft of its own; this file stays as it is"),
        Binding("f5,ctrl+r", "again", "Try again", id="unreadable.again", tooltip="Open the file again, after it was mended with a text editor"),
        Binding("escape,q", "close", "Back", id="unreadable.close", tooltip="Back to the drafts"),
    ]  # fmt: skip

    def __init__(self, path: Path, error: DraftError) -> None:
        """Show the file at `path`, which `error` says why it is not opened."""
        super().__init__()
        self._path, self._error = path, error
        self._snapshots: Sequence[Snapshot] = ()
        self._now = datetime.now(UTC)

    def compose(self) -> ComposeResult:
        """Lay out the reason, the file and what is offered."""
        yield PlainText(self._reason(), id="reason")
        yield RawText(id="raw")
        yield PlainText(id="offer")
        yield PlainList(id="versions")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read off the screen's thread."""
        self.query_one(RawText).focus()
        self._read()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_again(self) -> None:
        """Open the file again."""
        self.dismiss(self._path)

    def action_restore(self) -> None:
        """Restore the highlighted earlier version as a copy."""
        at = self.query_one("#versions", OptionList).highlighted
        if at is None:
            self.notify("There is no earlier version to restore.")
        else:
            self._restore(self._snapshots[at])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Restore the chosen version as a copy."""
        self._restore(self._snapshots[event.option_index])

    @work(thread=True, exclusive=True, group="unreadable-read")
    def _read(self) -> None:
        try:
            with open_regular(self._path) as file:
                data = file.read(SIZE_LIMIT)
        except OSError:  # the reason says so
            data = b""
        raw = raw_lines(data)
        snapshots: Sequence[Snapshot] = ()
        newest: Snapshot | None = None
        try:
            snapshots = list_snapshots(self._path)
            if found := last_readable(self._path):
                newest = found[0]
            problem = ""
        except DraftError as error:
            problem = error.title
        self.app.call_from_thread(self._show, raw, snapshots, newest, problem)

    def _show(
        self, raw: RawLines, snapshots: Sequence[Snapshot], newest: Snapshot | None, problem: str
    ) -> None:
        if not self.is_attached:
            return
        found = _LINE.search(self._error.message)
        self.query_one(RawText).show(raw, int(found[1]) if found else 0)
        self._snapshots = snapshots
        if snapshots:
            versions = self.query_one("#versions", OptionList)
            versions.add_options([Option(self._row(snapshot, newest)) for snapshot in snapshots])
            versions.display = True
            versions.highlighted = snapshots.index(newest) if newest else 0
        self.query_one("#offer", PlainText).update(self._offer(newest, problem))

    @work(thread=True, exclusive=True, group="unreadable-restore")
    def _restore(self, snapshot: Snapshot) -> None:
        try:
            document = load(read_snapshot(snapshot), snapshot.path.name)
            own = replace(document, meta=replace(document.meta, id=new_id()))
            copy = Library(self._path.parent).create(own)
        except DraftError as error:
            self.app.call_from_thread(self._tell, str(error))
            return
        self.app.call_from_thread(self.dismiss, copy)

    def _tell(self, words: str) -> None:
        self.notify(words, severity="warning", timeout=12)

    def _reason(self) -> Content:
        return Content.assemble(
            (visible(self._error.title), "bold"),
            (f"\n{visible(self._error.message)}" if self._error.message else "", "$text-warning"),
            f"\n{visible(self._error.next_step)}" if self._error.next_step else "",
        )

    def _offer(self, newest: Snapshot | None, problem: str) -> Content:
        if problem:
            return Content.styled(visible(problem), "$text-warning")
        if not self._snapshots:
            return Content("There are no earlier versions of it on this computer.")
        if newest is None:
            return Content("None of the earlier versions can be read either.")
        return Content.assemble(
            ("Earlier versions: ", "bold"),
            "r restores the highlighted one as a draft of its own.",
        )

    def _row(self, snapshot: Snapshot, newest: Snapshot | None) -> Content:
        when = local_time(snapshot.taken, self._now)
        reason = visible_line(REASONS.get(snapshot.reason, snapshot.reason))
        last = "  the last that reads" if snapshot == newest else ""
        facts = f"{when} · {size_words(snapshot.size)} · {reason}"
        return Content.assemble(facts, (last, "$text-success"))
