"""A text in the person's own editor: it comes back, or it is kept and offered at the next opening."""

import asyncio
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmtui.document.item_lines import list_text
from pmtui.document.postmortem import Narrative, replace
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import OpenDraft, open_draft
from pmtui.drafts.versions.lent_text import UNUSED_FOR, lend, put_text
from pmtui.drafts.versions.recovery import dismiss, recovery_folder, recovery_offers
from pmtui.drafts.versions.snapshots import list_snapshots
from screens import external_editor
from screens.external_editor import EditorProblem, chosen_editor, edit_outside

PATIENCE = 10.0


class Host:
    """Stands for the app: one screen with a draft, and a terminal that can be lent."""

    def __init__(self, draft: OpenDraft | None) -> None:
        self.open_draft, self.suspended = draft, 0
        self.said: list[str] = []

    @contextmanager
    def suspend(self) -> Iterator[None]:
        # As Textual does it: nothing resumes when an exception leaves the block.
        self.suspended += 1
        yield
        self.suspended -= 1

    def notify(self, words: str, **_: object) -> None:
        self.said.append(words)


class Widget:
    """Stands for the text on the screen."""

    def __init__(self, host: Host, text: str, field: str = "summary") -> None:
        self.app, self.text, self.field = host, text, field
        self.read_only, self.is_attached = False, True

    def put_back(self, text: str) -> None:
        self.text = text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "draft.toml"
    path.parent.mkdir()
    document = new_document("Down")
    path.write_bytes(dump(replace(document, narrative=Narrative(summary="the text"))))
    return path


@pytest.fixture
def draft(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenDraft]:
    monkeypatch.setattr(external_editor, "WATCH", 0.01)
    draft = open_draft(path)
    yield draft
    draft.close()


@pytest.fixture
def widget(draft: OpenDraft) -> Widget:
    return Widget(Host(draft), "the text")


@pytest.fixture
def editor(tmp_path: Path) -> Callable[[str], list[str]]:
    """Return what makes an editor of some lines of Python, which know `path` and `text`."""

    def make(script: str) -> list[str]:
        file = tmp_path / "an editor.py"
        file.write_text(
            f"import os, sys\npath = sys.argv[-1]\ntext = open(path, newline='').read()\n{script}\n"
        )
        return [sys.executable, str(file)]

    return make


def kept(path: Path) -> list[Path]:
    return list(recovery_folder(path).glob("lent-*"))


def offered(path: Path) -> list[str | None]:
    return [offer.document.narrative.summary for offer in recovery_offers(path, read_document(path))]


async def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


# Going out and coming back


async def test_the_text_goes_out_in_a_private_markdown_file_and_comes_back(
    widget: Widget, path: Path, editor: Callable[[str], list[str]], tmp_path: Path
) -> None:
    note = tmp_path / "seen"
    script = (
        f"open({str(note)!r}, 'w').write(f'{{os.stat(path).st_mode}} {{os.stat(os.path.dirname(path)).st_mode}} {{path}}')\n"
        "open(path, 'w').write(text + ' and more\\n')"
    )
    await edit_outside(widget, editor(script))  # type: ignore[arg-type]  # a case of a table
    assert (widget.text, widget.app.suspended) == ("the text and more", 0)
    mode, folder_mode, file = note.read_text().split(maxsplit=2)
    assert (stat.S_IMODE(int(mode)), stat.S_IMODE(int(folder_mode))) == (0o600, 0o700)
    assert file.endswith(".md")
    assert kept(path) == []


async def test_the_file_stays_until_its_text_is_on_the_disk(
    widget: Widget,
    draft: OpenDraft,
    path: Path,
    editor: Callable[[str], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(draft, "save_now", lambda: False)
    await edit_outside(widget, editor("open(path, 'w').write('outside')"))  # type: ignore[arg-type]  # a case of a table
    assert widget.text == "outside"
    assert offered(path) == ["outside"]


async def test_a_line_end_that_was_there_before_stays(
    draft: OpenDraft, editor: Callable[[str], list[str]]
) -> None:
    widget = Widget(Host(draft), "text\n")
    await edit_outside(widget, editor("open(path, 'w').write('x\\n')"))  # type: ignore[arg-type]  # a case of a table
    assert widget.text == "x\n"


@pytest.mark.parametrize(
    ("script", "said", "is_kept"),
    [
        ("sys.exit(3)", "status 3", False),
        ("open(path, 'w').write('written')\nsys.exit(3)", "kept and offered", True),
        ("open(path, 'wb').write(b'\\xff')", "not UTF-8", True),
        ("os.remove(path)", "cannot be read", True),
    ],
)
async def test_an_editor_that_fails_leaves_the_text_and_what_it_wrote_is_kept(
    widget: Widget, path: Path, editor: Callable[[str], list[str]], script: str, said: str, is_kept: bool
) -> None:
    await edit_outside(widget, editor(script))  # type: ignore[arg-type]  # a case of a table
    assert (widget.text, widget.app.suspended) == ("the text", 0)
    assert said in widget.app.said[-1]
    assert bool(kept(path)) is is_kept


async def test_a_missing_program_is_told_and_the_app_resumes(widget: Widget, path: Path) -> None:
    await edit_outside(widget, ["no-such-program-anywhere"])  # type: ignore[arg-type]  # a case of a table
    assert (widget.text, widget.app.suspended, kept(path)) == ("the text", 0, [])
    assert "no-such-program-anywhere" in widget.app.said[0]


@pytest.mark.parametrize("command", ["", "'unclosed"])
def test_a_missing_or_unreadable_editor_setting_is_explained(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(EditorProblem, match="editor"):
        chosen_editor()


async def test_what_was_typed_meanwhile_is_an_earlier_version(
    widget: Widget, path: Path, editor: Callable[[str], list[str]]
) -> None:
    going = asyncio.create_task(
        edit_outside(widget, editor("import time\ntime.sleep(0.5)\nopen(path, 'w').write('outside')"))  # type: ignore[arg-type]  # a case of a table
    )
    await until(lambda: kept(path))
    widget.text = "typed meanwhile"
    assert widget.app.open_draft is not None
    widget.app.open_draft.edit(
        lambda document: replace(document, narrative=Narrative(summary="typed meanwhile")), "typing"
    )
    await going
    assert widget.text == "outside"
    assert any(b"typed meanwhile" in each.path.read_bytes() for each in list_snapshots(path))


# An editor that has a window of its own


async def test_the_file_of_an_editor_that_came_back_at_once_is_watched_while_the_draft_is_open(
    widget: Widget, path: Path, editor: Callable[[str], list[str]]
) -> None:
    going = asyncio.create_task(edit_outside(widget, editor("pass")))  # type: ignore[arg-type]  # a case of a table
    await until(lambda: widget.app.said)
    assert "came back at once" in widget.app.said[0]
    (folder,) = kept(path)
    for text in ("first", "second"):
        (folder / "text.md").write_text(text)
        await until(lambda text=text: widget.text == text)  # type: ignore[misc]  # a lambda that holds what the loop has now
    widget.app.open_draft = None
    await asyncio.wait_for(going, PATIENCE)
    assert kept(path) == [folder]  # its window may still be there
    assert offered(path) == []


def test_what_an_editor_saves_while_its_text_is_taken_back_is_a_change_of_its_own(path: Path) -> None:
    lent = lend(recovery_folder(path), "summary", "the text")
    lent.file.write_text("first")
    first = lent.changed()
    assert first == "first"
    lent.file.write_text("second")
    lent.take(first)
    assert lent.changed() == "second"


async def test_what_comes_when_the_page_is_gone_goes_into_the_field(
    widget: Widget, draft: OpenDraft, path: Path, editor: Callable[[str], list[str]]
) -> None:
    heard: list[str] = []
    draft.listen_outside(lambda news: heard.append(news.kind))
    going = asyncio.create_task(edit_outside(widget, editor("pass")))  # type: ignore[arg-type]  # a case of a table
    await until(lambda: widget.app.said)
    widget.is_attached = False
    (kept(path)[0] / "text.md").write_text("later\n")
    await until(lambda: draft.document.narrative.summary == "later")
    assert heard == ["changed"]
    assert "your editor" in draft.reload()
    assert draft.undo()
    assert draft.document.narrative.summary == "the text"
    going.cancel()


# The next opening


async def test_the_end_of_the_program_leaves_the_file_and_ends_the_editor(
    widget: Widget, path: Path, editor: Callable[[str], list[str]], tmp_path: Path
) -> None:
    default = (
        "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)"  # whoever runs the tests may ignore it
    )
    script = f"{default}\nimport time\nopen(path, 'w').write('outside')\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(15)"
    going = asyncio.create_task(edit_outside(widget, editor(script)))  # type: ignore[arg-type]  # a case of a table
    await until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert offered(path) == ["outside"]
    pid = int((tmp_path / "pid").read_text())
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGHUP


@pytest.mark.parametrize("answer", ["taken", "kept"])
def test_what_did_not_come_back_is_offered_once(path: Path, answer: str) -> None:
    lend(recovery_folder(path), "summary", "the text").file.write_text("outside\n")
    window = open_draft(path)
    (offer,) = window.offers
    assert (offer.origin, offer.document.narrative.summary) == ("editor", "outside")
    if answer == "taken":
        assert window.accept(offer)
    else:
        dismiss(offer, path)
    window.close()
    assert read_document(path).narrative.summary == ("outside" if answer == "taken" else "the text")
    assert any(b"outside" in each.path.read_bytes() for each in list_snapshots(path))
    assert (kept(path), offered(path)) == ([], [])


def test_a_list_is_offered_as_a_list(path: Path) -> None:
    lend(recovery_folder(path), "well", "").file.write_text("one\ntwo\n")
    (offer,) = recovery_offers(path, read_document(path))
    assert list_text(offer.document, "well") == "one\ntwo"


@pytest.mark.parametrize("field", ["", "no.such.field", "actions.a9.text"])
def test_a_text_of_no_field_is_told_with_its_place(path: Path, field: str) -> None:
    file = lend(recovery_folder(path), field, "text").file
    file.write_text("outside")
    assert put_text(read_document(path), field, "x") is None
    window = open_draft(path)
    assert any(str(file) in notice for notice in window.notices)
    window.close()
    assert file.exists()


def test_one_that_nobody_touched_goes_after_a_day_but_not_what_an_editor_left_beside_it(path: Path) -> None:
    fresh, old, swapped = (lend(recovery_folder(path), "summary", "the text") for _ in range(3))
    (swapped.folder / ".text.md.swp").write_bytes(b"unsaved")
    for each in (old, swapped):
        long_ago = time.time() - UNUSED_FOR - 60
        os.utime(each.file, (long_ago, long_ago))
    assert recovery_offers(path, read_document(path)) == []
    assert (fresh.file.exists(), old.folder.exists()) == (True, False)
    assert os.listdir(swapped.folder) == [".text.md.swp"]


@pytest.mark.parametrize("about", [b"", b"{", b"[]", b'{"field": 1}', b"[" * 4000])
def test_a_lent_text_that_says_nothing_of_itself_ends_nothing(path: Path, about: bytes) -> None:
    lent = lend(recovery_folder(path), "summary", "the text")
    (lent.folder / "about.json").write_bytes(about)
    assert recovery_offers(path, read_document(path)) == []
    assert lent.file.exists()
