"""What a person does about hints in the writing room: explain, leave, mend with figures, list them, switch them off."""

from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from pmtui.text import visible
from screens.writing.changing import Changing

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.document.postmortem import Change
    from screens.widgets.prose_editor import ProseEditor
    from screens.writing.hint_here import HintHere


class Hinting(Changing):
    """The part of the writing room that answers to hints; finding them and showing them is the editor's affair."""

    BINDINGS = [
        Binding("alt+e,shift+f9,f21", "explain_hint", "Explain hint", id="hints.explain", priority=True, show=False, tooltip="What is behind the hint under the cursor: its rule, the idea, examples"),
        Binding("ctrl+g", "ignore_hint", "Leave hint", id="room.ignore", priority=True, show=False, tooltip="Leave the hint under the cursor as it is, with a reason"),
        Binding("alt+r", "ignore_rule", "Leave rule", id="hints.rule_off", priority=True, show=False, tooltip="Never ask about this sort of wording in this draft"),
        Binding("alt+s", "call_system", "It is a system", id="hints.system", priority=True, show=False, tooltip="The name in the hint is a system, not a person"),
        Binding("f10,alt+l", "list_hints", "All hints", id="hints.list", priority=True, show=False, tooltip="Every hint of the draft in one list, by kind and section"),
        Binding("alt+o", "switch_hints", "Hints on or off", id="hints.switch", priority=True, show=False, tooltip="Switch hints off for this draft, in another language say, or on again"),
    ]  # fmt: skip

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

    @work(exclusive=True, group="dialog")
    async def on_prose_editor_figures_asked(self, event: "ProseEditor.FiguresAsked") -> None:
        """Ask for the figures behind vague words and write them; make an action of a figure that nobody knows."""
        from screens.vague_form import VagueForm

        here = self._hint_here()
        if here is None or self.draft is None:
            return
        if self.draft.read_only:
            self.notify("This draft can only be read here.", markup=False)
            return
        if (vague := here.vague()) is None:
            event.editor.use_wording()
            return
        answer = await self.app.push_screen_wait(VagueForm(here.line, vague, here.examples()))
        if answer is None:
            return
        if not here.still_stands():
            self.notify("The text has changed meanwhile; nothing was written.", markup=False)
        elif answer.action is not None:
            said = "Added to the actions as proposed; the hint rests until the sentence changes"
            self._change(here.promise(answer.action), "measure it next time", said)
        else:
            here.write(vague, answer.words)

    @work(exclusive=True, group="dialog")
    async def action_list_hints(self) -> None:
        """List every hint of the draft, and go to the one that is chosen."""
        from screens.hints import HintsScreen

        if self.draft is None:
            return
        chosen = await self.app.push_screen_wait(HintsScreen(self.draft, self.wording, self.template))
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
        self._change(lambda document: switch_hints(document, on), f"hints {'on' if on else 'off'}", said)

    def _hint_here(self) -> "HintHere | None":
        """Return the hint under the cursor; say how to get to one where there is none."""
        from screens.writing.hint_here import hint_here

        if self.draft is None or self.page is None:
            return None
        editor = self.page.hint_editor
        here = hint_here(self.draft, editor) if editor is not None else None
        if here is None:
            self.notify("Go to a hint first (F8); F10 lists them all.", markup=False)
        return here

    @work(exclusive=True, group="dialog")
    async def _settle(self, choice: str | None) -> None:
        """Explain the hint under the cursor or settle it: `explain`, `leave`, `rule_off` or `system`."""
        from screens.settle_hint import ask_reason, ask_system, explain

        if (here := self._hint_here()) is None:
            return
        hint = here.hint
        rule = self.wording.rules.rule(hint.rule)
        if choice == "explain" and rule is not None:
            choice = await explain(self.app, rule, here.words, hint.suspect)
        if choice == "leave" and (reason := await ask_reason(self.app)) is not None:
            self._change(here.leave(reason), "leave a hint")
        elif choice == "rule_off":
            self._change(
                here.leave_rule(), f"leave {hint.rule}", f"Not asked again in this draft: {hint.rule}"
            )
        elif choice == "system" and (name := await ask_system(self.app, hint.suspect)):
            self._change(here.call_system(name), f"{name} is a system", f"“{name}” is a system in this draft")

    def _change(self, change: "Change", label: str, said: str = "") -> None:
        """Change the draft and show it; say what was done where the text does not show it."""
        if self.draft is not None and self.draft.edit(change, label):
            self.show_change()
            if said:
                self.notify(visible(f"{said}. Ctrl+Z takes that back."), markup=False)
