"""The cards and dialogs of the meeting: keys as a person presses them, what is on the screen, what is answered."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from pmtui.document.postmortem import Postmortem
from pmtui.meeting.agenda import agenda_for
from pmtui.meeting.captures import Context, correct_event
from pmtui.meeting.finish import ClosingAnswer, with_answer
from pmtui.meeting.preflight import preflight
from pmtui.meeting.steps import Entry, entries
from pmtui.text import UNSAFE
from prompts.content import load_meeting, load_policy, load_words
from screens.app_parts.styles import STYLES, THEMES
from screens.meeting.agenda_minutes import AgendaMinutes
from screens.meeting.before_meeting import BeforeMeeting, MeetingStart
from screens.meeting.blank import Blank
from screens.meeting.close_meeting import CloseMeeting
from screens.meeting.correct_event import CorrectEvent
from screens.meeting.count_hands import CountHands
from screens.meeting.jump import JumpPicker
from screens.meeting.left_meeting import LeftMeeting
from screens.meeting.merge_idea import MergeIdea
from screens.meeting.reset_cards import ResetCards
from screens.meeting.star_events import StarEvents
from screens.meeting.views.large_letters import draw

BEGAN = datetime(2026, 3, 15, 14, 34, tzinfo=UTC)
WALL = datetime(2026, 3, 17, 15, 0, 7, tzinfo=UTC)
MEETING, WORDS, POLICY = load_meeting(), load_words(), load_policy()
HOSTILE = "[/api] [b]502[/] \x1b[2J \u202eevil\u202c " + "long " * 200
NOTHING_YET = object()


def incident(events_count: int = 6, text: str = "line", **parts: object) -> Postmortem:
    """Return a postmortem with events a minute apart, two causes and three actions; `parts` take the place of some."""
    usual: dict[str, object] = {
        "meta": {"id": "k7m2qx", "title": "Payment API outage", "began": BEGAN},
        "timeline": tuple(
            {"at": BEGAN + timedelta(minutes=number), "text": f"{text} {number}"}
            for number in range(1, events_count + 1)
        ),
        "causes": ({"text": "A lock was held"}, {"text": "No limit on locks", "parents": ("w1",)}),
        "actions": (
            {"text": "Set lock_timeout", "state": "proposed"},
            {"text": "Graph lock waits", "state": "idea"},
            {"text": "Write it down", "state": "done"},
        ),
    }
    return Postmortem.model_validate({**usual, **parts})


class Meeting(App[None]):
    """Opens one dialog and keeps its answer."""

    CSS = STYLES

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: object = NOTHING_YET
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "pmtui-dark"

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.take)

    def take(self, answer: object) -> None:
        self.answer = answer

    def text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    def words(self) -> str:
        return " ".join(self.text().replace("│", " ").split())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when the one before was dealt with."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
    await pilot.pause()


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type text in the place of what stands in the input."""
    await press(pilot, "end", "shift+home", "delete")
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def covers(app: Meeting, selector: str) -> bool:
    """Tell whether a widget hides the whole screen that lies below."""
    paper = app.screen.query_one(selector)
    return paper.region.size == app.size and paper.styles.background.a == 1


async def answer_of(dialog: Screen[Any], *keys: str) -> object:
    """Return what a dialog answers to some keys."""
    app = Meeting(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, *keys)
        return app.answer


def before(document: Postmortem, *, under_way: bool = False) -> BeforeMeeting:
    found = preflight(document, MEETING, POLICY, dict(WORDS["milestone"]), WALL)
    return BeforeMeeting(document, MEETING, found, agenda_for(document, MEETING), under_way)


# Before the meeting


@pytest.mark.deep
async def test_entry_card_shows_size_agenda_and_what_to_look_at() -> None:
    app = Meeting(before(incident()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for words in (
            "80 by 24: good for a projector.",
            "Opening 5 · Timeline 15 · Causes 15 · Actions 10 · Discussion 10 · Closing 5",
            "Without an owner: a1, a2.",
            MEETING.open.recording_off,
            MEETING.preflight.questions[0],
        ):
            assert words in app.words()
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert "140 by 40: too small to read on a wall." in app.words()


@pytest.mark.deep
@pytest.mark.parametrize("key", ["right", "enter", "space", "j"])
async def test_entry_card_begins_with_one_key(key: str) -> None:
    document = incident()
    assert MeetingStart(agenda_for(document, MEETING), False) == await answer_of(before(document), key)


@pytest.mark.deep
async def test_entry_card_can_be_left() -> None:
    assert await answer_of(before(incident()), "escape") is None


@pytest.mark.deep
async def test_another_agenda_and_a_recording_are_chosen_by_keys() -> None:
    document = incident()
    answer = await answer_of(before(document), "p", "r", "enter")
    assert MeetingStart(agenda_for(document, MEETING, "review-45"), True) == answer


@pytest.mark.deep
async def test_agenda_of_a_meeting_that_is_under_way_stays() -> None:
    document = incident()
    answer = await answer_of(before(document, under_way=True), "p", "enter")
    assert MeetingStart(agenda_for(document, MEETING), False) == answer


@pytest.mark.deep
async def test_minutes_are_changed_and_zero_leaves_a_segment_out() -> None:
    app = Meeting(before(incident()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "m")
        await type_in(pilot, "7")
        await press(pilot, "down", "down")
        await type_in(pilot, "0")
        assert "47 minutes in all" in app.words()
        await press(pilot, "ctrl+s")
        assert "Review, 60 minutes · now 47 minutes" in app.words()
        await press(pilot, "enter")
        assert isinstance(app.answer, MeetingStart)
        assert [("open", 420), ("timeline", 900), ("actions", 600)] == [
            (segment.id, segment.budget_s) for segment in app.answer.agenda.segments
        ][:3]


@pytest.mark.deep
async def test_minutes_that_are_no_numbers_are_not_kept() -> None:
    app = Meeting(AgendaMinutes(agenda_for(incident(), MEETING)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "backspace", "ctrl+s")
        assert app.answer is NOTHING_YET
        assert "Whole minutes, please" in app.words()


# Cards


@pytest.mark.deep
async def test_reset_card_is_drawn_large_names_the_moment_and_any_other_key_puts_it_away() -> None:
    app = Meeting(ResetCards(MEETING.resets, "14:51"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not any(card.situation in app.words() for card in MEETING.resets)  # never on the wall
        await press(pilot, "2")
        drawn = draw(MEETING.resets[1].text.format(clock="14:51"), 76, 20)
        assert drawn is not None
        blocks = [row.strip() for row in app.text().split("\n") if set(row) & set("█▀▄")]
        assert blocks == [row.strip() for row in drawn.split("\n") if row]
        assert covers(app, "#reset-wall")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert MEETING.resets[1].text.format(clock="14:51") in app.words()
        await press(pilot, "6")
        assert MEETING.resets[5].text in app.words()
        await press(pilot, "b")
        assert app.answer is None


async def test_leaving_shows_nothing_of_other_drafts() -> None:
    assert await answer_of(LeftMeeting(), "enter") is True
    assert await answer_of(LeftMeeting(), "escape") is False


async def test_events_are_starred_and_answered_by_time() -> None:
    assert ("e1", "e3") == await answer_of(
        StarEvents(incident(review={"starred": ("e2",)})),
        "down",
        "space",
        "down",
        "enter",
        "up",
        "up",
        "space",
        "ctrl+s",
    )


@pytest.mark.deep
@pytest.mark.parametrize("key", ["escape", "enter", "full_stop", "x", "tab", "up"])
async def test_blank_screen_is_empty_and_any_key_ends_it(key: str) -> None:
    app = Meeting(Blank())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "" == app.text().strip()
        assert covers(app, "Static")
        await press(pilot, key)
        assert app.answer is None


# Hands


@pytest.mark.deep
@pytest.mark.parametrize(
    ("keys", "count"),
    [
        (("1", "2"), 12),
        (("up", "up", "up", "down"), 2),
        (("space", "space"), 2),
        (("down",), 0),
        (("9", "9", "9", "9", "up"), 999),
        (("1", "2", "backspace"), 1),
    ],
)
async def test_hands_are_counted_by_typing_or_one_by_one(keys: tuple[str, ...], count: int) -> None:
    assert count == await answer_of(CountHands(MEETING.hands), *keys, "enter")


@pytest.mark.deep
async def test_counting_hands_can_be_cancelled() -> None:
    assert await answer_of(CountHands(MEETING.hands), "3", "escape") is None


# Jumping


def jump(document: Postmortem, here: Entry | None = None) -> JumpPicker:
    agenda = agenda_for(document, MEETING)
    return JumpPicker(entries(document, agenda), agenda, here)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("6", Entry(1, 5, "14:40 line 6")),
        ("LINE 3", Entry(1, 2, "14:37 line 3")),
        ("limit locks", Entry(2, 1, "No limit on locks")),
        ("causes", Entry(2, 0, "Causes")),
    ],
)
async def test_typing_finds_a_place_by_its_number_or_its_words(typed: str, expected: Entry) -> None:
    app = Meeting(jump(incident()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await type_in(pilot, typed)
        await press(pilot, "enter")
        assert expected == app.answer


@pytest.mark.deep
async def test_arrows_choose_among_what_fits() -> None:
    app = Meeting(jump(incident()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await type_in(pilot, "14:")
        await press(pilot, "down", "down", "up", "enter")
        assert Entry(1, 1, "14:36 line 2") == app.answer


@pytest.mark.deep
async def test_picker_starts_where_the_meeting_is_among_five_hundred_events() -> None:
    document = incident(500)
    app = Meeting(jump(document, entries(document, agenda_for(document, MEETING))[402]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "401 21:15 line 401" in app.words()
        await type_in(pilot, "499")
        await press(pilot, "enter")
        assert Entry(1, 498, "22:53 line 499") == app.answer


@pytest.mark.deep
async def test_words_that_fit_nothing_are_answered_in_words() -> None:
    app = Meeting(jump(incident()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await type_in(pilot, "zebra")
        await press(pilot, "enter", "down")
        assert app.answer is NOTHING_YET
        assert "Nothing here has these words." in app.words()
        await press(pilot, "escape")
        assert app.answer is None


# Corrections


@pytest.mark.deep
async def test_time_and_text_of_an_event_are_put_right() -> None:
    document = incident()
    app = Meeting(CorrectEvent(document, "e3"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "2026-03-15 14:37" in app.words()
        await type_in(pilot, "14:53")
        await press(pilot, "tab", "end", "!", "ctrl+s")
        assert (("timeline.e3.at", "14:53"), ("timeline.e3.text", "line 3!")) == app.answer
    changed = document
    for path, text in app.answer:
        changed = correct_event(changed, path, text, Context(event="e3"))
    put_right = changed.event("e3")
    assert put_right is not None
    assert (BEGAN + timedelta(minutes=19), "line 3!") == (put_right.at, put_right.text)


@pytest.mark.deep
async def test_time_that_cannot_be_read_is_explained_and_stays_as_typed() -> None:
    app = Meeting(CorrectEvent(incident(), "e3"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await type_in(pilot, "soonish")
        await press(pilot, "enter")
        assert app.answer is NOTHING_YET
        assert "soonish" in app.words()
        assert "14:32" in app.words()
        await press(pilot, "escape")
        assert app.answer is None


@pytest.mark.deep
async def test_text_of_several_lines_is_left_exactly_as_it_was() -> None:
    document = incident(timeline=({"at": BEGAN, "text": "one\n  two\t\x1bthree", "approximate": True},))
    assert () == await answer_of(CorrectEvent(document, "e1"), "enter")


# Ideas


@pytest.mark.deep
async def test_idea_is_merged_into_an_open_action() -> None:
    app = Meeting(MergeIdea(incident(), "a2"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Graph lock waits" in app.words()
        assert "Write it down" not in app.words()
        await press(pilot, "enter")
        assert "a1" == app.answer


@pytest.mark.deep
async def test_idea_that_is_alone_has_nothing_to_go_into() -> None:
    document = incident(actions=({"text": "Graph lock waits", "state": "idea"},))
    app = Meeting(MergeIdea(document, "a1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "There is no other action to merge it with." in app.words()
        await press(pilot, "enter")
        assert app.answer is NOTHING_YET
        await press(pilot, "escape")
        assert app.answer is None


# Closing


@pytest.mark.deep
async def test_closing_asks_for_hands_and_proposes_dates() -> None:
    document = incident()
    app = Meeting(CloseMeeting(document, MEETING, WALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "8", "enter", "9", "enter", "enter")
        await type_in(pilot, "2026-03-31")
        assert app.answer is NOTHING_YET
        await press(pilot, "enter")
        expected = ClosingAnswer(8, 9, datetime(2026, 3, 18, 15, 0, tzinfo=UTC), date(2026, 3, 31))
        assert expected == app.answer
    review = with_answer(document, expected).review
    assert (8, 9, expected.final_due, expected.follow_up) == (
        review.learned,
        review.again,
        review.final_due,
        review.follow_up,
    )


@pytest.mark.deep
async def test_lines_of_the_closing_form_may_stay_empty() -> None:
    app = Meeting(CloseMeeting(incident(), MEETING, WALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "down", "down", "shift+home", "delete", "down", "shift+home", "delete", "ctrl+s")
        assert ClosingAnswer(None, None, None, None) == app.answer


@pytest.mark.deep
@pytest.mark.parametrize(
    ("line", "typed", "said"),
    [(0, "many", "That is no count of hands"), (2, "soonish", "14:32"), (3, "32 March", "2026-03-20")],
)
async def test_line_that_cannot_be_read_keeps_the_meeting_open(line: int, typed: str, said: str) -> None:
    app = Meeting(CloseMeeting(incident(), MEETING, WALL))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, *["down"] * line)
        await type_in(pilot, typed)
        await press(pilot, "ctrl+s")
        assert app.answer is NOTHING_YET
        assert typed in app.words()
        assert app.screen.query_one(".problem").display
        await press(pilot, "escape")
        assert app.answer is None


# All of them


def every_dialog(text: str) -> list[Screen[Any]]:
    document = incident(
        meta={"id": "k7m2qx", "title": text},
        timeline=({"at": BEGAN, "text": text},),
        causes=({"text": text},),
        actions=({"text": text, "state": "idea"}, {"text": text}),
    )
    agenda = agenda_for(document, MEETING)
    return [
        before(document),
        AgendaMinutes(agenda),
        ResetCards(MEETING.resets, text[:20]),
        CountHands(text),
        jump(document),
        CorrectEvent(document, "e1"),
        MergeIdea(document, "a1"),
        CloseMeeting(document, MEETING, WALL),
    ]


@pytest.mark.deep
@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
@pytest.mark.parametrize("at", range(len(every_dialog(""))))
async def test_hostile_text_in_a_dialog_is_shown_and_does_nothing(at: int, size: tuple[int, int]) -> None:
    dialog = every_dialog(HOSTILE)[at]
    app = Meeting(dialog)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        shown = app.text()
        assert not any(UNSAFE.search(row) for row in shown.split("\n"))
        assert size[1] == len(shown.split("\n"))


@pytest.mark.deep
def test_every_key_has_a_name_and_says_what_it_does() -> None:
    for dialog in every_dialog("x"):
        for binding in vars(type(dialog)).get("BINDINGS", ()):
            assert binding.id, binding
            assert binding.tooltip, binding
