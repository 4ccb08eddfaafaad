"""What every page of the writing room shares."""

from dataclasses import dataclass

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.open_draft import OpenDraft
from prompts.shapes import Section, Template, TemplateSection
from screens.parts.hint_here import HintHere
from screens.widgets.prose_hints import Hint
from screens.wording import Wording


@dataclass(frozen=True)
class PageContext:
    """What a page is made from: the live draft, the wording, the section it shows, and whether the person wants hints."""

    draft: OpenDraft
    wording: Wording
    template: Template
    section: TemplateSection
    coach: Section
    hints_wanted: bool = True

    @property
    def document(self) -> Postmortem:
        """The document as it is now."""
        return self.draft.document

    @property
    def hints_on(self) -> bool:
        """Tell whether wording is looked at: the person wants it, and this draft does not say otherwise."""
        return self.hints_wanted and self.document.hints.on

    @property
    def question_ids(self) -> tuple[str, ...]:
        """The questions that this section shows: the template's own, then what else belongs here."""
        own = tuple(question.id for question in self.section.questions)
        return (*own, *(more for more in (*self.coach.more, *self.coach.unprinted) if more not in own))


class Page(Vertical):
    """The middle of the writing room for one section.

    A page edits the draft by itself and tells the room (`Edited`), shows the draft anew when asked, and can put the
    cursor at a field.
    """

    DEFAULT_CSS = "Page { height: 1fr; }"
    BINDINGS = [
        Binding("f8", "turn_to_hint(1)", "Hint", id="hints.next", show=False, tooltip="Go to the next hint of this page"),
        Binding("shift+f8,f20", "turn_to_hint(-1)", "Hint before", id="hints.previous", show=False, tooltip="Go back to the hint before on this page"),
        Binding("f9", "mend_hint", "Mend", id="hints.mend", show=False, tooltip="Mend the words of the hint that is shown: with the suggested wording, or with figures"),
    ]  # fmt: skip
    NEEDS_WIDTH = False  # a table or tree, which gets the coach's place on a window of common width

    @dataclass
    class Edited(Message):
        """The draft was changed on this page."""

        page: "Page"

    @dataclass
    class HintShown(Message):
        """The cursor is on a hint that the coach should explain, or no longer on one.

        `words` are what it is about, where nothing on the page underlines them.
        """

        page: "Page"
        hint: Hint | None
        words: str = ""

    @dataclass
    class MendAsked(Message):
        """The person wants to mend the words of the hint that is shown."""

        page: "Page"

    def __init__(self, context: PageContext) -> None:
        super().__init__(id="page")
        self.context = context

    @property
    def question_id(self) -> str:
        """The question that the cursor is at."""
        return self.context.question_ids[0] if self.context.question_ids else self.context.section.id

    def hint_here(self) -> HintHere | None:
        """Return the hint at the cursor."""
        return None

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint, or the one before."""

    def action_mend_hint(self) -> None:
        """Mend the words of the hint that is shown."""
        self.post_message(self.MendAsked(self))

    def gather(self) -> None:
        """Put into the draft what was typed and did not get there yet."""

    def show_draft(self) -> None:
        """Take everything from the draft again."""

    def start_writing(self) -> None:
        """Put the cursor where the person goes on."""

    def place(self) -> tuple[str, int] | None:
        """Return the field or row that the cursor is at, and how far into its text; None when that is nowhere."""
        return None

    def take_text(self, text: str) -> None:
        """Take what was typed before the page was there, into the line that has the cursor, or else the first."""
        focused = self.screen.focused
        line = focused if isinstance(focused, Input | TextArea) else next(iter(self.query(Input)), None)
        if isinstance(line, Input):
            line.focus().insert_text_at_cursor(text.replace("\n", " "))
        elif isinstance(line, TextArea):
            line.insert(text)

    def go_to(self, field: str, start: int | None = None, end: int | None = None) -> None:
        """Put the cursor at a field, or at some words of it."""
        self.start_writing()
