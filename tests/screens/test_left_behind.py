"""What an hour of use leaves behind: nothing that outlives a page, a meeting step or a dialog holds it."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual._styles_cache import StylesCache
from textual.app import App
from textual.dom import DOMNode
from textual.signal import Signal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from pmtui.document.postmortem import Postmortem
from screens.textual_faults.app import AppFaults

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk, OpenMeeting

Put = Callable[..., Path]
Make = Callable[..., Postmortem]
STEADY = 4  # readings in a row
INNER_OUTER = vars(StylesCache)["get_inner_outer"]
if isinstance(INNER_OUTER, classmethod):  # an app of ours ran before
    INNER_OUTER = lru_cache(1024)(INNER_OUTER.__wrapped__.__wrapped__)  # type: ignore[attr-defined]  # what stands there in this test


def left_behind(app: App[None]) -> tuple[int, ...]:
    """Return how many watchers, followers of signals, widgets, timers and workers there are."""
    return watchers(app), followers(app), alive(Widget), alive(Timer), len(app.workers)


def watchers(app: App[None]) -> int:
    """Return how many watchers hang on what outlives a page: the app, its screens, and the widgets of these."""
    nodes: list[DOMNode] = [app, *app.screen_stack, *app.screen.query("*")]
    return sum(len(held) for node in nodes for held in getattr(node, "__watchers", {}).values())


def followers(app: App[None]) -> int:
    """Return how many widgets follow a signal of the app or of its screens."""
    held = [value for node in (app, *app.screen_stack) for value in vars(node).values()]
    return sum(len(signal._subscriptions) for signal in held if isinstance(signal, Signal))


def alive(kind: type[object]) -> int:
    """Return how many objects of a kind there are that something still holds."""
    gc.collect()
    return sum(1 for each in gc.get_objects() if isinstance(each, kind))


class Stock(App[None]):
    """An app of Textual's own."""


@pytest.mark.parametrize(("kind", "grows"), [(AppFaults, False), (Stock, True)], ids=["ours", "stock"])
@pytest.mark.parametrize("left", [TextArea, Input, StylesCache])
async def test_what_was_taken_away_is_kept_by_nothing(
    kind: type[App[None]], grows: bool, left: type[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StylesCache, "get_inner_outer", INNER_OUTER)
    app = kind()
    async with app.run_test() as pilot:

        async def come_and_go(times: int) -> int:
            for _ in range(times):
                made = TextArea("Words."), Input("Words.")
                await app.screen.mount(*made)
                await pilot.pause()
                for widget in made:
                    await widget.remove()
                del made, widget
            return alive(left)

        assert grows == (await come_and_go(1) < await come_and_go(3))


async def stays(app: App[None], act: Callable[[int], Awaitable[None]], times: int) -> None:
    """Act once to be where an hour of use begins, then so many times, and see that nothing is left of it."""
    await act(1)
    before = await at_rest(app)
    await act(times)
    grown = [now - then for then, now in zip(before, await at_rest(app), strict=True)]
    assert all(more < times for more in grown), (
        grown
    )  # a toast may still stand there; one for each time may not


async def at_rest(app: App[None]) -> tuple[int, ...]:
    """Return what is left behind once it gets no less: what was taken away is still on its way out for a moment."""
    counts = [left_behind(app)]
    while len(counts) < STEADY or counts[-STEADY] != counts[-1]:
        await asyncio.sleep(0.1)
        counts.append(left_behind(app))
    return counts[-1]


async def test_pages_leave_nothing_behind(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:

        async def move_about(times: int) -> None:
            for section in ("timeline", "causes", "summary") * times:
                await desk.choose_section(section)
            await desk.paste("Something was written. ")

        await stays(desk.app, move_about, 2)


@pytest.mark.deep
async def test_300_changes_of_the_section_leave_nothing_behind(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put()) as desk:
        sections = [section.id for section in desk.room.desk.template.sections]

        async def move_about(times: int) -> None:
            for section in sections * times:
                await desk.room.desk.show_section(section)
                await desk.pilot.pause()

        await stays(desk.app, move_about, 300 // len(sections) + 1)


@pytest.mark.deep
async def test_opening_drafts_and_screens_leaves_nothing_behind(at_desk: "OpenDesk", put: Put) -> None:
    put()
    async with at_desk() as desk:

        async def open_and_close(times: int) -> None:
            for _ in range(times):
                await desk.press("enter")
                await desk.writing()
                for key in ("f7", "ctrl+r", "ctrl+o", "alt+h", "f10", "f1"):
                    await desk.press(key)
                    await desk.until(lambda: type(desk.app.screen).__name__ != "WritingRoom")
                    await desk.press("escape")
                    await desk.dialog("WritingRoom")
                await desk.press("ctrl+l")
                await desk.dialog("LibraryScreen")

        await stays(desk.app, open_and_close, 8)


@pytest.mark.deep
async def test_300_steps_and_captures_of_a_meeting_leave_nothing_behind(
    at_meeting: "OpenMeeting", put: Put, make_incident: Make
) -> None:
    async with at_meeting(put(make_incident())) as desk:
        await desk.begin()

        async def walk_and_write(times: int) -> None:
            for number in range(times):
                await desk.press("right" if number // 10 % 2 else "left")
                await desk.capture("n", f"Thing number {number}")

        await stays(desk.app, walk_and_write, 300)
