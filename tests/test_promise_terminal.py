"""The last layer of the command line: whatever a command hands on, nothing that acts on a terminal goes out."""

import json
import sys

import pytest

from pmtui.cli.output import note, say, tell, to_json, write_document
from pmtui.errors import PmtuiError
from pmtui.text import UNSAFE, visible, visible_line

ACTS = "a\x1b]0;title\x07\x9b31m\u202eb\x7f\U000e0041"
SHOWN = "a␛]0;title␇\ufffd31m\ufffdb␡\ufffd"


def test_what_acts_is_marked_and_the_count_of_characters_stays() -> None:
    assert visible(ACTS) == SHOWN
    assert len(visible(ACTS)) == len(ACTS)
    assert visible("one\ttwo\nthree") == "one\ttwo\nthree"
    assert visible_line("one\ttwo\nthree") == "one two⏎three"


def test_no_character_that_acts_is_let_through() -> None:
    every = "".join(map(chr, (*range(0x2100), *range(0xD800, 0xE000), 0xFEFF, *range(0xE0000, 0xE0080))))
    assert UNSAFE.search(visible(every)) is None
    controls = set(range(0x20)) - {ord("\t"), ord("\n")} | set(range(0x7F, 0xA0)) | {0x202E, 0x2066, 0xFEFF}
    assert [] == [code for code in controls if chr(code) in visible(chr(code))]


def test_results_and_notes_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    say(ACTS)
    note(ACTS)
    assert (f"{SHOWN}\n", f"{SHOWN}\n") == capsys.readouterr()


def test_problems_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    tell(PmtuiError(ACTS, ACTS, ACTS))
    assert UNSAFE.search(capsys.readouterr().err) is None


def test_json_is_exact_and_holds_nothing_that_acts() -> None:
    printed = to_json({ACTS: [ACTS]})
    assert UNSAFE.search(printed) is None
    assert json.loads(printed) == {ACTS: [ACTS]}


def test_a_document_is_exact_in_a_pipe_and_harmless_on_a_terminal(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_document(ACTS.encode())
    assert ACTS.encode() == capsysbinary.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write_document(ACTS.encode())
    assert SHOWN.encode() == capsysbinary.readouterr().out
