"""The library: every draft of the folder, newest incident first."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from pmtui.drafts.file.file_head import Head
from pmtui.drafts.folder.draft_copies import SiblingKind, sibling_kind
from pmtui.drafts.folder.library import Library
from pmtui.errors import DraftError
from pmtui.text import plural, visible_line
from prompts.shapes import Policy
from screens.library.library_rows import brief, copy_row, draft_row, searched
from screens.navigation import DraftAsked, ExampleAsked, ExportAsked, NewAsked, PresentAsked, TrashAsked
from screens.parts.worker_mistakes import WorkerMistakes
from screens.widgets.invitation import Invitation
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText

SHOWN = 200  # more than anyone scrolls through; the filter reaches the rest
ROW_HEIGHT = 2


class LibraryScreen(Screen[None]):
    """The list of drafts. What takes reading whole files (how complete, how many findings) is filled in afterwards."""

    TITLE = "Drafts"
    AUTO_FOCUS = ""
    HELP = "Choose a draft with the arrow keys and press Enter to write. Press / to narrow the list by words."
    DEFAULT_CSS = """
    LibraryScreen {
        #heading { height: 1; padding: 0 1; }
        #filter { height: 1; border: none; padding: 0 1; }
        #drafts { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        #notes { height: auto; max-height: 3; padding: 0 1; display: none; }
    }
    """
    BINDINGS = [
        Binding("n", "new", "New", id="library.new", tooltip="Start a new postmortem"),
        Binding("e", "example", "Example", id="library.example", tooltip="Open a copy of the worked example"),
        Binding("slash", "filter", "Filter", key_display="/", id="library.filter", tooltip="Narrow the list by words"),
        Binding("d", "duplicate", "Duplicate", id="library.duplicate", tooltip="Copy the highlighted draft"),
        Binding("r", "rename", "Rename", id="library.rename", show=False, tooltip="Change the title of the highlighted draft"),
        Binding("x", "export", "Export", id="library.export", tooltip="Export the highlighted draft to Markdown or HTML"),
        Binding("p", "present", "Present", id="library.present", tooltip="Hold the review meeting of the highlighted draft"),
        Binding("delete,backspace", "trash", "Trash", id="library.trash", tooltip="Move the highlighted draft to the trash"),
        Binding("u", "restore", "Undo trash", id="library.restore", tooltip="Bring back the draft trashed last", show=False),
        Binding("t", "open_trash", "Open trash", id="library.open_trash", tooltip="See what was trashed, and bring drafts back", show=False),
        Binding("f5,ctrl+r", "reload", "Reload", id="library.reload", tooltip="Read the folder again", show=False),
        Binding("escape", "leave_filter", "Back to the list", id="library.leave_filter", tooltip="Clear the filter", show=False),
    ]  # fmt: skip

    def __init__(self, library: Library, policy: Policy, look: Callable[[Path], str]) -> None:
        """Show `library`; `look` reads a whole draft and says how complete it is and what was noticed."""
        super().__init__()
        self.library = library
        self.policy = policy
        self._look = look
        self._heads: list[Head] = []
        self._copies: Mapping[
            Path, SiblingKind
        ] = {}  # which of the heads are copies of the one before, and why
        self._shown: list[Head] = []
        self._details: dict[tuple[Path, float], str] = {}
        self._trashed: list[tuple[Path, Path]] = []
        self._now = datetime.now(UTC)
        self._painted = False
        self._mistakes = WorkerMistakes(self.notify)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of a task that ended with a mistake; the list goes on."""
        self._mistakes.tell(event)

    def compose(self) -> ComposeResult:
        """Paint the heading and the rows; nothing here reads more than the heads of files."""
        yield PlainText("Drafts", id="heading")
        yield Input(placeholder="Filter by title, severity, status, date …", id="filter", compact=True)
        self._read()
        yield PlainList(*map(self._option, self._shown[: self._fitting]), id="drafts")
        yield PlainText(id="notes")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what there is and begin to look at the drafts."""
        if self._shown:
            self.query_one("#drafts", OptionList).highlighted = 0
        self._arrange()
        self.call_after_refresh(self._add_rest)

    def on_screen_resume(self) -> None:
        """Read the folder again after another screen was on top."""
        if self._painted:
            self.action_reload()
        self._painted = True

    # What the person does

    def action_new(self) -> None:
        """Ask for a new postmortem."""
        self.post_message(NewAsked())

    def action_example(self) -> None:
        """Ask for the worked example."""
        self.post_message(ExampleAsked())

    def action_filter(self) -> None:
        """Go to the filter."""
        self.query_one("#filter", Input).focus()

    def action_leave_filter(self) -> None:
        """Clear the filter and go back to the list."""
        self.query_one("#filter", Input).value = ""
        self._focus_list()

    def action_reload(self) -> None:
        """Read the folder again."""
        self._read()
        self._show()
        self._fill_in()

    def action_duplicate(self) -> None:
        """Copy the highlighted draft."""
        if head := self._highlighted():
            self._attempt(lambda: self.library.duplicate(head.path), "Copied.")

    def action_trash(self) -> None:
        """Move the highlighted draft to the trash; one key brings it back."""
        if head := self._highlighted():

            def move() -> None:
                self._trashed.append((self.library.trash(head.path), head.path))

            self._attempt(
                move,
                f"{brief(head.title) or visible_line(head.path.name)} is in the trash. Press u to bring it back.",
            )

    def action_restore(self) -> None:
        """Bring back the draft trashed last."""
        if not self._trashed:
            self.notify("Nothing was trashed since pmtui started.")
            return
        trashed, place = self._trashed.pop()
        self._attempt(lambda: self.library.restore(trashed, place), "Brought back.")

    def action_open_trash(self) -> None:
        """Show what was trashed."""
        self.post_message(TrashAsked())

    def action_export(self) -> None:
        """Export the highlighted draft."""
        if head := self._highlighted():
            self.post_message(ExportAsked(head.path))

    def action_present(self) -> None:
        """Hold the review meeting of the highlighted draft."""
        if head := self._highlighted():
            self.post_message(PresentAsked(head.path))

    @work
    async def action_rename(self) -> None:
        """Change the title of the highlighted draft; its file keeps its name."""
        from screens.dialogs.ask import AskLine

        head = self._highlighted()
        if not head or head.problem:
            return
        title = await self.app.push_screen_wait(AskLine("New title", head.title))
        if title is not None and title != head.title:
            self._attempt(lambda: _set_title(head.path, title), "Renamed. The file keeps its name.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list while typing."""
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from the filter to the list."""
        self._focus_list()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen draft, or say why it cannot be read."""
        head = self._shown[event.option_index]
        self.post_message(DraftAsked(head.path))

    # What is shown

    @property
    def _fitting(self) -> int:
        """How many rows a whole window has room for; the first paint lays out no more."""
        return self.app.size.height // ROW_HEIGHT + 1

    def _add_rest(self) -> None:
        """Add the rows that the first paint left out, and begin to look at the drafts."""
        drafts = self.query_one("#drafts", OptionList)
        drafts.add_options(map(self._option, self._shown[drafts.option_count :]))
        self._fill_in()

    def _read(self) -> None:
        try:
            groups = self.library.groups()
            self._heads = [head for group in groups for head in (group.head, *group.siblings)]
            siblings = (head for group in groups for head in group.siblings)
            self._copies = {head.path: sibling_kind(head.path.name) or "numbered" for head in siblings}
        except DraftError as error:
            self._heads = []
            self.notify(str(error), severity="warning", timeout=20)
        self._now = datetime.now(UTC)
        self._shown = self._heads[:SHOWN]

    def _show(self) -> None:
        words = self.query_one("#filter", Input).value.lower().split()
        self._shown = [head for head in self._heads if all(word in searched(head) for word in words)][:SHOWN]
        drafts = self.query_one("#drafts", OptionList)
        at = drafts.highlighted or 0
        drafts.clear_options()
        drafts.add_options(map(self._option, self._shown))
        if self._shown:
            drafts.highlighted = min(at, len(self._shown) - 1)
        self._arrange()

    def _arrange(self) -> None:
        count = plural(len(self._heads) - len(self._copies), "draft")
        if self._copies:
            count += f" and {plural(len(self._copies), 'copy', 'copies')}"
        shown = "" if len(self._shown) == len(self._heads) else f" · {len(self._shown)} shown"
        heading = Content.assemble(("Drafts", "bold"), (f"  {count}{shown}", "$foreground 65%"))
        self.query_one("#heading", PlainText).update(heading)
        self.query_one("#drafts").display = bool(self._heads)
        self.query_one("#filter").display = bool(self._heads)
        invited = self.query(Invitation)
        if not self._heads and not invited:  # its buttons are costly, and most libraries need none
            self.mount(Invitation(self.library.folder), before="#drafts")
        elif self._heads and (invited or self.focused is None or not self.focused.display):
            invited.remove()
            self._focus_list()

    def _focus_list(self) -> None:
        if self._heads:
            self.query_one("#drafts").focus()

    def _option(self, head: Head) -> Option:
        return Option(self._row(head))

    def _row(self, head: Head) -> Content:
        if kind := self._copies.get(head.path):
            return copy_row(head, kind)
        return draft_row(head, self._details.get((head.path, head.modified), ""), self.policy, self._now)

    def _highlighted(self) -> Head | None:
        at = self.query_one("#drafts", OptionList).highlighted
        if at is None or at >= len(self._shown):
            self.notify("There is no draft here yet.")
            return None
        return self._shown[at]

    @work(thread=True, group="library-change")
    def _attempt(self, change: Callable[[], object], done: str) -> None:
        """Do something to the folder, which may be slow, and say how it went."""
        try:
            change()
        except DraftError as error:
            self.app.call_from_thread(self._tell, str(error))
        else:
            self.app.call_from_thread(self._tell_done, done)

    def _tell(self, problem: str) -> None:
        self.notify(problem, severity="warning", timeout=15)

    def _tell_done(self, done: str) -> None:
        self.notify(done)
        self.action_reload()

    @work(thread=True, exclusive=True, group="library-details", exit_on_error=False)
    def _fill_in(self) -> None:
        """Read whole drafts, best first, and add to each row how complete it is and what was noticed."""
        worker = get_current_worker()
        for head in list(self._shown):
            key = (head.path, head.modified)
            if worker.is_cancelled:
                return
            if head.problem or key in self._details:
                continue
            self._details[key] = self._look(head.path)
            self.app.call_from_thread(self._refresh_row, head)

    def _refresh_row(self, head: Head) -> None:
        if head in self._shown and self.is_attached:
            self.query_one("#drafts", OptionList).replace_option_prompt_at_index(
                self._shown.index(head), self._row(head)
            )


def _set_title(path: Path, title: str) -> None:
    from pmtui.document.fields import set_value
    from pmtui.drafts.open_draft import open_draft

    draft = open_draft(path)
    try:
        draft.edit(lambda document: set_value(document, "meta.title", title), "rename")
    finally:
        saved = draft.close()
    if not saved:
        raise DraftError("The new title is not saved", draft.save_state.words)
