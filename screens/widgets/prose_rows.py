"""Rows of prose: a text area whose cost per row is the row, and which shows control characters instead of sending them.

The stock text area builds the whole paragraph anew for each of its visible rows and joins the whole document to see
whether it is empty: fine for code, slow for prose, where a paragraph is one long line.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual._cells import cell_len
from textual.content import Content
from textual.document._document import Document, EditResult, Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline, expand_text_tabs_from_widths
from textual.geometry import Offset
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.widgets import TextArea

from pmtui.text import normalise, visible

# A cell for a hint's mark and a cell of air.
GUTTER = 2
_KEPT_ROWS = 256  # some windows full; each is a few kilobytes


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


class RowPainter:
    """Draws a text area whose document is a `ProseDocument`, row by row, with a gutter of two cells.

    `spans_on` returns the styled ranges of a line of the document, in columns of that line; `mark_on` what stands in the
    gutter beside the row that holds some columns of a line.
    """

    def __init__(
        self,
        area: TextArea,
        spans_on: Callable[[int], Sequence[Span]],
        mark_on: Callable[[int, int, int], Mark | None],
    ) -> None:
        self._area, self._spans_on, self._mark_on = area, spans_on, mark_on
        self._drawn: dict[tuple[Row, tuple[Style | None, ...]], Strip] = {}

    def forget(self) -> None:
        """Forget drawn rows: their colours may have changed."""
        self._drawn.clear()

    def paint(self, y: int) -> Strip:
        """Draw one row of the area, from `y` = 0 at its top."""
        area = self._area
        if area.placeholder and area.document.line_count == 1 and not area.document.get_line(0):
            return self._placeholder(y)
        return self._row(y)

    def _placeholder(self, y: int) -> Strip:
        lines = Content.from_text(self._area.placeholder, markup=False).wrap(max(1, self._area.wrap_width))
        if y >= len(lines):
            return self._row(y)
        content = lines[y].stylize(self._area.get_visual_style("text-area--placeholder"))
        if y == 0 and self._area._draw_cursor and self._area._theme.cursor_style:
            content = content.stylize(ContentStyle.from_rich_style(self._area._theme.cursor_style), 0, 1)
        gutter = Strip([Segment(" " * GUTTER, self._area._theme.base_style)], GUTTER)
        body = Strip(content.render_segments(self._area.visual_style), content.cell_length)
        return Strip.join([gutter, body])

    def _row(self, y: int) -> Strip:
        theme = self._area._theme
        base = theme.base_style or self._area.rich_style
        row = self._row_at(y + self._area.scroll_offset.y)
        if row is None:
            return Strip.blank(self._area.size.width, base)
        key = (row, (base, theme.cursor_line_style, theme.cursor_style, theme.selection_style))
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._draw(row, base)
            if len(self._drawn) >= _KEPT_ROWS:
                self._drawn.clear()
            self._drawn[key] = strip
        return strip

    def _row_at(self, y: int) -> Row | None:
        wrapping = wrapping_of(self._area)
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
            on_cursor_line=line == self._area.selection.end[0]
            and self._area._has_cursor
            and self._area.highlight_cursor_line,
            cursor=self._cursor_on(line, first, last, len(whole)),
            selected=self._selected_on(line, first, last, len(whole)),
            spans=tuple(
                Span(max(0, span.start - first), min(last, span.end) - first, span.style)
                for span in self._spans_on(line)
                if span.start < last and span.end > first
            ),
            mark=self._mark_on(line, first, last),
            width=self._area.scrollable_content_region.size.width,
        )

    def _cursor_on(self, line: int, first: int, last: int, length: int) -> int:
        """Return the cursor's column on the row, -1 when it is not to be drawn there."""
        row, column = self._area.selection.end
        if row != line or not self._area._draw_cursor or column < first:
            return -1
        return column - first if column < last or column == last == length else -1

    def _selected_on(self, line: int, first: int, last: int, length: int) -> tuple[int, int]:
        """Return the selected columns of the row; an empty line inside a selection counts one cell."""
        top, bottom = sorted(self._area.selection)
        if top == bottom or not top[0] <= line <= bottom[0]:
            return 0, 0
        if not length and line != self._area.selection.end[0]:
            return 0, 1
        start = top[1] if line == top[0] else 0
        end = bottom[1] if line == bottom[0] else length
        return max(0, start - first), min(last, end) - first

    def _draw(self, row: Row, base: Style) -> Strip:
        theme = self._area._theme
        text = Text(row.text, end="", no_wrap=True)
        if row.ends_line:
            text.pad_right(1)  # a cell for the cursor after the last character
        if row.on_cursor_line and theme.cursor_line_style:
            text.stylize(theme.cursor_line_style)
        for start, end, style in row.spans:
            text.stylize(self._area.get_component_rich_style(style), start, end)
        if theme.selection_style and row.selected[0] < row.selected[1]:
            text.stylize(theme.selection_style, *row.selected)
        if theme.cursor_style and row.cursor >= 0:
            text.stylize(theme.cursor_style, row.cursor, row.cursor + 1)
        if row.tabs:
            text = expand_text_tabs_from_widths(text, list(row.tabs))
        body = Strip(text.render(self._area.app.console), cell_length=text.cell_len)
        fill = theme.cursor_line_style if row.on_cursor_line else base
        body = body.extend_cell_length(row.width - GUTTER, fill)
        return Strip.join([self._gutter(row.mark, base), body]).apply_style(base)

    def _gutter(self, mark: Mark | None, base: Style) -> Strip:
        if mark is None:
            return Strip([Segment(" " * GUTTER, base)], GUTTER)
        style = self._area.get_component_rich_style(mark.style) + Style(underline=False)
        return Strip([Segment(mark.glyph.ljust(GUTTER), style)], GUTTER)


def lines_in_view(area: TextArea) -> range:
    """Return the lines of the document that have a row on the screen."""
    wrapping = wrapping_of(area)
    top = area.scroll_offset.y
    bottom = min(top + area.size.height, wrapping.height) - 1
    return range(wrapping.place(top)[0], wrapping.place(bottom)[0] + 1) if top <= bottom else range(0)


def wrapping_of(area: TextArea) -> ProseWrapping:
    """Return how the area wraps what it displays."""
    assert isinstance(area.wrapped_document, ProseWrapping)
    return area.wrapped_document
