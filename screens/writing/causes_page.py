"""The Five Whys: how a cause is answered, marked, moved and linked from its keys and its line."""

from dataclasses import replace

from textual import work
from textual.binding import Binding

from pmtui.document.cause_edits import change_cause, move_past, remove_cause
from pmtui.document.causes import Cause, CauseRole
from pmtui.document.line_marks import without_list_mark
from pmtui.document.row_edits import keep_unread
from pmtui.document.why_steps import STEPS, first_open
from pmtui.text import one_line, visible_line
from screens.dialogs.row_form import RowForm
from screens.widgets.why_pane import WhyPane
from screens.widgets.why_tree import Place
from screens.writing.cause_answers import (
    DIALOGS,
    LISTS,
    Ask,
    Asking,
    Edit,
    first_answer,
    typed_answer,
)
from screens.writing.cause_questions import FORM, side_question_at
from screens.writing.why_page import WhyPage

TYPED = frozenset({"how", "and", "control", "evidence"})  # the questions that have a line
TREE_ACTIONS = frozenset({"add", "ask", "mark", "dialog", "edit", "step", "wording", "remove", "move"})


class CausesPage(WhyPage):
    """A tree of causes. Every answer becomes a branch of it, or a fact about a cause; the words are the author's."""

    BINDINGS = [
        Binding("c", "add('how')", "Below", id="causes.child", tooltip="Add what this came from, below it"),
        Binding("s", "add('and')", "Beside", id="causes.sibling", tooltip="Add what else had to be true, beside it"),
        Binding("r", "mark('root')", "Root", id="causes.root", tooltip="Mark it as a root cause", show=False),
        Binding("f", "mark('contributing')", "Factor", id="causes.factor", tooltip="Mark it as a contributing factor", show=False),
        Binding("a", "dialog('action')", "Action", id="causes.action", tooltip="Make an action of it, linked to it", show=False),
        Binding("e", "edit", "Edit", id="causes.edit", tooltip="Edit everything about this cause", show=False),
        Binding("n", "step(1)", "Skip", id="causes.next", tooltip="Leave this question for now and go to the next", show=False),
        Binding("w", "wording", "How/why", id="causes.wording", tooltip="Ask with “how” or with “why”", show=False),
        Binding("x", "mark('')", "No mark", id="causes.unmark", tooltip="Take the mark away: neither root nor factor", show=False),
        Binding("o", "dialog('parent')", "Explains also", id="causes.parent", tooltip="Link it to another cause that it explains as well", show=False),
        Binding("delete,backspace", "remove", "Delete", id="causes.remove", tooltip="Delete this cause; Ctrl+Z brings it back", show=False),
        Binding("K,alt+up", "move(-1)", "Move up", id="causes.up", tooltip="Move it up among its neighbours", show=False),
        Binding("J,alt+down", "move(1)", "Move down", id="causes.down", tooltip="Move it down among its neighbours", show=False),
        *(
            Binding(str(number), f"ask('{step}')", f"Question {number}", id=f"causes.ask_{step}", tooltip=f"Go to question {number} of 6", show=False)
            for number, step in enumerate(STEPS, 1)
        ),
    ]  # fmt: skip

    # What the room asks

    def place(self) -> tuple[str, int] | None:
        """Return the highlighted cause."""
        return (f"causes.{self.cause.id}", 0) if self.cause is not None else None

    def go_to(self, field: str, start: int | None = None, end: int | None = None) -> None:
        """Highlight the cause of a field path (`causes.w3.text`), and open it where another field than its text is meant."""
        _, _, rest = field.partition(".")
        cause_id, _, name = rest.partition(".")
        if self.context.document.cause(cause_id) is None:
            self.start_writing()
            return
        self.tree_view.focus()
        self.tree_view.highlight(Place(cause_id=cause_id))
        if name and name != "text":
            self._open_form(cause_id, name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the tree only while the cursor is there; letters belong to the line otherwise."""
        return True if action not in TREE_ACTIONS else self.tree_view.has_focus

    # Answering

    def on_why_tree_answered(self) -> None:
        """Answer the question below: in its line, or from its list."""
        if self.cause is not None and self.step in LISTS:
            self._offer_list(LISTS[self.step])
        else:
            self.pane.begin()

    def on_why_pane_told(self, event: WhyPane.Told) -> None:
        """Take an answer."""
        unread = self.context.document.unread.get("causes", "")
        text = without_list_mark(unread if event.text == one_line(visible_line(unread)) else event.text)
        document, cause, step = self.context.document, self.cause, self.step
        if cause is None:
            if text:
                self._take(first_answer(document, side_question_at(document, self.tree_view.place), text))
        elif step not in TYPED or (not text and step in LISTS):
            self._offer_list(LISTS[step])
        elif text:
            self._take(typed_answer(document, cause, step, text))
        else:
            self.action_step(1)

    def on_why_pane_typed(self, event: WhyPane.Typed) -> None:
        """Keep an unfinished answer in the draft."""
        self._keep_line(event.text)

    def on_why_pane_stepped(self, event: WhyPane.Stepped) -> None:
        """Go to another question."""
        self.action_step(event.steps)

    def on_why_pane_left(self) -> None:
        """Go back to the tree."""
        self.tree_view.focus()

    # Keys

    def action_add(self, step: str) -> None:
        """Go to the line that adds a cause below or beside."""
        self.action_ask(step)
        self.pane.begin()

    def action_mark(self, role: CauseRole | str) -> None:
        """Mark the cause, or take its mark away."""
        if cause := self.cause:
            self.change(
                lambda document: change_cause(document, cause.id, role=role or None), f"mark {cause.id}"
            )

    def action_edit(self) -> None:
        """Edit everything about the cause."""
        if cause := self.cause:
            self._open_form(cause.id, "")

    def action_remove(self) -> None:
        """Delete the cause."""
        if cause := self.cause:
            self.change(lambda document: remove_cause(document, cause.id), f"delete {cause.id}")
            self.pane.say(f"{cause.id} is deleted; what was below it moved up. Ctrl+Z brings it back.")

    def action_move(self, steps: int) -> None:
        """Move the cause among its neighbours in the tree."""
        node, cause = self.tree_view.cursor_node, self.cause
        neighbour = (node.previous_sibling if steps < 0 else node.next_sibling) if node else None
        if cause and neighbour and neighbour.data and neighbour.data.cause_id:
            other = neighbour.data.cause_id
            self.change(lambda document: move_past(document, cause.id, other), f"move {cause.id}")

    def action_dialog(self, name: str) -> None:
        """Ask for an action, or for another cause that this one explains."""
        if self.cause is not None:
            self._offer_list(DIALOGS[name])

    # Changing the draft

    def gather(self) -> None:
        """Put an unfinished answer into the draft that did not get there yet."""
        if (line := self.pane.gather()) is not None:
            self._keep_line(line)

    def _keep_line(self, text: str) -> None:
        if text != visible_line(self.context.document.unread.get("causes", "")):
            self.context.draft.edit(
                lambda document: keep_unread(document, "causes", text), "typing", merge="line causes"
            )

    def _take(self, edit: Edit) -> None:
        """Make the change of a typed answer, which is in its place then and no longer unfinished."""
        self._make(
            Edit(
                lambda document: keep_unread(edit.change(document), "causes", ""),
                edit.label,
                edit.said,
                edit.then,
            )
        )

    def _make(self, edit: Edit) -> None:
        """Make a change and go where it leads."""
        step, cause = self.step, self.cause
        if edit.then == "below" and cause is not None:
            self._go_below(cause)
        elif self.change(edit.change, edit.label):
            if edit.then == "added":
                self._go_to(self.context.document.causes[-1].id, "and")
            elif edit.then == "on" and cause is not None:
                cause = self.cause or cause
                self.action_ask(first_open(self._states(cause), after=step))
            self.pane.say(edit.said)

    def _go_below(self, cause: Cause) -> None:
        """Go to what is below a cause, or to the question that adds it."""
        below = self._graph.children[cause.id]
        if below:
            self.tree_view.highlight(Place(cause_id=below[0]))
        else:
            self.action_add("how")

    @work(exclusive=True, group="cause-dialog")
    async def _offer_list(self, ask: Ask) -> None:
        if (cause := self.cause) is None:
            return
        edit = await ask(Asking(self.app, self.context.document, self.context.wording, cause))
        if edit is not None:
            answers_question = LISTS.get(self.step) is ask or edit.then == "below"
            self._make(edit if answers_question else replace(edit, then="stay"))

    @work(exclusive=True, group="cause-dialog")
    async def _open_form(self, cause_id: str, start: str) -> None:
        form = RowForm(
            self.context.draft,
            self.context.wording,
            f"causes.{cause_id}",
            f"Cause {cause_id}",
            FORM,
            start,
            hints_on=self.context.hints_on,
        )
        await self.app.push_screen_wait(form)
        self.show_draft()
        self.post_message(self.Edited(self))
