"""Earlier versions of a draft: when one is kept, what is thinned, and that nothing about them stops a save."""

import os
import stat
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.drafts.versions import snapshots as snapshots_module
from pmtui.drafts.versions.snapshots import (
    ALL_KEPT_FOR,
    BYTES_A_MINUTE,
    NEWEST_KEPT,
    SPACING,
    History,
    Snapshot,
    bring_back,
    last_readable,
    list_snapshots,
    read_snapshot,
    snapshot_folder,
    thin,
)
from pmtui.errors import DraftError

NOW = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
YEAR = timedelta(days=365)
GOOD = b'[meta]\nid = "abc123"\ntitle = "Down"\n'


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return tmp_path / "drafts" / "draft.toml"


def keep(draft: Path, *moments: datetime) -> None:
    """Keep a version of its own for each moment, as sessions of their own."""
    for moment in moments:
        History(draft).keep(f"{len(list_snapshots(draft))} {moment}".encode(), moment)


def taken(draft: Path) -> list[datetime]:
    return [snapshot.taken for snapshot in list_snapshots(draft)]


# When one is kept


def test_the_first_version_of_a_session_is_kept(draft: Path) -> None:
    path = History(draft).keep(b"one", NOW)
    (snapshot,) = list_snapshots(draft)
    assert (path, NOW, 3, "saved") == (snapshot.path, snapshot.taken, snapshot.size, snapshot.reason)
    assert b"one" == read_snapshot(snapshot)


def test_versions_are_kept_five_minutes_apart(draft: Path) -> None:
    history = History(draft)
    kept = [history.keep(b"%d" % minute, NOW + timedelta(minutes=minute)) for minute in range(12)]
    assert [0, 5, 10] == [minute for minute, path in enumerate(kept) if path]


def test_a_new_session_keeps_its_first_version_at_once(draft: Path) -> None:
    History(draft).keep(b"one", NOW)
    assert History(draft).keep(b"two", NOW + timedelta(seconds=1))


def test_a_forced_version_is_kept_at_once_with_its_reason(draft: Path) -> None:
    history = History(draft)
    history.keep(b"one", NOW)
    assert history.keep(b"two", NOW, "Before the restore", force=True)
    assert ["before-the-restore", "saved"] == [snapshot.reason for snapshot in list_snapshots(draft)]


def test_versions_kept_at_the_same_moment_are_all_kept(draft: Path) -> None:
    versions = [str(number).encode() for number in range(12)]
    together = threading.Barrier(len(versions))

    def keep_now(data: bytes) -> None:
        together.wait()
        History(draft).keep(data, NOW, "forced", force=True)

    threads = [threading.Thread(target=keep_now, args=(data,)) for data in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(versions) == sorted(each.path.read_bytes() for each in list_snapshots(draft))
    assert list(range(12, 0, -1)) == [each.number for each in list_snapshots(draft)]


def test_the_same_bytes_are_not_kept_twice_in_a_row(draft: Path) -> None:
    history = History(draft)
    kept = [history.keep(data, NOW, force=True) for data in (b"one", b"one", b"two", b"one")]
    assert [True, False, True, True] == [bool(path) for path in kept]
    assert "" == history.problem


def test_a_session_that_begins_with_what_is_kept_keeps_its_first_change(draft: Path) -> None:
    History(draft).keep(b"one", NOW)
    history = History(draft)
    assert not history.keep(b"one", NOW)
    assert history.keep(b"two", NOW + timedelta(seconds=1))


def test_a_large_draft_is_kept_less_often(draft: Path) -> None:
    history = History(draft)
    history.keep(b"one", NOW)
    large = b"x" * BYTES_A_MINUTE * 10
    assert not history.keep(large, NOW + SPACING)
    assert history.keep(large, NOW + timedelta(minutes=10))


@pytest.mark.parametrize("jump", [-YEAR, timedelta(hours=-1), YEAR])
def test_a_clock_that_jumps_never_stops_versions_from_being_kept(draft: Path, jump: timedelta) -> None:
    history = History(draft)
    history.keep(b"one", NOW)
    assert history.keep(b"two", NOW + jump)
    assert not history.keep(b"three", NOW + jump + timedelta(minutes=1))
    assert history.keep(b"three", NOW + jump + SPACING)


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
def test_snapshots_are_private_whatever_the_umask(draft: Path) -> None:
    before = os.umask(0)
    try:
        path = History(draft).keep(b"one", NOW)
    finally:
        os.umask(before)
    folder = snapshot_folder(draft)
    assert path
    assert {0o600} == {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    assert {0o700} == {stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent)}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_draft_has_the_same_snapshots_through_a_link(draft: Path, tmp_path: Path) -> None:
    draft.parent.mkdir()
    draft.write_bytes(b"one")
    link = tmp_path / "link.toml"
    link.symlink_to(draft)
    History(link).keep(b"one", NOW)
    assert 1 == len(list_snapshots(draft))


# Errors


def test_a_folder_that_cannot_be_used_is_told_and_raises_nothing(draft: Path) -> None:
    snapshot_folder(draft).parent.parent.mkdir(parents=True)
    snapshot_folder(draft).parent.write_bytes(b"a file")
    history = History(draft)
    assert history.keep(b"one", NOW) is None
    assert history.problem.startswith("Earlier versions cannot be kept: ")


def test_a_full_disk_is_told_leaves_nothing_behind_and_is_tried_again_later(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(draft)
    history.keep(b"one", NOW)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert history.keep(b"two", NOW + SPACING) is None
        assert "Earlier versions cannot be kept: No space left on device." == history.problem
    assert history.keep(b"three", NOW + SPACING + timedelta(seconds=1)) is None
    assert 2 == len(list(snapshot_folder(draft).iterdir()))  # the first version, and whose it is
    assert history.keep(b"four", NOW + 2 * SPACING)
    assert "" == history.problem


def test_a_listing_that_fails_is_told_in_words(draft: Path) -> None:
    snapshot_folder(draft).parent.mkdir(parents=True)
    snapshot_folder(draft).write_bytes(b"a file")
    with pytest.raises(DraftError, match="earlier versions cannot be read"):
        list_snapshots(draft)


def test_other_files_among_them_are_left_alone(draft: Path) -> None:
    History(draft).keep(b"one", NOW)
    strays = ["notes.txt", ".000002-20260315T143200Z-saved.toml.1.tmp", "000009-20261399T999999Z-saved.toml"]
    for name in strays:
        (snapshot_folder(draft) / name).write_bytes(b"x")
    assert 1 == len(list_snapshots(draft))
    assert () == thin(snapshot_folder(draft), NOW + YEAR)


# Finding them again


def test_the_version_kept_last_stands_first_whatever_the_clock_said(draft: Path) -> None:
    moments = [NOW, NOW + YEAR, NOW - YEAR]
    keep(draft, *moments)
    assert moments[::-1] == taken(draft)


def test_nothing_needs_the_draft_to_be_there(draft: Path) -> None:
    assert () == list_snapshots(draft)
    assert last_readable(draft) is None
    History(draft).keep(GOOD, NOW)
    assert last_readable(draft) is not None
    assert not draft.exists()


def test_the_newest_version_that_loads_is_found_for_a_draft_that_does_not(draft: Path) -> None:
    for data in (GOOD, GOOD.replace(b"Down", b"Slow"), b"[meta\n", b""):
        History(draft).keep(data, NOW)
    found = last_readable(draft)
    assert found
    assert (2, "Slow") == (found[0].number, found[1].meta.title)


def test_bringing_back_a_version_keeps_what_stood_there(draft: Path) -> None:
    History(draft).keep(GOOD, NOW)
    draft.parent.mkdir()
    draft.write_bytes(b"\xff broken")
    bring_back(draft, list_snapshots(draft)[0], NOW)
    assert GOOD == draft.read_bytes()
    assert (b"\xff broken", "replaced") == (
        read_snapshot(list_snapshots(draft)[0]),
        list_snapshots(draft)[0].reason,
    )
    bring_back(draft, list_snapshots(draft)[0], NOW)
    assert b"\xff broken" == draft.read_bytes()


def test_a_draft_that_is_gone_is_brought_back(draft: Path) -> None:
    History(draft).keep(GOOD, NOW)
    bring_back(draft, list_snapshots(draft)[0], NOW)
    assert GOOD == draft.read_bytes()


def test_nothing_is_brought_back_over_what_cannot_be_kept(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    History(draft).keep(GOOD, NOW)
    draft.parent.mkdir()
    draft.write_bytes(b"mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots_module, "write_atomic", full)
    with pytest.raises(DraftError, match="left as it is"):
        bring_back(draft, list_snapshots(draft)[0], NOW)
    assert b"mine" == draft.read_bytes()


# Thinning


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in days]


def test_twenty_versions_and_all_of_a_week_are_kept_as_told() -> None:
    assert (20, timedelta(days=7)) == (NEWEST_KEPT, ALL_KEPT_FOR)


def test_the_newest_stay_however_old_they_are(draft: Path) -> None:
    keep(draft, *[NOW + timedelta(minutes=minute) for minute in range(NEWEST_KEPT)])
    assert () == thin(snapshot_folder(draft), NOW + 10 * YEAR)
    assert NEWEST_KEPT == len(list_snapshots(draft))


def test_of_older_ones_the_last_of_each_day_stays(draft: Path) -> None:
    keep(
        draft,
        *days_ago(30.3, 30.2, 30.1, 29),
        *days_ago(*[0.01 * number for number in range(NEWEST_KEPT, 0, -1)]),
    )
    assert days_ago(29, 30.1) == taken(draft)[NEWEST_KEPT:]


def test_a_week_is_kept_whole(draft: Path) -> None:
    hours = [number / 24 for number in range(6 * 24, 0, -1)]
    keep(draft, *days_ago(*hours))
    assert len(hours) == len(list_snapshots(draft))


def test_a_clock_that_is_a_year_ahead_removes_nothing_recent(draft: Path) -> None:
    keep(draft, *days_ago(*[0.01 * number for number in range(2 * NEWEST_KEPT, 0, -1)]))
    assert () == thin(snapshot_folder(draft), NOW + YEAR)
    keep(draft, NOW + YEAR)
    assert 2 * NEWEST_KEPT + 1 == len(list_snapshots(draft))


def test_a_clock_that_is_a_year_behind_removes_nothing(draft: Path) -> None:
    keep(draft, *days_ago(*[0.01 * number for number in range(2 * NEWEST_KEPT, 0, -1)]))
    keep(draft, NOW - YEAR)
    assert 2 * NEWEST_KEPT + 1 == len(list_snapshots(draft))


def test_a_file_that_cannot_be_removed_stays_and_stops_nothing(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(snapshots_module, "thin", lambda *_: ())
        keep(draft, *days_ago(30.3, 30.2, 30.1), *[NOW + timedelta(minutes=n) for n in range(NEWEST_KEPT)])
    stuck = list_snapshots(draft)[-2].path
    unlink = Path.unlink

    def refuse(path: Path) -> None:
        if path == stuck:
            raise PermissionError(13, "Permission denied")
        unlink(path)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert 1 == len(thin(snapshot_folder(draft), NOW))
    assert stuck.exists()


@given(
    st.lists(st.integers(-60 * 24, 60 * 24), max_size=60),
    st.integers(-400 * 24, 400 * 24),
)
def test_whatever_the_clock_did_no_more_goes_than_the_rule_allows(
    hours: Sequence[int], now_hours: int
) -> None:
    held = [
        Snapshot(Path(f"{number}"), number, NOW + timedelta(hours=hour), 1, "saved")
        for number, hour in enumerate(hours, 1)
    ][::-1]
    now = NOW + timedelta(hours=now_hours)
    gone = snapshots_module._superfluous(held, now)
    stayed = [snapshot for snapshot in held if snapshot not in gone]
    assert held[:NEWEST_KEPT] == stayed[:NEWEST_KEPT]
    for snapshot in gone:
        assert snapshot.taken <= now - ALL_KEPT_FOR
        assert any(
            other.taken.date() == snapshot.taken.date() and other.number > snapshot.number for other in stayed
        )


@pytest.mark.parametrize("day", ["00010101", "99991231"])
def test_a_snapshot_of_an_impossible_year_is_none_of_ours_and_ends_nothing(draft: Path, day: str) -> None:
    snapshot_folder(draft).mkdir(parents=True)
    (snapshot_folder(draft) / f"000001-{day}T000000Z-saved.toml").write_bytes(b"x")
    assert list_snapshots(draft) == ()
    keep(draft, NOW)
    assert len(list_snapshots(draft)) == 1
