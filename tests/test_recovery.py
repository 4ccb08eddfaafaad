"""Recovery: what a dead or failing session left is kept, offered once, and never taken by itself."""

import errno
import os
import stat
from pathlib import Path

import pytest

from pmtui import disk
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.file.stamps import moment
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.drafts.saving import draft_file
from pmtui.drafts.versions import recovery
from pmtui.drafts.versions.recovery import (
    Rescue,
    collect_strays,
    dismiss,
    recovery_folder,
    recovery_offers,
)
from pmtui.drafts.versions.snapshots import list_snapshots
from pmtui.errors import DraftError
from pmtui.paths import state_folder

FIRST = Postmortem(meta=Meta(id="abc123", title="Down"))
DEAD = 2**22 + 1  # above the highest number that Linux gives to a process


def document(summary: str) -> Postmortem:
    return replace(FIRST, narrative=Narrative(summary=summary))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_bytes(dump(FIRST))
    return path


def leave(draft: Path, data: bytes, pid: int = DEAD) -> Path:
    """Leave what a save that was cut off leaves."""
    stray = disk._temporary(draft, pid)
    stray.write_bytes(data)
    return stray


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def offered(draft: Path) -> list[Postmortem]:
    return [offer.document for offer in recovery_offers(draft, FIRST)]


def files(draft: Path) -> list[str]:
    return sorted(os.listdir(draft.parent))


# Strays


def test_a_whole_newer_save_that_was_cut_off_is_offered_and_the_folder_is_clean(draft: Path) -> None:
    leave(draft, dump(document("newer")))
    collect_strays(draft, alone=True)
    assert files(draft) == ["draft.toml"]
    assert [document("newer")] == offered(draft)
    assert draft.read_bytes() == dump(FIRST)


@pytest.mark.parametrize("data", [b"", b"[meta]\nid = ", dump(FIRST)], ids=["empty", "half", "the same"])
def test_a_save_that_holds_nothing_new_is_only_taken_away(draft: Path, data: bytes) -> None:
    leave(draft, data)
    collect_strays(draft, alone=True)
    assert files(draft) == ["draft.toml"]
    assert offered(draft) == []


def test_a_save_older_than_the_draft_is_only_taken_away(draft: Path) -> None:
    stray = leave(draft, dump(document("older")))
    os.utime(stray, (1, 1))
    collect_strays(draft, alone=True)
    assert files(draft) == ["draft.toml"]
    assert offered(draft) == []


def test_a_whole_save_beside_a_draft_that_cannot_be_read_is_kept(draft: Path) -> None:
    stray = leave(draft, dump(document("whole")))
    os.utime(stray, (1, 1))
    draft.write_bytes(b"")
    collect_strays(draft, alone=True)
    assert [document("whole")] == offered(draft)


@pytest.mark.skipif(os.name == "nt", reason="whether a process runs cannot be asked there")
def test_what_a_living_process_is_writing_is_left_alone(draft: Path) -> None:
    leave(draft, b"", os.getppid())
    collect_strays(draft, alone=True)
    assert len(files(draft)) == 2


@pytest.mark.parametrize("alone", [True, False])
def test_our_own_number_is_a_dead_ones_only_when_nobody_else_writes(draft: Path, alone: bool) -> None:
    leave(draft, b"", os.getpid())
    collect_strays(draft, alone)
    assert len(files(draft)) == (1 if alone else 2)


def test_a_save_that_cannot_be_kept_stays_where_it_is(draft: Path) -> None:
    state_folder().parent.mkdir(parents=True, exist_ok=True)
    state_folder().write_bytes(b"in the way")
    stray = leave(draft, dump(document("newer")))
    collect_strays(draft, alone=True)
    assert dump(document("newer")) == stray.read_bytes()


# Offers


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_what_is_kept_can_be_read_by_nobody_else(draft: Path) -> None:
    leave(draft, dump(document("cut off")))
    collect_strays(draft, alone=True)
    Rescue(draft).keep(document("unsaved"))
    kept = list(recovery_folder(draft).iterdir())
    assert [0o600, 0o600] == [stat.S_IMODE(file.stat().st_mode) for file in kept]
    assert stat.S_IMODE(recovery_folder(draft).stat().st_mode) == 0o700


def test_a_save_of_a_newer_pmtui_is_kept_for_it(draft: Path) -> None:
    newer = dump(document("newer")).replace(b"schema_version = 1", b"schema_version = 99")
    leave(draft, newer)
    collect_strays(draft, alone=True)
    assert [newer] == [file.read_bytes() for file in recovery_folder(draft).iterdir()]
    assert offered(draft) == []


def test_opening_offers_what_was_left_and_takes_nothing_by_itself(draft: Path) -> None:
    Rescue(draft).keep(document("unsaved"))
    opened = open_draft(draft)
    assert [document("unsaved")] == [offer.document for offer in opened.offers]
    assert opened.offers[0].origin == "unsaved"
    assert [
        "narrative.summary" in change.path or change.path == "summary" for change in opened.offers[0].changes
    ] == [True]
    assert opened.document == FIRST
    assert opened.close()
    assert draft.read_bytes() == dump(FIRST)


def test_opening_takes_away_what_a_dead_process_left_and_offers_it(draft: Path) -> None:
    leave(draft, dump(document("cut off")))
    opened = open_draft(draft)
    assert [document("cut off")] == [offer.document for offer in opened.offers]
    assert opened.close()
    assert files(draft) == ["draft.toml"]


def test_a_second_window_is_offered_nothing(draft: Path) -> None:
    first = open_draft(draft)
    Rescue(draft).keep(document("the first window's, still being tried"))
    second = open_draft(draft)
    assert second.offers == []
    second.close()
    first.close()


def test_what_the_draft_holds_by_now_is_not_offered(draft: Path) -> None:
    Rescue(draft).keep(FIRST)
    assert offered(draft) == []
    assert list(recovery_folder(draft).iterdir()) == []


def test_the_newest_is_offered_first(draft: Path) -> None:
    for age, text in ((300, "oldest"), (100, "newest"), (200, "middle")):
        file = Rescue(draft).keep(document(text))
        assert file is not None
        os.utime(file, (1_700_000_000 - age, 1_700_000_000 - age))
    assert [document("newest"), document("middle"), document("oldest")] == offered(draft)


def test_a_file_that_cannot_be_read_is_neither_offered_nor_removed(draft: Path) -> None:
    file = Rescue(draft).keep(document("x"))
    assert file is not None
    file.write_bytes(b"\xff")
    assert offered(draft) == []
    assert file.exists()


def test_what_a_draft_file_cannot_hold_is_kept_all_the_same(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(recovery, "dump", lambda _: dump(document("something else")))
        Rescue(draft).keep(document("as it was"))
    assert [document("as it was")] == offered(draft)


@pytest.fixture
def opened(draft: Path) -> OpenDraft:
    Rescue(draft).keep(document("unsaved"))
    return open_draft(draft)


def test_an_offer_that_is_taken_is_saved_can_be_undone_and_is_gone(draft: Path, opened: OpenDraft) -> None:
    assert opened.accept(opened.offers[0])
    assert document("unsaved") == load(draft.read_bytes(), draft.name)
    assert offered(draft) == []
    assert opened.undo()
    assert opened.document == FIRST
    assert opened.close()
    assert dump(FIRST) in [each.path.read_bytes() for each in list_snapshots(draft)]


def test_what_stood_in_the_draft_before_an_offer_was_taken_is_an_earlier_version(
    draft: Path, opened: OpenDraft
) -> None:
    for text in ("mine", "mine, newer"):  # only the first of them becomes a snapshot by itself
        opened.edit(lambda _, text=text: document(text), "write")  # type: ignore[misc]  # a lambda that holds what the loop has now
        assert opened.save_now()
    assert opened.accept(opened.offers[0])
    assert opened.close()
    assert dump(document("mine, newer")) in [each.path.read_bytes() for each in list_snapshots(draft)]


def test_an_offer_stays_until_it_is_saved(
    draft: Path, opened: OpenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(draft_file, "write_atomic", no_space)
        assert opened.accept(opened.offers[0]) is False
        assert opened.offers[0].file.exists()
    assert opened.close()


def test_an_offer_stays_when_another_window_has_the_draft_by_then(draft: Path, opened: OpenDraft) -> None:
    opened.when_refused(lambda _: None)
    opened._saver._writer.read_only = "now open in another window"
    with pytest.raises(DraftError, match="left where it is"):
        opened.accept(opened.offers[0])
    assert opened.close()
    assert [document("unsaved")] == offered(draft)


def test_an_offer_that_is_dismissed_stays_a_snapshot(draft: Path, opened: OpenDraft) -> None:
    dismiss(opened.offers[0], draft)
    assert opened.close()
    assert offered(draft) == []
    assert dump(document("unsaved")) in [each.path.read_bytes() for each in list_snapshots(draft)]


def test_an_offer_that_cannot_become_a_snapshot_is_not_dismissed(draft: Path, opened: OpenDraft) -> None:
    (state_folder() / "snapshots").write_bytes(b"in the way")
    with pytest.raises(DraftError, match="left where it is"):
        dismiss(opened.offers[0], draft)
    assert opened.close()
    assert [document("unsaved")] == offered(draft)


@pytest.mark.parametrize("seconds", [1e30, -1e30, 4e11])
def test_a_file_of_an_impossible_year_is_offered_all_the_same(seconds: float) -> None:
    assert 1970 <= moment(seconds).astimezone().year <= 9999
