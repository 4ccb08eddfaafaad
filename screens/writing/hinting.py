"""What a person does about all hints of a draft in the writing room: list them, switch them off."""

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from screens.hint_keys import HintKeys
from screens.writing.changing import Changing

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from screens.hint_here import HintHere
    from screens.writing.page import Page


class Hinting(Changing, HintKeys):
    """The part of the writing room that answers to hints; finding them and showing them is the page's affair."""

    BINDINGS = [
        Binding("f10,alt+l", "list_hints", "All hints", id="hints.list", priority=True, show=False, tooltip="Every hint of the draft in one list, by kind and section"),
        Binding("alt+o", "switch_hints", "Hints on or off", id="hints.switch", priority=True, show=False, tooltip="Switch hints off for this draft, in another language say, or on again"),
    ]  # fmt: skip

    def hint_at_cursor(self) -> "HintHere | None":
        """Return the hint at the cursor of the page."""
        return self.page.hint_here() if self.page is not None else None

    def on_page_mend_asked(self, event: "Page.MendAsked") -> None:
        """Mend the words of the hint that the page shows."""
        self.mend_hint()

    @work(exclusive=True, group="dialog")
    async def action_list_hints(self) -> None:
        """List every hint of the draft, and go to the one that is chosen."""
        from screens.hints import HintsScreen

        if self.draft is None:
            return
        screen = HintsScreen(self.draft, self.wording, self.template)
        chosen = await self.app.push_screen_wait(screen)
        if screen.wording is not self.wording:  # the team's rules are others now
            self.wording = screen.wording
            await self.show_section(self.section.id)
        self.show_change()
        if chosen is not None:
            await self.go_to(chosen.section, chosen.field, chosen.hint.start, chosen.hint.end)

    def action_switch_hints(self) -> None:
        """Switch hints off for this draft, or on again."""
        from pmtui.document.hint_choices import switch_hints

        if self.draft is None:
            return
        if not self.hints_on:
            self.notify("Hints are switched off in your settings (hints_on).", markup=False)
            return
        on = not self.draft.document.hints.on
        said = "Hints are on" if on else "Hints are off for this draft; Alt+O brings them back"
        self.show_hint(None)
        self.change_draft(lambda document: switch_hints(document, on), f"hints {'on' if on else 'off'}", said)
