"""What is not the author's own sentence is hidden, and no offset ever moves."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.language.masking import FILL, lowered, mask_blocks, mask_inline

MARKUP = st.text(alphabet="`*_'\"“”‘’«»<>!-[]()|~#\n \\ab1:İßΣé\u0301\u202eא", max_size=80)


@given(st.one_of(st.text(max_size=200), MARKUP))
def test_nothing_moves_however_odd_the_text(text: str) -> None:
    assert len(text) == len(lowered(text)) == len(mask_blocks(text)) == len(mask_inline(text))


@given(MARKUP)
def test_masking_lines_keeps_every_line_break(text: str) -> None:
    assert [at for at, c in enumerate(text) if c == "\n"] == [
        at for at, c in enumerate(mask_blocks(text)) if c == "\n"
    ]


def test_every_letter_keeps_its_place_in_lower_case() -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs"]
    assert [] == [letter for letter in letters if len(lowered(letter)) != 1]


def test_a_dotted_capital_i_does_not_shift_what_follows() -> None:
    assert "i broke" == lowered("İ broke")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("set `forgot` to 4", "set ¤¤¤¤¤¤¤¤ to 4"),
        ("a ``b ` c`` d", "a ¤¤¤¤¤¤¤¤¤ d"),
        ("one ` alone", "one ` alone"),
        ('it said "oops" twice', "it said ¤¤¤¤¤¤ twice"),
        ("it said “oops” twice", "it said ¤¤¤¤¤¤ twice"),
        ("code 'user error: don't' came", "code ¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ came"),
        ("the engineers' and users' shifts", "the engineers' and users' shifts"),
        ("see https://a.example/human-error now", "see ¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ now"),
        ("see [the page](/human-error) now", "see [the page]               now"),
        ("it was **not** ready", "it was   not   ready"),
        ("my_server forgot", "my_server forgot"),
        ("09:58 I looked", "      I looked"),
        ("2026-03-15 09:58 UTC - I looked", "                       I looked"),
        ("- [ ] Ask first", "      Ask first"),
    ],
)
def test_only_the_authors_own_words_are_left(text: str, left: str) -> None:
    assert left == mask_inline(text).replace(FILL, "¤")


@pytest.mark.parametrize(
    "line",
    [
        "> somebody forgot",
        "2026-03-15 09:58:01 ERROR operator forgot",
        "ERROR: operator forgot",
        "Mar  3 10:11:12 host sshd[1]: user forgot",
        "level=error msg=forgot",
        "$ forgot --all",
        "<!-- somebody forgot -->",
    ],
)
def test_a_line_that_is_not_prose_is_blank(line: str) -> None:
    assert f"a\n{' ' * len(line)}\nb" == mask_blocks(f"a\n{line}\nb")


def test_fenced_code_is_blank_until_its_own_fence() -> None:
    text = "a\n```\nforgot\n~~~\nforgot\n```\nb"
    assert ["a", "b"] == mask_blocks(text).split()


def test_a_fence_that_never_closes_hides_the_rest() -> None:
    assert ["a"] == mask_blocks("a\n~~~\nforgot").split()


def test_the_head_of_a_table_is_blank_and_its_rows_are_not() -> None:
    assert ["|", "we", "forgot", "|"] == mask_blocks("| Who forgot |\n| --- |\n| we forgot |").split()[-4:]
    assert "Who" not in mask_blocks("| Who forgot |\n| --- |\n| we forgot |")


def test_a_comment_that_never_ends_hides_nothing() -> None:
    assert "a <!-- b" == mask_blocks("a <!-- b")
