"""Fields: typed values are understood or kept and explained, finished without one, and never changed by looking."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select, Static

from pmtui.document.fields import get_value, set_text, set_value
from pmtui.document.postmortem import replace
from pmtui.drafts.folder.new import example_document, new_document
from pmtui.progress import finish
from screens.widgets.field_input import FieldInput

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]


async def at_field(desk: "Desk", path: str) -> FieldInput:
    """Put the cursor into a field, as readiness does."""
    desk.page.go_to(path)
    await desk.until(lambda: path in (getattr(node, "path", "") for node in desk.app.focused.ancestors), path)
    return next(field for field in desk.page.query(FieldInput) if field.path == path)  # type: ignore[no-any-return]  # its own kind


UNDERSTOOD = [
    ("meta.began", "2026-03-15 09:47", datetime(2026, 3, 15, 9, 47, tzinfo=UTC)),
    ("impact.users", "12.4k", 12400),
    ("impact.users_percent", "8.5 %", 8.5),
    ("impact.users_note", "[/] everyone in the EU", "[/] everyone in the EU"),
    ("impact.support_tickets", "0", 0),
    ("impact.failed_requests", "88,231 requests", 88231),
]
UNREADABLE = [
    ("meta.ended", "soon", "Write a time such as"),
    ("impact.users", "around 400?", "whole number"),
    ("impact.users_percent", "140", "0 to 100"),
    ("impact.revenue", "a lot", "amount"),
]


async def test_what_is_not_known_is_shown_beside_what_is(at_desk: "OpenDesk", put: Put) -> None:
    document = new_document("Sign-in failed")
    document = set_text(document, "impact.users_percent", "62")
    async with at_desk(put(finish(document, "impact.users", "unknown", "the logs rolled over"))) as desk:
        await desk.choose_section("impact")
        await desk.sight("Users affected", "the logs rolled over")


async def test_typed_values_are_understood_and_saved(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        for path, typed, value in UNDERSTOOD:
            await at_field(desk, path)
            await desk.paste(typed)
            await desk.until(lambda path=path, value=value: get_value(desk.document, path) == value, path)  # type: ignore[misc]  # a lambda that holds what the loop has now
        saved = desk.saved()
        assert {path: value for path, _, value in UNDERSTOOD} == {
            path: get_value(saved, path) for path, *_ in UNDERSTOOD
        }
        assert {} == saved.unread


@pytest.mark.deep
async def test_a_currency_typed_with_its_amount_shows_in_its_own_field(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.revenue")
        await desk.paste("€38,000")
        field = await at_field(desk, "impact.currency")
        await desk.until(lambda: field.query_one(Input).value == "€", "the currency")


@pytest.mark.deep
async def test_lines_pasted_into_a_field_of_entries_are_entries_without_their_marks(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("facts")
        await at_field(desk, "meta.services")
        await desk.paste("edge")
        await desk.paste("- [x] gateway\n- booking app\n3. desks")
        await desk.until(lambda: len(desk.document.meta.services) > 1, "the entries")
        assert ("edge", "gateway", "booking app", "desks") == desk.document.meta.services


@pytest.mark.deep
async def test_what_cannot_be_understood_is_kept_explained_and_there_the_next_day(
    at_desk: "OpenDesk", put: Put
) -> None:
    draft = put()
    async with at_desk(draft) as desk:
        await desk.choose_section("impact")
        for path, typed, explained in UNREADABLE:
            field = await at_field(desk, path)
            await desk.paste(typed)
            await desk.until(lambda field=field: "Kept as typed." in said(field), path)  # type: ignore[misc]  # a lambda that holds what the loop has now
            assert explained in said(field)
    async with at_desk(draft) as desk:
        assert {path: typed for path, typed, _ in UNREADABLE} == desk.document.unread
        assert [None] * len(UNREADABLE) == [get_value(desk.document, path) for path, *_ in UNREADABLE]
        await desk.choose_section("impact")
        for path, typed, explained in UNREADABLE:
            field = await at_field(desk, path)
            assert typed == field.query_one(Input).value
            assert explained in said(field)
            await desk.press("end", "ctrl+u")
            await desk.until(lambda field=field: said(field) == "", "nothing left to explain")  # type: ignore[misc]  # a lambda that holds what the loop has now
        assert {} == desk.saved().unread


async def test_how_a_time_was_read_and_which_severities_there_are_is_told(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(severity="P1")) as desk:
        await desk.choose_section("impact")
        field = await at_field(desk, "meta.began")
        await desk.paste("2026-03-15 5:40am PT")
        await desk.until(lambda: "America/Los_Angeles: 2026-03-15 12:40 UTC" in said(field), "the reading")
        await desk.choose_section("facts")
        field = await at_field(desk, "meta.severity")
        await desk.press("end", "ctrl+u")
        await desk.paste("Sev 9")
        await desk.until(lambda: "Write P1, P2 or P3" in said(field), "what would fit")
        assert (None, "Sev 9") == (desk.document.meta.severity, desk.document.unread["meta.severity"])


def said(field: FieldInput) -> str:
    """Return the explanation below a field, as far as it is shown."""
    problem = field.query_one(".problem", Static)
    return str(problem.render()) if problem.display else ""


@pytest.mark.deep
async def test_enter_and_tab_go_from_field_to_field(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users")
        await desk.enter("400", "10")
        await desk.paste("people in the EU")
        await desk.press("tab", "shift+tab")
        impact = desk.saved().impact
        assert (400, 10, "people in the EU") == (impact.users, impact.users_percent, impact.users_note)


@pytest.mark.deep
async def test_a_choice_is_made_with_the_keys_and_taken_back_with_one(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        field = await at_field(desk, "impact.slo_breached")
        await desk.press("enter", "home", "down", "enter")
        await desk.until(lambda: desk.document.impact.slo_breached is True, "yes")
        assert "yes" == field.query_one(Select).value
        await desk.press("ctrl+z")
        await desk.until(lambda: field.query_one(Select).value is Select.NULL, "not set again")
        assert desk.saved().impact.slo_breached is None


@pytest.mark.deep
async def test_undo_shows_in_the_field_the_cursor_is_in(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        field = await at_field(desk, "impact.users")
        await desk.paste("400")
        await desk.until(lambda: desk.document.impact.users == 400, "the value")
        await desk.press("ctrl+z")
        await desk.until(lambda: field.query_one(Input).value == "", "the field empty again")
        assert desk.document.impact.users is None
        await desk.press("ctrl+y")
        await desk.until(lambda: field.query_one(Input).value == "400", "the value again")


@pytest.mark.deep
async def test_a_question_is_finished_without_a_value_and_a_reason(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users")
        for row, state in enumerate(("unknown", "not_applicable")):
            await desk.press("f6")
            await desk.dialog("AskChoice")
            await desk.sight("Not known", "Not applicable")
            await desk.press("home", *["down"] * row, "enter")
            await desk.dialog("AskLine")
            await desk.enter("nobody counted")
            await desk.writing("impact")
            await desk.sight(f"{'not known' if state == 'unknown' else 'not applicable'}: nobody counted")
            answer = desk.saved().answers["impact.users"]
            assert (state, "nobody counted") == (answer.state, answer.reason)
            await desk.press("ctrl+z")
            await desk.until(lambda: desk.document.answers == {}, "open again")


@pytest.mark.deep
async def test_a_value_takes_the_place_of_not_known(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "impact.users")
        await desk.press("f6")
        await desk.dialog("AskChoice")
        await desk.press("home", "enter")
        await desk.dialog("AskLine")
        await desk.press("enter")
        await desk.writing("impact")
        await desk.sight("not known")
        await desk.paste("400")
        await desk.parting("not known")
        assert (400, {}) == (desk.saved().impact.users, desk.document.answers)


@pytest.mark.deep
async def test_figures_follow_while_the_fields_are_typed(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(began=datetime(2026, 3, 15, 9, 47, tzinfo=UTC))) as desk:
        await desk.choose_section("impact")
        await at_field(desk, "meta.ended")
        await desk.paste("11:20")
        await desk.sight("→ 1 h 33 min")


@pytest.mark.deep
async def test_the_title_above_follows_the_field(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("facts")
        await at_field(desk, "meta.title")
        await desk.press("end")
        await desk.paste(" in Europe")
        await desk.until(lambda: "Sign-in failed in Europe" in desk.shown().splitlines()[0], "the new title")


@pytest.mark.deep
@pytest.mark.parametrize("template", [pytest.param("google_sre", marks=pytest.mark.deep), "quick"])
async def test_looking_at_every_section_changes_nothing(at_desk: "OpenDesk", put: Put, template: str) -> None:
    document = set_value(example_document(), "meta.template", template)
    document = replace(
        document, unread={"impact.users": "around 400?", "timeline": "9:5", "actions": "x @", "causes": "y"}
    )
    path = put(document)
    before = path.read_bytes()
    async with at_desk(path) as desk:
        for section in desk.room.desk.template.sections:
            await desk.room.desk.show_section(section.id)
            await desk.pilot.pause()
            assert desk.sees(desk.app.preferences.wording.sections[section.id].title)
            assert document == desk.document, section.id
    assert before == path.read_bytes()


@pytest.mark.deep
async def test_a_list_in_a_form_takes_one_item_per_line(at_desk: "OpenDesk", put: Put) -> None:
    document = new_document("Sign-in failed", template="complete")
    async with at_desk(put(document)) as desk:
        await desk.choose_section("facts")
        page = desk.page
        page.go_to("participants")
        await desk.until(lambda: page.question_id == "participants", "the list")
        await desk.paste("Noor Haddad, Incident lead @noor\nTomasz Wilk")
        await desk.until(lambda: len(desk.document.participants) == 2, "two people")
        assert [("Noor Haddad", "Incident lead", "noor"), ("Tomasz Wilk", None, None)] == [
            (person.name, person.role, person.handle) for person in desk.saved().participants
        ]
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.document.participants == (), "taken back")


async def test_undo_takes_back_the_newest_change_first_whatever_the_text_at_the_cursor_remembers(
    at_desk: "OpenDesk", put: Put
) -> None:
    document = new_document("Sign-in failed", template="complete")
    async with at_desk(put(document)) as desk:
        await desk.choose_section("facts")
        page = desk.page
        page.go_to("participants")
        await desk.until(lambda: page.question_id == "participants", "the list")
        await desk.paste("Noor Haddad\nTomasz Wilk")
        await desk.until(lambda: len(desk.document.participants) == 2, "two people")
        await at_field(desk, "meta.severity")
        severity = desk.document.meta.severity
        await desk.paste("SEV-2")
        await desk.until(lambda: desk.document.meta.severity != severity, "the severity")
        page.go_to("participants")
        await desk.until(lambda: page.question_id == "participants", "the list again")
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.document.meta.severity == severity, "the newest change taken back")
        assert 2 == len(desk.document.participants)
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.document.participants == (), "the one before")
        await desk.press("ctrl+z")
        assert ((), severity) == (desk.document.participants, desk.document.meta.severity)  # type: ignore[comparison-overlap]  # it changed meanwhile
