"""How the writing room follows its draft: the head and the outline, the checks, the words for how it stands on disk."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import work
from textual.events import Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from pmtui.crash import crash_on_purpose
from pmtui.errors import DraftError
from pmtui.text import visible
from screens.widgets.coach import Coach, explanation
from screens.widgets.draft_head import DraftHead
from screens.widgets.outline import Outline
from screens.wording import findings
from screens.writing.safekeeping import Safekept
from screens.writing.standing import head_notes, noticed_by_section, outline_states

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.checks.finding import Finding
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState
    from screens.widgets.prose_hints import Hint
    from screens.writing.page import Page

STATES_AFTER = 0.3  # seconds without an edit until the outline is brought up to date
FINDINGS_AFTER = 1.2  # ... until the whole document is checked
REFUSED_FOR = 5.0  # seconds that a refusal is shown, and not repeated
# Keys that change a text besides those that type something; a text that can only be read ignores them in silence.
CHANGING_KEYS = frozenset(
    ("enter", "backspace", "delete", "ctrl+d", "ctrl+k", "ctrl+u", "ctrl+v", "ctrl+w", "ctrl+x", "f4", "f9")
)
TAKE_OVER_KEYS = frozenset({"T", "upper_t"})


class Watching(Safekept):
    """The part of the writing room that looks at the draft after every change and shows what follows from it."""

    findings: "tuple[Finding, ...]" = ()
    _refused_at = float("-inf")
    _states_timer: Timer | None = None
    _findings_timer: Timer | None = None

    @dataclass
    class SaveChanged(Message):
        """The draft stands differently on disk now."""

        state: "SaveState"

    @dataclass
    class OutsideHappened(Message):
        """Something else did something to the draft's file."""

        news: "Outside"

    # After a change

    def on_page_edited(self) -> None:
        """Bring the outline and the checks up to date, once the person pauses."""
        crash_on_purpose("widget")
        if self.draft is not None:
            self.show_saved(self.draft.save_state)
        self._states_timer = self._restart(self._states_timer, STATES_AFTER, self.show_states)
        self.check_soon()

    def show_change(self) -> None:
        """Show on the page what was changed elsewhere."""
        if self.page is not None:
            self.page.show_draft()
        self.on_page_edited()

    def tell_refused(self, error: DraftError) -> None:
        """Say why nothing can be changed here, once for what is typed in a row, and show the draft as it is."""
        if time.monotonic() - self._refused_at > REFUSED_FOR:
            self._refused_at = time.monotonic()
            self.notify(visible(str(error)), severity="warning", markup=False, timeout=REFUSED_FOR)
        self.call_later(self.show_change)

    def on_key(self, event: Key) -> None:
        """Refuse visibly what is typed into a text that can only be read; the text itself says nothing."""
        if event.is_printable or event.key in CHANGING_KEYS:
            self._refuse_typing(event.key)

    def on_paste(self, event: Paste) -> None:
        """Refuse a paste in the same way."""
        self._refuse_typing("")

    def _refuse_typing(self, key: str) -> None:
        refusal = self.draft.refusal if self.draft else None
        means_more = key in TAKE_OVER_KEYS and self.check_action("safekeeping", ("take_over",))
        if refusal is not None and not means_more and getattr(self.focused, "read_only", False):
            self.tell_refused(refusal)

    # On the disk

    def on_watching_save_changed(self, event: SaveChanged) -> None:
        """Say in words how the draft stands on disk."""
        self.show_saved(event.state)
        if self.draft is not None and self.draft.mistake is not None:
            raise self.draft.mistake  # saving ended with it: the app ends too, and saves by itself

    async def on_watching_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if self.draft is None:
            return
        if event.news.kind == "changed":
            await self._show_theirs()
        self.after_outside(event.news)

    async def on_screen_resume(self) -> None:
        """Show what came from elsewhere while another screen was on top."""
        await self._show_theirs()

    async def _show_theirs(self) -> None:
        """Show a version from elsewhere, once nothing else is on top that may be writing to the draft."""
        if self.safekeeping is not None and self.app.screen is self:
            self.gather()  # a key that is still on its way to the draft would be lost in what is shown now
            await self.safekeeping.take_theirs()

    def show_saved(self, state: "SaveState") -> None:
        """Say in the head how the draft stands on disk, and below it what cannot be overlooked."""
        self.query_one(DraftHead).show_saved(state)
        self.show_standing(state)

    # The head and the outline

    def show_identity(self) -> None:
        """Say in the head which draft this is."""
        meta = self.draft.document.meta if self.draft else self.head
        status = meta.status.replace("_", " ")
        self.query_one(DraftHead).show_identity(meta.title, meta.severity, status, self.template.name)

    def show_states(self) -> None:
        """Show how far every section is, and what was noticed in it."""
        from pmtui.progress import progress

        if self.draft is None:
            return
        document = self.draft.document
        done = progress(document, self.template, self.wording.questions)
        noticed = noticed_by_section(self.findings)
        self.query_one(Outline).show_states(outline_states(self.template, self.wording, done, self.findings))
        self.show_identity()
        now, count = datetime.now(UTC), sum(noticed.values())
        notes = head_notes(document.meta, self.template, self.wording, count, now)
        shown = notes[:2] if self.has_class("-narrow") else notes
        self.query_one(DraftHead).show_progress(done.done, done.total, *shown)

    # The checks

    def check_soon(self) -> None:
        """Check the whole document once the person pauses."""
        self._findings_timer = self._restart(self._findings_timer, FINDINGS_AFTER, self._check)

    @work(thread=True, exclusive=True, group="check-draft", exit_on_error=False)
    def _check(self) -> None:
        if self.draft is None:
            return
        found = findings(self.draft.document, self.wording, datetime.now(UTC).date())
        self.app.call_from_thread(self._take_findings, found)

    def _take_findings(self, found: "tuple[Finding, ...]") -> None:
        if self.is_attached:
            self.findings = found
            self.show_states()

    def _restart(self, timer: Timer | None, seconds: float, call: Callable[[], object]) -> Timer:
        if timer is not None:
            timer.stop()
        return self.set_timer(seconds, call)

    # The hint under the cursor

    def on_page_hint_shown(self, event: "Page.HintShown") -> None:
        """Explain the hint under the cursor."""
        self.show_hint(event.hint, event.words)

    def show_hint(self, hint: "Hint | None", words: str = "") -> None:
        """Explain a hint in the coach, and below the text where the coach is hidden."""
        coach, line = self.query_one(Coach), self.query_one("#hint-line", Static)
        coach.show_hint(hint, words)
        line.display = hint is not None and not coach.display
        if hint is not None and line.display:
            line.update(explanation(hint, words, brief=True))
