from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.field_problem import FieldProblem
from pmtui.document.quick_line import parse_action_line, parse_event_line, parse_event_lines

DAY = date(2026, 3, 15)


def at(hour: int, minute: int, day: int = 15) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_a_line_holds_time_text_source_and_kind() -> None:
    event = parse_event_line("14:32 deploy v4.12 started @argocd !decision", "UTC", DAY).event
    assert (at(14, 32), "deploy v4.12 started", "argocd", "decision", None) == (
        event.at,
        event.text,
        event.source,
        event.kind,
        event.milestone,
    )


def test_a_tilde_marks_the_time_as_approximate() -> None:
    assert parse_event_line("~14:30 first complaints", "UTC", DAY).event.approximate
    assert not parse_event_line("14:30 first complaints", "UTC", DAY).event.approximate


@pytest.mark.parametrize(
    ("written", "kind", "milestone"),
    [
        ("!alert", "alert", None),
        ("!impact", "impact", None),
        ("!impact-start", None, "impact_start"),
        ("!impact_start", None, "impact_start"),
        ("!ImpactStart", None, "impact_start"),
        ("!ack", None, "acknowledged"),
        ("!alert !detected", "alert", "detected"),
        ("!Resolved", None, "resolved"),
    ],
)
def test_kinds_and_milestones_are_known_by_their_beginning(
    written: str, kind: str | None, milestone: str | None
) -> None:
    event = parse_event_line(f"14:32 x {written}", "UTC", DAY).event
    assert (kind, milestone, "x") == (event.kind, event.milestone, event.text)


@pytest.mark.parametrize(
    "text",
    [
        "mail to bob@example.org went out",
        "it worked, wow!",
        "told @ops, then waited",
        "see #1234 and a != b",
        "this is !important",
        "50% @ 3 nodes",
        "**Deploy** of `x`",
        "[/api] 502 [error",
    ],
)
def test_what_only_looks_like_a_mark_stays_text(text: str) -> None:
    event = parse_event_line(f"14:32 {text}", "UTC", DAY).event
    assert (text, None, None) == (event.text, event.source, event.kind)


def test_a_backslash_keeps_a_mark_as_text() -> None:
    event = parse_event_line(r"14:32 wrote \@channel and \!alert @slack", "UTC", DAY).event
    assert (event.text, event.source, event.kind) == ("wrote @channel and !alert", "slack", None)


def test_of_several_handles_the_last_is_the_source() -> None:
    event = parse_event_line("14:32 paged @tom about checkout @pagerduty", "UTC", DAY).event
    assert (event.text, event.source) == ("paged @tom about checkout", "pagerduty")


@pytest.mark.parametrize(
    "line",
    [
        "14:32 — alert",
        "- 14:32 alert",
        "* 14:32: alert",
        "[14:32] alert",
        "**14:32** alert",
        "1. 14:32 - alert",
        "1432 alert",
        "**14:32** UTC: alert",
        "[14:32] (UTC) alert",
    ],
)
def test_bullets_brackets_and_dashes_around_the_time_are_dropped(line: str) -> None:
    event = parse_event_line(line, "UTC", DAY).event
    assert (at(14, 32), "alert") == (event.at, event.text)


@pytest.mark.parametrize(
    ("expected", "text", "line"),
    [
        (at(5, 12), "deploy", "15 March 2026 at 05:12 deploy"),
        (at(5, 30), "deploy", "05:30 (UTC) deploy"),
        (at(12, 40), "deploy", "5:40am PT: deploy"),
        (at(12, 40), "deploy", "- [x] 5:40 am PT — deploy"),
        (at(4, 30), "deploy", "05:30 Berlin time, deploy"),
        (at(14, 32), "alert", "- [ ] 14:32 alert"),
        (at(14, 32), "alert", "(14:32) alert"),
        (at(14, 32), "TEST time went up", "14:32 TEST time went up"),
        (at(14, 32), "Response time went up", "14:32 Response time went up"),
    ],
)
def test_day_and_zone_before_the_words_are_used_and_not_left_in_them(
    expected: datetime, text: str, line: str
) -> None:
    event = parse_event_line(line, "UTC", DAY).event
    assert (expected, text) == (event.at, event.text)


def test_yesterday_counts_from_today_and_is_told() -> None:
    found = parse_event_line("yesterday 23:50 deploy", "UTC", date(2026, 1, 1), today=DAY)
    assert (at(23, 50, day=14), "deploy") == (found.event.at, found.event.text)
    assert "2026-03-14 23:50" in found.note


@pytest.mark.parametrize(
    "text",
    [
        "confirmed by @bo",
        "confirmed by @bo and rolled back",
        "the @emergency role was called",
        "restarted by @tom and @ana",
        "@bo saw errors",
    ],
)
def test_a_handle_that_belongs_to_the_sentence_stays_in_it(text: str) -> None:
    event = parse_event_line(f"14:32 {text}", "UTC", DAY).event
    assert (text, None) == (event.text, event.source)
    action = parse_action_line(f"Note what was {text}", DAY)
    assert (f"Note what was {text}", None) == (action.text, action.owner)


def test_a_handle_ends_its_line_whatever_goes_on_below() -> None:
    (found,) = parse_event_lines("14:32 alert fires @grafana !detected\nconfirmed by @bo", "UTC", DAY).events
    assert ("alert fires\nconfirmed by @bo", "grafana") == (found.event.text, found.event.source)


@pytest.mark.parametrize(
    ("owner", "text", "line"),
    [
        ("sarah", "Add an alert", "@sarah: Add an alert"),
        ("sarah", "add an alert", "@sarah — add an alert"),
        ("sarah", "Add an alert", "@sarah Add an alert"),
        ("sarah", "@sarah to add an alert", "@sarah to add an alert"),
        (None, "@emergency role is paged", "@emergency role is paged"),
        (None, "@sarah Add an alert", r"\@sarah Add an alert"),
        ("tom", "@sarah Add an alert", "@sarah Add an alert @tom"),
    ],
)
def test_a_name_at_the_start_of_an_action_is_its_owner_where_it_says_what_they_do(
    owner: str | None, text: str, line: str
) -> None:
    action = parse_action_line(line, DAY)
    assert (owner, text) == (action.owner, action.text)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("proposed", "- Add an alert"),
        ("proposed", "* Add an alert"),
        ("proposed", "12. Add an alert"),
        ("proposed", "- [ ] Add an alert"),
        ("done", "- [x] Add an alert"),
        ("done", "1. [X] Add an alert"),
    ],
)
def test_the_mark_of_a_list_is_no_part_of_an_action(state: str, line: str) -> None:
    action = parse_action_line(line, DAY)
    assert (state, "Add an alert") == (action.state, action.text)


def test_words_behind_a_time_are_not_taken_for_a_zone() -> None:
    assert parse_event_line("14:32 TEST passed", "UTC", DAY).event.text == "TEST passed"
    assert (
        parse_event_line("14:32 -15 degrees in the cold aisle", "UTC", DAY).event.text
        == "-15 degrees in the cold aisle"
    )


def test_the_clock_going_past_midnight_adds_a_day_and_says_so() -> None:
    found = parse_event_line("00:04 still down", "UTC", DAY, after=at(23, 58))
    assert at(0, 4, day=16) == found.event.at
    assert "the next day" in found.note


def test_plus_five_minutes_counts_from_the_event_before() -> None:
    assert at(14, 37) == parse_event_line("+5m rolled back", "UTC", after=at(14, 32)).event.at


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("deploy started", "needs a time"),
        ("", "needs a time"),
        ("14:32", "What happened then"),
        ("14:32 !detected @grafana", "What happened then"),
        ("25:61 x", "no time “25:61”"),
        ("14:32 x !decisoin", "is not known"),
        ("14:32 x !dec", "more than one thing"),
        ("14:32 x !alert !decision", "more than one kind"),
        ("14:32 x !detected !resolved", "more than one milestone"),
        ("14:32-15:10 outage", "is a span"),
        ("14:32 PST x", "several offsets"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, title: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        parse_event_line(line, "UTC", DAY)
    assert title in caught.value.title
    assert caught.value.message


def test_several_lines_become_several_events() -> None:
    text = (
        "14:32 deploy started\n  second half\nof the same\n\n14:40 alert !detected\n23:58 quiet\n00:04 back"
    )
    pasted = parse_event_lines(text, "UTC", DAY)
    assert pasted.problems == ()
    assert [
        (at(14, 32), "deploy started\nsecond half\nof the same"),
        (at(14, 40), "alert"),
        (at(23, 58), "quiet"),
        (at(0, 4, day=16), "back"),
    ] == [(found.event.at, found.event.text) for found in pasted.events]


def test_a_bad_line_is_told_by_its_number_and_the_others_are_kept() -> None:
    pasted = parse_event_lines("intro\n14:32 a\n\n25:61 b\n14:40 c", "UTC", DAY)
    assert [problem.number for problem in pasted.problems] == [1, 4]
    assert [found.event.text for found in pasted.events] == ["a", "c"]


def test_a_line_that_is_only_a_day_sets_the_day_of_those_below() -> None:
    pasted = parse_event_lines("## 2026-03-17\n09:00 a\n2026-03-18:\n08:00 b", "UTC", DAY)
    assert [at(9, 0, 17), at(8, 0, 18)] == [found.event.at for found in pasted.events]


def test_four_digits_start_an_event_only_where_the_text_begins_so() -> None:
    assert len(parse_event_lines("14:32 load rose\n1200 requests failed", "UTC", DAY).events) == 1
    assert len(parse_event_lines("1432 load rose\n1440 it fell", "UTC", DAY).events) == 2


def test_an_action_line_holds_owner_priority_due_day_and_type() -> None:
    action = parse_action_line("Add lock-duration alert @sarah !p1 ^2026-03-22 #detect", DAY)
    assert ("Add lock-duration alert", "sarah", "P1", date(2026, 3, 22), "detect") == (
        action.text,
        action.owner,
        action.priority,
        action.due,
        action.type,
    )


def test_an_action_without_marks_is_only_text() -> None:
    action = parse_action_line("Mail bob@example.org about #1234 in #oncall", DAY)
    assert (
        action.text,
        action.owner,
        action.priority,
        action.due,
        action.type,
    ) == ("Mail bob@example.org about #1234 in #oncall", None, None, None, None)


@pytest.mark.parametrize(
    ("due", "written"),
    [(date(2026, 3, 22), "^+7d"), (date(2026, 3, 16), "^tomorrow"), (date(2026, 3, 22), "^22 Mar")],
)
def test_a_due_day_may_count_from_today(due: date, written: str) -> None:
    assert due == parse_action_line(f"Write the runbook {written}", DAY).due


@pytest.mark.parametrize("word", ["here", "channel", "team", "everyone", "on-call", "emergency", "prod"])
def test_a_call_to_many_and_an_everyday_word_are_nobody(word: str) -> None:
    action = parse_action_line(f"Write to everyone first @{word} @sarah", DAY)
    assert (f"Write to everyone first @{word}", "sarah") == (action.text, action.owner)


def test_further_handles_of_an_action_collaborate() -> None:
    action = parse_action_line("Write the runbook @ana @ben @ana", DAY)
    assert (action.owner, action.collaborators) == ("ana", ("ben",))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("@bob !p1", "What will be done"),
        ("x ^someday", "not a day"),
        ("x ^03/04/2026", "two ways"),
        ("x !p7", "no priority P7"),
        ("x #detct", "not known"),
        ("x ^+1d ^+2d", "two days"),
    ],
)
def test_an_action_line_that_cannot_be_read_says_why(line: str, title: str) -> None:
    with pytest.raises(FieldProblem, match=title.replace("?", "")):
        parse_action_line(line, DAY)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_an_event_or_a_problem_in_words(text: str) -> None:
    for written in (text, f"14:32 {text}"):
        try:
            found = parse_event_line(written, "Europe/Berlin", DAY)
        except FieldProblem:
            continue
        assert found.event.text.strip()
    pasted = parse_event_lines(f"14:32 a\n{text}", "Europe/Berlin", DAY)
    assert pasted.events or pasted.problems
