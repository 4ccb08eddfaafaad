"""The trash: nothing in it is lost, whatever is moved there and back."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.trash import LONGEST_NAME, TRASH, list_trash, move_to_trash, restore
from pmtui.errors import DraftError

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="there a rename never replaces")

NOW = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_the_trash_tells_when_each_draft_came_and_from_where(tmp_path: Path) -> None:
    for number, name in enumerate(("a.toml", "b.toml")):
        move_to_trash(put(tmp_path / name, b"x"), NOW + timedelta(hours=number))
    assert [(tmp_path / "b.toml", NOW + timedelta(hours=1)), (tmp_path / "a.toml", NOW)] == [
        (trashed.came_from, trashed.when) for trashed in list_trash(tmp_path)
    ]


def test_a_listed_draft_comes_back_where_it_was(tmp_path: Path) -> None:
    path = put(tmp_path / "a.toml", b"mine")
    move_to_trash(path)
    assert not path.exists()
    (trashed,) = list_trash(tmp_path)
    restore(trashed.path, trashed.came_from)
    assert b"mine" == path.read_bytes()
    assert () == list_trash(tmp_path)


def test_drafts_of_one_name_trashed_in_one_second_stay_apart(tmp_path: Path) -> None:
    for data in (b"1", b"2", b"3"):
        move_to_trash(put(tmp_path / "a.toml", data), NOW)
    assert {b"1", b"2", b"3"} == {trashed.path.read_bytes() for trashed in list_trash(tmp_path)}
    assert {tmp_path / "a.toml"} == {trashed.came_from for trashed in list_trash(tmp_path)}


def test_restoring_never_replaces_what_stands_there_now(tmp_path: Path) -> None:
    path = put(tmp_path / "a.toml", b"old")
    trashed = move_to_trash(path)
    put(path, b"new")
    with pytest.raises(DraftError, match="exists again"):
        restore(trashed, path)
    assert (b"new", b"old") == (path.read_bytes(), trashed.read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_restoring_never_replaces_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    path = put(tmp_path / "a.toml", b"old")
    trashed = move_to_trash(path)
    path.symlink_to("gone.toml")
    with pytest.raises(DraftError, match="exists again"):
        restore(trashed, path)
    assert path.is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_trashed_and_not_what_it_leads_to(tmp_path: Path) -> None:
    target = put(tmp_path / "elsewhere" / "real.toml", b"mine")
    link = tmp_path / "a.toml"
    link.symlink_to(target)
    trashed = move_to_trash(link)
    assert b"mine" == target.read_bytes()
    assert trashed.is_symlink()


def test_a_move_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.toml", b"mine")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    step = "rename" if sys.platform == "win32" else "link"
    with monkeypatch.context() as patch:
        patch.setattr(os, step, refuse)
        with pytest.raises(DraftError, match="could not be moved to the trash"):
            move_to_trash(path)
    assert (b"mine", ()) == (path.read_bytes(), list_trash(tmp_path))
    trashed = move_to_trash(path)
    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(DraftError, match="could not be restored"):
        restore(trashed, path)
    assert (b"mine", False) == (trashed.read_bytes(), path.exists())


def dies(*_: object, **__: object) -> None:
    """Stand for a process that is killed here: nothing after it runs."""
    raise Killed


class Killed(BaseException):
    """The end of a process, as far as a test can tell."""


@pytest.fixture(params=["second names", "one name only"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system as most are, and one where a file has one name only."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if request.param == "one name only":
        monkeypatch.setattr(os, "link", refuse)


@contextmanager
def killed_at(step: str) -> Iterator[None]:
    """Let the process die at a step of a move; what clears up after a mistake does not run then either."""
    with pytest.MonkeyPatch.context() as patch, suppress(Killed):
        patch.setattr(Path, "unlink", dies)
        if step != "unlink":
            patch.setattr(os, step, dies)
        yield


@on_unix
@pytest.mark.usefixtures("file_system")
@pytest.mark.parametrize("step", ["open", "close", "replace", "fsync", "unlink"])
def test_a_draft_whose_restore_was_killed_is_restored_by_the_next(tmp_path: Path, step: str) -> None:
    path = put(tmp_path / "a.toml", b"mine")
    trashed = move_to_trash(path)
    with killed_at(step):
        restore(trashed, path)
    if trashed.exists():
        restore(trashed, path)
    assert (b"mine", ()) == (path.read_bytes(), list_trash(tmp_path))


@on_unix
@pytest.mark.usefixtures("file_system")
@pytest.mark.parametrize("step", ["open", "close", "replace", "fsync", "unlink"])
def test_a_draft_whose_trashing_was_killed_is_there_or_in_the_trash(tmp_path: Path, step: str) -> None:
    path = put(tmp_path / "a.toml", b"mine")
    with killed_at(step):
        move_to_trash(path)
    if path.exists():
        move_to_trash(path)
    assert b"mine" in {trashed.path.read_bytes() for trashed in list_trash(tmp_path)}


def test_a_draft_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="could not be moved"):
        move_to_trash(tmp_path / "gone.toml")
    with pytest.raises(DraftError, match="could not be restored"):
        restore(tmp_path / "gone.toml", tmp_path / "a.toml")
    assert not (tmp_path / "a.toml").exists()
    assert () == list_trash(tmp_path)


def test_a_draft_comes_back_though_its_folder_is_gone(tmp_path: Path) -> None:
    trashed = move_to_trash(put(tmp_path / "a.toml", b"mine"))
    restore(trashed, tmp_path / "new" / "a.toml")
    assert b"mine" == (tmp_path / "new" / "a.toml").read_bytes()


@pytest.mark.parametrize("name", ["é" * 121 + "-k7m2xp.toml", "x" * 250 + ".toml"])
def test_the_longest_name_fits_and_keeps_its_end(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, b"mine")
    trashed = move_to_trash(path)
    assert LONGEST_NAME >= len(os.fsencode(trashed.name))
    (listed,) = list_trash(tmp_path)
    assert name.endswith(listed.came_from.name)
    assert b"mine" == listed.path.read_bytes()


def test_a_file_put_there_by_hand_is_listed_too(tmp_path: Path) -> None:
    put(tmp_path / TRASH / "a.toml", b"mine")
    put(tmp_path / TRASH / "b.trashed-20269999T999999Z.toml", b"mine")
    assert {tmp_path / "a.toml", tmp_path / "b.trashed-20269999T999999Z.toml"} == {
        trashed.came_from for trashed in list_trash(tmp_path)
    }


def test_a_folder_without_trash_has_none_and_gets_none(tmp_path: Path) -> None:
    assert () == list_trash(tmp_path)
    assert not (tmp_path / TRASH).exists()


def test_a_trash_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    put(tmp_path / TRASH, b"a file")
    with pytest.raises(DraftError, match="trash cannot be read"):
        list_trash(tmp_path)


@given(
    st.lists(
        st.tuples(st.sampled_from(["write", "trash", "restore"]), st.sampled_from("ab"), st.integers(0, 9))
    )
)
def test_no_order_of_steps_loses_a_draft(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    written: list[bytes] = []
    for step, name, which in steps:
        path = folder / f"{name}.toml"
        listed = list_trash(folder)
        if step == "write" and not path.exists():
            written.append(b"%d" % len(written))
            path.write_bytes(written[-1])
        elif step == "trash" and path.exists():
            Library(folder).trash(path)
        elif step == "restore" and listed:
            chosen = listed[which % len(listed)]
            if chosen.came_from.exists():
                with pytest.raises(DraftError):
                    Library(folder).restore(chosen.path, chosen.came_from)
            else:
                Library(folder).restore(chosen.path, chosen.came_from)
    assert sorted(written) == sorted(path.read_bytes() for path in folder.rglob("*.toml"))
