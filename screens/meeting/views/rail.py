"""The rail at the right of a wide wall: where the walk stands, what was caught, what is parked."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from pmtui.document.review import Capture
from pmtui.meeting.step_views import RailEvent
from screens.meeting.views.step_page import author_line
from screens.meeting.views.wall_colours import FAINT, WALL

WIDTH = 38
CAUGHT_ROWS = 8
PARKED_ROWS = 5
MARKS = {"done": ("✓", FAINT), "current": ("▶", "bold reverse"), "upcoming": ("·", "")}
LEGEND = "✓ done  ▶ now  · to come"
KINDS = {"note": "note", "idea": "idea", "decision": "decided", "correction": "put right", "parked": "parked"}
NOTHING_CAUGHT = "nothing so far"


class Rail(Widget):
    """Three lists, cut to the rows there are, around what is in view and with the newest at the end."""

    DEFAULT_CSS = f"""
    Rail {{ {WALL} width: {WIDTH}; height: 1fr; padding: 0 1; border-left: solid $foreground 40%; }}
    """
    can_focus = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[str, Sequence[RailEvent], Sequence[Capture]] = ("", (), ())

    def show(self, title: str, rows: Sequence[RailEvent], captures: Sequence[Capture]) -> None:
        """Show the rows of the walk under a title, and what was caught, parked items among it."""
        shown = (title, tuple(rows), tuple(captures))
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render(self) -> Content:
        """Draw the lists for the room there is now."""
        return rail_text(*self._shown, self.content_size.width, self.content_size.height)


def rail_text(
    title: str, rows: Sequence[RailEvent], captures: Sequence[Capture], width: int, height: int
) -> Content:
    """Return the rail as `height` rows at most, each cut at `width` cells."""
    parked = [each for each in captures if each.kind == "parked"]
    caught = [each for each in captures if each.kind != "parked"]
    below = [Content(""), *_caught("CAUGHT", [(KINDS[each.kind], each.text) for each in caught], CAUGHT_ROWS)]
    if parked:
        items = [("", f"{each.text}{f'  → {each.taker}' if each.taker else ''}") for each in parked]
        below += [Content(""), *_caught("PARKED", items, PARKED_ROWS)]
    room = height - len(below) - 2
    lines = _walk(title, rows, room) + below if rows and room > 0 else below[1:]
    return Content("\n").join(line.truncate(max(1, width), ellipsis=True) for line in lines[: max(0, height)])


def _walk(title: str, rows: Sequence[RailEvent], room: int) -> list[Content]:
    current = next((at for at, row in enumerate(rows) if row.state == "current"), None)
    done = sum(1 for row in rows if row.state == "done")
    middle = current if current is not None else max(0, done - 1)
    first = max(0, min(middle - room // 2, len(rows) - room))
    return [
        Content.styled(title, "bold $text-primary"),
        *(_event(row) for row in rows[first : first + room]),
        Content.styled(LEGEND, FAINT),
    ]


def _event(row: RailEvent) -> Content:
    mark, style = MARKS[row.state]
    words = " ".join(part for part in (mark, row.clock, author_line(row.text)) if part)
    return Content.styled(words, style)


def _caught(title: str, items: Sequence[tuple[str, str]], room: int) -> list[Content]:
    """Return a heading with the count, and the newest items, newest last."""
    shown = [
        Content.assemble((f"{kind:<9} " if kind else "· ", FAINT), author_line(text))
        for kind, text in items[-room:]
    ]
    count = f" {len(items)}" if items else ""
    return [
        Content.styled(f"{title}{count}", "bold $text-primary"),
        *(shown or [Content.styled(NOTHING_CAUGHT, FAINT)]),
    ]
