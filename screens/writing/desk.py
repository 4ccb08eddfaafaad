"""The writing room once its draft was read: the draft, the page that is shown, and what a person does with both."""

import time
from asyncio import Lock
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, TextArea

from pmtui.crash import crash_on_purpose
from pmtui.document.fields import set_value
from pmtui.document.hint_choices import switch_hints
from pmtui.document.review import CAPTURES
from pmtui.drafts.last_place import Place
from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError
from pmtui.progress import FinishedWithoutValue, finish, next_question, not_in_template, unfinish
from prompts.shapes import TemplateSection
from screens.dialogs.ask import AskChoice, AskLine
from screens.parts.checking import Checking
from screens.parts.hint_actions import HintActions
from screens.parts.host import TELL, ScreenHost
from screens.parts.safekeeping import Safekeeping
from screens.widgets.prose_editor import ProseEditor
from screens.wording import Wording, findings
from screens.writing.page import Page, PageContext
from screens.writing.pages import make_page
from screens.writing.places import Places
from screens.writing.room_view import RoomView

REFUSED_FOR = 5.0  # seconds that a refusal is shown, and not repeated
WITHOUT_VALUE: dict[str, FinishedWithoutValue] = {"unknown": "unknown", "not_applicable": "not_applicable"}


class WritingDesk:
    """Holds the open draft and its page, routes between the parts, and has the view show what follows."""

    def __init__(
        self,
        screen: Screen[Any],
        path: Path,
        draft: OpenDraft,
        wording: Wording,
        view: RoomView,
        section: TemplateSection,
        hints_on: bool,
    ) -> None:
        """Write `draft`, opened from `path`, on `screen`; its page for `section` is put up by `begin`."""
        self.draft, self.wording, self._hints_on = draft, wording, hints_on
        self.template = wording.template(draft.document.meta.template)
        self.section = section
        self.page: Page = make_page(self._context(section))
        self._screen, self._view = screen, view
        self._host = ScreenHost(screen, self.show_draft, view.show_banner)
        self.safekeeping = Safekeeping(path, draft, self._host, wording.questions)
        self.places = Places(path, lambda: self.page)
        self.checking = Checking(screen, self._find, self.show_states)
        self.hints = self._hint_actions()
        self._showing = Lock()
        self._writing_since = 0.0  # on the clock of messages; keys from before it were meant for the text
        self._refused_at = float("-inf")
        self._locked = False

    # Opening

    async def begin(self, place: Place | None) -> None:
        """Put up the first page, with the cursor where the person stopped."""
        self.places.begin(place)
        await self._put_page(self.page, None)

    def tell_news(self) -> None:
        """Say once what is to know about the draft."""
        wanted = self.draft.document.meta.template
        if wanted not in self.wording.templates:
            said = f"There is no template “{wanted}” here; {self.template.name} is shown. Ctrl+T, then t chooses another."
            self._host.say(said, "warning", TELL)
        for notice in self.draft.notices:
            self._host.say(notice, timeout=TELL)

    def take_early(self, text: str) -> None:
        """Put into the text what was typed before its page was there."""
        if text:
            self.page.take_text(text)

    def take_late(self, key: Key) -> None:
        """Put a key into the text that was typed before the text could take it."""
        if key.time < self._writing_since and key.is_printable:
            self.page.take_text(key.character or "")
            key.stop()

    # Moving about

    async def show_section(self, section_id: str) -> None:
        """Show a section's page and put the cursor into it."""
        section = self.template.section(section_id)
        if section is None:
            return
        async with self._showing:
            self.places.enter(section_id)
            before, self.section = self.page, section
            page = make_page(self._context(section))
            await self._put_page(page, before)

    async def go_to(
        self, section_id: str, field: str = "", start: int | None = None, end: int | None = None
    ) -> None:
        """Go to a place in the draft."""
        if field.startswith(f"{CAPTURES}."):
            self._host.say(
                "That was caught in the review meeting; it stands in the file under [[review.capture]]."
            )
            return
        if section_id != self.section.id:
            await self.show_section(section_id)
        if field:
            self.page.go_to(field, start, end)

    async def go_to_next_question(self) -> None:
        """Go to the next thing to answer."""
        figures: set[tuple[str, str]] = set()
        place: tuple[str, str] | None = (self.section.id, self.page.question_id)
        while place := next_question(self.draft.document, self.template, place):
            question = self.wording.questions.get(place[1])
            if question is None or question.inputs or question.kind != "computed":
                await self.go_to(*place)
                return
            if place in figures:  # only figures are left, and they follow from the timeline
                await self.go_to("timeline")
                self._host.say(f"{question.label}: {question.how}")
                return
            figures.add(place)
        self._host.say("Every question is answered. Ctrl+R shows what could still be better.", timeout=4)

    async def _put_page(self, page: Page, before: Page | None) -> None:
        self._view.show_section(self.section)
        self._view.show_hint(None)
        await self._view.put_page(page, before)
        self.page = page
        if (place := self.places.of(page)) is None:
            page.start_writing()
        else:
            page.go_to(place.field, place.offset)
        self._writing_since = Message().time
        self._locked = False
        self.show_saved(self.draft.save_state)

    def _context(self, section: TemplateSection) -> PageContext:
        coach = self.wording.sections[section.id]
        return PageContext(self.draft, self.wording, self.template, section, coach, self._hints_on)

    # Changing

    def gather(self) -> None:
        """Put into the draft what the page holds and the draft does not have yet."""
        if not self.draft.read_only and self.page.is_mounted:
            self.page.gather()

    def undo(self) -> None:
        """Take back the last change, wherever it was made."""
        self._step(self.draft.undo(), "Taken back", "undo")

    def redo(self) -> None:
        """Make the last change taken back again."""
        self._step(self.draft.redo(), "Done again", "redo")

    async def finish_question(self) -> None:
        """Ask whether the question at the cursor is finished as not known or not applicable, with a reason."""
        question_id, draft = self.page.question_id, self.draft
        label = self._label(question_id)
        choices = [
            ("unknown", "Not known"),
            ("not_applicable", "Not applicable"),
            ("", "Open: I will answer it"),
        ]
        answer = draft.document.answers.get(question_id)
        held = answer.state if answer else "unknown"
        chosen = await self._host.ask(AskChoice(f"{label}: finish without a value?", choices, chosen=held))
        if chosen is None:
            return
        if state := WITHOUT_VALUE.get(chosen):
            asked = AskLine("A reason, if you like", placeholder="shown in the export")
            reason = await self._host.ask(asked) or None
            changed = draft.edit(
                lambda document: finish(document, question_id, state, reason), f"finish {label}"
            )
        else:
            changed = draft.edit(lambda document: unfinish(document, question_id), f"open {label}")
        if changed:
            self.show_change()

    async def choose_template(self) -> None:
        """Ask for another template; what it has no place for stays in the draft."""
        templates = self.wording.templates.values()
        choices = [(template.id, f"{template.name}: {template.about}") for template in templates]
        held = self.draft.document.meta.template
        chosen = await self._host.ask(AskChoice("Template", choices, "Nothing written is lost.", held))
        if chosen is not None and self.draft.edit(
            lambda document: set_value(document, "meta.template", chosen), "change the template"
        ):
            await self._show_template()

    async def find(self, editor: ProseEditor) -> None:
        """Ask for words and go to where they stand next."""
        words = await self._host.ask(AskLine("Find in this text", help_text="F3 finds it again."))
        if words and not editor.search.find(words):
            self._host.say(f"“{words}” is not in this text.")

    def offers(self, verb: str) -> bool:
        """Tell whether the state of the file calls for what a key does; a letter acts where no text has the cursor."""
        if verb == "take_over_by_letter" and isinstance(self._screen.focused, Input | TextArea):
            return False
        return self.safekeeping.offers(verb)

    def refuse_typing(self) -> None:
        """Refuse visibly what is typed into a text that can only be read; the text itself says nothing."""
        refusal = self.draft.refusal
        if refusal is not None and getattr(self._screen.focused, "read_only", False):
            self.tell_refused(refusal)

    def tell_refused(self, error: DraftError) -> None:
        """Say why nothing can be changed here, once for what is typed in a row, and show the draft as it is."""
        if time.monotonic() - self._refused_at > REFUSED_FOR:
            self._refused_at = time.monotonic()
            self._host.say(str(error), "warning", REFUSED_FOR)
        self._screen.call_later(self.show_change)

    def _step(self, label: str, said: str, which: str) -> None:
        if label and self._template_changed():
            self._screen.call_later(self._show_template)
        elif label:
            self.show_change()
        self._host.say(f"{said}: {label}" if label else f"Nothing to {which}.", timeout=2)

    # All hints, and everything that was noticed

    async def list_hints(self) -> None:
        """List every hint of the draft, and go to the one that is chosen."""
        from screens.overviews.hints import HintsScreen

        screen = HintsScreen(self.draft, self.wording, self.template)
        chosen = await self._host.ask(screen)
        if screen.wording is not self.wording:  # the team's rules are others now
            self.wording = self._view.wording = screen.wording
            self.hints = self._hint_actions()
            await self.show_section(self.section.id)
        self.show_change()
        if chosen is not None:
            await self.go_to(chosen.section, chosen.field, chosen.hint.start, chosen.hint.end)

    def switch_hints(self) -> None:
        """Switch hints off for this draft, or on again."""
        if not self._hints_on:
            self._host.say("Hints are switched off in your settings (hints_on).")
            return
        on = not self.draft.document.hints.on
        self._view.show_hint(None)
        if self.draft.edit(lambda document: switch_hints(document, on), f"hints {'on' if on else 'off'}"):
            self.show_change()
            said = "Hints are on" if on else "Hints are off for this draft; Alt+O brings them back"
            self._host.say(f"{said}. Ctrl+Z takes that back.")

    async def list_findings(self) -> None:
        """List everything that was noticed, and go where the person chooses."""
        from screens.overviews.readiness import ReadinessScreen

        titles = {section_id: section.title for section_id, section in self.wording.sections.items()}
        chosen = await self._host.ask(ReadinessScreen(self._find(), titles))
        if chosen is not None:
            await self.go_to(chosen.section, chosen.field, chosen.start, chosen.end)

    def _hint_actions(self) -> HintActions:
        return HintActions(self.draft, self.wording, self._host, lambda: self.page.hint_here())

    def _find(self) -> Any:
        return findings(self.draft.document, self.wording, datetime.now(UTC).date())

    # Showing what changed

    def edited(self) -> None:
        """Bring the outline and the checks up to date, once the person pauses."""
        crash_on_purpose("widget")
        self.checking.edited()

    def show_change(self) -> None:
        """Show on the page what was changed elsewhere."""
        self.page.show_draft()
        self.edited()

    async def show_draft(self) -> None:
        """Show the draft after all of it may have changed, its template too."""
        if self._template_changed():
            await self._show_template()
        else:
            self.show_change()
        self.show_saved(self.draft.save_state)

    def show_saved(self, state: SaveState) -> None:
        """Say in the head how the draft stands on disk, and below it what cannot be overlooked."""
        self._view.head.show_saved(state)
        self.safekeeping.show_state(state)
        if self.draft.read_only or self._locked:
            self._view.lock_texts(self.draft.read_only)
        self._locked = self.draft.read_only

    def show_states(self) -> None:
        """Show how far every section is, and what was noticed in it."""
        self._view.show_states(self.draft.document, self.template, self.checking.findings)

    def _template_changed(self) -> bool:
        """Tell whether the draft has another template than the one that is shown."""
        return self.wording.template(self.draft.document.meta.template) is not self.template

    async def _show_template(self) -> None:
        """Show the outline of the draft's template, and the section the person was at where it has that."""
        self.template = self.wording.template(self.draft.document.meta.template)
        await self._view.put_outline(self.template)
        here = self.template.section(self.section.id) or self.template.section("summary")
        await self.show_section((here or self.template.sections[0]).id)
        self.show_states()
        self.checking.check_soon()
        if left := not_in_template(self.draft.document, self.template):
            names = ", ".join(self._label(question_id) for question_id in left[:6])
            self._host.say(f"Kept in the draft, not in this template: {names}.", timeout=8)

    def _label(self, question_id: str) -> str:
        question = self.wording.questions.get(question_id)
        return question.label if question else question_id
