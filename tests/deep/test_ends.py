"""However pmtui ends, what was typed is on the disk and the terminal is as it was."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.drafts.folder.library import read_document
from pmtui.paths import log_file

pytestmark = pytest.mark.deep

Open = Callable[..., "Window"]  # type: ignore[name-defined]  # noqa: F821  # of conftest, which cannot be imported
RESTORED = {
    b"\x1b[?1049l": "screen",
    b"\x1b[?25h": "cursor",
    b"\x1b[?1000l": "mouse",
    b"\x1b[?2004l": "paste",
}
GRACE = 5.0  # seconds; the goal is 1.0 on a machine that is not busy
LOSS = 1.0  # seconds of typing that a kill may cost
KILLS = 12


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT"])
def test_a_signal_saves_what_was_just_typed_and_restores_the_terminal(
    open_window: Open, saved: Callable[[], str], draft: Path, name: str
) -> None:
    window = open_window()
    window.type("typed77")
    window.sees("typed77")
    asked, number = time.monotonic(), getattr(signal, name)
    window.signal(number)
    assert 128 + number == window.end()
    assert time.monotonic() - asked < GRACE
    assert saved() == "typed77"
    assert [what for code, what in RESTORED.items() if code not in window.output] == []
    assert os.listdir(draft.parent) == ["draft.toml"]


# Stands for a busy machine: the first key holds everything up for a while.
HELD_UP = """
import time
from screens.writing.text_page import TextPage
real = TextPage.on_prose_editor_edited
def slow(page, event):
    if len(event.text) == 1:
        time.sleep(0.7)
    real(page, event)
TextPage.on_prose_editor_edited = slow
"""


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_keys_that_wait_in_line_when_a_signal_comes_are_saved(
    open_window: Open, saved: Callable[[], str], name: str
) -> None:
    window = open_window(code=HELD_UP)
    window.type("t")
    window.read(0.2)
    for letter in "yped while it was busy":
        window.type(letter)
    window.read(0.1)
    window.signal(getattr(signal, name))
    window.end()
    assert saved() == "typed while it was busy"


def test_closing_the_terminal_saves_what_was_just_typed(open_window: Open, saved: Callable[[], str]) -> None:
    window = open_window()
    window.type("typed77")
    window.sees("typed77")
    window.hang_up()
    assert 128 + signal.SIGHUP == window.end()
    assert saved() == "typed77"


def test_after_a_suspension_typing_goes_on_and_quitting_works(
    open_window: Open, saved: Callable[[], str]
) -> None:
    window = open_window()
    window.signal(signal.SIGSTOP)
    os.waitpid(window.pid, os.WUNTRACED)
    window.signal(signal.SIGCONT)
    window.type("typed77")
    window.until(lambda: saved() == "typed77")
    window.type("\x11")
    assert window.end() == 0


def test_a_kill_costs_at_most_a_second_of_typing(
    open_window: Open, saved: Callable[[], str], draft: Path
) -> None:
    chance = random.Random(1)
    for number in range(KILLS):
        window = open_window()
        typed: list[tuple[str, float]] = []
        before = saved()
        until = time.monotonic() + chance.uniform(0.2, 2.5)
        while time.monotonic() < until:
            token = f"k{number:02}{len(typed):04}"
            window.type(f"{token} ")
            typed.append((token, time.monotonic()))
            window.read(0.08)
        killed = time.monotonic()
        window.signal(signal.SIGKILL)
        assert -signal.SIGKILL == window.end()
        now = saved()
        lost = [at for token, at in typed if token not in now]
        assert all(word in now for word in before.split())
        assert killed - min(lost, default=killed) <= LOSS
        # A newer state beside the draft would be offered at the next start; here only the draft itself counts.
        for stray in draft.parent.glob(".*.tmp"):
            stray.unlink()


@pytest.mark.parametrize("place", ["widget", "worker", "save"])
def test_a_mistake_of_ours_costs_no_text_and_tells_none(
    open_window: Open, saved: Callable[[], str], place: str
) -> None:
    window = open_window(PMTUI_TEST_CRASH=place)
    window.type("confidential77")
    if place == "worker":
        window.type("\x11")
    assert window.end() == 70
    assert saved().startswith("c") if place == "widget" else saved() == "confidential77"
    assert "Something went wrong inside pmtui" in window.text
    report = window.output.split(b"\x1b[?1049l")[-1] + log_file().read_bytes()
    assert b"confidential" not in report
    assert [what for code, what in RESTORED.items() if code not in window.output] == []


@pytest.mark.parametrize("place", ["before the rename", "after the rename"])
def test_a_death_in_the_middle_of_a_save_leaves_a_whole_draft(
    draft: Path, saved: Callable[[], str], pmtui: Callable[..., object], place: str
) -> None:
    after = "real(*names)\n    " if place == "after the rename" else ""
    code = f"import os\nreal = os.replace\ndef die(*names):\n    {after}os._exit(9)\nos.replace = die"
    done = pmtui("set", str(draft), "summary", "new", code=code)
    assert done.returncode == 9  # type: ignore[attr-defined]  # a finished process
    assert saved() == ("new" if after else "")
    assert len(os.listdir(draft.parent)) == (1 if after else 2)
    assert pmtui("set", str(draft), "summary", "newer").returncode == 0  # type: ignore[attr-defined]  # a finished process
    assert os.listdir(draft.parent) == ["draft.toml"]
    assert read_document(draft).narrative.summary == "newer"


def test_a_second_window_is_warned_and_changes_nothing(open_window: Open, saved: Callable[[], str]) -> None:
    first = open_window()
    second = open_window()
    second.sees("Read-only: open in another window since ")
    second.type("zzz")
    first.type("mine")
    first.until(lambda: saved() == "mine")
    for window in (second, first):
        window.type("\x11")
        assert window.end() == 0
    assert saved() == "mine"


# Stands for a state folder on a network that went: nobody ever answers.
NEVER_ANSWERED = """
import fcntl, time
fcntl.flock = lambda *_: time.sleep(1000)
"""


def test_a_lock_that_is_never_answered_keeps_nobody_from_writing_nor_from_leaving(
    open_window: Open, saved: Callable[[], str]
) -> None:
    window = open_window(code=NEVER_ANSWERED)
    window.type("typed77")
    window.sees("does not answer")
    window.until(lambda: saved() == "typed77")
    asked = time.monotonic()
    window.type("\x11")
    assert window.end() == 0
    assert time.monotonic() - asked < GRACE


def test_a_draft_that_a_checkout_takes_away_is_told_and_written_again_for_who_goes_on(
    open_window: Open, saved: Callable[[], str], draft: Path
) -> None:
    window = open_window()
    window.type("typed77")
    window.until(lambda: saved() == "typed77")
    draft.unlink()
    window.sees("THE FILE IS GONE")
    window.read(1.0)
    assert not draft.exists()
    window.type(" more")
    window.until(lambda: draft.exists() and saved() == "typed77 more")
    window.type("\x11")
    assert window.end() == 0


# Stands for a folder of drafts on a network that went, after its list was shown.
DEAD_FOLDER = """
import time
import pmtui.drafts.folder.library as library
library.read_regular = lambda *_: time.sleep(1000)
"""


def test_a_draft_whose_folder_never_answers_keeps_nobody_from_leaving(draft: Path, open_window: Open) -> None:
    window = open_window(code=DEAD_FOLDER, ready="Opening")
    asked = time.monotonic()
    window.type("\x11")
    assert window.end() == 0
    assert time.monotonic() - asked < 5.0 + 3.0 + GRACE  # what reading gets, what threads get
    assert [what for code, what in RESTORED.items() if code not in window.output] == []
