"""What a terminal sends becomes the keys and pastes that were meant, however it is split; stock, it does not."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._parser import Parser
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.textual_faults import terminal_input
from screens.textual_faults.driver import BoundedSize, _forgiving_decoder
from screens.textual_faults.terminal_input import ALT_QUIET, HIGHEST, WIDEST, TerminalInput


class Clock:
    """Time as the terminal's silences make it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def named(message: Message) -> str:
    if isinstance(message, events.Key):
        typed = message.is_printable and "+" not in message.key
        return message.character or "" if typed else f"<{message.key}>"
    if isinstance(message, events.Paste):
        return f"<paste {message.text}>"
    return f"<{type(message).__name__}>"


def read(*came: str | float, parser: TerminalInput | None = None, clock: Clock | None = None) -> str:
    """Return what is read of text that comes, and of seconds in which nothing comes."""
    clock = clock or Clock()
    parser = parser or TerminalInput(clock=clock)
    clock.now += 10
    found: list[Message] = []
    for part in (*came, 10.0):
        if isinstance(part, str):
            found += parser.feed(part)
        else:
            clock.now += part
            found += parser.tick()
    return "".join(map(named, found))


def stock(*came: str) -> str:
    """Return what Textual's own parser reads, after a silence that ends everything."""
    parser = XTermParser()
    found: list[Message] = []
    for part in came:
        found += parser.feed(part)
        if parser._timeout_time is not None:
            parser._timeout_time = 0.0
            found += Parser.tick(parser)
    return "".join(map(named, found))


# Pastes

LOG = "\x1b[31merror\x1b[0m at \x1b]0;title\x07\r\nsecond \x1b[200~ \x1b[99999999999u line\r"


def test_a_paste_is_whole_and_in_order_whatever_it_holds() -> None:
    assert read(f"a\x1b[200~{LOG}\x1b[201~b") == f"a<paste {LOG}>b"


def test_stock_reads_sequences_inside_a_paste() -> None:
    assert f"<paste {LOG}>" not in stock("\x1b[200~" + LOG.replace("99999999999", "9") + "\x1b[201~b")


@pytest.mark.parametrize("cut", range(1, 6))
def test_the_mark_at_the_end_of_a_paste_is_known_in_pieces_with_a_pause_between(cut: int) -> None:
    end = "\x1b[201~"
    assert read("\x1b[200~abc" + end[:cut], 1.5, end[cut:] + "d") == "<paste abc>d"


def test_a_paste_whose_end_never_comes_is_given_on() -> None:
    assert read("\x1b[200~abc\n", 3.0, "d") == "<paste abc\n>d"


def test_the_rest_of_a_paste_that_was_given_up_is_pasted_and_not_typed() -> None:
    rest = "and a second line\r and a third\r"
    assert read("\x1b[200~abc\r", 3.0, rest, "x\r\x1b[201~y") == f"<paste abc\r><paste {rest}x\r>y"
    assert read("\x1b[200~abc\r", 3.0, "x\r\x1b[201~y") == "<paste abc\r><paste x\r>y"


def test_keys_after_a_paste_that_was_given_up_are_keys() -> None:
    assert read("\x1b[200~abc", 3.0, "x", 0.1, "\r") == "<paste abc>x<enter>"
    assert read("\x1b[200~abc", 3.0, "\x1b[200~def\x1b[201~g") == "<paste abc><paste def>g"


def test_a_paste_without_end_is_handed_on_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_input, "LONGEST_PASTE", 10)
    assert read("\x1b[200~", "abcdefghijkl", "mno", "\x1b[201~p") == "<paste abcdefghijkl><paste mno>p"


# Answers

ANSWERS = {
    "colour": "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    "colour, ended by a bell": "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "clipboard": "\x1b]52;c;aGVsbG8gd29ybGQhIQ==\x07",
    "title": "\x1b]lbash\x1b\\",
    "who are you": "\x1b[?62;22;52c",
    "who are you, again": "\x1b[>41;354;0c",
    "who are you, third": "\x1bP!|00000000\x1b\\",
    "name": "\x1bP>|XTerm(354)\x1b\\",
    "ability": "\x1bP1+r524742=38\x1b\\",
    "setting": "\x1bP1$r0m\x1b\\",
    "keyboard": "\x1b[?31u",
    "picture": "\x1b_Gi=31;OK\x1b\\",
    "size of the window": "\x1b[8;40;120t",
    "size in pixels": "\x1b[4;800;1200t",
    "status": "\x1b[0n",
    "mode": "\x1b[?9999;0$y",
    "parameters": "\x1b[2;1;1;128;128;1;0x",
    "colour, eight bits": "\x9d11;rgb:1e1e/1e1e/1e1e\x9c",
    "who are you, eight bits": "\x9b?62;22c",
    "name, eight bits": "\x90>|XTerm(354)\x9c",
    "picture, eight bits": "\x9fGi=31;OK\x9c",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_an_answer_is_never_typed_wherever_it_is_split_and_however_late_the_rest_is(answer: str) -> None:
    for cut in range(2, len(answer)):
        pause = (
            0.3 if answer[:cut] in {"\x1b[", "\x1b]", "\x1bP", "\x1b_"} else 1.5
        )  # the former alone may have been typed
        assert read("a", 1.0, answer[:cut], pause, answer[cut:], "b") == "ab", cut


def test_what_stalls_right_after_its_first_byte_is_not_typed_either() -> None:
    for answer in (ANSWERS["colour"], ANSWERS["who are you"], ANSWERS["name"], ANSWERS["picture"]):
        assert read("a", 1.0, "\x1b", 1.0, answer[1:], "b") == "a<escape>b"
    assert read("\x1b", 1.0, "[200~two\rlines\x1b[201~b") == "<escape><paste two\rlines>b"
    assert (
        read("\x1b", 1.0, "[x] [1] [2024-11-20T10:00Z] ]x P1") == "<escape>[x] [1] [2024-11-20T10:00Z] ]x P1"
    )
    assert read("\x1b[2024-11-20T10:00Z] x") == "<escape>[2024-11-20T10:00Z] x"


@pytest.mark.parametrize(
    "answer", ["colour", "clipboard", "name", "ability", "picture", "size of the window"]
)
def test_stock_types_answers_that_come_late(answer: str) -> None:
    text = ANSWERS[answer]
    assert stock("a", text[:5], text[5:], "b") != "ab"


def test_an_answer_that_is_cut_off_takes_nothing_along_that_was_typed_after_a_pause() -> None:
    assert read("\x1b]11;rgb:1e1e", 3.0, "typed") == "typed"
    assert read("\x1b[?62;", 3.0, "typed") == "typed"
    assert read("\x1b]11;rgb:1e1e", "\rtyped") == "<enter>typed"


def test_bytes_of_eight_bits_that_begin_no_answer_stay_visible() -> None:
    decode = _forgiving_decoder("utf-8")().decode
    assert read(decode(b"\x93quoted\x94 \xff \x9b")) == "\ufffdquoted\ufffd \ufffd \ufffd"
    assert read(decode(b"\x9b?62;22cx")) == "x"


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[99999999999u", "\x1b[97;;99999999999u", "\x1b[<0;" + "9" * 500 + ";5M", "\x1b[55296u"],
)
def test_numbers_that_cannot_be_end_nothing(sequence: str) -> None:
    assert read(f"a{sequence}b") == "ab"


@pytest.mark.parametrize("sequence", ["\x1b[99999999999u", "\x1b[<0;" + "9" * 20 + ";5M"])
def test_stock_ends_on_numbers_that_cannot_be_or_believes_them(sequence: str) -> None:
    with contextlib.suppress(ValueError, OverflowError):
        assert stock(f"a{sequence}b") != "ab"


def sizes(data: str) -> list[tuple[int, int]]:
    return [
        (event.size.width, event.size.height)
        for event in TerminalInput().feed(data)
        if isinstance(event, events.Resize)
    ]


def test_a_size_that_no_window_has_is_not_believed() -> None:
    assert [(120, 40)] == sizes("\x1b[48;40;120;800;1200t")
    assert [] == sizes("\x1b[48;40;1000000000;800;1200t\x1b[48;0;0;0;0t" + f"\x1b[48;{'9' * 900};1;1;1t")


def test_a_size_that_the_system_tells_is_bounded() -> None:
    class Told:
        def _get_terminal_size(self) -> tuple[int, int]:
            return 65_535, 65_535

    class Bounded(BoundedSize, Told):
        """As the driver is put together."""

    assert (WIDEST, HIGHEST) == Bounded()._get_terminal_size()


# Esc and Alt


def test_escape_and_text_typed_at_once_are_no_alt() -> None:
    assert read("\x1bcause") == "<escape>cause"
    assert read("words\x1bc") == "words<escape>c"
    assert read("\x1b", 0.02, "c") == "<escape>c"
    assert read("\x1bc", ALT_QUIET / 2, "ause") == "<escape>cause"
    assert read("\x1b\r") == "<escape><enter>"
    assert read("\x1b^friday\x1b- [x] done \x1b@bo") == "<escape>^friday<escape>- [x] done <escape>@bo"
    assert read("\x1bParked \x1bOur \x1b_Gabe \x1b] \x1b[x]") == (
        "<escape>Parked <escape>Our <escape>_Gabe <escape>] <escape>[x]"
    )


def test_stock_makes_alt_or_a_circumflex_of_escape_and_what_follows() -> None:
    assert "<alt+c>" in stock("\x1bcause")
    assert "^" in stock("\x1bc" + "a" * 40)


def test_alt_and_a_letter_alone_is_alt() -> None:
    assert read("words", 0.5, "\x1bc") == "words<alt+c>"
    assert read("\x1bc", ALT_QUIET, "words") == "<alt+c>words"
    assert read("\x1bP") == "<alt+shift+p>"


def test_option_with_an_arrow_steps_by_words_however_often() -> None:
    assert read("a\x1bb\x1bb\x1bf") == "a" + "<ctrl+left>" * 2 + "<ctrl+right>"
    assert read("\x1bboat") == "<escape>boat"


def test_keys_that_say_what_they_are_need_no_waiting() -> None:
    parser = TerminalInput()
    assert "<escape>c<alt+c><up><shift+enter>" == "".join(
        map(named, parser.feed("\x1b[27u\x1b[99;;99u\x1b[99;3u\x1b[A\x1b[13;2u"))
    )


# However it is split

PIECES = st.sampled_from(
    [
        "a", "word ", "é", "日", "\r", "\t", "\x7f", "\x1b[A", "\x1bOP", "\x1b[1;5C", "\x1b[15~", "\x1b[27u", "\x1b[97;;97u",
        "\x1b[<0;5;5M", "\x1b[<0;5;5m", "\x1b[I", "\x1b[O", "\x1b\x1b[B", "\x1b\r", "\x1bcause", "\x1b[M !!", "\x1b[[A",
        "\x1b[200~two\r\nlines \x1b[31m\x1b[0m\x1b]x\x1b\x1b[20\x1b[201~", "\x1b[200~\x1b[201~", *ANSWERS.values(),
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12), st.randoms(use_true_random=False))
def test_the_same_keys_and_pastes_come_out_whatever_the_split(
    pieces: list[str], chance: random.Random
) -> None:
    stream = "".join(pieces)
    cuts = (
        sorted(chance.sample(range(1, len(stream)), chance.randrange(len(stream)))) if len(stream) > 1 else []
    )
    parts = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) if a < b]
    assert read(*parts) == read(stream)


@given(st.text(alphabet="\x1b[]OP_?;0123456789ucRtMm~ab^\\\x07\r\x9b\x9d\ud800", max_size=60))
def test_no_input_at_all_ends_the_reading_or_is_read_otherwise_in_pieces(stream: str) -> None:
    assert read(*stream) == read(stream)
