"""What the meeting says, and how a team changes it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from pmtui.document.timeline import EVENT_KINDS
from prompts.content import load_meeting
from prompts.meeting_shapes import Meeting
from prompts.tables import ContentError


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif hasattr(value, "values"):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)


def questions(meeting: Meeting) -> Iterator[str]:
    """Every question that the room is asked, sentence by sentence."""
    for text in texts(meeting):
        yield from (sentence for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence.endswith("?"))


def write(team: Path, text: str) -> Path:
    team.mkdir(exist_ok=True)
    (team / "meeting.toml").write_text(text, encoding="utf-8")
    return team


@pytest.mark.parametrize(
    ("preset", "minutes"), [("review-60", 60), ("review-45", 45), ("debrief-60", 60), ("quick-30", 30)]
)
def test_every_agenda_takes_the_minutes_in_its_name(meeting: Meeting, preset: str, minutes: int) -> None:
    assert minutes == meeting.presets[preset].minutes


def test_the_review_of_an_hour_is_the_usual_one_and_leaves_slack(meeting: Meeting) -> None:
    """S-55."""
    assert "review-60" == meeting.default
    assert 15 == dict(meeting.presets["review-60"].segments)["timeline"]


def test_the_timeline_takes_most_of_a_debrief(meeting: Meeting) -> None:
    assert 35 <= dict(meeting.presets["debrief-60"].segments)["timeline"] <= 40


def test_every_agenda_begins_with_the_opening_and_ends_with_the_closing(meeting: Meeting) -> None:
    for preset in meeting.presets.values():
        assert ("open", "close") == (preset.segments[0][0], preset.segments[-1][0])


def test_there_are_questions_for_every_kind_of_event(meeting: Meeting) -> None:
    assert set(EVENT_KINDS) <= set(meeting.prompts)
    assert all(len(bank) >= 2 for bank in meeting.prompts.values())
    assert set(meeting.guess) <= set(meeting.prompts)


def test_no_question_asks_why_or_who(meeting: Meeting) -> None:
    """S-92: how and what, never why and who; "Hands up: who ..." asks for a count and not for names."""
    assert [] == [question for question in questions(meeting) if re.match(r"(?i)(why|who)\b", question)]


def test_there_is_a_reset_card_for_each_of_six_situations(meeting: Meeting) -> None:
    assert ["blame", "should have", "jumping to fixes", "off track", "one voice", "two causes"] == [
        card.situation for card in meeting.resets
    ]
    assert any("14:51" in card.text.format(clock="14:51") for card in meeting.resets)


def test_the_directive_is_quoted_with_its_author(meeting: Meeting) -> None:
    assert meeting.open.directive.startswith("Regardless of what we discover")
    assert "Kerth" in meeting.open.attribution


def test_the_opening_says_what_the_record_is_not_for(meeting: Meeting) -> None:
    """S-34, S-60."""
    assert "performance review" in meeting.open.afterwards


def test_a_team_changes_minutes_words_and_cards(tmp_path: Path) -> None:
    team = write(
        tmp_path,
        """
default = "ours"
[presets.ours]
name = "Ours"
about = "Short."
segments = { open = 1, demo = 4, close = 1 }
[presets.quick-30]
segments = { causes = 0 }
[segments.demo]
name = "Demonstration"
walk = "discussion"
ask = ["What does it look like now?"]
[prompts]
alert = ["What rang?", "What did you look at first?"]
""",
    )
    changed = load_meeting(team)
    assert (("open", 1), ("demo", 4), ("close", 1)) == changed.presets[changed.default].segments
    assert ["open", "timeline", "actions", "close"] == [
        name for name, _ in changed.presets["quick-30"].segments
    ]
    assert "What rang?" == changed.prompts["alert"][0]
    assert load_meeting().prompts["decision"] == changed.prompts["decision"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('default = "gone"', "default"),
        ("[presets.review-60]\nsegments = { lunch = 30 }", "presets.review-60.segments.lunch"),
        ("[presets.review-60]\nsegments = { open = 90000 }", "presets.review-60.segments.open"),
        ("[presets.review-60]\nsegments = { open = -1 }", "presets.review-60.segments.open"),
        (
            "[presets.quick-30]\nsegments = { open = 0, timeline = 0, causes = 0, actions = 0, close = 0 }",
            "presets.quick-30.segments",
        ),
        ('[segments.open]\nwalk = "about"', "segments.open.walk"),
        ('[prompts]\nalert = ["One?"]', "prompts.alert"),
        ('[fit]\nsmall = "{width}"', "fit.small"),
        ('[[reset]]\nsituation = "x"\ntext = "{0.__class__}"', "reset[1].text"),
        ('[open]\nwelcome = "Hi"', "open.welcome"),
        ("hands_every = true", "hands_every"),
    ],
)
def test_a_mistake_of_a_team_names_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    team = write(tmp_path, text)
    with pytest.raises(ContentError) as problem:
        load_meeting(team)
    assert (team / "meeting.toml", key) == (problem.value.file, problem.value.key)
