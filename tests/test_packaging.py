"""What is shipped: all three packages with their data, and the `pmtui` command."""

import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path, PurePosixPath

import pytest

import pmtui

ROOT = Path(__file__).parent.parent
PACKAGES = ("pmtui", "screens", "prompts")
FROM_SOURCE = (ROOT / "pmtui").is_dir()  # otherwise the installed wheel itself is under test


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the paths in a wheel built from the source, or those of the wheel that is installed."""
    if not FROM_SOURCE:
        return {str(PurePosixPath(path)) for path in metadata.files("pmtui") or ()}
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_shipped_with_its_types(shipped: set[str], package: str) -> None:
    assert {f"{package}/__init__.py", f"{package}/py.typed"} <= shipped


def test_the_wording_is_shipped(shipped: set[str]) -> None:
    templates = {
        f"prompts/templates/{name}.toml" for name in ("google_sre", "standard", "quick", "brief", "complete")
    }
    tables = {
        f"prompts/{name}.toml"
        for name in ("sections", "questions", "words", "policy", "five_whys", "headings")
    }
    assert templates | tables <= shipped
    assert any(path.startswith("prompts/language/") for path in shipped)
    assert any(path.startswith("prompts/examples/") for path in shipped)


@pytest.mark.skipif(not FROM_SOURCE, reason="there is no source to compare the installed wheel with")
def test_every_file_of_the_packages_is_shipped(shipped: set[str]) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - shipped == set()


def test_nothing_but_the_packages_is_shipped(shipped: set[str]) -> None:
    outside = {path.split("/")[0] for path in shipped if not path.startswith("..")} - set(PACKAGES)
    assert {name for name in outside if not name.startswith(("pmtui-", "_pmtui", "__editable__"))} == set()


def test_the_command_is_pmtui() -> None:
    (command,) = metadata.entry_points(group="console_scripts", name="pmtui")
    assert command.value == "pmtui.__main__:main"
    assert callable(command.load())


def test_the_version_is_told_in_one_place() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pmtui", "--version"], capture_output=True, text=True, check=True
    )
    assert metadata.version("pmtui") == pmtui.__version__
    assert pmtui.__version__ in done.stdout


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("dependencies = ["))
    end = next(number for number, line in enumerate(lines) if line.startswith("[project.scripts]"))
    wanted = [line for line in lines[start + 1 : end] if line.startswith('    "') and "pmtui[" not in line]
    assert len(wanted) > 10
    assert [line for line in wanted if "# " not in line] == []
