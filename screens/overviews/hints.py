"""Every hint of a draft in one list, by kind and section; Enter goes to the place, and hints can be settled right here."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.checks.hint_list import ListedHint, list_hints
from pmtui.document.hint_choices import switch_hints, without_systems
from pmtui.document.postmortem import Change
from pmtui.drafts.open_draft import OpenDraft
from pmtui.errors import PmtuiError
from prompts.shapes import Template
from screens.overviews.hint_rows import KINDS, HintRow, Settled, hint_rows, settled_rows
from screens.parts.hint_actions import HintActions
from screens.parts.host import ScreenHost
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText
from screens.wording import Wording


class HintsScreen(Screen[ListedHint | None]):
    """Answers with the hint that the person wants to go to; what is settled here is in the draft at once."""

    HELP = (
        "Nothing here has to be settled. Enter goes to the words, f shows one kind, n one section. What you left as it is "
        "stands at the end; b brings it back."
    )
    DEFAULT_CSS = """
    HintsScreen {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #hints { height: 1fr; padding: 0; }
        #quiet { height: 1fr; padding: 1 2; display: none; }
    }
    """
    BINDINGS = [
        Binding("escape,q,f10,alt+l", "close", "Back", id="hints.close", tooltip="Back to writing"),
        Binding("f", "next_kind", "Kind", id="hints.kind", tooltip="Show one kind of hint, after the last all of them"),
        Binding("n,right", "section(1)", "Section", id="hints.section", tooltip="Show one section alone, after the last all of them"),
        Binding("p,left", "section(-1)", "Section before", id="hints.section_before", tooltip="Show the section before alone", show=False),
        Binding("e", "hint('explain')", "Explain", id="hints.list_explain", tooltip="What is behind the hint: its rule, the idea, examples"),
        Binding("g", "hint('leave')", "Leave", id="hints.list_leave", tooltip="Leave the sentence as it is, with a reason"),
        Binding("r", "hint('rule_off')", "Rule off", id="hints.list_rule_off", tooltip="Never ask about this sort of wording in this draft"),
        Binding("s", "hint('system')", "System", id="hints.list_system", tooltip="The name in the hint is a system, not a person"),
        Binding("b", "bring_back", "Bring back", id="hints.bring_back", tooltip="Ask again about what was left as it is", show=False),
        Binding("t", "keep_systems", "For the team", id="hints.keep_systems", tooltip="Move the names that this draft calls systems to your team's rules", show=False),
        Binding("o,alt+o", "switch", "On/off", id="hints.list_switch", tooltip="Switch hints off for this draft, or on again", show=False),
        Binding("ctrl+z", "undo", "Undo", id="hints.undo", tooltip="Take back the last change to the draft", show=False),
    ]  # fmt: skip

    def __init__(self, draft: OpenDraft, wording: Wording, template: Template) -> None:
        super().__init__()
        self._draft, self.wording, self._template = draft, wording, template
        self._kind, self._section = "", ""
        self._all: Sequence[ListedHint] = ()
        self._rows: list[HintRow] = []

    def compose(self) -> ComposeResult:
        """Lay out the list under a line that counts."""
        yield PlainText(id="heading")
        yield PlainList(id="hints")
        yield PlainText(id="quiet")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()

    def on_resize(self) -> None:
        """Cut the lines to the new width."""
        self._fill()

    # What the person asks for

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the words."""
        if isinstance(about := self._rows[event.option_index].about, ListedHint):
            self.dismiss(about)

    def action_next_kind(self) -> None:
        """Show the next kind that there is alone."""
        present = {listed.hint.kind for listed in self._all}
        self._kind = _following(["", *sorted(present)], self._kind, 1)
        self._fill()

    def action_section(self, steps: int) -> None:
        """Show another section alone."""
        present = dict.fromkeys(listed.section for listed in self._all)
        self._section = _following(["", *present], self._section, steps)
        self._fill()

    @work(exclusive=True, group="dialog")
    async def action_hint(self, verb: str) -> None:
        """Explain the hint at the cursor or settle it."""
        await self._hints().do(verb)

    def action_bring_back(self) -> None:
        """Take back what was settled."""
        if isinstance(settled := self._about_here(), Settled):
            self._edit(settled.back, "ask about a hint again")
        else:
            self.notify("Go to a line below “Left as it is” first.")

    def action_switch(self) -> None:
        """Switch hints off or on."""
        on = not self._draft.document.hints.on
        self._edit(lambda document: switch_hints(document, on), f"hints {'on' if on else 'off'}")

    @work(exclusive=True, group="dialog")
    async def action_keep_systems(self) -> None:
        """Move what this draft calls systems to the team's rules, for every draft."""
        from pmtui.language.team_systems import add_systems, systems_file

        names, path = self._draft.document.hints.systems, self._draft.path
        if not names or self._draft.read_only:
            self.notify("This draft names no systems." if not names else "This draft can only be read here.")
            return
        wording = self.wording.for_draft(path)

        def keep() -> Path:
            file = systems_file(path.parent, wording.team)
            add_systems(file, names)
            wording.rules  # noqa: B018  # read anew off the screen's thread, and kept by the wording
            return file

        try:
            file = await asyncio.to_thread(keep)
        except PmtuiError as problem:
            self.notify(str(problem), severity="warning", timeout=20)
            return
        self.wording = wording
        self._edit(without_systems, "systems for the team")
        self.notify(f"{', '.join(names)}: systems for every draft now, in {file}")

    def action_undo(self) -> None:
        """Take back the last change."""
        label = self._draft.undo()
        self.notify(f"Taken back: {label}" if label else "Nothing to undo.", timeout=2)
        self._fill()

    def _hints(self) -> HintActions:
        host = ScreenHost(self, self._show_draft)
        return HintActions(self._draft, self.wording, host, self._hint_here, "Go to a hint first.")

    def _hint_here(self) -> ListedHint | None:
        return about if isinstance(about := self._about_here(), ListedHint) else None

    async def _show_draft(self) -> None:
        self._fill()

    def _edit(self, change: Change, label: str) -> None:
        if self._draft.edit(change, label):
            self._fill()

    def _about_here(self) -> ListedHint | Settled | None:
        at = self.query_one("#hints", OptionList).highlighted
        return self._rows[at].about if at is not None and at < len(self._rows) else None

    # What is shown

    def _fill(self) -> None:
        wording, document = self.wording, self._draft.document
        self._all = list_hints(document, self._template, wording.rules)
        shown = [
            listed
            for listed in self._all
            if self._kind in ("", listed.hint.kind) and self._section in ("", listed.section)
        ]
        listing, quiet = self.query_one("#hints", OptionList), self.query_one("#quiet", PlainText)
        at, about = listing.highlighted or 0, self._about_here()
        self._rows = list(hint_rows(shown, self._title, self.size.width))
        if not self._kind and not self._section:
            self._rows += settled_rows(document)
        listing.clear_options()
        listing.add_options(Option(row.content, disabled=row.about is None) for row in self._rows)
        listing.display, quiet.display = bool(self._rows), not self._rows
        quiet.update(self._nothing())
        if self._rows:
            listing.highlighted = self._nearest(at, type(about))
            listing.focus()
        self.query_one("#heading", PlainText).update(self._heading(len(shown)))

    def _nearest(self, at: int, sort: type) -> int:
        """Return the row nearest to where the person was: of the same sort where there is one, never a heading."""
        rows = [row for row, entry in enumerate(self._rows) if entry.about is not None]
        same = [row for row in rows if isinstance(self._rows[row].about, sort)]
        return min(same or rows, key=lambda row: abs(row - at))

    def _nothing(self) -> Content:
        if not self._draft.document.hints.on:
            return Content("Hints are off for this draft. o switches them on again.")
        return Content("No hints: nothing in this draft reads as blame or stays vague.\n\nEsc goes back.")

    def _heading(self, shown: int) -> Content:
        off = "" if self._draft.document.hints.on else " · off for this draft (o)"
        kind = f" · {KINDS.get(self._kind, self._kind)}" if self._kind else ""
        section = f" · {self._title(self._section)}" if self._section else ""
        part = f" of {len(self._all)}" if shown != len(self._all) else ""
        return Content.assemble(
            ("Hints  ", "bold"),
            f"{shown}{part}{kind}{section}{off}",
            ("  They advise; nothing has to be settled.", "$foreground 65%"),
        )

    def _title(self, section: str) -> str:
        known = self.wording.sections.get(section)
        return known.title if known else section


def _following(choices: Sequence[str], held: str, steps: int) -> str:
    """Return the choice that many steps after the one held, round the end."""
    at = choices.index(held) if held in choices else 0
    return choices[(at + steps) % len(choices)]
