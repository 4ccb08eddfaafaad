"""The live draft: edits, what can be taken back, and that it ends up on disk."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from pmtui import disk
from pmtui.document.actions import Action
from pmtui.document.postmortem import Change, Postmortem, replace
from pmtui.drafts import open_draft as open_draft_module
from pmtui.drafts import saver as saver_module
from pmtui.drafts.format import load
from pmtui.drafts.open_draft import HISTORY_LIMIT, MERGE_SECONDS, OpenDraft, open_draft
from pmtui.drafts.saver import SaveState
from pmtui.errors import DraftError

START = b'[meta]\nschema_version = 1\nid = "abc123"\nfuture = "kept"\n\n[later]\nkey = 1\n'


def title(text: str) -> Change:
    return lambda document: replace(document, meta=replace(document.meta, title=text))


def action(text: str) -> Change:
    return lambda document: replace(document, actions=(*document.actions, Action(text=text)))


def without_actions(document: Postmortem) -> Postmortem:
    return replace(document, actions=())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_bytes(START)
    return path


@pytest.fixture
def draft(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDraft]:
    monkeypatch.setattr(saver_module, "DELAY", 3600.0)  # saved when a test says so
    draft = open_draft(path)
    yield draft
    draft.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give the draft a clock that only the test moves, by `clock.now`."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(open_draft_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


# Editing


def test_an_edit_replaces_the_document_and_reaches_the_disk(draft: OpenDraft, path: Path) -> None:
    assert draft.edit(title("Down"), "title")
    assert draft.document.meta.title == "Down"
    assert draft.save_now()
    assert draft.document == load(path.read_bytes(), "draft.toml")


def test_an_edit_that_changes_nothing_is_not_kept(draft: OpenDraft) -> None:
    assert draft.edit(title(""), "title") is False
    assert draft.undo_label == ""


def test_an_edit_that_does_not_fit_changes_nothing(draft: OpenDraft) -> None:
    before = draft.document
    with pytest.raises(ValidationError):
        draft.edit(lambda document: replace(document, impact=replace(document.impact, users="many")), "users")
    assert draft.document is before
    assert draft.undo_label == ""


def test_unknown_keys_and_tables_survive_an_edit(draft: OpenDraft, path: Path) -> None:
    draft.edit(title("Down"), "title")
    assert draft.close()
    text = path.read_text(encoding="utf-8")
    assert 'future = "kept"' in text
    assert "[later]\nkey = 1\n" in text


# Taking back


def test_undo_and_redo_walk_the_edits_and_name_them(draft: OpenDraft) -> None:
    states = [draft.document]
    for label, change in (("title", title("Down")), ("add", action("x")), ("delete", without_actions)):
        draft.edit(change, label)
        states.append(draft.document)
    assert [draft.undo(), draft.document] == ["delete", states[2]]
    assert [draft.undo(), draft.document] == ["add", states[1]]
    assert [draft.undo(), draft.document] == ["title", states[0]]
    assert draft.undo() == ""
    assert [draft.redo(), draft.document] == ["title", states[1]]
    assert [draft.redo(), draft.document] == ["add", states[2]]
    assert [draft.redo(), draft.document] == ["delete", states[3]]
    assert draft.redo() == ""


def test_a_new_edit_ends_what_could_be_redone(draft: OpenDraft) -> None:
    draft.edit(title("one"), "title")
    draft.undo()
    draft.edit(title("two"), "title")
    assert draft.redo() == ""
    assert draft.document.meta.title == "two"


def test_what_is_undone_is_saved_too(draft: OpenDraft, path: Path) -> None:
    draft.edit(title("one"), "title")
    draft.save_now()
    draft.undo()
    assert draft.save_now()
    assert load(path.read_bytes(), "draft.toml").meta.title == ""


def test_typing_in_one_field_is_taken_back_together(draft: OpenDraft, clock: SimpleNamespace) -> None:
    for text in ("D", "Do", "Down"):
        draft.edit(title(text), "title", merge="meta.title")
        clock.now += MERGE_SECONDS - 0.1
    assert draft.undo() == "title"
    assert draft.document.meta.title == ""
    assert draft.redo() == "title"
    assert draft.document.meta.title == "Down"


def after_a_pause(draft: OpenDraft, clock: SimpleNamespace) -> None:
    clock.now += MERGE_SECONDS


def after_another_edit(draft: OpenDraft, clock: SimpleNamespace) -> None:
    draft.edit(action("x"), "add", merge="actions")


def after_going_back(draft: OpenDraft, clock: SimpleNamespace) -> None:
    draft.edit(action("x"), "add")
    draft.undo()


def after_going_back_and_forth(draft: OpenDraft, clock: SimpleNamespace) -> None:
    draft.undo()
    draft.redo()


@pytest.mark.parametrize(
    "between", [after_a_pause, after_another_edit, after_going_back, after_going_back_and_forth]
)
def test_typing_is_taken_back_apart(
    draft: OpenDraft, clock: SimpleNamespace, between: Callable[[OpenDraft, SimpleNamespace], None]
) -> None:
    draft.edit(title("D"), "title", merge="meta.title")
    between(draft, clock)
    draft.edit(title("Do"), "title", merge="meta.title")
    draft.undo()
    assert draft.document.meta.title == "D"


def test_edits_without_a_key_are_never_merged(draft: OpenDraft, clock: SimpleNamespace) -> None:
    draft.edit(title("one"), "title")
    draft.edit(title("two"), "title")
    draft.undo()
    assert draft.document.meta.title == "one"


def test_the_history_has_an_end(draft: OpenDraft) -> None:
    for number in range(HISTORY_LIMIT + 5):
        draft.edit(title(str(number)), "title")
    steps = 0
    while draft.undo():
        steps += 1
    assert steps == HISTORY_LIMIT
    assert draft.document.meta.title == "4"


# Opening and closing


def test_closing_saves_and_tells_nobody_any_more(draft: OpenDraft, path: Path) -> None:
    told: list[SaveState] = []
    draft.listen(told.append)
    draft.edit(title("Down"), "title")
    before = list(told)
    assert draft.close()
    assert told == before
    assert load(path.read_bytes(), "draft.toml").meta.title == "Down"


def test_listeners_hear_of_an_edit_at_once(draft: OpenDraft) -> None:
    told: list[SaveState] = []
    draft.listen(told.append)
    draft.edit(title("Down"), "title")
    assert [state.name for state in told][:1] == ["unsaved"]


def test_a_read_only_folder_is_told_and_the_text_stays_open(
    draft: OpenDraft, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def read_only(name: object, flags: int, *rest: object, **others: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(name).startswith(str(path.parent)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(name, flags, *rest, **others)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "open", read_only)
        draft.edit(title("Down"), "title")
        assert draft.save_now() is False
        assert draft.save_state.words.endswith(os.strerror(errno.EROFS))
        assert draft.close() is False
    assert draft.document.meta.title == "Down"
    assert path.read_bytes() == START


@pytest.mark.parametrize(
    "data", [b"", b"[meta]\nid = 1\n", b'[meta]\nid = "a"\nschema_version = 99\n', b"\xff"]
)
def test_a_draft_that_cannot_be_opened_is_left_as_it_was(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(DraftError, match=r"draft\.toml"):
        open_draft(path)
    assert path.read_bytes() == data


def test_a_missing_draft_is_told(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="cannot be read"):
        open_draft(tmp_path / "gone.toml")


def test_opening_alone_writes_nothing(path: Path) -> None:
    assert open_draft(path).close()
    assert path.read_bytes() == START
