"""The why-tree as a graph that is safe to walk, whatever was typed into a draft by hand."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmtui.document.causes import Cause

Link = tuple[str, str]  # the id of a cause and the id of a parent of it


@dataclass(frozen=True)
class CauseGraph:
    """The causes by who explains whom, without loops.

    `parents` and `children` hold the links that can be followed; every chain of them ends. `depth` is the number of
    causes on the longest way down to one, itself included: 1 explains the impact directly. `loops` are links that lead
    back to where they came from and `lost` those to a cause that does not exist; both are left out of the rest.
    """

    parents: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]
    depth: Mapping[str, int]
    loops: tuple[Link, ...]
    lost: tuple[Link, ...]

    @property
    def deepest(self) -> int:
        """Return the number of causes on the longest path."""
        return max(self.depth.values(), default=0)

    def is_leaf(self, cause_id: str) -> bool:
        """Tell whether nothing explains this cause yet."""
        return not self.children[cause_id]

    def ancestors(self, cause_id: str) -> tuple[str, ...]:
        """Return every cause on the way from the impact to this one, nearest first."""
        found: dict[str, None] = {}
        waiting = deque(self.parents[cause_id])
        while waiting:
            above = waiting.popleft()
            if above not in found:
                found[above] = None
                waiting.extend(self.parents[above])
        return tuple(found)


def cause_graph(causes: Sequence[Cause]) -> CauseGraph:
    """Return the graph of these causes. Their ids are unique, as a document makes sure."""
    known = {cause.id for cause in causes}
    links = {cause.id: list(dict.fromkeys(cause.parents)) for cause in causes}
    lost = tuple(
        (child, parent) for child, parents in links.items() for parent in parents if parent not in known
    )
    parents = {child: [parent for parent in above if parent in known] for child, above in links.items()}
    order, loops = _sorted_without_loops(parents)
    kept = {
        child: tuple(parent for parent in parents[child] if (child, parent) not in loops) for child in parents
    }
    children: dict[str, list[str]] = {cause.id: [] for cause in causes}
    for child, above in kept.items():
        for parent in above:
            children[parent].append(child)
    depth: dict[str, int] = {}
    for cause_id in order:
        depth[cause_id] = 1 + max((depth[parent] for parent in kept[cause_id]), default=0)
    below = {parent: tuple(found) for parent, found in children.items()}
    return CauseGraph(kept, below, depth, tuple(loops), lost)


def _sorted_without_loops(parents: Mapping[str, Sequence[str]]) -> tuple[list[str], dict[Link, None]]:
    """Return the ids with every parent before its children, and the links that had to be left out for that."""
    waiting = {child: list(above) for child, above in parents.items()}
    below: dict[str, list[str]] = {child: [] for child in parents}
    for child, above in parents.items():
        for parent in above:
            below[parent].append(child)
    ready = deque(child for child, above in waiting.items() if not above)
    order: list[str] = []
    loops: dict[Link, None] = {}
    while waiting:
        if not ready:
            child, parent = _closing_link(waiting)
            loops[child, parent] = None
            waiting[child].remove(parent)
            if not waiting[child]:
                ready.append(child)
            continue
        done = ready.popleft()
        del waiting[done]
        order.append(done)
        for child in below[done]:
            if child in waiting and done in waiting[child]:
                waiting[child].remove(done)
                if not waiting[child]:
                    ready.append(child)
    return order, loops


def _closing_link(waiting: Mapping[str, Sequence[str]]) -> Link:
    """Return one link of a loop, when everything that waits has a parent that waits as well.

    Of the loop's causes it is cut above the one written first, which is most likely the top.
    """
    path: dict[str, str] = {}
    here = next(iter(waiting))
    while here not in path:
        path[here] = waiting[here][0]
        here = path[here]
    loop = [here]
    while (above := path[loop[-1]]) != here:
        loop.append(above)
    position = {cause_id: index for index, cause_id in enumerate(waiting)}
    first = min(loop, key=position.__getitem__)
    return first, path[first]
