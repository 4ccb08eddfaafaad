"""Keys of one packet act one after the other, whatever moves the focus between them; stock, they do not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from screens.textual_faults import keys_in_turn
from screens.textual_faults.app import AppFaults
from screens.textual_faults.keys_in_turn import OPENS
from screens.textual_faults.terminal_input import TerminalInput


class Form(ModalScreen[str]):
    """A dialog that begins in its second field, late."""

    BINDINGS = [Binding("escape", "dismiss('')", "Close", id="form.close", tooltip="Close")]

    def compose(self) -> ComposeResult:
        yield Input(id="other")
        yield Input(id="asked")

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one("#asked", Input).focus)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Stock(App[None]):
    """Three fields, and keys that open something in every way there is."""

    CSS = "Input { height: 1; border: none; }"
    BINDINGS = [
        Binding("ctrl+f", "form", "Form", id="f", tooltip="Ask in a dialog", priority=True),
        Binding("ctrl+g", "slowly", "Slowly", id="g", tooltip="Work, then ask", priority=True),
        Binding("ctrl+n", "grow", "Grow", id="n", tooltip="Put a field there", priority=True),
        Binding("ctrl+b", "stick", "Stick", id="b", tooltip="Never come back", priority=True),
        Binding("escape", "first", "First", id="e", tooltip="To the first field"),
    ]
    answered = ""
    stuck = 0

    def compose(self) -> ComposeResult:
        for name in ("one", "two", "three"):
            yield Input(id=name, select_on_focus=False)

    @work
    async def action_form(self) -> None:
        self.answered += await self.push_screen_wait(Form())

    @work(name=OPENS)
    async def action_slowly(self) -> None:
        await asyncio.to_thread(lambda: __import__("time").sleep(0.3))
        self.push_screen(Form())

    async def action_grow(self) -> None:
        line = Input(id="grown")
        await self.mount(line)
        line.focus()

    @work
    async def action_stick(self) -> None:
        self.stuck += 1
        await asyncio.Event().wait()

    def action_first(self) -> None:
        self.query_one("#one", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.value = ""
        self.answered += f"{event.value};"


class InTurn(Stock, AppFaults):
    """The same with the mend."""


async def burst(
    app: App[Any], pilot: Pilot[Any], data: str, until: Callable[[], object] | None = None
) -> None:
    """Send text as one packet, and wait until the app is done with it."""
    for event in TerminalInput().feed(data):
        app.post_message(event)
    for _ in range(400):
        await pilot.pause()
        if not getattr(getattr(app, "keys", None), "waiting", 0) and (until is None or until()):
            return


def values(app: App[Any]) -> dict[str, str]:
    return {line.id or "": line.value for line in app.query(Input) if line.value}


@asynccontextmanager
async def running(kind: type[App[Any]]) -> AsyncIterator[tuple[Any, Pilot[Any]]]:
    app = kind()
    async with app.run_test(size=(60, 12)) as pilot:
        yield app, pilot


TABS = "sev2\tyesterday 23:50\tEurope/Berlin"
EACH = {"one": "sev2", "two": "yesterday 23:50", "three": "Europe/Berlin"}


async def test_tab_moves_on_before_the_next_key() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, TABS)
        assert values(app) == EACH


async def test_stock_types_all_of_it_into_the_first_field() -> None:
    async with running(Stock) as (app, pilot):
        await burst(app, pilot, TABS)
        assert values(app) != EACH


async def test_enter_takes_each_line_by_itself() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "first\rsecond\rthird")
        assert app.answered == "first;second;"
        assert values(app) == {"one": "third"}


async def test_stock_takes_several_lines_for_one() -> None:
    async with running(Stock) as (app, pilot):
        await burst(app, pilot, "first\rsecond\rthird")
        assert app.answered != "first;second;"


async def test_a_paste_and_a_click_wait_for_the_keys_before_them() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "a\t\x1b[200~pasted\x1b[201~\tc\x1b[<0;20;1M\x1b[<0;20;1md")
        assert values(app) == {"one": "ad", "two": "pasted", "three": "c"}


async def test_escape_acts_before_the_letter_after_it() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "\t\tthere\x1bhere")
        assert values(app) == {"one": "here", "three": "there"}


@pytest.mark.parametrize("key", ["\x06", "\x07"], ids=["at once", "after some work"])
async def test_a_dialog_takes_what_is_typed_after_the_key_that_opens_it(key: str) -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, f"before{key}asked", until=lambda: isinstance(app.screen, Form))
        assert {"asked": "asked"} == {line.id: line.value for line in app.screen.query(Input) if line.value}
        assert {"one": "before"} == {
            line.id: line.value for line in app.screen_stack[0].query(Input) if line.value
        }


async def test_what_follows_a_dialog_goes_where_its_answer_leads() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "x\x06yes\ry\x06no\x1bz")
        assert app.answered == "yes"
        assert values(app) == {"one": "xyz"}


async def test_a_field_that_is_being_put_there_takes_what_follows() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "x\x0ey")
        assert values(app) == {"one": "x", "grown": "y"}


async def test_what_never_ends_holds_up_the_line_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_in_turn, "PATIENCE", 0.1)
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "\x02one\ttwo")
        assert app.stuck == 1
        assert values(app) == {"one": "one", "two": "two"}
        await burst(app, pilot, "\x1bmore")
        assert app.keys._looks < keys_in_turn.LOOKS_AT_ONCE
        assert values(app)["one"] == "onemore"


async def test_a_key_that_comes_alone_is_handed_on_at_once() -> None:
    async with running(InTurn) as (app, pilot):
        await pilot.pause()
        app.post_message(events.Key("a", "a"))
        await asyncio.sleep(0)
        while app._message_queue.values:
            await asyncio.sleep(0)
        assert app.keys._looks == 0
        await pilot.pause()
        assert values(app) == {"one": "a"}


async def test_a_flood_of_messages_keeps_no_key_from_its_turn() -> None:
    class Drip(Message):
        """Comes again and again."""

    class Flooded(InTurn):
        running_on = True

        def on_mount(self) -> None:
            self.run_worker(self.drip, thread=True)

        def drip(self) -> None:
            import time

            while self.running_on:
                self.call_from_thread(self.query_one("#three", Input).post_message, Drip())
                time.sleep(0.0005)

    async with running(Flooded) as (app, pilot):
        await burst(app, pilot, TABS)
        app.running_on = False
        assert values(app) == EACH


class Unasked(ModalScreen[str]):
    """Comes by itself, and offers a choice by a letter and by Enter."""

    UNASKED = True
    BINDINGS = [
        Binding("t", "dismiss('theirs')", "Theirs", id="t", tooltip="Take theirs"),
        Binding("enter", "dismiss('entered')", "Choose", id="c", tooltip="Choose"),
        Binding("escape", "dismiss('closed')", "Close", id="x", tooltip="Close"),
    ]


async def surprised(app: Any, pilot: Pilot[Any]) -> list[str | None]:
    """Let a screen come up by itself; return what it will have been answered."""
    answers: list[str | None] = []
    app.push_screen(Unasked(), answers.append)
    await pilot.pause()
    return answers


async def test_a_screen_that_came_by_itself_takes_no_letters_and_the_text_gets_them_all() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "the cat ")
        answers = await surprised(app, pilot)
        await burst(app, pilot, "that\x7f sat\ron\x1b[200~ it\x1b[201~")
        assert isinstance(app.screen, Unasked)
        assert answers == []
        await burst(app, pilot, "\x1b[27u and slept")
        assert answers == ["closed"]
        assert app.answered == "the cat tha sat;"
        assert values(app) == {"one": "on it and slept"}


async def test_letters_act_once_they_cannot_have_been_meant_for_the_text_where_the_screen_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Unasked, "UNASKED", "at first")
    async with running(InTurn) as (app, pilot):
        answers = await surprised(app, pilot)
        await burst(app, pilot, "t")
        assert answers == []
        monkeypatch.setattr(keys_in_turn, "GRACE", 0.0)
        await burst(app, pilot, "xt")
        assert answers == ["theirs"]
        assert values(app) == {"one": "tx"}


async def test_enter_chooses_once_it_cannot_have_been_meant_for_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running(InTurn) as (app, pilot):
        answers = await surprised(app, pilot)
        monkeypatch.setattr(keys_in_turn, "GRACE", 0.0)
        await burst(app, pilot, "\r")
        assert answers == ["entered"]
        assert app.answered == ""


class Weighty(ModalScreen[str]):
    """Asks about something with consequences."""

    WEIGHTY = True
    BINDINGS = [
        Binding("r", "dismiss('replaced')", "Replace", id="r", tooltip="Replace"),
        Binding("enter", "dismiss('entered')", "Choose", id="c", tooltip="Choose"),
        Binding("escape", "dismiss('closed')", "Close", id="x", tooltip="Close"),
    ]


class Weighing(InTurn):
    """Opens it by a key."""

    BINDINGS = [Binding("ctrl+t", "weigh", "Weigh", id="t", tooltip="Ask", priority=True)]

    @work
    async def action_weigh(self) -> None:
        self.answered += await self.push_screen_wait(Weighty())


async def test_an_answer_with_consequences_is_only_taken_when_the_question_can_be_seen() -> None:
    async with running(Weighing) as (app, pilot):
        await burst(app, pilot, "a\x14r\r")
        assert isinstance(app.screen, Weighty)
        await burst(app, pilot, "\x1b[27ub")
        assert app.answered == "closed"
        assert values(app) == {"one": "arb"}
        await burst(app, pilot, "\x14")
        await burst(app, pilot, "\r")
        assert app.answered == "closedentered"


# Pastes into one line

SEVERAL = "first \r\n  second\rthird\x1b[31m\n"


async def pasted(kind: type[App[Any]], **more: str) -> tuple[dict[str, str], str]:
    async with running(kind) as (app, pilot):
        for name, value in more.items():
            setattr(app.query_one("#one", Input), name, value)
        app.post_message(events.Paste(SEVERAL))
        await burst(app, pilot, "")
        return values(app), app.answered


async def test_lines_pasted_into_a_field_of_one_line_are_joined_and_controls_can_be_seen() -> None:
    assert await pasted(InTurn) == ({"one": "first second third␛[31m"}, "")


async def test_stock_keeps_the_first_line_only() -> None:
    assert await pasted(Stock) == ({"one": "first "}, "")


async def test_where_each_line_counts_by_itself_every_line_is_entered_and_the_last_can_be_looked_at() -> None:
    assert await pasted(InTurn, PASTE_LINES="each") == ({"one": "third␛[31m"}, "first ;  second;")


async def test_a_paste_of_one_line_keeps_its_spaces() -> None:
    async with running(InTurn) as (app, pilot):
        await burst(app, pilot, "one\x1b[200~ two \x1b[201~three\x1b[200~\n\x1b[201~")
        assert values(app) == {"one": "one two three"}
