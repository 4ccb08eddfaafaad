"""How long is left until a postmortem's next deadline. Only the standard library, so a list of drafts can show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pmtui.text import plural
from prompts.shapes import Policy

DeadlineKind = Literal["draft", "review", "final"]

EXAMPLE_TAG = "worked example"
"""Marks a draft that nobody owes anything: neither it nor its actions are ever late."""

# What is still ahead of a document in each status. A closed one has nothing ahead.
_NEXT: dict[str, DeadlineKind] = {"draft": "draft", "in_review": "review", "reviewed": "final"}

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """The next moment by which something is due; `left` is negative when it has passed."""

    kind: DeadlineKind
    due: datetime
    left: timedelta

    @property
    def late(self) -> bool:
        """Tell whether the moment has passed."""
        return self.left < timedelta(0)

    @property
    def words(self) -> str:
        """Say it in words: `draft due in 1 day 4 h`, `review 3 days late`."""
        if self.late:
            return f"{self.kind} {_span(-self.left)} late"
        return f"{self.kind} due in {_span(self.left)}"


def time_left(
    ended: datetime | None,
    severity: str | None,
    status: str,
    now: datetime,
    policy: Policy,
    tags: Collection[str] = (),
) -> Deadline | None:
    """Return the next deadline of a document in that status, counted from the end of its incident.

    `ended` and `now` carry a zone. None when the incident still goes on, its severity is in no known scale, the policy
    sets nothing for it, the document is closed, or its `tags` say that it is an example.
    """
    kind = _NEXT.get(status)
    rank = policy.rank(severity)
    if EXAMPLE_TAG in tags:
        return None
    if ended is None or kind is None or rank is None or rank not in policy.deadlines:
        return None
    try:
        due = ended + timedelta(hours=getattr(policy.deadlines[rank], kind))
    except OverflowError:  # an end typed in the year 9999
        return None
    return Deadline(kind, due, due - now)


def _span(left: timedelta) -> str:
    """Say a span as coarsely as a person would: minutes, then hours, then days with hours, then days."""
    if left < _HOUR:
        return f"{left // timedelta(minutes=1)} min"
    if left < _DAY:
        return f"{left // _HOUR} h"
    days, rest = divmod(left, _DAY)
    if days > 1 or rest < _HOUR:
        return plural(days, "day")
    return f"{plural(days, 'day')} {rest // _HOUR} h"
