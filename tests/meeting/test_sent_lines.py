"""A scribe beside the facilitator: lines of the second window are in the draft with what was in view there, once."""

from pathlib import Path

import pytest

from pmtui.cli.notes_window import NotesWindow
from pmtui.cli.typed_line import Typed, TypedLine
from pmtui.meeting.capturing import Capturing
from pmtui.meeting.place_file import write_place
from pmtui.meeting.sent_lines import SentLine, forget_line, is_waiting, send_line, waiting_lines
from pmtui.meeting.walking import Walking
from tests.meeting.conftest import SitDown

AT = "2026-03-17T14:03:20+00:00"


def line(text: str, kind: str = "note", step: str = "timeline/event/e4") -> SentLine:
    return SentLine(kind, text, step, AT)  # type: ignore[arg-type]


# Between the windows


def test_lines_wait_in_their_order_until_they_are_forgotten_and_only_for_their_draft(tmp_path: Path) -> None:
    draft, other = tmp_path / "a.toml", tmp_path / "b.toml"
    sent = [send_line(draft, line(text)) for text in ("first", "second \x1b[2J")]
    assert sent == list(waiting_lines(draft))
    assert () == waiting_lines(other)
    forget_line(sent[0])
    assert [False, True] == [is_waiting(each) for each in sent]
    assert ["second \x1b[2J"] == [each.text for each in waiting_lines(draft)]


@pytest.mark.parametrize(
    "written",
    [
        b"", b"[]", b'"x"', b"\xff", b'{"kind": "fill", "text": "x", "step": "", "at": "2026-03-17T14:03:20+00:00"}',
        b'{"kind": "note", "text": " ", "step": "", "at": "2026-03-17T14:03:20+00:00"}',
        b'{"kind": "note", "text": "x", "step": "", "at": "2026-03-17"}', b'{"kind": "note", "text": 7}',
    ],
)  # fmt: skip
def test_what_is_no_line_is_left_alone(tmp_path: Path, written: bytes) -> None:
    sent = send_line(tmp_path / "a.toml", line("x"))
    Path(sent.file).write_bytes(written)
    assert () == waiting_lines(tmp_path / "a.toml")
    assert is_waiting(sent)


# In the meeting


def test_a_line_is_kept_with_what_was_in_view_where_it_was_typed_and_only_once(sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).forward()
    capturing = Capturing(sitting)
    assert "kept" == capturing.take(line("Waiting felt safer"))
    assert "" == capturing.take(line("Waiting felt safer"))
    held = sitting.draft.document.review.capture
    assert [("Waiting felt safer", "timeline", "e4", "14:03:20")] == [
        (each.text, each.segment, each.event, f"{each.at:%H:%M:%S}") for each in held
    ]
    assert "" == sitting.step.row  # the wall stays where it was
    capturing.take(line("d: Roll out on Monday", step=""))
    capturing.take(line("Add an alert @tom ^friday", kind="idea", step="a step that is not known"))
    captures = sitting.draft.document.review.capture
    assert ["note", "decision", "idea"] == [each.kind for each in captures]
    assert "tom" == sitting.draft.document.actions[-1].owner


# The second window


class Scribe:
    """A notes window without a terminal."""

    def __init__(self, draft: Path) -> None:
        self.draft = draft
        self.window = NotesWindow(draft, lambda width: ("2/6 TIMELINE",))

    def type(self, letters: str) -> bool:
        return all(self.window.take(letter) for letter in letters)

    def shown(self) -> str:
        return self.window.page(80, 24)


@pytest.fixture
def scribe(tmp_path: Path) -> Scribe:
    return Scribe(tmp_path / "a.toml")


def test_a_letter_opens_the_line_and_enter_sends_what_was_in_view(scribe: Scribe, sit: SitDown) -> None:
    sitting = sit()
    Walking(sitting).go_by_segments(1)
    place = sitting.place()
    assert place is not None
    assert "" == write_place(scribe.draft, place)
    assert scribe.type("dRoll out qq")
    assert "DECISION > Roll out qq_" in scribe.shown()
    scribe.type("\x7f\x7fon Monday\n")
    sent = waiting_lines(scribe.draft)
    assert [("decision", "Roll out on Monday", "timeline/event/e1")] == [
        (each.kind, each.text, each.step) for each in sent
    ]
    assert "DECISION > _" in scribe.shown()  # open for the next
    scribe.type("\x1b")
    assert "kept as soon as the meeting's window takes it" in scribe.shown()
    forget_line(sent[0])
    assert "kept: Roll out on Monday" in scribe.shown()


def test_q_ends_the_window_and_is_a_letter_in_the_line(scribe: Scribe) -> None:
    assert scribe.type("nquiet\x1b")
    assert "quiet" not in scribe.shown()
    assert scribe.type("n")
    assert "NOTE > quiet_" in scribe.shown()  # what was begun is still there
    scribe.type("\x1b")
    assert not scribe.type("q")


def test_a_disk_that_fails_is_told_with_the_words(scribe: Scribe, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pmtui.meeting.sent_lines.write_atomic", fail)
    scribe.type("nSaid then\n\x1b")
    assert "NOT SENT: No space left on device. The line: Said then" in scribe.shown()


def test_letters_come_from_bytes_and_keys_without_a_letter_are_none() -> None:
    typed = Typed()
    assert "ü" == typed.letters(b"\xc3") + typed.letters(b"\xbc")
    assert "" == typed.letters(b"\x1b[A")
    assert "\x1b" == typed.letters(b"\x1b")
    held = TypedLine()
    assert [None] * 3 == [held.take(letter) for letter in "a\x00b"]
    assert ("ab", "") == (held.take("\r"), held.text)
