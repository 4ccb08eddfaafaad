"""The why-tree on screen: the impact, its side questions, and the causes below them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from pmtui.checks.cause_graph import CauseGraph, cause_graph
from pmtui.document.cause_edits import DEFAULT_QUESTION, impact_sentence
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem
from pmtui.text import plural, visible_line

GLYPHS = {"root": "◆", "contributing": "●", "trigger": "▶", "aggravating": "▲", "mitigating": "▼", None: "○"}
# Deeper than this nothing would be left of a line; causes further down stand at the same indent, in their order.
DEEPEST = 12
FACTS_SHARE = 0.34  # of a line, at most, for the short facts after the text

NO_IMPACT = "The impact (the summary is still empty)"
UNFOLD = Style.from_meta({"toggle": True})


@dataclass(frozen=True)
class Place:
    """What a line of the tree stands for.

    `cause_id` is empty on the line of the impact (where `question` is empty as well) and on those of the side
    questions. `parent_id` is the cause under which this line stands. `again` marks every appearance of a cause but the
    first; what explains it is shown there only.
    """

    question: str = ""
    cause_id: str = ""
    parent_id: str = ""
    again: bool = False


class WhyTree(Tree[Place]):
    """The tree over one document; `show` draws it, the highlighted line is `place`."""

    DEFAULT_CSS = """
    WhyTree {
        height: 1fr; padding: 0 0 0 1; background: $background; scrollbar-size-vertical: 1; overflow-x: hidden;
        & > .why-tree--facts { color: $foreground 60%; text-style: none; }
        & > .why-tree--root { color: $text-error; text-style: bold; }
        & > .why-tree--contributing { color: $text-warning; }
        & > .why-tree--question { color: $text-primary; }
    }
    """
    COMPONENT_CLASSES = {
        "why-tree--facts",
        "why-tree--root",
        "why-tree--contributing",
        "why-tree--question",
    }
    BINDINGS = [
        Binding("enter", "answer", "Answer", id="causes.answer", tooltip="Answer the question below"),
    ]

    @dataclass
    class Answered(Message):
        """The person wants to answer the question at the highlighted line."""

        tree: "WhyTree"

        @property
        def control(self) -> "WhyTree":
            """The tree it comes from."""
            return self.tree

    def __init__(self, id: str | None = None) -> None:
        super().__init__("", data=Place(), id=id)
        self.guide_depth = 2
        self.auto_expand = False
        self._laid_out = False
        self._impact = ""
        self._questions: Mapping[str, str] = {}
        self._causes: Mapping[str, Cause] = {}
        self._events: set[str] = set()
        self._answered_by: Mapping[str, Sequence[str]] = {}
        self._collapsed: set[Place] = set()
        self._marks: dict[str, str] = {}

    @property
    def cause_ids(self) -> Sequence[str]:
        """The causes from top to bottom, each once."""
        places = (node.data for node in self._every_node())
        return [place.cause_id for place in places if place and place.cause_id and not place.again]

    @property
    def place(self) -> Place:
        """What is highlighted; the impact when nothing is."""
        node = self.cursor_node
        return node.data if node is not None and node.data is not None else Place()

    def show(self, document: Postmortem, questions: Mapping[str, str]) -> None:
        """Draw the causes of a document anew; `questions` are the words of the side questions.

        The highlighted line stays highlighted where it is still there, what was folded stays folded.
        """
        held, line = self.place, self.cursor_line
        self._remember_folds()
        self._marks.clear()
        self._impact = impact_sentence(document) or NO_IMPACT
        self._questions = questions
        self._events = {event.id for event in document.timeline}
        self._causes = {cause.id: cause for cause in document.causes}
        self._answered_by = _answered_by(document)
        self.reset("", Place())
        self.root.expand()
        self._grow(cause_graph(document.causes))
        if not self.highlight(held):
            self.move_cursor_to_line(max(0, min(line, self.last_line)))

    def mark(self, cause_id: str, glyph: str) -> None:
        """Put a glyph beside a cause, until the tree is drawn anew."""
        self._marks[cause_id] = glyph
        self._clear_line_cache()
        self.refresh()

    def on_resize(self) -> None:
        """Show the top of the tree once there is room, as far as the highlighted line lets it."""
        if not self._laid_out and self.size.height:
            self._laid_out = True
            self.scroll_home(animate=False)
            # By then the highlight may be elsewhere, so its line is read late.
            self.call_after_refresh(lambda: self.scroll_to_line(self.cursor_line, animate=False))

    def highlight(self, wanted: Place) -> bool:
        """Highlight a line, unfolding what hides it; of a cause its first appearance will do. Tell whether it is there."""
        node = self._find(lambda place: place == wanted)
        if node is None and wanted.cause_id:
            node = self._find(lambda place: place.cause_id == wanted.cause_id and not place.again)
        if node is None:
            return False
        above = node.parent
        while above is not None:
            above.expand()
            above = above.parent
        self.last_line  # noqa: B018  # lays the lines out, so that the node knows its own
        self.move_cursor(node)
        return True

    def action_answer(self) -> None:
        """Ask to answer the question of the highlighted line."""
        self.post_message(self.Answered(self))

    def render_label(self, node: TreeNode[Place], base_style: Style, style: Style) -> Text:
        """Draw one line: a mark where something is folded away, glyph, id, as much of the text as there is room for, and short facts."""
        place = node.data or Place()
        depth = 0
        above = node.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        room = max(8, self.scrollable_content_region.width - depth * self.guide_depth)
        fold = "▸ " if node.children and not node.is_expanded else ""
        label = Text(fold, style=base_style + UNFOLD)
        room -= label.cell_len
        if place.cause_id:
            return label.append_text(self._cause_line(self._causes[place.cause_id], place, room, style))
        return label.append_text(self._heading(place, room, style))

    def _heading(self, place: Place, room: int, style: Style) -> Text:
        if place.question:
            words, look = self._questions.get(place.question, place.question), self._look("question", style)
        else:
            words, look = self._impact, style + Style(bold=True)
        heading = Text(visible_line(words), style=look, no_wrap=True)
        heading.truncate(room, overflow="ellipsis")
        return heading

    def _cause_line(self, cause: Cause, place: Place, room: int, style: Style) -> Text:
        mark = GLYPHS.get(cause.role, "○")
        look = self._look(cause.role, style) if cause.role in ("root", "contributing") else style
        line = Text.assemble((f"{mark} ", look), (f"{cause.id} ", self._look("facts", style)))
        if glyph := self._marks.get(cause.id):
            line.append(f"{glyph} ", style + Style(bold=True))
        facts = [f"see {cause.id} above"] if place.again else self._facts(cause)
        limit = int(room * FACTS_SHARE)
        while len(facts) > 1 and len(" · ".join(facts)) > limit:
            facts = facts[1:]
        tail = Text(f"  {' · '.join(facts)}" if facts else "", style=self._look("facts", style))
        tail.truncate(limit + 2, overflow="ellipsis")
        text = Text(visible_line(cause.text), style=style, no_wrap=True)
        text.truncate(max(4, room - line.cell_len - tail.cell_len), overflow="ellipsis")
        return line.append_text(text).append_text(tail)

    def _facts(self, cause: Cause) -> list[str]:
        """Return short facts, the one that can be spared first at the front."""
        events = sum(1 for entry in cause.evidence if entry in self._events)
        links = len(cause.evidence) - events
        actions = self._answered_by.get(cause.id, ())
        facts = (
            cause.level or "",
            cause.confidence if cause.confidence in ("guess", "likely") else "",
            cause.ours_to_change or "",
            plural(events, "event") if events else "",
            plural(links, "link") if links else "",
            " ".join(actions[:3]) + (" …" if len(actions) > 3 else ""),
        )
        return [visible_line(fact) for fact in facts if fact]

    def _look(self, name: str | None, style: Style) -> Style:
        """Return the style with a part's own colour; on the highlighted line everything has the line's."""
        if style.bgcolor is not None:
            return style
        part = self.get_component_styles(f"why-tree--{name}")
        colour = self.background_colors[1] + part.color  # a see-through colour, blended
        return style + Style(color=colour.rich_color) + part.text_style

    def _grow(self, graph: CauseGraph) -> None:
        """Add a node for every line, without recursion: a hand-written draft can hold a chain of any length."""
        tops: dict[str, list[str]] = {question: [] for question in self._questions}
        for cause in self._causes.values():
            if not graph.parents[cause.id]:
                tops.setdefault(cause.question or DEFAULT_QUESTION, []).append(cause.id)
        shown: set[str] = set()
        for question, first in tops.items():
            branch = self.root.add("", Place(question), expand=Place(question) not in self._collapsed)
            waiting = [(branch, 1, Place(question, cause_id)) for cause_id in reversed(first)]
            while waiting:
                above, depth, place = waiting.pop()
                if place.cause_id in shown:
                    above.add_leaf("", Place(question, place.cause_id, place.parent_id, again=True))
                    continue
                shown.add(place.cause_id)
                node = above.add("", place, expand=place not in self._collapsed)
                under, below = (above, depth) if depth == DEEPEST else (node, depth + 1)
                waiting += [
                    (under, below, Place(question, child, place.cause_id))
                    for child in reversed(graph.children[place.cause_id])
                ]

    def _remember_folds(self) -> None:
        self._collapsed = {
            node.data for node in self._every_node() if node.data and node.children and not node.is_expanded
        }

    def _find(self, fits: Callable[[Place], bool]) -> TreeNode[Place] | None:
        return next((node for node in self._every_node() if node.data is not None and fits(node.data)), None)

    def _every_node(self) -> Sequence[TreeNode[Place]]:
        found, waiting = [], [self.root]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(node.children))
        return found


def _answered_by(document: Postmortem) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for action in document.actions:
        for cause_id in action.causes:
            found.setdefault(cause_id, []).append(action.id)
    return found
