"""What waits until something is on the screen: each of these costs more than painting the list of drafts."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Runs the app with a terminal that is not there and notes what was loaded when the first screen had been drawn: the
# moment at which `App._display` was first given a whole screen.
WATCHED = """
import sys
from pathlib import Path
from pmtui.app import PmtuiApp
from pmtui.settings import Settings

shown = []

class Watched(PmtuiApp):
    def _display(self, screen, renderable):
        super()._display(screen, renderable)
        if renderable is not None and not shown and screen.is_current and screen.children:
            rows = "\\n".join(strip.text for strip in screen._compositor.render_strips())
            if sys.argv[3] in rows:
                shown.append(sorted(sys.modules))
                self.exit()

draft = Path(sys.argv[2]) if sys.argv[2] else None
Watched(Path(sys.argv[1]), draft, Settings()).run(headless=True, size=(80, 24))
print("\\n".join(shown[0]))
"""

NEVER = {
    "pydantic", "jinja2", "markdown_it", "importlib.metadata", "tree_sitter", "http.client", "tomli_w",
    "textual.widgets._text_area", "textual.widgets._data_table", "textual.widgets._markdown",
}  # fmt: skip


def loaded_at_first_paint(folder: Path, draft: Path | None, wanted: str) -> set[str]:
    """Return the names of the modules that were loaded when the words stood on the screen for the first time."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(folder), str(draft or ""), wanted],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"textual.app", "pmtui.app", "screens.library.library"} <= loaded
    return loaded


@pytest.mark.parametrize("drafts_there", [0, 3])
def test_the_library_is_painted_without_the_model_and_the_heavy_widgets(
    put: Callable[..., Path], drafts: Path, drafts_there: int
) -> None:
    for number in range(drafts_there):
        put(title=f"Draft number {number}")
    loaded = loaded_at_first_paint(drafts, None, "Draft number 2" if drafts_there else "Nothing here yet")
    assert set() == NEVER & loaded


def test_the_shell_of_the_writing_room_is_painted_without_them_as_well(
    put: Callable[..., Path], drafts: Path
) -> None:
    loaded = loaded_at_first_paint(drafts, put(title="Sign-in failed"), "Sign-in failed")
    assert set() == NEVER & loaded
