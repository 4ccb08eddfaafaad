"""Hints in rows and one-line inputs: the row at the cursor explains its hint, and the keys are those of the text."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.checks.document_hints import context_of, document_hints, row_texts
from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.hint_choices import switch_hints
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.row_kinds import Row
from pmtui.document.timeline import Event
from pmtui.drafts.folder.new import new_document
from pmtui.language.text_hints import find_hints
from screens.writing import row_hints

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

pytestmark = pytest.mark.deep  # whole forms by key presses

Put = Callable[..., Path]

NINE = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


def events(*texts: str, note: str = "") -> Postmortem:
    rows = (
        Event(id=f"e{n}", at=NINE + timedelta(minutes=n), text=text, note=note or None)
        for n, text in enumerate(texts, 1)
    )
    return replace(new_document("Sign-in failed", began=NINE), timeline=tuple(rows))


def causes(*texts: str) -> Postmortem:
    rows = tuple(Cause(id=f"w{n}", text=text) for n, text in enumerate(texts, 1))
    return replace(new_document("Sign-in failed", began=NINE), causes=rows)


async def shown_hint(desk: "Desk", words: str) -> None:
    await desk.sight(f"“{words}”")


def row_marks(desk: "Desk") -> list[str]:
    """Return the marks of the table's rows from top to bottom."""
    from textual.widgets import DataTable

    table = desk.app.screen.query_one(DataTable)
    return [str(table.get_row_at(row)[0]) for row in range(table.row_count)]


def test_the_texts_of_rows_are_those_that_a_check_of_the_draft_reads() -> None:
    texts = ("Toby forgot to renew it.", "Alert fired.", "Latency increased.")
    document = replace(
        events(*texts, note="It took about an hour."),
        causes=(
            Cause(id="w1", text="Toby forgot to test it"),
            Cause(id="w2", text="Human error", role="contributing"),
        ),
        actions=(Action(id="a1", text="Improve monitoring"),),
    )
    rows: list[Row] = [*document.timeline, *document.causes, *document.actions]
    by_row = [
        (place.path, place.section, hint)
        for row in rows
        for place in row_texts(row)
        for hint in find_hints(place.text, place.section, context_of(document))
    ]
    assert len(by_row) > 6
    assert list(document_hints(document)) == by_row


@SIZES
async def test_the_row_at_the_cursor_explains_its_hint_and_f9_writes_figures_into_it(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    document = events("Alert fired", "Latency increased on checkout", "Rolled back")
    async with at_desk(put(document), size=size) as desk:
        await desk.choose_section("timeline")
        await desk.until(lambda: row_marks(desk) == ["", "?", ""], "one mark")
        assert not desk.sees("From what to what")
        await desk.press("f8")
        await shown_hint(desk, "increased")
        await desk.sight("From what to what", "F9 asks for the figures")
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.enter("p99", "300 ms", "1.2 s")
        await desk.press("ctrl+s")
        await desk.writing("timeline")
        written = "p99 latency increased from 300 ms to 1.2 s on checkout"
        await desk.until(lambda: written == desk.document.timeline[1].text, "the figures")
        await desk.until(lambda: row_marks(desk) == ["", "", ""], "no marks")
        await desk.parting("From what to what")
        assert written == desk.saved().timeline[1].text
        await desk.press("ctrl+z")
        await desk.until(
            lambda: desk.document.timeline[1].text == "Latency increased on checkout", "the words from before"
        )
        await desk.until(lambda: row_marks(desk) == ["", "?", ""], "the mark again")


async def test_f8_goes_round_all_hints_of_the_rows_and_back(at_desk: "OpenDesk", put: Put) -> None:
    document = events("Toby forgot to renew it", "Alert fired", "It took about an hour, and many users left")
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await shown_hint(desk, "Toby forgot")
        for words in ("about an hour", "many", "Toby forgot"):
            await desk.press("f8")
            await shown_hint(desk, words)
        await desk.press("f20")
        await shown_hint(desk, "many")


async def test_a_hint_of_a_row_is_left_with_a_reason_and_comes_back_with_another_text(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(events("Toby forgot to renew it"))) as desk:
        await desk.choose_section("timeline")
        await shown_hint(desk, "Toby forgot")
        await desk.press("ctrl+g")
        await desk.dialog("AskLine")
        await desk.enter("he said so")
        await desk.writing("timeline")
        await desk.until(lambda: row_marks(desk) == [""], "no mark")
        assert ["he said so"] == [entry.reason for entry in desk.saved().ignores]
        await desk.press("enter")
        await desk.dialog("RowForm")
        await desk.until(lambda: type(desk.app.focused).__name__ == "ProseEditor", "the cursor in the text")
        await desk.press("end")
        await desk.paste(" in time")
        await desk.press("escape")
        await desk.writing("timeline")
        await shown_hint(desk, "Toby forgot")


async def test_a_name_in_a_row_becomes_a_system_and_a_rule_is_left(at_desk: "OpenDesk", put: Put) -> None:
    document = events("Toby forgot to renew it", "Latency increased")
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await desk.sight("Toby is a system")
        await desk.press("alt+s")
        await desk.until(lambda: desk.document.hints.systems == ("Toby",), "a system")
        await desk.until(lambda: row_marks(desk) == ["", "?"], "one mark")
        await desk.press("f8")
        await shown_hint(desk, "increased")
        await desk.press("alt+r")
        await desk.until(lambda: desk.document.hints.rules_off == ("vague.change",), "the rule is left")
        await desk.until(lambda: row_marks(desk) == ["", ""], "no marks")


async def test_the_tree_of_causes_marks_and_explains_hints(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(causes("The lock was held", "Toby forgot to run the dry run"))) as desk:
        await desk.choose_section("causes")
        await desk.sight("w1 The lock was held", "w2 ! Toby forgot")
        await desk.press("f8")
        await shown_hint(desk, "Toby forgot")
        await desk.press("shift+f9")
        await desk.dialog("ExplainRule")
        await desk.sight("“Toby forgot”", "The idea")
        await desk.press("escape")
        await desk.writing("causes")
        await desk.press("up")
        await desk.parting("“Toby forgot”")


async def test_the_form_of_a_row_explains_hints_below_the_field_and_mends_there(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(events("Latency increased"))) as desk:
        await desk.choose_section("timeline")
        await desk.press("enter")
        await desk.dialog("RowForm")
        await desk.press("f8")
        await desk.sight("From what to what", "F9 asks for the figures")
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.enter("p99", "300 ms", "1.2 s")
        await desk.press("ctrl+s")
        await desk.dialog("RowForm")
        written = "p99 latency increased from 300 ms to 1.2 s"
        await desk.until(lambda: written == desk.document.timeline[0].text, "the figures")
        await desk.parting("From what to what")
        await desk.press("end")
        await desk.paste(". Toby forgot to renew it")
        await desk.until(lambda: desk.app.focused.hint_count, "a hint")
        await desk.press("f8")
        await desk.sight("Toby is a system")
        await desk.press("alt+s")
        await desk.until(lambda: desk.document.hints.systems == ("Toby",), "a system")
        await desk.parting("Toby is a system")


async def test_hints_that_are_off_leave_no_trace_in_rows(at_desk: "OpenDesk", put: Put) -> None:
    document = switch_hints(events("Toby forgot to renew it"), on=False)
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await desk.sight("Toby forgot to renew it")
        await desk.press("f8")
        await desk.sight("No hints on this page")
        await desk.press("alt+o")
        await shown_hint(desk, "Toby forgot")
        await desk.until(lambda: row_marks(desk) == ["?"], "the mark")


async def test_moving_through_many_rows_looks_at_each_text_once(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = row_hints.find_hints  # type: ignore[attr-defined]  # what stands there in this test

    def noted(text: str, *more: object) -> object:
        looked.append(text)
        return real(text, *more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(row_hints, "find_hints", noted)
    document = events(*["Latency increased"] * 300)
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await desk.until(lambda: row_marks(desk).count("?") == 300, "all marks")
        looked.clear()
        await desk.press(*["down"] * 10)
        await shown_hint(desk, "increased")
        assert len(looked) <= 12  # the row that is come upon, never all of them
