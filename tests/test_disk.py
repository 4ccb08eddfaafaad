"""Putting bytes on disk: old or new, never half, and nothing left behind."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmtui import disk
from pmtui.disk import (
    append_private,
    create_new,
    is_running,
    left_behind,
    make_folder,
    sync_folder,
    write_atomic,
)

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def fail_on(monkeypatch: pytest.MonkeyPatch, function: str, code: int = errno.ENOSPC) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, function, fail)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_bytes(b"old")
    return path


def test_a_file_gets_its_new_content_and_nothing_stays_beside_it(draft: Path) -> None:
    write_atomic(draft, b"new")
    assert draft.read_bytes() == b"new"
    assert names(draft.parent) == ["draft.toml"]


@needs_modes
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_mode_of_a_file_is_kept(draft: Path, mode: int) -> None:
    draft.chmod(mode)
    write_atomic(draft, b"new")
    assert stat.S_IMODE(draft.stat().st_mode) == mode


@needs_modes
def test_a_new_file_is_private(tmp_path: Path) -> None:
    write_atomic(tmp_path / "new.toml", b"new")
    assert stat.S_IMODE((tmp_path / "new.toml").stat().st_mode) == 0o600


@needs_modes
def test_a_link_stays_a_link_and_its_target_changes(draft: Path, tmp_path: Path) -> None:
    link = tmp_path / "links" / "link.toml"
    link.parent.mkdir()
    link.symlink_to(draft)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert draft.read_bytes() == b"new"
    assert names(link.parent) == ["link.toml"]


@pytest.mark.parametrize("function", ["open", "write", "fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    draft: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    with monkeypatch.context() as patch:
        fail_on(patch, function)
        with pytest.raises(OSError, match="No space left"):
            write_atomic(draft, b"new")
    assert draft.read_bytes() == b"old"
    assert names(draft.parent) == ["draft.toml"]


def test_short_writes_are_carried_on(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data[:3])))
        write_atomic(draft, b"0123456789")
    assert draft.read_bytes() == b"0123456789"


def test_the_content_is_synced_before_it_takes_the_name(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    for function in ("fsync", "replace"):
        real = getattr(os, function)
        monkeypatch.setattr(
            os, function, lambda *args, real=real, name=function: (steps.append(name), real(*args))[1]
        )
    write_atomic(draft, b"new")
    assert steps[:2] == ["fsync", "replace"]
    assert steps[2:] == ([] if os.name == "nt" else ["fsync"])


def test_what_a_dead_process_left_is_taken_away(draft: Path) -> None:
    (draft.parent / f".draft.toml.{os.getpid()}.tmp").write_bytes(b"half")
    write_atomic(draft, b"new")
    assert names(draft.parent) == ["draft.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
@pytest.mark.parametrize("stem", ["n" * 250, "🔥" * 62], ids=["long", "emoji"])
def test_the_longest_file_names_can_be_saved(tmp_path: Path, stem: str) -> None:
    path = tmp_path / f"{stem}.toml"
    path.write_bytes(b"old")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"


def test_creating_never_replaces(draft: Path) -> None:
    with pytest.raises(FileExistsError):
        create_new(draft, b"new")
    assert draft.read_bytes() == b"old"


@needs_modes
def test_a_created_file_keeps_its_name_through_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def note(descriptor: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    monkeypatch.setattr(os, "fsync", note)
    create_new(tmp_path / "new.toml", b"new")
    assert synced == ["file", "folder"]


@needs_modes
def test_the_log_is_private_and_never_written_through_a_link(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / "link.log").symlink_to(precious)
    with pytest.raises(OSError, match="symbolic links"):
        append_private(tmp_path / "link.log", b"line")
    assert precious.read_bytes() == b"precious"
    append_private(tmp_path / "state" / "own.log", b"line")
    assert stat.S_IMODE((tmp_path / "state" / "own.log").stat().st_mode) == 0o600


@needs_modes
def test_creating_does_not_follow_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(tmp_path / "outside")
    with pytest.raises(FileExistsError):
        create_new(tmp_path / "link.toml", b"new")
    assert names(tmp_path) == ["link.toml"]


@pytest.mark.parametrize("function", ["write", "fsync"])
def test_a_file_that_could_not_be_made_whole_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    with monkeypatch.context() as patch:
        fail_on(patch, function)
        with pytest.raises(OSError, match="No space left"):
            create_new(tmp_path / "new.toml", b"new")
    assert names(tmp_path) == []


@needs_modes
def test_folders_are_private_and_existing_ones_keep_their_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert [0o755, 0o700, 0o700] == [
        stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")
    ]


@needs_modes
@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_folders_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fail_on(monkeypatch, "fsync", code)
    sync_folder(tmp_path)


@needs_modes
def test_a_folder_that_fails_to_sync_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on(monkeypatch, "fsync", errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)


@pytest.fixture
def no_umask_helps() -> Iterator[None]:
    before = os.umask(0o777)
    yield
    os.umask(before)


@needs_modes
@pytest.mark.usefixtures("no_umask_helps")
def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    create_new(tmp_path / "a" / "b" / "created", b"")
    write_atomic(tmp_path / "a" / "b" / "written", b"")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"a": 0o700, "b": 0o700, "created": 0o600, "written": 0o600}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_of_a_file_is_kept(draft: Path) -> None:
    os.chown(draft, 12345, 23456)
    write_atomic(draft, b"new")
    assert (12345, 23456) == (draft.stat().st_uid, draft.stat().st_gid)


@needs_modes
def test_a_group_that_cannot_be_kept_hands_no_rights_to_ours(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.chmod(0o664)
    fstat, own = os.fstat, draft.stat()

    def of_another_group(descriptor: int) -> os.stat_result:
        found = list(fstat(descriptor))
        found[stat.ST_GID] = own.st_gid + 1
        return os.stat_result(found)

    fail_on(monkeypatch, "fchown", errno.EPERM)
    monkeypatch.setattr(os, "fstat", of_another_group)
    write_atomic(draft, b"new")
    assert stat.S_IMODE(draft.stat().st_mode) == 0o644


@needs_modes
def test_a_file_system_without_modes_is_accepted_and_a_failing_one_told(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_on(monkeypatch, "fchmod", errno.EPERM)
    write_atomic(draft, b"new")
    assert draft.read_bytes() == b"new"
    fail_on(monkeypatch, "fchmod", errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        write_atomic(draft, b"newer")


def test_a_last_look_can_stop_the_write(draft: Path) -> None:
    def stop() -> None:
        assert draft.read_bytes() == b"old"
        raise LookupError

    with pytest.raises(LookupError):
        write_atomic(draft, b"new", stop)
    assert draft.read_bytes() == b"old"
    assert names(draft.parent) == ["draft.toml"]


def test_what_writes_left_is_found_by_draft_and_process(draft: Path) -> None:
    for name in (".draft.toml.7.tmp", ".draft.toml.8.tmp", ".other.toml.7.tmp", ".draft.toml.x.tmp"):
        (draft.parent / name).write_bytes(b"")
    assert [(".draft.toml.7.tmp", 7), (".draft.toml.8.tmp", 8)] == sorted(
        (found.name, pid) for found, pid in left_behind(draft)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="cannot be asked there")
def test_a_process_runs_until_it_has_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_running(process.pid)
    process.communicate()
    assert not is_running(process.pid)


def test_drafts_whose_long_names_end_alike_have_temporary_files_of_their_own(tmp_path: Path) -> None:
    end = "an-outage-of-the-checkout-that-lasted-for-an-hour-abc123.toml"
    names = [f"2026-03-15-{end}", f"2026-03-16-{end}", f"a{'ä' * 90}{end}"[-200:], f"b{'ä' * 90}{end}"[-200:]]
    for name in names:
        path = tmp_path / name
        path.write_bytes(b"old")
        stray = tmp_path / f".{disk.temporary_mark(name)}.7.tmp"
        stray.write_bytes(b"half")
        assert [(stray, 7)] == left_behind(path)
        assert all(left_behind(tmp_path / other) == [] for other in names if other != name)
        stray.unlink()
        write_atomic(path, b"new")


@pytest.mark.parametrize("length", [62, 50, 10])
def test_the_name_of_a_temporary_file_fits_the_longest_names(tmp_path: Path, length: int) -> None:
    path = tmp_path / f"{'🔥' * length}.toml"
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"


def test_no_process_has_a_number_below_one() -> None:
    assert [False, False] == [is_running(0), is_running(-1)]
