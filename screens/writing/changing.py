"""What the writing room changes by itself: steps back and forth, and what it asks about in dialogs."""

from typing import TYPE_CHECKING

from textual import work

from pmtui.text import visible
from screens.widgets.outline import Outline
from screens.writing.standing import bare_outline, left_out_words
from screens.writing.watching import Watching

if TYPE_CHECKING:  # this brings pydantic, which waits until the first paint is done
    from screens.widgets.prose_editor import ProseEditor


class Changing(Watching):
    """The part of the writing room that changes the draft; what is typed, the pages put into it themselves."""

    def action_undo(self) -> None:
        """Take back the last change, wherever it was made."""
        self._step_history("undo")

    def action_redo(self) -> None:
        """Make the last change taken back again."""
        self._step_history("redo")

    @work(exclusive=True, group="dialog")
    async def action_finish(self) -> None:
        """Finish the question at the cursor without a value."""
        from screens.writing.dialogs import finish_question

        if self.draft is None or self.page is None:
            return
        question_id = self.page.question_id
        if await finish_question(self.app, self.draft, question_id, self._question_label(question_id)):
            self.show_change()

    @work(exclusive=True, group="dialog")
    async def action_template(self) -> None:
        """Change the template; what the new one has no place for stays in the draft."""
        from screens.writing.dialogs import choose_template

        if self.draft is not None and await choose_template(self.app, self.draft, self.wording):
            await self._show_template()

    @work(exclusive=True, group="dialog")
    async def on_prose_editor_find_asked(self, event: "ProseEditor.FindAsked") -> None:
        """Ask for words and go to where they stand next."""
        from screens.dialogs.ask import AskLine

        words = await self.app.push_screen_wait(AskLine("Find in this text", help_text="F3 finds it again."))
        if words and not event.editor.find(words):
            self.notify(visible(f"“{words}” is not in this text."), markup=False)

    async def show_whole_draft(self) -> None:
        """Show the draft after all of it may have changed, its template too."""
        if self.draft is None:
            return
        if self._template_changed():
            await self._show_template()
        else:
            self.show_change()
        self.show_saved(self.draft.save_state)

    def _step_history(self, which: str) -> None:
        if self.draft is None or self.page is None:
            return
        label = self.draft.undo() if which == "undo" else self.draft.redo()
        if label and self._template_changed():
            self.call_later(self._show_template)
        elif label:
            self.show_change()
        said = (
            f"{'Taken back' if which == 'undo' else 'Done again'}: {label}"
            if label
            else f"Nothing to {which}."
        )
        self.notify(visible(said), markup=False, timeout=2)

    def _template_changed(self) -> bool:
        """Tell whether the draft has another template than the one that is shown."""
        return (
            self.draft is not None
            and self.wording.template(self.draft.document.meta.template) is not self.template
        )

    async def _show_template(self) -> None:
        """Show the outline of the draft's template, and the section the person was at where it has that."""
        if self.draft is None:
            return
        self.template = self.wording.template(self.draft.document.meta.template)
        outline = Outline(bare_outline(self.template, self.wording), id="outline")
        await self.query_one(Outline).remove()
        await self.query_one("#columns").mount(outline, before="#middle")
        here = (
            self.template.section(self.section.id)
            or self.template.section("summary")
            or self.template.sections[0]
        )
        await self.show_section(here.id)
        self.show_states()
        self.check_soon()
        if left := left_out_words(self.draft.document, self.template, self.wording):
            self.notify(visible(left), markup=False, timeout=8)

    def _question_label(self, question_id: str) -> str:
        question = self.wording.questions.get(question_id)
        return question.label if question else question_id
