"""A whole meeting of an hour, rehearsed at the keyboard: every segment, forty captures, and everything that comes between."""

import os
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture
from pmtui.drafts.folder.library import read_document
from pmtui.meeting.place_file import place_file

if TYPE_CHECKING:
    from tests.screens.conftest import MeetingDesk, OpenMeeting

Put = Callable[..., Path]
Make = Callable[..., Postmortem]
Said = tuple[str, str]  # the key that is pressed, and what is typed then

# What is caught at each place, in the order of the meeting.
OPENING: list[Said] = [
    ("n", "Two people are here for the first time"),
    ("p", "The plan for the replica @Tom"),
]
EVENTS: dict[str, list[Said]] = {
    "e1": [
        ("n", "The shop's own monitor showed nothing"),
        ("n", "Support had eleven calls by then"),
        ("a", "Show checkout errors to support #detect"),
    ],
    "e2": [
        ("n", "The page named the API and not the database"),
        ("a", "Name the database in the page @sarah !p2 ^+7d #detect"),
        ("v", "4"),
    ],
    "e3": [
        ("n", "Three dashboards were open side by side"),
        ("d", "Lock waits go on the first dashboard"),
        ("p", "Who owns the old dashboards"),
    ],
    "e4": [
        ("n", "Waiting had worked the month before"),
        ("n", "Nobody could see how far the migration was"),
        ("c", "14:53"),
        ("a", "Print how far a migration is #process"),
        ("a", "Set a lock timeout for migrations #prevent"),
        ("d", "A migration that holds a lock is ended after a minute"),
    ],
    "e5": [
        ("n", "Writes came back shard by shard"),
        ("p", "The cost of a second writer @mira"),
        ("v", "0"),
    ],
    "e6": [
        ("n", "The queue was empty an hour before the page said so"),
        ("n", "Ticket #4711 \\@channel was not [bold]read[/] by all"),
    ],
}
CAUSES: dict[str, list[Said]] = {
    "w1": [
        ("n", "The lock was needed for one column only"),
        ("a", "Add columns without a lock !p1 #prevent"),
        ("d", "Migrations are read by a second pair of eyes"),
    ],
    "w2": [
        ("n", "The limit is off by default"),
        ("a", "Ask the vendor for a default limit"),
        ("p", "Limits of the other databases"),
        ("n", "כך נראה הלוח at that moment"),
    ],
}
ACTIONS: list[Said] = [
    ("a", "Rehearse a migration on a copy @tom !p1 ^2026-04-01 #prevent"),
    ("n", "Two of these can be done this week"),
]
DISCUSSION: list[Said] = [
    ("n", "The same lock is in the billing service"),
    ("n", "The handover at three went well"),
    ("d", "The next review looks at billing"),
    ("p", "A shared calendar of migrations @sarah"),
    ("a", "Tell the other teams about locks @Priya ^+14d #learn"),
    ("n", "What helped most was the list of queries"),
]
CLOSING: list[Said] = [
    ("d", "The final version is read out on Thursday"),
    ("n", "Everyone stayed to the end"),
    ("p", "A second review in a month @Tom"),
]
KINDS = {"n": "note", "a": "idea", "d": "decision", "p": "parked", "c": "correction", "v": "note"}
HANDS = "Is this new to anyone here? Hands up, and count them."
KEPT_OF_A_CAPTURE = {
    "kind", "text", "at", "segment", "event", "cause", "action", "field", "before", "taker", "outcome",
}  # fmt: skip


def expected() -> list[tuple[str, str, str, str]]:
    """Return kind, words, segment and row in view of everything that was caught."""
    places = [
        ("open", "", OPENING),
        *(("timeline", row, said) for row, said in EVENTS.items()),
        *(("causes", row, said) for row, said in CAUSES.items()),
        ("actions", "", ACTIONS[:1]),
        ("actions", "a1", ACTIONS[1:]),
        ("discussion", "", DISCUSSION),
        ("close", "", CLOSING),
    ]
    return [(KINDS[key], words(key, text), place, row) for place, row, said in places for key, text in said]


def words(key: str, text: str) -> str:
    """Return the words that are kept of what was typed: those of ideas and parked items without their marks."""
    if key == "v":
        return f"{HANDS}: {text}"
    if key == "c":
        return f"2026-03-15 {text}"
    return re.split(r" [@!^#]", text)[0] if key in "ap" else text


def row_of(capture: Capture) -> str:
    """Return what was in view; an idea names the action that was made of it in place of the one in view."""
    about = capture.action if capture.kind != "idea" else ""
    return capture.event or capture.cause or about or ""


# What a person does


async def type_in(desk: "MeetingDesk", text: str) -> None:
    """Type letter by letter."""
    for letter in text:
        desk.app.post_message(Key("space" if letter == " " else letter, letter))
    await desk.pilot.pause()


async def catch(desk: "MeetingDesk", said: list[Said]) -> None:
    """Catch what is said, some seconds for each."""
    for key, text in said:
        await desk.press(key)
        if key == "c":
            await desk.dialog("CorrectEvent")
            await desk.press("ctrl+u")
        elif key == "v":
            await desk.dialog("CountHands")
        await type_in(desk, text)
        await desk.press("enter")
        await desk.dialog("MeetingRoom")
        if key not in "cv":
            await desk.press("escape")
        await desk.wait(seconds=5)


async def let_pass(desk: "MeetingDesk", minutes: float, since: float) -> None:
    """Let time go by in steps, until so many minutes have passed since a moment of the clock."""
    while (left := since + minutes * 60 - desk.watch.seconds) > 0:
        await desk.wait(seconds=min(15.0, left))


async def open_the_meeting(desk: "MeetingDesk") -> None:
    """Five minutes: the opening card."""
    began = desk.watch.seconds
    await desk.begin()
    await catch(desk, OPENING)
    await let_pass(desk, 5, began)
    await desk.press("right_square_bracket")


async def walk_the_timeline(desk: "MeetingDesk") -> None:
    """Eighteen minutes where fifteen were set aside, and two more that the room agreed on."""
    began = desk.watch.seconds
    for number, (event, said) in enumerate(EVENTS.items(), start=1):
        await desk.sight(f"Event {number} of 6")
        if event == "e2":
            await turn_aside(desk)
        await catch(desk, said)
        if event == "e4":
            await change_ones_mind(desk)
        if event != "e6":
            await desk.press("space")
    await let_pass(desk, 15.5, began)
    await desk.sight("OVER", "segment over time", "meeting ends 15:00")
    await desk.press("T")
    await desk.sight("1 MIN LEFT")
    await let_pass(desk, 18, began)
    await desk.sight("OVER", "meeting ends 15:03")
    await desk.press("right")


async def turn_aside(desk: "MeetingDesk") -> None:
    """Show two reset cards, look at one another, try the other colours and other questions, jump ahead and come back."""
    await desk.press("b", "1")
    await desk.sight("any key goes back")
    await desk.press("2")
    await desk.press("space")
    await desk.dialog("MeetingRoom")
    await desk.press("full_stop")
    await desk.dialog("Blank")
    await desk.wait(seconds=20)
    await desk.press("space")
    await desk.dialog("MeetingRoom")
    await desk.press("i", "tab", "h", "h", "f", "r", "r", "f")
    assert desk.app.current_theme.dark is False
    await desk.press("i", "g")
    await desk.dialog("JumpPicker")
    await type_in(desk, "backlog")
    await desk.press("enter")
    await desk.sight("Event 6 of 6")
    await desk.press("k", "k", "left", "left")
    await desk.sight("Event 2 of 6")


async def change_ones_mind(desk: "MeetingDesk") -> None:
    """Take the last capture back and catch it again; mend the words of another."""
    last = EVENTS["e4"][-1][1]
    await desk.press("u")
    await desk.sight("taken back")
    assert last not in [row.text for row in desk.document.review.capture]
    await desk.press("d")
    await type_in(desk, f"{last}!")
    await desk.press("enter", "escape", "e", "backspace", "enter")
    assert last == desk.document.review.capture[-1].text


async def walk_the_causes(desk: "MeetingDesk") -> None:
    """Twelve minutes, a pause besides, and a computer whose clock is set two hours back in the middle."""
    began = desk.watch.seconds
    await desk.sight("3/6 Causes", "Cause 1 of 3")
    await catch(desk, CAUSES["w1"])
    await desk.press("t")
    await let_pass(desk, 4, desk.watch.seconds)
    await desk.sight("PAUSED")
    began += 4 * 60
    await desk.press("t", "space")
    desk.watch.wall -= timedelta(hours=2)
    await catch(desk, CAUSES["w2"])
    await let_pass(desk, 12, began)
    desk.watch.wall += timedelta(hours=2)
    await desk.press("right", "right")  # nothing is said of the third one


async def settle_the_actions(desk: "MeetingDesk") -> None:
    """Ten minutes in windows of three sizes: ideas accepted, merged and let go, an owner and a day on the spot."""
    began = desk.watch.seconds
    await desk.sight("4/6 Actions", "Action 1 of 8")
    await catch(desk, ACTIONS)
    await desk.pilot.resize_terminal(120, 40)
    await reach(desk, "Show checkout errors to support")
    await desk.press("y", "o")
    await type_in(desk, "@Tom ^+7d !p2")
    await desk.press("enter")
    await desk.pilot.resize_terminal(60, 16)
    await reach(desk, "Set a lock timeout for migrations")
    await desk.press("m")
    await desk.dialog("MergeIdea")
    await type_in(desk, "lock_timeout")
    await desk.press("enter")
    await desk.dialog("MeetingRoom")
    await desk.pilot.resize_terminal(80, 24)
    await reach(desk, "Ask the vendor")
    await desk.press("x")
    await let_pass(desk, 10, began)
    await desk.press("right_square_bracket")


async def reach(desk: "MeetingDesk", words: str) -> None:
    """Go on until the action with these words is in view."""
    for _ in range(12):
        await desk.pilot.pause()
        row = desk.sitting.shown.document.action(desk.sitting.step.row)
        if row is not None and words in row.text:
            await desk.sight(words)
            return
        await desk.press("j")
    raise AssertionError(f"{words!r} never came\n{desk.shown()}")


async def talk(desk: "MeetingDesk") -> None:
    """Nine minutes: what was not talked about yet, and who takes up what was parked."""
    began = desk.watch.seconds
    await desk.sight("5/6 Discussion")
    await catch(desk, DISCUSSION)
    await desk.press("right", "right")
    await desk.sight("Who owns the old dashboards")
    await desk.press("o")
    await type_in(desk, "@Tom Reyes")
    await desk.press("enter")
    await let_pass(desk, 9, began)
    await desk.press("right_square_bracket")


async def close_the_meeting(desk: "MeetingDesk") -> None:
    """Three minutes: what was decided, hands and dates, and the account."""
    began = desk.watch.seconds
    await desk.sight("6/6 Closing", "Migrations are read by a second pair of eyes")
    await catch(desk, CLOSING)
    await let_pass(desk, 3, began)
    await desk.press("enter")
    await desk.dialog("CloseMeeting")
    await type_in(desk, "6")
    await desk.press("enter")
    await type_in(desk, "7")
    await desk.press("enter", "enter", "ctrl+u")
    await type_in(desk, "2026-03-26")
    await desk.press("enter")
    await desk.dialog("MeetingRoom")
    await desk.sight("The meeting is closed.")


# The rehearsal


@pytest.mark.deep
async def test_an_hour_with_forty_captures_is_in_the_draft_and_nobody_with_it(
    put: Put, make_incident: Make, at_meeting: "OpenMeeting"
) -> None:
    draft = put(make_incident())
    assert 40 == len(expected())
    async with at_meeting(draft) as desk:
        for part in (
            open_the_meeting,
            walk_the_timeline,
            walk_the_causes,
            settle_the_actions,
            talk,
            close_the_meeting,
        ):
            await part(desk)
        await desk.until(lambda: not place_file(draft).exists())
        assert read_document(draft) == desk.document  # it was on the disk before anybody left
        await desk.press("escape")
        await desk.left()
    document = read_document(draft)
    assert_every_capture(document)
    assert_decided(document)
    assert_ended(document)
    assert_nobody_is_named(draft)


def assert_every_capture(document: Postmortem) -> None:
    rows = document.review.capture
    assert expected() == [(row.kind, row.text, row.segment, row_of(row)) for row in rows]
    at_home = [row.at for row in rows if row.cause == "w2" and row.at]
    assert {12} == {at.hour for at in at_home}  # the time of day is that of the computer, as it was
    assert sorted(row.at for row in rows if row.at not in at_home) == [  # type: ignore[type-var]  # each has a time
        row.at for row in rows if row.at not in at_home
    ]
    assert ["Tom", "Tom Reyes", "mira", "Limits of the other databases", "sarah", "Tom"] == [
        row.taker or row.text for row in rows if row.kind == "parked"
    ]


def assert_decided(document: Postmortem) -> None:
    assert datetime(2026, 3, 15, 14, 53, tzinfo=UTC) == document.timeline[3].at
    actions = {action.text: action for action in document.actions}
    accepted = actions["Show checkout errors to support"]
    assert ("agreed", "Tom", date(2026, 3, 24), "P2", "detect") == (
        accepted.state, accepted.owner, accepted.due, accepted.priority, accepted.type,
    )  # fmt: skip
    outcomes = {row.text: row.outcome for row in document.review.capture if row.outcome}
    assert {
        "Show checkout errors to support": "accepted",
        "Set a lock timeout for migrations": "merged",
        "Ask the vendor for a default limit": "dropped",
    }.items() <= outcomes.items()
    assert not {"Set a lock timeout for migrations", "Ask the vendor for a default limit"} & set(actions)
    waiting = [action.text for action in document.actions if action.state == "idea"]
    assert [
        "Graph lock waits",
        "Name the database in the page",
        "Print how far a migration is",
        "Add columns without a lock",
    ] == waiting
    assert ("w1",) == actions["Add columns without a lock"].causes


def assert_ended(document: Postmortem) -> None:
    review = document.review
    minutes = [(row.id, row.budget_s / 60, round(row.used_s / 60)) for row in review.segment]
    assert [
        ("open", 5, 5),
        ("timeline", 17, 18),
        ("causes", 15, 12),
        ("actions", 10, 10),
        ("discussion", 10, 9),
        ("close", 5, 3),
    ] == minutes
    assert "reviewed" == document.meta.status
    assert (6, 7, date(2026, 3, 26)) == (review.learned, review.again, review.follow_up)
    assert datetime(2026, 3, 17, 15, 1, tzinfo=UTC) == review.ended
    notes = " ".join((review.notes or "").replace("\\", "").split())
    for kind, text, *_ in expected():
        if kind in ("note", "decision", "parked"):
            assert text.replace("\\", "") in notes
    assert "before: 2026-03-15 14:51" in notes
    assert "| Timeline | 18:00 | 17:00 |" in notes


def assert_nobody_is_named(draft: Path) -> None:
    """Nothing tells who spoke, who voted, or that a reset card was shown: not in the draft, nor anywhere beside it."""
    stored = tomllib.loads(draft.read_text("utf-8"))
    assert KEPT_OF_A_CAPTURE >= {key for row in stored["review"]["capture"] for key in row}
    assert "learned" in stored["review"]
    places = [draft.parent, Path(os.environ["PMTUI_STATE"]), Path(os.environ["PMTUI_CONFIG"])]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert draft in files
    for path in files:
        written = path.read_bytes()
        assert not [card for card in (b"in that seat", b"to see at 14:36") if card in written], path
