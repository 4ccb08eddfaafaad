"""What stands around the page of the writing room: the head, the banner, the outline, the question, the hint, the coach."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from pmtui.deadlines import time_left
from pmtui.text import plural, visible
from prompts.shapes import Template, TemplateSection
from screens.widgets.coach import Coach, explanation
from screens.widgets.draft_head import DraftHead
from screens.widgets.outline import Outline, OutlineEntry
from screens.widgets.plain_text import PlainText
from screens.wording import Wording

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.checks.finding import Finding
    from pmtui.document.identity import Meta
    from pmtui.document.postmortem import Postmortem
    from screens.widgets.prose_hints import Hint
    from screens.writing.page import Page


class RoomView:
    """The widgets of the writing room, and what is shown on them."""

    def __init__(self, screen: Screen[Any], template: Template, wording: Wording) -> None:
        """Show a draft with `template` on `screen`."""
        self._screen, self.wording = screen, wording
        self.head = DraftHead(id="head")
        self.outline = Outline(_bare_outline(template, wording), id="outline")
        self.coach = Coach(id="coach")
        self._banner = PlainText(id="banner")
        self._title, self._ask = PlainText(id="section-title"), PlainText(id="section-ask")
        self._waiting, self._hint_line = PlainText(id="waiting"), PlainText(id="hint-line")
        self._banner_words = ""

    def compose(self) -> ComposeResult:
        """Lay out what the head of the file tells; the page comes with the draft."""
        yield self.head
        yield self._banner
        with Horizontal(id="columns"):
            yield self.outline
            with Vertical(id="middle"):
                yield self._title
                yield self._ask
                yield self._waiting
                yield self._hint_line
            yield self.coach

    # The section and its page

    def show_section(self, section: TemplateSection) -> None:
        """Show a section's question and advice, and where it stands."""
        coach = self.wording.sections[section.id]
        heading = section.heading
        other = f"  “{heading}” in the document" if heading and heading.lower() != coach.title.lower() else ""
        self._title.update(Content.assemble((coach.title, "bold"), (visible(other), "$foreground 65%")))
        self._ask.update(coach.ask)
        self.coach.show_section(coach, section)
        self.outline.mark_current(section.id)

    async def put_page(self, page: "Page", before: "Page | None") -> None:
        """Show a page in the place of the one before."""
        with self._screen.app.batch_update():
            if before is not None:
                await before.remove()
            self._waiting.display = False
            await self._screen.query_one("#middle").mount(page, before=self._hint_line)
        self._screen.remove_class("-sections", "-coached")
        self._screen.set_class(page.NEEDS_WIDTH, "-tables")

    async def put_outline(self, template: Template) -> None:
        """Show the sections of another template."""
        await self.outline.remove()
        self.outline = Outline(_bare_outline(template, self.wording), id="outline")
        await self._screen.query_one("#columns").mount(self.outline, before="#middle")

    def turn_to_outline(self) -> bool:
        """Go to the outline, where the window is narrow as well; False when the person was there and leaves it."""
        self._screen.remove_class("-coached", "-focus")
        self._screen.set_class(not self.outline.has_focus, "-sections")
        if self.outline.has_focus:
            return False
        self.outline.focus()
        return True

    def turn_coach(self) -> bool:
        """Show or hide the coach; on a wide window it is always there. True when it is shown now."""
        self._screen.remove_class("-focus")
        self._screen.toggle_class("-coached")
        return self._screen.has_class("-coached")

    # How the draft stands

    def show_identity(self, title: str, severity: str | None, status: str, template: Template) -> None:
        """Say in the head which draft this is."""
        self.head.show_identity(title, severity, status.replace("_", " "), template.name)

    def show_states(self, document: "Postmortem", template: Template, findings: "Sequence[Finding]") -> None:
        """Show how far every section is, and what was noticed in it."""
        from pmtui.progress import progress

        meta, done = document.meta, progress(document, template)
        self.show_identity(meta.title, meta.severity, meta.status, template)
        noticed = _noticed_by_section(findings)
        rules = {rule.id for rule in self.wording.rules.rules} if findings else set()
        hints = _noticed_by_section(finding for finding in findings if finding.code in rules)
        self.outline.show_states(
            {
                entry.id: OutlineEntry(
                    entry.id,
                    entry.title,
                    done.sections[entry.id].state,
                    noticed.get(entry.id, 0) - hints.get(entry.id, 0),
                    hints.get(entry.id, 0),
                )
                for entry in _bare_outline(template, self.wording)
            }
        )
        notes = self._notes(meta, template, sum(noticed.values()))
        shown = notes[:2] if self._screen.has_class("-narrow") else notes
        self.head.show_progress(done.done, done.total, *shown)

    def show_banner(self, words: str) -> None:
        """Say below the head what cannot be overlooked; the keys that go with it are offered from now on."""
        if words != self._banner_words:
            self._banner_words = words
            self._banner.display = bool(words)
            self._banner.update(words)
            self._screen.refresh_bindings()

    def lock_texts(self, read_only: bool) -> None:
        """Keep the texts of the page from being typed into, or let them be."""
        from textual.widgets import TextArea

        for editor in self._screen.query(TextArea):
            editor.read_only = read_only

    def show_hint(self, hint: "Hint | None", words: str = "") -> None:
        """Explain a hint in the coach, and below the text where the coach is hidden."""
        self.coach.show_hint(hint, words)
        self._hint_line.display = hint is not None and not self.coach.display
        if hint is not None and self._hint_line.display:
            self._hint_line.update(explanation(hint, words, brief=True))

    def _notes(self, meta: "Meta", template: Template, noticed: int) -> tuple[str, str, str]:
        """Return what stands beside the progress: findings, the next deadline, the time budget."""
        now, policy = datetime.now(UTC), self.wording.policy
        deadline = time_left(meta.ended, meta.severity, meta.status, now, policy, meta.tags)
        low, high = template.minutes
        budget = f"{low}–{high} min" if high < 90 else f"{low // 60}–{high // 60} h"
        return (
            plural(noticed, "finding") + " (Ctrl+R)" if noticed else "",
            deadline.words if deadline else "",
            f"takes about {budget}",
        )


def _bare_outline(template: Template, wording: Wording) -> list[OutlineEntry]:
    """Return the sections of a template before anything is known of the draft."""
    return [OutlineEntry(section.id, wording.sections[section.id].title) for section in template.sections]


def _noticed_by_section(findings: "Iterable[Finding]") -> Mapping[str, int]:
    """Count the findings of each section; what is merely missing is told by the section's state."""
    counts: dict[str, int] = {}
    for finding in findings:
        if not finding.is_missing:
            counts[finding.section] = counts.get(finding.section, 0) + 1
    return counts
