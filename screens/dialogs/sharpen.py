"""The action sharpener: the weak points of one action, one after the other, each with its field to mend it in."""

from collections.abc import Collection, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import OptionList, Select

from pmtui.checks.action_checks import check_actions, latest_day, points_of, points_of_all
from pmtui.checks.finding import Finding
from pmtui.document.actions import Action
from pmtui.drafts.open_draft import OpenDraft
from pmtui.text import plural, visible, visible_line
from screens.dialogs.dialog import Dialog
from screens.dialogs.key_menu import MENU_KEY
from screens.widgets.field_input import FieldInput
from screens.widgets.plain_text import PlainText
from screens.wording import Wording

CAUSES_SHOWN = 6
EXAMPLES = {
    "text": "Refuse a schema change that locks orders for over 2 s",
    "done_when": "A test migration with a 5 s lock is refused",
    "owner": "@sarah",
    "due": "2026-03-22, or +7d",
    "check": "2026-03-15, or +3d",
    "ticket": "OPS-123, or its address",
    "causes": "w1, w4",
}


class SharpenAction(Dialog[None]):
    """Walks through what is weak about one action; what is typed is in the draft at once."""

    keys = "Enter next point · Shift+F8 back · Esc done (all is kept)"
    HELP = (
        "Each point is a question about one field. Answer it or leave it: Enter goes on. At the end stand the points "
        "about all actions together."
    )
    BINDINGS = [
        MENU_KEY,
        Binding("enter", "next_point", "Next point", id="sharpen.enter", priority=True, tooltip="Go to the next point; what was typed is kept"),
        Binding("f8,ctrl+n", "skip", "Next point", id="sharpen.next", priority=True, show=False, tooltip="Go to the next point, from a list of choices too"),
        Binding("shift+f8,f20", "previous_point", "Point before", id="sharpen.previous", priority=True, show=False, tooltip="Go back to the point before"),
        Binding("ctrl+s", "cancel", "Done", id="sharpen.close", tooltip="Close; everything typed is kept"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    SharpenAction {
        #action-text { height: auto; max-height: 3; text-style: italic; margin-bottom: 1; }
        #point, #field, #settled, #together { height: auto; }
        #field { margin-top: 1; }
        #settled { min-height: 1; color: $text-success; }
        #together { max-height: 8; margin-bottom: 1; }
    }
    """

    def __init__(
        self, draft: OpenDraft, wording: Wording, action_id: str, columns: Collection[str], today: date
    ) -> None:
        """Sharpen the action of that id; `columns` are the fields that the template shows of an action."""
        super().__init__()
        self._draft, self._wording, self._action_id = draft, wording, action_id
        self._columns, self._today = columns, today
        self._seen: list[Finding] = []
        self._at_end = False

    def body(self) -> ComposeResult:
        """Lay out the action, the point with its field, and what is weak about all of them."""
        yield PlainText(id="action-text")
        yield PlainText(id="point")
        yield Vertical(id="field")
        yield PlainText(id="settled")
        yield PlainText(id="together")

    async def on_mount(self) -> None:
        """Begin with the first point."""
        await self.action_skip()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to a list of choices."""
        if action == "next_point":
            return not any(isinstance(node, (Select, OptionList)) for node in self._focus_path())
        return super().check_action(action, parameters)

    async def action_next_point(self) -> None:
        """Go on, as `action_skip` does."""
        await self.action_skip()

    async def action_skip(self) -> None:
        """Go to the next point that is open and was not shown yet; close after the last."""
        if self._at_end:
            self.dismiss(None)
            return
        seen = {point.code for point in self._seen}
        following = next((point for point in self._open_points() if point.code not in seen), None)
        if following is None:
            self._at_end = True
        else:
            self._seen.append(following)
        await self._show()

    async def action_previous_point(self) -> None:
        """Go back to the point before."""
        if self._at_end:
            self._at_end = False
        elif len(self._seen) > 1:
            self._seen.pop()
        if self._seen:
            await self._show()

    async def on_field_input_edited(self, event: FieldInput.Edited) -> None:
        """Say when the point is settled; a choice settles it at once."""
        event.stop()
        self._tell()
        if event.control.kind in ("choice", "yesno") and not self._is_open(self._seen[-1]):
            await self.action_skip()

    # What is shown

    async def _show(self) -> None:
        """Show the point that was reached, or the end."""
        field = self.query_one("#field", Vertical)
        await field.remove_children()
        self._tell()
        if self._at_end or not self._seen:
            field.display = False
            return
        field.display = True
        path = self._seen[-1].field
        example = EXAMPLES.get(path.rpartition(".")[2], "")
        entry = FieldInput(self._draft, self._wording, path, placeholder=example)
        await field.mount(entry)
        entry.focus()

    def _tell(self) -> None:
        action = self._action
        left = sum(1 for point in self._open_points() if point not in self._seen)
        number = (
            f" · point {len(self._seen)} of {len(self._seen) + left}"
            if self._seen and not self._at_end
            else ""
        )
        self.query_one(".title", PlainText).update(f"Sharpen {self._action_id}{number}")
        self.query_one("#action-text", PlainText).update(visible(action.text) or "(no words yet)")
        self.query_one("#point", PlainText).update(self._point(action))
        settled = self._seen and not self._at_end and not self._is_open(self._seen[-1])
        self.query_one("#settled", PlainText).update("That settles it. Enter goes on." if settled else "")
        self.query_one("#together", PlainText).update(self._together())

    def _point(self, action: Action) -> Content:
        if self._at_end or not self._seen:
            open_points = len(self._open_points())
            said = (
                f"{plural(open_points, 'point')} left open; that is fine for now."
                if open_points
                else ("Nothing is weak about this action: it is sharp.")
            )
            return Content.assemble((said, "bold"), "\nEnter closes.")
        point = self._seen[-1]
        more = self._more(action, point.field.rpartition(".")[2])
        return Content.assemble(
            (visible(point.message), "bold"),
            ("\n" + visible(point.question), "$primary"),
            ("\n" + visible(more) if more else "", "$foreground 65%"),
        )

    def _more(self, action: Action, field: str) -> str:
        """Return what helps to answer: the last day that fits, or the causes there are."""
        if field == "due" and (
            last := latest_day(self._draft.document, action.priority, self._wording.policy)
        ):
            return f"{action.priority} fits a day up to {last}."
        if field == "causes":
            causes = self._draft.document.causes
            said = "; ".join(f"{cause.id} {visible_line(cause.text)[:50]}" for cause in causes[:CAUSES_SHOWN])
            return said + (f"; and {len(causes) - CAUSES_SHOWN} more" if len(causes) > CAUSES_SHOWN else "")
        return ""

    def _together(self) -> Content:
        points = points_of_all(self._findings())
        if not points:
            return Content("")
        # Beside a point there is room for what was noticed; the questions about it wait for the end.
        asked = [f" {visible(point.question)}" if self._at_end or not self._seen else "" for point in points]
        lines = [f"\n· {visible(point.message)}{more}" for point, more in zip(points, asked, strict=True)]
        return Content.assemble(("All actions together", "bold $primary"), *lines)

    @property
    def _action(self) -> Action:
        action = self._draft.document.action(self._action_id)
        return action if action is not None else Action(text="")

    def _findings(self) -> Sequence[Finding]:
        return check_actions(self._draft.document, self._wording.policy, self._today, self._columns)

    def _open_points(self) -> Sequence[Finding]:
        return points_of(self._findings(), self._action_id)

    def _is_open(self, point: Finding) -> bool:
        return point.code in {each.code for each in self._open_points()}

    def _focus_path(self) -> Sequence[DOMNode]:
        return self.focused.ancestors_with_self if self.focused is not None else ()
