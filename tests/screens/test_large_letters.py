"""Words drawn large: what fits is drawn, and what cannot be drawn is left to plain text."""

import pytest

from screens.meeting.views.large_letters import draw, drawable


def test_every_letter_is_as_wide_in_each_of_its_rows() -> None:
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"-+/%()&$#=~€£_<>":
        drawn = draw(letter, 20, 5)
        assert drawn is not None
        assert 5 == len(drawn.split("\n"))


def test_a_time_takes_three_rows_where_there_are_no_more() -> None:
    assert "▄█  █ █ ▄ █▀▀ ▄█\n █  ▀▀█ ▄ ▀▀█  █\n▀▀▀   ▀   ▀▀▀ ▀▀▀" == draw("14:51", 30, 3)


@pytest.mark.parametrize(("width", "rows", "heights"), [(120, 40, 5), (76, 24, 3), (40, 12, None)])
def test_letters_are_as_large_as_the_window_allows(width: int, rows: int, heights: int | None) -> None:
    drawn = draw("We know how it ended; nobody did then. What was there to see at 14:36?", width, rows)
    if heights is None:
        assert drawn is None
        return
    assert drawn is not None
    lines = drawn.split("\n")
    assert len(lines) <= rows
    assert max(map(len, lines)) <= width
    assert ("██" in lines[0]) == (heights == 5)


def test_accents_and_typographic_marks_are_drawn_without() -> None:
    assert "CAFE - IT'S ..." == drawable("Café – it’s …")


@pytest.mark.parametrize("text", ["", "  ", "日本語", "\x1b[2J", "a\u202eb", "שלום"])
def test_what_cannot_be_drawn_is_not(text: str) -> None:
    assert draw(text, 200, 50) is None
