"""Help for the screen below: what it is for, and every key, made from the bindings."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.content import Content

from screens.dialogs.dialog import Dialog
from screens.dialogs.key_menu import LETTERS, MENU_KEY
from screens.widgets.plain_text import PlainText

KEY_WIDTH = 18
WIDTH, FRAME, LEAST = 76, 6, 20  # columns of the box, of its frame with the scrollbar, and for the words


class HelpScreen(Dialog[None]):
    """The keys of one screen."""

    heading = "Help"
    keys = "Esc closes · Ctrl+P finds any command by name"
    BINDINGS = [
        Binding("f1,question_mark,q,enter", "cancel", "Close", id="help.close", tooltip="Close the help")
    ]
    DEFAULT_CSS = """
    HelpScreen {
        .dialog { height: 94%; }
        VerticalScroll { height: 1fr; }
    }
    """

    def __init__(self, about: str, bindings: Mapping[str, ActiveBinding], display: Mapping[str, str]) -> None:
        """Explain `bindings`; `display` gives the words for keys."""
        super().__init__()
        self._about, self._keys, self._display = about, bindings, display

    @property
    def _room(self) -> int:
        """Columns for the words beside the keys."""
        return max(LEAST, min(WIDTH, int(self.app.size.width * 0.96)) - FRAME - KEY_WIDTH - 1)

    def body(self) -> ComposeResult:
        """Lay out what the screen is for, then its keys."""
        with VerticalScroll():
            yield PlainText(Content(self._about + "\n") if self._about else "")
            yield PlainText(key_list(self._keys, self._display, self._room))


def key_list(bindings: Mapping[str, ActiveBinding], display: Mapping[str, str], room: int = 60) -> Content:
    """Return every binding with its keys, what two do told once; words are wrapped at `room` columns."""
    menu = next(
        (display.get(key, key) for key, active in bindings.items() if active.binding.id == MENU_KEY.id), ""
    )
    keys: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    names: dict[str, str] = {}  # by what is done, which may have two bindings
    for key, active in bindings.items():
        binding = active.binding
        said = binding.tooltip or binding.description
        if binding.system or not said or not active.enabled:
            continue
        name = names.setdefault(said, binding.id or f"{binding.action} {binding.description}")
        keys.setdefault(name, []).append(display.get(key, key))
        words[name] = said
    parts: list[tuple[str, str] | str] = []
    for name in _ours_first(list(keys)):
        letter = LETTERS.get(name) if menu else None
        shown = [keys[name][0], f"{menu} {letter}"] if letter else keys[name][:2]
        parts += [(" / ".join(shown).ljust(KEY_WIDTH), "bold $primary"), f" {_hanging(words[name], room)}\n"]
    return Content.assemble(*parts)


def _hanging(words: str, room: int) -> str:
    """Return words wrapped so that every line begins beneath the first."""
    return ("\n" + " " * (KEY_WIDTH + 1)).join(wrap(words, room))


def _ours_first(names: Sequence[str]) -> Sequence[str]:
    """Put bindings with an id (ours) before those that a stock widget brings."""
    return sorted(names, key=lambda name: " " in name or "." not in name)
