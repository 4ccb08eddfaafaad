"""What is on the wall: the head, the phases, the step in view, the line that catches what is said, and the rail."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from pmtui.document.moments import in_zone
from pmtui.drafts.file.file_head import Head
from pmtui.meeting.capture_line import LineKind
from pmtui.meeting.closing import Closing
from pmtui.meeting.sitting import Sitting
from pmtui.text import visible_line
from screens.meeting.capture_bar import CaptureBar
from screens.meeting.views.meeting_head import MeetingHead
from screens.meeting.views.page_of_step import page_of
from screens.meeting.views.phase_strip import PhaseStrip
from screens.meeting.views.rail import Rail
from screens.meeting.views.step_pane import StepPane
from screens.meeting.views.wall_colours import WALL
from screens.widgets.plain_text import PlainText

RAIL_FROM = 118  # columns
CLOCK = 20  # columns that the head leaves to the clock and the margins
SHORTEST, LONGEST_TITLE = 12, 400
WITH_PHASES = frozenset({"event", "cause"})  # every other page needs the rows itself
PHASES_FROM = 14  # rows of the window; in a lower one nothing would be left of the page


class MeetingView(Vertical):
    """Shows a meeting; it decides nothing."""

    DEFAULT_CSS = f"""
    MeetingView {{
        height: 1fr;
        #banner {{ height: auto; max-height: 3; padding: 0 1; display: none; color: $text-warning; text-style: bold; }}
        #wall {{ {WALL} height: 1fr; }}
        #column {{ width: 1fr; height: 1fr; }}
        #waiting {{ height: 1fr; padding: 0 2; }}
        Rail {{ display: none; }}
        &.-wide Rail {{ display: block; }}
    }}
    """
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._sitting: Sitting | None = None
        self._line = CaptureBar()
        self._asks = True

    def compose(self) -> ComposeResult:
        """Lay out what is there before the draft is read; the pages come with it."""
        yield MeetingHead()
        yield PlainText(id="banner")
        with Horizontal(id="wall"):
            with Vertical(id="column"):
                yield PhaseStrip()
                yield PlainText("Reading the draft …", id="waiting")
                yield StepPane()
                yield self._line
            yield Rail()

    def show_head(self, head: Head) -> None:
        """Say which draft this is before it was read."""
        about = visible_line(" · ".join(part for part in (head.title, head.severity) if part))
        self.query_one(MeetingHead).show_place("Opening …", about, "")

    def show(self, sitting: Sitting) -> None:
        """Show the step in view with everything around it."""
        self._sitting = sitting
        page = page_of(
            sitting.step,
            sitting.shown,
            foresight=sitting.foresight,
            recorded=sitting.recorded,
            changes=Closing(sitting).changes if sitting.step.kind == "close" else None,
        )
        with self.app.batch_update():
            place = f"{sitting.clock.current + 1}/{len(sitting.agenda.segments)} {sitting.segment.name}"
            star = " ★" if sitting.step.row in sitting.shown.starred and sitting.step.kind == "event" else ""
            self.query_one(MeetingHead).show_place(place, self._about(sitting), f"{page.position}{star}")
            self._show_phases(sitting)
            self.query_one(StepPane).show(page, sitting.questions)
            self.query_one("#waiting", PlainText).display = False
            self._line.show_captures(sitting.captures)
            self._show_rail(sitting)
            self.show_clock(sitting)

    def show_clock(self, sitting: Sitting) -> None:
        """Show the clock; nothing else is painted."""
        self.query_one(MeetingHead).show_clock(sitting.reading)

    def show_banner(self, words: str) -> None:
        """Say below the head what cannot be overlooked."""
        banner = self.query_one("#banner", PlainText)
        banner.display = bool(words)
        banner.update(words)

    def on_resize(self) -> None:
        """Show as much as the window has room for now."""
        self.set_class(self.size.width >= RAIL_FROM, "-wide")
        if self._sitting is not None:
            self.show(self._sitting)

    def scroll_text(self, lines: int) -> None:
        """Scroll a long text."""
        self.query_one(StepPane).scroll_text(lines)

    def show_more(self) -> bool:
        """Show the rows of the page that are below those in sight, and tell whether there were any."""
        return self.query_one(StepPane).scroll_page()

    def toggle_questions(self) -> None:
        """Hide the questions, or show them again."""
        self._asks = not self._asks
        self.query_one(StepPane).show_prompts(self._asks)

    # The line

    @property
    def capturing(self) -> bool:
        """Tell whether the line takes the keys."""
        return self._line.is_open

    @property
    def typed(self) -> str:
        """What was typed into the line and not entered; known when the widgets are gone as well."""
        return self._line.typed

    def say(self, words: str, tone: str = "bold") -> None:
        """Say something short beside the counts, where it covers nothing; the next step takes it away."""
        self._line.say(words, tone)

    def open_line(self, kind: LineKind, text: str) -> None:
        """Open the line for what it is about now."""
        self._line.say("")
        self._line.open(kind, text)

    def close_line(self) -> None:
        """Let the keys walk again; what was typed and not entered stays."""
        self._line.rest()

    def forget_line(self) -> None:
        """Forget what was typed: it is kept elsewhere."""
        self._line.typed = ""

    def put_back(self, text: str, problem: str) -> None:
        """Show a line again that could not be kept, and say why."""
        self._line.put_back(text)
        self._line.say_problem(problem)

    # Parts of the view

    def _show_rail(self, sitting: Sitting) -> None:
        if self.size.width >= RAIL_FROM:
            event = sitting.step.row if sitting.step.kind == "event" else ""
            rows = sitting.shown.views.rail(event, foresight=sitting.foresight) if event else ()
            self.query_one(Rail).show("Timeline" if rows else "", rows, sitting.captures)

    def _show_phases(self, sitting: Sitting) -> None:
        event = sitting.shown.document.event(sitting.step.row) if sitting.step.kind == "event" else None
        shown = sitting.step.kind in WITH_PHASES and self.app.size.height >= PHASES_FROM
        metrics = sitting.shown.views.metrics if shown else None
        hidden = sitting.foresight and event is not None
        self.query_one(PhaseStrip).show(metrics, event.at if event else None, foresight=hidden)

    def _about(self, sitting: Sitting) -> str:
        meta = sitting.shown.document.meta
        day = f"{in_zone(meta.began, meta.zone):%-d %b %Y}" if meta.began else ""
        facts = "".join(f" · {fact}" for fact in (meta.severity, day) if fact)
        room = max(self.app.size.width - CLOCK - len(facts), SHORTEST)
        if sitting.foresight:  # a title tells how it ended, as a rule
            return visible_line(facts.removeprefix(" · "))
        title = Content(visible_line(meta.title[:LONGEST_TITLE])).truncate(room, ellipsis=True)
        return f"{title.plain}{visible_line(facts)}"
