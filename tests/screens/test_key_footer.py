"""The footer: whole keys only, drawn when they change, and nothing left behind."""

import pytest
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.widgets import Footer

from screens.dialogs.help import key_list
from screens.widgets.key_footer import KeyFooter


class Keys(App[None]):
    BINDINGS = [
        Binding("a", "first", "The first of them"),
        Binding("b", "second", "Another one"),
        Binding("c", "never", "Is not offered"),
        Binding("f1", "help", "Help"),
    ]
    ENABLE_COMMAND_PALETTE = False
    pressed = ""

    def __init__(self, footer: type[KeyFooter] | type[Footer] = KeyFooter) -> None:
        super().__init__()
        self._footer = footer

    def compose(self) -> ComposeResult:
        yield self._footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "never"

    def action_first(self) -> None:
        self.pressed += "a"

    def last_row(self) -> str:
        return [strip.text for strip in self.screen._compositor.render_strips()][-1].rstrip()


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (60, "a The first of them  b Another one  f1 Help"),
        (43, "a The first of them  b Another one  f1 Help"),
        (30, "a The first of them  f1 Help"),
        (27, "a The first of them f1 Help"),
        (8, "f1 Help"),
    ],
)
async def test_whole_keys_are_shown_as_far_as_there_is_room_and_help_always(width: int, row: str) -> None:
    async with Keys().run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        assert row == pilot.app.last_row()  # type: ignore[attr-defined]  # it is Keys


async def test_a_click_presses_the_key() -> None:
    app = Keys()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        await pilot.click(KeyFooter, offset=(3, 0))
        await pilot.click(KeyFooter, offset=(58, 0))  # nothing is there
        assert "a" == app.pressed


@pytest.mark.parametrize(("footer", "grows"), [(KeyFooter, False), (Footer, True)])
async def test_looking_at_the_keys_again_leaves_nothing_behind(
    footer: type[KeyFooter] | type[Footer], grows: bool
) -> None:
    app = Keys(footer)
    async with app.run_test() as pilot:

        def watchers() -> int:
            return sum(map(len, getattr(app.query_one(footer), "__watchers", {}).values()))

        await pilot.pause()
        before = watchers()
        for _ in range(20):
            app.screen.refresh_bindings()
            await pilot.pause()
        assert grows == (watchers() > before)


async def test_nothing_is_drawn_while_the_keys_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    render = KeyFooter.render
    monkeypatch.setattr(KeyFooter, "render", lambda self: (drawn.append("once"), render(self))[1])
    async with Keys().run_test() as pilot:
        await pilot.pause()
        drawn.clear()
        for _ in range(3):
            pilot.app.screen.refresh_bindings()
            await pilot.pause()
        assert [] == drawn


def test_the_words_of_a_key_stand_beneath_one_another_in_the_help() -> None:
    binding = Binding(
        "f6", "finish", "No value", id="room.finish", tooltip="Finish this question without a value"
    )
    shown = key_list({"f6": ActiveBinding(Keys(), binding, True, "")}, {"f6": "f6"}, room=20).plain
    first, second = shown.splitlines()
    assert (first.index("Finish"), second.strip()) == (second.index("without"), "without a value")
