"""Action items."""

from typing import Literal, get_args

from pmtui.document.base import Day, Line, Lines, OptionalLine, OptionalProse, Part, Prose

ActionType = Literal["prevent", "detect", "mitigate", "repair", "process", "learn"]
ActionState = Literal["idea", "proposed", "agreed", "in_progress", "done", "wont_do"]
Priority = Literal["P0", "P1", "P2", "P3"]

ACTION_TYPES: tuple[str, ...] = get_args(ActionType)
PRIORITIES: tuple[str, ...] = get_args(Priority)


class Action(Part):
    """One thing that will change, who sees to it, and when it is done.

    `owner` is one person; others are collaborators. `check` is the day on which progress is looked at, `due` the day on
    which it is finished. `causes` are ids of the causes it answers.
    """

    id: Line = ""
    text: Prose
    done_when: OptionalProse = None
    type: ActionType | None = None
    owner: OptionalLine = None
    collaborators: Lines = ()
    priority: Priority | None = None
    due: Day | None = None
    check: Day | None = None
    ticket: OptionalLine = None
    state: ActionState = "proposed"
    wont_do_reason: OptionalProse = None
    complexity: Literal["low", "medium", "high"] | None = None
    causes: Lines = ()

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do: it was done, or it was decided against."""
        return self.state in ("done", "wont_do")

    @property
    def is_idea(self) -> bool:
        """Whether it was said in the review and nobody has agreed to it yet."""
        return self.state == "idea"

    @property
    def is_undecided(self) -> bool:
        """Whether nobody has agreed to it yet: an idea, or a proposal of the author's."""
        return self.state in ("idea", "proposed")
