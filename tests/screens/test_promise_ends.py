"""Both ways out that nobody chose save at once, before any widget is taken down: a signal, and a mistake of ours."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui import app
from pmtui.drafts import saver
from pmtui.drafts.library import read_document
from pmtui.paths import log_file
from screens.textual_faults import ENDING_SIGNALS

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
        desk.app.on_signal_exit()
        assert read_document(path).narrative.summary == "hi"


async def test_a_mistake_of_ours_saves_before_anything_is_taken_down_and_logs_no_text(
    at_desk: "OpenDesk", put: Callable[..., Path]
) -> None:
    path = put(title="Confidential title")
    async with at_desk(path) as desk:
        await desk.press("h", "i")
        await desk.until(lambda: desk.document.narrative.summary == "hi")
        desk.app.on_crash(RuntimeError(desk.document.meta.title))
        assert read_document(path).narrative.summary == "hi"
    log = log_file().read_text("utf-8")
    assert "RuntimeError" in log
    assert "Confidential" not in log


def test_text_that_could_not_be_saved_at_the_end_is_told(
    drafts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app.PmtuiApp, "run", lambda _: None)
    monkeypatch.setattr(app.PmtuiApp, "save_open_draft", lambda _: False)
    assert app.start(drafts, None) == 1
    assert "the last changes could not be saved" in capsys.readouterr().err
