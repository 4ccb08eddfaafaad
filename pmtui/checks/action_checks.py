"""Whether the actions would be done: one owner, a date, a sentence with an end, and the right ones among them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from pmtui.checks.action_wording import opens_with_verb, weakness
from pmtui.checks.advice import advise
from pmtui.checks.finding import Finding
from pmtui.deadlines import EXAMPLE_TAG
from pmtui.document.actions import Action
from pmtui.document.owners import owner_kind
from pmtui.document.postmortem import Postmortem
from pmtui.document.zones import in_zone
from pmtui.text import plural
from prompts.shapes import Policy

SECTION = "actions"
MANY = 10  # more than this at once and the small ones drown the important ones
FIELD_ORDER = (
    "text", "done_when", "owner", "priority", "due", "check", "type", "ticket", "causes", "complexity", "state",
    "wont_do_reason",
)  # fmt: skip
ENOUGH_TO_RANK = 3  # with fewer actions, one priority for all may well be true


def check_actions(
    doc: Postmortem, policy: Policy, today: date, columns: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what is weak about the actions, row by row, then about all of them together.

    `columns` are the fields of an action that the template shows; a missing type, priority or ticket is pointed out only
    there.
    No actions are nothing to be weak about: that they are missing is for the template to say.
    An action that will not be done owes only its reason, an idea only a decision, one that is done neither date nor owner.
    """
    rows = [finding for action in doc.actions for finding in _check_row(doc, action, policy, today)]
    live = [action for action in doc.actions if action.state not in ("wont_do", "idea")]
    return (*rows, *_check_columns(live, columns), *_check_together(doc, live))


def points_of(findings: Iterable[Finding], action_id: str) -> tuple[Finding, ...]:
    """Return what is weak about one action, in the order in which its fields are best filled in."""
    own = f"{SECTION}.{action_id}."
    points = [finding for finding in findings if finding.field.startswith(own)]
    return tuple(sorted(points, key=lambda finding: FIELD_ORDER.index(finding.field.removeprefix(own))))


def points_of_all(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what is weak about the actions together."""
    return tuple(finding for finding in findings if finding.field == SECTION)


def latest_day(doc: Postmortem, priority: str | None, policy: Policy) -> date | None:
    """Return the last due date that fits a priority's window, or None where the window or the incident's end is unknown."""
    ended, days = _incident_end(doc), policy.priorities.get(priority or "")
    return ended + timedelta(days=days) if ended and days is not None else None


def _check_row(doc: Postmortem, action: Action, policy: Policy, today: date) -> Iterator[Finding]:
    if action.state == "wont_do":
        if not action.wont_do_reason:
            yield _row("wont-do-reason", action, "wont_do_reason")
        return
    if action.is_idea:
        yield _row("idea", action, "state")
        return
    yield from _check_wording(action)
    yield from _check_owner(action)
    yield from _check_dates(doc, action, policy, today)
    if doc.causes and not action.causes:
        yield _row("no-cause", action, "causes")
    if action.complexity == "high" and not action.check and action.state != "done":
        yield _row("large", action, "complexity")


def _check_wording(action: Action) -> Iterator[Finding]:
    weak = weakness(action.text, action.done_when)
    if not action.text.strip():
        yield _row("no-text", action, "text")
        return
    if weak:
        yield _row(weak, action, "text")
        return
    if action.state == "done":
        return
    if not opens_with_verb(action.text):
        yield _row("no-verb", action, "text")
    if not action.done_when:
        yield _row("no-done-when", action, "done_when")


def _check_owner(action: Action) -> Iterator[Finding]:
    kind = owner_kind(action.owner)
    if kind == "group":
        yield _row("owner-is-a-group", action, "owner")
    elif kind == "several":
        yield _row("several-owners", action, "owner")
    elif kind == "nobody" and action.state != "done":
        yield _row("no-owner", action, "owner")


def _check_dates(doc: Postmortem, action: Action, policy: Policy, today: date) -> Iterator[Finding]:
    if action.check and action.due and action.check > action.due:
        yield _row("check-after-due", action, "check")
    if action.state == "done":
        return
    if action.due is None:
        yield _row("no-due", action, "due")
        return
    if action.due < today and EXAMPLE_TAG not in doc.meta.tags:
        yield _row("overdue", action, "due", due=action.due)
    ended, last = _incident_end(doc), latest_day(doc, action.priority, policy)
    if ended and last and action.due > last:
        yield _row(
            "late-for-priority",
            action,
            "due",
            priority=action.priority,
            window=plural((last - ended).days, "day"),
            planned=plural((action.due - ended).days, "day"),
        )


def _check_columns(live: Sequence[Action], columns: Collection[str]) -> Iterator[Finding]:
    for action in live:
        if "type" in columns and not action.type:
            yield _row("no-type", action, "type")
        if "priority" in columns and not action.priority and action.state != "done":
            yield _row("no-priority", action, "priority")
        if "ticket" in columns and not action.ticket and action.state != "done":
            yield _row("no-ticket", action, "ticket")


def _check_together(doc: Postmortem, live: Sequence[Action]) -> Iterator[Finding]:
    unfinished = [action.id for action in doc.actions if not action.is_finished]
    if doc.meta.status == "closed" and unfinished:
        count = plural(len(unfinished), "action")
        yield _overall("closed-with-open", count=count, ids=", ".join(unfinished))
    if len(live) > MANY:
        yield _overall("many", count=len(live))
    types = {action.type for action in live if action.type}
    if types and "prevent" not in types:
        yield _overall("no-prevent")
    priorities = {action.priority for action in live}
    if len(live) >= ENOUGH_TO_RANK and len(priorities) == 1 and None not in priorities:
        yield _overall("same-priority", count=len(live), priority=live[0].priority)
    if priorities - {None} and not priorities & {"P0", "P1"} and _users_were_hit(doc):
        yield _overall("no-urgent")


def _users_were_hit(doc: Postmortem) -> bool:
    return bool(doc.impact.users or doc.impact.users_percent)


def _incident_end(doc: Postmortem) -> date | None:
    """Return the day on which the incident was over, in the draft's zone, as far as it is known."""
    resolved = next((event.at for event in doc.timeline if event.milestone == "resolved"), None)
    end = doc.meta.ended or resolved or doc.meta.began
    return in_zone(end, doc.meta.zone).date() if end else None


def _row(name: str, action: Action, field: str, **figures: object) -> Finding:
    return advise(f"actions.{name}", f"actions.{action.id}.{field}", **figures)


def _overall(name: str, **figures: object) -> Finding:
    return advise(f"actions.{name}", "actions", **figures)
