"""The review meeting loses nothing: failing disks, other writers, signals, crashes and hurried ends."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.fields import set_value
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import read_document

if TYPE_CHECKING:
    from tests.screens.conftest import MeetingDesk, OpenDesk, OpenMeeting

pytestmark = pytest.mark.deep  # two windows and whole meetings by key presses

Put = Callable[..., Path]
Make = Callable[..., Postmortem]


@pytest.fixture
def draft(put: Put, make_incident: Make) -> Path:
    return put(make_incident())


async def at_event(desk: "MeetingDesk", number: int) -> None:
    await desk.begin()
    await desk.press("right_square_bracket", *["right"] * (number - 1))


async def test_a_disk_that_fails_is_seen_on_the_wall_and_the_meeting_goes_on(
    draft: Path, at_meeting: "OpenMeeting", monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        desk.saved()

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr("pmtui.drafts.saving.draft_file.write_atomic", fail)
            await desk.capture("n", "Said while the disk was full")
            await desk.sight("NOT SAVED since", "No space left on device")
            assert desk.sees("Event 2 of 6", "captured 1 note")
        await desk.press("ctrl+s")
        await desk.parting("NOT SAVED")
        assert "Said while the disk was full" == read_document(draft).review.capture[0].text


async def test_a_change_made_elsewhere_is_shown_and_the_place_stays(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        held = desk.saved()
        draft.write_bytes(dump(set_value(held, "timeline.e4.text", "Written elsewhere")))
        await desk.sight("Written elsewhere")
        assert desk.sees("Event 4 of 6")
        await desk.capture("n", "Noted after that")
        assert "Written elsewhere" == desk.saved().event("e4").text


async def test_two_versions_are_told_and_no_capture_is_in_the_way_of_the_other(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        held = desk.saved()
        draft.write_bytes(dump(set_value(held, "timeline.e4.text", "Written elsewhere")))
        await desk.capture("n", "Said at that moment")
        await desk.sight("TWO VERSIONS")
        assert "Written elsewhere" == read_document(draft).event("e4").text
        assert ["Said at that moment"] == [row.text for row in desk.saved().review.capture]
        await desk.press("alt+v")
        await desk.dialog("OutsideChangeScreen")


async def test_a_signal_keeps_the_clock_and_the_line_that_was_being_typed(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        await desk.press("a")
        await desk.paste("Add an alert @sarah")
        desk.watch.wait(seconds=9)
        desk.app.before_signal_exit()
        left = read_document(draft)
        assert ["Add an alert"] == [row.text for row in left.review.capture]
        assert 9 == left.review.segment[1].used_s
        assert "timeline/event/e4" == left.review.at_step


async def test_a_crash_keeps_them_as_well(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await at_event(desk, 4)
        await desk.press("n")
        await desk.paste("Half a sen")
        desk.app.before_crash(ValueError("a mistake of ours"))
        assert ["Half a sen"] == [row.text for row in read_document(draft).review.capture]


async def test_leaving_pmtui_from_a_meeting_above_the_room_saves_and_lets_the_draft_go(
    draft: Path, at_desk: "OpenDesk"
) -> None:
    from pmtui.drafts.open_draft import open_draft

    async with at_desk(draft) as desk:
        await desk.press("alt+p")
        await desk.dialog("BeforeMeeting")
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        await desk.press("right", "d")
        await desk.paste("Decided, not entered")
        await desk.press("ctrl+q")
        await desk.until(lambda: not desk.app.is_running)
    assert ["Decided, not entered"] == [row.text for row in read_document(draft).review.capture]
    again = open_draft(draft)
    assert not again.read_only
    again.close()


async def test_a_meeting_that_another_window_takes_over_goes_on_and_writes_nothing_more(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    from pmtui.drafts.open_draft import open_draft

    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.capture("n", "Before")
        desk.saved()
        other = open_draft(draft)
        try:
            other.take_over()
            await desk.sight("READ ONLY")
            await desk.press("n")
            assert not desk.line_is_open
            await desk.press("right")
            await desk.wait(minutes=1)
            assert desk.sees("Event 3 of 6")
            assert ["Before"] == [row.text for row in read_document(draft).review.capture]
        finally:
            other.close()


async def test_a_change_that_the_room_below_took_in_is_on_the_wall(draft: Path, at_desk: "OpenDesk") -> None:
    async with at_desk(draft) as desk:
        await desk.press("alt+p")
        await desk.dialog("BeforeMeeting")
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        await desk.press("right_square_bracket")
        held = read_document(draft)
        draft.write_bytes(dump(set_value(held, "timeline.e1.text", "Written elsewhere")))
        await desk.sight("Written elsewhere")


async def test_a_note_that_was_begun_is_not_lost_to_an_owner(draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft) as desk:
        await desk.begin()
        await desk.press(*["right_square_bracket"] * 3, "n")
        await desk.paste("Half a note")
        await desk.press("escape", "o")
        await desk.enter("@tom")
        document = desk.saved()
        assert ["Half a note"] == [row.text for row in document.review.capture]
        assert "tom" == document.action("a1").owner


@pytest.mark.parametrize("text", ["[/] [b]bold[/b]", "\x1b[2J\u202e gone", "x" * 3000, "日本語 👩‍🚀"])
async def test_hostile_words_are_shown_and_kept(text: str, draft: Path, at_meeting: "OpenMeeting") -> None:
    async with at_meeting(draft, size=(120, 40)) as desk:
        await at_event(desk, 2)
        await desk.capture("n", text)
        await desk.capture("p", text)
        assert desk.sees("captured 1 note · 1 parked item")
        assert "\x1b" not in desk.shown()
        await desk.press(*["right_square_bracket"] * 4, "w")
        await desk.dialog("AskLine")
        await desk.press("escape")
        assert 2 == len(desk.saved().review.capture)


async def test_a_place_that_cannot_be_told_does_not_stop_the_meeting(
    draft: Path, at_meeting: "OpenMeeting", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmtui.meeting.place_teller.write_place", lambda *_: "A second terminal cannot.")
    async with at_meeting(draft) as desk:
        await at_event(desk, 2)
        await desk.sight("A second terminal cannot.")
        assert 1 == desk.toasts().count("A second terminal cannot.")


async def test_a_draft_that_another_window_has_can_be_left_to_it(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    from pmtui.drafts.open_draft import open_draft

    other = open_draft(draft)
    try:
        async with at_meeting(draft) as desk:
            await desk.dialog("LockedScreen")
            await desk.press("escape")
            await desk.dialog("LibraryScreen")
            assert not desk.app.leaving.holders
    finally:
        other.close()


async def test_a_draft_that_is_taken_over_is_written_by_the_meeting(
    draft: Path, at_meeting: "OpenMeeting"
) -> None:
    from pmtui.drafts.open_draft import open_draft

    other = open_draft(draft)
    try:
        async with at_meeting(draft) as desk:
            await desk.dialog("LockedScreen")
            await desk.press("t")
            await desk.begin()
            await desk.capture("n", "Written here")
            assert ["Written here"] == [row.text for row in desk.saved().review.capture]
    finally:
        other.close()
