"""Before the meeting: how the window looks on a wall, the agenda, and what is worth a look beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from pmtui.document.postmortem import Postmortem, replace
from pmtui.meeting.agenda import Agenda, agenda_for
from pmtui.meeting.preflight import Preflight, fit_card, pace_notices
from pmtui.text import visible, visible_line
from prompts.meeting_shapes import Meeting
from screens.meeting.agenda_minutes import AgendaMinutes
from screens.meeting.star_events import StarEvents
from screens.meeting.views.wall_colours import WALL
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainText

GO_ON = "This meeting has begun already. It goes on where it was, with its clock."


@dataclass(frozen=True)
class MeetingStart:
    """How the meeting is to begin: with which agenda, at which events it stops, and whether it is recorded (only said aloud)."""

    agenda: Agenda
    recorded: bool
    starred: tuple[str, ...] = ()


class BeforeMeeting(Screen[MeetingStart | None]):
    """The card on entry; answers how to begin, or None to go back."""

    HELP = (
        "Nothing here has to be settled before you begin. The minutes and the agenda belong to this draft; whether the "
        "meeting is recorded is said on the opening card and stored nowhere."
    )
    BINDINGS = [
        Binding("right,enter,space,j", "begin", "Begin", id="before.begin", tooltip="Go to the opening card"),
        Binding("p", "next_preset", "Agenda", id="before.preset", tooltip="Take the next agenda"),
        Binding("m", "minutes", "Minutes", id="before.minutes", tooltip="Change the minutes of each segment"),
        Binding(
            "r", "record", "Recording", id="before.record", tooltip="Say whether the meeting is recorded"
        ),
        Binding(
            "s", "stars", "Stars", id="before.stars", tooltip="Choose the events that the meeting stops at"
        ),
        Binding("escape", "back", "Back", id="before.back", tooltip="Leave the meeting"),
    ]
    DEFAULT_CSS = f"""
    BeforeMeeting {{
        VerticalScroll {{ {WALL} height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }}
        VerticalScroll > Static {{ height: auto; max-width: 100; }}
        #before-title {{ text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; height: 1; }}
        #before-fit {{ text-style: bold; }}
        #before-agenda, #before-notices, #before-questions {{ margin-top: 1; }}
    }}
    """

    def __init__(
        self,
        document: Postmortem,
        meeting: Meeting,
        preflight: Preflight,
        agenda: Agenda,
        under_way: bool = False,
    ) -> None:
        """Show the card for a document; a meeting that is `under_way` keeps its agenda but for the minutes."""
        super().__init__()
        self._document, self._meeting, self._preflight = document, meeting, preflight
        self._agenda, self._under_way = agenda, under_way
        self._recorded = False

    def compose(self) -> ComposeResult:
        """Lay out the size, the agenda, what the draft shows, and the questions for people."""
        said = self._meeting.preflight
        with VerticalScroll():
            yield PlainText(visible_line(self._document.meta.title), id="before-title")
            yield PlainText(id="before-fit")
            yield PlainText(id="before-agenda")
            yield PlainText(id="before-notices")
            yield PlainText(_listed(said.heading, self._preflight.questions), id="before-questions")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill in what keys change."""
        self._show_agenda()
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """Say how this size looks on a wall."""
        card = fit_card(self.app.size.width, self.app.size.height, self._meeting.fit)
        fit = self.query_one("#before-fit", PlainText)
        fit.update(card.sentence)
        fit.set_class(card.level == "small", "problem")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another agenda only while the meeting has not begun."""
        return not (action == "next_preset" and self._under_way)

    def action_begin(self) -> None:
        """Answer with the agenda."""
        self.dismiss(MeetingStart(self._agenda, self._recorded, self._document.review.starred))

    def action_back(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def action_record(self) -> None:
        """Say the opposite about a recording."""
        self._recorded = not self._recorded
        self._show_agenda()

    def action_next_preset(self) -> None:
        """Take the agenda after this one."""
        presets = list(self._meeting.presets)
        after = presets[(presets.index(self._agenda.preset) + 1) % len(presets)]
        # The draft's own minutes would come back with its own preset.
        self._agenda = agenda_for(self._document, self._meeting, after)
        self._show_agenda()

    def action_minutes(self) -> None:
        """Change the minutes."""
        self.app.push_screen(AgendaMinutes(self._agenda), self._take_agenda)

    def _take_agenda(self, agenda: Agenda | None) -> None:
        if agenda is not None:
            self._agenda = agenda
            self._show_agenda()

    @work
    async def action_stars(self) -> None:
        """Choose the events that the meeting stops at."""
        chosen = await self.app.push_screen_wait(StarEvents(self._document))
        if chosen is not None:
            review = replace(self._document.review, starred=chosen)
            self._document = replace(self._document, review=review)
            self._show_agenda()

    def _show_agenda(self) -> None:
        pace = pace_notices(self._document, self._agenda, self._meeting)
        notices = tuple(
            each for each in self._preflight.notices if not pace or each != self._meeting.preflight.ready
        )
        self.query_one("#before-notices", PlainText).update(_listed("In this draft", (*pace, *notices)))
        said = self._meeting.open
        agenda = self._agenda
        segments = " · ".join(
            f"{visible_line(segment.name)} {_minutes(segment.budget_s)}" for segment in agenda.segments
        )
        about = self._meeting.presets[agenda.preset].about if agenda.preset in self._meeting.presets else ""
        lines = [
            Content.styled(visible_line(agenda.name) + self._in_all(), "bold $text-primary"),
            Content(segments),
            Content(visible(GO_ON if self._under_way else about)),
            Content(visible(said.recording_on if self._recorded else said.recording_off)),
        ]
        self.query_one("#before-agenda", PlainText).update(Content("\n").join(lines))

    def _in_all(self) -> str:
        """Return the length of the meeting where it differs from the one the agenda is known for."""
        preset = self._meeting.presets.get(self._agenda.preset)
        usual_s = sum(minutes for _, minutes in preset.segments) * 60 if preset else 0
        return (
            "" if self._agenda.budget_s == usual_s else f"  ·  now {_minutes(self._agenda.budget_s)} minutes"
        )


def _minutes(seconds: int) -> str:
    """Return minutes as short as they go: `15`, `7.5`."""
    return f"{round(seconds / 60, 1):g}"


def _listed(heading: str, lines: Sequence[str]) -> Content:
    return Content.assemble(
        (visible_line(heading), "bold $text-primary"), *(f"\n· {visible(line)}" for line in lines)
    )
