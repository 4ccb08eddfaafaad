"""Reading: only regular files, only so much of them, and never a wait: wherever a file is read."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.cli.main import run
from pmtui.disk import append_private, open_regular, read_regular
from pmtui.drafts.file.file_head import read_head
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import Library, read_document
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.folder.trash import list_trash
from pmtui.drafts.open_draft import open_draft
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.versions.recovery import recovery_folder, recovery_offers
from pmtui.drafts.versions.snapshots import bring_back, list_snapshots, snapshot_folder
from pmtui.errors import PmtuiError
from pmtui.language.rules import load_rules
from pmtui.meeting.place_file import place_file, read_place
from pmtui.settings import load_settings
from pmtui.within import within
from prompts.content import load_questions
from prompts.tables import ContentError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")

SOON = 10.0
Make = Callable[[Path], object]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def made_up(path: Path) -> None:
    path.symlink_to("/proc/self/environ")


def socket_file(path: Path) -> None:
    held = socket.socket(socket.AF_UNIX)
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    held.bind(path.name)
    os.chdir(before)
    held.close()


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


KINDS = [pipe, endless, made_up, too_large]


@pytest.fixture(params=KINDS, ids=lambda make: make.__name__)
def make(request: pytest.FixtureRequest) -> Make:
    chosen: Make = request.param
    return chosen


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "draft.toml"
    path.parent.mkdir()
    path.write_bytes(dump(new_document("Down")))
    return path


@pytest.fixture
def no_file(tmp_path: Path, make: Make) -> Path:
    path = tmp_path / "drafts" / "no-file.toml"
    path.parent.mkdir()
    make(path)
    return path


# The door


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (pipe, "it is a pipe and not a file"),
        (endless, "it is a device and not a file"),
        (made_up, "it is made up by the system and not a file"),
        (socket_file, "it is a socket and not a file"),
        (Path.mkdir, "Is a directory"),
    ],
)
def test_what_only_looks_like_a_file_is_not_read_and_told_in_words(
    tmp_path: Path, make: Make, said: str
) -> None:
    make(tmp_path / "x")
    for read in (read_regular, open_regular):
        with pytest.raises(OSError, match=said):
            within(SOON, lambda read=read: read(tmp_path / "x"))  # type: ignore[misc]


def test_a_pipe_that_takes_the_place_of_a_file_at_this_moment_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(tmp_path / "x")
    a_file = os.stat(__file__)
    monkeypatch.setattr("pmtui.disk.os.stat", lambda _: a_file)  # what was seen a moment before
    with pytest.raises(OSError, match="it is a pipe"):
        within(SOON, lambda: read_regular(tmp_path / "x"))


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    assert read_regular(tmp_path / "x", 5) == b"12345"
    with pytest.raises(OSError, match="it has more than"):
        read_regular(tmp_path / "x", 4)


# Everyone who reads


def test_a_draft_that_is_no_file_is_told_and_listed_as_such(no_file: Path) -> None:
    assert within(SOON, lambda: read_head(no_file)).problem
    assert [head.path for head in Library(no_file.parent).heads()] == [no_file]
    for read in (read_document, open_draft):
        with pytest.raises(PmtuiError):
            within(SOON, lambda read=read: read(no_file))  # type: ignore[misc]


def test_an_open_draft_swapped_for_no_file_is_told_and_nothing_typed_is_lost(draft: Path, make: Make) -> None:
    window = open_draft(draft)
    try:
        draft.unlink()
        make(draft)
        window.edit(lambda document: new_document("More"), "typing")
        assert within(SOON, window.save_now) is False
        assert window.save_state.name == "failed"
    finally:
        within(SOON, window.close)
    draft.unlink(missing_ok=True)
    draft.write_bytes(dump(new_document("Down")))
    assert [offer.document.meta.title for offer in recovery_offers(draft, new_document("Down"))] == ["More"]


def test_a_swap_is_told_while_nothing_is_typed(draft: Path, make: Make) -> None:
    window = open_draft(draft)
    try:
        draft.unlink()
        make(draft)
        window._saver._look()
        window._saver._look()
        assert ["unreadable"] == [news.kind for news in window._saver._writer.news]
        draft.unlink()
        assert len(list_snapshots(draft)) == 1
    finally:
        within(SOON, window.close)


def test_settings_wording_and_rules_that_are_no_files_are_told(tmp_path: Path, make: Make) -> None:
    (tmp_path / "language").mkdir()
    for name in ("settings.toml", "questions.toml", "language/team.toml"):
        make(tmp_path / name)
    assert "settings.toml: it" in within(SOON, lambda: load_settings(tmp_path / "settings.toml"))[1]
    with pytest.raises(ContentError):
        within(SOON, lambda: load_questions(tmp_path))
    with pytest.raises(ContentError):
        within(SOON, lambda: load_rules(tmp_path))


def test_what_the_state_folder_holds_in_place_of_files_is_passed_over(draft: Path, make: Make) -> None:
    lock = DraftLock(draft)
    for folder in (
        recovery_folder(draft),
        snapshot_folder(draft),
        place_file(draft).parent,
        lock.file.parent,
    ):
        folder.mkdir(parents=True)
    make(recovery_folder(draft) / "20260101T000000-1-unsaved.toml")
    make(snapshot_folder(draft) / "000001-20260101T000000Z-saved.toml")
    make(place_file(draft))
    make(lock.file)
    assert within(SOON, lambda: read_place(draft)) is None
    window = within(SOON, lambda: open_draft(draft))
    assert window.offers == []
    window.edit(lambda document: new_document("More"), "typing")
    assert within(SOON, window.close)
    assert read_document(draft).meta.title == "More"


def test_bringing_back_a_version_that_is_no_file_leaves_the_draft(draft: Path, make: Make) -> None:
    snapshot_folder(draft).mkdir(parents=True)
    make(snapshot_folder(draft) / "000001-20260101T000000Z-saved.toml")
    before = draft.read_bytes()
    (snapshot,) = list_snapshots(draft)
    with pytest.raises(PmtuiError):
        within(SOON, lambda: bring_back(draft, snapshot, snapshot.taken))
    assert draft.read_bytes() == before


def test_a_log_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe(tmp_path / "log")
    with pytest.raises(OSError, match=r"pipe|No such device"):
        within(SOON, lambda: append_private(tmp_path / "log", b"x"))


def test_a_trash_with_no_files_in_it_is_listed(tmp_path: Path, make: Make) -> None:
    (tmp_path / ".trash").mkdir()
    make(tmp_path / ".trash" / "x.toml")
    assert len(within(SOON, lambda: list_trash(tmp_path))) == 1


# `pmtui check`


@pytest.fixture
def quick_check() -> Callable[..., int]:
    return lambda *targets: within(SOON, lambda: run(["check", *map(str, targets)]))


def test_a_folder_with_no_files_is_checked_to_its_end_and_they_are_told(
    tmp_path: Path, make: Make, quick_check: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("draft.toml", "page.md"):
        make(tmp_path / name)
    (tmp_path / "z.md").write_text("Fine.\n")
    assert quick_check(tmp_path) == 2
    said = capsys.readouterr().err
    assert all(f"{name} cannot be read" in said for name in ("draft.toml", "page.md"))
    assert quick_check(tmp_path / "draft.toml") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n \n",
        b"\0" * 400,
        dump(new_document("Down")).decode().encode("utf-16"),
        dump(new_document("Down"))[:-3],
        dump(new_document("Down"))[:4],
        b'meta = {schema_version = 1, id = "x", title = 5}\n',
    ],
    ids=["empty", "blank", "NUL", "UTF-16", "cut off", "cut off early", "one line"],
)
def test_a_damaged_draft_in_a_folder_is_told_as_it_is_alone(
    tmp_path: Path, data: bytes, quick_check: Callable[..., int]
) -> None:
    (tmp_path / "draft.toml").write_bytes(data)
    assert (2, 2) == (quick_check(tmp_path / "draft.toml"), quick_check(tmp_path))


def test_other_toml_in_a_folder_is_left_out(tmp_path: Path, quick_check: Callable[..., int]) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.meta]\nmeta = 1\n')
    assert quick_check(tmp_path) == 0


def test_a_file_of_another_kind_is_told_as_such(
    tmp_path: Path, quick_check: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.rst").write_text("Dave forgot it.\n")
    (tmp_path / "y.mdx").write_text("# Root cause\n\nDave forgot it.\n")
    assert quick_check(tmp_path / "x.rst") == 2
    assert "x.rst is not a kind of file that is checked" in capsys.readouterr().err
    assert quick_check(tmp_path / "y.mdx") == 1


def test_endless_standard_input_is_refused(
    monkeypatch: pytest.MonkeyPatch, quick_check: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/zero") as zeros:
        monkeypatch.setattr(sys, "stdin", zeros)
        assert quick_check("-") == 2
    assert "too large" in capsys.readouterr().err
