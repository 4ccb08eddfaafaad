"""Monstrous files as drafts: every command refuses them in words, soon, in little memory, and leaves every byte alone."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmtui.app import PmtuiApp
from screens.versions.unreadable import UnreadableScreen

resource = pytest.importorskip("resource", reason="what a process used, as Unix tells it")

pytestmark = pytest.mark.deep

MB = 1024 * 1024
MOST_MEMORY = 400  # MB
MOST_SECONDS = 2.0  # of the processor, so that a busy machine is no fault
PATIENCE = 30.0
UNIT = MB if sys.platform == "darwin" else 1024  # what the system counts memory in

HEAD = b'[meta]\nschema_version = 1\nid = "abc234"\ntitle = "Down"\n\n[narrative]\n'
MONSTERS = {
    "lists-200k-deep": HEAD + b"x = " + b"[" * 200_000 + b"]" * 200_000,
    "inline-tables-5k-deep": HEAD + b"x = " + b"{a=" * 5_000 + b"1" + b"}" * 5_000,
    "key-of-5k-parts": HEAD + b"a." * 5_000 + b"b = 1\n",
    "key-of-100k-parts": HEAD + b"a." * 100_000 + b"b = 1\n",
    "key-of-100k-escaped-parts": HEAD + rb'"\"".' * 100_000 + b"b = 1\n",
    "inline-key-of-100k-parts": HEAD + b"x = {" + b"a." * 100_000 + b"b = 1}\n",
    "number-of-5k-digits": HEAD + b"x = " + b"9" * 5_000,
    "number-of-15-mb": HEAD + b"x = 0x" + b"f" * (15 * MB),
    "a-million-tables": HEAD + b"".join(b"[t%d]\n" % number for number in range(1_000_000)),
    "nul": HEAD + b'x = "a\0b"\n',
    "zeros": bytes(100_000),
    "utf-16": HEAD.decode().encode("utf-16"),
    "more-than-16-mb": HEAD + b'summary = """\n' + b"word " * (17 * MB // 5) + b'"""\n',
    "100-mb": HEAD + b'summary = """\n' + b"word " * (20 * MB) + b'"""\n',
    "one-broken-line-of-5-mb": HEAD + b'summary = "' + b"word " * MB + b"\n",
}

# Runs a command and tells what it used, apart from the test's own memory.
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "pmtui", *sys.argv[1:]], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = (done.stdout + done.stderr).decode("utf-8", "replace")[:20_000]
print(json.dumps([done.returncode, said, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def measured(*words: str) -> tuple[int, str]:
    """Run a command within the bounds and return its exit code and words."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *words], capture_output=True, text=True, check=True, timeout=60
    )
    code, said, seconds, memory = json.loads(done.stdout)
    assert seconds < MOST_SECONDS
    assert memory / UNIT < MOST_MEMORY
    assert "Traceback" not in said
    return code, said


@pytest.fixture(params=MONSTERS)
def monster(request: pytest.FixtureRequest, drafts: Path) -> Path:
    drafts.mkdir(mode=0o700)
    path = drafts / "draft.toml"
    path.write_bytes(MONSTERS[request.param])
    return path


def test_commands_refuse_it_in_words_and_leave_it_alone(monster: Path) -> None:
    before = monster.read_bytes()
    assert measured("list")[0] == 0
    for words in (
        ["check", str(monster)],
        ["set", str(monster), "summary", "x"],
        ["export", str(monster), "--to", "md", "-o", "-"],
    ):
        code, said = measured(*words)
        assert code == 2
        assert "pmtui: draft.toml " in said
    assert measured("doctor")[0] == 1
    assert before == monster.read_bytes()
    assert [monster] == list(monster.parent.iterdir())


async def test_opening_it_shows_why_and_leaves_it_alone(monster: Path) -> None:
    before = monster.read_bytes()
    app = PmtuiApp(monster.parent, monster)
    async with app.run_test(size=(100, 30)) as pilot:
        deadline = time.monotonic() + PATIENCE
        while not isinstance(app.screen, UnreadableScreen):
            assert time.monotonic() < deadline, app.screen
            await pilot.pause()
    assert app.crash is None
    assert before == monster.read_bytes()
    assert [monster] == list(monster.parent.iterdir())
