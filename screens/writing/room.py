"""The writing room: sections on the left, the one being written in the middle, the coach on the right.

What this file holds is the layout, the keys and moving about. The rest is in the parts it builds on, read from below:
`frame` (what all share), `safekeeping` (the file), `watching` (what follows from a change), `changing` (undo and
dialogs), `hinting` (what is done about hints), `opening` (reading the draft, what is typed too early, closing).
"""

from asyncio import Lock
from datetime import UTC, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pmtui.drafts.file.file_head import Head
from pmtui.text import visible
from screens.navigation import ExportAsked, LibraryAsked, PresentAsked, PreviewAsked
from screens.widgets.coach import Coach
from screens.widgets.draft_head import DraftHead
from screens.widgets.key_footer import KeyFooter
from screens.widgets.outline import Outline
from screens.widgets.plain_text import PlainText
from screens.wording import Wording, findings
from screens.writing.opening import Opening
from screens.writing.standing import bare_outline


class WritingRoom(Opening):
    """Write one draft.

    The shell is painted from the head of the file; the draft itself is read behind it, and keys typed meanwhile go into
    the text once it is there.
    """

    HELP = (
        "Ctrl+N takes you to the next thing to answer. Nothing has to be saved: it happens while you type. "
        "In the list of sections ! counts what was noticed, ? hints on the wording."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-normal"), (118, "-wide"), (160, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    DEFAULT_CSS = """
    WritingRoom {
        #columns { height: 1fr; }
        #middle { width: 1fr; height: 1fr; }
        #section-title { height: 1; padding: 0 1; text-style: bold; }
        #section-ask { height: auto; max-height: 3; padding: 0 1; margin-bottom: 1; color: $primary; }
        #waiting { height: 1fr; padding: 0 2; }
        #hint-line { height: auto; max-height: 6; padding: 0 1; background: $panel; display: none; }
        &.-low #section-ask { max-height: 1; margin-bottom: 0; }
        &.-low #hint-line { max-height: 3; }
        #outline { border-right: vkey $panel; }
        &.-narrow #outline, &.-narrow #coach, &.-normal #coach { display: none; }
        &.-sections #outline { display: block; width: 36; }
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
        Binding("alt+p", "present", "Present", id="room.present", priority=True, tooltip="Hold the review meeting of this draft", show=False),
        Binding("ctrl+t", "template", "Template", id="room.template", priority=True, tooltip="Change the template; nothing written is lost", show=False),
        Binding("f12", "focus_mode", "Focus", id="room.focus", priority=True, tooltip="Hide everything but the text", show=False),
        Binding("ctrl+s", "save", "Save", id="room.save", priority=True, tooltip="Save now (it is saved while you type anyway)", show=False),
        Binding("ctrl+z", "undo", "Undo", id="room.undo", tooltip="Take back the last change to the draft", show=False),
        Binding("ctrl+y", "redo", "Redo", id="room.redo", tooltip="Make the change again", show=False),
        Binding("ctrl+l", "library", "Library", id="room.library", priority=True, tooltip="Back to the list of drafts", show=False),
        Binding("escape", "sections", "Sections", id="room.escape", tooltip="Choose a section", show=False),
    ]  # fmt: skip

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__(path, head, wording, hints_on)
        self._showing = Lock()

    def compose(self) -> ComposeResult:
        """Paint what the head of the file tells; the page comes with the draft."""
        yield DraftHead(id="head")
        yield PlainText(id="banner")
        with Horizontal(id="columns"):
            yield Outline(bare_outline(self.template, self.wording), id="outline")
            with Vertical(id="middle"):
                yield Static("", id="section-title", markup=False)
                yield Static("", id="section-ask", markup=False)
                yield Static("", id="waiting", markup=False)
                yield Static("", id="hint-line", markup=False)
            yield Coach(id="coach")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the first section, then read the draft."""
        self.show_identity()
        self._show_section_head()
        self.call_later(self.open_draft)

    # Moving about

    async def show_section(self, section_id: str) -> None:
        """Show a section's page and put the cursor into it."""
        from screens.writing.page import PageContext
        from screens.writing.pages import make_page

        section = self.template.section(section_id)
        if section is None or self.draft is None:
            return
        async with self._showing:
            self.section = section
            coach = self.wording.sections[section.id]
            page = make_page(
                PageContext(self.draft, self.wording, self.template, section, coach, self.hints_on)
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
            self.writing_begins()
            if self.draft is not None:  # the room may have been left meanwhile
                self.show_standing(self.draft.save_state)

    async def go_to(
        self, section_id: str, field: str = "", start: int | None = None, end: int | None = None
    ) -> None:
        """Go to a place in the draft."""
        if section_id != self.section.id or self.page is None:
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
        place: tuple[str, str] | None = (self.section.id, self.page.question_id)
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

    # Other screens

    def action_preview(self) -> None:
        """Show the document as it will be exported."""
        if self.draft is not None:
            self.post_message(PreviewAsked(self.draft.document, self.template))

    @work(exclusive=True, group="dialog")
    async def action_readiness(self) -> None:
        """List everything that was noticed, and go where the person chooses."""
        from screens.readiness import ReadinessScreen

        if self.draft is None:
            return
        noticed = findings(self.draft.document, self.wording, datetime.now(UTC).date())
        titles = {section_id: section.title for section_id, section in self.wording.sections.items()}
        chosen = await self.app.push_screen_wait(ReadinessScreen(noticed, titles))
        if chosen is not None:
            await self.go_to(chosen.section, chosen.field, chosen.start, chosen.end)

    def action_export(self) -> None:
        """Export this draft."""
        if self.draft is not None:
            self.action_save(offer_copy=False)
            self.post_message(ExportAsked(self.draft.path, self.draft.document))

    def action_present(self) -> None:
        """Hold the review meeting of this draft."""
        if self.draft is not None:
            self.post_message(PresentAsked(self.path, self.draft, self._take_back))

    async def _take_back(self) -> None:
        if not self.closed:
            await self.show_whole_draft()

    def action_library(self) -> None:
        """Go back to the list of drafts."""
        self.post_message(LibraryAsked())

    def _show_section_head(self) -> None:
        coach = self.wording.sections[self.section.id]
        heading = self.section.heading
        other = f"  “{heading}” in the document" if heading and heading.lower() != coach.title.lower() else ""
        title = Content.assemble((coach.title, "bold"), (visible(other), "$foreground 65%"))
        self.query_one("#section-title", Static).update(title)
        self.query_one("#section-ask", Static).update(Content(coach.ask))
        self.query_one(Coach).show_section(coach, self.section)
        self.query_one(Outline).mark_current(self.section.id)
