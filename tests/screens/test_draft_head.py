"""The head of the writing room: the title gives way to the save state, and neither arranges the screen again."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen

from pmtui.drafts.saving.save_state import SaveState
from screens.widgets.draft_head import DraftHead

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk


class Head(App[None]):
    def compose(self) -> ComposeResult:
        yield DraftHead()


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (60, " Checkout failed  SEV-1         NOT SAVED since 14:33: full"),
        (48, " Checkout failed  … NOT SAVED since 14:33: full"),
        (14, " Che… NOT SA…"),
    ],
)
async def test_the_save_state_is_said_in_full_as_far_as_it_can_be(width: int, row: str) -> None:
    app = Head()
    async with app.run_test(size=(width, 4)) as pilot:
        head = app.query_one(DraftHead)
        head.show_identity("Checkout failed", "SEV-1")
        head.show_saved(SaveState("failed", datetime(2026, 3, 15, 14, 33), "full"))
        await pilot.pause()
        assert row == app.screen._compositor.render_strips()[0].text.rstrip()


async def test_a_letter_and_its_save_arrange_nothing(
    at_desk: "OpenDesk", put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    arranged: list[str] = []
    arrange = Screen._refresh_layout

    def noted(screen: Screen[Any], *more: Any, **named: Any) -> None:
        arranged.append("once")
        arrange(screen, *more, **named)

    async with at_desk(put()) as desk:
        await desk.press("x")
        await desk.sight("Saved")
        monkeypatch.setattr(Screen, "_refresh_layout", noted)
        await desk.press("y")
        await desk.until(lambda: desk.draft.save_state.name == "saved")
        assert "xy" in desk.shown()
    assert [] == arranged
