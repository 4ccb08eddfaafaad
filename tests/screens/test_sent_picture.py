"""Only what changed is sent, and the terminal shows exactly what it would have shown with everything sent."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from screens.textual_faults.sent_picture import SentPicture
from tests.terminal_picture import TerminalPicture

SIZE = Size(24, 4)
CONSOLE = Console(color_system="truecolor", force_terminal=True, width=SIZE.width)
STYLES = [None, Style(bold=True), Style(color="#ff0000"), Style(color="#ff0000", meta={"at": 1})]

LETTERS = [*"ab .─é漢🙂", "e\N{COMBINING ACUTE ACCENT}"]
texts = st.lists(st.sampled_from(LETTERS), max_size=6).map("".join)
segments = st.tuples(texts, st.sampled_from(STYLES)).map(lambda made: Segment(*made))


@st.composite
def strips(draw: st.DrawFn, width: int) -> Strip:
    return Strip(draw(st.lists(segments, max_size=5))).adjust_cell_length(width)


@st.composite
def rows(draw: st.DrawFn) -> dict[int, Strip]:
    """Return a row cut into strips, by the column that each begins at."""
    cuts = sorted({0, *draw(st.lists(st.integers(1, SIZE.width - 1), max_size=3))})
    return {x: draw(strips(end - x)) for x, end in zip(cuts, [*cuts[1:], SIZE.width], strict=True)}


@st.composite
def updates(draw: st.DrawFn) -> CompositorUpdate:
    picture = [draw(rows()) for _ in range(SIZE.height)]
    if draw(st.booleans()):
        return LayoutUpdate([list(row.values()) for row in picture], Region(0, 0, SIZE.width, SIZE.height))
    ends = [[*list(row)[1:], SIZE.width] for row in picture]
    spans = []
    for y in sorted(draw(st.sets(st.integers(0, SIZE.height - 1), min_size=1))):
        first, last = sorted(draw(st.lists(st.integers(0, SIZE.width), min_size=2, max_size=2)))
        spans.append((y, first, last))
    return ChopsUpdate(picture, spans, ends)


@given(st.lists(updates(), min_size=1, max_size=6))
def test_the_terminal_shows_what_it_would_with_everything_sent(sent: Sequence[CompositorUpdate]) -> None:
    whole, ours = TerminalPicture(*SIZE), TerminalPicture(*SIZE)
    picture = SentPicture()
    for update in sent:
        whole.write(update.render_segments(CONSOLE))
        ours.write(picture.missing(update, SIZE, CONSOLE).render_segments(CONSOLE))
        assert whole.rows == ours.rows


def whole_window(*lines: str) -> LayoutUpdate:
    return LayoutUpdate(
        [[Strip([Segment(line)]).adjust_cell_length(SIZE.width)] for line in lines],
        Region(0, 0, SIZE.width, SIZE.height),
    )


BEFORE = ("one line", "another line", "", "the last")
AFTER = ("one line", "another l1ne", "", "the last")


def test_one_other_letter_is_one_letter_sent() -> None:
    picture = SentPicture()
    picture.missing(whole_window(*BEFORE), SIZE, CONSOLE)
    assert "\x1b[2;10H1" == picture.missing(whole_window(*AFTER), SIZE, CONSOLE).render_segments(CONSOLE)
    assert "" == picture.missing(whole_window(*AFTER), SIZE, CONSOLE).render_segments(CONSOLE)


def test_all_of_it_is_sent_after_a_change_of_size_or_when_nothing_is_known() -> None:
    picture = SentPicture()
    picture.missing(whole_window(*BEFORE), SIZE, CONSOLE)
    assert "one line" in picture.missing(whole_window(*BEFORE), Size(25, 4), CONSOLE).render_segments(CONSOLE)
    picture.forget()
    assert "one line" in picture.missing(whole_window(*BEFORE), SIZE, CONSOLE).render_segments(CONSOLE)


def test_a_row_with_a_wide_character_is_sent_whole_when_it_is_another_one() -> None:
    picture = SentPicture()
    picture.missing(whole_window("漢字 line", *BEFORE[1:]), SIZE, CONSOLE)
    said = picture.missing(whole_window("漢字 lime", *BEFORE[1:]), SIZE, CONSOLE).render_segments(CONSOLE)
    assert said.startswith("\x1b[1;1H漢字 lime")
