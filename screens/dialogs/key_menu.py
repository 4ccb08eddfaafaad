"""The commands of a screen by letter, after one key that every terminal lets through.

Function keys belong to the desktop on many machines, and Alt types letters on others. Whatever has only such keys is
here as well: Ctrl+T, and its letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.events import Key

from screens.dialogs.dialog import Dialog
from screens.widgets.plain_text import PlainText

LETTERS: Mapping[str, str] = {
    "room.sections": "s",
    "room.coach": "c",
    "room.finish": "x",
    "vague.unknown": "x",
    "prose.next_hint": "j",
    "hints.next": "j",
    "sharpen.next": "j",
    "prose.previous_hint": "k",
    "hints.previous": "k",
    "sharpen.previous": "k",
    "prose.apply_hint": "w",
    "hints.mend": "w",
    "hints.explain": "e",
    "hints.list": "a",
    "hints.rule_off": "r",
    "hints.system": "y",
    "hints.switch": "o",
    "prose.find_next": "n",
    "prose.find_previous": "b",
    "prose.edit_outside": "v",
    "items.up": "u",
    "items.down": "d",
    "room.preview": "p",
    "room.template": "t",
    "room.present": "m",
    "room.focus": "z",
    "room.history": "h",
    "room.save_copy": "i",
    "room.together": "g",
    "room.take_over_in_field": "l",
    "app.help": "?",
    "dialog.help": "?",
}

MENU_KEY = Binding(
    "ctrl+t", "app.key_menu", "More", id="app.menu", priority=True, tooltip="Every command by its letter, without function keys and Alt"
)  # fmt: skip
COLUMN = 36  # cells of each of the two columns


@dataclass(frozen=True)
class Lettered:
    """A command of the screen below, and the letter that runs it."""

    letter: str
    active: ActiveBinding


def lettered(bindings: Mapping[str, ActiveBinding]) -> list[Lettered]:
    """Return the commands among these that have a letter and can be run now, in the order of `LETTERS`."""
    by_id = {active.binding.id: active for active in reversed(list(bindings.values())) if active.enabled}
    return [Lettered(letter, by_id[name]) for name, letter in LETTERS.items() if name in by_id]


class KeyMenu(Dialog[Lettered]):
    """Answers with the command whose letter is typed."""

    heading = "Which command?"
    keys = "Type its letter · Esc closes · Ctrl+P finds any command by its name"
    HELP = "Each letter runs the command beside it."

    def __init__(self, commands: list[Lettered]) -> None:
        """Offer `commands`."""
        super().__init__()
        self._commands = commands

    def body(self) -> ComposeResult:
        """Lay out the letters in two columns."""
        half = (len(self._commands) + 1) // 2
        left, right = self._commands[:half], self._commands[half:]
        parts: list[tuple[str, str] | str] = []
        for number, entry in enumerate(left):
            parts += [
                (entry.letter, "bold $primary"),
                f"  {entry.active.binding.description}".ljust(COLUMN - 1),
            ]
            if number < len(right):
                parts += [
                    (right[number].letter, "bold $primary"),
                    f"  {right[number].active.binding.description}",
                ]
            parts.append("\n")
        yield PlainText(Content.assemble(*parts))

    def on_key(self, event: Key) -> None:
        """Answer with the command of a letter; say so where there is none."""
        if not event.is_printable:
            return
        event.stop()
        chosen = next((entry for entry in self._commands if entry.letter == event.character), None)
        if chosen is not None:
            self.dismiss(chosen)
        else:
            self.notify(f"No command has the letter {event.character}.", timeout=3)
