"""The person's own editor in a real terminal: whatever it wrote is in the draft, or offered at the next opening."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.drafts.folder.library import read_document
from pmtui.drafts.versions.recovery import recovery_folder, recovery_offers

pytestmark = pytest.mark.deep

Open = Callable[..., "Window"]  # type: ignore[name-defined]  # noqa: F821  # of conftest, which cannot be imported
ALT_V = "\x1bv"
F4 = "\x1bOS"
ENDED_WITHIN = 5.0  # seconds


@pytest.fixture
def editor(tmp_path: Path) -> Callable[[str], str]:
    """Return what makes an editor of some lines of shell; `$1` is the file. It tells its process in the file `started`."""

    def make(lines: str) -> str:
        path = tmp_path / "an editor"
        path.write_text(f'#!/bin/sh\necho $$ > "{tmp_path}/started"\n{lines}\n')
        path.chmod(0o755)
        return f"'{path}'"

    return make


def process(tmp_path: Path) -> int:
    return int((tmp_path / "started").read_text())


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def offered(draft: Path) -> list[str | None]:
    return [offer.document.narrative.summary for offer in recovery_offers(draft, read_document(draft))]


def lent(draft: Path) -> list[Path]:
    return list(recovery_folder(draft).glob("lent-*"))


def written(draft: Path) -> str:
    """Return what the lent file holds, nothing while there is none."""
    return "".join(path.read_text() for path in recovery_folder(draft).glob("lent-*/text.md"))


def test_what_the_editor_wrote_comes_back_and_the_screen_with_it(
    open_window: Open, saved: Callable[[], str], editor: Callable[[str], str], draft: Path
) -> None:
    window = open_window(EDITOR=editor('read line; printf "%s from outside\\n" "$line" > "$1"'), VISUAL="")
    window.type("typed77")
    window.sees("typed77")
    window.type(F4)
    window.until(lambda: lent(draft))
    window.read(1.5)
    before = len(window.output)
    window.read(1.0)
    assert window.output[before:] == b""  # the terminal belongs to the editor
    window.type("more\r")
    window.until(lambda: saved() == "more from outside")
    window.sees("more from outside")
    window.until(lambda: lent(draft) == [])
    window.type("\x1a")  # Ctrl+Z
    window.until(lambda: saved() == "typed77")
    window.type("\x11")
    assert window.end() == 0


@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "the terminal is closed"])
def test_the_end_of_the_program_while_the_editor_is_open_loses_nothing_that_was_saved_in_it(
    open_window: Open,
    saved: Callable[[], str],
    editor: Callable[[str], str],
    draft: Path,
    tmp_path: Path,
    end: str,
) -> None:
    window = open_window(
        EDITOR=editor('printf "saved outside" > "$1"; while :; do sleep 0.1; done'), VISUAL=""
    )
    window.type("typed77")
    window.sees("typed77")
    window.type(F4)
    window.until(lambda: written(draft) == "saved outside")
    asked = time.monotonic()
    if end.startswith("SIG"):
        window.signal(getattr(signal, end))
    else:
        window.hang_up()
    assert window.end() == 128 + (signal.SIGTERM if end == "SIGTERM" else signal.SIGHUP)
    assert time.monotonic() - asked < ENDED_WITHIN
    assert saved() == "typed77"
    assert offered(draft) == ["saved outside"]
    window.until(lambda: not runs(process(tmp_path)))
    again = open_window(ready="UNSAVED TEXT")
    again.type(ALT_V)
    again.sees("your own editor")


def test_ctrl_c_in_the_editor_ends_neither(
    open_window: Open, saved: Callable[[], str], editor: Callable[[str], str], draft: Path
) -> None:
    window = open_window(EDITOR=editor('trap "" INT; read line; printf "%s" "$line" > "$1"'), VISUAL="")
    window.type(F4)
    window.until(lambda: lent(draft))
    window.read(1.0)
    window.type("\x03")
    window.read(0.5)
    window.type("outside\r")
    window.until(lambda: saved() == "outside")
    window.type("\x11")
    assert window.end() == 0


def test_a_kill_while_the_editor_is_open_leaves_what_it_saved_to_the_next_opening(
    open_window: Open, editor: Callable[[str], str], draft: Path, tmp_path: Path
) -> None:
    window = open_window(EDITOR=editor('trap "" HUP; sleep 2; printf "saved outside" > "$1"'), VISUAL="")
    window.type(F4)
    window.until(lambda: lent(draft))
    window.read(1.0)
    window.signal(signal.SIGKILL)
    window.end()
    assert offered(draft) == []  # the editor goes on, and saves only now
    deadline = time.monotonic() + ENDED_WITHIN
    while offered(draft) != ["saved outside"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert offered(draft) == ["saved outside"]


def test_an_editor_that_comes_back_at_once_is_told_of_and_its_file_is_watched(
    open_window: Open, saved: Callable[[], str], editor: Callable[[str], str], draft: Path
) -> None:
    later = '(sleep 2; printf "saved later" > "$1") </dev/null >/dev/null 2>&1 &'
    window = open_window(EDITOR=editor(later), VISUAL="")
    window.type("typed77")
    window.sees("typed77")
    window.type(F4)
    window.sees("came back at once")
    window.until(lambda: saved() == "saved later")
    window.sees("saved later")
    window.type("\x11")
    assert window.end() == 0
