"""What comes through a real terminal in bursts, in pieces and late ends up where it belongs, and nothing else does."""

import random
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.deep

COLOURED = "\x1b[200~at 14:02 \x1b[31merror\x1b[0m \x1b]0;t\x07in pool\r\nand again\x1b[201~"
KEPT = "at 14:02 \x1b[31merror\x1b[0m \x1b]0;t\x07in pool\nand again"
LATE = "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[?62;22c\x1bP>|XTerm(354)\x1b\\\x1b[8;24;1000000000t\x1b_Gi=1;OK\x1b\\"


@pytest.mark.parametrize("seed", range(4))
def test_a_paste_and_late_answers_in_pieces_leave_the_text_as_it_was_meant(
    open_window: Callable[..., Any], saved: Callable[[], str], seed: int
) -> None:
    window, chance = open_window(), random.Random(seed)
    stream, at = f"before {LATE}{COLOURED} after{LATE}.", 0
    while at < len(stream):
        size = chance.choice([1, 2, 3, 7, 40])
        piece = stream[at : at + size]
        window.type(piece)
        if not piece.endswith("\x1b"):  # a pause right behind that byte makes a key of it
            window.read(chance.choice([0, 0, 0.01, 0.15]))
        at += size
    window.until(lambda: saved().endswith("after."))
    assert saved() == f"before {KEPT} after."


def test_escape_and_what_follows_it_in_one_packet_are_no_command(
    open_window: Callable[..., Any], saved: Callable[[], str]
) -> None:
    window = open_window()
    window.type("one \x1bOur sentence")  # Esc shows the sections, where letters are no commands
    window.read(0.5)
    window.type("\x1b[27u\x1bc")  # alone, Alt+C asks where to save a copy
    window.sees("Save a copy as")
    window.type("\x1b")
    window.until(lambda: saved().startswith("one"))
    assert "^" not in saved()


def test_text_keys_and_text_in_one_packet_go_where_each_was_meant(
    open_window: Callable[..., Any], draft: Any
) -> None:
    from pmtui.drafts.folder.library import read_document

    window = open_window()
    # Down the list of sections to the timeline, two events, and the beginning of a third.
    window.type(
        "It broke.\x1bOQ\x1b[B\x1b[B\r2026-03-15 14:02 the alert fired\r14:05 Bo took it\r14:07 unfin"
    )
    window.until(lambda: read_document(draft).unread.get("timeline") == "14:07 unfin")
    document = read_document(draft)
    assert document.narrative.summary == "It broke."
    assert ["the alert fired", "Bo took it"] == [event.text for event in document.timeline]
