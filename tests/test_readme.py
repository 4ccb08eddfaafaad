"""The README tells the truth: its links lead somewhere, its commands run, its keys are those of the program."""

import importlib
import os
import pkgutil
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from textual.binding import Binding

import screens
from pmtui.app import PmtuiApp
from pmtui.drafts.file.format import load
from screens.dialogs.key_menu import LETTERS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
pytestmark = pytest.mark.skipif(
    not README.exists(), reason="the installed wheel is under test, without its README"
)

TEXT = README.read_text("utf-8") if README.exists() else ""
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
ANCHOR = re.compile(r"\]\(#([^)]+)\)")
BLOCK = r"^```{}\n(.*?)^```"
KEY_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| `([a-z_]+\.[a-z_]+)` \|$", re.MULTILINE)
KEY_NAMES = {
    "slash": "/",
    "escape": "Esc",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "right": "→",
    "left": "←",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "full_stop": ".",
    "asterisk": "*",
    "question_mark": "?",
}
# What is shown at the bottom of these is what a person has to know first.
MAIN_SCREENS = ("library", "room", "app")


def blocks(language: str) -> list[str]:
    return re.findall(BLOCK.format(language), TEXT, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def bindings() -> dict[str, Binding]:
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(screens.__path__, "screens.")
    ]
    classes = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    declared = [binding for each in (*classes, PmtuiApp) for binding in vars(each).get("BINDINGS", ())]
    return {binding.id: binding for binding in declared if isinstance(binding, Binding) and binding.id}


def key_words(binding: Binding) -> str:
    """Return the first key of a binding as people write it: `ctrl+n` -> `Ctrl+N`."""
    first = binding.key.split(",")[0]
    parts = [
        KEY_NAMES.get(part, part.title() if len(part) > 1 or "+" in first else part)
        for part in first.split("+")
    ]
    return "+".join(parts)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("link", sorted(set(LINK.findall(TEXT))))
def test_every_link_and_picture_is_there(link: str) -> None:
    assert (ROOT / link).exists()


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert set(ANCHOR.findall(TEXT)) <= headings


def test_every_place_of_the_code_map_exists() -> None:
    rooms = re.findall(r"^\| `([^`]+)` \|", TEXT.split("## The code")[1], re.MULTILINE)
    assert len(rooms) > 10
    assert [room for room in rooms if not (ROOT / room).exists()] == []


@pytest.mark.parametrize(("keys", "words", "name"), KEY_ROW.findall(TEXT))
def test_a_key_of_the_table_is_that_of_the_program(keys: str, words: str, name: str) -> None:
    binding = bindings()[name]
    letter = f", Ctrl+T {LETTERS[name]}" if name in LETTERS else ""
    assert (key_words(binding) + letter, binding.tooltip) == (keys, words)


def test_every_key_at_the_bottom_of_the_main_screens_is_in_the_table() -> None:
    shown = {name for name, each in bindings().items() if each.show and name.split(".")[0] in MAIN_SCREENS}
    assert len(shown) > 10
    assert shown - {name for _, _, name in KEY_ROW.findall(TEXT)} == set()


def test_the_commands_run_in_their_order(tmp_path: Path) -> None:
    assert len(commands()) > 8
    for command in commands():
        program, *arguments = shlex.split(command)
        assert program == "pmtui"
        done = subprocess.run(
            [sys.executable, "-m", "pmtui", *arguments],
            cwd=tmp_path,
            env=os.environ,
            capture_output=True,
            text=True,
        )
        expected = {0, 1} if arguments[0] == "check" else {0}  # whether an action is late depends on the day
        assert done.returncode in expected, f"{command}: {done.stderr}"
    assert {"example.toml", "example.md", "example.html"} <= {path.name for path in tmp_path.iterdir()}


def test_the_file_that_is_shown_is_a_draft() -> None:
    (shown,) = blocks("toml")
    document = load(shown.encode(), "README.md")
    assert document.meta.title
    assert document.timeline
    assert document.actions
