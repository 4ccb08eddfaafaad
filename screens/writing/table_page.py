"""A section that is a table of rows: how the table is filled, and which row is highlighted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import DataTable

from pmtui.document.postmortem import Change, Postmortem
from pmtui.document.row_kinds import Row, RowKind
from pmtui.text import visible
from screens.parts.hint_here import HintHere
from screens.widgets.plain_text import PlainText
from screens.writing.hinted_rows import HintedRows
from screens.writing.page import Page, PageContext

MARK, MARK_WIDTH = "hint", 3  # the column that marks rows with hints, and its cells with what is around it
LONG_TABLE = 500  # rows; in a longer one each is a single line: how so many wrap takes seconds to work out


PageRow = TypeVar("PageRow", bound=Row)


@dataclass(frozen=True)
class TableColumn(Generic[PageRow]):
    """A column on screen; `width` in cells, 0 takes what is left. `show` gives a row's cell."""

    heading: str
    width: int
    show: Callable[[Postmortem, PageRow], str]


class TablePage(Page, Generic[PageRow]):
    """Shows one list of the draft as a table. Subclasses say which list, which columns, and what stands below."""

    NEEDS_WIDTH = True
    KIND: RowKind[PageRow]

    DEFAULT_CSS = """
    TablePage {
        DataTable { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        .empty { height: 1fr; padding: 1 2; display: none; color: $text-muted; }
        .below { height: auto; max-height: 5; padding: 0 1; }
    }
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.hints = HintedRows(
            self, lambda: list(self.rows()), self.row_at_cursor, self._turn_to_row, self.change
        )
        self._ids: list[str] = []
        self._width = 0  # the table was filled for
        self._at = 0  # the row to highlight once the table is filled

    # What subclasses say

    def columns(self) -> Sequence[TableColumn[PageRow]]:
        """Return the columns on screen."""
        raise NotImplementedError

    def rows(self) -> Iterable[PageRow]:
        """Return the rows in the order they are shown."""
        return self.context.document.rows(self.KIND)

    def invitation(self) -> str:
        """Return what an empty table says."""
        return ""

    def below(self) -> Content:
        """Return what stands below the table."""
        return Content("")

    # Its hints

    def hint_here(self) -> HintHere | None:
        """Return the hint of the highlighted row."""
        return self.hints.here()

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint, or the one before, in this row or another."""
        self.hints.turn(steps)

    def row_at_cursor(self) -> PageRow | None:
        """Return the highlighted row."""
        row_id = self.highlighted_id
        return next((row for row in self.rows() if row.id == row_id), None)

    def _turn_to_row(self, row_id: str) -> None:
        self._highlight(row_id)
        self.query_one("#table").focus()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Explain the row's hint."""
        event.stop()
        self.hints.show()

    def change(self, change: Change, label: str) -> None:
        """Change the draft and show the rows anew."""
        if self.context.draft.edit(change, label):
            self._fill()
            self.post_message(self.Edited(self))

    # The table

    def compose(self) -> ComposeResult:
        """Lay out the table, what it says while it is empty, and what follows from it."""
        table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False, id="table")
        yield table
        yield PlainText(self.invitation(), classes="empty")
        yield PlainText(classes="below")

    def on_mount(self) -> None:
        """Show what does not depend on the width, which comes with the first resize."""
        self._fill()

    def on_resize(self, event: Resize) -> None:
        """Fill the table and give its text column what the window leaves; another height keeps the cursor in sight."""
        if event.size.width != self._width:
            self._width = event.size.width
            self._fill()
        elif self._ids:
            table = self.query_one("#table", DataTable)
            table.move_cursor(row=table.cursor_row)

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted row."""
        row = self.query_one("#table", DataTable).cursor_row
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def _highlight(self, row_id: str) -> None:
        if row_id in self._ids:
            self._at = self._ids.index(row_id)
            self.query_one("#table", DataTable).move_cursor(row=self._at)

    def _fill(self) -> None:
        self.hints.forget()
        rows = list(self.rows())
        self._ids = [row.id for row in rows]
        if self.size.width:
            self._fill_table(rows)
        self.query_one("#table").display = bool(rows)
        self.query_one(".empty").display = not rows
        self.query_one(".below", PlainText).update(self.below())

    def _fill_table(self, rows: Sequence[PageRow]) -> None:
        table, document = self.query_one("#table", DataTable), self.context.document
        at = table.cursor_row if table.row_count else self._at
        columns = self.columns()
        left = self.size.width - sum(column.width + 2 for column in columns) - 3
        left -= MARK_WIDTH if self.context.hints_on else 0
        table.clear(columns=True)
        if self.context.hints_on:
            table.add_column("", width=1, key=MARK)
        for column in columns:
            table.add_column(Text(column.heading), width=column.width or max(left, 16), key=column.heading)
        long = len(rows) > LONG_TABLE
        for row in rows:
            cells = (
                Text(visible(column.show(document, row)), no_wrap=long, overflow="ellipsis" if long else None)
                for column in columns
            )
            marked = (Text(""),) if self.context.hints_on else ()
            table.add_row(*marked, *cells, key=row.id, height=1 if long else None)
        self.hints.mark(rows, self._mark_row)
        if rows:
            table.move_cursor(row=min(at, len(rows) - 1))

    def _mark_row(self, row_id: str, glyph: str) -> None:
        table = self.query_one("#table", DataTable)
        if row_id in table.rows:
            table.update_cell(row_id, MARK, Text(glyph, "bold"))
