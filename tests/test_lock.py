"""The lock: one window writes a draft, the others are told which, and no lock outlives its window."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui.drafts.saving import lock as lock_module
from pmtui.drafts.saving.lock import DraftLock, LockedBy
from pmtui.paths import state_folder

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")

HOLDER = """
import sys, time
from pathlib import Path
from pmtui.drafts.saving.lock import DraftLock
lock = DraftLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_bytes(b"")
    return path


@pytest.fixture
def first(draft: Path) -> Iterator[DraftLock]:
    lock = DraftLock(draft)
    assert lock.acquire()
    yield lock
    lock.release()


def test_a_second_window_is_told_who_where_and_since_when(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.setattr(lock_module, "_host", lambda: "engine")
    first, second = DraftLock(draft), DraftLock(draft)
    assert first.acquire()
    assert second.acquire() is False
    holder = second.holder
    assert holder is not None
    assert ("ada", "engine", os.getpid()) == (holder.who, holder.host, holder.pid)
    assert holder.since is not None
    since = f"{holder.since.astimezone():%H:%M}"
    assert f"open in another window since {since} (ada process {os.getpid()} on engine)" == holder.words
    first.release()


@on_unix
def test_the_lock_is_private_and_not_beside_the_draft(first: DraftLock, draft: Path) -> None:
    assert os.listdir(draft.parent) == ["draft.toml"]
    assert first.file.is_relative_to(state_folder())
    assert [0o600, 0o700] == [stat.S_IMODE(each.stat().st_mode) for each in (first.file, first.file.parent)]


@on_unix
def test_a_lock_that_was_taken_over_is_private_too(draft: Path) -> None:
    lock = DraftLock(draft)
    lock.take_over()
    assert stat.S_IMODE(lock.file.stat().st_mode) == 0o600
    lock.release()


@on_unix
def test_a_link_in_the_place_of_a_lock_is_neither_followed_nor_emptied(draft: Path, tmp_path: Path) -> None:
    precious, lock = tmp_path / "precious", DraftLock(draft)
    precious.write_bytes(b"precious")
    lock.file.parent.mkdir(parents=True)
    lock.file.symlink_to(precious)
    assert lock.acquire()
    assert lock.problem
    assert precious.read_bytes() == b"precious"


def test_a_lock_given_back_can_be_had_and_leaves_nothing(first: DraftLock, draft: Path) -> None:
    first.release()
    assert not first.file.exists()
    second = DraftLock(draft)
    assert second.acquire()
    second.release()


@on_unix
def test_a_link_and_the_draft_it_leads_to_have_one_lock(first: DraftLock, draft: Path) -> None:
    link = draft.with_name("link.toml")
    link.symlink_to(draft)
    assert DraftLock(link).acquire() is False


@on_unix
def test_a_window_that_was_killed_blocks_nobody(draft: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, draft], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        lock = DraftLock(draft)
        assert lock.acquire() is False
        assert lock.holder is not None
        assert lock.holder.pid == holder.pid
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert lock.acquire()
        lock.release()


@on_unix
def test_the_first_window_finds_out_that_it_was_taken_over_and_by_whom(first: DraftLock, draft: Path) -> None:
    second = DraftLock(draft)
    assert second.acquire() is False
    second.take_over()
    assert (True, False) == (first.lost, second.lost)
    assert first.holder is not None
    assert first.holder.pid == os.getpid()
    first.release()
    assert second.held
    assert DraftLock(draft).acquire() is False
    second.release()


@on_unix
def test_taking_over_leaves_no_other_file(first: DraftLock, draft: Path) -> None:
    second = DraftLock(draft)
    second.take_over()
    assert [second.file] == list(second.file.parent.iterdir())
    second.release()


@on_unix
def test_a_lock_file_that_was_swept_away_is_no_lost_lock(first: DraftLock) -> None:
    first.file.unlink()
    assert not first.lost


@on_unix
def test_a_lock_given_back_while_it_is_asked_for_is_asked_for_again(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = DraftLock(draft)
    real = lock_module._lock

    def swept(descriptor: int) -> bool:
        monkeypatch.setattr(lock_module, "_lock", real)
        lock.file.unlink()
        return real(descriptor)

    monkeypatch.setattr(lock_module, "_lock", swept)
    assert lock.acquire()
    assert lock.held
    lock.release()


@on_unix
def test_a_lock_that_cannot_be_had_in_time_is_no_secret(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, real = DraftLock(draft), lock_module._lock

    def swept(descriptor: int) -> bool:
        lock.file.unlink()
        return real(descriptor)

    monkeypatch.setattr(lock_module, "_lock", swept)
    assert lock.acquire()
    assert not lock.held
    assert "other windows kept taking the lock and giving it back" == lock.problem


@on_unix
def test_where_locks_do_not_work_the_draft_can_be_written_and_the_reason_is_known(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", no_locks)
    lock = DraftLock(draft)
    assert lock.acquire()
    assert lock.problem == os.strerror(errno.ENOLCK)
    assert not lock.lost
    lock.release()


@on_unix
def test_a_lock_that_is_never_answered_blocks_neither_opening_nor_saving_nor_quitting(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    monkeypatch.setattr(lock_module, "PATIENCE", 0.05)
    monkeypatch.setattr("fcntl.flock", lambda *_: answered.wait(10))
    lock = DraftLock(draft)
    assert lock.acquire()
    assert lock.problem == f"{lock.file.parent} does not answer"
    assert not lock.lost
    lock.release()
    answered.set()  # too late: nothing may be held for a draft that was let go


@on_unix
def test_a_folder_that_goes_silent_later_stops_nothing_and_is_asked_once(
    first: DraftLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    answered = threading.Event()
    monkeypatch.setattr(lock_module, "PATIENCE", 0.05)
    monkeypatch.setattr(lock_module, "_same_file", lambda *_: asked.append(1) or answered.wait(10))
    assert not first.lost
    assert not first.lost
    assert len(asked) == 1
    first.release()
    answered.set()


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 5, None])
@pytest.mark.parametrize("pid", [10**30, -1, 0, 1e300, "x", None, True])
def test_impossible_years_and_processes_in_a_lock_file_end_nothing(
    first: DraftLock, draft: Path, since: object, pid: object
) -> None:
    first.file.write_text(json.dumps({"who": "ada", "host": "engine", "pid": pid, "since": since}))
    second = DraftLock(draft)
    assert second.acquire() is False
    assert second.holder is not None
    assert second.holder.words in ("open in another window", "open in another window (ada on engine)")


def test_a_state_folder_that_cannot_be_made_blocks_nobody(draft: Path) -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_bytes(b"in the way")
    lock = DraftLock(draft)
    assert lock.acquire()
    assert lock.problem


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"who": "x"}', b'{"since": "soon"}', b"\xff", b"[" * 4000, b" " * 5000]
)
def test_a_lock_file_that_says_nothing_still_has_words(first: DraftLock, draft: Path, content: bytes) -> None:
    first.file.write_bytes(content)
    second = DraftLock(draft)
    assert second.acquire() is False
    assert LockedBy() == second.holder
    assert second.holder.words == "open in another window"
