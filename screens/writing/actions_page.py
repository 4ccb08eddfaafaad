"""The action items: one line adds one, the table shows who does what by when."""

from collections.abc import Collection, Sequence
from datetime import date

from textual import work
from textual.binding import Binding
from textual.content import Content

from pmtui.checks.action_checks import check_actions
from pmtui.document.actions import Action
from pmtui.document.quick_line import parse_action_line
from pmtui.document.row_kinds import ACTIONS
from pmtui.text import plural
from screens.dialogs.row_form import FormField
from screens.writing.rows_page import QuickKey, RowsPage
from screens.writing.table_page import TableColumn


class ActionsPage(RowsPage[Action]):
    """Actions in their order. `Add lock alert @sarah !p1 ^2026-03-22 #detect` and Enter adds one."""

    KIND = ACTIONS
    LINE_PLACEHOLDER = "What will change @owner !p1 ^2026-03-22 #prevent — Enter adds it"
    FORM = (
        FormField("text", "What will change (begin with a verb)"),
        FormField("done_when", "Done when"),
        FormField("owner", "Owner: one person", "@sarah"),
        FormField("priority", "Priority"),
        FormField("due", "Due", "2026-03-22, or +7d"),
        FormField("type", "Type"),
        FormField("state", "State"),
        FormField("check", "Look at its progress on", "2026-03-29, or +14d"),
        FormField("ticket", "Ticket", "link or number"),
        FormField("collaborators", "With", "@tom, @mira"),
        FormField("causes", "Answers the causes", "w1, w4"),
        FormField("complexity", "How much work"),
        FormField("wont_do_reason", "If it will not be done: what decided that?"),
    )
    QUICK = (
        QuickKey("s", "state", "State"), QuickKey("p", "priority", "Priority"), QuickKey("t", "type", "Type"),
    )  # fmt: skip

    BINDINGS = [
        Binding("h", "sharpen", "Sharpen", id="actions.sharpen", show=False, tooltip="Walk through what is weak about the highlighted action, point by point"),
    ]  # fmt: skip

    @work(exclusive=True, group="row-form")
    async def action_sharpen(self) -> None:
        """Sharpen the highlighted action."""
        from screens.dialogs.sharpen import SharpenAction

        if (row_id := self.highlighted_id) is None:
            return
        context = self.context
        await self.app.push_screen_wait(
            SharpenAction(context.draft, context.wording, row_id, self._shown_fields, date.today())
        )
        self._fill()
        self._highlight(row_id)
        self.post_message(self.Edited(self))

    def columns(self) -> Sequence[TableColumn[Action]]:
        """Show what, who, when, how urgent and how far; less on a narrow window."""
        word = self.context.wording.word
        what = TableColumn[Action]("Action", 0, lambda _, row: row.text)
        owner = TableColumn[Action]("Owner", 10, lambda _, row: row.owner or "—")
        priority = TableColumn[Action]("Pri", 3, lambda _, row: row.priority or "—")
        due = TableColumn[Action]("Due", 10, lambda _, row: str(row.due or "—"))
        state = TableColumn[Action]("State", 11, lambda _, row: word("actions.a1.state", row.state))
        kind = TableColumn[Action]("Type", 8, lambda _, row: word("actions.a1.type", row.type, "—"))
        number = TableColumn[Action]("Id", 3, lambda _, row: row.id)
        if self.size.width >= 96:
            return (number, what, kind, owner, priority, due, state)
        return (what, owner, priority, due, state) if self.size.width >= 66 else (what, owner, due)

    def read_line(self, line: str) -> tuple[Action, str]:
        """Read an action."""
        return parse_action_line(line, date.today()), ""

    def invitation(self) -> str:
        """Say how to begin."""
        return (
            "What will be different next time? Small and finished beats grand and forgotten.\n\n"
            "Type one line and press Enter:\n"
            "   Reject table-locking migrations in CI @miguel !p0 ^+7d #prevent\n\n"
            "Each needs a verb, one owner, a day, and a way to tell that it is done."
        )

    def below(self) -> Content:
        """Count what is open and what lacks an owner or a day."""
        actions = self.context.document.actions
        if not actions:
            return Content("")
        ownerless = sum(1 for action in actions if not action.owner and not action.is_finished)
        undated = sum(1 for action in actions if not action.due and not action.is_finished)
        open_ones = sum(1 for action in actions if not action.is_finished)
        weak = len(
            check_actions(
                self.context.document, self.context.wording.policy, date.today(), self._shown_fields
            )
        )
        lacks = [f"{ownerless} without an owner"] * bool(ownerless) + [f"{undated} without a day"] * bool(
            undated
        )
        return Content.assemble(
            (f"{plural(open_ones, 'action')} open", "bold"),
            (" · " + " · ".join(lacks) if lacks else "", "$text-warning"),
            (
                f"\nh sharpen ({plural(weak, 'point')}) · s state · p priority · t type · Enter edit · a add · Del delete",
                "$foreground 65%",
            ),
        )

    @property
    def _shown_fields(self) -> Collection[str]:
        """The fields of an action that the template shows."""
        return {column.field for column in self.context.section.columns}
