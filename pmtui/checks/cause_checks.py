"""Whether the why-tree goes far enough, branches, rests on evidence, and leads to something that can be changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmtui.checks.advice import advise
from pmtui.checks.cause_graph import CauseGraph, cause_graph
from pmtui.checks.cause_wording import ends_at_person, is_vague, people_of, says_the_same, words_of
from pmtui.checks.durations import long_mitigation, slow_detection
from pmtui.checks.finding import Finding
from pmtui.document.causes import Cause, in_tree
from pmtui.document.postmortem import Postmortem
from pmtui.metrics import Metrics, measure
from pmtui.text import plural, show_minutes

SHALLOW = 3  # a path with fewer causes has not left the technical surface
DEEP = 7  # a longer path has mostly left the evidence


@dataclass(frozen=True)
class _Tree:
    """What every check of one cause looks at."""

    doc: Postmortem
    graph: CauseGraph
    people: frozenset[str]
    covered: frozenset[str]
    words: Mapping[str, frozenset[str]]


def check_causes(doc: Postmortem, tree: bool = True) -> tuple[Finding, ...]:
    """Return advice on the causes: about each in the document's order, then about the whole.

    `tree` tells that they are meant as a tree. A template that only lists factors asks for no depth and no branches,
    as long as the causes are not linked.
    """
    if not doc.causes:
        return ()
    graph = cause_graph(doc.causes)
    words = {cause.id: words_of(cause.text) for cause in doc.causes}
    look = _Tree(doc, graph, people_of(doc), _covered(doc), words)
    findings = [finding for cause in doc.causes for finding in _check_cause(cause, look)]
    if tree or any(cause.parents for cause in doc.causes):
        findings += _check_shape(in_tree(doc.causes) or doc.causes, graph)
        findings += _check_branches(doc.causes, measure(doc))
    return tuple(findings)


def _check_cause(cause: Cause, look: _Tree) -> Iterator[Finding]:
    yield from _check_links(cause, look)
    if look.graph.is_leaf(cause.id):
        if ends_at_person(cause.text, look.people):
            yield _about("person", cause)
        elif is_vague(cause.text):
            yield _about("vague", cause)
    if cause.more_needed and _stands_alone(cause, look):
        yield _about("more-needed", cause)
    if cause.role == "root" and _is_guessed(cause):
        yield _about("no-evidence", cause)
    if (
        cause.role in ("root", "contributing")
        and cause.ours_to_change == "ours"
        and not _has_exit(cause, look)
    ):
        yield _about("no-action", cause)
    if look.graph.depth[cause.id] == DEEP + 1:
        yield _about("deep", cause, levels=plural(DEEP, "cause"))


def _check_links(cause: Cause, look: _Tree) -> Iterator[Finding]:
    for child, parent in look.graph.loops:
        if child == cause.id:
            yield _about("loop", cause, parent=parent)
    for child, parent in look.graph.lost:
        if child == cause.id:
            yield _about("lost-parent", cause, parent=parent)
    own = look.words[cause.id]
    for above in look.graph.ancestors(cause.id):
        if says_the_same(own, look.words[above]):
            yield _about("repeats", cause, step=look.graph.depth[above])
            return


def _stands_alone(cause: Cause, look: _Tree) -> bool:
    """Tell whether nothing stands beside this cause, under any of its parents or directly under the impact."""
    parents = look.graph.parents[cause.id]
    if parents:
        return all(len(look.graph.children[parent]) == 1 for parent in parents)
    return not any(
        other.id != cause.id and not look.graph.parents[other.id] and other.question == cause.question
        for other in look.doc.causes
    )


def _is_guessed(cause: Cause) -> bool:
    return cause.confidence == "guess" or (not cause.evidence and cause.confidence != "likely")


def _has_exit(cause: Cause, look: _Tree) -> bool:
    """Tell whether a cause leads on: to an action, to a measurement to get, or to a reason for leaving it."""
    return bool(cause.id in look.covered or cause.accepted_because or cause.measure_next)


def _covered(doc: Postmortem) -> frozenset[str]:
    """Return ids of the causes that an action answers; one that will not be done counts when it says why."""
    answering = (action for action in doc.actions if action.state != "wont_do" or action.wont_do_reason)
    return frozenset(cause_id for action in answering for cause_id in action.causes)


def _check_shape(causes: Sequence[Cause], graph: CauseGraph) -> Iterator[Finding]:
    ends = [cause for cause in causes if graph.depth[cause.id] == graph.deepest]
    if graph.deepest < SHALLOW and not any(_is_outside(cause) for cause in ends):
        yield _about("shallow", ends[0], levels=plural(graph.deepest, "level"))
    tops = [cause.question or "happened" for cause in causes if not graph.parents[cause.id]]
    branches_at_top = len(tops) > len(set(tops))
    if not branches_at_top and all(len(children) < 2 for children in graph.children.values()):
        yield _overall("single-chain")


def _is_outside(cause: Cause) -> bool:
    return cause.ours_to_change == "outside" or cause.level == "outside"


def _check_branches(causes: Sequence[Cause], metrics: Metrics) -> Iterator[Finding]:
    asked = {cause.question for cause in causes}
    detection = slow_detection(metrics)
    if detection is not None and "not_caught" not in asked:
        yield _overall("no-detection-branch", span=show_minutes(detection))
    mitigation = long_mitigation(metrics)
    if mitigation is not None and "lasted" not in asked:
        yield _overall("no-duration-branch", percent=round(100 * mitigation[1]))


def _about(name: str, cause: Cause, **figures: object) -> Finding:
    return advise(f"causes.{name}", f"causes.{cause.id}.text", **figures)


def _overall(name: str, **figures: object) -> Finding:
    return advise(f"causes.{name}", "causes", **figures)
