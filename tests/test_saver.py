"""The saver: the newest state is on disk soon, failures are told and mended, other people's changes are left alone."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui import disk
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.drafts import saver as saver_module
from pmtui.drafts.format import dump, load
from pmtui.drafts.saver import Saver, SaveState

PATIENCE = 10.0
SOON = pytest.mark.parametrize("delay", [0.01])
DELAY = saver_module.DELAY
FIRST = Postmortem(meta=Meta(id="abc123", title="Down"))


def document(summary: str) -> Postmortem:
    return replace(FIRST, narrative=Narrative(summary=summary))


class Heard:
    """What a listener was told, and a way to wait for it."""

    def __init__(self) -> None:
        self.states: list[SaveState] = []
        self._told = threading.Condition()

    def __call__(self, state: SaveState) -> None:
        with self._told:
            self.states.append(state)
            self._told.notify_all()

    def wait_for(self, name: str) -> SaveState:
        with self._told:
            assert self._told.wait_for(lambda: any(state.name == name for state in self.states), PATIENCE)
            return next(state for state in self.states if state.name == name)


class Gate:
    """Stands in for `write_atomic`: each write waits until the gate opens."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, path: Path, data: bytes) -> None:
        self.reached.set()
        assert self.open.wait(PATIENCE)
        self.written.append(data)
        disk.write_atomic(path, data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_bytes(dump(FIRST))
    return path


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def delay() -> float:
    """Return the saver's delay: as good as for ever, so that a test decides what is saved when; `SOON` is short."""
    return 3600.0


@pytest.fixture
def saver(path: Path, heard: Heard, delay: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[Saver]:
    monkeypatch.setattr(saver_module, "DELAY", delay)
    saver = Saver(path, FIRST, path.read_bytes(), heard)
    yield saver
    saver.close()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr(saver_module, "write_atomic", gate)
    yield gate
    gate.open.set()


def on_disk(path: Path) -> Postmortem:
    return load(path.read_bytes(), path.name)


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# Saving


def test_a_change_is_on_disk_within_less_than_half_a_second() -> None:
    assert 0 < DELAY < 0.4


@SOON
def test_what_is_offered_is_saved_without_asking(saver: Saver, path: Path, heard: Heard) -> None:
    saver.offer(document("one"))
    heard.wait_for("saved")
    assert document("one") == on_disk(path)


@SOON
def test_the_state_is_told_on_its_way_to_the_disk(saver: Saver, heard: Heard) -> None:
    saver.offer(document("one"))
    heard.wait_for("saved")
    assert ["unsaved", "saved"] == [state.name for state in heard.states]
    assert heard.states[0].words == "Saving…"
    assert heard.states[1].words.startswith("Saved ")


def test_flushing_saves_at_once(saver: Saver, path: Path) -> None:
    saver.offer(document("one"))
    assert saver.flush(PATIENCE)
    assert document("one") == on_disk(path)
    assert saver.state.name == "saved"


def test_nothing_is_written_when_nothing_changed(saver: Saver, gate: Gate) -> None:
    saver.offer(Postmortem(meta=Meta(id="abc123", title="Down")))
    assert saver.flush(PATIENCE)
    assert gate.written == []


@SOON
def test_only_the_newest_of_the_waiting_states_is_written(saver: Saver, path: Path, gate: Gate) -> None:
    saver.offer(document("one"))
    assert gate.reached.wait(PATIENCE)
    saver.offer(document("two"))
    saver.offer(document("three"))
    gate.open.set()
    assert saver.flush(PATIENCE)
    assert gate.written == [dump(document("one")), dump(document("three"))]
    assert document("three") == on_disk(path)


@SOON
@pytest.mark.parametrize("ending", ["flush", "close"])
def test_a_flush_during_a_save_waits_for_the_newer_state(
    saver: Saver, path: Path, gate: Gate, ending: str
) -> None:
    saver.offer(document("one"))
    assert gate.reached.wait(PATIENCE)
    saver.offer(document("two"))
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(getattr(saver, ending)(PATIENCE)))
    asked = threading.Event()
    wake_wait_for = saver._wake.wait_for

    def tell_when_waiting(predicate: object, timeout: float | None = None) -> bool:
        asked.set()
        return wake_wait_for(predicate, timeout)  # type: ignore[arg-type]  # passed on as it came

    saver._wake.wait_for = tell_when_waiting  # type: ignore[method-assign]  # to know that the flush is waiting
    asking.start()
    assert asked.wait(PATIENCE)
    gate.open.set()
    asking.join(PATIENCE)
    assert answers == [True]
    assert document("two") == on_disk(path)


@SOON
def test_a_flush_that_takes_too_long_says_so(saver: Saver, gate: Gate) -> None:
    saver.offer(document("one"))
    assert gate.reached.wait(PATIENCE)
    assert saver.flush(timeout=0.01) is False


def test_closing_saves_what_is_left_and_ends_the_thread(saver: Saver, path: Path) -> None:
    saver.offer(document("one"))
    assert saver.close()
    assert document("one") == on_disk(path)
    assert not saver._thread.is_alive()
    assert saver.close()


def test_taking_a_change_back_before_it_is_saved_is_saved_again(
    saver: Saver, gate: Gate, heard: Heard
) -> None:
    saver.offer(document("one"))
    assert saver.state.name == "unsaved"
    saver.offer(FIRST)
    assert saver.state.name == "saved"
    assert heard.states[-1].name == "saved"


# Failing


@SOON
def test_a_full_disk_is_told_in_words_and_keeps_the_old_file(
    saver: Saver, path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", no_space)
        saver.offer(document("one"))
        told = heard.wait_for("failed")
        assert saver.flush(PATIENCE) is False
    assert told.words == f"NOT SAVED since {told.since:%H:%M}: {os.strerror(errno.ENOSPC)}"
    assert on_disk(path) == FIRST
    assert os.listdir(path.parent) == ["draft.toml"]


@SOON
def test_saving_recovers_when_there_is_space_again(
    saver: Saver, path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", no_space)
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
    assert saver.flush(PATIENCE)
    heard.wait_for("saved")
    assert saver.state.name == "saved"
    assert document("one") == on_disk(path)


def test_the_time_since_which_saving_fails_stays(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", no_space)
        saver.offer(document("one"))
        saver.flush(PATIENCE)
        first = saver.state
        saver.offer(document("two"))
        saver.flush(PATIENCE)
        assert saver.state == first


def test_going_back_to_what_is_on_disk_ends_a_failure(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", no_space)
        saver.offer(document("one"))
        saver.flush(PATIENCE)
        saver.offer(FIRST)
        assert saver.state.name == "saved"


def test_failing_saves_are_tried_less_and_less_often(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver_module, "write_atomic", no_space)
    pauses = [DELAY]
    for _ in range(6):
        pauses.append(saver._save(document("one"), pauses[-1]))
    assert pauses[1:] == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_what_would_not_read_back_is_not_written(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(saver_module, "dump", lambda _: dump(document("something else")))
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
        assert saver.state.reason == "the file would not read back the same"
    assert on_disk(path) == FIRST


def test_a_draft_that_would_be_too_large_to_open_is_not_written(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("pmtui.drafts.parse.SIZE_LIMIT", 1024 * 1024)
        saver.offer(document("word " * 300_000))
        assert saver.flush(PATIENCE) is False
        assert saver.state.reason == "It has more than 1 MB, the most that pmtui opens"
    assert on_disk(path) == FIRST


# Somebody else's changes


def conflicts(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}.conflict-*.toml"))


@SOON
def test_a_change_from_outside_is_left_alone_and_ours_goes_beside_it(
    saver: Saver, path: Path, heard: Heard
) -> None:
    theirs = dump(document("theirs"))
    path.write_bytes(theirs)
    saver.offer(document("ours"))
    told = heard.wait_for("conflict")
    assert path.read_bytes() == theirs
    assert [saver.path] == conflicts(path)
    assert document("ours") == on_disk(saver.path)
    assert told.words == f"Saved {told.since:%H:%M} to {saver.path.name}; draft.toml was changed elsewhere"


def test_after_a_conflict_saving_goes_on_in_the_same_file(saver: Saver, path: Path) -> None:
    path.write_bytes(b"theirs")
    for text in ("one", "two", "three"):
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
        assert saver.state.name == "conflict"
    assert [saver.path] == conflicts(path)
    assert document("three") == on_disk(saver.path)
    assert path.read_bytes() == b"theirs"


def test_a_conflict_on_a_full_disk_makes_one_file_only(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"theirs")
    with monkeypatch.context() as patch:
        patch.setattr(saver_module, "write_atomic", no_space)
        for text in ("one", "two"):
            saver.offer(document(text))
            assert saver.flush(PATIENCE) is False
    assert saver.flush(PATIENCE)
    assert [saver.path] == conflicts(path)
    assert document("two") == on_disk(saver.path)
    assert saver.state.name == "conflict"


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
def test_a_folder_that_fails_to_sync_is_no_change_from_outside(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_folder", no_space)
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
    assert saver.flush(PATIENCE)
    assert conflicts(path) == []
    assert document("one") == on_disk(path)
    assert saver.state.name == "saved"


def test_a_draft_deleted_outside_is_written_again(saver: Saver, path: Path) -> None:
    path.unlink()
    saver.offer(document("one"))
    assert saver.flush(PATIENCE)
    assert document("one") == on_disk(path)
