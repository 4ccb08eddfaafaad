"""The script that makes the pictures works, and its pictures ask nobody for anything."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SCRIPT = DOCS / "make_pictures.py"
pytestmark = pytest.mark.skipif(
    not SCRIPT.exists(), reason="the installed wheel is under test, without its pictures"
)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module; what it replaces elsewhere is put back after the test."""
    spec = importlib.util.spec_from_file_location("make_pictures", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "make_pictures", module)
    spec.loader.exec_module(module)
    return module


def test_every_picture_of_the_script_is_kept_and_none_besides(script: ModuleType) -> None:
    assert set(script.PICTURES) == {path.stem for path in DOCS.glob("*.svg")}


def test_a_picture_shows_the_screen_and_the_stopped_clock(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in script.CLOCKS:
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(script, "QUIET", 3)
    path = script.make("writing", tmp_path)
    words = " ".join("".join(ElementTree.parse(path).getroot().itertext()).replace("\xa0", " ").split())
    assert "Kofi forgot" in words
    assert "Saved 10:20" in words


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.svg")), ids=lambda path: path.stem)
def test_a_picture_is_whole_lean_and_asks_for_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    ElementTree.fromstring(text)
    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}
    assert len(text) < 120_000
