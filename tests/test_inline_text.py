"""Text that is not Markdown comes out of Markdown as it went in."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pmtui.exporting import inline_text
from pmtui.text import normalise, visible

READER = MarkdownIt("gfm-like")

# Characters that mean something somewhere in Markdown, and a few letters to hold them together.
BUSY = st.text(alphabet="\\`*_[]|<>&#+-=~!:.()@/\"'%$^1a z\n\t", max_size=40)
TEXTS = (BUSY | st.text(max_size=40)).map(normalise)

TRAPS = [
    "# heading", "####### seven", "- item", "+ item", "* item", "1. one", "12) twelve", "> quote", "---", "***", "___", "===",
    "```sh", "~~~", "a | b\n--|--", ":-:", "<b>bold</b>", "<!-- gone -->", "&copy; &#35;", "![alt](http://a.b/c)",
    "[text](http://a.b)", "[ref]: http://a.b", "[ref][]", "`code`", "**bold** __bold__ _em_ ~~gone~~ ~gone~", "a\\",
    "\\* \\\\*", "line  \nbreak", "www.example.org", "http://a.b https://a.b ftp://a.b", "%22http://a.b", "<http://a.b>",
    "mailto:a@b.c", "[ ] not a task", "trailing #", "##", "a\u202eb\x1b[31m", "    indented", "\tindented", "p~q and r~s",
]  # fmt: skip


def tokens_of(markdown: str) -> list[Token]:
    return READER.parse(markdown)


def words_of(markdown: str) -> str:
    """Return the text that a reader sees."""
    inlines = [child for token in tokens_of(markdown) for child in token.children or []]
    return "".join(
        child.content if child.type == "text" else " "
        for child in inlines
        if not child.type.startswith("link")
    )


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@given(TEXTS)
@pytest.mark.parametrize("before", ["{}", "# {}", "- {}", "1. {}", "> {}", "before\n{}"])
def test_text_is_read_back_letter_for_letter_wherever_a_line_begins(before: str, text: str) -> None:
    written = before.format(inline_text.line(text))
    assert folded("before " * before.startswith("before") + visible(text)) == folded(words_of(written))


def test_what_means_something_elsewhere_is_read_back_letter_for_letter() -> None:
    changed = [trap for trap in TRAPS if folded(visible(trap)) != folded(words_of(inline_text.line(trap)))]
    assert [] == changed


@given(TEXTS)
def test_a_table_cell_is_read_back_letter_for_letter(text: str) -> None:
    rendered = READER.render(f"| head |\n|---|\n| {inline_text.cell(text)} |\n")
    assert 1 == rendered.count("<td>")
    assert 2 == rendered.count("<tr>")


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("place", ["{}", "# {}", "- {}", "before\n{}"])
def test_a_line_of_text_makes_nothing_but_its_line(place: str, trap: str) -> None:
    expected = [token.type for token in tokens_of(place.format("word"))]
    assert expected == [token.type for token in tokens_of(place.format(inline_text.line(trap)))]


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if "@" not in trap])
def test_text_makes_no_marks_and_no_links(trap: str) -> None:
    made = {child.type for token in tokens_of(inline_text.line(trap)) for child in token.children or []}
    assert made <= {"text", "softbreak"}


@given(TEXTS)
@example("a\nb")
def test_every_row_of_a_cell_stands_behind_a_line_break(text: str) -> None:
    assert len(inline_text.rows(text)) == len([row for row in inline_text.cell(text).split("<br>") if row])


@pytest.mark.parametrize(
    "plain",
    [
        "lock_timeout = 5",
        "R&D",
        "p99 < 300 ms",
        "v4.12 (eu-1)",
        "-5 %",
        "+17 min",
        "100 % of 3",
        "a - b",
        'it\'s "so"',
        "#42",
    ],
)
def test_what_means_nothing_is_left_as_it_is(plain: str) -> None:
    assert plain == inline_text.line(plain)


def test_invisible_and_directional_characters_are_shown_as_marks() -> None:
    assert "a\ufffdb\u241b\\[31m" == inline_text.line("a\u202eb\x1b[31m")


@given(st.text(alphabet="` a|", min_size=1, max_size=12).filter(lambda text: text.strip(" ")))
def test_a_code_span_holds_exactly_its_text(text: str) -> None:
    spans = [child.content for token in tokens_of(inline_text.code(text)) for child in token.children or []]
    assert [text] == spans
