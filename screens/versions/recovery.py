"""Text that an earlier session could not save: shown against the draft's file, taken only when a person says so."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.versions.recovery import RecoveryOffer, dismiss
from pmtui.errors import DraftError
from pmtui.text import plural
from prompts.shapes import Question
from screens.when import local_time
from screens.widgets.changes import changes_shown, legend
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainText

RecoveryAnswer = Literal["taken", "kept", "later"]

ORIGINS = {
    "unsaved": "It could not be saved to the draft's file at that time.",
    "editor": "It was written in your own editor and did not come back to the draft.",
    "stray": "Saving it was cut off before it was finished.",
}


class RecoveryScreen(Screen[RecoveryAnswer]):
    """Takes the version or puts it away, as asked, and answers what was done."""

    WEIGHTY = True
    HELP = (
        "An earlier session ended with text that is not in the draft's file. Take it, or keep the file as it is; "
        "whatever you choose, the other one stays among the earlier versions (Alt+H)."
    )
    DEFAULT_CSS = """
    RecoveryScreen {
        #heading { height: 1; padding: 0 1; background: $panel; }
        #about { height: auto; padding: 1 1 0 1; }
        #legend { height: auto; padding: 0 1; margin-bottom: 1; }
        VerticalScroll { height: 1fr; }
        #changes { height: auto; padding: 0 1; }
    }
    """
    BINDINGS = [
        Binding("t", "take", "Take it", id="recovery.take", tooltip="Put this version in the draft's place; Ctrl+Z takes that back"),
        Binding("k", "keep", "Keep the file", id="recovery.keep", tooltip="Keep the draft as it is; this version stays among the earlier ones"),
        Binding("escape", "later", "Decide later", id="recovery.later", tooltip="Change nothing; Alt+V and the next opening offer it again"),
    ]  # fmt: skip

    def __init__(
        self, draft: OpenDraft, offer: RecoveryOffer, questions: Mapping[str, Question], others: int = 0
    ) -> None:
        """Offer one version for `draft`; `others` counts those that are still to come."""
        super().__init__()
        self._draft, self._offer, self._questions, self._others = draft, offer, questions, others

    def compose(self) -> ComposeResult:
        """Lay out when it was written and what taking it would change."""
        more = f" · {plural(self._others, 'other')} after this one" if self._others else ""
        yield PlainText(
            Content.assemble(("There is text that is not in the draft", "bold"), (more, "$foreground 65%")),
            id="heading",
        )
        when = local_time(self._offer.at, datetime.now(UTC))
        about = f"Written {when}. {ORIGINS[self._offer.origin]} Taking it would change this:"
        yield PlainText(about, id="about")
        yield PlainText(legend("goes", "comes"), id="legend")
        with VerticalScroll():
            yield PlainText("Comparing …", id="changes")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Compare off the screen's thread."""
        self.query_one(VerticalScroll).focus()
        self._compare()

    def action_take(self) -> None:
        """Take the version."""
        self._settle("taken")

    def action_keep(self) -> None:
        """Put the version away."""
        self._settle("kept")

    def action_later(self) -> None:
        """Leave everything as it is."""
        self.dismiss("later")

    @work(thread=True, exclusive=True, group="recovery-compare")
    def _compare(self) -> None:
        shown = changes_shown(self._offer.changes, self._questions)
        self.app.call_from_thread(self._show, shown)

    def _show(self, shown: Content) -> None:
        if self.is_attached:
            self.query_one("#changes", PlainText).update(shown)

    @work(thread=True, exclusive=True, group="recovery-settle")
    def _settle(self, answer: RecoveryAnswer) -> None:
        """Do it while this screen is on top: nothing can be typed into the draft meanwhile."""
        try:
            if answer == "taken":
                self._draft.accept(self._offer)
            else:
                dismiss(self._offer, self._draft.path)
        except DraftError as error:
            self.app.call_from_thread(self._tell, str(error))
            return
        self.app.call_from_thread(self.dismiss, answer)

    def _tell(self, words: str) -> None:
        self.notify(words, severity="warning", timeout=12)
