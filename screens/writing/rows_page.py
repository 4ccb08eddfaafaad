"""A section that is a table of rows, with one line to add to it: the timeline and the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Paste
from textual.widgets import DataTable, Input

from pmtui.document.fields import FieldProblem, get_value, set_value
from pmtui.document.postmortem import Postmortem
from pmtui.document.row_edits import add_row, keep_unread, move_row, remove_row
from pmtui.text import normalise, one_line, plural, visible_line
from screens.dialogs.ask import AskChoice
from screens.dialogs.row_form import FormField, RowForm
from screens.textual_faults.keys_in_turn import keys_waiting
from screens.widgets.plain_text import PlainText
from screens.writing.page import PageContext
from screens.writing.table_page import PageRow, TablePage

SEPARATED = "⏎"  # how a line shows that it holds several


@dataclass(frozen=True)
class ReadLines(Generic[PageRow]):
    """Rows that were read from several lines, what was wrong with others by their number, what to know of the rows."""

    rows: list[PageRow]
    problems: dict[int, str]
    notes: list[str]


@dataclass(frozen=True)
class QuickKey:
    """A key that sets one field of the highlighted row from a list of choices."""

    key: str
    field: str
    label: str


class QuickLine(Input):
    """The line that adds a row; a paste of several lines is handed to the page whole."""

    PASTE_LINES = "own"

    class SeveralPasted(Paste):
        """Several lines were pasted."""

    def _on_paste(self, event: Paste) -> None:
        if "\n" in event.text.strip():
            event.prevent_default()
            event.stop()
            self.post_message(self.SeveralPasted(event.text))


class RowsPage(TablePage[PageRow]):
    """A table over one list of the draft.

    Subclasses say which list, which columns, how a line is read, and what stands below the table.
    """

    LINE_PLACEHOLDER = ""
    FORM: Sequence[FormField] = ()
    QUICK: Sequence[QuickKey] = ()

    DEFAULT_CSS = """
    RowsPage {
        QuickLine { height: 1; margin: 0 1; }
        .line-problem { height: auto; padding: 0 1; display: none; }
    }
    """
    BINDINGS = [
        Binding("enter", "edit_row", "Edit", id="rows.edit", show=False, tooltip="Edit the highlighted row", priority=False),
        Binding("delete,backspace", "remove_row", "Delete", id="rows.remove", show=False, tooltip="Delete the highlighted row; Ctrl+Z brings it back"),
        Binding("plus,a", "go_to_line", "Add", id="rows.add", show=False, tooltip="Go to the line that adds a row", key_display="a"),
        Binding("alt+up,K", "move_row(-1)", "Move up", id="rows.up", tooltip="Move the highlighted row up", show=False),
        Binding("alt+down,J", "move_row(1)", "Move down", id="rows.down", tooltip="Move the highlighted row down", show=False),
        Binding("m", "quick('m')", "", id="rows.quick_m", tooltip="Set the milestone", show=False),
        Binding("k", "quick('k')", "", id="rows.quick_k", tooltip="Set the kind", show=False),
        Binding("s", "quick('s')", "", id="rows.quick_s", tooltip="Set the state", show=False),
        Binding("p", "quick('p')", "", id="rows.quick_p", tooltip="Set the priority", show=False),
        Binding("t", "quick('t')", "", id="rows.quick_t", tooltip="Set the type", show=False),
    ]  # fmt: skip

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._told = visible_line(
            context.document.unread.get(self.KIND.table, "")
        )  # what the draft last heard of the line

    # What subclasses say

    def read_line(self, line: str) -> tuple[PageRow, str]:
        """Return the row that a line stands for, and what to know about it. Raises FieldProblem."""
        raise NotImplementedError

    def read_lines(self, text: str) -> "ReadLines[PageRow]":
        """Return what several lines stand for."""
        read = ReadLines[PageRow]([], {}, [])
        for number, line in enumerate(normalise(text).split("\n"), 1):
            if line.strip():
                try:
                    row, note = self.read_line(line)
                except FieldProblem as problem:
                    read.problems[number] = f"{problem.title}."
                else:
                    read.rows.append(row)
                    read.notes.extend(filter(None, (note,)))
        return read

    # The page

    def compose(self) -> ComposeResult:
        """Lay out the line, the table and what follows from it."""
        unread = self.context.document.unread.get(self.KIND.table, "")
        yield QuickLine(visible_line(unread), placeholder=self.LINE_PLACEHOLDER, compact=True, id="line")
        yield PlainText(classes="line-problem problem")
        yield from super().compose()

    def show_draft(self) -> None:
        """Show the rows anew, and the unfinished line."""
        self._fill()
        line, unread = self.query_one("#line", Input), self.context.document.unread.get(self.KIND.table, "")
        if one_line(line.value) != visible_line(unread):
            with self.prevent(Input.Changed):
                line.value = self._told = visible_line(unread)

    def place(self) -> tuple[str, int] | None:
        """Return the highlighted row; none while the line has the cursor, whose words come back by themselves."""
        row_id = self.highlighted_id
        return (f"{self.KIND.table}.{row_id}", 0) if row_id else None

    def start_writing(self) -> None:
        """Go to the line while the table is empty, else to the table."""
        self.query_one("#table" if self._ids else "#line").focus()

    def go_to(self, field: str, start: int | None = None, end: int | None = None) -> None:
        """Highlight the row of a field path (`actions.a2.owner`) and open it at that field."""
        parts = field.split(".")
        if len(parts) > 1 and parts[1] in self._ids:
            self._highlight(parts[1])
            self.query_one("#table").focus()
            if len(parts) > 2:
                self._open(parts[1], parts[2])
        else:
            self.start_writing()

    def action_go_to_line(self) -> None:
        """Go to the line that adds."""
        self.query_one("#line").focus()

    def action_edit_row(self) -> None:
        """Edit the highlighted row in a form."""
        if row_id := self.highlighted_id:
            self._open(row_id, "")

    def action_remove_row(self) -> None:
        """Delete the highlighted row."""
        if row_id := self.highlighted_id:
            self.change(
                lambda document: remove_row(document, self.KIND, row_id), f"delete {self.KIND.noun} {row_id}"
            )
            self.notify(f"Deleted. Ctrl+Z brings the {self.KIND.noun} back.")

    def action_move_row(self, steps: int) -> None:
        """Move the highlighted row."""
        if row_id := self.highlighted_id:
            self.change(
                lambda document: move_row(document, self.KIND, row_id, steps),
                f"move {self.KIND.noun} {row_id}",
            )
            self._highlight(row_id)

    @work(exclusive=True, group="quick-key")
    async def action_quick(self, key: str) -> None:
        """Set one field of the highlighted row from its choices."""
        quick = next((entry for entry in self.QUICK if entry.key == key), None)
        row_id = self.highlighted_id
        if quick is None or row_id is None:
            return
        path = f"{self.KIND.table}.{row_id}.{quick.field}"
        words = self.context.wording.choices(path)
        held = get_value(self.context.document, path)
        none = ("", f"no {quick.label.lower()}")
        chosen = await self.app.push_screen_wait(
            AskChoice(quick.label, [none, *words.items()], chosen=str(held or ""))
        )
        if chosen is not None:
            self.change(
                lambda document: set_value(document, path, chosen or None), f"{quick.label} of {row_id}"
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep an unfinished line in the draft."""
        event.stop()
        if self._keep_line(event.value):
            self._explain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add the line as a row; the line stays for the next one."""
        event.stop()
        if not event.value.strip():
            return
        if SEPARATED in event.value:  # lines of a paste that came back
            with self.prevent(Input.Changed):
                event.input.value = self._told = ""
            self._add_lines(event.value.replace(SEPARATED, "\n"))
            return
        try:
            row, note = self.read_line(event.value)
        except FieldProblem as problem:
            self._explain(" ".join(part for part in (f"{problem.title}.", problem.message) if part))
            if keys_waiting(self.app):  # the next line is on its way already, and must not run into this one
                event.input.value += SEPARATED
                event.input.cursor_position = len(event.input.value)
            return
        row_id = self._add([row])[-1]
        with self.prevent(Input.Changed):
            event.input.value = self._told = ""
        self._fill()
        self._highlight(row_id)
        self._explain(note)

    def on_quick_line_several_pasted(self, event: QuickLine.SeveralPasted) -> None:
        """Add what was pasted."""
        event.stop()
        self._add_lines(event.text)

    def _add_lines(self, text: str) -> None:
        """Add every line that can be read; the others come back into the line, and it is said what they lack."""
        read = self.read_lines(text)
        rows, problems = read.rows, read.problems
        line = self.query_one("#line", Input)
        unfinished, lines = line.value, normalise(text).split("\n")
        if rows:
            self._add(rows)
            self._fill()
        refused = [lines[number - 1] for number in problems]
        back = visible_line("\n".join(filter(str.strip, (unfinished, *refused))))
        with self.prevent(Input.Changed):
            line.value = back + (SEPARATED if back and keys_waiting(self.app) else "")
            line.cursor_position = len(line.value)
        self._keep_line(line.value)
        said = [f"{plural(len(rows), self.KIND.noun)} added."]
        said += [f"Line {number}: {problem}" for number, problem in problems.items()][:3]
        more = [f"… and {len(problems) - 3} more."] if len(problems) > 3 else []
        self._explain(" ".join((*said, *more, *read.notes[:3])))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Edit the row."""
        event.stop()
        self.action_edit_row()

    def gather(self) -> None:
        """Put an unfinished line into the draft that did not get there yet."""
        if (line := self.query_one("#line", Input).value) != self._told:
            self._keep_line(line)

    @work(exclusive=True, group="row-form")
    async def _open(self, row_id: str, start: str) -> None:
        context = self.context
        path = f"{self.KIND.table}.{row_id}"
        form = RowForm(
            context.draft,
            context.wording,
            path,
            f"{self.KIND.noun.capitalize()} {row_id}",
            self.FORM,
            start,
            hints_on=context.hints_on,
        )
        await self.app.push_screen_wait(form)
        self._fill()
        self._highlight(row_id)
        self.post_message(self.Edited(self))

    def _add(self, rows: Sequence[PageRow]) -> list[str]:
        ids: list[str] = []

        def change(document: Postmortem) -> Postmortem:
            for row in rows:
                document, row_id = add_row(document, row)
                ids.append(row_id)
            return keep_unread(document, self.KIND.table, "")

        self.context.draft.edit(change, f"add {plural(len(rows), self.KIND.noun)}")
        self.post_message(self.Edited(self))
        return ids

    def _keep_line(self, text: str) -> bool:
        self._told = text
        if text == visible_line(self.context.document.unread.get(self.KIND.table, "")):
            return False
        self.context.draft.edit(
            lambda document: keep_unread(document, self.KIND.table, text),
            "typing",
            merge=f"line {self.KIND.table}",
        )
        return True

    def _explain(self, words: str) -> None:
        line = self.query_one(".line-problem", PlainText)
        line.display = bool(words)
        line.update(words)
