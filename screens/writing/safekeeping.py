"""The part of the writing room that routes to the draft's safekeeping."""

import time
from typing import TYPE_CHECKING

from textual import work
from textual.timer import Timer

from screens.parts.host import ScreenHost
from screens.parts.safekeeping import SAFEKEEPING_KEYS, Safekeeping
from screens.widgets.plain_text import PlainText
from screens.writing.frame import Frame

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saving.draft_writer import Outside
    from pmtui.drafts.saving.save_state import SaveState

CALM = 1.5  # seconds without an edit until a screen may come between a person and the text


class Safekept(Frame):
    """Shows what comes of looking after the file."""

    DEFAULT_CSS = """
    Safekept {
        #banner { height: auto; max-height: 3; padding: 0 1; display: none; color: $text-warning; text-style: bold; }
    }
    """
    BINDINGS = [*SAFEKEEPING_KEYS]

    safekeeping: Safekeeping | None = None
    _edited_at = 0.0
    _asking: Timer | None = None

    def keep_safe(self, draft: "OpenDraft") -> None:
        """Look after the file of the draft."""
        host = ScreenHost(self, self.show_whole_draft, self.show_banner)
        self.safekeeping = Safekeeping(self.path, draft, host, self.wording.questions)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the state of the file calls for."""
        if action == "safekeeping":
            return self.safekeeping is not None and self.safekeeping.offers(str(parameters[0]))
        return super().check_action(action, parameters)

    def on_page_edited(self) -> None:
        """Note when the person last wrote."""
        self._edited_at = time.monotonic()

    @work(exclusive=True, group="dialog")
    async def action_safekeeping(self, verb: str) -> None:
        """Do something about the draft's file."""
        if self.safekeeping is not None:
            await self.safekeeping.do(verb)

    @work(exclusive=True, group="dialog")
    async def greet(self) -> None:
        """Tell who else has the draft, or offer what an earlier session could not save."""
        if self.safekeeping is not None:
            await self.safekeeping.greet()

    @work(exclusive=True, group="save-now", exit_on_error=False)
    async def action_save(self, offer_copy: bool = True) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        if self.safekeeping is not None:
            await self.safekeeping.save(offer_copy)

    def after_outside(self, news: "Outside") -> None:
        """Show both versions, once the person is not in the middle of a sentence."""
        if self.safekeeping is not None:
            self.safekeeping.tell_outside(news)
        if news.kind == "conflict" and self._asking is None:
            self._ask_when_calm()

    def _ask_when_calm(self) -> None:
        self._asking = None
        if self.safekeeping is None or not self.safekeeping.is_apart:
            return
        if self.app.screen is self and time.monotonic() - self._edited_at >= CALM:
            self.action_safekeeping("together")
        else:
            self._asking = self.set_timer(CALM / 3, self._ask_when_calm)

    def show_standing(self, state: "SaveState") -> None:
        """Say below the head what cannot be overlooked, and keep the text from being typed into when it can only be read."""
        if self.safekeeping is not None and self.draft is not None:
            from textual.widgets import TextArea

            self.safekeeping.show_state(state)
            for editor in self.query(TextArea):
                editor.read_only = self.draft.read_only

    def show_banner(self, words: str) -> None:
        """Show what cannot be overlooked, and the keys that go with it."""
        banner = self.query_one("#banner", PlainText)
        banner.display = bool(words)
        banner.update(words)
        self.refresh_bindings()
