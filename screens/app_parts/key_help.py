"""How the app tells of the keys of a screen: in its help, and in the command palette."""

from collections.abc import Container, Iterator
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen


def open_help(app: App[Any]) -> None:
    """Explain the screen that is shown, and its keys."""
    from screens.dialogs.help import HelpScreen

    if not isinstance(app.screen, HelpScreen):
        bindings = app.screen.active_bindings
        display = {key: app.get_key_display(active.binding) for key, active in bindings.items()}
        app.push_screen(HelpScreen(getattr(app.screen, "HELP", "") or "", bindings, display))


def open_key_menu(app: App[Any]) -> None:
    """Offer the commands of the screen that is shown by letter, and run the one that is chosen."""
    from screens.dialogs.key_menu import KeyMenu, Lettered, lettered

    if isinstance(app.screen, KeyMenu):
        return

    def run(chosen: Lettered | None) -> None:
        if chosen is not None:
            app.call_later(app.run_action, chosen.active.binding.action, chosen.active.node)

    app.push_screen(KeyMenu(lettered(app.screen.active_bindings)), run)


def key_commands(app: App[Any], screen: Screen[Any], offered: Container[str]) -> Iterator[SystemCommand]:
    """Offer every key of a screen by its words, but for those that are offered already."""
    told: set[str] = set()  # a binding with two keys is there twice
    for active in screen.active_bindings.values():
        binding = active.binding
        title = binding.description or binding.tooltip
        if binding.id and binding.tooltip and active.enabled and title not in told and title not in offered:
            told.add(title)
            node, action = active.node, binding.action

            async def run(node: Any = node, action: str = action) -> None:
                await app.run_action(action, node)

            yield SystemCommand(title, binding.tooltip, run)
