"""Hints in the form's fields of one line, in low windows, and in the list: seen, mended and left as elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import DataTable

from pmtui.checks.hint_list import ListedHint
from pmtui.document.fields import set_value
from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import open_draft
from pmtui.language.text_hints import find_hints
from screens.overviews.hint_rows import hint_rows
from tests.screens.test_form_page import at_field
from tests.screens.test_row_hints import events

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])


def affected(note: str) -> Postmortem:
    document = new_document("Checkout down")
    return replace(document, impact=replace(document.impact, users_note=note))


@SIZES
async def test_a_line_explains_its_hint_and_f9_writes_figures_into_it(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    async with at_desk(put(affected("many users in the EU")), size=size) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users_note")
        await desk.sight("“many", "How many")
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.enter("400", "9000")
        await desk.press("ctrl+s")
        await desk.writing("impact")
        await desk.until(lambda: "400" in (desk.document.impact.users_note or ""), "the figure")
        await desk.parting("“many")
        assert desk.document.impact.users_note == desk.saved().impact.users_note
        await desk.press("ctrl+z")
        await desk.until(
            lambda: desk.document.impact.users_note == "many users in the EU", "the words from before"
        )
        await desk.sight("“many")


async def test_a_hint_shows_while_a_line_is_typed_and_goes_with_its_words(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(affected("")), size=(80, 24)) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users_note")
        await desk.paste("many users")
        await desk.sight("“many")
        await desk.press(*["backspace"] * len("many users"))
        await desk.parting("“many")


async def test_f8_goes_round_the_hints_of_a_line_and_alt_r_leaves_their_rule(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(affected("many users, and Toby forgot to tell them"))) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users_note")
        await desk.sight("“many")
        await desk.press("f8")
        await desk.sight("“Toby forgot")
        await desk.press("f8")
        await desk.sight("“many")
        await desk.press("alt+r")
        await desk.sight("“Toby forgot")
        assert 1 == len(desk.document.hints.rules_off)


async def test_a_line_has_no_hint_while_hints_are_off(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(affected("many users"))) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users_note")
        await desk.sight("“many")
        await desk.press("alt+o")
        await desk.parting("“many")


async def test_a_low_window_shows_a_row_beside_its_hint(at_desk: "OpenDesk", put: Put) -> None:
    text = "The operator forgot to check the replica and nobody in the room noticed"
    document = events(text, "Rolled back", "Recovered")
    async with at_desk(put(document), size=(60, 16)) as desk:
        await desk.choose_section("timeline")
        await desk.sight("This ends the search at a slip")
        assert desk.app.screen.query_one(DataTable).size.height >= 2


def test_long_words_take_one_line_in_the_list() -> None:
    text = "Dmitri pushed the new connection pool settings without checking them against staging."
    (hint, *_) = find_hints(text, "root_cause")
    assert hint.end - hint.start > 60
    listed = ListedHint("root_cause", "root_cause", text, hint, "")
    (_, row) = hint_rows([listed], str, 60)
    words, question = row.content.plain.split("\n")
    assert len(words) <= 60
    assert question.strip()


@pytest.mark.parametrize("key", ["ctrl+g", "alt+r", "alt+s"])
async def test_a_draft_that_can_only_be_read_says_so_before_a_hint_is_asked_about(
    at_desk: "OpenDesk", put: Put, key: str
) -> None:
    path = put(set_value(new_document("Down"), "summary", "Toby forgot it, and many users left."))
    other = open_draft(path)
    try:
        async with at_desk() as desk:
            await desk.press("enter")
            await desk.writing("summary")
            await desk.until(lambda: "2 hints" in desk.shown(), "the hints")
            await desk.press("f8", "f8", key)
            await desk.until(lambda: "This draft can only be read here" in str(desk.toasts()), "the refusal")
            assert desk.app.screen is desk.room
    finally:
        other.close()
