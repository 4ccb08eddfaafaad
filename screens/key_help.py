"""How the app tells of the keys of a screen: in its help, and in the command palette."""

from collections.abc import Iterable
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen

from screens.textual_faults.app import AppFaults


class KeyHelp(AppFaults):
    """An app that explains the keys of the screen that is shown, and offers them by their words."""

    def action_help(self) -> None:
        """Explain the screen and its keys."""
        from screens.dialogs.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return
        bindings = self.screen.active_bindings
        display = {key: self.get_key_display(active.binding) for key, active in bindings.items()}
        self.push_screen(HelpScreen(getattr(self.screen, "HELP", "") or "", bindings, display))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key of the screen in the command palette, by its words."""
        offered: set[str] = set()  # a binding with two keys is there twice, Textual has some as well
        for command in super().get_system_commands(screen):
            offered.add(command.title)
            yield command
        for active in screen.active_bindings.values():
            binding = active.binding
            title = binding.description or binding.tooltip
            if binding.id and binding.tooltip and active.enabled and title not in offered:
                offered.add(title)
                node, action = active.node, binding.action

                async def run(node: Any = node, action: str = action) -> None:
                    await self.run_action(action, node)

                yield SystemCommand(title, binding.tooltip, run)
