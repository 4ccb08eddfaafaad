"""What the parts of the writing room share: the draft, its wording, and the page that is shown."""

from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.drafts.file.file_head import Head
from pmtui.drafts.held_draft import HeldDraft
from prompts.shapes import Template
from screens.mishaps import GoesOn
from screens.wording import Wording

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from screens.writing.page import Page


class Frame(GoesOn[None]):
    """One draft on one screen; each part of the room builds on the one before and adds one concern.

    `draft` and `page` are None until the draft was read; `section` is the one that is shown or about to be.
    """

    THEME_FOR_ITSELF = False
    """Whether a theme that is chosen here holds for this screen only."""

    def __init__(self, path: Path, head: Head, wording: Wording, hints_on: bool = True) -> None:
        super().__init__()
        self.path, self.head, self.wording = path, head, wording
        self.hints_on = hints_on
        self.template: Template = wording.template(head.template)
        self.section = self.template.section("summary") or self.template.sections[0]
        self.held = HeldDraft(path, early_field=self.section.id)
        self.draft: OpenDraft | None = None
        self.page: Page | None = None

    @property
    def closed(self) -> bool:
        """Tell whether the draft is let go."""
        return self.held.closed

    async def show_section(self, section_id: str) -> None:
        """Show a section's page and put the cursor into it."""
        raise NotImplementedError

    async def go_to(
        self, section_id: str, field: str = "", start: int | None = None, end: int | None = None
    ) -> None:
        """Go to a place in the draft."""
        raise NotImplementedError

    def gather(self) -> None:
        """Put into the draft what is only on the screen so far; it must not fail and needs no widgets."""

    async def show_whole_draft(self) -> None:
        """Show the draft after all of it may have changed, its template too."""
        raise NotImplementedError
