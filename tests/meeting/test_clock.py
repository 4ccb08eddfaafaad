"""The clock of the meeting: what each key does to it, and that no time is lost whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.meeting.clock import Amber, MeetingClock, SegmentTime, resumed, show_seconds

WALL = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)


def clock(*minutes: float, **fields: object) -> MeetingClock:
    return MeetingClock(
        tuple(SegmentTime(f"s{at}", length * 60) for at, length in enumerate(minutes)),
        **fields,  # type: ignore[arg-type]  # a case of a table
    )


def used(state: MeetingClock, at: float) -> float:
    """Return the seconds that all segments together have used."""
    return sum(part.used_s for part in state.settled(at).segments)


def minutes_from(wall: datetime, moment: datetime) -> float:
    return (moment - wall) / timedelta(minutes=1)


def test_time_runs_from_the_first_step_on_and_not_from_opening() -> None:
    opened = clock(5, 15)
    assert (0.0, False) == (opened.read(900, WALL).used_s, opened.read(900, WALL).begun)
    assert 30.0 == opened.begin(1000).read(1030, WALL).used_s


def test_later_steps_do_not_start_it_again_nor_end_a_pause() -> None:
    paused = clock(5).begin(0).pause(60)
    assert paused == paused.begin(90)
    assert 60.0 == paused.read(500, WALL).used_s


def test_pause_stops_it_and_the_same_key_goes_on() -> None:
    went_on = clock(5).begin(0).toggle(60).toggle(100)
    assert 70.0 == went_on.read(110, WALL).used_s
    assert "PAUSED" == clock(15).begin(0).pause(1).read(5, WALL).words


def test_two_more_minutes_make_the_segment_longer_and_the_meeting_end_later() -> None:
    before = clock(5, 10).begin(0)
    after = before.give(120)
    assert 420.0 == after.read(0, WALL).budget_s
    assert 2 == minutes_from(before.read(0, WALL).meeting_ends, after.read(0, WALL).meeting_ends)


def test_restart_counts_this_segment_anew_and_no_other() -> None:
    again = clock(5, 10).begin(0).go_to(1, 60).restart_segment(90)
    assert (60.0, 5.0) == (again.settled(95).segments[0].used_s, again.settled(95).segments[1].used_s)


def test_each_segment_keeps_its_own_time_when_gone_back_to() -> None:
    back = clock(5, 10).begin(0).go_to(1, 60).go_to(0, 100)
    assert 70.0 == back.read(110, WALL).used_s
    assert 110.0 == used(back, 110)


def test_an_overrun_moves_the_end_of_the_meeting_and_takes_nothing_from_other_segments() -> None:
    over = clock(5, 10).begin(0)
    reading = over.read(6 * 60, WALL)
    assert ("over", "+01:00", "OVER") == (reading.level, reading.digits, reading.words)
    assert WALL == reading.segment_ends
    assert 10 == minutes_from(WALL, reading.meeting_ends)
    assert 600.0 == over.go_to(1, 360).read(360, WALL).left_s


def test_time_left_over_in_a_finished_segment_brings_the_end_forward() -> None:
    assert 10 == minutes_from(WALL, clock(5, 10).begin(0).go_to(1, 60).read(60, WALL).meeting_ends)


@pytest.mark.parametrize(
    ("minutes", "left", "level"),
    [
        (15, 226, "normal"),
        (15, 225, "amber"),
        (15, 0, "amber"),
        (15, -1, "over"),
        (4, 121, "normal"),
        (4, 120, "amber"),
    ],
)
def test_it_turns_amber_at_a_quarter_or_two_minutes_whichever_is_longer(
    minutes: int, left: int, level: str
) -> None:
    assert level == clock(minutes).begin(0).read(minutes * 60 - left, WALL).level


@pytest.mark.parametrize(
    ("left", "words"),
    [(200, "3 MIN LEFT"), (120, "2 MIN LEFT"), (59, "LESS THAN A MINUTE LEFT"), (-1, "OVER")],
)
def test_every_colour_has_its_words(left: int, words: str) -> None:
    assert words == clock(15).begin(0).read(900 - left, WALL).words


def test_counting_up_shows_the_time_used_with_the_same_colours_and_off_shows_nothing() -> None:
    running = clock(15).begin(0)
    up, off = replace(running, mode="up").read(880, WALL), replace(running, mode="off").read(1000, WALL)
    assert ("14:40", "amber") == (up.digits, up.level)
    assert ("", "normal", "") == (off.digits, off.level, off.words)


def test_setting_the_wall_clock_changes_the_ends_shown_and_nothing_else() -> None:
    running = clock(15, 15).begin(0)
    for jump in (timedelta(hours=-1), timedelta(days=400), timedelta(0)):
        reading = running.read(300, WALL + jump)
        assert (600.0, "10:00") == (reading.left_s, reading.digits)
        assert 25 == minutes_from(WALL + jump, reading.meeting_ends)


def test_a_wall_clock_at_the_end_of_time_is_no_crash() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert last == clock(15).begin(0).read(0, last).meeting_ends


def test_a_monotonic_clock_that_steps_back_takes_no_time_away() -> None:
    assert 0.0 == clock(5).begin(100).read(90, WALL).used_s


def test_a_step_beyond_either_end_stays_at_it() -> None:
    assert (0, 1) == (clock(5, 5).go_to(-3, 0).current, clock(5, 5).go_to(9, 0).current)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(522, "08:42"), (3665, "61:05"), (-72.5, "+01:12"), (-0.4, "00:00"), (0, "00:00")]
)
def test_seconds_are_shown_as_a_clock_shows_them(seconds: float, shown: str) -> None:
    assert shown == show_seconds(seconds)


class TestAnything:
    """Whatever keys are pressed, every second that ran is on some segment."""

    moves = st.lists(
        st.tuples(
            st.sampled_from(["toggle", "next", "back", "give", "read"]),
            st.floats(min_value=0, max_value=4000, allow_nan=False),
        ),
        max_size=40,
    )

    @given(moves, st.integers(1, 6))
    def test_no_second_is_lost_or_counted_twice(self, moves: list[tuple[str, float]], count: int) -> None:
        now, ran = 100.0, 0.0
        state = clock(*[10] * count).begin(now)
        for name, passed in moves:
            ran += passed if state.running else 0.0
            now += passed
            state = {
                "toggle": lambda s, t: s.toggle(t),
                "next": lambda s, t: s.go_to(s.current + 1, t),
                "back": lambda s, t: s.go_to(s.current - 1, t),
                "give": lambda s, t: s.give(120),
                "read": lambda s, t: s.settled(t),
            }[name](state, now)
        assert pytest.approx(ran, abs=1e-6) == used(state, now)

    @given(moves, st.integers(1, 6))
    def test_what_is_resumed_reads_as_before(self, moves: list[tuple[str, float]], count: int) -> None:
        now = 5.0
        state = clock(*[10] * count, amber=Amber(25, 120)).begin(now)
        for name, passed in moves:
            now += passed
            state = state.toggle(now) if name == "toggle" else state.go_to(state.current + 1, now)
        kept = state.settled(now)
        fresh = MeetingClock(
            tuple(SegmentTime(part.id, part.budget_s) for part in kept.segments), amber=kept.amber
        )
        again = resumed(fresh, [part.used_s for part in kept.segments], kept.current)
        was = state.pause(now).read(now, WALL)
        if used(kept, now):
            assert was == again.read(10**6, WALL)
        assert used(kept, now) + 60 == pytest.approx(used(again.begin(50), 110))

    @given(moves)
    def test_the_end_is_now_and_what_is_left_and_never_in_the_past(
        self, moves: list[tuple[str, float]]
    ) -> None:
        now, state = 0.0, clock(5, 10, 15).begin(0)
        for name, passed in moves:
            now += passed
            state = state.go_to(state.current + (1 if name == "next" else 0), now)
            reading = state.read(now, WALL)
            assert WALL <= reading.segment_ends <= reading.meeting_ends <= WALL + timedelta(minutes=30)
