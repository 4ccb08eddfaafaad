"""What a fast typist or a slow link sends in one packet does what it would have done key by key."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from pmtui.document.fields import get_value
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.folder.library import read_document

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk, OpenMeeting

Put = Callable[..., Path]
Make = Callable[..., Postmortem]


def summary(desk: "Desk") -> str:
    return str(get_value(desk.document, "summary") or "")


async def test_a_new_postmortem_is_typed_in_one_go_and_the_first_sentence_with_it(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    put(title="An older one")
    async with at_desk() as desk:
        await desk.burst("nSign-in for Europe\tsev2\t2026-03-15 14:32\tEurope/Berlin\x13The pool was full")
        await desk.writing("summary")
        await desk.until(lambda: summary(desk) == "The pool was full", "the first sentence")
        meta = desk.document.meta
        assert ("Sign-in for Europe", "SEV-2", "Europe/Berlin") == (meta.title, meta.severity, meta.zone)
    assert 2 == len(list(drafts.glob("*.toml")))


async def test_five_quick_keys_for_the_example_make_one_example_and_four_letters(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    put(title="An older one")
    async with at_desk() as desk:
        await desk.burst("eeeee")
        await desk.writing()
        await desk.until(lambda: "eeee" in summary(desk), "the other letters in the text")
    assert 2 == len(list(drafts.glob("*.toml")))


async def test_two_lines_sent_at_once_are_two_different_events(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("timeline")
        await desk.burst("14:02 the alert fired\r14:05 Bo took it\r14:07 unfin")
        assert ["the alert fired", "Bo took it"] == [event.text for event in desk.document.timeline]
        assert "14:07 unfin" == desk.room.query_one("#line", Input).value


async def test_a_line_that_is_refused_does_not_run_into_the_next_one(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("timeline")
        await desk.burst("25:99 odd\r14:05 Bo took it\r14:07 over\r")
        assert ["Bo took it", "over"] == [event.text for event in desk.document.timeline]
        assert "25:99 odd" == desk.room.query_one("#line", Input).value.rstrip("⏎")


async def test_what_follows_the_key_for_the_next_question_goes_there(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.writing("summary")
        await desk.burst("It broke.\x0eafter")
        await desk.burst("")
        saved = desk.saved()
        assert str(get_value(saved, "summary")) == "It broke."
        assert desk.page.context.section.id != "summary" or desk.page.question_id != "summary"
        assert "after" in desk.shown()


async def test_escape_and_letters_from_a_field_choose_a_section_and_type_nothing(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await desk.writing("summary")
        await desk.burst("It broke.\x1b\x1b[B\rand then")
        assert "It broke." == summary(desk)
        assert desk.page.context.section.id != "summary"


async def test_meeting_keys_act_in_their_order(
    put: Put, make_incident: Make, at_meeting: "OpenMeeting"
) -> None:
    draft = put(make_incident())
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.burst("]\x1b[Cnfirst\rsecond\r\x1b\x1b[Cdlet us stop\r\x1b\x1b[C")
        rows = desk.saved().review.capture
        assert [("note", "first", "e2"), ("note", "second", "e2"), ("decision", "let us stop", "e3")] == [
            (row.kind, row.text, row.event) for row in rows
        ]
        assert desk.sees("Event 4 of 6")


@pytest.mark.deep
async def test_a_list_that_opens_takes_the_keys_after_the_one_that_opens_it(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("timeline")
        await desk.burst("14:02 the alert fired\r\tm\x1b[B\x1b[B\r")
        event = desk.document.timeline[0]
        assert event.milestone is not None
        assert read_document(desk.draft.path) is not None


async def test_lines_pasted_into_the_capture_line_are_captures_of_their_own(
    put: Put, make_incident: Make, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(put(make_incident())) as desk:
        await desk.begin()
        await desk.burst("\x1b[Cn\x1b[200~first\rsecond\r\nthird\x1b[201~")
        assert ["first", "second"] == [row.text for row in desk.document.review.capture]
        await desk.burst("\r")
        assert ["first", "second", "third"] == [row.text for row in desk.saved().review.capture]


async def test_pasted_lines_that_cannot_be_read_come_back_into_the_line(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("timeline")
        await desk.burst("\x1b[200~14:02 the alert fired\r25:99 odd\r14:05 Bo took it\r99:10 odder\x1b[201~")
        line = desk.room.query_one("#line", Input)
        assert ["the alert fired", "Bo took it"] == [event.text for event in desk.document.timeline]
        assert "25:99 odd⏎99:10 odder" == line.value
        assert "25:99 odd⏎99:10 odder" == desk.saved().unread["timeline"]
        line.value = "15:59 even⏎99:10 odder"
        await desk.burst("\r")
        assert ["the alert fired", "Bo took it", "even"] == [event.text for event in desk.document.timeline]
        assert "99:10 odder" == line.value
