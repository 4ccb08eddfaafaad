"""Every command can be reached without function keys and Alt, help and saving answer everywhere."""

import importlib
import pkgutil
import re
from collections import Counter
from typing import TYPE_CHECKING

from textual.binding import Binding

import screens
from pmtui.app import PmtuiApp
from screens.dialogs.key_menu import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import OpenDesk

    Put = Callable[..., Path]

HARD = re.compile(r"(shift\+)?f\d+|alt\+.*|super\+.*")


def declared() -> list[Binding]:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(screens.__path__, "screens.")
    ]
    classes = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__.startswith("screens.")
    }
    return [
        binding
        for each in (*classes, PmtuiApp)
        for binding in vars(each).get("BINDINGS", ())
        if isinstance(binding, Binding)
    ]


def test_every_command_has_a_key_that_no_desktop_keeps_for_itself() -> None:
    bindings = declared()
    assert len(bindings) > 100
    easy = {one.tooltip for one in bindings if not all(map(HARD.fullmatch, one.key.split(",")))}
    left = {one.id for one in bindings if one.tooltip not in easy} - LETTERS.keys()
    assert left == set()


def test_every_letter_stands_for_a_command_that_is_there() -> None:
    assert LETTERS.keys() <= {one.id for one in declared()}


async def test_a_letter_runs_a_command_of_the_room_from_within_a_text(
    at_desk: "OpenDesk", put: "Put"
) -> None:
    async with at_desk(put()) as desk:
        await desk.writing("summary")
        await desk.press("ctrl+t")
        await desk.dialog("KeyMenu")
        menu = desk.app.screen
        letters = Counter(entry.letter for entry in menu._commands)  # type: ignore[attr-defined]
        assert max(letters.values()) == 1
        await desk.sight("s Sections", "v Own editor", "h History")
        await desk.press("5")
        assert desk.sees("No command has the letter 5")
        await desk.press("s")
        await desk.until(lambda: desk.room.view.outline.has_focus, "the outline")
        await desk.press("question_mark")
        await desk.dialog("HelpScreen")
        await desk.sight("alt+h / ^t h")


async def test_a_command_and_its_letter_typed_at_once_do_not_reach_the_text(
    at_desk: "OpenDesk", put: "Put"
) -> None:
    async with at_desk(put()) as desk:
        await desk.writing("summary")
        await desk.burst("ab\x14pq")
        await desk.dialog("WritingRoom")  # the preview, which q closes
        assert desk.document.narrative.summary == "ab"


async def test_ctrl_s_answers_on_every_kind_of_screen(at_desk: "OpenDesk", put: "Put") -> None:
    async with at_desk(put()) as desk:
        await desk.writing("summary")
        for keys, name in (
            (("f7",), "PreviewScreen"),
            (("ctrl+t", "t"), "AskChoice"),
            (("f1",), "HelpScreen"),
        ):
            await desk.press(*keys)
            await desk.dialog(name)
            await desk.hush()
            await desk.press("ctrl+s")
            await desk.sight("Saved")
            await desk.press("escape")
            await desk.writing()
