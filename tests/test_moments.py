from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.days import parse_day
from pmtui.document.field_problem import FieldProblem
from pmtui.document.moments import (
    clock,
    in_zone,
    parse_moment,
    roll_over,
    show_moment,
    split_time,
    write_moment,
    zone_label,
)
from pmtui.document.quick_line import parse_action_line, parse_event_line, parse_event_lines
from pmtui.document.zones import read_zone

DAY = date(2026, 3, 15)
TODAY = date(2026, 11, 20)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")


def berlin(hour: int, minute: int = 0, second: int = 0, *, summer: bool = False) -> datetime:
    return datetime(2026, 3, 15, hour, minute, second, tzinfo=timezone(timedelta(hours=2 if summer else 1)))


@pytest.mark.parametrize(
    "text",
    [
        "14:32",
        "1432",
        "14h32",
        "14:32:00",
        "143200",
        "2:32 pm",
        "2:32pm",
        "02:32 P.M.",
        " 14:32 ",
        "2026-03-15 14:32",
        "2026-03-15T14:32",
        "2026/03/15, 14:32",
        "20260315T1432",
        "15 Mar 14:32",
        "15 Mar 2026 14:32",
        "15th March 2026 at 14:32",
        "Mar 15, 14:32",
        "March 15, 2026 2:32 pm",
        "15.03.2026 14:32",
        "14:32 CET",
        "14:32+01:00",
        "14:32 +0100",
        "14:32 UTC+1",
        "14:32 Europe/Paris",
        "13:32 UTC",
        "13:32Z",
        "2026-03-15T13:32:00Z",
        "20260315T133200Z",
    ],
)
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    found = parse_moment(text, "Europe/Berlin", DAY)
    assert berlin(14, 32) == found.moment
    assert (found.approximate, found.note) == (False, "")


def test_seconds_and_their_fractions_are_kept() -> None:
    assert berlin(14, 32, 7) == parse_moment("14:32:07", "Europe/Berlin", DAY).moment
    assert parse_moment("14:32:07.25", "Europe/Berlin", DAY).moment.microsecond == 250_000


@pytest.mark.parametrize("text", ["~14:30", "≈ 14:30", "about 14:30", "ca. 14:30", "around 2:30 pm"])
def test_a_time_may_be_marked_as_approximate(text: str) -> None:
    found = parse_moment(text, "Europe/Berlin", DAY)
    assert (berlin(14, 30), True) == (found.moment, found.approximate)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("2026-11-20 05:12", "20 November 2026 at 05:12"),
        ("2026-11-20 05:12", "Friday, 20 November 2026 at 05:12"),
        ("2026-11-20 05:12", "05:12 on 20 November 2026"),
        ("2026-11-20 05:12", "20 Nov 2026 - 05:12"),
        ("2026-03-15 05:12", "at 05:12"),
        ("2026-03-15 05:12", "0512 hrs"),
        ("2026-11-19 23:50", "yesterday 23:50"),
        ("2026-11-19 23:50", "Yesterday at 23:50"),
        ("2026-11-20 08:00", "today 8am"),
        ("2026-03-15 06:30", "05:30 (UTC)"),
        ("2026-03-15 06:30", "05:30 [utc]"),
        ("2026-03-15 13:40", "5:40am PT"),
        ("2026-03-15 10:40", "5:40am (ET)"),
        ("2026-03-15 13:40", "5:40am Pacific time"),
        ("2026-03-15 06:30", "05:30 London time"),
        ("2026-07-15 06:30", "2026-07-15 05:30 BST"),
        ("2026-03-14 21:30", "05:30 JST"),
    ],
)
def test_a_day_and_a_zone_in_the_text_are_used(expected: str, text: str) -> None:
    found = parse_moment(text, "Europe/Berlin", DAY, today=TODAY)
    assert expected == show_moment(found.moment, "Europe/Berlin")


def test_what_words_are_taken_for_is_told() -> None:
    assert "2026-11-19 23:50" in parse_moment("yesterday 23:50", "UTC", DAY, today=TODAY).note
    assert "America/Los_Angeles" in parse_moment("5:40am PT", "UTC", DAY).note


def test_a_year_is_no_time_of_day() -> None:
    with pytest.raises(FieldProblem, match="time of day is missing"):
        parse_moment("20 November 2026", "UTC", DAY)
    with pytest.raises(FieldProblem, match="not a time"):
        parse_moment("20 November 2026 UTC", "UTC", DAY)
    with pytest.raises(FieldProblem, match="time of day is missing"):
        parse_event_line("20 November 2026 deploy", "UTC", DAY)


def test_letters_are_read_where_they_can_mean_one_offset_only() -> None:
    winter = parse_moment("14:32 CET", "UTC", date(2026, 1, 15))
    assert datetime(2026, 1, 15, 13, 32, tzinfo=UTC) == winter.moment
    with pytest.raises(FieldProblem, match="CET does not fit that day"):
        parse_moment("14:32 CET", "UTC", date(2026, 7, 15))


def test_a_skipped_hour_is_told_by_the_zone_that_was_meant() -> None:
    note = parse_moment("2026-03-29 02:30 Europe/Berlin", "UTC").note
    assert "did not exist on 2026-03-29 in Europe/Berlin" in note
    assert "Read as 03:30" in note


def test_the_hour_that_comes_twice_is_shown_with_its_offset() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert ("02:30 UTC+2", "2026-10-25 02:30 UTC+1") == (
        clock(first, "Europe/Berlin"), show_moment(second, "Europe/Berlin"),
    )  # fmt: skip
    assert "2026-10-25 02:30+02:00" == write_moment(first, "Europe/Berlin")
    assert "03:30" == clock(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        " " * 6_000 + "x",
        "2026-03-15" + " " * 6_000 + "x",
        "15 Mar" + " " * 6_000 + "x",
        "14:32 " + "(" * 6_000,
        "+5m" * 6_000,
        "14:32 " + "A" * 6_000 + "/",
        "14:32 " + "Berlin " * 1_000,
        "1" * 6_000,
        "^1 " * 6_000,
        "@a " * 6_000,
        "- " * 6_000,
        "!" + "a" * 6_000,
    ],
)
def test_every_reader_takes_time_in_proportion_to_the_text(text: str) -> None:
    """Twenty times the text may take a hundred times as long, not four hundred."""

    def seconds(part: str) -> float:
        began = perf_counter()
        for read in (
            lambda: parse_moment(part, "UTC", DAY),
            lambda: parse_event_line(part, "UTC", DAY),
            lambda: parse_event_line(f"14:32 {part}", "UTC", DAY),
            lambda: parse_event_lines(part, "UTC", DAY),
            lambda: parse_action_line(part, DAY),
        ):
            with suppress(FieldProblem):
                read()
        return perf_counter() - began

    short = min(seconds(text[: len(text) // 20]) for _ in range(3))
    assert min(seconds(text) for _ in range(2)) < 100 * short + 0.1


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(5, "+5m"), (5, "+ 5 min"), (60, "+1h"), (90, "+1h30m"), (1.5, "+90s"), (1440, "+1 day")],
)
def test_a_plus_counts_from_the_event_before(minutes: float, text: str) -> None:
    after = berlin(14, 32)
    assert after + timedelta(minutes=minutes) == parse_moment(text, "Europe/Berlin", after=after).moment


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing"),
        ("abc", "not a time"),
        ("25:61", "no time “25:61”"),
        ("14:60", "no time"),
        ("13:00 pm", "no time"),
        ("24:00", "before 24:00"),
        ("14.32", "not a time"),
        ("932", "not a time"),
        ("9:5", "not a time"),
        ("2026-03-15", "time of day is missing"),
        ("2026-02-30 10:00", "no day"),
        ("0026-03-15 10:00", "year 0026"),
        ("03/04/2026 14:32", "two ways"),
        ("3/4/26 14:32", "two ways"),
        ("14:32-15:10", "is a span"),
        ("14:32 – 15:10", "is a span"),
        ("14:32 PST", "PST can mean several offsets"),
        ("14:32 CEST", "CEST does not fit"),
        ("14:32 +19:00", "not an offset"),
        ("14:32 Mars/Olympus", "no time zone"),
        ("14:32 lunch", "not a time"),
        ("+5m", "no earlier event"),
        ("Monday, 15 March 2026 14:32", "is a Sunday"),
        ("yesterday 14:32 on 15 March 2026", "two days"),
    ],
)
def test_a_time_that_cannot_be_is_explained(text: str, words: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        parse_moment(text, "Europe/Berlin", DAY)
    assert words in caught.value.title
    assert caught.value.message


def test_letters_that_several_zones_share_are_asked_about() -> None:
    with pytest.raises(FieldProblem, match="several offsets"):
        parse_moment("14:32 CST", "UTC", DAY)


def test_a_time_without_any_day_is_asked_about() -> None:
    with pytest.raises(FieldProblem, match="Which day"):
        parse_moment("14:32", "UTC")
    with pytest.raises(FieldProblem, match="Which year"):
        parse_moment("15 Mar 14:32", "UTC")


def test_a_day_without_a_year_is_the_one_nearest_to_the_incident() -> None:
    assert parse_moment("31 Dec 23:50", "UTC", date(2026, 1, 1)).moment.year == 2025
    assert parse_moment("1 Jan 00:10", "UTC", date(2026, 12, 31)).moment.year == 2027


def test_a_time_in_the_hour_that_comes_twice_is_the_first_and_says_so() -> None:
    found = parse_moment("02:30", "Europe/Berlin", date(2026, 10, 25))
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == found.moment
    assert "came twice" in found.note
    assert "add +01:00" in found.note


@pytest.mark.parametrize("text", ["2026-10-25 02:30 +01:00", "2026-10-25 02:30 CET"])
def test_the_second_of_two_such_times_can_be_named(text: str) -> None:
    found = parse_moment(text, "Europe/Berlin")
    assert (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "") == (found.moment, found.note)


def test_a_time_that_the_clocks_skipped_is_moved_forward_and_says_so() -> None:
    found = parse_moment("2026-03-29 02:30", "Europe/Berlin")
    assert datetime(2026, 3, 29, 1, 30, tzinfo=UTC) == found.moment
    assert "did not exist" in found.note
    assert "Read as 03:30" in found.note


@pytest.mark.parametrize(
    ("expected", "text", "after"),
    [
        (datetime(2026, 3, 16, 0, 4), "00:04", datetime(2026, 3, 15, 23, 58)),
        (datetime(2026, 3, 15, 23, 0), "23:00", datetime(2026, 3, 15, 23, 58)),
        (datetime(2026, 3, 15, 20, 58), "20:58", datetime(2026, 3, 15, 23, 58)),
        (datetime(2026, 3, 16, 20, 57), "20:57", datetime(2026, 3, 15, 23, 58)),
        (datetime(2026, 3, 15, 23, 50), "23:50", datetime(2026, 3, 16, 0, 4)),
        (datetime(2026, 3, 16, 14, 0), "14:00", datetime(2026, 3, 16, 0, 4)),
        (datetime(2026, 3, 12, 9, 0), "2026-03-12 09:00", datetime(2026, 3, 16, 0, 4)),
    ],
)
def test_a_clock_time_that_goes_back_more_than_three_hours_is_of_the_next_day(
    expected: datetime, text: str, after: datetime
) -> None:
    found = parse_moment(text, "UTC", after=after.replace(tzinfo=UTC))
    assert expected.replace(tzinfo=UTC) == found.moment


def test_a_change_of_day_is_said_and_none_where_there_is_none() -> None:
    after = datetime(2026, 3, 15, 23, 58, tzinfo=UTC)
    assert "the next day, 2026-03-16 00:04" in parse_moment("00:04", "UTC", after=after).note
    assert parse_moment("23:59", "UTC", after=after).note == ""
    assert roll_over(after - timedelta(hours=3, minutes=1), after) == 1
    assert roll_over(after - timedelta(hours=3), after) == 0


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)), st.sampled_from(ZONES))
def test_a_time_that_was_written_reads_back_as_the_same_instant(naive: datetime, zone: str) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert moment == parse_moment(write_moment(moment, zone), zone).moment


@given(st.datetimes(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 3)))
def test_that_holds_in_the_hour_that_comes_twice(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert moment == parse_moment(write_moment(moment, "Europe/Berlin"), "Europe/Berlin").moment


@given(st.text(), st.sampled_from(ZONES), st.none() | st.just(DAY))
def test_any_text_gives_a_time_or_a_problem_in_words(text: str, zone: str, day: date | None) -> None:
    try:
        found = parse_moment(text, zone, day)
    except FieldProblem:
        return
    assert found.moment.tzinfo is not None


@given(
    st.from_regex(
        r"\A[~+]?[0-9]{1,4}[-/.: ]?[0-9]{0,2}[-/.: T]?[0-9]{0,4} ?[0-9]{0,2}:?[0-9]{0,2}( ?(am|pm|Z|UTC|[+-][0-9]{2}:?[0-9]{0,2}))?\Z"
    )
)
def test_text_that_is_nearly_a_time_never_breaks_the_reader(text: str) -> None:
    for after in (None, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)):
        try:
            found = parse_moment(text, "Europe/Berlin", DAY, after)
        except FieldProblem:
            continue
        assert found.moment.utcoffset() is not None


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        (("14:32", " deploy"), "14:32 deploy"),
        (("14:32 UTC", " deploy"), "14:32 UTC deploy"),
        (("~14:30", " x"), "~14:30 x"),
        (("15 Mar 14:32", " x"), "15 Mar 14:32 x"),
        (("+5m", " x"), "+5m x"),
        (("14:32", " EASTERN region"), "14:32 EASTERN region"),
        (("14:32", " Z-index"), "14:32 Z-index"),
        (("14:32", " TCP/IP"), "14:32 TCP/IP"),
        (None, "2026-03-15 the page came"),
        (None, "500 errors"),
        (None, "deploy at 14:32"),
    ],
)
def test_a_line_is_split_behind_its_time(expected: tuple[str, str] | None, line: str) -> None:
    assert expected == split_time(line)


def test_a_moment_is_shown_on_the_clocks_of_a_zone() -> None:
    moment = datetime(2026, 3, 15, 23, 32, 7, tzinfo=UTC)
    assert (clock(moment, "Europe/Berlin"), show_moment(moment, "Europe/Berlin")) == (
        "00:32",
        "2026-03-16 00:32",
    )


@pytest.mark.parametrize(
    ("label", "zone"),
    [
        ("UTC", "UTC"),
        ("CET (UTC+1)", "Europe/Berlin"),
        ("GMT", "Europe/London"),
        ("IST (UTC+5:30)", "Asia/Kolkata"),
        ("NDT (UTC-2:30)", "America/St_Johns"),
        ("America/Sao_Paulo (UTC-3)", "America/Sao_Paulo"),
        ("UTC", "Not/A_Zone"),
    ],
)
def test_the_label_of_a_zone_tells_its_offset(label: str, zone: str) -> None:
    assert label == zone_label(zone, datetime(2026, 3, 15, 12, tzinfo=UTC))


def test_the_label_of_a_zone_without_a_moment_is_its_name() -> None:
    assert zone_label("Europe/Berlin", None) == "Europe/Berlin"
    assert zone_label("Not/A_Zone", None) == "UTC"


def test_the_ends_of_time_do_not_break_the_display() -> None:
    assert show_moment(datetime.min.replace(tzinfo=UTC), "America/New_York") == "0001-01-01 00:00"
    assert datetime.max.replace(tzinfo=UTC) == in_zone(datetime.max.replace(tzinfo=UTC), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "utc"),
        ("UTC", "Z"),
        ("UTC", ""),
        ("Europe/Berlin", "europe/berlin"),
        ("America/New_York", "america/new york"),
    ],
)
def test_a_zone_is_known_however_it_is_spelled(zone: str, text: str) -> None:
    assert zone == read_zone(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PST", "America/Los_Angeles"),
        ("ist", "Asia/Kolkata"),
        ("CST", "Asia/Shanghai"),
        ("BST", "Europe/London"),
        ("EST", "America/New_York"),
        ("+02:00", "summer time"),
        ("UTC+2", "summer time"),
        ("Berlin", "Did you mean Europe/Berlin?"),
        ("Europe/Berlim", "Did you mean Europe/Berlin?"),
        ("Europe", "Europe/"),
        ("../../etc/passwd", "such as Europe/Berlin"),
        ("\x00", "such as Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_explained(text: str, words: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        read_zone(text)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 3, 22), "2026-03-22"),
        (date(2026, 12, 3), "3 Dec"),
        (date(2027, 3, 22), "22 Mar"),
        (date(2026, 11, 2), "Nov 2nd"),
        (date(2026, 10, 1), "1 October"),
        (date(2026, 9, 30), "30 Sept 2026"),
        (date(2028, 2, 29), "29 Feb"),
        (date(2026, 11, 27), "+7d"),
        (date(2026, 12, 4), "+2 weeks"),
        (date(2026, 11, 21), "Tomorrow"),
        (TODAY, "today"),
        (date(2026, 3, 22), "22.03.2026"),
        (date(2026, 3, 22), "3/22/2026"),
        (date(2026, 4, 4), "04/04/2026"),
        (date(2026, 11, 27), "friday"),  # today is one
        (date(2026, 11, 23), "Mon"),
        (date(2026, 11, 26), "thurs."),
        (date(2026, 12, 5), "12-05"),
        (date(2026, 12, 4), "2w"),
        (date(2026, 11, 23), "3d"),
    ],
)
def test_a_day_is_read_however_it_is_written(day: date, text: str) -> None:
    assert day == parse_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2026", "two ways"),
        ("3.4.26", "two ways"),
        ("2026-13-01", "no day"),
        ("30 Feb", "no day"),
        ("soon", "not a day"),
        ("3026-01-01", "year 3026"),
        ("22 Ma", "not a day"),
        ("", "not a day"),
    ],
)
def test_a_day_that_cannot_be_is_explained(text: str, words: str) -> None:
    with pytest.raises(FieldProblem) as caught:
        parse_day(text, TODAY)
    assert words in caught.value.title


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_a_day_that_was_written_reads_back_as_the_same_day(day: date) -> None:
    assert day == parse_day(day.isoformat(), TODAY)
