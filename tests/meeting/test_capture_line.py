"""The line that catches what is said."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.field_problem import FieldProblem
from pmtui.meeting.capture_line import fill_action, kind_of_line, named_parts, parse_capture_line
from pmtui.text import normalise

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
    line = parse_capture_line("Ask @sarah about !p1 ^+7d", kind, TODAY)  # type: ignore[arg-type]  # a case of a table
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
        ("a: an alert @sarah", "idea", "an alert @sarah"),
        ("d: roll out", "decision", "roll out"),
        ("p: the cost", "parked", "the cost"),
        ("note: 14:51 was late", "note", "14:51 was late"),
        ("14:51 the page came", "event", "14:51 the page came"),
        ("5:40am PT: the page came", "event", "5:40am PT: the page came"),
        ("event: 14:51 the page came", "event", "14:51 the page came"),
        ("cause: no limit on locks", "cause", "no limit on locks"),
        ("notes: kept as they are", "note", "notes: kept as they are"),
        ("decision: ", "note", "decision: "),
        ("14:51", "note", "14:51"),
        ("1:5 odds", "note", "1:5 odds"),
    ],
)
def test_what_stands_before_the_words_tells_what_the_line_is_for(text: str, kind: str, words: str) -> None:
    assert (kind, words) == kind_of_line(text, "note")


@pytest.mark.parametrize("kind", ["idea", "decision", "parked"])
def test_a_time_makes_an_event_of_a_note_alone(kind: str) -> None:
    assert (kind, "14:51 it is") == kind_of_line("14:51 it is", kind)  # type: ignore[arg-type]  # a case of a table


@pytest.mark.parametrize("kind", ["fill", "taker", "words"])
def test_a_line_that_changes_something_has_no_kind_before_its_words(kind: str) -> None:
    assert (kind, "d: roll out") == kind_of_line("d: roll out", kind)  # type: ignore[arg-type]  # a case of a table


@pytest.mark.parametrize("text", ["", "  "])
def test_a_line_without_words_is_answered_in_words(text: str) -> None:
    with pytest.raises(FieldProblem) as problem:
        parse_capture_line(text, "idea", TODAY)
    assert problem.value.title
    assert problem.value.message


@pytest.mark.parametrize("mark", ["!p9 ", "^friday ", "@bo ", "#nothing "])
def test_many_marks_take_a_time_in_proportion_to_them(mark: str) -> None:
    """Sixteen times the marks may take eighty times as long, not two hundred and fifty."""

    def seconds(count: int) -> float:
        began = process_time()
        for kind in ("idea", "parked"):
            parse_capture_line(f"Add an alert {mark * count}", kind, TODAY)
        return process_time() - began

    assert seconds(1600) < 80 * min(seconds(100) for _ in range(3)) + 0.1


@pytest.mark.parametrize(
    ("text", "words", "unread"),
    [
        ("Add an alert !p9 @sarah", "Add an alert !p9", ("!p9",)),
        ("Add an alert ^+7d ^+8d", "Add an alert ^+8d", ("^+8d",)),
        ("Add an alert ^someday", "Add an alert ^someday", ("^someday",)),
        ("Add an alert #pr !p1 !p2", "Add an alert #pr !p2", ("#pr", "!p2")),
        ("@sarah !p1", "@sarah !p1", ()),
        ("Tell them ^next friday", "Tell them ^next friday", ("^next",)),
    ],
)
def test_a_mark_that_cannot_be_read_stays_words(text: str, words: str, unread: tuple[str, ...]) -> None:
    line = parse_capture_line(text, "idea", TODAY)
    assert (words, unread) == (line.text, line.unread)


def test_what_could_be_read_beside_it_is_read() -> None:
    line = parse_capture_line("Add an alert ^someday @sarah !p1", "idea", TODAY)
    assert line.action is not None
    assert ("sarah", "P1", ("day",)) == (line.action.owner, line.action.priority, line.missing)


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("@tom ^+7d", "@tom ^+7d", {}),
        ("@tom done: the alert rings cause: w2", "@tom", {"done": "the alert rings", "cause": "w2"}),
        ("Done when: nobody is paged", "", {"done": "nobody is paged"}),
        ("all is abandone: d", "all is abandone: d", {}),
    ],
)
def test_parts_that_have_a_name_are_told_apart(text: str, line: str, named: dict[str, str]) -> None:
    assert (line, named) == named_parts(text)


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


@given(st.text(max_size=60), st.sampled_from(["note", "idea", "decision", "parked", "correction"]))
def test_any_words_are_a_capture(text: str, kind: str) -> None:
    try:
        line = parse_capture_line(text, kind, TODAY)  # type: ignore[arg-type]  # a case of a table
    except FieldProblem:
        assert not normalise(text).strip()
    else:
        assert line.text.strip()
        assert (line.action is not None) == (line.kind == "idea")


# Words that begin no list and end with none that goes on with a name.
_words = st.text("abcdefgh äöü-", max_size=40).map(lambda text: f"{text.lstrip('- ')} alert".strip())


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
    random.shuffle(marks)  # type: ignore[attr-defined]  # what stands there in this test
    line = parse_capture_line(" ".join([words, *marks]), "idea", TODAY)
    assert " ".join(words.split()) == " ".join(line.text.split())
    assert line.action is not None
    assert (bool(owner), bool(priority), bool(due), bool(kind)) == (
        bool(line.action.owner), bool(line.action.priority), bool(line.action.due), bool(line.action.type),
    )  # fmt: skip
