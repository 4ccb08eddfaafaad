"""Names of several words in the line that catches what is said."""

from datetime import date

import pytest

from pmtui.document.actions import Action
from pmtui.document.postmortem import Postmortem, replace
from pmtui.meeting.capture_line import fill_action, parse_capture_line
from pmtui.meeting.full_names import full_names

TODAY = date(2026, 3, 17)
NAMES = ("Ruth Okafor-Lind", "Sarah Chen")


def test_a_known_name_is_read_whole_in_any_case() -> None:
    for typed in ("@Sarah Chen", "@sarah chen", "@SARAH  Chen"):
        line = parse_capture_line(f"Add an alert {typed} !p1", "idea", TODAY, NAMES)
        assert line.action is not None
        assert ("Add an alert", "Sarah Chen", "P1") == (line.text, line.action.owner, line.action.priority)


def test_further_known_names_collaborate() -> None:
    action = parse_capture_line("Do it @tom @Ruth Okafor-Lind @Sarah Chen", "idea", TODAY, NAMES).action
    assert action is not None
    assert ("tom", ("Ruth Okafor-Lind", "Sarah Chen")) == (action.owner, action.collaborators)


def test_a_name_that_words_follow_stays_in_the_sentence() -> None:
    line = parse_capture_line("Do it with @Sarah Monday", "idea", TODAY)
    assert line.action is not None
    assert ("Do it with @Sarah Monday", None) == (line.text, line.action.owner)


def test_a_parked_item_is_taken_up_by_a_whole_name_and_other_names_stay_in_it() -> None:
    line = parse_capture_line("Ask @Tom about @Ruth Okafor-Lind @Sarah Chen", "parked", TODAY, NAMES)
    assert ("Ask @Tom about @Ruth Okafor-Lind", "Sarah Chen") == (line.text, line.taker)


def test_a_name_behind_a_backslash_and_one_in_a_note_stay_text() -> None:
    escaped = parse_capture_line(r"Ask \@Sarah Chen", "idea", TODAY, NAMES)
    assert "Ask @Sarah Chen" == escaped.text
    assert "Ask @Sarah Chen" == parse_capture_line("Ask @Sarah Chen", "note", TODAY, NAMES).text


@pytest.mark.parametrize("typed", ["@Sarah Chen", "@Sarah Chen ^+7d", "@Sarah van Chen"])
def test_a_capitalised_name_fills_the_owner_and_leaves_the_words_of_an_action_alone(typed: str) -> None:
    names = ("Sarah van Chen",)
    filled = fill_action(Action(id="a1", text="Add an alert"), typed, TODAY, names)
    assert ("Add an alert", typed.removeprefix("@").removesuffix(" ^+7d")) == (filled.text, filled.owner)


def test_names_come_from_everyone_in_the_draft(doc: Postmortem) -> None:
    known = replace(
        doc,
        meta=replace(doc.meta, facilitator="Ruth Okafor", authors=("Noor",)),
        actions=(Action(id="a1", text="x", owner="Sarah Chen, Tom Ode", collaborators=("Payments team",)),),
    )
    assert {"Ruth Okafor", "Sarah Chen", "Tom Ode"} <= set(full_names(known))
    assert not {"Noor", "Payments team"} & set(full_names(known))
