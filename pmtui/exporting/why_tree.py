"""The why-tree as nested parts: each cause once, and a pointer wherever else it belongs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pmtui.document.causes import Cause
from pmtui.document.moments import clock, show_moment
from pmtui.exporting.answers import View
from pmtui.exporting.blocks import Link, Node, Tree
from pmtui.exporting.figures import days_of

# Lists inside each other are read to about ten by common Markdown engines, and by people to fewer. A longer chain goes
# on as a part of its own.
DEEPEST = 7


def trees(view: View, causes: Sequence[Cause]) -> tuple[Tree, ...]:
    """Return the tree of these causes: a part for each side question, and for what cannot be reached from one."""
    known = {cause.id for cause in causes}
    children: dict[str, list[Cause]] = defaultdict(list)
    for cause in causes:
        for parent in dict.fromkeys(cause.parents):
            if parent in known and parent != cause.id:
                children[parent].append(cause)
    growing = _Growing(view, children)
    below = {cause.id for group in children.values() for cause in group}
    roots = [cause for cause in causes if cause.id not in below]
    grown = [
        (view.word("cause_question", question) if question else "", growing.grow(group))
        for question, group in _by_question(roots)
    ]
    grown += growing.rest(causes)
    return tuple(Tree(question, growing.named(nodes)) for question, nodes in grown if nodes)


def _by_question(roots: Sequence[Cause]) -> list[tuple[str, list[Cause]]]:
    questions = ("happened", "not_caught", "lasted")
    groups: dict[str, list[Cause]] = {question: [] for question in ("", *questions)}
    for cause in roots:
        groups[cause.question or ""].append(cause)
    return [(question, group) for question, group in groups.items() if group]


class _Growing:
    """Turns causes into nodes; remembers which stand somewhere already and which are pointed at."""

    def __init__(self, view: View, children: Mapping[str, Sequence[Cause]]) -> None:
        self._view = view
        self._children = children
        self._placed: set[str] = set()
        self._pointed_at: set[str] = set()
        self._later: list[Cause] = []

    def grow(self, causes: Sequence[Cause], depth: int = 1) -> tuple[Node, ...]:
        return tuple(self._node(cause, depth) for cause in causes)

    def rest(self, causes: Sequence[Cause]) -> list[tuple[str, tuple[Node, ...]]]:
        """Return parts for chains that were too deep, then for causes that only explain each other."""
        parts: list[tuple[str, tuple[Node, ...]]] = []
        while self._later:
            cause = self._later.pop(0)
            parts.append((f"{cause.id}, continued", self.grow(self._children[cause.id])))
        for cause in causes:
            if cause.id not in self._placed:
                parts.append(("", self.grow([cause])))
                parts += self.rest(())
        return parts

    def named(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Take away the ids that nothing points at."""
        return tuple(
            Node(
                node.text,
                node.name if node.name in self._pointed_at else "",
                node.role,
                node.marks,
                self.named(node.children),
                node.pointer,
            )
            for node in nodes
        )

    def _node(self, cause: Cause, depth: int) -> Node:
        if cause.id in self._placed:
            self._pointed_at.add(cause.id)
            return Node(cause.text, pointer=f"see {cause.id}")
        self._placed.add(cause.id)
        role = self._view.word("cause_role", cause.role) if cause.role else ""
        if depth == DEEPEST and self._children.get(cause.id):
            self._pointed_at.add(cause.id)
            self._later.append(cause)
            return Node(cause.text, cause.id, role, self._marks(cause), (), "continued below")
        below = self.grow(self._children.get(cause.id, ()), depth + 1)
        return Node(cause.text, cause.id, role, self._marks(cause), below)

    def _marks(self, cause: Cause) -> tuple[str | Link, ...]:
        view = self._view
        answered_by = ", ".join(action.id for action in view.doc.actions if cause.id in action.causes)
        words = (
            view.word("cause_confidence", cause.confidence)
            if cause.confidence in ("likely", "guess")
            else "",
            view.word("cause_ours_to_change", cause.ours_to_change)
            if cause.ours_to_change in ("partner", "outside")
            else "",
            f"answered by {answered_by}" if answered_by else "",
            f"to measure: {cause.measure_next}" if cause.measure_next else "",
            f"accepted because {cause.accepted_because}" if cause.accepted_because else "",
        )
        return (*(mark for mark in words if mark), *(evidence(view, entry) for entry in cause.evidence))


def evidence(view: View, entry: str) -> str | Link:
    """Return what a cause rests on: the time of an event, or an address."""
    event = view.doc.event(entry)
    if event is None:
        return Link("", entry)
    days = days_of((event.at for event in view.doc.timeline), view.zone)
    show = clock if len(days) == 1 else show_moment
    return f"seen at {show(event.at, view.zone)}"
