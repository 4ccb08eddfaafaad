"""How the writing room opens its draft behind the painted shell, and lets it go: nothing typed meanwhile is lost."""

import asyncio
from pathlib import Path
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

_PAINTED_SECONDS = (
    0.05  # by then the first page is on the screen; the first look at its wording comes later still
)


class Opening(Hinting):
    """The part of the writing room that reads the draft, keeps what is typed before it is there, and closes it."""

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__(path, head, wording, hints_on)
        self._writing_since = 0.0  # on the clock of messages; keys from before it were meant for the text

    # Reading

    @work(exclusive=True, group="open-draft")
    async def open_draft(self) -> None:
        """Read the draft while the shell is painted, then begin to write."""
        try:
            draft = await asyncio.to_thread(self._read)
        except DraftError as error:
            gone = not self.path.exists()
            self.post_message(LibraryAsked(str(error)) if gone else UnreadableAsked(self.path, error))
        else:
            if draft is not None:
                await self._begin(draft)

    def _read(self) -> "OpenDraft | None":
        draft = self.held.read()
        # What the first page needs is imported here, so that the screen's thread does not stop for it.
        import screens.writing.text_page  # noqa: F401  # for what it brings along

        return draft

    async def _begin(self, draft: "OpenDraft") -> None:
        if self.closed:
            return
        self.draft = draft
        self.keep_safe(draft)
        self.held.listen(
            lambda state: self.post_message(self.SaveChanged(state)),
            lambda news: self.post_message(self.OutsideHappened(news)),
        )
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

    # What is typed before the draft is there

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the draft is there."""
        if self.page is not None:
            self._take_late(event)
        elif event.key == "backspace":
            self.held.delete_early()
        elif event.is_printable or event.key == "enter":
            self.held.type_early("\n" if event.key == "enter" else event.character or "")
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """Keep what is pasted before the draft is there."""
        if self.page is None:
            self.held.type_early(event.text)

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

        if isinstance(self.page, TextPage) and (early := self.held.take_early()):
            self.page.editor.insert(early)

    def gather(self) -> None:
        """Put into the draft what the page holds and the draft does not have yet."""
        if (
            self.draft is not None
            and not self.draft.read_only
            and self.page is not None
            and self.page.is_mounted
        ):
            self.page.gather()

    # Closing

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        self.held.close()
        self.draft = None
