"""The dialogs of the Five Whys page: each asks something about one cause and returns what to change, or nothing."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from textual.app import App
from textual.screen import ModalScreen

from pmtui.document.actions import Action
from pmtui.document.cause_edits import (
    action_opening,
    add_child,
    add_first,
    add_sibling,
    change_cause,
    link_parent,
    make_action,
    set_evidence,
    toggle_action,
    unlink_parent,
)
from pmtui.document.causes import Cause, CauseKind, SideQuestion
from pmtui.document.postmortem import Change, Postmortem, next_id
from pmtui.document.row_kinds import CAUSES
from pmtui.text import one_line, plural
from screens.dialogs.ask import AskChoice, AskLine
from screens.dialogs.pick_evidence import PickEvidence
from screens.wording import Wording

AnswerT = TypeVar("AnswerT")

LONGEST = 120  # characters of a row's text in a list to choose from


@dataclass(frozen=True)
class Edit:
    """A change to the draft, its name in the history, and what to say when it is done.

    `then` is where the person goes: on to the next open question, to the cause that was added, or below this one; or
    they stay where they are.
    """

    change: Change
    label: str
    said: str = ""
    then: Literal["on", "stay", "added", "below"] = "on"


@dataclass(frozen=True)
class Asking:
    """What every dialog needs: the app that shows it, the document, the wording, the cause."""

    app: App[object]
    document: Postmortem
    wording: Wording
    cause: Cause

    async def ask(self, dialog: ModalScreen[AnswerT]) -> AnswerT | None:
        """Show a dialog and return its answer."""
        return await self.app.push_screen_wait(dialog)


Ask = Callable[[Asking], Awaitable[Edit | None]]


def first_answer(document: Postmortem, question: SideQuestion, text: str) -> Edit:
    """Return the edit for the first answer to a side question of the impact."""
    return Edit(lambda document: add_first(document, question, text)[0], "add a cause", then="added")


def typed_answer(document: Postmortem, cause: Cause, step: str, text: str) -> Edit:
    """Return the edit for a typed answer to one of the questions that have a line: how, and, control, evidence."""
    if step == "evidence":
        entries = (*cause.evidence, text)
        return Edit(lambda document: set_evidence(document, cause.id, entries), f"evidence for {cause.id}")
    new_id = next_id(document.causes, CAUSES.prefix)
    if step == "how":
        return Edit(
            lambda document: add_child(document, cause.id, text)[0],
            "add a cause",
            f"{new_id} stands below {cause.id}.",
            then="added",
        )
    kind: CauseKind | None = "control" if step == "control" else None
    more = " Anything else?" if step == "and" else ""
    return Edit(
        lambda document: add_sibling(document, cause.id, text, kind)[0],
        "add a cause",
        f"{new_id} stands beside {cause.id}.{more}",
        then="stay" if step == "and" else "on",
    )


async def ask_more(asking: Asking) -> Edit | None:
    """Ask whether another condition was needed."""
    cause_id, choices = asking.cause.id, [
        ("no", "Nothing else was needed"),
        ("yes", "Something else was; it is still to be named"),
        ("open", "Leave it open"),
    ]  # fmt: skip
    held = {True: "yes", None: "no", False: "no"}[asking.cause.more_needed]
    chosen = await asking.ask(AskChoice("What else had to be true?", choices, chosen=held))
    if chosen is None:
        return None
    more = {"yes": True, "no": False}.get(chosen)
    return Edit(lambda document: change_cause(document, cause_id, more_needed=more), f"what else, {cause_id}")


async def ask_evidence(asking: Asking) -> Edit | None:
    """Ask which events and links show the cause; without any, how sure the author is."""
    cause = asking.cause
    picked = await asking.ask(PickEvidence(asking.document, cause.evidence))
    if picked is None:
        return None
    if picked:
        return Edit(
            lambda document: set_evidence(document, cause.id, picked),
            f"evidence for {cause.id}",
            f"{cause.id} rests on {plural(len(picked), 'piece')} of evidence.",
        )
    words = asking.wording.choices(f"causes.{cause.id}.confidence")
    choices = [(value, words.get(value, value)) for value in ("guess", "likely", "known")]
    sure = await asking.ask(
        AskChoice("No evidence yet. How sure is it?", choices, chosen=cause.confidence or "guess")
    )
    if sure is None:
        return None
    return Edit(
        lambda document: change_cause(document, cause.id, evidence=(), confidence=sure),
        f"confidence of {cause.id}",
    )


async def ask_ours(asking: Asking) -> Edit | None:
    """Ask in whose reach the cause lies."""
    cause = asking.cause
    choices = list(asking.wording.choices(f"causes.{cause.id}.ours_to_change").items())
    chosen = await asking.ask(
        AskChoice("Is it ours to change?", choices, chosen=cause.ours_to_change or "ours")
    )
    if chosen is None:
        return None
    return Edit(
        lambda document: change_cause(document, cause.id, ours_to_change=chosen),
        f"whose to change, {cause.id}",
    )


async def ask_next(asking: Asking) -> Edit | None:
    """Ask how the branch goes on, or what it ends in."""
    choices = [
        ("deeper", "Go deeper: what is below could still change what you do"),
        ("root", "Mark it as a root cause"),
        ("contributing", "Mark it as contributing"),
        ("action", "Make an action of it"),
        ("measure", "Name a measurement to get first"),
        ("accept", "Leave it as it is, and say what makes that acceptable"),
    ]
    chosen = await asking.ask(AskChoice("Go deeper, mark it, or stop here?", choices))
    cause_id = asking.cause.id
    if chosen is None:
        return None
    if chosen == "deeper":
        return Edit(lambda document: document, "", then="below")
    if chosen in ("root", "contributing"):
        return Edit(lambda document: change_cause(document, cause_id, role=chosen), f"mark {cause_id}")
    return await {"action": ask_action, "measure": ask_measure, "accept": ask_accepted}[chosen](asking)


async def ask_measure(asking: Asking) -> Edit | None:
    """Ask for a measurement to get."""
    return await _ask_text(
        asking, "measure_next", "Which measurement would tell?", "what to count, and where"
    )


async def ask_accepted(asking: Asking) -> Edit | None:
    """Ask for the reason to leave a cause as it is."""
    return await _ask_text(
        asking, "accepted_because", "What makes it acceptable?", "cost, rarity, another guard …"
    )


async def ask_action(asking: Asking) -> Edit | None:
    """Ask for an action that answers the cause: a new one with the cause's words in it, or one that is there."""
    cause, actions = asking.cause, asking.document.actions
    if actions:
        choices = [("", "A new action"), *((action.id, _linkable(action, cause.id in action.causes)) for action in actions)]  # fmt: skip
        chosen = await asking.ask(AskChoice(f"Which action answers {cause.id}?", choices))
        if chosen is None:
            return None
        if chosen:
            return Edit(lambda document: toggle_action(document, cause.id, chosen), f"link {chosen}")
    today = date.today()
    text = await asking.ask(
        AskLine(
            "What will change?",
            action_opening(cause),
            "Say it in your own words; begin with a verb. @owner, !p1 and ^+7d are read as on the actions page.",
            check=lambda line: make_action(asking.document, cause.id, line, today),
        )
    )
    if not text:
        return None
    return Edit(
        lambda document: make_action(document, cause.id, text, today)[0],
        f"action for {cause.id}",
        "It stands under Actions, linked to this cause. What is missing is set there.",
    )


async def ask_parent(asking: Asking) -> Edit | None:
    """Ask which other cause this one explains as well; one that it explains already is unlinked."""
    cause = asking.cause
    others = [other for other in asking.document.causes if other.id != cause.id]
    choices = [(other.id, _linkable(other, other.id in cause.parents)) for other in others]
    if not choices:
        return None
    help_text = "Choosing a linked one takes the link away."
    parent = await asking.ask(AskChoice(f"What else does {cause.id} explain?", choices, help_text))
    if parent is None:
        return None
    if parent in cause.parents:
        return Edit(
            lambda document: unlink_parent(document, cause.id, parent), f"unlink {cause.id} from {parent}"
        )
    return Edit(lambda document: link_parent(document, cause.id, parent), f"link {cause.id} to {parent}")


# What Enter alone offers at a question.
LISTS: Mapping[str, Ask] = {"and": ask_more, "evidence": ask_evidence, "ours": ask_ours, "next": ask_next}
# What keys of the tree offer.
DIALOGS: Mapping[str, Ask] = {"action": ask_action, "parent": ask_parent}


async def _ask_text(asking: Asking, field: str, title: str, placeholder: str) -> Edit | None:
    cause_id, held = asking.cause.id, getattr(asking.cause, field) or ""
    text = await asking.ask(AskLine(title, held, placeholder=placeholder))
    if text is None:
        return None
    return Edit(
        lambda document: change_cause(document, cause_id, **{field: text or None}), f"{field} of {cause_id}"
    )


def _linkable(row: Cause | Action, linked: bool) -> str:
    """Return a line for a cause or an action that can be linked; a check mark says that it is."""
    text = one_line(row.text)
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f"{'✓ linked  ' if linked else ''}{row.id}  {shown}"
