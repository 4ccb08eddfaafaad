"""A section that is one text: prose, or a list with one item per line."""

from textual.app import ComposeResult

from pmtui.document.fields import get_value
from pmtui.document.item_lines import LISTS, list_text, split_items, with_list_text
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import type_into
from pmtui.text import plural
from screens.parts.hint_here import HintHere, hint_in
from screens.widgets.item_editor import ItemEditor
from screens.widgets.plain_text import PlainText
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.text_search import offset_of
from screens.writing.hint_finder import HintFinder
from screens.writing.page import Page, PageContext


class TextPage(Page):
    """The prose editor over one field, with live hints."""

    DEFAULT_CSS = """
    TextPage {
        #text, #text:focus { height: 1fr; border: none; padding: 0; background: $background; }
        #text-status { height: 1; padding: 0 2; color: $text-muted; }
    }
    """

    def __init__(self, context: PageContext, question_id: str) -> None:
        super().__init__(context)
        self._question_id = question_id
        self.is_list = question_id in LISTS
        self._finder = HintFinder(context)

    @property
    def question_id(self) -> str:
        """The question that this text answers."""
        return self._question_id

    def compose(self) -> ComposeResult:
        """Hold the editor and a line that counts."""
        kind = ItemEditor if self.is_list else ProseEditor
        editor = kind(
            self.shown_text(),
            find_hints=self._finder.find if self.context.hints_on else None,
            placeholder=self._placeholder(),
            id="text",
        )
        editor.field = self._question_id
        yield editor
        yield PlainText(id="text-status")

    def on_mount(self) -> None:
        """Count what is there, and go on at its end."""
        self.editor.move_cursor(self.editor.document.end)
        self._count()

    @property
    def editor(self) -> ProseEditor:
        """The editor of the text."""
        return self.query_one("#text", ProseEditor)

    def hint_here(self) -> HintHere | None:
        """Return the hint under the cursor."""
        return hint_in(self.context.draft, self.editor)

    def shown_text(self) -> str:
        """Return the field as the editor shows it."""
        document = self.context.document
        if self.is_list:
            return list_text(document, self._question_id)
        value = get_value(document, self._question_id)
        return value if isinstance(value, str) else ""

    def show_draft(self) -> None:
        """Show the draft's text; the cursor stays about where it was."""
        self._finder.forget()
        text, editor = self.shown_text(), self.editor
        same = (
            split_items(editor.text) == split_items(text)
            if self.is_list
            else (editor.text.strip() or "") == text.strip()
        )
        editor.history.clear()  # the draft's own history went on; the editor's older steps would come before it
        if not same:
            place = editor.cursor_location
            editor.load_text(text)
            editor.move_cursor(place)
        editor.hints.ask(self._finder.find if self.context.hints_on else None)
        self._count()

    def place(self) -> tuple[str, int]:
        """Return how far into the text the cursor is."""
        return "", offset_of(self.editor.document.lines, self.editor.cursor_location)

    def take_text(self, text: str) -> None:
        """Take what was typed before the page was there."""
        self.editor.insert(text)

    def start_writing(self) -> None:
        """Put the cursor into the text."""
        self.editor.focus()

    def go_to(self, field: str, start: int | None = None, end: int | None = None) -> None:
        """Select the words that a finding is about; in a list `field` carries the item's number (`well.2`)."""
        self.editor.focus()
        if start is None:
            return
        offset = 0
        number = field.rpartition(".")[2]
        if self.is_list and number.isdigit():
            items = split_items(self.editor.text)[: int(number)]
            offset = sum(len(item) + 2 * item.count("\n") + 1 for item in items)
        self.editor.goto(offset + start, offset + (end if end is not None else start))

    def on_prose_editor_edited(self, event: ProseEditor.Edited) -> None:
        """Put the text into the draft."""
        event.stop()
        self._put(event.text)
        self._count()
        self.post_message(self.Edited(self))

    def gather(self) -> None:
        """Put into the draft what was typed and did not get there yet."""
        if self.editor.is_untold:
            self._put(self.editor.take_text())

    def _put(self, text: str) -> None:
        def change(document: Postmortem) -> Postmortem:
            if self.is_list:
                return with_list_text(document, self._question_id, text)
            return type_into(document, self._question_id, text)[0]

        back = self.editor.has_redo
        self.context.draft.edit(change, self.context.coach.title, merge=self._question_id, back=back)

    def on_prose_editor_hints_changed(self, event: ProseEditor.HintsChanged) -> None:
        """Count the hints."""
        self._count()

    def on_prose_editor_hint_under_cursor(self, event: ProseEditor.HintUnderCursor) -> None:
        """Have the coach explain it."""
        self.post_message(self.HintShown(self, event.hint))

    def on_prose_editor_pasted(self, event: ProseEditor.Pasted) -> None:
        """Tell what came in with a paste."""
        said = []
        if event.altered:
            said.append("Unusual line breaks or broken characters were turned into plain ones.")
        if event.invisible:
            said.append(
                f"{plural(event.invisible, 'invisible character')} came along; shown as marks, kept in the file."
            )
        if said:
            self.notify(" ".join(said))

    def _count(self) -> None:
        editor = self.editor
        if self.is_list:
            counted = plural(len(split_items(editor.text)), "item") + " · one per line"
        else:
            counted = plural(editor.word_count, "word")
        hints = (
            plural(editor.hint_count, "hint") + " (F8) · F10 lists all" if editor.hint_count else "no hints"
        )
        if not self.context.hints_on:
            hints = "hints are off" + (" (Alt+O)" if self.context.hints_wanted else "")
        self.query_one("#text-status", PlainText).update(f"{counted} · {hints}")

    def _placeholder(self) -> str:
        if self.is_list:
            return "One item per line. Paste several lines to make several items."
        return "Write here. It is saved as you type."
