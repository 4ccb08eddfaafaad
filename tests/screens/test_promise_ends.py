"""Both ways out that nobody chose save at once, before any widget is taken down: a signal, and a mistake of ours."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.pilot import Pilot

from pmtui import app
from pmtui.drafts.folder.library import read_document
from pmtui.drafts.saving import saver
from pmtui.paths import log_file, state_folder
from screens.textual_faults.app import ENDING_SIGNALS
from screens.widgets.prose_editor import ProseEditor
from screens.writing.room import WritingRoom

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

NEVER = 3600.0  # seconds: nothing is saved by itself here


@pytest.fixture(autouse=True)
def _no_autosave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "DELAY", NEVER)


def test_all_four_signals_that_ask_a_program_to_end_are_heeded() -> None:
    assert {"SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT"} == set(ENDING_SIGNALS)


async def test_a_signal_saves_before_anything_is_taken_down(
    at_desk: "OpenDesk", put: Callable[..., Path]
) -> None:
    path = put()
    async with at_desk(path) as desk:
        await desk.press("h", "i")
        await desk.until(lambda: desk.document.narrative.summary == "hi")
        desk.app.before_signal_exit()
        assert read_document(path).narrative.summary == "hi"


async def test_a_mistake_of_ours_saves_before_anything_is_taken_down_and_logs_no_text(
    at_desk: "OpenDesk", put: Callable[..., Path]
) -> None:
    path = put(title="Confidential title")
    async with at_desk(path) as desk:
        await desk.press("h", "i")
        await desk.until(lambda: desk.document.narrative.summary == "hi")
        desk.app.before_crash(RuntimeError(desk.document.meta.title))
        assert read_document(path).narrative.summary == "hi"
    log = log_file().read_text("utf-8")
    assert "RuntimeError" in log
    assert "Confidential" not in log


def test_text_that_could_not_be_saved_at_the_end_is_told(
    drafts: Path,
    put: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = put()

    async def write_and_leave(pilot: Pilot[None]) -> None:
        room = pilot.app.screen
        assert isinstance(room, WritingRoom)
        while not room.query(ProseEditor):
            await pilot.pause(0.01)
        room.query_one(ProseEditor).insert("It was down.")
        await pilot.pause()
        await pilot.press("ctrl+q")
        while "Ctrl+Q again" not in "".join(note.message for note in pilot.app._notifications):
            await pilot.pause(0.01)
        await pilot.press("ctrl+q")

    run = app.PmtuiApp.run
    monkeypatch.setattr(
        app.PmtuiApp,
        "run",
        lambda program: run(program, headless=True, auto_pilot=write_and_leave),  # type: ignore[arg-type]  # a case of a table
    )
    monkeypatch.setattr(os, "replace", _full_but_for(state_folder()))
    assert 1 == app.start(drafts, path)
    told = capsys.readouterr().err
    assert f"The last changes are not in {path}: No space left on device." in told
    (kept,) = (state_folder() / "recovery").rglob("*.toml")
    assert f"They are kept in {kept}, and offered when the draft is opened next." in told
    assert "It was down." == read_document(kept).narrative.summary


def _full_but_for(folder: Path) -> Callable[..., None]:
    """Return an `os.replace` for a disk that is full, and another one that holds a folder."""
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if not Path(target).is_relative_to(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    return replace
