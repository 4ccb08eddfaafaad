"""Each work-around holds, and the stock class still has the fault (when that half fails, the work-around can go)."""

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea

from pmtui.text import UNSAFE
from screens.textual_faults.app import CRASHED, ENDING_SIGNALS, AppFaults
from screens.textual_faults.editor import EditorFaults

pty = pytest.importorskip("pty", reason="the faults are those of Unix terminals")

# The text area


class Mended(EditorFaults, TextArea):
    """The stock text area with the mends and nothing else."""


class Holder(App[None]):
    CSS = "TextArea { border: none; padding: 0; }"

    def __init__(self, area: TextArea) -> None:
        super().__init__()
        self.area = area

    def compose(self) -> ComposeResult:
        yield self.area


async def undo_a_paste(kind: type[TextArea]) -> str:
    app = Holder(kind("first"))
    async with app.run_test(size=(40, 8)) as pilot:
        app.area.move_cursor((0, 5))
        app.post_message(events.Paste("\nsecond\nthird" * 20))
        await pilot.pause()
        await pilot.press("ctrl+z")
        return app.area.text


async def test_undo_of_a_paste_of_several_lines_restores_the_text() -> None:
    assert await undo_a_paste(Mended) == "first"


async def test_stock_dies_on_undo_of_a_paste_of_several_lines() -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        await undo_a_paste(TextArea)


async def steps_of_typing(kind: type[TextArea], undo: str) -> tuple[int, list[str], list[tuple[int, int]]]:
    """Type, move, type on, delete; return how many edits are kept, and text and cursor at each step back and forth."""
    app = Holder(kind("ab\ncd"))
    async with app.run_test(size=(40, 8)) as pilot:
        area = app.area
        area.cursor_location = (0, 1)
        area.history.checkpoint()
        await pilot.press(*"xyz", "enter", *"uvw", "down", *"rs", "backspace", "backspace", "t")
        kept = sum(map(len, area.history.undo_stack))
        texts, cursors = [], []
        for step in undo:
            (area.undo if step == "u" else area.redo)()
            texts.append(area.text)
            cursors.append(area.cursor_location)
        return kept, texts, cursors


async def test_letters_typed_in_a_row_are_kept_as_one_edit_and_undone_like_as_many() -> None:
    steps = "uuuurruurrrruuuuu"
    kept, *undone = await steps_of_typing(Mended, steps)
    stock_kept, *stock_undone = await steps_of_typing(TextArea, steps)
    assert undone == stock_undone
    assert (kept, stock_kept) == (7, 12)


TEXT = "the pool was full before the deploy began and the alert for it had been muted since the last one"


async def words_after_resize(kind: type[TextArea]) -> list[str]:
    # 57 and 51 columns both make two rows of it, broken at other words.
    app = Holder(kind(TEXT))
    async with app.run_test(size=(57, 6)) as pilot:
        await pilot.resize_terminal(51, 6)
        await pilot.pause()
        return " ".join(strip.text for strip in app.screen._compositor.render_strips()).split()


async def test_a_resize_leaves_no_stale_row() -> None:
    assert await words_after_resize(Mended) == TEXT.split()


async def test_stock_leaves_stale_rows_after_a_resize() -> None:
    assert await words_after_resize(TextArea) != TEXT.split()


async def type_bytes(kind: type[TextArea], sequence: str) -> str:
    app = Holder(kind())
    async with app.run_test(size=(40, 8)) as pilot:
        for event in XTermParser().feed(f"a{sequence}b"):
            app.post_message(event)
        await pilot.pause()
        await pilot.pause()
        return app.area.text


@pytest.mark.parametrize(("sequence", "typed"), [("\x1b[32u", "a b"), ("\x1b[13;2u", "a\nb")])
async def test_keys_that_come_without_their_character_type_it(sequence: str, typed: str) -> None:
    assert await type_bytes(Mended, sequence) == typed


@pytest.mark.parametrize("sequence", ["\x1b[32u", "\x1b[13;2u"])
async def test_stock_swallows_keys_that_come_without_their_character(sequence: str) -> None:
    assert await type_bytes(TextArea, sequence) == "ab"


# The app, on its own


HOSTILE = "a\x1b[2Jb \x1b]0;x\x07 \x9b31m \u202e \x00 \x7f \u200b \ufeff \U000e0041 z"


def drawn(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


class ShowingHostileText:
    def compose(self) -> ComposeResult:
        yield Static(HOSTILE, markup=False)


class MendedShowing(ShowingHostileText, AppFaults):
    """An app with the mends."""


class StockShowing(ShowingHostileText, App[None]):
    """An app without."""


async def test_no_widget_can_send_control_characters_to_the_terminal() -> None:
    app = MendedShowing()
    async with app.run_test(size=(60, 4)):
        text = drawn(app)
        assert not UNSAFE.search(text.replace("\n", ""))
        assert "a[2Jb ]0;x 31m" in text


async def test_stock_sends_control_characters_to_the_terminal() -> None:
    app = StockShowing()
    async with app.run_test(size=(60, 4)):
        assert "\x1b" in drawn(app)


async def test_dropping_control_characters_moves_nothing() -> None:
    app = MendedShowing()
    async with app.run_test(size=(60, 4)):
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {60}


# The app, in a terminal

PROGRAM = """
import sys, threading
from textual.app import App
from textual.widgets import Static
from screens.textual_faults.app import AppFaults

kind, note = sys.argv[1:]
class Program({"mended": AppFaults, "stock": App}[kind]):
    CSS = "Screen { background: $panel; } Static { color: $warning; }"
    typed = ""
    def compose(self):
        yield Static("READY")
    def on_key(self, event):
        if event.character == "!":
            draft = "confid" + "ential"
            raise ValueError("a fault in the program")
        threads = sum(thread.name == "textual-input" for thread in threading.enumerate())
        self.typed += event.character or ""
        self.query_one(Static).update(f"TYPED {len(self.typed)} {ascii(self.typed)} THREADS {threads}")
    def on_paste(self, event):
        self.typed += f"<{event.text}>"
        self.query_one(Static).update(f"TYPED {len(self.typed)} {ascii(self.typed)}")
    def before_signal_exit(self):
        open(note, "a").write("saved")
    def before_crash(self, error):
        open(note, "a").write(f"crashed: {error}")
    def on_unmount(self):
        open(note, "a").write(" unmounted")
program = Program()
program.run()
sys.exit(program.return_code)
"""


class Terminal:
    """A program in a terminal of its own: what it wrote, what it is told, how it ended."""

    def __init__(self, kind: str, note: Path, environment: dict[str, str] | None = None) -> None:
        self.output = b""
        self.note = note
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(
                {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "60", "LINES": "6"}
            )
            os.environ.update(environment or {})
            for name in ENDING_SIGNALS:  # a run under nohup hands on that it is deaf to one of them
                signal.signal(getattr(signal, name), signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, kind, str(note)])

    def send(self, data: bytes) -> None:
        os.write(self.fd, data)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def sees(self, pattern: str, seconds: float = 15) -> bool:
        """Read until the output matches, the program has closed the terminal, or time is up; then tell."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern.encode(), self.output):
            if not select.select([self.fd], [], [], max(0, deadline - time.monotonic()))[0]:
                return False
            try:
                chunk = os.read(self.fd, 65536)
            except OSError:  # how Linux tells that the other end is closed
                chunk = b""
            if not chunk:
                return bool(re.search(pattern.encode(), self.output))
            self.output += chunk
        return True

    def end(self, seconds: float = 15) -> int | None:
        """Return the exit status (negative for a signal), None when the program is still running after the time."""
        deadline = time.monotonic() + seconds
        while self.status is None and time.monotonic() < deadline:
            self.sees("(?!)", 0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def begin(kind: str, **environment: str) -> Terminal:
        terminal = Terminal(kind, tmp_path / "note", environment)
        started.append(terminal)
        assert terminal.sees("READY"), terminal.output
        return terminal

    yield begin
    for terminal in started:
        terminal.close()


RESTORED = r"\x1b\[\?1049l"


@pytest.mark.parametrize("name", ENDING_SIGNALS)
def test_a_signal_saves_unmounts_and_restores_the_terminal(start: Callable[..., Terminal], name: str) -> None:
    terminal = start("mended")
    number = getattr(signal, name)
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert terminal.note.read_text() == "saved unmounted"
    assert re.search(RESTORED.encode(), terminal.output)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_stock_dies_at_once_and_leaves_the_terminal_as_it_is(
    start: Callable[..., Terminal], name: str
) -> None:
    terminal = start("stock")
    number = getattr(signal, name)
    terminal.signal(number)
    assert terminal.end() == -number
    assert not terminal.note.exists()
    assert not re.search(RESTORED.encode(), terminal.output)


def test_closing_the_window_saves_and_unmounts(start: Callable[..., Terminal]) -> None:
    terminal = start("mended")
    os.close(terminal.fd)
    terminal.fd = os.open(os.devnull, os.O_RDWR)
    assert terminal.end() == 128 + signal.SIGHUP
    assert terminal.note.read_text() == "saved unmounted"


def test_an_invalid_byte_is_read_as_a_replacement_character(start: Callable[..., Terminal]) -> None:
    terminal = start("mended")
    terminal.send(b"\xffx")
    assert terminal.sees(r"TYPED 2 '.ufffdx'"), terminal.output


def test_stock_ends_on_an_invalid_byte(start: Callable[..., Terminal]) -> None:
    terminal = start("stock")
    terminal.send(b"\xffx")
    assert terminal.end() is not None


LATE = (b"a\x1b]11;rgb:1e1e/1e", b"1e/1e1e\x1b\\\x9b?62;2", b"2c\x1b[8;40;1", b"20tb")
COLOURED = b"\x1b[200~\x1b[31mred\x1b[0m\x1b[201~"


def test_late_answers_are_not_typed_and_a_paste_is_whole(start: Callable[..., Terminal]) -> None:
    terminal = start("mended")
    for piece in (*LATE, COLOURED):
        terminal.send(piece)
        terminal.sees("(?!)", 0.3)
    assert terminal.sees(r"16 'ab<.x1b.31mred.x1b.0m>'"), terminal.output


def test_stock_types_late_answers_and_takes_a_paste_apart(start: Callable[..., Terminal]) -> None:
    terminal = start("stock")
    for piece in (*LATE[:2], COLOURED):
        terminal.send(piece.replace(b"\x9b?62;2", b""))
        terminal.sees("(?!)", 0.3)
    assert terminal.sees("rgb"), terminal.output
    assert not terminal.sees(r"<.x1b.31mred.x1b.0m>", 0.5)


def test_stop_and_continue_leave_one_input_thread_and_a_program_that_quits(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("mended")
    stop_and_continue(terminal)
    terminal.send(b"x")
    assert terminal.sees("TYPED 1 .* THREADS 1"), terminal.output
    terminal.send(b"\x11")
    assert terminal.end() == 0


def test_stock_starts_a_second_input_thread_after_stop_and_continue(start: Callable[..., Terminal]) -> None:
    terminal = start("stock")
    stop_and_continue(terminal)
    terminal.send(b"x")
    assert terminal.sees("THREADS 2"), terminal.output


def stop_and_continue(terminal: Terminal) -> None:
    terminal.signal(signal.SIGSTOP)
    os.waitpid(terminal.pid, os.WUNTRACED)
    terminal.output = b""
    terminal.signal(signal.SIGCONT)
    assert terminal.sees("READY"), terminal.output


def test_a_crash_saves_and_shows_no_text_of_the_draft(start: Callable[..., Terminal]) -> None:
    terminal = start("mended")
    terminal.send(b"!")
    assert terminal.end() == CRASHED
    assert terminal.note.read_text().startswith("crashed: a fault in the program")
    assert b"confidential" not in terminal.output
    assert re.search(RESTORED.encode(), terminal.output)


def test_stock_shows_local_variables_when_it_crashes(start: Callable[..., Terminal]) -> None:
    terminal = start("stock")
    terminal.send(b"!")
    assert terminal.end() is not None
    assert b"confidential" in terminal.output


def colours(output: bytes) -> set[bytes]:
    """Return the SGR parameters that set a colour (3x, 4x, 9x, 10x, save the terminal's own 39 and 49)."""
    codes = {code for run in re.findall(rb"\x1b\[([\d;]*)m", output) for code in run.split(b";")}
    return {code for code in codes if re.fullmatch(rb"[34][0-8]|9[0-7]|10[0-7]", code)}


def test_no_color_sends_no_colour_at_all(start: Callable[..., Terminal]) -> None:
    terminal = start("mended", NO_COLOR="1")
    assert colours(terminal.output) == set()


def test_stock_sends_shades_of_grey_for_no_color(start: Callable[..., Terminal]) -> None:
    terminal = start("stock", NO_COLOR="1")
    assert colours(terminal.output) != set()
