"""The writing room: sections on the left, the one being written in the middle, the coach on the right."""

from asyncio import Lock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Footer, Static

from pmtui.crash import crash_on_purpose
from pmtui.drafts.head import Head
from pmtui.errors import DraftError
from pmtui.text import visible
from prompts.content import Template
from screens.navigation import ExportAsked, LibraryAsked, PreviewAsked, ReadinessAsked, UnreadableAsked
from screens.widgets.coach import Coach, explanation
from screens.widgets.draft_head import DraftHead
from screens.widgets.outline import Outline
from screens.wording import Wording, findings
from screens.writing.safekeeping import Safekeeping
from screens.writing.standing import (
    bare_outline,
    head_notes,
    left_out_words,
    noticed_by_section,
    outline_states,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.checks.finding import Finding
    from pmtui.drafts.draft_writer import Outside
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.saver import SaveState
    from screens.widgets.prose_editor import ProseEditor
    from screens.widgets.prose_hints import Hint
    from screens.writing.page import Page

READING_AT_MOST = 5.0  # seconds that a closing room waits for its draft, to put into it what was typed early
STATES_AFTER = 0.3  # seconds without an edit until the outline is brought up to date
FINDINGS_AFTER = 1.2  # ... until the whole document is checked


class WritingRoom(Safekeeping):
    """Write one draft.

    The shell is painted from the head of the file; the draft itself is read behind it, and keys typed meanwhile go into
    the text once it is there.
    """

    HELP = "Ctrl+N takes you to the next thing to answer. Nothing has to be saved: it happens while you type."
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-normal"), (118, "-wide"), (160, "-huge")]
    DEFAULT_CSS = """
    WritingRoom {
        #columns { height: 1fr; }
        #middle { width: 1fr; height: 1fr; }
        #section-title { height: 1; padding: 0 1; text-style: bold; }
        #section-ask { height: auto; max-height: 3; padding: 0 1; margin-bottom: 1; color: $primary; }
        #waiting { height: 1fr; padding: 0 2; }
        #hint-line { height: auto; max-height: 6; padding: 0 1; background: $panel; display: none; }
        #outline { border-right: vkey $panel; }
        &.-narrow #outline, &.-narrow #coach, &.-normal #coach { display: none; }
        &.-sections #outline { display: block; width: 34; }
        &.-wide.-tables #coach { display: none; }
        &.-coached #coach { display: block; width: 1fr; border: none; }
        &.-narrow.-coached #middle { display: none; }
        &.-normal.-coached #coach, &.-wide.-coached #coach { display: block; width: 36; border-left: vkey $panel; }
        &.-focus #outline, &.-focus #coach, &.-focus #head { display: none; }
        &.-focus #middle { padding: 0 6; }
    }
    """
    BINDINGS = [
        Binding("ctrl+n", "next_question", "Next", id="room.next", priority=True, tooltip="Go to the next thing to answer"),
        Binding("f2", "sections", "Sections", id="room.sections", priority=True, tooltip="Choose a section"),
        Binding("f5", "coach", "Coach", id="room.coach", priority=True, tooltip="Show or hide the coach"),
        Binding("f6", "finish", "No value", id="room.finish", priority=True, show=False, tooltip="Finish this question without a value: not applicable, or not known"),
        Binding("f7", "preview", "Preview", id="room.preview", priority=True, tooltip="See the document as it will be exported"),
        Binding("ctrl+r", "readiness", "Ready?", id="room.readiness", priority=True, tooltip="Everything still missing, weak or vague, in one list"),
        Binding("ctrl+o", "export", "Export", id="room.export", priority=True, tooltip="Export to Markdown or HTML"),
        Binding("ctrl+t", "template", "Template", id="room.template", priority=True, tooltip="Change the template; nothing written is lost", show=False),
        Binding("ctrl+g", "ignore_hint", "Leave hint", id="room.ignore", priority=True, tooltip="Leave the hint under the cursor as it is, with a reason", show=False),
        Binding("f12", "focus_mode", "Focus", id="room.focus", priority=True, tooltip="Hide everything but the text", show=False),
        Binding("ctrl+s", "save", "Save", id="room.save", priority=True, tooltip="Save now (it is saved while you type anyway)", show=False),
        Binding("ctrl+z", "undo", "Undo", id="room.undo", tooltip="Take back the last change to the draft", show=False),
        Binding("ctrl+y", "redo", "Redo", id="room.redo", tooltip="Make the change again", show=False),
        Binding("ctrl+l", "library", "Library", id="room.library", priority=True, tooltip="Back to the list of drafts", show=False),
        Binding("escape", "sections", "Sections", id="room.escape", tooltip="Choose a section", show=False),
    ]  # fmt: skip

    @dataclass
    class Opened(Message):
        """The draft was read."""

        draft: "OpenDraft"

    @dataclass
    class Unreadable(Message):
        """The draft cannot be opened."""

        error: DraftError

    @dataclass
    class SaveChanged(Message):
        """The draft stands differently on disk now."""

        state: "SaveState"

    @dataclass
    class OutsideHappened(Message):
        """Something else did something to the draft's file."""

        news: "Outside"

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__()
        self.path, self.head, self.wording = path, head, wording
        self.template: Template = wording.template(head.template)
        self._hints_on = hints_on
        self.draft: OpenDraft | None = None
        self.page: Page | None = None
        self.closed = False
        self._read: OpenDraft | None = None  # as soon as it is, ahead of the message that tells so
        self._reading, self._reading_ended, self._gave_up_reading = False, Event(), False
        self.findings: tuple[Finding, ...] = ()
        self._section = self.template.section("summary") or self.template.sections[0]
        self._typed_early: list[str] = []
        self._showing = Lock()
        self._writing_since = 0.0  # on the clock of messages
        self._states_timer: Timer | None = None
        self._findings_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Paint what the head of the file tells; the page comes with the draft."""
        yield DraftHead(id="head")
        yield Static("", id="banner", markup=False)
        with Horizontal(id="columns"):
            yield Outline(bare_outline(self.template, self.wording), id="outline")
            with Vertical(id="middle"):
                yield Static("", id="section-title", markup=False)
                yield Static("", id="section-ask", markup=False)
                yield Static("", id="waiting", markup=False)
                yield Static("", id="hint-line", markup=False)
            yield Coach(id="coach")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first section, then read the draft."""
        self._show_identity()
        self._show_section_head()
        self.call_later(self._load)

    # Opening

    @work(thread=True, exclusive=True, group="open-draft")
    def _load(self) -> None:
        self._reading = True
        from pmtui.drafts.open_draft import open_draft

        try:
            self._read = draft = open_draft(self.path)
        except DraftError as error:
            self.post_message(self.Unreadable(error))
            return
        finally:
            self._reading_ended.set()
        if self._gave_up_reading:
            draft.close()
        elif not self.closed:
            # What the first page needs is imported here, so that the screen's thread does not stop for it.
            import screens.writing.text_page  # noqa: F401  # for what it brings along

            self.post_message(self.Opened(draft))

    @work(exclusive=True, group="begin-writing")
    async def on_writing_room_opened(self, event: Opened) -> None:
        """Take the draft and begin to write; in a worker, so that keys typed meanwhile are not held up."""
        self.draft = event.draft
        self.draft.listen(self._save_changed)
        self.draft.listen_outside(lambda news: self.post_message(self.OutsideHappened(news)))
        self.draft.when_refused(self._tell_refused)
        self.template = self.wording.template(self.draft.document.meta.template)
        await self.show_section(self._section.id)
        self._insert_early()
        self._show_saved(self.draft.save_state)
        wanted = self.draft.document.meta.template
        if wanted not in self.wording.templates:
            said = f"There is no template “{wanted}” here; {self.template.name} is shown. Ctrl+T chooses another."
            self.notify(visible(said), severity="warning", markup=False, timeout=12)
        for notice in self.draft.notices:
            self.notify(visible(notice), markup=False, timeout=12)
        self._refresh_states()
        self._later_findings()
        self.greet()

    def _save_changed(self, state: "SaveState") -> None:
        """Take the news from the saver's thread to the screen's."""
        self.post_message(self.SaveChanged(state))

    def on_writing_room_unreadable(self, event: Unreadable) -> None:
        """Show why, and the file as it is; go back to the library where there is none."""
        gone = not self.path.exists()
        self.post_message(LibraryAsked(str(event.error)) if gone else UnreadableAsked(self.path, event.error))

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the draft is there."""
        if self.page is not None:
            self._take_late(event)
        elif event.key == "backspace":
            self._typed_early[-1:] = [text[:-1] for text in self._typed_early[-1:] if len(text) > 1]
        elif event.is_printable or event.key == "enter":
            self._typed_early.append("\n" if event.key == "enter" else event.character or "")
            event.stop()

    def on_paste(self, event: Paste) -> None:
        """Keep what is pasted before the draft is there."""
        if self.page is None:
            self._typed_early.append(event.text)

    def _take_late(self, key: Key) -> None:
        """Put a key into the text that was typed before the text could take it."""
        from screens.writing.text_page import TextPage

        if key.time < self._writing_since and key.is_printable and isinstance(self.page, TextPage):
            self.page.editor.insert(key.character or "")
            key.stop()

    def _insert_early(self) -> None:
        from screens.writing.text_page import TextPage

        if self._typed_early and isinstance(self.page, TextPage):
            self.page.editor.insert("".join(self._typed_early))
        self._typed_early.clear()

    def _keep_early(self, draft: "OpenDraft") -> None:
        """Put what was typed too early for the page into the draft, when the room closes before it is shown."""
        from pmtui.document.edits import type_into
        from pmtui.document.fields import field_kind, get_value

        section, text = self._section.id, "".join(self._typed_early)
        self._typed_early.clear()
        if text and not draft.read_only and field_kind(section)[0] == "prose":
            before = str(get_value(draft.document, section) or "")
            draft.edit(lambda document: type_into(document, section, before + text)[0], "typing")

    # Moving about

    async def show_section(self, section_id: str) -> None:
        """Show a section's page and put the cursor into it."""
        from screens.writing.page import PageContext
        from screens.writing.pages import make_page

        section = self.template.section(section_id)
        if section is None or self.draft is None:
            return
        async with self._showing:
            self._section = section
            coach = self.wording.sections[section.id]
            page = make_page(
                PageContext(self.draft, self.wording, self.template, section, coach, self._hints_on)
            )
            self._show_section_head()
            self.show_hint(None)
            with self.app.batch_update():
                if self.page is not None:
                    await self.page.remove()
                self.query_one("#waiting").display = False
                await self.query_one("#middle").mount(page, before="#hint-line")
            self.page = page
            self.remove_class("-sections", "-coached")
            self.set_class(page.NEEDS_WIDTH, "-tables")
            page.start_writing()
            self._writing_since = Message().time
            self.show_standing(self.draft.save_state)

    async def go_to(
        self, section_id: str, field: str = "", start: int | None = None, end: int | None = None
    ) -> None:
        """Go to a place in the draft."""
        if section_id != self._section.id or self.page is None:
            await self.show_section(section_id)
        if self.page is not None and field:
            self.page.go_to(field, start, end)

    async def on_outline_chosen(self, event: Outline.Chosen) -> None:
        """Go to the chosen section."""
        await self.show_section(event.section_id)

    async def action_next_question(self) -> None:
        """Go to the next thing to answer."""
        from pmtui.progress import next_question

        if self.draft is None or self.page is None:
            return
        figures: set[tuple[str, str]] = set()
        place: tuple[str, str] | None = (self._section.id, self.page.question_id)
        while place := next_question(self.draft.document, self.template, self.wording.questions, place):
            question = self.wording.questions.get(place[1])
            if question is None or question.inputs or question.kind != "computed":
                await self.go_to(*place)
                return
            if place in figures:  # only figures are left, and they follow from the timeline
                await self.go_to("timeline")
                self.notify(f"{question.label}: {question.how}", markup=False)
                return
            figures.add(place)
        self.notify(
            "Every question is answered. Ctrl+R shows what could still be better.", markup=False, timeout=4
        )

    def action_sections(self) -> None:
        """Go to the outline, showing it where the window is narrow."""
        if self.has_class("-coached"):
            self.remove_class("-coached")
        self.remove_class("-focus")
        outline = self.query_one(Outline)
        if outline.has_focus and self.page is not None:
            self.remove_class("-sections")
            self.page.start_writing()
            return
        self.add_class("-sections")
        outline.focus()

    def action_coach(self) -> None:
        """Show or hide the coach; on a wide window it is always there."""
        self.remove_class("-focus")
        self.toggle_class("-coached")
        if not self.has_class("-coached") and self.page is not None:
            self.page.start_writing()

    def action_focus_mode(self) -> None:
        """Hide everything but the text."""
        self.toggle_class("-focus")

    # Changing the draft

    def on_page_edited(self) -> None:
        """Bring the outline and the checks up to date, once the person pauses."""
        crash_on_purpose("widget")
        if self.draft is not None:
            self._show_saved(self.draft.save_state)
        self._states_timer = self._restart(self._states_timer, STATES_AFTER, self._refresh_states)
        self._later_findings()

    def action_undo(self) -> None:
        """Take back the last change, wherever it was made."""
        self._step_history("undo")

    def action_redo(self) -> None:
        """Make the last change taken back again."""
        self._step_history("redo")

    def _show_change(self) -> None:
        """Show on the page what was changed elsewhere."""
        if self.page is not None:
            self.page.show_draft()
        self.on_page_edited()

    def _step_history(self, which: str) -> None:
        if self.draft is None or self.page is None:
            return
        label = self.draft.undo() if which == "undo" else self.draft.redo()
        if label and self.wording.template(self.draft.document.meta.template) is not self.template:
            self.call_later(self._template_changed)
        elif label:
            self._show_change()
        said = (
            f"{'Taken back' if which == 'undo' else 'Done again'}: {label}"
            if label
            else f"Nothing to {which}."
        )
        self.notify(visible(said), markup=False, timeout=2)

    @work(exclusive=True, group="dialog")
    async def action_finish(self) -> None:
        """Finish the question at the cursor without a value."""
        from screens.writing.dialogs import finish_question

        if self.draft is None or self.page is None:
            return
        question_id = self.page.question_id
        if await finish_question(self.app, self.draft, question_id, self._question_label(question_id)):
            self._show_change()

    @work(exclusive=True, group="dialog")
    async def action_template(self) -> None:
        """Change the template; what the new one has no place for stays in the draft."""
        from screens.writing.dialogs import choose_template

        if self.draft is not None and await choose_template(self.app, self.draft, self.wording):
            await self._template_changed()

    @work(exclusive=True, group="dialog")
    async def action_ignore_hint(self) -> None:
        """Leave the hint under the cursor as it is."""
        from screens.writing.dialogs import leave_hint
        from screens.writing.text_page import TextPage

        if self.draft is None or not isinstance(self.page, TextPage):
            return
        if await leave_hint(self.app, self.draft, self.page.editor):
            self._show_change()

    @work(exclusive=True, group="dialog")
    async def on_prose_editor_find_asked(self, event: "ProseEditor.FindAsked") -> None:
        """Ask for words and go to where they stand next."""
        from screens.ask import AskLine

        words = await self.app.push_screen_wait(AskLine("Find in this text", help_text="F3 finds it again."))
        if words and not event.editor.find(words):
            self.notify(visible(f"“{words}” is not in this text."), markup=False)

    @work(thread=True, exclusive=True, group="save-now", exit_on_error=False)
    def action_save(self, offer_copy: bool = True) -> None:
        """Save now, and say so; where that fails, offer to save elsewhere."""
        if self.draft is not None:
            self.draft.save_now()
            self.post_message(self.SaveChanged(self.draft.save_state))
            if offer_copy:
                self.app.call_from_thread(self.after_asked_to_save)

    # Other screens

    def action_preview(self) -> None:
        """Show the document as it will be exported."""
        if self.draft is not None:
            self.post_message(PreviewAsked(self.draft.document, self.template))

    def action_readiness(self) -> None:
        """Show everything that was noticed."""
        if self.draft is not None:
            self.post_message(ReadinessAsked(self))

    def action_export(self) -> None:
        """Export this draft."""
        if self.draft is not None:
            self.action_save(offer_copy=False)
            self.post_message(ExportAsked(self.draft.path))

    def action_library(self) -> None:
        """Go back to the list of drafts."""
        self.post_message(LibraryAsked())

    def close_draft(self) -> None:
        """Save what is left and let the draft go; the room is not used again."""
        self.closed = True
        if self._reading:
            self._gave_up_reading = not self._reading_ended.wait(READING_AT_MOST)
        draft, self.draft, self._read = self.draft or self._read, None, None
        if draft is not None:
            self._keep_early(draft)
            draft.close()

    def on_unmount(self) -> None:
        """Save what is left; the document does not need the widgets for that."""
        self.close_draft()

    # What is shown

    def on_page_hint_shown(self, event: "Page.HintShown") -> None:
        """Explain the hint under the cursor."""
        self.show_hint(event.hint)

    def show_hint(self, hint: "Hint | None") -> None:
        """Explain a hint in the coach, and below the text where the coach is hidden."""
        coach, line = self.query_one(Coach), self.query_one("#hint-line", Static)
        coach.show_hint(hint)
        line.display = hint is not None and not coach.display
        if hint is not None and line.display:
            line.update(explanation(hint, brief=True))

    def on_writing_room_save_changed(self, event: SaveChanged) -> None:
        """Say in words how the draft stands on disk."""
        self._show_saved(event.state)
        if self.draft is not None and self.draft.mistake is not None:
            raise self.draft.mistake  # saving ended with it: the app ends too, and saves by itself

    def on_writing_room_outside_happened(self, event: OutsideHappened) -> None:
        """Tell what something else did to the file, and show its version when nothing here is unsaved."""
        if self.draft is None:
            return
        words = event.news.words
        if event.news.kind == "changed" and (words := self.draft.reload()):
            self._show_change()
        if words and event.news.kind != "conflict":  # both versions are about to be shown
            self.notify(visible(words), severity="warning", markup=False, timeout=12)
        self.after_outside(event.news)

    async def show_whole_draft(self) -> None:
        """Show the draft after all of it may have changed, its template too."""
        if self.draft is None:
            return
        if self.wording.template(self.draft.document.meta.template) is not self.template:
            await self._template_changed()
        else:
            self._show_change()
        self._show_saved(self.draft.save_state)

    def _show_saved(self, state: "SaveState") -> None:
        self.query_one(DraftHead).show_saved(state)
        self.show_standing(state)

    def _tell_refused(self, error: DraftError) -> None:
        """Say why nothing can be changed here, and show the draft as it is."""
        self.notify(visible(str(error)), severity="warning", markup=False, timeout=6)
        self.call_later(self._show_change)

    def _show_section_head(self) -> None:
        coach = self.wording.sections[self._section.id]
        heading = self._section.heading
        other = f"  “{heading}” in the document" if heading and heading.lower() != coach.title.lower() else ""
        title = Content.assemble((coach.title, "bold"), (visible(other), "$foreground 65%"))
        self.query_one("#section-title", Static).update(title)
        self.query_one("#section-ask", Static).update(Content(coach.ask))
        self.query_one(Coach).show_section(coach, self._section)
        self.query_one(Outline).mark_current(self._section.id)

    def _show_identity(self) -> None:
        meta = self.draft.document.meta if self.draft else self.head
        status = meta.status.replace("_", " ")
        self.query_one(DraftHead).show_identity(meta.title, meta.severity, status, self.template.name)

    def _refresh_states(self) -> None:
        from pmtui.progress import progress

        if self.draft is None:
            return
        document = self.draft.document
        done = progress(document, self.template, self.wording.questions)
        noticed = noticed_by_section(self.findings)
        self.query_one(Outline).show_states(outline_states(self.template, self.wording, done, noticed))
        self._show_identity()
        now, count = datetime.now(UTC), sum(noticed.values())
        notes = head_notes(document.meta, self.template, self.wording, count, now)
        shown = notes[:2] if self.has_class("-narrow") else notes
        self.query_one(DraftHead).show_progress(done.done, done.total, *shown)

    def _question_label(self, question_id: str) -> str:
        question = self.wording.questions.get(question_id)
        return question.label if question else question_id

    async def _template_changed(self) -> None:
        if self.draft is None:
            return
        self.template = self.wording.template(self.draft.document.meta.template)
        outline = Outline(bare_outline(self.template, self.wording), id="outline")
        await self.query_one(Outline).remove()
        await self.query_one("#columns").mount(outline, before="#middle")
        here = (
            self.template.section(self._section.id)
            or self.template.section("summary")
            or self.template.sections[0]
        )
        await self.show_section(here.id)
        self._refresh_states()
        self._later_findings()
        if left := left_out_words(self.draft.document, self.template, self.wording):
            self.notify(visible(left), markup=False, timeout=8)

    def _later_findings(self) -> None:
        self._findings_timer = self._restart(self._findings_timer, FINDINGS_AFTER, self._check)

    def _restart(self, timer: Timer | None, seconds: float, call: Callable[[], object]) -> Timer:
        if timer is not None:
            timer.stop()
        return self.set_timer(seconds, call)

    @work(thread=True, exclusive=True, group="check-draft", exit_on_error=False)
    def _check(self) -> None:
        if self.draft is None:
            return
        found = findings(self.draft.document, self.wording, datetime.now(UTC).date())
        self.app.call_from_thread(self._take_findings, found)

    def _take_findings(self, found: "tuple[Finding, ...]") -> None:
        if self.is_attached:
            self.findings = found
            self._refresh_states()
