"""One screen's hold on the open draft: read behind the painted shell, perhaps lent to another screen, and let go in the end."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState

PATIENCE = 5.0  # seconds that closing waits for the disk


class HeldDraft:
    """Holds the draft of a screen from before it is read until after it is closed; safe to use from several threads.

    `draft` is there as soon as it was read, and None again once it is closed. `closed` is true as soon as closing was
    decided on. `unsaved` tells after closing how the draft stood, if not all of it was saved.
    """

    def __init__(self, path: Path, patience: float = PATIENCE, early_field: str = "") -> None:
        """Hold the draft at `path`; what is typed before its page is shown belongs to `early_field`."""
        self.path, self.patience, self.early_field = path, patience, early_field
        self.draft: OpenDraft | None = None
        self.closed = False
        self.unsaved: SaveState | None = None
        self.is_borrowed = False
        # Called by the thread that closes, once that is done.
        self.when_closed: Callable[[], object] | None = None
        self._early = ""
        self._listeners: list[tuple[Callable[[SaveState], object], Callable[[Outside], object]]] = []
        self._reading, self._gave_up = False, False
        self._read_ended = Event()
        self._turn, self._closing = Lock(), Lock()

    # Getting hold of it

    def adopt(self, draft: "OpenDraft") -> None:
        """Hold a draft that another screen has open and keeps: closing leaves it open for that one."""
        self.draft, self.is_borrowed = draft, True

    def read(self) -> "OpenDraft | None":
        """Read the draft and return it; None when it was let go meanwhile. Waits for the disk. Raises DraftError."""
        from pmtui.drafts.open_draft import open_draft

        with self._turn:
            if self.closed or self.draft is not None:
                return None if self.closed else self.draft
            self._reading = True
        draft = None
        try:
            draft = open_draft(self.path)
        finally:
            with self._turn:
                late = draft if self._gave_up else None
                if not self._gave_up:
                    self.draft = draft
                self._reading = False
            self._read_ended.set()
        if late is not None:
            self._keep_early(late)
            late.close()
        return None if self.closed else draft

    def listen(self, saved: "Callable[[SaveState], object]", outside: "Callable[[Outside], object]") -> None:
        """Be told of what happens to the file, in the saver's thread, until the draft is let go."""
        if self.draft is not None:
            self._listeners.append((saved, outside))
            self.draft.listen(saved)
            self.draft.listen_outside(outside)

    # What is typed too early

    def type_early(self, text: str) -> None:
        """Keep what is typed before there is a page to take it."""
        self._early += text

    def delete_early(self) -> None:
        """Take back the last character that was typed too early."""
        self._early = self._early[:-1]

    def take_early(self) -> str:
        """Return what was typed too early, for the page that takes it now."""
        early, self._early = self._early, ""
        return early

    def _keep_early(self, draft: "OpenDraft") -> None:
        """Put what no page took into the draft, at the end of the field that it was meant for."""
        text, field = self.take_early(), self.early_field
        if not text or not field or draft.read_only:
            return
        from pmtui.document.fields import FieldProblem, field_kind, get_value
        from pmtui.document.row_edits import type_into

        try:
            takes_text = field_kind(field)[0] == "prose"
        except FieldProblem:  # a section that is no single field
            return
        if takes_text:
            before = str(get_value(draft.document, field) or "")
            draft.edit(lambda document: type_into(document, field, before + text)[0], "typing")

    # Letting go

    def close(self) -> None:
        """Save and close the draft. Waits for the disk; a second call waits until the first is done."""
        self.closed = True
        with self._closing:
            with self._turn:
                reading = self._reading
            if reading and not self._gave_up:  # once is enough for a folder that does not answer
                self._read_ended.wait(self.patience)
            with self._turn:
                self._gave_up = self._reading
                draft, self.draft = self.draft, None
            if draft is None:
                return
            self._keep_early(draft)
            for saved, outside in self._listeners:
                draft.stop_listening(saved, outside)
            if not self.is_borrowed and not draft.close(self.patience):
                self.unsaved = draft.save_state
            if self.when_closed is not None:
                self.when_closed()
