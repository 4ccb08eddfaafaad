"""Timeline and actions: a line adds a row, keys and the form change it, and every change can be taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import DataTable, Input

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.document.zones import in_zone
from pmtui.drafts.folder.new import new_document
from screens.writing import timeline_page
from screens.writing.table_page import LONG_TABLE

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]

NINE = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)


def with_events(*texts: str, **fields: object) -> Postmortem:
    document = new_document("Sign-in failed", began=NINE)
    events = (Event(id=f"e{n}", at=NINE + timedelta(minutes=n), text=text) for n, text in enumerate(texts, 1))
    return replace(document, timeline=tuple(events), **fields)


def with_actions(*texts: str) -> Postmortem:
    actions = (Action(id=f"a{n}", text=text) for n, text in enumerate(texts, 1))
    return replace(new_document("Sign-in failed", began=NINE), actions=tuple(actions))


def texts(desk: "Desk", rows: str) -> list[str]:
    return [row.text for row in getattr(desk.document, rows)]


# The timeline


@pytest.mark.deep
async def test_an_empty_timeline_invites_and_its_line_has_the_cursor(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("timeline")
        await desk.sight("Start before the incident", "Or paste several lines")
        await desk.enter("9:47 first complaints @support !impact-start")
        await desk.sight("09:47", "◆ Impact began", "first complaints")
        assert desk.app.focused.value == ""


@pytest.mark.deep
async def test_events_stand_by_time_whatever_the_order_they_came_in(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(began=NINE)) as desk:
        await desk.choose_section("timeline")
        await desk.enter("10:00 second", "9:30 first", "+5m third")
        await desk.sight("third")
        shown = desk.shown()
        assert shown.index("first") < shown.index("second") < shown.index("third")
        assert ["09:30", "10:00", "10:05"] == sorted(f"{event.at:%H:%M}" for event in desk.saved().timeline)


@pytest.mark.deep
async def test_pasted_times_that_came_twice_are_told_and_shown_in_one_row_each(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(began=NINE, zone="Europe/Berlin")) as desk:
        await desk.choose_section("timeline")
        await desk.paste("2026-10-25 02:30 disk full\n2026-10-25 02:30 +01:00 still full")
        await desk.sight("02:30 UTC+2", "02:30 UTC+1", "02:30 came twice on 2026-10-25")


@pytest.mark.deep
async def test_a_line_that_cannot_be_read_is_explained_and_kept_for_the_next_time(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(began=NINE)) as desk:
        await desk.choose_section("timeline")
        for line in ("25:99 odd", "09:47", "@support", "no time at all"):
            await desk.enter(line)
            await desk.until(lambda: desk.page.query_one(".line-problem").display, "an explanation")
            assert {"timeline": line} == desk.saved().unread
            assert () == desk.document.timeline
            if line != "no time at all":
                await desk.press("end", "ctrl+u")
        await desk.choose_section("summary")
        await desk.choose_section("timeline")
        assert "no time at all" == desk.page.query_one("#line", Input).value


@pytest.mark.deep
async def test_pasted_lines_become_events_and_the_odd_ones_are_named(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(began=NINE)) as desk:
        await desk.choose_section("timeline")
        await desk.paste(
            "- 09:32 - deploy v4.12\n\n**09:47** complaints\n  from three countries\n25:99 odd\r\n10:03 UTC over\n"
            "3:05am PT all well\n"
        )
        await desk.sight("4 events added.", "Line 5:", "25:99", "Read on the clocks of America/Los_Angeles")
        assert ["deploy v4.12", "complaints\nfrom three countries", "over", "all well"] == [
            event.text for event in desk.saved().timeline
        ]


@pytest.mark.deep
async def test_figures_appear_as_milestones_are_marked(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(with_events("users feel it", "alert", "over"))) as desk:
        await desk.choose_section("timeline")
        await desk.sight("No figures yet.")
        for words, key, figure in (
            ("Impact began", "up", "Mark the event"), ("Detected", "down", "Detect 1 min"), ("Resolved", "down", "Whole 2 min"),
        ):  # fmt: skip
            await desk.press(key, "m")
            await desk.dialog("AskChoice")
            choices = ["", *desk.app.preferences.wording.choices("timeline.e1.milestone").values()]
            await desk.press("home", *["down"] * choices.index(words), "enter")
            await desk.writing("timeline")
            await desk.sight(f"◆ {words}", figure)
        assert ["impact_start", "detected", "resolved"] == [
            event.milestone for event in desk.saved().timeline
        ]


async def test_an_event_is_edited_in_a_form_and_moves_to_its_new_time(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(with_events("one", "two"))) as desk:
        await desk.choose_section("timeline")
        await desk.press("enter")
        await desk.dialog("RowForm")
        await desk.paste("Number ")
        await desk.press("tab", "ctrl+u")
        await desk.paste("~9:30")
        await desk.press("escape")
        await desk.writing("timeline")
        shown = desk.shown()
        assert shown.index("two") < shown.index("Number one")
        changed = desk.saved().event("e1")
        assert ("Number one", NINE + timedelta(minutes=30), True) == (
            changed.text,
            changed.at,
            changed.approximate,
        )


@pytest.mark.deep
async def test_a_form_keeps_what_it_cannot_read_and_says_what_would_fit(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(with_events("one"))) as desk:
        await desk.choose_section("timeline")
        await desk.press("enter")
        await desk.dialog("RowForm")
        await desk.press("tab", "ctrl+u")
        await desk.paste("around nine")
        await desk.sight("Kept as typed.")
        await desk.press("escape")
        await desk.writing("timeline")
        assert ({"timeline.e1.at": "around nine"}, NINE + timedelta(minutes=1)) == (
            desk.saved().unread, desk.document.timeline[0].at
        )  # fmt: skip
        await desk.press("enter")
        await desk.dialog("RowForm")
        await desk.sight("around nine", "Kept as typed.")


@pytest.mark.deep
async def test_a_deleted_event_comes_back_with_the_evidence_it_was(at_desk: "OpenDesk", put: Put) -> None:
    cause = Cause(id="w1", text="a certificate expired", evidence=("e1",))
    document = with_events("one", "two", causes=(cause,))
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await desk.press("delete")
        await desk.sight("Deleted. Ctrl+Z brings the event back.")
        assert (["two"], ()) == (texts(desk, "timeline"), desk.saved().causes[0].evidence)
        await desk.press("ctrl+z")
        await desk.sight("Taken back: delete event e1")
        assert document == desk.saved()
        await desk.press("ctrl+y")
        await desk.until(lambda: texts(desk, "timeline") == ["two"], "deleted again")


@pytest.mark.deep
async def test_a_form_begins_with_its_first_label_in_sight(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("actions")
        await desk.enter("Renew the certificate by a job")
        await desk.press("tab", "enter")
        await desk.dialog("RowForm")
        await desk.sight("What will change (begin with a verb)")
        await desk.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab")
        await desk.press(*["shift+tab"] * 8)
        await desk.sight("What will change (begin with a verb)")


@pytest.mark.deep
async def test_undo_takes_back_a_line_that_is_being_typed_where_one_sees_it(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(with_events("one"))) as desk:
        await desk.choose_section("timeline")
        await desk.press("delete", "a")
        await desk.paste("9:50 half a line")
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.app.focused.value == "", "the line taken back")
        assert {} == desk.document.unread
        await desk.press("ctrl+z")
        await desk.until(lambda: texts(desk, "timeline") == ["one"], "the event back")
        await desk.sight("09:01", "one")


@pytest.mark.deep
async def test_events_of_several_days_show_their_day(at_desk: "OpenDesk", put: Put) -> None:
    document = with_events("one")
    later = Event(id="e2", at=NINE + timedelta(days=1), text="the day after")
    async with at_desk(put(replace(document, timeline=(*document.timeline, later)))) as desk:
        await desk.choose_section("timeline")
        await desk.sight("15 Mar 09:01", "16 Mar 09:00")


@pytest.mark.deep
async def test_times_are_shown_on_the_clocks_of_the_draft(at_desk: "OpenDesk", put: Put) -> None:
    document = with_events("one")
    document = replace(document, meta=replace(document.meta, zone="Asia/Kolkata"))
    async with at_desk(put(document)) as desk:
        await desk.choose_section("timeline")
        await desk.sight("14:31")
        await desk.press("a")
        await desk.enter("15:00 said in Delhi")
        await desk.sight("15:00", "said in Delhi")
        assert NINE + timedelta(minutes=30) == desk.saved().timeline[-1].at


# Actions


async def test_an_action_is_read_from_one_line(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("actions")
        await desk.sight("What will be different next time?")
        await desk.enter("Renew certificates 30 days early @noor @tom !p1 ^+7d #prevent")
        await desk.sight("Renew certificates", "noor", "P1", "1 action open")
        (action,) = desk.saved().actions
        assert ("noor", ("tom",), "P1", "prevent", date.today() + timedelta(days=7)) == (
            action.owner, action.collaborators, action.priority, action.type, action.due
        )  # fmt: skip


@pytest.mark.deep
async def test_what_an_action_lacks_is_counted(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        await desk.choose_section("actions")
        await desk.enter("Renew certificates early")
        await desk.sight("1 action open · 1 without an owner · 1 without a day")


@pytest.mark.deep
async def test_one_key_and_a_choice_set_a_field(at_desk: "OpenDesk", put: Put) -> None:
    document = with_actions("first", "second")
    async with at_desk(put(document)) as desk:
        await desk.choose_section("actions")
        await desk.press("down")
        for key, field, value in (("s", "state", "done"), ("t", "type", "mitigate"), ("p", "priority", "P1")):
            await desk.press(key)
            await desk.dialog("AskChoice")
            choices = ["", *desk.app.preferences.wording.choices(f"actions.a1.{field}")]
            await desk.press("home", *["down"] * choices.index(value), "enter")
            await desk.writing("actions")
            await desk.until(lambda field=field, value=value: field_of(desk, "a2", field) == value, field)  # type: ignore[misc]  # a lambda that holds what the loop has now
            assert desk.page.highlighted_id == "a2"
        await desk.press("ctrl+z", "ctrl+z", "ctrl+z")
        await desk.until(lambda: desk.document == document, "all three taken back")


def field_of(desk: "Desk", action_id: str, field: str) -> object:
    return getattr(desk.document.action(action_id), field)


@pytest.mark.deep
async def test_actions_move_up_and_down_and_the_highlight_goes_along(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(with_actions("first", "second", "third"))) as desk:
        await desk.choose_section("actions")
        await desk.press("alt+down", "alt+down", "alt+down")
        assert ["second", "third", "first"] == texts(desk, "actions")
        assert "a1" == desk.page.highlighted_id
        await desk.press("alt+up")
        assert ["second", "first", "third"] == [row.text for row in desk.saved().actions]


@pytest.mark.deep
async def test_the_last_action_that_goes_leaves_the_invitation_and_the_line(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(with_actions("first"))) as desk:
        await desk.choose_section("actions")
        await desk.press("delete")
        await desk.sight("What will be different next time?")
        await desk.press("delete", "enter")
        assert "WritingRoom" == type(desk.app.screen).__name__
        await desk.press("ctrl+z")
        await desk.until(lambda: texts(desk, "actions") == ["first"], "the action back")


@pytest.mark.deep
async def test_readiness_opens_the_form_at_the_field_it_is_about(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(with_actions("Renew certificates early"))) as desk:
        await desk.room.desk.go_to("actions", "actions.a1.owner")
        await desk.dialog("RowForm")
        await desk.until(lambda: isinstance(desk.app.focused, Input), "the cursor in the field")
        await desk.paste("noor")
        await desk.press("escape")
        await desk.writing("actions")
        assert "noor" == desk.saved().actions[0].owner


@pytest.mark.deep
async def test_long_rows_wrap_and_every_one_can_be_reached(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(with_actions(*(f"{'long words ' * 30}number {n}" for n in range(20))))) as desk:
        await desk.choose_section("actions")
        table = desk.app.screen.query_one(DataTable)
        assert table.virtual_size.width <= table.size.width
        await desk.press("ctrl+end", "end")
        await desk.until(lambda: "a20" == desk.page.highlighted_id, "the last row")


@pytest.mark.deep
async def test_a_very_long_timeline_takes_a_line_an_event_and_shows_the_last(
    at_desk: "OpenDesk", put: Put
) -> None:
    texts = (f"{'long words ' * 20}number {n}" for n in range(LONG_TABLE + 1))
    async with at_desk(put(with_events(*texts))) as desk:
        await desk.choose_section("timeline")
        table = desk.app.screen.query_one(DataTable)
        await desk.until(
            lambda: table.virtual_size.height == LONG_TABLE + 2, "a line for each, and the heading"
        )
        await desk.press("ctrl+end", "end")
        await desk.until(lambda: f"e{LONG_TABLE + 1}" == desk.page.highlighted_id, "the last row")


@pytest.mark.deep
async def test_the_work_for_a_timeline_grows_with_its_events_and_not_with_their_square(
    at_desk: "OpenDesk", put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = 0

    def counted(moment: datetime, zone: str) -> datetime:
        nonlocal moments
        moments += 1
        return in_zone(moment, zone)

    monkeypatch.setattr(timeline_page, "in_zone", counted)
    async with at_desk(put(with_events(*("Slow" for _ in range(200))))) as desk:
        await desk.choose_section("timeline")
        await desk.until(lambda: desk.app.screen.query_one(DataTable).row_count == 200, "every event")
    assert moments <= 200 * 10
