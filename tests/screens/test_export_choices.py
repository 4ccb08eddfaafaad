"""The export dialog's choices: the format, and how people are named (S-24)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.drafts.folder.new import example_document

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]


async def chooses(desk: "Desk", field: str, downs: int) -> None:
    """Open the list of a field with the keyboard and pick an entry further down."""
    while desk.app.focused is None or desk.app.focused.id != field:
        await desk.press("shift+tab")
    await desk.press("enter", *["down"] * downs, "enter")


@pytest.mark.deep
async def test_slides_by_roles_are_chosen_and_written_with_the_keyboard_alone(
    at_desk: "OpenDesk", put: Put, tmp_path: Path
) -> None:
    draft = put(example_document())
    async with at_desk() as desk:
        await desk.press("x")
        await desk.dialog("ExportScreen")
        await desk.sight("Not in this template")
        await chooses(desk, "people", 1)
        await desk.sight("By role: the incident commander")
        await chooses(desk, "format", 2)
        await desk.sight("Slides: one file")
        await desk.press("ctrl+s")
        await desk.sight("Written:")
    written = (tmp_path / f"{draft.stem}.deck.html").read_text("utf-8")
    assert 'class="slide' in written
    assert "Noor" not in written
    assert "incident commander" in written
    assert b"Noor Haddad" in draft.read_bytes()


@pytest.mark.deep
async def test_changing_the_format_changes_the_ending_and_nothing_else(at_desk: "OpenDesk", put: Put) -> None:
    put()
    async with at_desk() as desk:
        await desk.press("x")
        await desk.dialog("ExportScreen")
        await desk.press("end", "ctrl+u")
        await desk.paste("our.review.md")
        await chooses(desk, "format", 2)
        await desk.sight("our.review.deck.html")
        await desk.press("enter", "up", "enter")
        await desk.sight("our.review.html")
