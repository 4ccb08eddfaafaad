"""A section made of several questions: figures, choices, short texts, and what pmtui works out."""

from collections.abc import Iterator
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus
from textual.widget import Widget

from pmtui.document.item_lines import LISTS, list_text, split_items, with_list_text
from pmtui.document.moments import in_zone
from pmtui.document.postmortem import Change, Postmortem
from pmtui.metrics import measure
from pmtui.progress import question_state
from pmtui.text import visible
from prompts.shapes import Question
from screens.parts.hint_here import HintHere
from screens.widgets.field_input import FieldInput
from screens.widgets.item_editor import ItemEditor
from screens.widgets.plain_text import PlainText
from screens.widgets.prose_editor import ProseEditor
from screens.widgets.prose_hints import FindHints
from screens.widgets.text_search import offset_of
from screens.writing.hint_finder import HintFinder
from screens.writing.hinted_form import HintedForm
from screens.writing.page import Page, PageContext

WITHOUT_SENTENCES = ("participants", "links")  # lists whose lines are names and addresses
FINISHED = {"not_applicable": "not applicable", "unknown": "not known", "answered": "", "unanswered": ""}


class QuestionBlock(Vertical):
    """One question with its inputs."""

    DEFAULT_CSS = """
    QuestionBlock {
        height: auto; padding: 0 1; margin-bottom: 1;
        .head { height: auto; }
        ProseEditor { height: 5; background: $surface; }
        .worked-out { height: auto; color: $text-muted; }
    }
    """

    def __init__(
        self, context: PageContext, question: Question, label: str, required: bool, finder: HintFinder
    ) -> None:
        super().__init__(classes="question")
        self.context, self.question = context, question
        self._finder = finder
        self._label, self._required = label, required

    def compose(self) -> ComposeResult:
        """Lay out the label, the question, and its inputs."""
        yield PlainText(classes="head")
        if self.question.kind == "computed":
            yield PlainText(classes="worked-out")
        draft, wording = self.context.draft, self.context.wording
        if self.question.id in LISTS:
            editor = ItemEditor(
                list_text(draft.document, self.question.id),
                find_hints=self._find_in(self.question.id),
                placeholder="One item per line",
            )
            editor.field = self.question.id
            yield editor
        for entry in self.question.inputs:
            label = entry.label if len(self.question.inputs) > 1 else ""
            yield FieldInput(
                draft,
                wording,
                entry.field,
                label,
                placeholder=entry.placeholder,
                help_text=entry.unit,
                find_hints=self._find_in(entry.field),
            )

    def on_mount(self) -> None:
        """Show the state."""
        self.show_state()

    def show_state(self) -> None:
        """Show how the question stands, and what is worked out."""
        document = self.context.document
        # A question with several parts may be answered in one and not known in another.
        answer = document.answers.get(self.question.id)
        state = FINISHED[answer.state] if answer else ""
        reason = f": {answer.reason}" if answer and answer.reason else ""
        need = " *" if self._required else ""
        self.query_one(".head", PlainText).update(
            Content.assemble(
                (f"{self._label}{need}", "bold"),
                (f"  {visible(state + reason)}" if state else "", "$text-success"),
                (f"\n{self.question.ask}" if self.question.ask else "", "$foreground 65%"),
            )
        )
        if self.question.kind == "computed":
            said = worked_out(document, self.question)
            self.query_one(".worked-out", PlainText).update(said)

    def look_for_hints(self) -> None:
        """Look at the wording of the texts again, or no longer."""
        for field in self.query(FieldInput):
            field.look_for_hints(self._find_in(field.path))
        if self.question.id in LISTS:
            self.query_one(ItemEditor).hints.ask(self._find_in(self.question.id))

    def _find_in(self, field: str) -> FindHints | None:
        if field in WITHOUT_SENTENCES or not self.context.hints_on:
            return None
        return partial(self._finder.find, field=field)


class FormPage(Page):
    """The questions of a section, one below the other."""

    DEFAULT_CSS = "FormPage VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._hints = HintedForm(self, self._change)
        self._at = ""

    @property
    def question_id(self) -> str:
        """The question that the cursor is at."""
        return self._at or super().question_id

    def hint_here(self) -> HintHere | None:
        """Return the hint at the cursor."""
        return self._hints.here()

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint of the line that the cursor is in, or the one before."""
        self._hints.turn(steps)

    def compose(self) -> ComposeResult:
        """Lay out the template's own questions first, then what else belongs to the section."""
        with VerticalScroll(can_focus=False):
            yield from self._blocks()

    def gather(self) -> None:
        """Put into the draft what was typed at the cursor and did not get there yet."""
        focused = self.screen.focused
        for node in focused.ancestors if focused is not None else ():
            if isinstance(node, FieldInput):
                node.gather()
            elif isinstance(node, QuestionBlock) and isinstance(focused, ItemEditor) and focused.is_untold:
                self._put_list(node, focused)

    def show_draft(self) -> None:
        """Take every value from the draft again."""
        self._hints.finder.forget()
        for field in self.query(FieldInput):
            field.show_draft()
        for block in self.query(QuestionBlock):
            block.show_state()
            block.look_for_hints()
            if block.question.id in LISTS:
                editor, text = (
                    block.query_one(ProseEditor),
                    list_text(self.context.document, block.question.id),
                )
                if split_items(editor.text) != split_items(text):
                    editor.load_text(text)
        self._hints.show_of_line()

    def start_writing(self) -> None:
        """Go to the first question that is still open, or to the first."""
        document, questions = self.context.document, self.context.wording.questions
        blocks = list(self.query(QuestionBlock))
        unanswered = (
            block
            for block in blocks
            if question_state(document, block.question.id, questions) == "unanswered"
        )
        fillable = (block for block in unanswered if self._first_input(block))
        target = next(fillable, next((block for block in blocks if self._first_input(block)), None))
        if target and (first := self._first_input(target)):
            first.focus()

    def place(self) -> tuple[str, int] | None:
        """Return the field that has the cursor, and how far into its text it is."""
        focused = self.screen.focused
        field = next(
            (node.path for node in (focused.ancestors if focused else ()) if isinstance(node, FieldInput)),
            self._at,
        )
        lines = focused.document.lines if isinstance(focused, ProseEditor) else None
        offset = (
            offset_of(lines, focused.cursor_location) if isinstance(focused, ProseEditor) and lines else 0
        )
        return (field, offset) if field else None

    def go_to(self, field: str, start: int | None = None, end: int | None = None) -> None:
        """Put the cursor into the field's input, or into the question of that id."""
        named: list[Widget] = [entry.inner for entry in self.query(FieldInput) if entry.path == field]
        of_question = (
            self._first_input(block) for block in self.query(QuestionBlock) if block.question.id == field
        )
        target = next((widget for widget in (*named, *of_question) if widget is not None), None)
        if target is None:
            self.start_writing()
            return
        target.focus()
        if isinstance(target, ProseEditor) and start is not None:
            target.goto(start, end)

    def _change(self, change: Change, label: str) -> None:
        self.context.draft.edit(change, label)
        self.show_draft()
        self._edited(self)

    def on_field_input_edited(self, event: FieldInput.Edited) -> None:
        """Show what follows from the new value: a typed `$` is the currency, say."""
        event.stop()
        block = next(node for node in event.control.ancestors if isinstance(node, QuestionBlock))
        for field in block.query(FieldInput):
            if field is not event.control:
                field.show_draft()
        self._edited(event.control)
        self._hints.show_of_line()

    def on_prose_editor_edited(self, event: ProseEditor.Edited) -> None:
        """Put a list into the draft."""
        event.stop()
        block = next(node for node in event.editor.ancestors if isinstance(node, QuestionBlock))
        self._put_list(block, event.editor)
        self._edited(event.editor)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Remember which question the person is at."""
        block = next((node for node in event.widget.ancestors if isinstance(node, QuestionBlock)), None)
        if block is not None:
            self._at = block.question.id
            block.scroll_visible(animate=False)
        self._hints.show()

    def on_prose_editor_hint_under_cursor(self, event: ProseEditor.HintUnderCursor) -> None:
        """Have the coach explain the hint of the text that the person is in."""
        event.stop()
        if event.editor is self._hints.editor:
            self.post_message(self.HintShown(self, event.hint))

    def _put_list(self, block: QuestionBlock, editor: ProseEditor) -> None:
        name, text = block.question.id, editor.take_text()

        def change(document: Postmortem) -> Postmortem:
            return with_list_text(document, name, text)

        self.context.draft.edit(change, block.question.label, merge=name, back=editor.has_redo)

    def _edited(self, source: Widget) -> None:
        for editor in self.query(ProseEditor):
            if source not in editor.ancestors_with_self:
                editor.history.clear()  # its steps are older than this change, which is taken back before them
        for block in self.query(QuestionBlock):
            block.show_state()
        self.post_message(self.Edited(self))

    def _blocks(self) -> Iterator[QuestionBlock]:
        own = {question.id: question for question in self.context.section.questions}
        for question_id in self.context.question_ids:
            question = self.context.wording.questions[question_id]
            here = own.get(question_id)
            yield QuestionBlock(
                self.context,
                question,
                here.label if here else question.label,
                bool(here and here.required),
                self._hints.finder,
            )

    @staticmethod
    def _first_input(block: QuestionBlock) -> Widget | None:
        fields = list(block.query(FieldInput))
        if fields:
            return fields[0]
        editors = list(block.query(ProseEditor))
        return editors[0] if editors else None


def worked_out(document: Postmortem, question: Question) -> str:
    """Return a computed figure in words, or what to do so that it can be worked out."""
    metrics = measure(document)
    name = question.id.removeprefix("computed.")
    if name == "date":
        began = document.meta.began
        return f"→ {in_zone(began, document.meta.zone):%Y-%m-%d}" if began else question.how
    if name == "user_minutes":
        return f"→ at most {metrics.user_minutes:,} user-minutes" if metrics.user_minutes else question.how
    if name == "error_budget":
        budget = metrics.error_budget
        return f"→ {budget.percent:.0f} % of the budget" if budget else question.how
    span = getattr(metrics, name)
    if span.minutes is None:
        ends_known = span.start is not None and span.end is not None
        return " ".join(span.missing) if ends_known else question.how or " ".join(span.missing)
    return f"→ {span.length} (from {span.start_label} to {span.end_label})"
