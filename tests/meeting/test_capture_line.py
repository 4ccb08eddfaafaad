"""The line that catches what is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.field_problem import FieldProblem
from pmtui.meeting.capture_line import fill_action, parse_capture_line

TODAY = date(2026, 3, 17)


def test_an_idea_is_read_with_all_its_marks() -> None:
    line = parse_capture_line("Add lock-duration alert @sarah !p1 ^+7d #detect", "idea", TODAY)
    assert "Add lock-duration alert" == line.text
    assert line.action is not None
    assert ("sarah", "P1", date(2026, 3, 24), "detect") == (
        line.action.owner, line.action.priority, line.action.due, line.action.type,
    )  # fmt: skip
    assert () == line.missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Add an alert", ("owner", "day")),
        ("Add an alert @sarah", ("day",)),
        ("Add an alert ^tomorrow", ("owner",)),
    ],
)
def test_missing_parts_are_accepted_and_named(text: str, missing: tuple[str, ...]) -> None:
    assert missing == parse_capture_line(text, "idea", TODAY).missing


@pytest.mark.parametrize("kind", ["#prevent", "#detect", "#mitigate", "#process", "#repair", "#learn"])
def test_every_type_can_be_written(kind: str) -> None:
    line = parse_capture_line(f"Do it {kind}", "idea", TODAY)
    assert line.action is not None
    assert kind.removeprefix("#") == line.action.type


@pytest.mark.parametrize("kind", ["note", "decision", "correction"])
def test_marks_are_text_everywhere_else(kind: str) -> None:
    line = parse_capture_line("Ask @sarah about !p1 ^+7d", kind, TODAY)
    assert ("Ask @sarah about !p1 ^+7d", None, "") == (line.text, line.action, line.taker)


def test_a_parked_item_can_name_who_takes_it_up() -> None:
    line = parse_capture_line("Cost of the replica @tom, later", "parked", TODAY)
    assert ("Cost of the replica @tom, later", "") == (line.text, line.taker)
    line = parse_capture_line("Cost of the replica @tom", "parked", TODAY)
    assert ("Cost of the replica", "tom") == (line.text, line.taker)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("decision: roll out on Monday", "decision", "roll out on Monday"),
        ("PARK : the cost", "parked", "the cost"),
        ("idea: an alert @sarah", "idea", "an alert"),
        ("note: 14:51 was late", "note", "14:51 was late"),
        ("notes: kept as they are", "note", "notes: kept as they are"),
        ("decision:", "note", "decision:"),
    ],
)
def test_a_kind_before_the_words_goes_before_the_key(text: str, kind: str, words: str) -> None:
    line = parse_capture_line(text, "note", TODAY)
    assert (kind, words) == (line.kind, line.text)


@pytest.mark.parametrize(
    ("text", "kind"), [("", "note"), ("  ", "decision"), ("@tom", "parked"), ("@sarah !p1", "idea")]
)
def test_a_line_without_words_is_answered_in_words(text: str, kind: str) -> None:
    with pytest.raises(FieldProblem) as problem:
        parse_capture_line(text, kind, TODAY)
    assert problem.value.title
    assert problem.value.message


@pytest.mark.parametrize("text", ["Add an alert !p9", "Add an alert ^+7d ^+8d", "Add an alert ^someday"])
def test_a_mark_that_cannot_be_meant_is_told(text: str) -> None:
    with pytest.raises(FieldProblem):
        parse_capture_line(text, "idea", TODAY)


class TestFilling:
    action = Action(id="a1", text="Graph lock waits", type="detect")

    def test_marks_alone_leave_the_words(self) -> None:
        filled = fill_action(self.action, "@sarah ^+7d", TODAY)
        assert ("Graph lock waits", "sarah", date(2026, 3, 24), "detect") == (
            filled.text, filled.owner, filled.due, filled.type,
        )  # fmt: skip

    def test_words_take_the_place_of_the_words(self) -> None:
        assert "Alert on lock waits" == fill_action(self.action, "Alert on lock waits @sarah", TODAY).text

    def test_nothing_changes_nothing(self) -> None:
        assert self.action == fill_action(self.action, "  ", TODAY)


@given(st.text(max_size=200), st.sampled_from(["note", "idea", "decision", "parked", "correction"]))
def test_any_text_is_a_capture_or_is_answered_in_words(text: str, kind: str) -> None:
    try:
        line = parse_capture_line(text, kind, TODAY)
    except FieldProblem as problem:
        told = problem.title
        assert told
    else:
        assert line.text.strip()
        assert (line.action is not None) == (line.kind == "idea")


_words = (
    st.text("abcdefgh äöü-", min_size=1, max_size=40).map(str.strip).filter(lambda text: text.strip("- "))
)


@given(
    _words,
    st.sampled_from(["", "@sarah"]),
    st.sampled_from(["", "!p0", "!P3"]),
    st.sampled_from(["", "^2026-03-22", "^+2w"]),
    st.sampled_from(["", "#prevent", "#process"]),
    st.randoms(),
)
def test_marks_are_read_in_any_order_and_leave_the_words(
    words: str, owner: str, priority: str, due: str, kind: str, random: object
) -> None:
    marks = [mark for mark in (owner, priority, due, kind) if mark]
    random.shuffle(marks)
    line = parse_capture_line(" ".join([words, *marks]), "idea", TODAY)
    assert " ".join(words.split()) == " ".join(line.text.split())
    assert line.action is not None
    assert (bool(owner), bool(priority), bool(due), bool(kind)) == (
        bool(line.action.owner), bool(line.action.priority), bool(line.action.due), bool(line.action.type),
    )  # fmt: skip
