"""A mistake of ours in what a screen does by the way: written down, told once, and the screen goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.drafts.open_draft import OpenDraft
from pmtui.paths import log_file
from screens.library import library_rows
from screens.parts import checking
from screens.writing import desk as writing_desk

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]

SECRET = "The text that was worked on"


def failing(*_: object, **__: object) -> None:
    raise LookupError(SECRET)


def log() -> str:
    return log_file().read_text("utf-8")


@pytest.mark.deep
async def test_a_check_that_fails_is_told_and_writing_goes_on(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_desk, "findings", failing)
    monkeypatch.setattr(checking, "FINDINGS_AFTER", 0.05)
    async with at_desk(put()) as desk:
        await desk.sight("Something went wrong inside pmtui (LookupError)", "You can go on")
        await desk.hush()
        await desk.paste("It was down.")
        await desk.until(lambda: desk.saved().narrative.summary == "It was down.", "the text")
        await desk.pilot.pause(0.2)
        assert "went wrong" not in desk.toasts()
    assert 1 == log().count("builtins.LookupError")
    assert SECRET not in log()


@pytest.mark.deep
async def test_a_save_by_hand_that_fails_is_told(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(put()) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(OpenDraft, "save_now", failing)
            await desk.press("ctrl+s")
            await desk.sight("Something went wrong inside pmtui (LookupError)")
        assert "builtins.LookupError" in log()


@pytest.mark.deep
async def test_a_draft_that_cannot_be_looked_at_does_not_take_the_library_along(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    monkeypatch.setattr(library_rows, "read_document", failing)
    async with at_desk() as desk:
        await desk.sight("Something went wrong inside pmtui (LookupError)")
        await desk.press("enter")
        await desk.writing("summary")
    assert "builtins.LookupError" in log()
