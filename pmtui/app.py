"""The app: composition root of the screens. It knows every screen; no screen knows it."""

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from pmtui.crash import crash_on_purpose, record_crash
from pmtui.drafts.head import read_head
from pmtui.drafts.library import Library, read_document
from pmtui.errors import DraftError, PmtuiError
from pmtui.paths import settings_file
from pmtui.settings import Settings, load_keys, load_settings, save_settings
from pmtui.text import plural, visible, visible_line
from prompts.content import ContentError, Policy, load_policy
from screens.library import LibraryScreen
from screens.looks import LOOKS, THEMES
from screens.navigation import (
    DraftAsked,
    ExampleAsked,
    ExportAsked,
    HistoryAsked,
    LibraryAsked,
    NewAsked,
    PreviewAsked,
    ReadinessAsked,
    TrashAsked,
    UnreadableAsked,
)
from screens.textual_faults import AppFaults

if TYPE_CHECKING:
    from screens.wording import Wording
    from screens.writing.room import WritingRoom

LEAVE_WITHIN = 20  # seconds in which a second Ctrl+Q leaves without saving


class PmtuiApp(AppFaults):
    """Opens the library, or one draft, and takes the person from screen to screen."""

    TITLE = "pmtui"
    CSS = LOOKS
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [
        Binding(
            "f1",
            "help",
            "Help",
            id="app.help",
            priority=True,
            tooltip="What this screen is for, and its keys",
        ),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, tooltip="Save and leave pmtui"),
    ]

    def __init__(self, folder: Path, draft: Path | None = None, settings: Settings | None = None) -> None:
        super().__init__()
        self.library = Library(folder)
        self.settings, warning = (settings, "") if settings is not None else load_settings(settings_file())
        self._warnings = [warning] if warning else []
        self._first_draft = draft
        self._leaving_unsaved = False
        self.crash: PmtuiError | None = None
        self.set_keymap(load_keys(settings_file()))
        for theme in THEMES:
            self.register_theme(theme)
        if not self.ansi_color:
            self.theme = (
                self.settings.theme if self.settings.theme in self.available_themes else THEMES[0].name
            )

    @cached_property
    def wording(self) -> "Wording":
        """All that the product says, with the team's own laid over it; ours alone where theirs has a mistake."""
        from screens.wording import load_wording

        try:
            return load_wording(self.settings.team_folder, self._warn)
        except ContentError as error:
            self._warn(str(error))
            return load_wording()

    def get_default_screen(self) -> Screen[Any]:
        """Paint the draft that was asked for, or the library."""
        if self._first_draft is not None:
            return self._room(self._first_draft)
        return self._library_screen()

    def on_mount(self) -> None:
        """Say what was wrong with the settings; a problem with them never stops anything."""
        warnings, self._warnings = self._warnings, []
        for warning in dict.fromkeys(warnings):
            self.notify(visible(warning), severity="warning", timeout=30, markup=False)

    def on_signal_exit(self) -> None:
        """Save before a signal ends the app."""
        self.save_open_draft()

    def on_crash(self, error: Exception) -> None:
        """Save before a mistake of ours ends the app, and note where it was."""
        self.save_open_draft()
        self.crash = record_crash(error)

    @property
    def room(self) -> "WritingRoom | None":
        """The writing room, when a draft is open."""
        from screens.writing.room import WritingRoom

        rooms = (screen for screen in reversed(self.screen_stack) if isinstance(screen, WritingRoom))
        return next((room for room in rooms if not room.closed), None)

    def save_open_draft(self) -> bool:
        """Save what is open and say whether everything is on disk."""
        room = self.room
        return room is None or room.draft is None or room.draft.save_now()

    # Where people go

    def on_library_asked(self, message: LibraryAsked) -> None:
        """Leave the writing room for the library."""
        if message.problem:
            self.notify(visible(message.problem), severity="warning", timeout=30, markup=False)
        room = self.room
        if room is not None and not self.save_open_draft():
            self.notify(
                "Not everything is saved yet; the draft stays open.", severity="warning", markup=False
            )
            return
        if room is not None:
            room.close_draft()
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:  # pmtui was started on a draft; the screen that a program starts with cannot be taken away
            self.push_screen(self._library_screen())

    def on_draft_asked(self, message: DraftAsked) -> None:
        """Open a draft."""
        self.push_screen(self._room(message.path))

    @work
    async def on_new_asked(self, message: NewAsked) -> None:
        """Ask for the first facts, create the draft, open it."""
        from screens.new import NewPostmortem

        dialog = NewPostmortem(
            self.wording, zone=self.settings.zone or "UTC", author=self.settings.author or ""
        )
        facts = await self.push_screen_wait(dialog)
        if facts is None:
            return
        from pmtui.drafts.new import new_document

        document = new_document(
            facts.title,
            severity=facts.severity,
            began=facts.began,
            zone=facts.zone,
            authors=(facts.author,) if facts.author else (),
            template=facts.template,
            noun=self.settings.noun,
        )
        self._remember(author=facts.author, zone=facts.zone, last_template=facts.template)
        self._create(document)

    def on_example_asked(self, message: ExampleAsked) -> None:
        """Open a copy of the worked example."""
        from pmtui.drafts.new import example_document

        self._create(example_document())

    def on_export_asked(self, message: ExportAsked) -> None:
        """Export a draft as it stands on disk, or as it is open."""
        from screens.export import ExportScreen

        try:
            room = self.room
            document = room.draft.document if room and room.draft else read_document(message.path)
        except DraftError as error:
            self.notify(visible(str(error)), severity="warning", timeout=20, markup=False)
            return
        self.push_screen(ExportScreen(document, self.wording, message.path, Path(os.getcwd())))

    def on_preview_asked(self, message: PreviewAsked) -> None:
        """Show the document as it will be exported."""
        from screens.preview import PreviewScreen

        self.push_screen(PreviewScreen(message.document, message.template, self.wording))

    @work
    async def on_readiness_asked(self, message: ReadinessAsked) -> None:
        """List what was noticed, and go where the person chooses."""
        from screens.readiness import ReadinessScreen
        from screens.wording import findings

        room = message.room
        if room.draft is None:
            return
        noticed = findings(room.draft.document, self.wording, date.today())
        titles = {section_id: section.title for section_id, section in self.wording.sections.items()}
        finding = await self.push_screen_wait(ReadinessScreen(noticed, titles))
        if finding is not None:
            await room.go_to(finding.section, finding.field, finding.start, finding.end)

    @work
    async def on_history_asked(self, message: HistoryAsked) -> None:
        """Show the earlier versions of the open draft, and bring back the one that is chosen."""
        from screens.history import HistoryScreen

        room = message.room
        if room.draft is None:
            return
        screen = HistoryScreen(room.path, room.draft.document, self.wording.questions)
        version = await self.push_screen_wait(screen)
        if version is not None:
            await room.bring_back(version)

    @work
    async def on_unreadable_asked(self, message: UnreadableAsked) -> None:
        """Show a file that is no draft in the room's place; open what the person makes of it."""
        from screens.unreadable import UnreadableScreen

        self.on_library_asked(LibraryAsked())
        path = await self.push_screen_wait(UnreadableScreen(message.path, message.error))
        if path is not None:
            self.on_draft_asked(DraftAsked(path))

    def on_trash_asked(self, message: TrashAsked) -> None:
        """Show the trash of the drafts folder."""
        from screens.trash import TrashScreen

        self.push_screen(TrashScreen(self.library))

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        from screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return
        bindings = self.screen.active_bindings
        display = {key: self.get_key_display(active.binding) for key, active in bindings.items()}
        self.push_screen(HelpScreen(getattr(self.screen, "HELP", "") or "", bindings, display))

    async def action_quit(self) -> None:
        """Leave once everything is on disk; when it cannot be, say so and leave at the second asking."""
        if self._leaving_unsaved:
            self.exit()
        else:
            self._quit_when_saved()

    @work(thread=True, exclusive=True, group="quit")
    def _quit_when_saved(self) -> None:
        """Wait for the disk while the screen goes on."""
        crash_on_purpose("worker")
        while not self.save_open_draft():
            room = self.room
            state = room.draft.save_state if room and room.draft else None
            self._leaving_unsaved = True
            self.call_from_thread(
                self.notify,
                visible(
                    f"{state.words if state else ''}\n"
                    "Ctrl+Q again leaves without saving; Ctrl+O exports a copy elsewhere."
                ),
                severity="error",
                timeout=LEAVE_WITHIN,
                markup=False,
            )
            if state is None or state.name == "failed":
                self.call_from_thread(self.set_timer, LEAVE_WITHIN, self._stay)
                return
        self.call_from_thread(self.exit)

    def _stay(self) -> None:
        """Ask anew next time: what was agreed to when a save failed does not hold for a later one."""
        self._leaving_unsaved = False

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key of the screen in the command palette, by its words."""
        yield from super().get_system_commands(screen)
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.tooltip and active.enabled:
                node, action = active.node, binding.action

                async def run(node: Any = node, action: str = action) -> None:
                    await self.run_action(action, node)

                yield SystemCommand(binding.description or binding.tooltip, binding.tooltip, run)

    def watch_theme(self, theme: str) -> None:
        """Remember the theme that was chosen."""
        if self.is_running and theme != self.settings.theme and theme in self.available_themes:
            self._remember(theme=theme)

    def _library_screen(self) -> LibraryScreen:
        return LibraryScreen(self.library, self._policy(), self._look)

    def _policy(self) -> Policy:
        try:
            return load_policy(self.settings.team_folder)
        except ContentError as error:
            self._warn(str(error))
            return load_policy()

    def _warn(self, problem: str) -> None:
        """Tell a problem now, or as soon as there is a screen to tell it on."""
        if self.is_running and self.screen_stack:
            self.notify(visible(problem), severity="warning", timeout=30, markup=False)
        else:
            self._warnings.append(problem)

    def _room(self, path: Path) -> Screen[Any]:
        from screens.writing.room import WritingRoom

        return WritingRoom(path, read_head(path), self.wording, self.settings.hints_on)

    def _create(self, document: Any) -> None:
        try:
            path = self.library.create(document)
        except DraftError as error:
            self.notify(visible(str(error)), severity="warning", timeout=20, markup=False)
            return
        self.push_screen(self._room(path))

    def _look(self, path: Path) -> str:
        """Read a whole draft and say how complete it is and what was noticed."""
        from pmtui.progress import progress
        from screens.wording import findings

        try:
            document = read_document(path)
        except DraftError as error:
            return visible_line(error.title)
        template = self.wording.template(document.meta.template)
        done = progress(document, template, self.wording.questions)
        noticed = [
            found
            for found in findings(document, self.wording, date.today())
            if not found.code.startswith("missing.")
        ]
        return f"{done.percent} % done · {plural(len(noticed), 'finding')}"

    def _remember(self, **values: Any) -> None:
        self.settings = replace(self.settings, **values)
        try:
            save_settings(settings_file(), self.settings)
        except PmtuiError as error:
            self.notify(visible(str(error)), severity="warning", markup=False)


def start(folder: Path, draft: Path | None) -> int:
    """Run the app on a folder of drafts, or on one draft, and return its exit code."""
    app = PmtuiApp(folder, draft)
    app.run()
    if app.crash is not None:
        print(visible(str(app.crash)), file=sys.stderr)  # noqa: T201  # the screen is gone
    if not app.save_open_draft():
        print("pmtui: the last changes could not be saved.", file=sys.stderr)  # noqa: T201  # the screen is gone
        return 1
    return app.return_code or 0
