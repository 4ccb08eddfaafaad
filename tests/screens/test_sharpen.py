"""The action sharpener, point by point, and people by their roles in the preview."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.actions import Action
from pmtui.document.fields import set_value
from pmtui.document.identity import Participant
from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.folder.new import new_document

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]
ENDED = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
SOUND = {
    "text": "Refuse a schema change that locks orders for over 2 s", "done_when": "A test migration is refused",
    "type": "prevent", "owner": "Ilse Brandt", "priority": "P1", "due": date(2999, 1, 1), "state": "done",
}  # fmt: skip


def acting(*actions: dict[str, object]) -> Postmortem:
    document = new_document(title="Orders locked")
    meta = replace(document.meta, ended=ENDED)
    rows = tuple(Action.model_validate({"ticket": "OPS-1", **values}) for values in actions)
    return replace(document, meta=meta, actions=rows)


async def sharpening(desk: "Desk") -> None:
    await desk.choose_section("actions")
    await desk.press("h")
    await desk.dialog("SharpenAction")


@pytest.mark.deep
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_points_of_an_action_are_walked_through_one_by_one(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    """S-47: what, who, when."""
    action = {"text": "Improve monitoring", "owner": "Platform team", "type": "prevent", "priority": "P1"}
    async with at_desk(put(acting(action)), size=size) as desk:  # type: ignore[arg-type]  # a case of a table
        await sharpening(desk)
        await desk.sight("Sharpen a1 · point 1 of 3", "It is hard to tell when this is finished.")
        await desk.press("end")
        await desk.paste(": page when the queue is older than 5 min")
        await desk.sight("That settles it. Enter goes on.")
        await desk.press("enter")
        await desk.sight("Nothing says yet how to tell that it is done.")
        await desk.paste("A test page went out")
        await desk.press("enter")
        await desk.sight("The owner is a group.", "Platform team")
        await desk.press(*["backspace"] * 13)
        await desk.paste("@sarah")
        await desk.sight("That settles it.")
        await desk.press("enter")
        await desk.sight("This has no due date yet.", "P1 fits a day up to 2026-06-24.")
        await desk.enter("2026-06-20")
        await desk.until(lambda: not desk.sees("no due date"), "the next point")
        saved = desk.saved().actions[0]
        assert (
            "Improve monitoring: page when the queue is older than 5 min",
            "@sarah",
            date(2026, 6, 20),
        ) == (
            saved.text,
            saved.owner,
            saved.due,
        )


async def test_a_choice_settles_its_point_at_once(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(acting({**SOUND, "state": "idea"}))) as desk:
        await sharpening(desk)
        await desk.sight("This is still an idea.")
        await desk.press("enter", "down", "down", "enter")
        await desk.until(lambda: "agreed" == desk.document.actions[0].state, "the state")
        await desk.until(lambda: not desk.sees("This is still an idea."), "the next point")


@pytest.mark.deep
async def test_points_can_be_left_open_and_visited_again(at_desk: "OpenDesk", put: Put) -> None:
    action = {**SOUND, "state": "agreed", "owner": None, "done_when": None}
    async with at_desk(put(acting(action))) as desk:
        await sharpening(desk)
        await desk.sight("Nothing says yet how to tell that it is done.")
        await desk.press("f8")
        await desk.sight("This has no owner yet.")
        await desk.press("shift+f8")
        await desk.sight("Nothing says yet how to tell that it is done.")
        await desk.press("enter", "enter", "enter")
        await desk.sight("3 points left open; that is fine for now.")
        await desk.press("enter")
        await desk.writing("actions")


@pytest.mark.deep
async def test_the_points_about_all_actions_stand_below(at_desk: "OpenDesk", put: Put) -> None:
    """S-47, S-103."""
    action = {**SOUND, "type": "detect", "priority": "P2"}
    document = set_value(acting(action, action, action), "impact.users", 400)
    async with at_desk(put(document)) as desk:
        await sharpening(desk)
        await desk.sight(
            "Nothing is weak about this action: it is sharp.",
            "All actions together",
            "Nothing here would keep the same thing from happening again.",
            "All 3 actions have the same priority, P2.",
            "Users were affected, and no action is P0 or P1.",
        )


@pytest.mark.deep
async def test_what_an_author_wrote_is_never_markup(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(acting({"text": "[/b] the [@click=app.bell]alarm[/]", "owner": "[/x]"}))) as desk:
        await sharpening(desk)
        await desk.sight("[/b] the [@click=app.bell]alarm[/]")


@pytest.mark.deep
async def test_the_actions_page_counts_the_points(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(acting({"text": "Improve monitoring"}))) as desk:
        await desk.choose_section("actions")
        await desk.sight("h sharpen (")


@pytest.mark.deep
async def test_the_preview_shows_people_by_their_roles_and_back(at_desk: "OpenDesk", put: Put) -> None:
    """S-24."""
    document = set_value(new_document(title="Orders locked"), "summary", "Toby paged Ilse Brandt at 09:40.")
    people = (Participant(name="Toby", role="on-call engineer"), Participant(name="Ilse Brandt"))
    async with at_desk(put(replace(document, participants=people))) as desk:
        await desk.press("f7")
        await desk.dialog("PreviewScreen")
        await desk.sight("Toby paged Ilse Brandt at 09:40.")
        await desk.press("r")
        await desk.sight("people by their roles", "on-call engineer paged a responder at 09:40.")
        await desk.press("r")
        await desk.sight("Toby paged Ilse Brandt at 09:40.")
