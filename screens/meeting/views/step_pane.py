"""The body of the wall: one step of the meeting, in large calm type."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from pmtui.text import plural
from screens.meeting.views.big_text import BigText
from screens.meeting.views.large_letters import draw
from screens.meeting.views.prompt_lines import SHOWN, PromptLines
from screens.meeting.views.step_page import LABEL, Fact, Large, Row, StepPage, author_line
from screens.meeting.views.wall_colours import FAINT, WALL
from screens.widgets.plain_text import PlainText

TALL = 30  # rows of the window from which there is room for more
SHORT = 12  # rows of the body below which nothing is left for empty ones
TINY = 6  # rows below which the questions would leave none to the text
TREE_ROWS, TREE_ROWS_TALL = 4, 12
TEXT_ROWS, TEXT_ROWS_MORE, TEXT_ROWS_TALL, TEXT_ROWS_LEAST = 4, 7, 12, 3
HEAD_AND_MORE = 2
LARGE_ROWS, LARGEST_ROWS = 3, 5  # of one figure
APART = 6  # columns between two of them
MARGINS = 4
LEVELS = {"plain": "bold", "faint": "", "strong": "bold $text-warning"}


class StepPane(Vertical):
    """Shows one step: the tree where there is one, the head, the text, the facts, and what the room is asked."""

    DEFAULT_CSS = f"""
    StepPane {{
        {WALL} height: 1fr;
        Static {{ width: 1fr; height: auto; }}
        #step-rows, #step-head, #step-facts, #step-more {{
            padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis;
        }}
        #step-rows {{ display: none; border-bottom: solid $foreground 40%; }}
        #step-head {{ height: 1; margin-top: 1; }}
        #step-large {{ display: none; padding: 0 2; margin-top: 1; text-style: bold; text-wrap: nowrap; }}
        #step-more {{ height: 1; color: {FAINT}; }}
        BigText {{ margin: 1 2 0 2; }}
        &.-tree #step-rows {{ display: block; }}
        &.-tree #step-head {{ margin: 0; }}
        &.-tree BigText, &.-card BigText {{ margin: 0 2; }}
        &.-tall.-tree #step-head {{ margin: 1 0 0 0; }}
        &.-tall.-tree BigText, &.-tall.-card BigText {{ margin: 1 2 0 2; }}
        &.-tall BigText {{ margin: 2 2 1 2; }}
        &.-tall BigText Static {{ max-width: 76; }}
        &.-card BigText {{ height: 1fr; max-height: 100%; }}
        &.-card BigText Static {{ max-width: 76; text-style: none; }}
        &.-short #step-rows {{ display: none; }}
        &.-short #step-head {{ margin: 0; }}
        &.-short BigText {{ margin: 0 2; }}
        &.-short PromptLines {{ max-height: 2; }}
    }}
    """
    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page: StepPage | None = None
        self._ask: tuple[str, ...] = ()
        self._hushed = False
        self._large_rows = 0

    def compose(self) -> ComposeResult:
        """Lay out the parts from top to bottom; the questions keep their place at the foot."""
        yield PromptLines()
        yield PlainText(id="step-rows")
        yield PlainText(id="step-large")
        yield PlainText(id="step-head")
        yield BigText()
        yield PlainText(id="step-more")
        yield PlainText(id="step-facts")

    def on_resize(self) -> None:
        """Use the room of a taller window, and save rows in a low one."""
        self.set_class(self.app.size.height >= TALL, "-tall")
        self.set_class(self.size.height < SHORT, "-short")
        self._show_prompts()
        self._show_rows()
        self._show_large()
        self._make_room()

    def show(self, page: StepPage, ask: Sequence[str] = ()) -> None:
        """Show a step, and what the room is asked; one that is shown already stays where it was scrolled to."""
        self._ask = tuple(ask)
        self._show_prompts()
        if page == self._page:
            self._make_room()
            return
        before, self._page = self._page, page
        self.set_class(page.card, "-card")
        self.set_class(bool(page.rows), "-tree")
        self._show_rows()
        self._show_large()
        self.query_one("#step-facts", PlainText).update(facts_text(page.facts))
        self._make_room()
        self.query_one(BigText).show(page.text, from_top=before is None or before.key != page.key)

    def show_prompts(self, shown: bool) -> None:
        """Show the questions, or give their rows to the text."""
        self._hushed = not shown
        self._show_prompts()
        self._make_room()

    def scroll_text(self, lines: int) -> None:
        """Scroll the text by lines, up where they are negative."""
        self.query_one(BigText).scroll_relative(y=lines, animate=False, immediate=True)

    def scroll_page(self) -> bool:
        """Scroll to the rows below those in sight, and tell whether there were any."""
        text = self.query_one(BigText)
        if not text.hidden_lines[1]:
            return False
        text.scroll_relative(y=max(1, text.size.height - 1), animate=False, immediate=True)
        return True

    def on_big_text_moved(self, event: BigText.Moved) -> None:
        """Say how much of the text is hidden, and which keys show it."""
        event.stop()
        above, below = self.query_one(BigText).hidden_lines
        said = [f"↓ {plural(below, 'more line')}: → or J"] if below else []
        said += [f"↑ {above} above: K"] if above else []
        self.query_one("#step-more", PlainText).update("   ".join(said), layout=False)

    def _show_prompts(self) -> None:
        self.query_one(PromptLines).show(() if self._silent else self._ask)

    @property
    def _silent(self) -> bool:
        return self._hushed or self.size.height < TINY

    def _show_rows(self) -> None:
        if self._page and self._page.rows:
            self.query_one("#step-rows", PlainText).update(rows_text(self._page.rows, self._tree_rows))

    def _show_large(self) -> None:
        """Draw large what the page has for it, where there are rows, and say the rest in the head."""
        page, large = self._page, self.query_one("#step-large", PlainText)
        if page is None:
            return
        roomy = self.has_class("-tall") or (page.card and self.size.height >= SHORT)
        rows = self.size.height * (2 if page.card else 1) // (3 if page.card else 4)
        drawn = large_text(page.large, self.size.width - MARGINS, rows) if roomy else None
        self._large_rows = len(drawn.plain.split("\n")) + 1 if drawn else 0
        large.display = drawn is not None
        large.update(drawn or "")
        self.query_one("#step-head", PlainText).update(
            page.head if drawn is None or page.rest is None else page.rest
        )

    @property
    def _tree_rows(self) -> int:
        return TREE_ROWS_TALL if self.has_class("-tall") else TREE_ROWS

    def _make_room(self) -> None:
        """Give the text as many rows as it may have; where rows are scarce it is the facts that are cut off."""
        page = self._page
        text = self.query_one(BigText)
        if page is None or page.card:
            text.styles.max_height = None  # a card has all the room
            return
        asked = (
            0
            if self._silent or not self._ask
            else 2
            if self.has_class("-short")
            else 1 + min(SHOWN, len(self._ask))
        )
        tree = min(self._tree_rows, len(page.rows)) + 1 if page.rows and not self.has_class("-short") else 0
        empty = 0 if self.has_class("-short") or (tree and not self.has_class("-tall")) else 2
        left = self.size.height - asked - tree - empty - HEAD_AND_MORE - self._large_rows
        most = TEXT_ROWS_MORE if page.extras or self._hushed else TEXT_ROWS
        most = TEXT_ROWS_TALL if self.has_class("-tall") else most
        least = max(1, min(TEXT_ROWS_LEAST, left))
        text.styles.max_height = max(least, min(most, left - len(page.facts)))


def facts_text(facts: Sequence[Fact]) -> Content:
    """Return the facts, one row each: the label, then the words."""
    return Content("\n").join(
        Content.assemble((f"{fact.label:<{LABEL}}", FAINT), (author_line(fact.words), LEVELS[fact.level]))
        for fact in facts
    )


def large_text(large: Sequence[Large], width: int, rows: int) -> Content | None:
    """Return words drawn large, beside one another as far as there is room, each with what stands below it.

    In the larger letters where all of them fit beside one another; those that find no room at the end are left out. None
    when a text cannot be drawn, or there is no room for the first.
    """
    blocks = [_drawn(each, width, LARGEST_ROWS) for each in large] if rows >= LARGEST_ROWS else [None]
    lines = _beside([each for each in blocks if each], width)
    if None in blocks or len(lines) > 1:
        blocks = [_drawn(each, width, LARGE_ROWS) for each in large]
        lines = _beside([each for each in blocks if each], width) if None not in blocks else []
    kept: list[str] = []
    for row in lines:
        if len(kept) + len(row) <= rows:
            kept += row
    return Content("\n".join(kept).rstrip("\n")) if kept else None


def _drawn(large: Large, width: int, rows: int) -> list[str] | None:
    words = draw(large.words, width, rows, whole=rows >= LARGEST_ROWS)
    if words is None or len(words.split("\n")) != rows:
        return None
    return [*words.split("\n"), *([author_line(large.below), ""] if large.below else [])]


def _beside(blocks: Sequence[list[str]], width: int) -> list[list[str]]:
    """Return rows of blocks, each as wide as there is room for."""
    lines: list[list[str]] = []
    for block in blocks:
        before = max(map(len, lines[-1])) + APART if lines else 0
        if lines and before + max(map(len, block)) <= width and len(lines[-1]) == len(block):
            lines[-1] = [f"{line:<{before}}{added}" for line, added in zip(lines[-1], block, strict=True)]
        else:
            lines.append(block)
    return lines


def rows_text(rows: Sequence[Row], room: int) -> Content:
    """Return as many rows of the list as there is room for, around the current one, which is marked."""
    current = next((at for at, row in enumerate(rows) if row.current), 0)
    first = max(0, min(current - room // 2, len(rows) - room))
    return Content("\n").join(_row(row) for row in rows[first : first + room])


def _row(row: Row) -> Content:
    words = f"{'▶' if row.current else '·'} {'  ' * row.depth}{author_line(row.words)}"
    return Content.styled(words, "bold reverse" if row.current else FAINT)
