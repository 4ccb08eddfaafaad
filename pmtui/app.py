"""The app: composition root of the screens. It knows every screen; no screen knows it."""

import asyncio
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from pmtui.crash import record_crash
from pmtui.drafts.file.file_head import read_head_soon
from pmtui.drafts.folder.library import Library, read_document
from pmtui.errors import DraftError, PmtuiError
from pmtui.settings import Settings
from pmtui.text import visible
from screens.app_parts.key_help import key_commands, open_help, open_key_menu
from screens.app_parts.leaving import Leaving
from screens.app_parts.preferences import Preferences
from screens.app_parts.styles import STYLES
from screens.library.library import LibraryScreen
from screens.library.library_rows import completeness
from screens.navigation import (
    DraftAsked,
    ExampleAsked,
    ExportAsked,
    LibraryAsked,
    NewAsked,
    PresentAsked,
    PreviewAsked,
    TrashAsked,
    UnreadableAsked,
)
from screens.textual_faults.app import AppFaults
from screens.textual_faults.keys_in_turn import OPENS

if TYPE_CHECKING:
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.meeting.options import MeetingOptions
    from pmtui.meeting.times import Times
    from screens.dialogs.new import FirstFacts

HELP = "What this screen is for, and its keys"
SAVE = "Save now, and say how the draft stands on disk"
LEFTOVERS = 3.0  # seconds that threads get once all is saved that can be and the terminal is as it was


class PmtuiApp(AppFaults):
    """Opens the library, or one draft, and takes the person from screen to screen."""

    TITLE = "pmtui"
    CSS = STYLES
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [
        Binding(
            "f1",
            "help",
            "Help",
            id="app.help",
            priority=True,
            tooltip=HELP,
        ),
        Binding("question_mark", "help", "Help", id="app.help_by_letter", show=False, key_display="?", tooltip=HELP),
        Binding("ctrl+s", "save", "Save", id="app.save", show=False, tooltip=SAVE),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, tooltip="Save and leave pmtui"),
    ]  # fmt: skip

    def __init__(
        self,
        folder: Path,
        draft: Path | None = None,
        settings: Settings | None = None,
        meeting: "MeetingOptions | None" = None,
        times: "Times | None" = None,
    ) -> None:
        """Open `folder`, or `draft`; with `meeting` as its review meeting, which goes by `times`."""
        super().__init__()
        self.preferences = Preferences(self, settings)
        self.leaving = Leaving(self)
        self._meeting, self._times = meeting, times
        self.library = Library(folder)
        self._first_draft = draft
        self.crash: PmtuiError | None = None
        self._impatience: Timer | None = None

    def get_default_screen(self) -> Screen[Any]:
        """Paint the draft that was asked for, or the library."""
        if self._first_draft is not None and self._meeting is not None:
            return self._meeting_room(self._first_draft, self._meeting)
        if self._first_draft is not None:
            return self._room(self._first_draft)
        return self._library_screen()

    def notify(self, message: str, **more: Any) -> None:
        """Say something in passing, letter by letter: an author's words in it act on nothing."""
        more["markup"] = False
        super().notify(visible(message), **more)

    def on_ready(self) -> None:
        """Say what was wrong with the settings."""
        self.preferences.tell_problems()

    def watch_theme(self, theme: str) -> None:
        """Remember the theme that was chosen, unless it is for one screen only."""
        if self.is_running and not any(holder.THEME_FOR_ITSELF for holder in self.leaving.holders):
            self.preferences.theme_chosen(theme)

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        open_help(self)

    def action_key_menu(self) -> None:
        """Offer the commands of the screen by letter."""
        open_key_menu(self)

    def action_save(self) -> None:
        """Save what is open, and say how it stands."""
        self.leaving.save_as_asked()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key of the screen in the command palette."""
        stock = list(super().get_system_commands(screen))
        yield from stock
        yield SystemCommand(
            "Draw again", "Send the whole screen again, when something disturbed it", self.draw_again
        )
        yield from key_commands(self, screen, [command.title for command in stock])

    # How it ends

    @property
    def open_draft(self) -> "OpenDraft | None":
        """The draft that is open, on whichever screen."""
        return self.leaving.draft

    def gather(self) -> None:
        """Put into the open draft what is only on the screen so far."""
        self.leaving.gather()

    async def action_quit(self) -> None:
        """Leave once everything is on disk."""
        self.leaving.quit()

    def exit(self, *args: Any, **more: Any) -> None:
        """End the app, and remember whose drafts are closed by that."""
        self.leaving.remember_holders()
        super().exit(*args, **more)

    def before_signal_exit(self) -> None:
        """Save before a signal ends the app."""
        self.leaving.gather()
        self.leaving.save()

    def before_crash(self, error: Exception) -> None:
        """Save before an unexpected error ends the app, and log it."""
        try:
            self.leaving.gather()
        finally:
            self.leaving.save()
            self.leaving.remember_holders()
            self.crash = record_crash(error)

    async def run_async(self, *args: Any, **more: Any) -> None:
        """Run the app; its end waits for no thread that a folder on a dead network never answers."""
        try:
            await super().run_async(*args, **more)
        finally:
            self._impatience = Timer(LEFTOVERS, _end_at_once, (self,))
            self._impatience.daemon = True
            self._impatience.start()

    def finish(self) -> int:
        """Say what is to say now that the screen is gone, and return the exit code."""
        if self._impatience is not None:
            self._impatience.cancel()
        for words in (
            self.crash and str(self.crash),
            self.leaving.unsaved and f"pmtui: {self.leaving.unsaved}",
        ):
            if words:
                print(visible(words), file=sys.stderr)  # noqa: T201  # the screen is gone
        return self.return_code or (1 if self.leaving.unsaved else 0)

    # Where people go

    @work(group="leave-room", name=OPENS)
    async def on_library_asked(self, message: LibraryAsked) -> None:
        """Leave the writing room for the library."""
        await self._go_to_library()
        if message.problem:
            self.notify(message.problem, severity="warning", timeout=30)

    async def _go_to_library(self) -> None:
        async with self.leaving.at_a_time:
            parting = await self.leaving.let_go("Saving before the library opens …")
            if parting == "unsaved":
                self.notify("Not everything is saved yet; the draft stays open.", severity="warning")
            elif parting == "stayed":
                return
            elif (
                len(self.screen_stack) == 1
            ):  # what a program starts with, here a draft, cannot be taken away
                self.push_screen(self._library_screen())
            elif not isinstance(self.screen, LibraryScreen):
                self.pop_screen()

    def on_draft_asked(self, message: DraftAsked) -> None:
        """Open a draft."""
        self.push_screen(self._room(message.path))

    def on_present_asked(self, message: PresentAsked) -> None:
        """Hold the review meeting of a draft, and then tell who lent it."""
        from pmtui.meeting.options import MeetingOptions

        async def go_on(_: None) -> None:
            if message.afterwards is not None:
                await message.afterwards()

        self.push_screen(self._meeting_room(message.path, MeetingOptions(), message.draft), go_on)

    @work(name=OPENS)
    async def on_new_asked(self, message: NewAsked) -> None:
        """Ask for the first facts, create the draft, open it."""
        from screens.dialogs.new import NewPostmortem

        dialog = NewPostmortem(
            self.preferences.wording,
            self._create,
            zone=self.preferences.settings.zone or "UTC",
            author=self.preferences.settings.author or "",
        )
        created = await self.push_screen_wait(dialog)
        if created is not None:
            path, facts = created
            self.preferences.remember(author=facts.author, zone=facts.zone, last_template=facts.template)
            self.push_screen(self._room(path))

    def _create(self, facts: "FirstFacts") -> Path:
        """Write a new draft with these facts and return its path. Raises DraftError."""
        from pmtui.drafts.folder.new import new_document

        document = new_document(
            facts.title,
            severity=facts.severity,
            began=facts.began,
            zone=facts.zone,
            authors=(facts.author,) if facts.author else (),
            template=facts.template,
            noun=self.preferences.settings.noun,
        )
        return self.library.create(document)

    @work(name=OPENS)
    async def on_example_asked(self, message: ExampleAsked) -> None:
        """Open a copy of the worked example."""
        from pmtui.drafts.folder.new import example_document

        try:
            path = await asyncio.to_thread(lambda: self.library.create(example_document()))
        except DraftError as error:
            self.notify(str(error), severity="warning", timeout=20)
            return
        self.push_screen(self._room(path))

    @work(name=OPENS)
    async def on_export_asked(self, message: ExportAsked) -> None:
        """Export a draft as it stands on disk, or as it is open."""
        from screens.dialogs.export import ExportScreen

        try:
            document = message.document
            if document is None:
                document = await asyncio.to_thread(read_document, message.path)
        except DraftError as error:
            self.notify(str(error), severity="warning", timeout=20)
            return
        self.push_screen(ExportScreen(document, self.preferences.wording, message.path, Path(os.getcwd())))

    def on_preview_asked(self, message: PreviewAsked) -> None:
        """Show the document as it will be exported."""
        from screens.overviews.preview import PreviewScreen

        self.push_screen(PreviewScreen(message.document, message.template, self.preferences.wording))

    @work(name=OPENS)
    async def on_unreadable_asked(self, message: UnreadableAsked) -> None:
        """Show a file that is no draft in the room's place; open what the person makes of it."""
        from screens.versions.unreadable import UnreadableScreen

        await self._go_to_library()
        path = await self.push_screen_wait(UnreadableScreen(message.path, message.error))
        if path is not None:
            self.on_draft_asked(DraftAsked(path))

    def on_trash_asked(self, message: TrashAsked) -> None:
        """Show the trash of the drafts folder."""
        from screens.library.trash import TrashScreen

        self.push_screen(TrashScreen(self.library))

    def _library_screen(self) -> LibraryScreen:
        return LibraryScreen(
            self.library,
            self.preferences.policy(),
            lambda path: completeness(path, self.preferences.wording, date.today()),
        )

    def _room(self, path: Path) -> Screen[Any]:
        from screens.writing.room import WritingRoom

        return WritingRoom(
            path,
            read_head_soon(path),
            self.preferences.wording.for_draft(path),
            self.preferences.settings.hints_on,
        )

    def _meeting_room(
        self, path: Path, options: "MeetingOptions", draft: "OpenDraft | None" = None
    ) -> Screen[Any]:
        from screens.meeting.room import MeetingRoom

        return MeetingRoom(
            path, read_head_soon(path), self.preferences.wording.for_draft(path), options, draft, self._times
        )


def _end_at_once(app: PmtuiApp) -> None:
    code = app.finish()
    sys.stderr.flush()
    os._exit(code)


def start(folder: Path, draft: Path | None, meeting: "MeetingOptions | None" = None) -> int:
    """Run the app on a folder of drafts, on one draft, or on its review meeting, and return its exit code."""
    app = PmtuiApp(folder, draft, meeting=meeting)
    app.run()
    return app.finish()
