"""The six questions asked at each cause: which are answered, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmtui.document.cause_edits import siblings_of
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Postmortem
from pmtui.text import plural

STEPS = ("how", "and", "control", "evidence", "ours", "next")

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class StepState:
    """How one question stands at a cause. `words` tell what is there; an open question can have some already."""

    answered: bool
    words: str = ""


def step_states(document: Postmortem, cause: Cause, words: Words) -> Mapping[str, StepState]:
    """Return how each of the six stands, in the order they are asked.

    `words` are those of the Five Whys: field -> value -> words.
    """
    beside = siblings_of(document, cause.id)
    below = [other.id for other in document.causes if cause.id in other.parents and other.id != cause.id]
    controls = [other.id for other in beside if other.kind == "control"]
    exits = exits_of(document, cause, words)
    return {
        "how": StepState(bool(below) or _is_end(exits, cause), f"{_listed(below)} below it" if below else ""),
        "and": _and_state(cause, beside),
        "control": _control_state(cause, controls),
        "evidence": _evidence_state(cause, words),
        "ours": StepState(
            cause.ours_to_change is not None, _word(words, "ours_to_change", cause.ours_to_change)
        ),
        "next": StepState(bool(exits), " · ".join(exits)),
    }


def first_open(states: Mapping[str, StepState], after: str = "") -> str:
    """Return the next open question after a step, then the first open one; the last of all when none is."""
    start = STEPS.index(after) + 1 if after in STEPS else 0
    order = (*STEPS[start:], *STEPS[:start])
    return next((step for step in order if not states[step].answered), STEPS[-1])


def is_led_on(document: Postmortem, cause: Cause) -> bool:
    """Tell whether a cause at the end of a branch leads on: to an action, a measurement, a reason to leave it there."""
    return _is_end(exits_of(document, cause, {}), cause)


def exits_of(document: Postmortem, cause: Cause, words: Words) -> tuple[str, ...]:
    """Return in words what a branch ends in here: its mark, actions, a measurement to get, a reason to accept it."""
    actions = [action.id for action in document.actions if cause.id in action.causes]
    said = (
        _word(words, "role", cause.role),
        f"answered by {_listed(actions)}" if actions else "",
        f"to measure: {cause.measure_next}" if cause.measure_next else "",
        f"accepted because {cause.accepted_because}" if cause.accepted_because else "",
        f"stops here: {cause.stop}" if cause.stop else "",
    )
    return tuple(part for part in said if part)


def _is_end(exits: tuple[str, ...], cause: Cause) -> bool:
    """Tell whether the branch ends here, or at something that cannot be changed."""
    only_a_mark = len(exits) == 1 and cause.role not in (None, "root")
    return cause.ours_to_change == "outside" or (bool(exits) and not only_a_mark)


def _and_state(cause: Cause, beside: tuple[Cause, ...]) -> StepState:
    ids = _listed([other.id for other in beside])
    if cause.more_needed is False or any(other.more_needed is False for other in beside):
        return StepState(True, f"{ids} beside it, nothing else" if ids else "nothing else")
    if cause.more_needed:
        return StepState(False, "yes, still to be named")
    return StepState(False, f"{ids} beside it so far" if ids else "")


def _control_state(cause: Cause, controls: list[str]) -> StepState:
    if controls:
        return StepState(True, f"{_listed(controls)} beside it")
    return StepState(True, "this is one") if cause.kind == "control" else StepState(False)


def _evidence_state(cause: Cause, words: Words) -> StepState:
    count = f"{plural(len(cause.evidence), 'piece')} of evidence" if cause.evidence else ""
    said = [part for part in (_word(words, "confidence", cause.confidence), count) if part]
    return StepState(bool(said), ", ".join(said))


def _word(words: Words, field: str, value: str | None) -> str:
    return words.get(field, {}).get(value, value) if value else ""


def _listed(ids: list[str]) -> str:
    return ", ".join(ids)
