"""How the writing room opens its draft behind the painted shell, and lets it go: nothing typed meanwhile is lost."""

from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from textual import work
from textual.events import Key, Paste
from textual.message import Message

from pmtui.drafts.file.file_head import Head
from pmtui.errors import DraftError
from pmtui.text import visible
from screens.navigation import LibraryAsked, UnreadableAsked
from screens.wording import Wording
from screens.writing.hinting import Hinting

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.save_state import SaveState

_PAINTED_SECONDS = (
    0.05  # by then the first page is on the screen; the first look at its wording comes later still
)


class Opening(Hinting):
    """The part of the writing room that reads the draft, keeps what is typed before it is there, and closes it."""

    @dataclass
    class Read(Message):
        """The draft was read."""

        draft: "OpenDraft"

    @dataclass
    class Unreadable(Message):
        """The draft cannot be opened."""

        error: DraftError

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__(path, head, wording, hints_on)
        self._read: OpenDraft | None = None  # as soon as it is, ahead of the message that tells so
        self._reading, self._reading_ended, self._gave_up_reading = False, Event(), False
        self._letting_go = Lock()
        self._typed_early: list[str] = []
        self._writing_since = 0.0  # on the clock of messages; keys from before it were meant for the text

    # Reading

    @work(thread=True, exclusive=True, group="open-draft")
    def open_draft(self) -> None:
        """Read the draft while the shell is painted."""
        self._reading = True
        from pmtui.drafts.open_draft import open_draft

        try:
            self._read = draft = open_draft(self.path)
        except DraftError as error:
            self.post_message(self.Unreadable(error))
            return
        finally:
            self._reading_ended.set()
        if self._gave_up_reading:
            draft.close()
        elif not self.closed:
            # What the first page needs is imported here, so that the screen's thread does not stop for it.
            import screens.writing.text_page  # noqa: F401  # for what it brings along

            self.post_message(self.Read(draft))

    @work(exclusive=True, group="begin-writing")
    async def on_opening_read(self, event: Read) -> None:
        """Take the draft and begin to write; in a worker, so that keys typed meanwhile are not held up."""
        if self.closed:
            return
        self.draft = draft = event.draft
        draft.listen(self._save_changed)
        draft.listen_outside(lambda news: self.post_message(self.OutsideHappened(news)))
        draft.when_refused(self.tell_refused)
        self.template = self.wording.template(draft.document.meta.template)
        await self.show_section(self.section.id)
        if self.closed:
            return
        self._insert_early()
        self.show_saved(draft.save_state)
        wanted = draft.document.meta.template
        if wanted not in self.wording.templates:
            said = f"There is no template “{wanted}” here; {self.template.name} is shown. Ctrl+T chooses another."
            self.notify(visible(said), severity="warning", markup=False, timeout=12)
        for notice in draft.notices:
            self.notify(visible(notice), markup=False, timeout=12)
        self.show_states()
        self.set_timer(_PAINTED_SECONDS, self._load_rules)
        self.check_soon()
        self.greet()

    @work(thread=True, exclusive=True, group="load-rules", exit_on_error=False)
    def _load_rules(self) -> None:
        """Have the language rules ready before the first pause in typing, or the screen's thread would stop for them."""
        import pmtui.checks.document_hints  # noqa: F401  # what reads with the rules

        self.wording.rules  # noqa: B018  # kept by the wording

    def _save_changed(self, state: "SaveState") -> None:
        """Take the news from the saver's thread to the screen's."""
        self.post_message(self.SaveChanged(state))

    def on_opening_unreadable(self, event: Unreadable) -> None:
        """Show why, and the file as it is; go back to the library where there is none."""
        gone = not self.path.exists()
        self.post_message(LibraryAsked(str(event.error)) if gone else UnreadableAsked(self.path, event.error))

    # What is typed before the draft is there

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the draft is there."""
        if self.page is not None:
            self._take_late(event)
        elif event.key == "backspace":
            self._typed_early[-1:] = [text[:-1] for text in self._typed_early[-1:] if len(text) > 1]
        elif event.is_printable or event.key == "enter":
            self._typed_early.append("\n" if event.key == "enter" else event.character or "")
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """Keep what is pasted before the draft is there."""
        if self.page is None:
            self._typed_early.append(event.text)

    def writing_begins(self) -> None:
        """Note that the page takes the keys from now on."""
        self._writing_since = Message().time

    def _take_late(self, key: Key) -> None:
        """Put a key into the text that was typed before the text could take it."""
        from screens.writing.text_page import TextPage

        if key.time < self._writing_since and key.is_printable and isinstance(self.page, TextPage):
            self.page.editor.insert(key.character or "")
            key.stop()

    def _insert_early(self) -> None:
        from screens.writing.text_page import TextPage

        if self._typed_early and isinstance(self.page, TextPage):
            self.page.editor.insert("".join(self._typed_early))
        self._typed_early.clear()

    def gather(self) -> None:
        """Put into the draft what the page holds and the draft does not have yet."""
        if (
            self.draft is not None
            and not self.draft.read_only
            and self.page is not None
            and self.page.is_mounted
        ):
            self.page.gather()

    def _keep_early(self, draft: "OpenDraft") -> None:
        """Put what was typed too early for the page into the draft, when the room closes before it is shown."""
        from pmtui.document.fields import field_kind, get_value
        from pmtui.document.row_edits import type_into

        section, text = self.section.id, "".join(self._typed_early)
        self._typed_early.clear()
        if text and not draft.read_only and field_kind(section)[0] == "prose":
            before = str(get_value(draft.document, section) or "")
            draft.edit(lambda document: type_into(document, section, before + text)[0], "typing")

    # Closing

    def close_draft(self) -> None:
        """Save what is left and let the draft go; the room is not used again. Waits for the disk."""
        self.closed = True
        with self._letting_go:  # who comes second must not go on before all is saved
            if self._reading:
                self._gave_up_reading = not self._reading_ended.wait(self.patience)
            draft, self.draft, self._read = self.draft or self._read, None, None
            if draft is not None:
                self._keep_early(draft)
                if not draft.close(self.patience):
                    self.unsaved = draft.save_state

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        self.close_draft()
