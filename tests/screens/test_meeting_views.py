"""What the meeting puts on the wall: each widget in a small app of its own, looked at as it would be drawn."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Digits, Static

from pmtui.document.postmortem import Postmortem
from pmtui.document.review import Capture
from pmtui.meeting.agenda import agenda_for
from pmtui.meeting.capture_line import parse_capture_line
from pmtui.meeting.captures import Context, accept_idea, add_capture, correct_event
from pmtui.meeting.clock import Reading, clock_for
from pmtui.meeting.meeting_changes import meeting_changes
from pmtui.meeting.shown import MeetingWording, ShownMeeting
from pmtui.meeting.step_views import TimelineViews
from pmtui.meeting.steps import Step, steps_of
from pmtui.meeting.stored import begin, count_hands
from pmtui.text import UNSAFE
from prompts.content import load_five_whys, load_meeting, load_sections, load_words
from screens.app_parts.styles import STYLES, THEMES
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.views.clock_face import ClockFace, ClockWords
from screens.meeting.views.hanging_text import hanging
from screens.meeting.views.meeting_head import MeetingHead
from screens.meeting.views.page_of_step import page_of
from screens.meeting.views.phase_strip import PhaseStrip
from screens.meeting.views.rail import Rail, rail_text
from screens.meeting.views.step_page import StepPage
from screens.meeting.views.step_pane import StepPane
from tests.incident import BEGAN, event, incident

WALL = datetime(2026, 3, 17, 14, 5, tzinfo=UTC)
MEETING, WORDS, FIVE_WHYS = load_meeting(), load_words(), load_five_whys()
HEADINGS = {name: section.title for name, section in load_sections().items()}
HOSTILE = "[/api] [b]502[/] [@click=app.bell]x[/] \x1b[2J\x07 \u202eevil\u202c\tשלום\r\n" + "long " * 400
SEGMENT_ASKS = MEETING.parts["causes"].ask
SIZES = [(80, 24), *(pytest.param(size, marks=pytest.mark.deep) for size in ((60, 16), (120, 40)))]


def as_shown(document: Postmortem) -> ShownMeeting:
    wording = MeetingWording(MEETING, FIVE_WHYS, WORDS, HEADINGS)
    return ShownMeeting(document, None, agenda_for(document, MEETING), wording)


def page(document: Postmortem, kind: str, row: str = "", **how: bool) -> StepPage:
    segment = {"event": "timeline", "cause": "causes", "action": "actions"}.get(kind, kind)
    return page_of(Step(segment, kind, row), as_shown(document), **how)  # type: ignore[arg-type]


def reading(used_s: float, *, mode: str = "down", running: bool = True) -> Reading:
    """Return the clock of the timeline segment (15 minutes) after some seconds."""
    clock = clock_for(agenda_for(incident(), MEETING), mode).go_to(1, 0).begin(0)  # type: ignore[arg-type]
    return (clock if running else clock.pause(used_s)).read(used_s, WALL)


class Wall(App[None]):
    """One widget, or several below one another, in the colours of the wall."""

    CSS = STYLES

    def __init__(self, *widgets: Widget, theme: str = "pmtui-dark") -> None:
        super().__init__()
        self.held = widgets
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield from self.held

    def rows(self) -> list[str]:
        """Return what is on the screen, row by row."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.rows())


async def settle(pilot: Pilot[None]) -> None:
    """Wait until layout, and what follows from it, is drawn."""
    for _ in range(3):
        await pilot.pause()


def contrast(widget: Widget) -> float:
    """Return the contrast of a widget's text and its ground, from 1 to 21."""
    background, color = widget.background_colors[1], widget.colors[3]

    def luminance(channels: Sequence[int]) -> float:
        linear = [
            value / 255 / 12.92 if value / 255 <= 0.03928 else ((value / 255 + 0.055) / 1.055) ** 2.4
            for value in channels
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(background.rgb), luminance(color.rgb)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# The clock


async def test_clock_repaints_itself_alone_and_only_when_its_digits_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = MeetingHead()
    app = Wall(head, StepPane())
    async with app.run_test(size=(80, 24)) as pilot:
        head.show_place("2/6 TIMELINE", "Payment API outage", "Event 6 of 10")
        head.show_clock(reading(100.2))
        await settle(pilot)
        painted: list[Widget] = []
        paint = Widget.refresh
        monkeypatch.setattr(
            Widget,
            "refresh",
            lambda self, *regions, **how: (painted.append(self), paint(self, *regions, **how))[1],
        )
        head.show_clock(reading(100.7))
        assert [] == painted
        head.show_clock(reading(101.2))
        assert set(app.query_one(ClockFace).children) == set(painted)


@pytest.mark.parametrize(
    ("used_s", "running", "words"),
    [(60, True, ""), (60, False, "PAUSED"), (790, True, "1 MIN LEFT"), (972, True, "OVER")],
)
async def test_clock_says_its_state_in_words_as_well(used_s: float, running: bool, words: str) -> None:
    app = Wall(MeetingHead())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(MeetingHead).show_clock(reading(used_s, running=running))
        await settle(pilot)
        said = re.sub(r"[^A-Z0-9 ]", "", app.rows()[0][:62]).strip()
        assert words == said


async def test_clock_stands_in_three_rows_of_heavy_digits() -> None:
    app = Wall(ClockFace())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(ClockFace).show(reading(378))
        await settle(pilot)
        assert ["┏━┓┏━┓   ╻ ╻╺━┓", "┃ ┃┣━┫ : ┗━┫┏━┛", "┗━┛┗━┛     ╹┗━╸"] == [
            row.strip() for row in app.rows()[:3]
        ]


async def test_clock_takes_one_bold_line_in_a_window_below_sixty_columns() -> None:
    app = Wall(MeetingHead())
    async with app.run_test(size=(59, 20)) as pilot:
        app.query_one(MeetingHead).show_clock(reading(378))
        await settle(pilot)
        assert app.rows()[0].endswith("08:42")
        assert app.query_one(ClockFace).query_one(Static).text_style.bold
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "08:42" not in app.text()


@pytest.mark.parametrize(
    ("theme", "used_s", "least"),
    [
        ("pmtui-dark", 60, 21.0),
        ("pmtui-light", 60, 21.0),
        ("pmtui-dark", 790, 11.4),
        ("pmtui-light", 790, 5.9),
        ("pmtui-dark", 972, 7.2),
        ("pmtui-light", 972, 7.2),
    ],
)
async def test_clock_stands_out_from_its_ground(theme: str, used_s: float, least: float) -> None:
    app = Wall(MeetingHead(), theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(MeetingHead).show_clock(reading(used_s))
        await settle(pilot)
        assert contrast(app.query_one(ClockFace).query_one(Digits)) >= least
        assert contrast(app.query_one(ClockWords)) >= least


async def test_head_tells_the_ends_by_the_clock_on_the_wall() -> None:
    app = Wall(MeetingHead())
    async with app.run_test(size=(80, 24)) as pilot:
        head = app.query_one(MeetingHead)
        head.show_place("2/6 TIMELINE", "Payment API outage · SEV-1", "Event 6 of 10")
        head.show_clock(reading(0))
        await settle(pilot)
        assert app.rows()[2].startswith(" Event 6 of 10 · segment ends 14:20 · meeting ends 15:00")


async def test_head_without_a_timer_tells_no_time() -> None:
    app = Wall(MeetingHead())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(MeetingHead).show_clock(reading(972, mode="off"))
        await settle(pilot)
        assert "" == app.text().strip()


# The phase bar


async def bar_rows(width: int, at: int | None, *, foresight: bool = False) -> list[str]:
    strip = PhaseStrip()
    app = Wall(strip)
    async with app.run_test(size=(width, 24)) as pilot:
        metrics = TimelineViews(incident(), WORDS).metrics
        strip.show(metrics, None if at is None else BEGAN + timedelta(minutes=at), foresight=foresight)
        await settle(pilot)
        return [row.strip() for row in app.rows()[:2]]


async def test_phase_bar_gives_every_phase_a_glyph_and_marks_the_event() -> None:
    bar, legend = await bar_rows(80, 17)
    assert 78 == len(bar)
    assert "▒▓█▲█░" == re.sub(r"(.)\1+", r"\1", bar)
    assert 1 == bar.count("▲")
    assert "▒ Detect 2m · ▓ Acknowledge 2m · █ Mitigate 44m · ░ Recover 45m" == legend[:63]
    assert legend.endswith("1h33m in all")


async def test_phase_bar_shows_a_short_phase_in_the_narrowest_window() -> None:
    bar, _ = await bar_rows(12, None)
    assert 10 == len(bar)
    assert set("▒▓█░") == set(bar)


async def test_phase_bar_tells_nothing_of_a_hidden_future() -> None:
    bar, legend = await bar_rows(80, 17, foresight=True)
    assert bar.rstrip("·").endswith("▲")
    assert "Mitigate" in legend
    assert not any(words in legend for words in ("44m", "Recover", "in all"))


async def test_phase_bar_takes_no_room_while_phases_are_not_known() -> None:
    strip = PhaseStrip()
    app = Wall(strip, Static("below"))
    async with app.run_test(size=(80, 24)) as pilot:
        strip.show(TimelineViews(incident(timeline=(), meta={"id": "k7m2qx", "title": "x"}), WORDS).metrics)
        await settle(pilot)
        assert "below" == app.rows()[0]


async def test_phase_bar_follows_a_resize() -> None:
    strip = PhaseStrip()
    app = Wall(strip)
    async with app.run_test(size=(80, 24)) as pilot:
        strip.show(TimelineViews(incident(), WORDS).metrics)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert 118 == len(app.rows()[0].strip())


# One step


async def shown(
    shown_page: StepPage, size: tuple[int, int] = (80, 17), ask: Sequence[str] = SEGMENT_ASKS
) -> list[str]:
    """Return the body with a page in it; 17 rows are what 80x24 leaves."""
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=size) as pilot:
        pane.show(shown_page, ask)
        await settle(pilot)
        return app.rows()


def words_of(rows: Sequence[str]) -> str:
    return " ".join(" ".join(rows).split())


async def test_event_has_its_time_elapsed_and_kind_in_words_with_what_stood_around_it() -> None:
    rows = await shown(page(incident(), "event", "e4"), ask=("What was open?", "What made it sensible?"))
    assert "14:51    +17 min    DECISION" == rows[1].strip()
    assert "Attempt to kill the migration rather than wait" == rows[3].strip()
    assert [
        "note         Waiting, or a failover.",
        "source       #inc-0315",
        "before       14:38  Sarah Chen looks at the database",
        "after        15:22  Writes work again",
    ] == [row.strip() for row in (rows[4], *rows[6:9])]
    assert ["ASK", "What was open?", "What made it sensible?"] == [row.strip(" ─") for row in rows[-3:]]


async def test_event_hides_what_came_after_while_the_future_is_hidden() -> None:
    rows = await shown(page(incident(), "event", "e4", foresight=True))
    assert "before" in words_of(rows)
    assert "after" not in words_of(rows)
    assert "Writes work again" not in words_of(rows)


@pytest.mark.parametrize("size", [(80, 17), (120, 32)])
async def test_long_event_scrolls_by_a_line_and_never_shrinks(size: tuple[int, int]) -> None:
    text = " ".join(f"word{number:03}" for number in range(250))  # 2,000 characters
    document = incident(timeline=(event(0, text),))
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=size) as pilot:
        pane.show(page(document, "event", "e1"), ("What did you see?",))
        await settle(pilot)

        def lines() -> list[str]:
            return [row.strip() for row in app.rows() if "word" in row]

        first = lines()
        assert (4 if size[1] == 17 else 12) == len(first)
        assert max(map(len, first)) <= (64 if size[1] == 17 else 76)
        assert f"↓ {(32 if size[1] == 17 else 28) - len(first)} more lines: → or J" in app.text()
        pane.scroll_text(1)
        await settle(pilot)
        assert first[1:] == lines()[:-1]
        assert "↑ 1 above: K" in app.text()
        pane.scroll_text(-1)
        await settle(pilot)
        assert first == lines()
        for _ in range(40):
            pane.scroll_text(1)
        await settle(pilot)
        assert lines()[-1].endswith("word249")


@pytest.mark.parametrize(
    "size", [(80, 16), *(pytest.param(size, marks=pytest.mark.deep) for size in ((60, 8), (120, 32)))]
)
async def test_every_line_of_a_step_can_be_reached_in_any_window(size: tuple[int, int]) -> None:
    text = " ".join(f"word{number:03}" for number in range(250))
    document = incident(
        timeline=(event(0, text, note="the note's end", source="pager"), event(1, "next")),
        causes=(
            {"text": text, "evidence": ("e2", "https://graph.example")},
            {"text": "x", "parents": ("w1",)},
        ),
        actions=({"text": text, "done_when": "nobody is paged"},),
    )
    ends = {"event/e1": "the note's end", "cause/w1": "https://graph.example", "action/a1": "nobody is paged"}
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=size) as pilot:
        for step, end in ends.items():
            shown_page = page(document, *step.split("/"))
            pane.show(shown_page, SEGMENT_ASKS)
            await settle(pilot)
            seen = app.text()
            for _ in range(14):
                pane.scroll_text(3)
                await pilot.pause()
                seen += app.text()
            assert end in seen
            assert all(f"word{number:03}" in seen for number in range(250))


async def test_another_step_starts_at_its_top_and_an_edit_of_the_same_one_does_not() -> None:
    text = " ".join(f"word{number:03}" for number in range(250))
    before, after = (incident(timeline=(event(0, words), event(5, text))) for words in (text, f"{text} end"))
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=(80, 17)) as pilot:
        pane.show(page(before, "event", "e1"))
        await settle(pilot)
        pane.scroll_text(3)
        pane.show(page(after, "event", "e1"))
        await settle(pilot)
        assert "↑ 3 above" in app.text()
        pane.show(page(after, "event", "e2"))
        await settle(pilot)
        assert "word000" in app.text()


async def test_what_matters_is_drawn_large_where_there_are_rows_for_it() -> None:
    document = incident(impact={"users": 12400})
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=(80, 32)) as pilot:
        pane.show(page(document, "event", "e4"))
        await settle(pilot)
        assert "▄█  █ █ ▄ █▀▀ ▄█" in app.text()  # 14:51
        assert "+17 min" not in app.text()
        pane.show(page(document, "impact"))
        await settle(pilot)
        assert "users affected" in app.text()
        await pilot.resize_terminal(80, 17)
        pane.show(page(document, "event", "e4"))
        await settle(pilot)
        assert "14:51    +17 min" in app.text()


async def test_hidden_prompts_leave_their_rows_to_the_text() -> None:
    document = incident(timeline=(event(0, "word " * 400),))
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=(80, 17)) as pilot:
        pane.show(page(document, "event", "e1"), ("What did you see?",))
        pane.show_prompts(False)
        await settle(pilot)
        assert "What did you see?" not in app.text()
        assert 7 == sum(row.count("word word") > 0 for row in app.rows())
        pane.show_prompts(True)
        await settle(pilot)
        assert "What did you see?" in app.text()


async def test_cause_stands_below_its_tree_with_what_is_known() -> None:
    rows = await shown(page(incident(), "cause", "w2"))
    assert ["· The migration held a lock on orders", "▶   No limit on how long a lock is held"] == [
        row.strip() for row in rows[:2]
    ]
    assert "known by 14:51 Attempt to kill the migration" in words_of(rows)
    assert "explains The migration held a lock on orders" in words_of(rows)
    assert "nothing is written down yet" in words_of(await shown(page(incident(), "cause", "w3")))


async def test_tree_of_five_hundred_causes_shows_the_one_in_view() -> None:
    causes = tuple(
        {"text": f"cause {number}", "parents": (f"w{number - 1}",) if number > 1 else ()}
        for number in range(1, 501)
    )
    rows = await shown(page(incident(causes=causes), "cause", "w400"))
    assert ["cause 398", "cause 399", "cause 400", "cause 401"] == [row.strip(" ·▶") for row in rows[:4]]
    assert rows[2].startswith("  ▶")


async def test_action_says_what_it_still_lacks() -> None:
    said = words_of(await shown(page(incident(), "action", "a2")))
    assert "IDEA a2 from the draft Graph lock waits owner nobody yet day no day yet" in said
    assert "answers no cause yet" in said


async def test_what_shows_that_an_action_is_done_stands_apart_and_below_its_own_first_word() -> None:
    done = "The alert rings within one minute in the rehearsal of the migration, and the runbook names it"
    actions = ({"text": "Graph lock waits", "done_when": done},)
    rows = await shown(page(incident(actions=actions), "action", "a1"))
    at = next(at for at, row in enumerate(rows) if "done when" in row)
    assert "" == rows[at - 1].strip()
    assert "  done when    The alert rings" == rows[at][:30]
    assert " " * 15 == rows[at + 1][:15]
    assert not rows[at + 1][15].isspace()


def test_items_hang_below_their_first_word_and_other_lines_are_left_alone() -> None:
    plain = "a line of several words without a mark"
    text = hanging(
        Content(f"Decided\n· one two three four\n{plain}\n\nnote         five six seven eight"), 18
    )
    assert [
        "Decided", "· one two three", "  four", plain, "", "note         five six seven eight",
    ] == text.plain.split("\n")  # fmt: skip
    assert (
        "note         five six seven\n             eight"
        == hanging(Content("note         five six seven eight"), 28).plain
    )


async def test_list_of_learnings_stands_under_its_heading() -> None:
    learned = incident(learning={"well": ("The alert came within two minutes",)})
    shown_page = page_of(Step("learnings", "list", "well"), as_shown(learned))
    said = words_of(await shown(shown_page))
    assert said.startswith("What went well The alert came within two minutes")
    empty = page_of(Step("learnings", "list", "lucky"), as_shown(incident()))
    assert "Nothing is written down here yet." in words_of(await shown(empty))


async def test_every_segment_of_an_empty_draft_says_what_the_room_can_do() -> None:
    bare = incident(timeline=(), causes=(), actions=())
    held = as_shown(bare)
    said = {}
    for segment in held.agenda.segments:
        said[segment.id] = words_of(await shown(page_of(steps_of(bare, segment)[0], held)))
    assert MEETING.preflight.no_timeline in said["timeline"]
    assert MEETING.preflight.no_causes in said["causes"]
    assert MEETING.preflight.no_actions in said["actions"]


async def test_step_whose_row_has_gone_is_no_mistake() -> None:
    for step in (Step("timeline", "event", "e99"), Step("causes", "cause", "w99"), Step("x", "parked", "7")):
        assert page_of(step, as_shown(incident())).key == step.key


async def test_opening_card_can_be_read_to_its_end_at_80_by_24() -> None:
    opening = page_of(Step("open", "open"), as_shown(incident()), recorded=True)
    pane = StepPane()
    app = Wall(pane)
    async with app.run_test(size=(80, 17)) as pilot:
        pane.show(page(incident(), "event", "e4"), ("What was open?",))
        await settle(pilot)
        pane.show(opening)
        await settle(pilot)
        seen = set(app.rows())
        assert len([row for row in seen if row]) > 10
        for _ in range(20):
            pane.scroll_text(1)
            await settle(pilot)
            seen |= set(app.rows())
        said = MEETING.open
        everything = "\n".join(row.strip() for row in seen)
        assert "Leads: Priya Rao" in everything
        assert all(f"· {rule}" in everything for rule in said.rules)
        assert said.attribution in everything
        assert said.recording_on in everything
        assert said.recording_off not in everything
        assert said.first_time in everything


def reviewed() -> tuple[Postmortem, Postmortem]:
    """Return an incident before and after its meeting."""
    before = incident()
    now = begin(before, agenda_for(before, MEETING), WALL, "")
    context = Context(segment="timeline", event="e4")
    for text, kind in (
        ("Add lock-duration alert ^2026-03-22", "idea"),
        ("Roll out on Monday", "decision"),
        ("Who owns the old cron host? @tom", "parked"),
        ("Budget for a replica", "parked"),
    ):
        now = add_capture(now, parse_capture_line(text, kind, date(2026, 3, 17)), context)  # type: ignore[arg-type]
    now = correct_event(accept_idea(now, "a3"), "timeline.e4.at", "14:53", context)
    return before, count_hands(now, learned=8)


async def test_closing_card_holds_what_the_meeting_came_to() -> None:
    before, now = reviewed()
    changes = meeting_changes(now, before, agenda_for(now, MEETING))
    said = words_of(await shown(page_of(Step("close", "close"), as_shown(now), changes=changes), (120, 60)))
    for expected in (
        "Decided · Roll out on Monday",
        "Actions agreed · a3 Add lock-duration alert → 2026-03-22 still without owner",
        "· Who owns the old cron host? → tom · Budget for a replica → nobody yet",
        "· 2026-03-15 14:53 (before: 2026-03-15 14:51)",
        "Ideas kept for later · a2 Graph lock waits",
        f"{MEETING.close.learned} 8",
        "Timeline 00:00 of 15:00",
    ):
        assert expected in said


async def test_closing_card_of_a_silent_meeting_says_so() -> None:
    before = incident(actions=())
    now = begin(before, agenda_for(before, MEETING), WALL, "")
    changes = meeting_changes(now, before, agenda_for(now, MEETING))
    said = words_of(await shown(page_of(Step("close", "close"), as_shown(now), changes=changes)))
    assert "Nothing was decided, agreed, parked or put right so far." in said


# The rail


def test_rail_keeps_the_event_in_view_among_five_hundred() -> None:
    document = incident(timeline=tuple(event(number, f"line {number}") for number in range(1, 501)))
    rows = TimelineViews(document, WORDS).rail("e250")
    lines = rail_text("TIMELINE", rows, (), 36, 34).plain.split("\n")
    assert 34 == len(lines)
    assert "TIMELINE" == lines[0]
    assert 1 == sum("▶" in line and "line 250" in line for line in lines)
    assert "✓ 18:43 line 249" in lines
    assert "· 18:45 line 251" in lines


def test_rail_says_what_its_marks_mean_and_counts_what_was_caught() -> None:
    _, now = reviewed()
    lines = rail_text("TIMELINE", TimelineViews(now, WORDS).rail("e4"), now.review.capture, 36, 34).plain
    assert "✓ done  ▶ now  · to come" in lines
    assert "CAUGHT 3\nidea      Add lock-duration alert\ndecided   Roll out on Monday" in lines
    assert "PARKED 2\n· Who owns the old cron host?  → tom\n· Budget for a replica" in lines


@pytest.mark.parametrize("height", [0, 1, 3, 8])
def test_rail_never_takes_more_rows_than_there_are(height: int) -> None:
    _, now = reviewed()
    rows = TimelineViews(now, WORDS).rail("e4")
    assert len(rail_text("TIMELINE", rows, now.review.capture, 36, height).plain.split("\n")) <= max(
        1, height
    )


async def test_what_is_said_of_the_last_line_is_read_in_full_beside_many_captures() -> None:
    bar = CaptureBar()
    app = Wall(bar)
    async with app.run_test(size=(80, 24)) as pilot:
        bar.show_captures(
            [Capture(kind=kind, text="said") for kind in ("note", "note", "decision", "idea", "parked")]
        )
        bar.say("kept for Actions · still without owner and day", "bold")
        await settle(pilot)
        assert "kept for Actions · still without owner and day   captured  2 notes" in app.text()


# Text of strangers


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_is_shown_and_does_nothing(size: tuple[int, int]) -> None:
    document = incident(
        meta={"id": "k7m2qx", "title": "x", "facilitator": "[/b] \u202eMallory"},
        timeline=(event(0, HOSTILE, source="[/]\u200b", note=HOSTILE), event(3, HOSTILE)),
        causes=({"text": HOSTILE, "evidence": ("e1", "[/]")}, {"text": HOSTILE, "parents": ("w1",)}),
        actions=({"text": HOSTILE, "owner": "[/]", "state": "idea", "causes": ("w1",)},),
        learning={"well": (HOSTILE,)},
    )
    document = add_capture(document, parse_capture_line(HOSTILE, "parked", WALL.date()), Context())
    held = as_shown(document)
    pane, head, rail = StepPane(), MeetingHead(), Rail()
    app = Wall(head, Horizontal(pane, rail))
    changes = meeting_changes(document, incident(), held.agenda)
    async with app.run_test(size=size) as pilot:
        for segment in held.agenda.segments:
            for step in steps_of(document, segment):
                shown_page = page_of(step, held, changes=changes)
                pane.show(shown_page, SEGMENT_ASKS)
                head.show_place(HOSTILE, HOSTILE, HOSTILE)
                rail.show("TIMELINE", held.views.rail("e1"), document.review.capture)
                await settle(pilot)
                rows = app.rows()
                assert not any(UNSAFE.search(row) for row in rows)
                assert size[1] == len(rows)
        assert "[/api] [b]502[/]" in app.text()


async def test_megabyte_of_text_is_cut_in_words() -> None:
    document = incident(timeline=(event(0, "x" * 1_000_000),))
    shown_page = page(document, "event", "e1")
    assert shown_page.text.plain.endswith("the rest stands in the draft")
    assert len(shown_page.text) < 21_000
