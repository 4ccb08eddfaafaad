"""What a person does about the hint at the cursor, by the same keys in the writing room and in the form of a row."""

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding
from textual.screen import Screen

from screens.wording import Wording

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.document.postmortem import Change
    from pmtui.drafts.open_draft import OpenDraft
    from screens.hint_here import HintHere
    from screens.widgets.prose_editor import ProseEditor


class HintKeys(Screen[None]):
    """A screen on which hints are explained, left, and mended with figures; it says which hint is meant."""

    BINDINGS = [
        Binding("alt+e,shift+f9,f21", "explain_hint", "Explain hint", id="hints.explain", priority=True, show=False, tooltip="What is behind the hint under the cursor: its rule, the idea, examples"),
        Binding("ctrl+g", "ignore_hint", "Leave hint", id="room.ignore", priority=True, show=False, tooltip="Leave the hint under the cursor as it is, with a reason"),
        Binding("alt+r", "ignore_rule", "Leave rule", id="hints.rule_off", priority=True, show=False, tooltip="Never ask about this sort of wording in this draft"),
        Binding("alt+s", "call_system", "It is a system", id="hints.system", priority=True, show=False, tooltip="The name in the hint is a system, not a person"),
    ]  # fmt: skip

    wording: Wording
    draft: "OpenDraft | None"

    def hint_at_cursor(self) -> "HintHere | None":
        """Return the hint that the person means."""
        raise NotImplementedError

    def show_change(self) -> None:
        """Show what was changed in the draft."""
        raise NotImplementedError

    def action_explain_hint(self) -> None:
        """Explain the rule of the hint under the cursor, and do what is chosen there."""
        self._settle("explain")

    def action_ignore_hint(self) -> None:
        """Leave the hint under the cursor as it is."""
        self._settle("leave")

    def action_ignore_rule(self) -> None:
        """Leave every hint of this rule in the draft."""
        self._settle("rule_off")

    def action_call_system(self) -> None:
        """Note that the name in the hint is a system's."""
        self._settle("system")

    def on_prose_editor_figures_asked(self, event: "ProseEditor.FiguresAsked") -> None:
        """Ask for the figures behind vague words."""
        self.mend_hint()

    @work(exclusive=True, group="dialog")
    async def mend_hint(self) -> None:
        """Put the hint's own wording in place of its words, or figures, which are asked for.

        A figure that nobody knows becomes an action.
        """
        if (here := self._meant()) is None or not self._can_change():
            return
        if (vague := here.vague()) is not None:
            from screens.dialogs.vague_form import VagueForm

            answer = await self.app.push_screen_wait(VagueForm(here.line, vague, here.examples()))
            if answer is None:
                return
            if not here.still_stands():
                self.notify("The text has changed meanwhile; nothing was written.")
            elif answer.action:
                said = "Added to the actions as proposed; the hint rests until the sentence changes"
                self.change_draft(here.promise(answer.action), "measure it next time", said)
            else:
                here.put(answer.words, vague.start, vague.end)
        elif here.hint.rewrite is None:
            self.notify("This hint asks a question; it has no ready wording.")
        else:
            here.put(here.hint.rewrite, here.start, here.end)

    def change_draft(self, change: "Change", label: str, said: str = "") -> None:
        """Change the draft and show it; say what was done where the text does not show it."""
        if self.draft is not None and self.draft.edit(change, label):
            self.show_change()
            if said:
                self.notify(f"{said}. Ctrl+Z takes that back.")

    def _meant(self) -> "HintHere | None":
        """Return the hint that is meant; say how to get to one where there is none."""
        here = self.hint_at_cursor()
        if here is None and self.draft is not None:
            self.notify("Go to a hint first (F8); F10 lists them all.")
        return here

    def _can_change(self) -> bool:
        """Tell whether the draft can be changed; say so where it cannot, before anything is asked."""
        if self.draft is None or not self.draft.read_only:
            return self.draft is not None
        self.notify("This draft can only be read here.")
        return False

    @work(exclusive=True, group="dialog")
    async def _settle(self, choice: str | None) -> None:
        """Explain the hint that is meant or settle it: `explain`, `leave`, `rule_off` or `system`."""
        from screens.settle_hint import ask_reason, ask_system, explain

        if (here := self._meant()) is None:
            return
        hint = here.hint
        rule = self.wording.rules.rule(hint.rule)
        if choice == "explain" and rule is not None:
            choice = await explain(self.app, rule, here.words, hint.suspect)
        if choice and not self._can_change():
            return
        if choice == "leave" and (reason := await ask_reason(self.app)) is not None:
            self.change_draft(here.leave(reason), "leave a hint")
        elif choice == "rule_off":
            said = f"Not asked again in this draft: {hint.rule}"
            self.change_draft(here.leave_rule(), f"leave {hint.rule}", said)
        elif choice == "system" and (name := await ask_system(self.app, hint.suspect)):
            self.change_draft(
                here.call_system(name), f"{name} is a system", f"“{name}” is a system in this draft"
            )
