"""What a person does about a hint, by the same keys wherever one is shown: explain it, leave it, mend its words."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from textual.binding import Binding

from screens.parts.host import DraftHost

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.checks.hint_list import ListedHint
    from pmtui.document.postmortem import Change
    from pmtui.drafts.open_draft import OpenDraft
    from screens.parts.hint_here import HintHere
    from screens.wording import Wording

HINT_KEYS = [
    Binding("alt+e,shift+f9,f21", "hint('explain')", "Explain hint", id="hints.explain", priority=True, show=False, tooltip="What is behind the hint under the cursor: its rule, the idea, examples"),
    Binding("ctrl+g", "hint('leave')", "Leave hint", id="room.ignore", priority=True, show=False, tooltip="Leave the hint under the cursor as it is, with a reason"),
    Binding("alt+r", "hint('rule_off')", "Leave rule", id="hints.rule_off", priority=True, show=False, tooltip="Never ask about this sort of wording in this draft"),
    Binding("alt+s", "hint('system')", "It is a system", id="hints.system", priority=True, show=False, tooltip="The name in the hint is a system, not a person"),
]  # fmt: skip


class HintActions:
    """Does to the hint that is meant what its keys say."""

    def __init__(
        self,
        draft: "OpenDraft",
        wording: "Wording",
        host: DraftHost,
        meant: "Callable[[], HintHere | ListedHint | None]",
        no_hint: str = "Go to a hint first (F8); F10 lists them all.",
    ) -> None:
        """Change `draft`; `meant` returns the hint that the person means, `no_hint` is said where there is none."""
        self._draft, self._wording, self._host = draft, wording, host
        self._meant, self._no_hint = meant, no_hint
        self._verbs: Mapping[str, Callable[[HintHere | ListedHint], Awaitable[None]]] = {
            "explain": self._explain,
            "leave": self._leave,
            "rule_off": self._rule_off,
            "system": self._call_system,
            "mend": self._mend,
        }

    async def do(self, verb: str) -> None:
        """Do what a key asks for; in a worker, for most of it asks something."""
        about = self._meant()
        if about is None:
            self._host.say(self._no_hint)
        elif verb == "explain" or self._can_change():
            await self._verbs[verb](about)

    async def _explain(self, about: "HintHere | ListedHint") -> None:
        from screens.dialogs.explain_rule import ExplainRule

        rule = self._wording.rules.rule(about.hint.rule)
        if rule is None:
            return
        choice = await self._host.ask(ExplainRule(rule, about.words, about.hint.suspect))
        if choice and self._can_change():
            await self._verbs[choice](about)

    async def _leave(self, about: "HintHere | ListedHint") -> None:
        from pmtui.document.hint_choices import leave_sentence
        from screens.dialogs.ask import AskLine

        rule, sentence, comes_back = (
            about.hint.rule,
            about.sentence,
            "It comes back when the sentence changes.",
        )
        asked = AskLine("Leave it as it is. Why?", help_text=comes_back, placeholder="optional")
        if (reason := await self._host.ask(asked)) is not None:
            await self._change(lambda doc: leave_sentence(doc, rule, sentence, reason), "leave a hint")

    async def _rule_off(self, about: "HintHere | ListedHint") -> None:
        from pmtui.document.hint_choices import leave_rule

        rule = about.hint.rule
        said = f"Not asked again in this draft: {rule}"
        await self._change(lambda document: leave_rule(document, rule), f"leave {rule}", said)

    async def _call_system(self, about: "HintHere | ListedHint") -> None:
        from pmtui.document.hint_choices import call_system
        from screens.dialogs.ask import AskLine

        why = "Hints never take the name of a system for a person's."
        name: str | None = about.hint.suspect
        if not name:
            name = await self._host.ask(AskLine("Which name is a system?", help_text=why))
        if name:
            said = f"“{name}” is a system in this draft"
            await self._change(lambda document: call_system(document, name), f"{name} is a system", said)

    async def _mend(self, about: "HintHere | ListedHint") -> None:
        """Put the hint's own wording in place of its words, or figures, which are asked for.

        A figure that nobody knows becomes an action.
        """
        from screens.dialogs.vague_form import VagueForm
        from screens.parts.hint_here import HintHere

        if not isinstance(about, HintHere):
            return
        if (vague := about.vague()) is not None:
            answer = await self._host.ask(VagueForm(about.line, vague, about.examples()))
            if answer is None:
                return
            if not about.still_stands():
                self._host.say("The text has changed meanwhile; nothing was written.")
            elif answer.action:
                said = "Added to the actions as proposed; the hint rests until the sentence changes"
                await self._change(about.promise(answer.action), "measure it next time", said)
            else:
                about.put(answer.words, vague.start, vague.end)
        elif about.hint.rewrite is None:
            self._host.say("This hint asks a question; it has no ready wording.")
        else:
            about.put(about.hint.rewrite, about.start, about.end)

    async def _change(self, change: "Change", label: str, said: str = "") -> None:
        """Change the draft and show it; say what was done where the text does not show it."""
        if self._draft.edit(change, label):
            await self._host.show_draft()
            if said:
                self._host.say(f"{said}. Ctrl+Z takes that back.")

    def _can_change(self) -> bool:
        """Tell whether the draft can be changed; say so where it cannot, before anything is asked."""
        if self._draft.read_only:
            self._host.say("This draft can only be read here.")
        return not self._draft.read_only
