"""How a screen holds its draft: read late or never, typed into too early, lent, and closed by whoever comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from pmtui.document.fields import set_text
from pmtui.drafts import open_draft as open_draft_module
from pmtui.drafts.file.format import load
from pmtui.drafts.held_draft import HeldDraft
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError

WAIT = 5.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    draft = tmp_path / "draft.toml"
    draft.write_bytes(b'[meta]\nschema_version = 1\nid = "abc123"\n\n[narrative]\nsummary = "Before."\n')
    return draft


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as threads:
        yield threads


class SlowDisk:
    """Reading a draft waits until `go` is set; `asked` is set when it begins to wait."""

    def __init__(self) -> None:
        self.asked, self.go = Event(), Event()

    def open(self, path: Path) -> OpenDraft:
        self.asked.set()
        assert self.go.wait(WAIT)
        return open_draft(path)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    slow = SlowDisk()
    monkeypatch.setattr(open_draft_module, "open_draft", slow.open)
    return slow


def is_free(path: Path) -> bool:
    lock = DraftLock(path)
    free = lock.acquire()
    lock.release()
    return free


def summary(path: Path) -> str | None:
    return load(path.read_bytes(), path.name).narrative.summary


def test_a_draft_is_held_from_reading_until_closing(path: Path) -> None:
    held = HeldDraft(path)
    draft = held.read()
    assert draft is not None
    assert held.draft is draft
    assert held.read() is draft
    assert not is_free(path)
    draft.edit(lambda document: set_text(document, "summary", "After."), "typing")
    done: list[bool] = []
    held.when_closed = lambda: done.append(is_free(path))
    held.close()
    held.close()
    assert done == [True]
    assert held.closed
    assert held.unsaved is None
    assert summary(path) == "After."
    assert is_free(path)


def test_what_cannot_be_read_is_told_and_closing_goes_on_at_once(tmp_path: Path) -> None:
    held = HeldDraft(tmp_path / "gone.toml", patience=60)
    with pytest.raises(DraftError):
        held.read()
    held.close()
    assert held.draft is None


def test_nothing_is_read_any_longer_once_the_screen_is_left(path: Path) -> None:
    held = HeldDraft(path)
    held.close()
    assert held.read() is None
    assert is_free(path)


@pytest.mark.parametrize("patience", [0.0, 60.0], ids=["given up", "waited for"])
def test_a_reading_that_ends_after_leaving_leaves_no_draft_open_and_loses_nothing(
    path: Path, disk: SlowDisk, pool: ThreadPoolExecutor, patience: float
) -> None:
    held = HeldDraft(path, patience, early_field="summary")
    held.type_early(" Typ")
    held.type_early("ex")
    held.delete_early()
    held.type_early("d.")
    reading = pool.submit(held.read)
    assert disk.asked.wait(WAIT)
    closing = pool.submit(held.close)
    if not patience:
        closing.result(WAIT)
    held.closed = True  # as the app notes before it closes
    disk.go.set()
    closing.result(WAIT)
    assert reading.result(WAIT) is None
    assert held.draft is None
    assert is_free(path)
    assert summary(path) == "Before. Typed."


def test_a_draft_that_is_about_to_be_closed_is_not_handed_out(
    path: Path, disk: SlowDisk, pool: ThreadPoolExecutor
) -> None:
    held = HeldDraft(path)
    reading = pool.submit(held.read)
    assert disk.asked.wait(WAIT)
    held.closed = True
    disk.go.set()
    assert reading.result(WAIT) is None
    held.close()
    assert is_free(path)


def test_what_the_page_took_is_not_put_into_the_draft_again(path: Path) -> None:
    held = HeldDraft(path, early_field="summary")
    held.type_early("typed")
    held.read()
    assert held.take_early() == "typed"
    held.close()
    assert summary(path) == "Before."


@pytest.mark.parametrize("field", ["", "impact", "impact.users"])
def test_what_is_typed_too_early_goes_into_prose_only(path: Path, field: str) -> None:
    before = path.read_bytes()
    held = HeldDraft(path, early_field=field)
    held.type_early("typed")
    held.read()
    held.close()
    assert path.read_bytes() == before


def test_a_borrowed_draft_stays_open_for_its_owner_who_alone_hears_of_it(path: Path) -> None:
    owner, borrower = HeldDraft(path), HeldDraft(path)
    draft = owner.read()
    assert draft is not None
    borrower.adopt(draft)
    told: dict[str, list[str]] = {"owner": [], "borrower": []}

    def listener(name: str) -> Callable[[SaveState], None]:
        return lambda state: told[name].append(state.name)

    owner.listen(listener("owner"), lambda news: None)
    borrower.listen(listener("borrower"), lambda news: None)
    assert borrower.read() is draft
    borrower.close()
    assert owner.draft is draft
    draft.edit(lambda document: set_text(document, "summary", "After."), "typing")
    assert draft.save_now()
    assert told["owner"][-1] == "saved"
    assert told["borrower"] == []
    owner.close()
    assert summary(path) == "After."


def test_who_closes_second_goes_on_only_when_all_is_saved(
    path: Path, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldDraft(path)
    draft = held.read()
    assert draft is not None
    closing, go = Event(), Event()
    order: list[str] = []
    close = draft.close

    def slow(patience: float) -> bool:
        closing.set()
        assert go.wait(WAIT)
        saved = close(patience)
        order.append("saved")
        return saved

    monkeypatch.setattr(draft, "close", slow)
    first = pool.submit(held.close)
    assert closing.wait(WAIT)

    def come_second() -> None:
        held.close()
        order.append("second went on")

    second = pool.submit(come_second)
    assert not second.done()
    go.set()
    first.result(WAIT)
    second.result(WAIT)
    assert order == ["saved", "second went on"]


def test_what_could_not_be_saved_is_told_after_closing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = HeldDraft(path, patience=0.3)
    draft = held.read()
    assert draft is not None
    asked: list[float] = []
    monkeypatch.setattr(draft, "close", lambda patience: asked.append(patience))
    held.close()
    assert asked == [0.3]
    assert held.unsaved == draft.save_state
    monkeypatch.undo()
    draft.close()
