"""What every test starts from: folders of its own, a plain environment, and no way to the network."""

import gc
import itertools
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, configuration, settings

# A busy machine is no fault of the code; what was found is printed, so that no database is needed.
_PATIENT = settings(
    deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("quick", _PATIENT, max_examples=30)
settings.register_profile("thorough", _PATIENT, max_examples=300)  # .ci/run asks for it
settings.load_profile("quick")

_NETWORK = {int(socket.AF_INET), int(socket.AF_INET6)}
_attempts: list[str] = []


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    # The interpreter's own report of a new socket: no import order and no other library gets round it.
    # On Windows an event loop talks to itself through the loopback address.
    if event == "socket.__new__" and args[1] in _NETWORK and os.name != "nt":
        _attempts.append(f"family {args[1]}")
        raise RuntimeError("a test opened a network socket")


sys.addaudithook(_refuse_network)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run two tests at once for each core: those that press keys wait for half their time.

    More would cost more than they save: each one reads all test files again.
    """
    return min(2 * (os.cpu_count() or 1), 16)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never in what was loaded: a fifth of the time of tests with screens went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


# A thread that outlives its test (a saver ending late) must not find the person's own folders.
for _name in ("PMTUI_DRAFTS", "PMTUI_CONFIG", "PMTUI_STATE"):
    os.environ[_name] = tempfile.mkdtemp(prefix="pmtui-tests-")


@pytest.fixture(scope="session", autouse=True)
def _hypothesis_writes_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    configuration.set_hypothesis_home_dir(tmp_path_factory.mktemp("hypothesis"))


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """Fail a test that opened a network socket, even when the code under test hid the error."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"network sockets were opened: {_attempts}"


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Number the home folders; a temporary folder of pytest for each would look through all those before it."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _sealed(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Point every folder that pmtui could use at an empty one, and forget the person's own preferences."""
    home = next(_homes)
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME"):
        monkeypatch.setenv(f"XDG_{name}", str(home / name.lower()))
    monkeypatch.setenv("PMTUI_DRAFTS", str(home / "drafts"))
    monkeypatch.setenv("PMTUI_CONFIG", str(home / "config"))
    monkeypatch.setenv("PMTUI_STATE", str(home / "state"))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def drafts() -> Path:
    """The drafts folder of this test; it is not there until something is put in it."""
    return Path(os.environ["PMTUI_DRAFTS"])


@pytest.fixture
def stored_draft() -> Path:
    """A stored draft of schema 1 that uses every table."""
    return Path(__file__).parent / "data" / "v1-draft.toml"
