"""The writing room: sections on the left, the one being written in the middle, the coach on the right.

The room is the shell: it paints what the head of the file tells, keeps what is typed before the draft is there, and routes
keys and messages. `desk` is what it becomes once the draft was read, `view` is what stands around the page.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key, Paste
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from pmtui.drafts.file.file_head import Head
from pmtui.drafts.held_draft import HeldDraft
from pmtui.drafts.last_place import last_place
from pmtui.errors import DraftError
from screens.dialogs.key_menu import MENU_KEY
from screens.navigation import ExportAsked, LibraryAsked, PresentAsked, PreviewAsked, UnreadableAsked
from screens.parts.hint_actions import HINT_KEYS
from screens.parts.safekeeping import SAFEKEEPING_KEYS
from screens.parts.worker_mistakes import WorkerMistakes
from screens.widgets.key_footer import KeyFooter
from screens.widgets.outline import Outline
from screens.wording import Wording
from screens.writing.room_view import RoomView

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState
    from screens.widgets.prose_editor import ProseEditor
    from screens.writing.desk import WritingDesk
    from screens.writing.page import Page

PAINTED_SECONDS = (
    0.05  # by then the first page is on the screen; the first look at its wording comes later still
)
# Keys that change a text besides those that type something; a text that can only be read ignores them in silence.
CHANGING_KEYS = frozenset(
    ("enter", "backspace", "delete", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+v", "ctrl+w", "ctrl+x", "f4", "f9")
)
# What needs the draft; until that was read these keys wait.
NEEDS_DRAFT = frozenset(
    ("next_question", "finish", "preview", "readiness", "export", "present", "template", "save", "undo", "redo",
     "safekeeping", "hint", "list_hints", "switch_hints")
)  # fmt: skip


class WritingRoom(Screen[None]):
    """Write one draft.

    The shell is painted from the head of the file; the draft itself is read behind it, and keys typed meanwhile go into
    the text once it is there.
    """

    THEME_FOR_ITSELF = False
    HELP = (
        "Ctrl+N takes you to the next thing to answer. Where the terminal or the desktop keeps a function key or Alt for "
        "itself, Ctrl+T and a letter do the same. Nothing has to be saved: it happens while you type. "
        "In the list of sections ! counts what was noticed, ? hints on the wording."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-normal"), (118, "-wide"), (160, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    DEFAULT_CSS = """
    WritingRoom {
        #banner { height: auto; max-height: 3; padding: 0 1; display: none; color: $text-warning; text-style: bold; }
        #columns { height: 1fr; }
        #middle { width: 1fr; height: 1fr; }
        #section-title { height: 1; padding: 0 1; text-style: bold; }
        #section-ask { height: auto; max-height: 3; padding: 0 1; margin-bottom: 1; color: $primary; }
        #waiting { height: 1fr; padding: 0 2; }
        #hint-line { height: auto; max-height: 6; padding: 0 1; background: $panel; display: none; }
        &.-low #section-ask { max-height: 1; margin-bottom: 0; }
        &.-low #hint-line { max-height: 3; }
        #outline { border-right: vkey $panel; }
        &.-narrow #outline, &.-narrow #coach, &.-normal #coach { display: none; }
        &.-sections #outline { display: block; width: 36; }
        &.-wide.-tables #coach { display: none; }
        &.-coached #coach { display: block; width: 1fr; border: none; }
        &.-narrow.-coached #middle { display: none; }
        &.-normal.-coached #coach, &.-wide.-coached #coach { display: block; width: 36; border-left: vkey $panel; }
        &.-focus #outline, &.-focus #coach, &.-focus #head { display: none; }
        &.-focus #middle { padding: 0 6; }
    }
    """
    BINDINGS = [
        *SAFEKEEPING_KEYS,
        *HINT_KEYS,
        Binding("f10,alt+l", "list_hints", "All hints", id="hints.list", priority=True, show=False, tooltip="Every hint of the draft in one list, by kind and section"),
        Binding("alt+o", "switch_hints", "Hints on or off", id="hints.switch", priority=True, show=False, tooltip="Switch hints off for this draft, in another language say, or on again"),
        Binding("ctrl+n", "next_question", "Next", id="room.next", priority=True, tooltip="Go to the next thing to answer"),
        MENU_KEY,
        Binding("f2", "sections", "Sections", id="room.sections", priority=True, tooltip="Choose a section"),
        Binding("f5", "coach", "Coach", id="room.coach", priority=True, tooltip="Show or hide the coach"),
        Binding("f6", "finish", "No value", id="room.finish", priority=True, show=False, tooltip="Finish this question without a value: not applicable, or not known"),
        Binding("f7", "preview", "Preview", id="room.preview", priority=True, tooltip="See the document as it will be exported"),
        Binding("ctrl+r", "readiness", "Ready?", id="room.readiness", priority=True, tooltip="Everything still missing, weak or vague, in one list"),
        Binding("ctrl+o", "export", "Export", id="room.export", priority=True, tooltip="Export to Markdown or HTML"),
        Binding("alt+p", "present", "Present", id="room.present", priority=True, tooltip="Hold the review meeting of this draft", show=False),
        Binding("alt+k", "template", "Template", id="room.template", priority=True, tooltip="Change the template; nothing written is lost", show=False),
        Binding("f12", "focus_mode", "Focus", id="room.focus", priority=True, tooltip="Hide everything but the text", show=False),
        Binding("ctrl+s", "save", "Save", id="room.save", priority=True, tooltip="Save now (it is saved while you type anyway)", show=False),
        Binding("ctrl+z", "undo", "Undo", id="room.undo", tooltip="Take back the last change to the draft", show=False),
        Binding("ctrl+y", "redo", "Redo", id="room.redo", tooltip="Make the change again", show=False),
        Binding("ctrl+l", "library", "Library", id="room.library", priority=True, tooltip="Back to the list of drafts", show=False),
        Binding("escape", "sections", "Sections", id="room.escape", tooltip="Choose a section", show=False),
    ]  # fmt: skip

    @dataclass
    class SaveChanged(Message):
        """The draft stands differently on disk now."""

        state: "SaveState"

    @dataclass
    class OutsideHappened(Message):
        """Something else did something to the draft's file."""

        news: "Outside"

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__()
        self.path, self._head, self._wording, self._hints_on = path, head, wording, hints_on
        self._template = wording.template(head.template)
        self._place = last_place(path)
        begins = self._template.section("summary") or self._template.sections[0]
        self._section = self._template.section(self._place.section if self._place else "") or begins
        is_prose = wording.sections[self._section.id].kind == "prose"
        self.held = HeldDraft(path, early_field=self._section.id if is_prose else "summary")
        self.view = RoomView(self, self._template, wording)
        self._desk: WritingDesk | None = None
        self._mistakes = WorkerMistakes(self.notify)

    @property
    def desk(self) -> "WritingDesk":
        """The draft with its page; only once it was read, which `check_action` sees to."""
        assert self._desk is not None
        return self._desk

    def compose(self) -> ComposeResult:
        """Paint what the head of the file tells; the page comes with the draft."""
        yield from self.view.compose()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the first section, then read the draft."""
        head = self._head
        self.view.show_identity(head.title, head.severity, head.status, self._template)
        self.view.show_section(self._section)
        self.call_later(self._open)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs the draft once it was read, and what the state of its file calls for."""
        if self._desk is None:
            return None if action in NEEDS_DRAFT else True
        return action != "safekeeping" or self.desk.offers(str(parameters[0]))

    # Opening and closing

    @work(thread=True, exclusive=True, group="open-draft")
    def _open(self) -> None:
        """Read the draft while the shell is painted, then begin to write."""
        try:
            draft = self.held.read()
        except DraftError as error:
            gone = not self.path.exists()
            self.post_message(LibraryAsked(str(error)) if gone else UnreadableAsked(self.path, error))
        else:
            if draft is not None:
                # What the first page needs is imported here, so that the screen's thread does not stop for it.
                import screens.writing.desk  # noqa: F401  # for what it brings along

                self.call_later(self._begin, draft)

    @work(exclusive=True, group="begin-writing")
    async def _begin(self, draft: "OpenDraft") -> None:
        """Begin to write; in a worker, so that keys typed meanwhile are not held up."""
        from screens.writing.desk import WritingDesk

        if self.held.closed:
            return
        desk = WritingDesk(self, self.path, draft, self._wording, self.view, self._section, self._hints_on)
        await desk.begin(self._place)
        if self.held.closed:  # the room was left meanwhile
            return
        self._desk = desk
        self.held.listen(
            lambda state: self.post_message(self.SaveChanged(state)),
            lambda news: self.post_message(self.OutsideHappened(news)),
        )
        draft.when_refused(desk.tell_refused)
        desk.take_early(self.held.take_early())
        self.refresh_bindings()
        desk.tell_news()
        desk.show_states()
        self.set_timer(PAINTED_SECONDS, self._load_rules)
        desk.checking.check_soon()

    @work(thread=True, exclusive=True, group="load-rules", exit_on_error=False)
    def _load_rules(self) -> None:
        """Have the language rules ready before the first pause in typing, or the screen's thread would stop for them."""
        import pmtui.checks.document_hints  # noqa: F401  # what reads with the rules

        self._wording.rules  # noqa: B018  # kept by the wording

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; it must not fail."""
        if self._desk is not None:
            self._desk.gather()
            self._desk.places.note()

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        if self._desk is not None:
            self._desk.places.keep()
        self.held.close()

    # What is typed

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the draft is there, and refuse visibly what is typed in vain."""
        if self._desk is not None:
            self._desk.take_late(event)
            if event.is_printable or event.key in CHANGING_KEYS:
                self._desk.refuse_typing()
        elif event.key == "backspace":
            self.held.delete_early()
        elif event.is_printable or event.key == "enter":
            self.held.type_early("\n" if event.key == "enter" else event.character or "")
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """Do so with what is pasted."""
        if self._desk is not None:
            self._desk.refuse_typing()
        else:
            self.held.type_early(event.text)

    # What happens

    def on_page_edited(self) -> None:
        """Bring up to date what follows from the draft."""
        self.desk.edited()

    def on_page_hint_shown(self, event: "Page.HintShown") -> None:
        """Explain the hint under the cursor."""
        self.view.show_hint(event.hint, event.words)

    def on_page_mend_asked(self) -> None:
        """Mend the words of the hint that the page shows."""
        self.action_hint("mend")

    def on_prose_editor_figures_asked(self) -> None:
        """Ask for the figures behind vague words."""
        self.action_hint("mend")

    @work(exclusive=True, group="dialog")
    async def on_prose_editor_find_asked(self, event: "ProseEditor.FindAsked") -> None:
        """Ask for words and go to where they stand next."""
        await self.desk.find(event.editor)

    async def on_outline_chosen(self, event: Outline.Chosen) -> None:
        """Go to the chosen section."""
        if self._desk is not None:
            await self._desk.show_section(event.section_id)

    def on_writing_room_save_changed(self, event: SaveChanged) -> None:
        """Say in words how the draft stands on disk."""
        self.desk.show_saved(event.state)
        self.desk.safekeeping.follow(event.state)

    async def on_writing_room_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if event.news.kind == "changed":
            await self._show_theirs()
        self.desk.safekeeping.tell_outside(event.news)

    async def on_screen_resume(self) -> None:
        """Show what came from elsewhere while another screen was on top."""
        if self._desk is not None:
            await self._show_theirs()

    async def _show_theirs(self) -> None:
        """Show a version from elsewhere, once nothing else is on top that may be writing to the draft."""
        if self.app.screen is self and not self.held.closed:
            self.gather()  # a key that is still on its way to the draft would be lost in what is shown now
            await self.desk.safekeeping.take_theirs()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of a task that ended with a mistake; writing goes on."""
        self._mistakes.tell(event)

    # Keys

    @work(exclusive=True, group="dialog")
    async def action_safekeeping(self, verb: str) -> None:
        """Do something about the draft's file."""
        await self.desk.safekeeping.do(verb)

    @work(exclusive=True, group="dialog")
    async def action_hint(self, verb: str) -> None:
        """Do something about the hint at the cursor."""
        await self.desk.hints.do(verb)

    @work(exclusive=True, group="dialog")
    async def action_list_hints(self) -> None:
        """List every hint of the draft, and go to the one that is chosen."""
        await self.desk.list_hints()

    def action_switch_hints(self) -> None:
        """Switch hints off for this draft, or on again."""
        self.desk.switch_hints()

    @work(thread=True, exclusive=True, group="save-now", exit_on_error=False)
    def action_save(self, offer_copy: bool = True) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        failed = self.desk.safekeeping.save()
        self.post_message(self.SaveChanged(self.desk.draft.save_state))
        if failed and offer_copy:
            self.call_later(self.action_safekeeping, "save_copy")

    def action_undo(self) -> None:
        """Take back the last change, wherever it was made."""
        self.desk.undo()

    def action_redo(self) -> None:
        """Make the last change taken back again."""
        self.desk.redo()

    @work(exclusive=True, group="dialog")
    async def action_finish(self) -> None:
        """Finish the question at the cursor without a value."""
        await self.desk.finish_question()

    @work(exclusive=True, group="dialog")
    async def action_template(self) -> None:
        """Change the template."""
        await self.desk.choose_template()

    async def action_next_question(self) -> None:
        """Go to the next thing to answer."""
        await self.desk.go_to_next_question()

    def action_sections(self) -> None:
        """Go to the outline, showing it where the window is narrow."""
        if not self.view.turn_to_outline() and self._desk is not None:
            self._desk.page.start_writing()

    def action_coach(self) -> None:
        """Show or hide the coach; on a wide window it is always there."""
        if not self.view.turn_coach() and self._desk is not None:
            self._desk.page.start_writing()

    def action_focus_mode(self) -> None:
        """Hide everything but the text."""
        self.toggle_class("-focus")

    @work(exclusive=True, group="dialog")
    async def action_readiness(self) -> None:
        """List everything that was noticed, and go where the person chooses."""
        await self.desk.list_findings()

    def action_preview(self) -> None:
        """Show the document as it will be exported."""
        self.post_message(PreviewAsked(self.desk.draft.document, self.desk.template))

    def action_export(self) -> None:
        """Export this draft."""
        self.action_save(offer_copy=False)
        self.post_message(ExportAsked(self.desk.draft.path, self.desk.draft.document))

    def action_present(self) -> None:
        """Hold the review meeting of this draft."""
        self.post_message(PresentAsked(self.path, self.desk.draft, self._take_back))

    async def _take_back(self) -> None:
        if not self.held.closed:
            await self.desk.show_draft()

    def action_library(self) -> None:
        """Go back to the list of drafts."""
        self.post_message(LibraryAsked())
