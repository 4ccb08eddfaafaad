"""The live draft: edits, what can be taken back, and that it ends up on disk."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from pmtui.document.actions import Action
from pmtui.document.postmortem import Change, Postmortem, replace
from pmtui.drafts import edit_history
from pmtui.drafts import open_draft as open_draft_module
from pmtui.drafts.edit_history import HISTORY_LIMIT, MERGE_SECONDS
from pmtui.drafts.file.format import NewerSchemaError, dump, load
from pmtui.drafts.open_draft import OpenDraft, ReadOnlyError, open_draft
from pmtui.drafts.saving import saver as saver_module
from pmtui.drafts.saving.draft_writer import Outside
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.saving.save_state import SaveState
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
    for name in ("DELAY", "LOOK_EVERY", "SETTLED"):  # saved and looked at when a test says so
        monkeypatch.setattr(saver_module, name, 3600.0)
    draft = open_draft(path)
    yield draft
    draft.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Give the draft a clock that only the test moves, by `clock.now`."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(edit_history, "time", SimpleNamespace(monotonic=lambda: clock.now))
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
        patch.setattr(os, "open", read_only)
        draft.edit(title("Down"), "title")
        assert draft.save_now() is False
        assert draft.save_state.words.endswith(os.strerror(errno.EROFS))
        assert draft.close() is False
    assert draft.document.meta.title == "Down"
    assert path.read_bytes() == START


@pytest.mark.parametrize(
    "data", [b"", b"[meta]\nid = 1\n", b"[meta]\nid = 1\nschema_version = 99\n", b"\xff"]
)
def test_a_draft_that_cannot_be_opened_is_left_as_it_was(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(DraftError, match=r"draft\.toml"):
        open_draft(path)
    assert path.read_bytes() == data


class TestUndoOfAnEditor:
    """An editor takes back its own steps, which are others than the draft's, and sends what it holds then."""

    def typed(self, draft: OpenDraft, clock: SimpleNamespace, *texts: str) -> None:
        for text in texts:
            draft.edit(title(text), "title", merge="meta.title")
            clock.now += MERGE_SECONDS + 1

    def goes_back_to(self, draft: OpenDraft, text: str) -> None:
        draft.edit(title(text), "title", merge="meta.title", back=True)

    def test_moves_along_the_history(self, draft: OpenDraft, clock: SimpleNamespace) -> None:
        draft.edit(action("before"), "add")
        self.typed(draft, clock, "one", "one two", "one two three")
        self.goes_back_to(draft, "one")
        self.goes_back_to(draft, "")
        assert "add" == draft.undo_label
        assert ["title", "title", "title"] == [draft.redo(), draft.redo(), draft.redo()]
        assert "one two three" == draft.document.meta.title

    def test_does_not_come_back_with_the_next_undo(self, draft: OpenDraft, clock: SimpleNamespace) -> None:
        self.typed(draft, clock, "one two three")
        self.goes_back_to(draft, "one two")
        self.goes_back_to(draft, "one")
        assert "title" == draft.undo()
        assert "" == draft.document.meta.title
        assert "" == draft.undo()

    def test_that_stops_in_the_middle_can_be_done_again(
        self, draft: OpenDraft, clock: SimpleNamespace
    ) -> None:
        self.typed(draft, clock, "one two three")
        self.goes_back_to(draft, "one")
        draft.redo()
        assert "one two three" == draft.document.meta.title

    def test_leaves_changes_of_other_fields_alone(self, draft: OpenDraft, clock: SimpleNamespace) -> None:
        self.typed(draft, clock, "one")
        draft.edit(action("after"), "add")
        self.goes_back_to(draft, "")
        assert ("", 1) == (draft.document.meta.title, len(draft.document.actions))
        draft.undo()
        assert ("one", 1) == (draft.document.meta.title, len(draft.document.actions))


class TestDraftOfANewerPmtui:
    DATA = START.replace(b"schema_version = 1", b"schema_version = 9")

    def test_is_opened_for_reading_and_never_written(self, path: Path) -> None:
        """S1: a higher schema is read-only."""
        path.write_bytes(self.DATA)
        draft = open_draft(path)
        assert ("abc123", "written by a newer pmtui") == (draft.document.meta.id, draft.save_state.reason)
        with pytest.raises(ReadOnlyError) as refused:
            draft.edit(title("Down"), "title")
        assert "Update pmtui to change it." == refused.value.next_step
        assert draft.close()
        assert self.DATA == path.read_bytes()

    def test_does_not_keep_the_newer_pmtui_from_opening_it(self, path: Path) -> None:
        path.write_bytes(self.DATA)
        draft = open_draft(path)
        assert DraftLock(path).acquire()
        assert draft.close()

    def test_cannot_be_taken_over(self, path: Path) -> None:
        path.write_bytes(self.DATA)
        draft = open_draft(path)
        assert draft.locked_by is None
        with pytest.raises(ReadOnlyError):
            draft.take_over()
        draft.close()

    def test_is_copied_byte_for_byte(self, path: Path, tmp_path: Path) -> None:
        path.write_bytes(self.DATA + b"# of theirs\n")
        draft = open_draft(path)
        draft.save_copy(tmp_path / "copy.toml")
        draft.close()
        assert self.DATA + b"# of theirs\n" == (tmp_path / "copy.toml").read_bytes()

    def test_is_shown_anew_when_the_newer_pmtui_saves(self, path: Path) -> None:
        path.write_bytes(self.DATA)
        draft, news = open_draft(path), Event()
        draft.listen_outside(lambda _: news.set())
        path.write_bytes(self.DATA.replace(b'"kept"', b'"kept"\ntitle = "Theirs"'))
        assert news.wait(20)
        assert draft.reload()
        assert "Theirs" == draft.document.meta.title
        draft.close()

    def test_that_another_window_put_in_the_place_of_ours_is_left_to_it(self, path: Path) -> None:
        first, second = open_draft(path), open_draft(path)
        path.write_bytes(self.DATA)
        with pytest.raises(NewerSchemaError):
            second.take_over()
        assert second.locked_by is not None
        second.close()
        first.close()
        assert self.DATA == path.read_bytes()


@pytest.mark.parametrize(("size", "told"), [(999_000, False), (1_001_000, True)])
def test_a_draft_that_is_slow_to_write_in_says_so(path: Path, size: int, told: bool) -> None:
    """S1: a size warning from 1 MB."""
    path.write_bytes(START.replace(b"\n[later]", b'long = "' + b"x" * (size - len(START)) + b'"\n\n[later]'))
    draft = open_draft(path)
    assert told == any("writing in it may be slow" in notice for notice in draft.notices)
    draft.close()


def test_a_missing_draft_is_told(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="cannot be read"):
        open_draft(tmp_path / "gone.toml")


def test_opening_alone_writes_nothing(path: Path) -> None:
    assert open_draft(path).close()
    assert path.read_bytes() == START


# Two windows


@pytest.fixture
def second(draft: OpenDraft, path: Path) -> Iterator[OpenDraft]:
    second = open_draft(path)
    yield second
    second.close()


def test_a_second_window_can_only_read_and_knows_why(second: OpenDraft) -> None:
    assert second.read_only
    assert second.locked_by is not None
    assert second.locked_by.pid == os.getpid()
    assert second.save_state.words.startswith("Read-only: open in another window since ")


@pytest.mark.parametrize(
    "change", [lambda draft: draft.edit(title("x"), "title"), OpenDraft.undo, OpenDraft.redo]
)
def test_nothing_is_changed_where_the_draft_can_only_be_read(
    draft: OpenDraft, path: Path, change: Callable[[OpenDraft], object]
) -> None:
    draft.edit(title("one"), "title")
    draft.edit(title("two"), "title")
    draft.undo()
    assert draft.save_now()
    before = draft.document
    other = open_draft(path)
    other.take_over()
    draft._saver._look()
    with pytest.raises(ReadOnlyError, match=r"draft\.toml can only be read here"):
        change(draft)
    assert draft.document is before
    other.close()


def test_whom_it_was_told_to_tell_hears_of_a_refused_edit(second: OpenDraft) -> None:
    refused: list[ReadOnlyError] = []
    second.when_refused(refused.append)
    assert second.edit(title("x"), "title") is False
    assert "Close it there, or take it over." in str(refused[0])


def test_taking_over_goes_on_from_what_the_first_window_saved(
    draft: OpenDraft, second: OpenDraft, path: Path
) -> None:
    draft.edit(title("saved by the first"), "title")
    assert draft.save_now()
    second.take_over()
    assert second.document.meta.title == "saved by the first"
    assert not second.read_only
    second.edit(title("by the second"), "title")
    assert second.save_now()
    assert load(path.read_bytes(), path.name).meta.title == "by the second"


def test_the_window_that_was_taken_over_keeps_what_it_had_not_saved(
    draft: OpenDraft, second: OpenDraft, path: Path
) -> None:
    news: list[Outside] = []
    draft.listen_outside(news.append)
    draft.edit(title("not saved yet"), "title")
    second.take_over()
    assert draft.save_now()
    assert draft.read_only
    assert load(draft.path.read_bytes(), path.name).meta.title == "not saved yet"
    assert path.read_bytes() == START


def test_closing_lets_the_next_window_write(draft: OpenDraft, path: Path) -> None:
    assert draft.close()
    third = open_draft(path)
    assert not third.read_only
    third.close()


def test_a_draft_that_cannot_be_opened_holds_no_lock(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(DraftError):
        open_draft(path)
    path.write_bytes(START)
    draft = open_draft(path)
    assert not draft.read_only
    draft.close()


def test_who_has_patience_gets_the_draft_once_the_other_window_closes(
    draft: OpenDraft, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    clock = SimpleNamespace(
        monotonic=lambda: float(len(waits)), sleep=lambda s: (waits.append(s), draft.close())
    )
    monkeypatch.setattr(open_draft_module, "time", clock)
    patient = open_draft(path, patience=5)
    assert not patient.read_only
    assert len(waits) == 1
    patient.close()


@pytest.mark.parametrize(("denied", "said"), [("draft.toml", "may not change"), ("", "in a folder that you")])
def test_a_file_that_may_not_be_written_opens_for_reading_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch, denied: str, said: str
) -> None:
    barred = path.parent / denied
    monkeypatch.setattr(os, "access", lambda where, mode: Path(where) != barred)
    draft = open_draft(path)
    assert said in draft.save_state.words
    with pytest.raises(ReadOnlyError):
        draft.edit(title("x"), "title")
    with pytest.raises(ReadOnlyError):
        draft.take_over()
    draft.close()


# Changes from outside


def outside(draft: OpenDraft, path: Path, text: str) -> None:
    """Change the file as another program does, and have the saver find it."""
    path.write_bytes(dump(title(text)(load(path.read_bytes(), path.name))))
    draft._saver._look()
    draft._saver._look()
    assert draft.save_now()


def test_a_draft_without_unsaved_text_shows_the_change_and_can_go_back(draft: OpenDraft, path: Path) -> None:
    outside(draft, path, "theirs")
    assert "changed by something else" in draft.reload()
    assert draft.document.meta.title == "theirs"
    assert draft.save_state.name == "saved"
    assert draft.undo() == "change from outside"
    assert draft.document.meta.title == ""


def test_text_typed_before_the_change_was_shown_is_kept_apart(draft: OpenDraft, path: Path) -> None:
    outside(draft, path, "theirs")
    draft.edit(title("ours"), "title")
    assert draft.reload() == ""
    assert draft.save_now()
    assert load(path.read_bytes(), path.name).meta.title == "theirs"
    assert load(draft.path.read_bytes(), path.name).meta.title == "ours"
    assert draft.divergence is not None


def test_resolving_a_conflict_writes_the_draft_and_can_be_undone(draft: OpenDraft, path: Path) -> None:
    outside(draft, path, "theirs")
    draft.edit(title("ours"), "title")
    assert draft.save_now()
    assert draft.resolve(title("both")(draft.document))
    assert draft.divergence is None
    assert draft.path == path
    assert load(path.read_bytes(), path.name).meta.title == "both"
    assert draft.undo()
    assert draft.document.meta.title == "ours"


def test_a_window_that_only_reads_follows_the_one_that_writes(
    draft: OpenDraft, second: OpenDraft, path: Path
) -> None:
    outside(second, path, "by the first")
    assert second.reload()
    assert second.document.meta.title == "by the first"


# Copies and notices


def test_a_copy_can_be_saved_elsewhere_and_overwrites_nothing(draft: OpenDraft, tmp_path: Path) -> None:
    draft.edit(title("copy"), "title")
    draft.save_copy(tmp_path / "copy.toml")
    assert load((tmp_path / "copy.toml").read_bytes(), "copy.toml") == draft.document
    with pytest.raises(DraftError, match="exists already"):
        draft.save_copy(tmp_path / "copy.toml")
    with pytest.raises(DraftError, match="could not be written"):
        draft.save_copy(tmp_path / "nowhere" / "copy.toml")


def test_comments_that_a_save_leaves_out_are_told_before(path: Path) -> None:
    path.write_bytes(START + b"# remember the milk\n")
    draft = open_draft(path)
    assert ["comments" in notice for notice in draft.notices] == [True]
    draft.close()


def test_a_heading_in_prose_is_no_comment(path: Path) -> None:
    path.write_bytes(START + b'[narrative]\nsummary = """\n# Not a comment\n"""\n')
    draft = open_draft(path)
    assert draft.notices == ()
    draft.close()


def test_locks_that_do_not_work_are_told_and_stop_nobody(path: Path, tmp_path: Path) -> None:
    Path(os.environ["PMTUI_STATE"]).write_bytes(b"in the way")
    draft = open_draft(path)
    assert "cannot be warned" in draft.notices[0]
    draft.edit(title("x"), "title")
    assert draft.close()
    assert load(path.read_bytes(), path.name).meta.title == "x"
