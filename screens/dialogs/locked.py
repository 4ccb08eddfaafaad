"""A draft that another window is writing: told who, where and since when, with three ways to go on."""

from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList

from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.saving.lock import LockedBy
from pmtui.errors import DraftError
from pmtui.text import visible_line
from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainList, PlainText

LockedAnswer = Literal["read", "taken", "back"]

CHOICES = (
    ("read", "Read only (r): look at it here; what is written there appears here"),
    ("take", "Take over (t): write here; the other window can only read from then on"),
    ("back", "Back (Esc): leave it to the other window"),
)


class LockedScreen(Dialog[LockedAnswer]):
    """Takes the draft over when asked to, and answers how to go on."""

    heading = "This draft is open in another window"
    keys = "Enter chooses"
    WEIGHTY = True
    HELP = "Only one window writes a draft at a time. Taking over is safe: what the other window has saved is kept."
    BINDINGS = [
        Binding("r", "read", "Read only", id="locked.read", tooltip="Look at the draft without changing it"),
        Binding("t", "take", "Take over", id="locked.take", tooltip="Write here; the other window can only read from then on"),
        Binding("b", "cancel", "Back", id="locked.back", tooltip="Leave the draft to the other window"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    LockedScreen {
        #who { height: auto; margin-bottom: 1; }
        OptionList { height: auto; max-height: 8; }
        #said { height: auto; margin-top: 1; display: none; }
    }
    """

    def __init__(self, draft: OpenDraft, name: str, holder: LockedBy) -> None:
        """Ask about `draft`, called `name`, which `holder` is writing."""
        super().__init__()
        self._draft, self._called, self._holder = draft, name, holder

    def body(self) -> ComposeResult:
        """Lay out who has the draft and the choices."""
        yield PlainText(holder_shown(self._called, self._holder), id="who")
        yield PlainList(*(words for _, words in CHOICES))
        yield PlainText(id="said", classes="problem")

    def on_mount(self) -> None:
        """Start at what changes nothing."""
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        choice = CHOICES[event.option_index][0]
        {"read": self.action_read, "take": self.action_take, "back": self.action_cancel}[choice]()

    def action_read(self) -> None:
        """Go on without writing."""
        self.dismiss("read")

    def action_cancel(self) -> None:
        """Leave the draft."""
        self.dismiss("back")

    def action_take(self) -> None:
        """Take the draft over off the screen's thread; nothing can be typed meanwhile."""
        self._take_over()

    @work(thread=True, exclusive=True, group="take-over")
    def _take_over(self) -> None:
        try:
            self._draft.take_over()
        except DraftError as error:
            self.app.call_from_thread(self._say, str(error))
            return
        self.app.call_from_thread(self.dismiss, "taken")

    def _say(self, words: str) -> None:
        if self.is_attached:
            said = self.query_one("#said", PlainText)
            said.update(words)
            said.display = True


def holder_shown(name: str, holder: LockedBy) -> Content:
    """Return who has a draft, what is known of it on a line each."""
    since = f"{holder.since.astimezone():%d %b %Y %H:%M}".lstrip("0") if holder.since else ""
    facts = (
        ("Draft", name),
        ("Who", holder.who),
        ("Where", holder.host),
        ("Process", str(holder.pid) if holder.pid else ""),
        ("Since", since),
    )
    lines = [
        part
        for word, fact in facts
        for part in ((f"{word:<9}", "$foreground 65%"), f"{visible_line(fact) or 'not known'}\n")
    ]
    return Content.assemble(*lines).rstrip()
