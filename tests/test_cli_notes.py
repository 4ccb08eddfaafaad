"""`pmtui notes`: following the meeting in a second terminal, and its account."""

import os
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.cli.main import run
from pmtui.document.postmortem import replace
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.meeting.agenda import agenda_for
from pmtui.meeting.baseline import keep_baseline
from pmtui.meeting.capture_line import parse_capture_line
from pmtui.meeting.captures import Context, add_capture
from pmtui.meeting.place_file import place_of, write_place
from pmtui.meeting.sent_lines import waiting_lines
from pmtui.meeting.stored import begin, clock_of, keep_state
from prompts.content import load_meeting

Capture = pytest.CaptureFixture[str]
SLOWEST = 20.0


@pytest.fixture
def draft(capsys: Capture) -> Path:
    assert 0 == run(["example"])
    return Path(capsys.readouterr().out.strip())


def hold_meeting(path: Path, *, roles: bool = False) -> None:
    """Leave the draft as a meeting does that stands at its fourth event, with a decision."""
    document, meeting, now = read_document(path), load_meeting(), datetime.now(UTC)
    agenda = agenda_for(document, meeting, "quick-30")
    begun = begin(document, agenda, now, keep_baseline(path, document, now))
    clock = clock_of(begun, agenda, meeting).begin(0).go_to(1, 60)
    line = parse_capture_line("Two people deploy *together*", "decision", now.date())
    noted = add_capture(begun, line, Context("timeline", event="e4", at=now))
    path.write_bytes(dump(keep_state(noted, clock, 120, "timeline/event/e4")))
    reading = clock.read(120, now)
    told = {"foresight": False, "roles": roles, "blank": False}
    assert "" == write_place(
        path, place_of(reading, "timeline/event/e4", "timeline/event/e5", 0, "down", now, **told)
    )


def test_once_prints_how_it_stands_and_ends(draft: Path, capsys: Capture) -> None:
    assert 0 == run(["notes", str(draft), "--once"])
    assert "No meeting is running on this draft yet." in capsys.readouterr().out
    hold_meeting(draft)
    assert 0 == run(["notes", str(draft), "--once"])
    shown = capsys.readouterr().out
    assert "2/5 TIMELINE" in shown
    assert "NOW     06:36" in shown
    assert "ASK" in shown


def test_names_are_shown_as_roles_where_the_wall_does(draft: Path, capsys: Capture) -> None:
    document = read_document(draft)
    named = replace(document.timeline[3], text=f"{document.participants[0].name} opens the channel")
    draft.write_bytes(
        dump(replace(document, timeline=(*document.timeline[:3], named, *document.timeline[4:])))
    )
    for roles in (False, True):
        hold_meeting(draft, roles=roles)
        assert 0 == run(["notes", str(draft), "--once"])
        assert roles == (document.participants[0].name not in capsys.readouterr().out)


def test_without_a_terminal_it_prints_once(draft: Path, capsys: Capture) -> None:
    assert 0 == run(["notes", str(draft)])
    assert "No meeting is running" in capsys.readouterr().out


def test_the_account_is_printed_or_written(draft: Path, capsys: Capture, tmp_path: Path) -> None:
    hold_meeting(draft)
    assert 0 == run(["notes", str(draft), "--to", "md"])
    printed = capsys.readouterr().out
    assert "- Two people deploy \\*together\\* (at 2026-05-14 06:36, " in printed
    assert 0 == run(["notes", str(draft), "--to", "md", "-o", str(tmp_path)])
    assert printed == (tmp_path / f"{draft.stem}.meeting.md").read_text(encoding="utf-8")


def test_the_account_shows_people_by_role_where_asked(draft: Path, capsys: Capture) -> None:
    name = read_document(draft).participants[0].name
    said = replace(read_document(draft).timeline[3], text=f"{name} opens the channel")
    document = read_document(draft)
    draft.write_bytes(
        dump(replace(document, timeline=(*document.timeline[:3], said, *document.timeline[4:])))
    )
    hold_meeting(draft)
    for people, shown in (("names", True), ("roles", False)):
        assert 0 == run(["notes", str(draft), "--to", "md", "--names", people])
        assert shown == (f"{name} opens" in capsys.readouterr().out)


def test_a_file_that_exists_is_replaced_only_when_asked(draft: Path, capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "meeting.md"
    target.write_text("mine")
    assert 2 == run(["notes", str(draft), "--to", "md", "-o", str(target)])
    assert "mine" == target.read_text()
    assert 0 == run(["notes", str(draft), "--to", "md", "-o", str(target), "--force"])
    assert target.read_text().startswith("# Review meeting")


def test_a_beginning_that_is_gone_is_told(draft: Path, capsys: Capture) -> None:
    hold_meeting(draft)
    document = read_document(draft)
    draft.write_bytes(dump(replace(document, review=replace(document.review, baseline="000099-gone.toml"))))
    assert 0 == run(["notes", str(draft), "--to", "md"])
    told = capsys.readouterr()
    assert "as it was when the meeting began is not here" in told.err
    assert "Two people deploy" in told.out


def test_options_of_the_account_need_the_account(draft: Path, capsys: Capture) -> None:
    for option in (["--force"], ["--names", "roles"]):
        assert 2 == run(["notes", str(draft), *option])
        assert "--to md" in capsys.readouterr().err


def test_it_loads_no_screen(draft: Path) -> None:
    code = (
        "import sys; from pmtui.cli.main import run\n"
        f"run(['notes', {str(draft)!r}, '--once'])\n"
        "print('loaded:', *({'textual', 'rich', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "loaded:" == done.stderr.strip()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("key", "code"), [("q", 0), ("\x03", 130)])
def test_q_and_ctrl_c_end_it(draft: Path, key: str, code: int) -> None:
    with _Terminal("notes", str(draft)) as terminal:
        terminal.wait_for("No meeting is running")
        terminal.type(key)
        assert code == terminal.ended()


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_a_line_that_was_begun_is_sent_when_the_window_is_closed(draft: Path) -> None:
    with _Terminal("notes", str(draft)) as terminal:
        terminal.wait_for("No meeting is running")
        terminal.type("nHalf a sen")
        terminal.wait_for("Half a sen_")
        terminal._process.send_signal(signal.SIGTERM)
        assert 128 + signal.SIGTERM == terminal.ended()
    assert [("note", "Half a sen")] == [(line.kind, line.text) for line in waiting_lines(draft)]


@pytest.mark.deep
@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_in_a_terminal_it_follows_the_meeting_and_the_draft(draft: Path) -> None:
    with _Terminal("notes", str(draft)) as terminal:
        terminal.wait_for("No meeting is running")
        hold_meeting(draft)
        terminal.wait_for("2/5 TIMELINE")
        document = read_document(draft)
        events = (replace(document.timeline[3], text="Corrected meanwhile"), *document.timeline[4:])
        draft.write_bytes(dump(replace(document, timeline=(*document.timeline[:3], *events))))
        terminal.wait_for("Corrected meanwhile")
        draft.write_bytes(b"[meta")
        terminal.wait_for("cannot be read just now")
        terminal.type("q")
        assert 0 == terminal.ended()


class _Terminal:
    """A pmtui command in a terminal that does not say how large it is."""

    def __init__(self, *argv: str) -> None:
        import pty  # where there is none, nothing else of this file needs it

        self._ours, theirs = pty.openpty()
        screen = {"TERM": "xterm-256color"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pmtui", *argv],
            stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | screen, start_new_session=True,
            preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(theirs)
        self._seen = b""

    def __enter__(self) -> "_Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        os.close(self._ours)

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + SLOWEST
        while words.encode() not in self._seen:
            assert time.monotonic() < deadline, self._seen[-2000:].decode(errors="replace")
            self._read(0.2)
        self._seen = b""

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def ended(self) -> int:
        deadline = time.monotonic() + SLOWEST
        while self._process.poll() is None and time.monotonic() < deadline:
            self._read(0.1)
        return self._process.wait(timeout=1)

    def _read(self, seconds: float) -> None:
        if select.select([self._ours], [], [], seconds)[0]:
            try:
                self._seen += os.read(self._ours, 65536)
            except OSError:  # the other side is closed
                return


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
