"""The why-tree, and below it the highlighted cause with the question that it is asked."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from pmtui.checks.cause_checks import check_causes
from pmtui.checks.cause_graph import cause_graph
from pmtui.checks.finding import Finding
from pmtui.document.causes import Cause
from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Change
from pmtui.document.why_steps import STEPS, StepState, first_open, step_states
from screens.parts.hint_here import HintHere
from screens.widgets.why_pane import WhyPane
from screens.widgets.why_tree import Place, WhyTree
from screens.writing.cause_questions import View, at_cause, at_side_question
from screens.writing.hinted_rows import HintedRows
from screens.writing.page import Page, PageContext


class WhyPage(Page):
    """Shows the causes and asks the highlighted one its question. Subclasses say what an answer changes."""

    NEEDS_WIDTH = True
    DEFAULT_CSS = "WhyPage { WhyTree { height: 1fr; min-height: 3; } }"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.hints = HintedRows(self, self._causes, lambda: self.cause, self._turn_to_cause, self.change)
        self.asks_why = False
        self._step = ""  # which of the six the person went to; empty: the first open one
        self._shown = Place()
        self._findings: Mapping[str, list[Finding]] = {}
        self._graph = cause_graph(())

    @property
    def question_id(self) -> str:
        """The one question of this section."""
        return "causes"

    def compose(self) -> ComposeResult:
        """Lay out the tree and the pane."""
        yield WhyTree(id="why-tree")
        yield WhyPane(self.context.document.unread.get("causes", ""), id="why-pane")

    def on_mount(self) -> None:
        """Show the draft, the first cause highlighted, or the first side question while there is none."""
        self.show_draft()
        causes = self.context.document.causes
        first = Place("happened", causes[0].id) if causes else Place("happened")
        self.tree_view.highlight(first)

    # Its hints

    def hint_here(self) -> HintHere | None:
        """Return the hint of the highlighted cause."""
        return self.hints.here()

    def action_turn_to_hint(self, steps: int) -> None:
        """Go to the next hint, or the one before, in this cause or another."""
        self.hints.turn(steps)

    def _causes(self) -> Sequence[Cause]:
        """Return the causes from the top of the tree to its bottom."""
        causes = (self.context.document.cause(cause_id) for cause_id in self.tree_view.cause_ids)
        return [cause for cause in causes if cause is not None]

    def _turn_to_cause(self, row_id: str) -> None:
        self.tree_view.focus()
        self.tree_view.highlight(Place(cause_id=row_id))

    def change(self, change: Change, label: str) -> bool:
        """Change the draft; say in words what is in the way of it. Tell whether it changed."""
        self.pane.say("")
        try:
            changed = self.context.draft.edit(change, label)
        except FieldProblem as problem:
            self.pane.say(f"{problem.title}. {problem.message}")
            return False
        if changed:
            self.show_draft()
            self.post_message(self.Edited(self))
        return changed

    # What is shown

    def show_draft(self) -> None:
        """Draw the tree anew and ask what is open."""
        self.hints.forget()
        document = self.context.document
        findings: dict[str, list[Finding]] = {}
        for finding in check_causes(document):
            findings.setdefault(finding.field, []).append(finding)
        self._findings, self._graph = findings, cause_graph(document.causes)
        whys = self.context.wording.five_whys
        questions = {**whys.side_questions, **(whys.side_questions_why if self.asks_why else {})}
        self.tree_view.show(document, questions)
        self.pane.show_unfinished(document.unread.get("causes", ""))
        self._show_question()
        self.hints.mark(self._causes(), self.tree_view.mark)
        self.hints.show()

    def start_writing(self) -> None:
        """Go to the tree; to the first question while it is empty."""
        if self.context.document.causes:
            self.tree_view.focus()
        else:
            self.pane.begin()

    # What is highlighted

    @property
    def tree_view(self) -> WhyTree:
        """The tree."""
        return self.query_one(WhyTree)

    @property
    def pane(self) -> WhyPane:
        """The pane below it."""
        return self.query_one(WhyPane)

    @property
    def cause(self) -> Cause | None:
        """The highlighted cause; None on the impact and the side questions."""
        return self.context.document.cause(self.tree_view.place.cause_id)

    @property
    def step(self) -> str:
        """Which of the six questions the highlighted cause is asked."""
        if self._step or self.cause is None:
            return self._step or STEPS[0]
        return first_open(self._states(self.cause))

    def on_tree_node_highlighted(self) -> None:
        """Ask the highlighted cause its first open question."""
        place = self.tree_view.place
        if (place.question, place.cause_id) != (self._shown.question, self._shown.cause_id):
            self._step, self._shown = "", place
            self.pane.say("")
        self._show_question()
        self.hints.show()

    # Which question is asked

    def action_ask(self, step: str) -> None:
        """Go to one of the six questions."""
        self._step = step
        self._show_question()

    def action_step(self, steps: int) -> None:
        """Go to the next question, or the one before."""
        if self.cause is not None:
            self.action_ask(STEPS[(STEPS.index(self.step) + steps) % len(STEPS)])

    def action_wording(self) -> None:
        """Ask with "how", or with "why"."""
        self.asks_why = not self.asks_why
        self.show_draft()

    def _go_to(self, cause_id: str, step: str) -> None:
        """Go to a cause and ask it one of the six questions."""
        self.tree_view.highlight(Place(cause_id=cause_id))
        self._shown = self.tree_view.place
        self.action_ask(step)

    def _states(self, cause: Cause) -> Mapping[str, StepState]:
        return step_states(self.context.document, cause, self.context.wording.five_whys.words)

    def _show_question(self) -> None:
        """Show the highlighted line in full, with its question."""
        cause, context = self.cause, self.context
        view = View(context.document, context.wording, self._findings, self.asks_why)
        if cause is None:
            asked = at_side_question(view, self.tree_view.place)
        else:
            asked = at_cause(view, cause, self._graph.depth[cause.id], self._states(cause), self.step)
        self.pane.show(asked)
