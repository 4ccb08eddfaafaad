"""A draft that was changed elsewhere while it was being written here: both versions, brought together part by part."""

from collections.abc import Mapping
from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.comparing.differences import differences
from pmtui.drafts.comparing.merging import Conflict, Merge, Side, choose, merge
from pmtui.drafts.open_draft import OpenDraft
from pmtui.drafts.saving.draft_writer import Divergence
from pmtui.text import plural, visible, visible_line
from prompts.shapes import Question
from screens.widgets.changes import changes_shown, legend, place_name
from screens.widgets.key_footer import KeyFooter
from screens.widgets.plain_text import PlainList, PlainText

OutsideAnswer = Literal["together", "apart", "again"]

SIDES: Mapping[Side | None, str] = {"ours": "yours", "theirs": "theirs", None: "open"}
RAW_SHOWN = 20_000  # characters of a file that is no draft any longer


class OutsideChangeScreen(Screen[OutsideAnswer]):
    """Writes the version that was put together, or leaves both apart, and answers which; "again" asks to be shown anew."""

    WEIGHTY = True
    HELP = (
        "What only one side changed is taken from that side. Where both changed the same part, choose: m takes yours, t "
        "takes theirs. Ctrl+S writes the result; both versions stay among the earlier ones (Alt+H). Esc keeps yours in "
        "its own file, and nothing is lost."
    )
    DEFAULT_CSS = """
    OutsideChangeScreen {
        #heading { height: auto; max-height: 5; padding: 0 1; background: $panel; }
        #parts { height: auto; max-height: 8; padding: 0; border-bottom: hkey $panel; }
        #legend { height: 1; padding: 0 1; }
        VerticalScroll { height: 1fr; }
        #versions { height: auto; padding: 0 1; }
    }
    """
    BINDINGS = [
        Binding("m", "choose('ours')", "Mine", id="outside.mine", tooltip="Take your version of this part"),
        Binding("t", "choose('theirs')", "Theirs", id="outside.theirs", tooltip="Take the version from elsewhere of this part"),
        Binding("M", "choose_all('ours')", "All mine", key_display="M", id="outside.all_mine", show=False, tooltip="Take your version of every part that both changed"),
        Binding("T", "choose_all('theirs')", "All theirs", key_display="T", id="outside.all_theirs", show=False, tooltip="Take the version from elsewhere of every part that both changed"),
        Binding("ctrl+s", "take", "Take merged", id="outside.take", priority=True, tooltip="Write what was put together into the draft"),
        Binding("escape", "apart", "Keep mine apart", id="outside.apart", tooltip="Leave the draft to the other version and keep yours in its own file"),
    ]  # fmt: skip

    def __init__(self, draft: OpenDraft, found: Divergence, questions: Mapping[str, Question]) -> None:
        """Bring together the two versions of `draft` in `found`."""
        super().__init__()
        self._draft, self._found, self._questions = draft, found, questions
        self._merge: Merge | None = merge(found.base, found.ours, found.theirs) if found.theirs else None

    def compose(self) -> ComposeResult:
        """Lay out the parts above the versions of the highlighted one."""
        yield PlainText(id="heading")
        yield PlainList(id="parts")
        yield PlainText(id="legend")
        with VerticalScroll(can_focus=True):
            yield PlainText(id="versions")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the first part."""
        parts = self.query_one("#parts", OptionList)
        parts.add_options([Option(self._row(conflict)) for conflict in self._conflicts])
        parts.add_option(Option(self._rest_row()))
        parts.highlighted = 0
        parts.focus()
        self._show_heading()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to choose only where there is something to choose."""
        return bool(self._conflicts) if action in ("choose", "choose_all") else True

    # What the person does

    def action_choose(self, side: Side) -> None:
        """Take one side of the highlighted part and go to the next open one."""
        at = self._at
        if self._merge is None or at is None or at >= len(self._conflicts):
            return
        self._merge = choose(self._merge, self._conflicts[at].path, side)
        self._refresh_rows()
        following = [*range(at + 1, len(self._conflicts)), *range(at)]
        still = [place for place in following if self._conflicts[place].side is None]
        self.query_one("#parts", OptionList).highlighted = still[0] if still else at
        self._show_versions()

    def action_choose_all(self, side: Side) -> None:
        """Take one side of every part that both changed."""
        for conflict in self._conflicts:
            if self._merge is not None:
                self._merge = choose(self._merge, conflict.path, side)
        self._refresh_rows()
        self._show_versions()

    def action_take(self) -> None:
        """Write the result, once every part was chosen."""
        still = len(self._merge.open) if self._merge else 0
        if still:
            self.notify(
                f"{plural(still, 'part')} still open: m takes yours, t takes theirs, M or T takes all."
            )
            return
        self._write(self._merge.document if self._merge else self._found.ours)

    def action_apart(self) -> None:
        """Leave both as they are."""
        self.dismiss("apart")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show both versions of the part."""
        self._show_versions()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the other side than the one that holds."""
        at = event.option_index
        if at < len(self._conflicts):
            self.action_choose("theirs" if self._conflicts[at].side == "ours" else "ours")

    @work(thread=True, exclusive=True, group="outside-write")
    def _write(self, document: Postmortem) -> None:
        """Write while this screen is on top: nothing can be typed into the draft meanwhile."""
        now = self._draft.divergence
        if now is None or now.data != self._found.data:  # it went on changing while the person looked
            self.app.call_from_thread(self.dismiss, "again")
            return
        self._draft.resolve(document)
        self.app.call_from_thread(self.dismiss, "together")

    # What is shown

    @property
    def _conflicts(self) -> tuple[Conflict, ...]:
        return self._merge.conflicts if self._merge else ()

    @property
    def _at(self) -> int | None:
        return self.query_one("#parts", OptionList).highlighted

    def _show_heading(self) -> None:
        still = len(self._merge.open) if self._merge else 0
        state = f"{plural(still, 'part')} to choose" if still else "Ctrl+S writes the result"
        if self._merge is None:
            state = "Ctrl+S writes yours over it"
        heading = Content.assemble(
            ("Two versions of this draft  ", "bold"),
            (state, "$text-warning" if still else "$text-success"),
            f"\n{visible_line(self._found.problem)} Yours is safe in a file of its own.",
        )
        self.query_one("#heading", PlainText).update(heading)

    def _refresh_rows(self) -> None:
        parts = self.query_one("#parts", OptionList)
        for index, conflict in enumerate(self._conflicts):
            parts.replace_option_prompt_at_index(index, self._row(conflict))
        self._show_heading()

    def _row(self, conflict: Conflict) -> Content:
        tone = "$text-warning" if conflict.side is None else "$text-success"
        return Content.assemble(
            (f" {SIDES[conflict.side]:<7}", tone),
            place_name(conflict.path, self._questions),
            "  changed in both",
        )

    def _rest_row(self) -> Content:
        words = (
            "the result as a whole, against both versions"
            if self._merge
            else "what stands in the draft's file now"
        )
        return Content.assemble((" all    ", "$foreground 65%"), words)

    def _show_versions(self) -> None:
        at = self._at
        if self._merge is None:
            self._show(Content(""), Content(visible(self._raw())))
        elif at is not None and at < len(self._conflicts):
            self._show(
                legend("only theirs", "only yours"), self._part_shown(self._merge, self._conflicts[at])
            )
        else:
            self._show(legend("goes", "comes"), self._result_shown(self._merge))

    def _show(self, signs: Content, versions: Content) -> None:
        self.query_one("#legend", PlainText).update(signs)
        self.query_one("#versions", PlainText).update(versions)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _part_shown(self, merged: Merge, conflict: Conflict) -> Content:
        """Return one part in both versions: the two results that its two sides lead to."""
        theirs, ours = choose(merged, conflict.path, "theirs"), choose(merged, conflict.path, "ours")
        return changes_shown(differences(theirs.document, ours.document), self._questions)

    def _result_shown(self, merged: Merge) -> Content:
        shown: list[Content] = []
        for words, side in (("your version", merged.ours), ("the version from elsewhere", merged.theirs)):
            changes = differences(side, merged.document)
            told = f"{plural(len(changes), 'change')}\n\n" if changes else "nothing changes\n\n"
            shown += [
                Content.assemble((f"In {words}: ", "bold $primary"), told),
                changes_shown(changes, self._questions),
            ]
        return Content.assemble(*shown)

    def _raw(self) -> str:
        text = self._found.data[: 4 * RAW_SHOWN].decode("utf-8", "backslashreplace")
        return text[:RAW_SHOWN] or "(The file is empty.)"
