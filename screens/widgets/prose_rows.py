"""Rows of prose: a text area whose cost per row is the row, and which shows control characters instead of sending them.

The stock text area builds the whole paragraph anew for each of its visible rows and joins the whole document to see
whether it is empty: fine for code, slow for prose, where a paragraph is one long line.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._cells import cell_len
from textual.content import Content
from textual.document._document import Document, EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline, expand_text_tabs_from_widths
from textual.geometry import Offset
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.widgets import TextArea

from pmtui.text import normalise, visible
from screens.textual_faults.editor import EditorFaults

# A cell for a hint's mark and a cell of air.
GUTTER = 2
_KEPT_ROWS = 2048


class Span(NamedTuple):
    """A styled range on one row or line: code points from `start` to `end`, `style` names a component class."""

    start: int
    end: int
    style: str


class ProseDocument(Document):
    """The text as it is kept, and beside it, in `shown`, the same text as it is displayed.

    Control characters have marks in `shown`, code point for code point, so a location means the same in both. Both
    take in normalised text only: otherwise a lone CR would break a line in one of them alone.
    """

    def __init__(self, text: str) -> None:
        text = normalise(text)
        super().__init__(text)
        self.shown = Document(visible(text))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace the text between two locations by `text`, normalised, in both forms."""
        text = normalise(text)
        self.shown.replace_range(start, end, visible(text))
        return super().replace_range(start, end, text)


class ProseWrapping(WrappedDocument):
    """Wraps what is displayed, and finds places by slicing the one section they are in."""

    @property
    def height(self) -> int:
        """How many rows the whole text takes."""
        return len(self._offset_to_line_info)

    def place(self, y: int) -> tuple[int, int, int]:
        """Return line, first and last column (exclusive) of a row; IndexError below the end of the text."""
        line, section = self._offset_to_line_info[y]
        offsets = self._wrap_offsets[line]
        first = offsets[section - 1] if section else 0
        last = offsets[section] if section < len(offsets) else len(self.document.get_line(line))
        return line, first, last

    def get_sections(self, line_index: int) -> list[str]:
        """Return the rows of one line."""
        line, offsets = self.document.get_line(line_index), self._wrap_offsets[line_index]
        return [line[start:end] for start, end in zip([0, *offsets], [*offsets, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Return the cell at which a location is displayed; ValueError when there is no such line."""
        row, column = location
        offsets = self.get_offsets(row)
        section = bisect_right(offsets, column)
        start = offsets[section - 1] if section else 0
        before = self.document.get_line(row)[start:column]
        x = cell_len(expand_tabs_inline(before, self._tab_width) if "\t" in before else before)
        return Offset(x, self._line_index_to_offsets[row][section])


class Mark(NamedTuple):
    """A glyph of one cell for the gutter; `style` names a component class."""

    glyph: str
    style: str


class Row(NamedTuple):
    """Everything a row's look depends on, save the colours; columns count from the row's first character."""

    text: str
    ends_line: bool
    tabs: tuple[int, ...]
    on_cursor_line: bool
    cursor: int
    selected: tuple[int, int]
    spans: tuple[Span, ...]
    mark: Mark | None
    width: int


class ProseArea(EditorFaults, TextArea):
    """A soft-wrapped text area with a gutter of two cells, drawn row by row.

    `spans_on` and `mark_on` are for a subclass that has something to show about the text.
    """

    document: ProseDocument
    wrapped_document: ProseWrapping

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        self._rows: dict[tuple[Row, tuple[Style | None, ...]], Strip] = {}
        # As a plain string the placeholder would be read as markup.
        super().__init__(text, placeholder=Content(visible(placeholder)), id=id)
        # A blinking cursor repaints twice a second for as long as the program is open.
        self.set_reactive(TextArea.cursor_blink, False)

    def spans_on(self, line: int) -> Sequence[Span]:
        """Return the styled ranges of one line of the document, in columns of that line."""
        return ()

    def mark_on(self, line: int, first: int, last: int) -> Mark | None:
        """Return what stands in the gutter beside the row that holds these columns of a line."""
        return None

    @property
    def lines_in_view(self) -> range:
        """The lines of the document that have a row on the screen."""
        top = self.scroll_offset.y
        bottom = min(top + self.size.height, self.wrapped_document.height) - 1
        place = self.wrapped_document.place
        return range(place(top)[0], place(bottom)[0] + 1) if top <= bottom else range(0)

    @property
    def gutter_width(self) -> int:
        """Cells left of the text; wrapping, mouse and cursor reckon with them."""
        return GUTTER

    def notify_style_update(self) -> None:
        """Forget drawn rows: their colours may have changed."""
        self._rows.clear()
        super().notify_style_update()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Return nothing: prose has no use for it, and an unmatched bracket costs a walk through the whole text."""
        return None

    def render_line(self, y: int) -> Strip:
        """Draw one row of the widget, from `y` = 0 at its top."""
        if self.placeholder and self.document.line_count == 1 and not self.document.get_line(0):
            return self._render_placeholder(y)
        return self._render_line(y)

    def _set_document(self, text: str, language: str | None) -> None:
        self.document = ProseDocument(text)
        self.wrapped_document = ProseWrapping(self.document.shown, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _render_placeholder(self, y: int) -> Strip:
        lines = Content.from_text(self.placeholder, markup=False).wrap(max(1, self.wrap_width))
        if y >= len(lines):
            return self._render_line(y)
        content = lines[y].stylize(self.get_visual_style("text-area--placeholder"))
        if y == 0 and self._draw_cursor and self._theme.cursor_style:
            content = content.stylize(ContentStyle.from_rich_style(self._theme.cursor_style), 0, 1)
        gutter = Strip([Segment(" " * GUTTER, self._theme.base_style)], GUTTER)
        body = Strip(content.render_segments(self.visual_style), content.cell_length)
        return Strip.join([gutter, body])

    def _render_line(self, y: int) -> Strip:
        theme = self._theme
        base = theme.base_style or self.rich_style
        row = self._row_at(y + self.scroll_offset.y)
        if row is None:
            return Strip.blank(self.size.width, base)
        key = (row, (base, theme.cursor_line_style, theme.cursor_style, theme.selection_style))
        strip = self._rows.get(key)
        if strip is None:
            strip = self._draw(row, base)
            if len(self._rows) >= _KEPT_ROWS:
                self._rows.clear()
            self._rows[key] = strip
        return strip

    def _row_at(self, y: int) -> Row | None:
        wrapping = self.wrapped_document
        try:
            line, first, last = wrapping.place(y)
        except IndexError:
            return None
        whole = wrapping.document.get_line(line)
        text = whole[first:last]
        tabs: tuple[int, ...] = ()
        if "\t" in text:
            before = whole.count("\t", 0, first)
            tabs = tuple(wrapping.get_tab_widths(line)[before : before + text.count("\t")])
        return Row(
            text=text,
            ends_line=last == len(whole),
            tabs=tabs,
            on_cursor_line=line == self.selection.end[0] and self._has_cursor and self.highlight_cursor_line,
            cursor=self._cursor_on(line, first, last, len(whole)),
            selected=self._selected_on(line, first, last, len(whole)),
            spans=tuple(
                Span(max(0, span.start - first), min(last, span.end) - first, span.style)
                for span in self.spans_on(line)
                if span.start < last and span.end > first
            ),
            mark=self.mark_on(line, first, last),
            width=self.scrollable_content_region.size.width,
        )

    def _cursor_on(self, line: int, first: int, last: int, length: int) -> int:
        """Return the cursor's column on the row, -1 when it is not to be drawn there."""
        row, column = self.selection.end
        if row != line or not self._draw_cursor or column < first:
            return -1
        return column - first if column < last or column == last == length else -1

    def _selected_on(self, line: int, first: int, last: int, length: int) -> tuple[int, int]:
        """Return the selected columns of the row; an empty line inside a selection counts one cell."""
        top, bottom = sorted(self.selection)
        if top == bottom or not top[0] <= line <= bottom[0]:
            return 0, 0
        if not length and line != self.selection.end[0]:
            return 0, 1
        start = top[1] if line == top[0] else 0
        end = bottom[1] if line == bottom[0] else length
        return max(0, start - first), min(last, end) - first

    def _draw(self, row: Row, base: Style) -> Strip:
        theme = self._theme
        text = Text(row.text, end="", no_wrap=True)
        if row.ends_line:
            text.pad_right(1)  # a cell for the cursor after the last character
        if row.on_cursor_line and theme.cursor_line_style:
            text.stylize(theme.cursor_line_style)
        for start, end, style in row.spans:
            text.stylize(self.get_component_rich_style(style), start, end)
        if theme.selection_style and row.selected[0] < row.selected[1]:
            text.stylize(theme.selection_style, *row.selected)
        if theme.cursor_style and row.cursor >= 0:
            text.stylize(theme.cursor_style, row.cursor, row.cursor + 1)
        if row.tabs:
            text = expand_text_tabs_from_widths(text, list(row.tabs))
        body = Strip(text.render(self.app.console), cell_length=text.cell_len)
        fill = theme.cursor_line_style if row.on_cursor_line else base
        body = body.extend_cell_length(row.width - GUTTER, fill)
        return Strip.join([self._gutter(row.mark, base), body]).apply_style(base)

    def _gutter(self, mark: Mark | None, base: Style) -> Strip:
        if mark is None:
            return Strip([Segment(" " * GUTTER, base)], GUTTER)
        style = self.get_component_rich_style(mark.style) + Style(underline=False)
        return Strip([Segment(mark.glyph.ljust(GUTTER), style)], GUTTER)
