"""A draft that is opened again opens where one stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.drafts.last_place import END, Place, last_place, remember_place

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]


@pytest.mark.parametrize(
    "held", [b"", b"[]", b'{"section": 3}', b'{"section": "a", "field": "b", "offset": "x"}', b"\xff"]
)
def test_what_does_not_fit_is_no_place(tmp_path: Path, held: bytes) -> None:
    draft = tmp_path / "one.toml"
    remember_place(draft, Place("impact", "impact.users", 4))
    assert last_place(draft) == Place("impact", "impact.users", 4)
    assert last_place(tmp_path / "two.toml") is None
    from pmtui.drafts import last_place as module

    module._file(draft).write_bytes(held)
    assert last_place(draft) is None


async def test_a_draft_opens_at_the_end_of_its_text_and_again_where_one_stopped(
    at_desk: "OpenDesk", put: Put
) -> None:
    draft = put()
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        await desk.paste("First line.\nSecond line.")
        await desk.press("ctrl+home")
        assert desk.page.editor.cursor_location == (0, 0)
        await desk.press("ctrl+end")
        assert desk.page.editor.cursor_location == (1, 12)
        await desk.press("up", "left", "left")
        await desk.choose_section("impact")
        await desk.choose_section("summary")
        assert desk.page.editor.cursor_location == (0, 9)
        await desk.press("ctrl+q")
        await desk.until(lambda: not desk.app.is_running)
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        assert desk.page.editor.cursor_location == (0, 9)
        remember_place(draft, Place("summary", "", END))
    async with at_desk(draft) as desk:
        await desk.writing("summary")
        assert desk.page.editor.cursor_location == (1, 12)


async def test_a_field_a_row_and_early_typing_find_their_place(at_desk: "OpenDesk", put: Put) -> None:
    draft = put()
    async with at_desk(draft) as desk:
        await desk.choose_section("timeline")
        await desk.enter("14:02 one", "14:03 two", "14:04 three")
        desk.page._highlight("e2")
        await desk.press("ctrl+q")
        await desk.until(lambda: not desk.app.is_running)
    async with at_desk(draft) as desk:
        await desk.writing("timeline")
        assert desk.page.highlighted_id == "e2"
        desk.page.take_text("14:05 typed early")
        await desk.press("enter")
        await desk.until(lambda: len(desk.document.timeline) == 4, "the row that was typed early")
        await desk.choose_section("impact")
        desk.page.go_to("impact.users", 0)
        await desk.press("ctrl+q")
        await desk.until(lambda: not desk.app.is_running)
    async with at_desk(draft) as desk:
        await desk.writing("impact")
        assert desk.page.place()[0] == "impact.users"
