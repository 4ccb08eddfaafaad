"""The saver: the newest state is on disk soon, failures are told and mended, other people's changes are left alone."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from pmtui import disk
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.saving import draft_file, draft_writer
from pmtui.drafts.saving import saver as saver_module
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.saving.save_state import SaveState
from pmtui.drafts.saving.saver import FIRST_RETRY, Saver
from pmtui.drafts.versions.recovery import recovery_folder
from pmtui.drafts.versions.snapshots import list_snapshots
from pmtui.paths import log_file, state_folder

PATIENCE = 10.0
SOON = pytest.mark.parametrize("delay", [0.01])
DELAY = saver_module.DELAY
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
FIRST = Postmortem(meta=Meta(id="abc123", title="Down"))


def document(summary: str) -> Postmortem:
    return replace(FIRST, narrative=Narrative(summary=summary))


class Heard:
    """What listeners were told, and ways to wait for it."""

    def __init__(self) -> None:
        self.states: list[SaveState] = []
        self.outside: list[Outside] = []
        self._told = threading.Condition()

    def __call__(self, state: SaveState) -> None:
        with self._told:
            self.states.append(state)
            self._told.notify_all()

    def hear_outside(self, news: Outside) -> None:
        with self._told:
            self.outside.append(news)
            self._told.notify_all()

    def wait_for(self, name: str) -> SaveState:
        with self._told:
            assert self._told.wait_for(lambda: any(state.name == name for state in self.states), PATIENCE)
            return next(state for state in self.states if state.name == name)

    def wait_for_outside(self, kind: str) -> Outside:
        with self._told:
            assert self._told.wait_for(lambda: any(news.kind == kind for news in self.outside), PATIENCE)
            return next(news for news in self.outside if news.kind == kind)


class Gate:
    """Stands in for `write_atomic`: each write waits until the gate opens."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, path: Path, data: bytes, last_look: Callable[[], None]) -> None:
        self.reached.set()
        assert self.open.wait(PATIENCE)
        self.written.append(data)
        disk.write_atomic(path, data, last_look)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "draft.toml"
    path.parent.mkdir()
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
    monkeypatch.setattr(saver_module, "LOOK_EVERY", delay)
    monkeypatch.setattr(saver_module, "SETTLED", delay)
    monkeypatch.setattr(draft_writer, "BEING_WRITTEN", delay)
    saver = Saver(path, FIRST, path.read_bytes(), heard, heard.hear_outside)
    yield saver
    saver.close()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr(draft_file, "write_atomic", gate)
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


def test_typing_without_a_pause_puts_no_save_off(saver: Saver) -> None:
    saver.offer(document("one"))
    first = saver._save_at
    saver.offer(document("two"))
    assert first == saver._save_at


def test_a_draft_that_is_slow_to_save_is_saved_less_often(
    saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saver_module, "DELAY", DELAY)
    clock = iter([0.0, 0.05, 0.0, 0.2, 0.0, 0.7])
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    for text, pause in (
        ("one", 0.5),
        ("two", 0.6),
        ("three", DELAY),
    ):  # the last ones: a word waits no longer
        saver._save(document(text))
        assert saver._pause == pytest.approx(pause)


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

    saver._wake.wait_for = tell_when_waiting  # type: ignore[assignment, method-assign]  # to know that the flush is waiting
    asking.start()
    assert asked.wait(PATIENCE)
    gate.open.set()
    asking.join(PATIENCE)
    assert answers == [True]
    assert document("two") == on_disk(path)


def test_what_comes_during_a_slow_save_waits_from_when_that_began(saver: Saver, gate: Gate) -> None:
    saver.offer(document("one"))
    saver.flush(0.0)
    assert gate.reached.wait(PATIENCE)
    reached = time.monotonic()
    saver.offer(document("two"))
    gate.open.set()
    with saver._wake:
        assert saver._wake.wait_for(lambda: saver.saved == document("one"), PATIENCE)
        assert saver._save_at <= reached + saver._pause


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
    assert saver.state.name == "saved"  # type: ignore[comparison-overlap]  # it changed meanwhile
    assert heard.states[-1].name == "saved"


# Failing


@SOON
def test_a_full_disk_is_told_in_words_and_keeps_the_old_file(
    saver: Saver, path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
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
        patch.setattr(os, "fsync", no_space)
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
    assert saver.flush(PATIENCE)
    heard.wait_for("saved")
    assert saver.state.name == "saved"
    assert document("one") == on_disk(path)


@SOON
def test_saving_is_tried_again_without_asking(
    saver: Saver, path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saver_module, "FIRST_RETRY", 0.01)
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        saver.offer(document("one"))
        heard.wait_for("failed")
    heard.wait_for("saved")
    assert document("one") == on_disk(path)


def test_the_time_since_which_saving_fails_stays(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        saver.offer(document("one"))
        saver.flush(PATIENCE)
        first = saver.state
        saver.offer(document("two"))
        saver.flush(PATIENCE)
        assert saver.state == first


def test_going_back_to_what_is_on_disk_ends_a_failure(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        saver.offer(document("one"))
        saver.flush(PATIENCE)
        saver.offer(FIRST)
        assert saver.state.name == "saved"


def test_failing_saves_are_tried_less_and_less_often(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_file, "write_atomic", no_space)
    monkeypatch.setattr(saver, "_pause", DELAY)
    pauses = []
    for _ in range(6):
        saver._save(document("one"))
        pauses.append(saver._pause)
    assert pauses == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_what_would_not_read_back_is_not_written(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(draft_writer, "dump", lambda _: dump(document("something else")))
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
        assert saver.state.reason == "the file would not read back the same"
    assert on_disk(path) == FIRST


def test_a_draft_that_would_be_too_large_to_open_is_not_written(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("pmtui.drafts.file.parse.SIZE_LIMIT", 1024 * 1024)
        saver.offer(document("word " * 300_000))
        assert saver.flush(PATIENCE) is False
        assert saver.state.reason == "It has more than 1 MB, the most that pmtui opens"
    assert on_disk(path) == FIRST


# Somebody else's changes


def conflicts(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}.conflict-*.toml"))


def versions(path: Path) -> list[bytes]:
    return [each.path.read_bytes() for each in list_snapshots(path)]


def in_the_way_of_snapshots() -> None:
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "snapshots").write_bytes(b"in the way")


def look_twice(saver: Saver) -> None:
    """Look as the saver does when a change has lasted; its own looks are an hour apart."""
    saver._look()
    saver._look()


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
    said = f"draft.toml was changed by something else. Yours is in {saver.path.name}"
    assert told.words == f"Conflict since {told.since:%H:%M}: {said}"


def test_after_a_conflict_saving_goes_on_in_the_same_file(saver: Saver, path: Path) -> None:
    path.write_bytes(b"theirs")
    for text in ("one", "two", "three"):
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
        assert saver.state.name == "conflict"
    assert [saver.path] == conflicts(path)
    assert document("three") == on_disk(saver.path)
    assert path.read_bytes() == b"theirs"


def test_a_version_of_ours_that_somebody_put_back_is_not_overwritten(saver: Saver, path: Path) -> None:
    for text in ("one", "two"):
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
    path.write_bytes(dump(document("one")))
    saver.offer(document("three"))
    assert saver.flush(PATIENCE)
    assert document("one") == on_disk(path)
    assert document("three") == on_disk(saver.path)


def test_a_conflict_takes_no_file_that_is_there_already(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Still(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Still":
            return cls(2026, 3, 15, 14, 32, tzinfo=tz)

    monkeypatch.setattr(draft_writer, "datetime", Still)
    earlier = path.with_name("draft.conflict-20260315-143200.toml")
    earlier.write_bytes(b"precious")
    path.write_bytes(b"theirs")
    saver.offer(document("ours"))
    assert saver.flush(PATIENCE)
    assert saver.path.name == "draft.conflict-20260315-143200-2.toml"
    assert document("ours") == on_disk(saver.path)
    assert earlier.read_bytes() == b"precious"


def test_the_file_beside_the_draft_is_nobody_s_to_overwrite_either(apart: Saver, path: Path) -> None:
    first = apart.path
    first.write_bytes(b"precious")
    apart.offer(document("ours, newer"))
    assert apart.flush(PATIENCE)
    assert first.read_bytes() == b"precious"
    assert apart.path != first
    assert document("ours, newer") == on_disk(apart.path)


def test_a_conflict_on_a_full_disk_makes_one_file_only(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"theirs")
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        for text in ("one", "two"):
            saver.offer(document(text))
            assert saver.flush(PATIENCE) is False
    assert saver.flush(PATIENCE)
    assert [saver.path] == conflicts(path)
    assert document("two") == on_disk(saver.path)
    assert saver.state.name == "conflict"


@pytest.mark.skipif(os.name == "nt", reason="paths are shorter there")
def test_a_conflict_fits_beside_a_draft_of_the_longest_name(tmp_path: Path, heard: Heard) -> None:
    path = tmp_path / f"{'🔥' * 62}.toml"
    path.write_bytes(dump(FIRST))
    saver = Saver(path, FIRST, path.read_bytes(), heard)
    path.write_bytes(b"theirs")
    saver.offer(document("ours"))
    assert saver.close(PATIENCE)
    assert document("ours") == on_disk(saver.path)


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


def test_a_draft_deleted_outside_is_written_again_and_that_is_told(
    saver: Saver, path: Path, heard: Heard
) -> None:
    path.unlink()
    saver.offer(document("one"))
    assert saver.flush(PATIENCE)
    assert document("one") == on_disk(path)
    assert "deleted" in heard.wait_for_outside("deleted").words


@SOON
def test_a_draft_deleted_while_nothing_is_typed_waits_for_a_person(
    saver: Saver, path: Path, heard: Heard
) -> None:
    before = path.read_bytes()
    path.unlink()
    heard.wait_for_outside("deleted")
    heard.wait_for("deleted")
    assert saver.flush(PATIENCE)  # what leaving does
    assert not path.exists()
    assert versions(path) == [before]
    path.write_bytes(before)  # as a checkout of its own branch does
    heard.states.clear()
    heard.wait_for("saved")


@pytest.mark.parametrize("asked", [True, False], ids=["asked for", "gone on writing"])
def test_a_deleted_draft_is_written_again_for_who_asks_or_goes_on(
    saver: Saver, path: Path, asked: bool
) -> None:
    path.unlink()
    look_twice(saver)
    if asked:
        saver.write_again()
    else:
        saver.offer(document("more"))
    assert saver.flush(PATIENCE)
    assert on_disk(path) == (FIRST if asked else document("more"))
    assert saver.state.name == "saved"


def test_a_deleted_draft_that_cannot_be_kept_elsewhere_is_written_again_at_once(
    saver: Saver, path: Path
) -> None:
    in_the_way_of_snapshots()
    path.unlink()
    look_twice(saver)
    assert saver.flush(PATIENCE)
    assert on_disk(path) == FIRST


@SOON
def test_a_change_while_nothing_is_unsaved_is_offered_and_can_be_taken(
    saver: Saver, path: Path, heard: Heard
) -> None:
    path.write_bytes(dump(document("theirs")))
    news = heard.wait_for_outside("changed")
    assert document("theirs") == news.document
    assert saver.take(document("theirs"), news.data)
    saver.offer(document("both"))
    assert saver.flush(PATIENCE)
    assert document("both") == on_disk(path)
    assert conflicts(path) == []


def test_ours_is_an_earlier_version_before_another_version_is_offered(saver: Saver, path: Path) -> None:
    for text in ("one", "two"):  # close together: no version is due by the clock
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
    saver._historian.join(PATIENCE)
    assert dump(document("two")) not in versions(path)
    path.write_bytes(dump(FIRST))
    look_twice(saver)
    assert ["changed"] == [news.kind for news in saver._writer.news]
    assert versions(path)[0] == dump(document("two"))


def test_ours_that_cannot_become_an_earlier_version_is_kept_beside_another_version(
    saver: Saver, path: Path
) -> None:
    theirs = dump(document("theirs"))
    in_the_way_of_snapshots()
    path.write_bytes(theirs)
    look_twice(saver)
    assert ["conflict"] == [news.kind for news in saver._writer.news]
    assert [FIRST] == [on_disk(own) for own in conflicts(path)]
    assert path.read_bytes() == theirs


def test_what_a_session_ends_with_is_an_earlier_version(saver: Saver, path: Path) -> None:
    for text in ("one", "two"):
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
    assert saver.close(PATIENCE)
    assert versions(path)[0] == dump(document("two"))


def test_a_slow_write_from_outside_ends_as_a_change_and_leaves_no_second_file(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = dump(document("theirs"))
    monkeypatch.setattr(draft_writer, "BEING_WRITTEN", PATIENCE)
    for part in (b"", theirs[:3], theirs[:-3]):
        path.write_bytes(part)
        look_twice(saver)
        assert (saver._writer.news, conflicts(path)) == ([], [])
    path.write_bytes(theirs)
    look_twice(saver)
    assert ["changed"] == [news.kind for news in saver._writer.news]
    assert conflicts(path) == []


def test_a_write_from_outside_that_took_very_long_is_taken_once_it_is_there(saver: Saver, path: Path) -> None:
    theirs = dump(document("theirs"))
    path.write_bytes(theirs[:20])
    saver._writer._diverge(FIRST, FIRST, theirs[:20], dump(FIRST))
    path.write_bytes(theirs)
    look_twice(saver)
    assert ["conflict", "changed"] == [news.kind for news in saver._writer.news]
    assert conflicts(path) == []
    assert versions(path)[0] == dump(FIRST)


def test_a_file_that_is_just_being_written_is_not_taken_for_a_spoiled_one(saver: Saver, path: Path) -> None:
    path.write_bytes(b"[meta]\nid = ")
    saver._look()
    path.write_bytes(dump(document("theirs")))
    saver._look()
    assert saver._writer.news == []
    saver._look()
    assert ["changed"] == [news.kind for news in saver._writer.news]
    assert conflicts(path) == []


def test_a_version_from_outside_is_not_taken_over_unsaved_text(saver: Saver) -> None:
    saver.offer(document("ours"))
    assert saver.take(document("theirs"), b"") is False


@SOON
@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (b"", "was emptied by something else."),
        (b'[meta]\nid = "a', "no longer reads: The end of the file"),
        (b"<<<<<<< HEAD\n=======\n>>>>>>> other\n", "Git left a merge conflict in it"),
    ],
    ids=["emptied", "broken", "git"],
)
def test_a_draft_spoiled_outside_is_left_alone_and_ours_is_kept_at_once(
    saver: Saver, path: Path, heard: Heard, theirs: bytes, said: str
) -> None:
    path.write_bytes(theirs)
    assert said in heard.wait_for_outside("conflict").words
    assert path.read_bytes() == theirs
    assert [FIRST] == [on_disk(own) for own in conflicts(path)]


def test_a_change_during_the_write_itself_is_noticed(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, fsync = dump(document("theirs")), os.fsync

    def slow(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        path.write_bytes(theirs)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    saver.offer(document("ours"))
    assert saver.flush(PATIENCE)
    assert path.read_bytes() == theirs
    assert document("ours") == on_disk(saver.path)


@needs_links
@pytest.mark.parametrize("there", [True, False])
def test_a_link_that_leads_elsewhere_now_is_not_written_through(
    path: Path, tmp_path: Path, heard: Heard, there: bool
) -> None:
    link, foreign = tmp_path / "link.toml", tmp_path / "foreign"
    link.symlink_to(path)
    saver = Saver(link, FIRST, path.read_bytes(), heard)
    link.unlink()
    link.symlink_to(foreign)
    if there:
        foreign.write_bytes(b"precious")
    saver.offer(document("ours"))
    assert saver.close(PATIENCE)
    assert (b"precious" if there else None) == (foreign.read_bytes() if foreign.exists() else None)
    assert document("ours") == on_disk(saver.path)
    assert saver.path != link


# Bringing two versions together


@pytest.fixture
def apart(saver: Saver, path: Path) -> Saver:
    """Return a saver in a conflict: FIRST became "theirs" in the draft and "ours" here."""
    path.write_bytes(dump(document("theirs")))
    saver.offer(document("ours"))
    assert saver.flush(PATIENCE)
    assert saver.flush(PATIENCE)  # by now the thread that takes the first snapshots runs
    assert saver._historian.thread is not None
    saver._historian.join(PATIENCE)
    return saver


def test_a_conflict_offers_both_versions_and_what_they_grew_from(apart: Saver) -> None:
    apart.offer(document("ours, newer"))
    found = apart.divergence
    assert found is not None
    assert (FIRST, document("theirs")) == (found.base, found.theirs)
    assert document("ours, newer") == found.ours


def test_settling_writes_the_draft_and_keeps_both_as_snapshots(apart: Saver, path: Path) -> None:
    apart.settle(document("both"))
    assert apart.flush(PATIENCE)
    assert document("both") == on_disk(path)
    assert apart.state.name == "saved"
    assert apart.path == path
    assert conflicts(path) == []
    kept = [load(each.path.read_bytes(), each.path.name) for each in list_snapshots(path)]
    assert all(document(text) in kept for text in ("ours", "theirs"))


def test_settling_does_not_overwrite_what_came_after_the_look(apart: Saver, path: Path) -> None:
    newer = dump(document("theirs, newer"))
    path.write_bytes(newer)
    apart.settle(document("both"))
    assert apart.flush(PATIENCE)
    assert path.read_bytes() == newer
    assert apart.state.name == "conflict"
    assert document("both") == on_disk(apart.path)


def test_both_versions_lie_beside_the_draft_when_they_cannot_become_snapshots(
    apart: Saver, path: Path
) -> None:
    (state_folder() / "snapshots").rename(state_folder() / "away")
    (state_folder() / "snapshots").write_bytes(b"in the way")
    apart.settle(document("both"))
    assert apart.flush(PATIENCE)
    assert document("both") == on_disk(path)
    kept = [on_disk(own) for own in conflicts(path)]
    assert len(kept) == 2
    assert all(document(text) in kept for text in ("ours", "theirs"))


def test_the_file_beside_the_draft_stays_until_the_draft_holds_what_was_settled(
    apart: Saver, path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    (state_folder() / "snapshots").rename(state_folder() / "away")
    (state_folder() / "snapshots").write_bytes(b"in the way")
    apart.offer(document("ours, newer"))
    apart.flush(0.0)
    assert gate.reached.wait(PATIENCE)
    apart.settle(document("both"))
    monkeypatch.setattr(draft_file, "write_atomic", no_space)
    gate.open.set()
    assert apart.flush(PATIENCE) is False
    assert document("ours, newer") in [on_disk(own) for own in conflicts(path)]


@SOON
def test_a_conflict_ends_by_itself_when_the_draft_is_as_it_was(
    saver: Saver, path: Path, heard: Heard
) -> None:
    before = path.read_bytes()
    path.write_bytes(dump(document("theirs")))
    saver.offer(document("ours"))
    heard.wait_for("conflict")
    path.write_bytes(before)
    heard.states.clear()
    heard.wait_for("saved")
    assert document("ours") == on_disk(path)
    assert conflicts(path) == []


# The lock


@pytest.fixture
def locked(path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Saver]:
    """Return a saver whose lock another window then took over."""
    monkeypatch.setattr(saver_module, "LOOK_EVERY", 0.01)
    lock = DraftLock(path)
    assert lock.acquire()
    saver = Saver(path, FIRST, path.read_bytes(), heard, heard.hear_outside, lock=lock)
    yield saver
    saver.close()


def test_what_was_not_saved_when_the_lock_went_is_kept_beside_the_draft(
    locked: Saver, path: Path, heard: Heard
) -> None:
    with locked._wake:  # before it looks
        DraftLock(path).take_over()
        locked.offer(document("ours"))
    assert locked.flush(PATIENCE)
    assert on_disk(path) == FIRST
    assert [document("ours")] == [on_disk(own) for own in conflicts(path)]
    assert conflicts(path)[0].name in heard.wait_for_outside("taken_over").words
    assert locked.state.name == "read_only"


def test_a_lock_that_went_is_noticed_while_nothing_is_typed(locked: Saver, path: Path, heard: Heard) -> None:
    DraftLock(path).take_over()
    heard.wait_for_outside("taken_over")
    assert heard.wait_for("read_only").words.startswith("Read-only: now open in another window since ")
    assert conflicts(path) == []


def test_a_draft_that_may_only_be_read_is_never_written(path: Path, heard: Heard) -> None:
    before = path.read_bytes()
    saver = Saver(path, FIRST, before, heard, read_only="open in another window")
    saver.offer(document("ours"))
    saver.close()
    assert path.read_bytes() == before


# Keeping what cannot be saved


def rescued(path: Path) -> list[Postmortem]:
    return [on_disk(file) for file in recovery_folder(path).glob("*.toml")]


def test_what_cannot_be_saved_is_kept_in_the_state_folder_until_it_can(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        for text in ("one", "two"):
            saver.offer(document(text))
            assert saver.flush(PATIENCE) is False
            assert [document(text)] == rescued(path)
        assert saver.state.rescue == next(recovery_folder(path).iterdir())
    assert saver.flush(PATIENCE)
    assert rescued(path) == []


def test_a_folder_that_went_is_told_and_saving_goes_on_when_it_is_back(saver: Saver, path: Path) -> None:
    away = path.parent.with_name("away")
    path.parent.rename(away)
    saver.offer(document("one"))
    assert saver.flush(PATIENCE) is False
    assert saver.state.reason == "its folder is missing"
    assert [document("one")] == rescued(path)
    assert not path.parent.exists()
    away.rename(path.parent)
    assert saver.flush(PATIENCE)
    assert document("one") == on_disk(path)


def test_a_disk_that_takes_too_long_at_the_end_leaves_a_copy_in_the_state_folder(
    saver: Saver, path: Path, gate: Gate
) -> None:
    saver.offer(document("one"))
    assert saver.close(timeout=0.01) is False
    assert [document("one")] == rescued(path)


@SOON
def test_the_end_of_an_older_save_takes_no_copy_of_newer_text_away(
    saver: Saver, path: Path, gate: Gate
) -> None:
    saver.offer(document("one"))
    assert gate.reached.wait(PATIENCE)
    saver.offer(document("two"))
    assert saver.close(timeout=0.01) is False
    gate.open.set()
    saver._thread.join(PATIENCE)
    assert document("one") == on_disk(path)
    assert [document("two")] == rescued(path)


def test_a_copy_of_text_that_was_taken_back_is_not_left_behind(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        saver.offer(document("one"))
        assert saver.flush(PATIENCE) is False
        saver.offer(FIRST)
        assert saver.close(PATIENCE)
    assert rescued(path) == []


def test_typing_during_a_failure_brings_the_next_try_forward(
    saver: Saver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        saver.offer(document("one"))
        saver.flush(PATIENCE)
    assert saver._save_at > saver._tried_at + FIRST_RETRY
    saver.offer(document("two"))
    assert saver._save_at == saver._tried_at + FIRST_RETRY


def test_a_mistake_of_ours_while_saving_is_kept_and_the_text_is_saved_all_the_same(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMTUI_TEST_CRASH", "save")
    saver.offer(document("confidential"))
    assert saver.flush(PATIENCE)
    assert isinstance(saver.mistake, RuntimeError)
    assert document("confidential") == on_disk(path)
    assert "confidential" not in log_file().read_text("utf-8")


def test_a_mistake_of_ours_prints_nothing(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[object] = []  # with the values of variables, and so with the text
    monkeypatch.setattr(threading, "excepthook", printed.append)
    monkeypatch.setenv("PMTUI_TEST_CRASH", "save")
    saver.offer(document("confidential"))
    assert saver.flush(PATIENCE)
    saver._thread.join(PATIENCE)
    assert printed == []


# Earlier versions


def test_what_the_file_held_before_the_first_save_becomes_a_snapshot(saver: Saver, path: Path) -> None:
    before = path.read_bytes()
    saver.offer(document("one"))
    assert saver.close(PATIENCE)
    assert before in [each.path.read_bytes() for each in list_snapshots(path)]


def test_closing_waits_for_the_snapshot_of_what_the_file_held_before(path: Path) -> None:
    joining = threading.Event()
    before = path.read_bytes()
    # The thread is held at the last moment before it sees to the snapshots.
    saver = Saver(path, FIRST, before, lambda state: state.name != "saved" or joining.wait(PATIENCE))  # type: ignore[arg-type]  # a case of a table
    join = saver._thread.join

    def join_now(timeout: float | None = None) -> None:
        joining.set()
        join(timeout)

    saver._thread.join = join_now  # type: ignore[method-assign]  # to know that the end has come
    saver.offer(document("one"))
    assert saver.close(PATIENCE)
    assert saver._historian.thread is not None
    assert not saver._historian.thread.is_alive()
    assert before in [each.path.read_bytes() for each in list_snapshots(path)]


def test_saving_does_not_wait_for_a_snapshot(
    saver: Saver, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = threading.Event()
    monkeypatch.setattr(saver._historian._history, "keep", lambda *_, **__: taken.wait(PATIENCE))
    for text in ("one", "two"):
        saver.offer(document(text))
        assert saver.flush(PATIENCE)
    assert document("two") == on_disk(path)
    assert saver._historian.thread is not None
    assert saver._historian.thread.is_alive()
    taken.set()


def test_saving_goes_on_when_snapshots_cannot_be_kept(saver: Saver, path: Path) -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_bytes(b"in the way")
    saver.offer(document("one"))
    assert saver.close(PATIENCE)
    assert document("one") == on_disk(path)
