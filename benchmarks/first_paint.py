"""Time until something is on the screen: pmtui's screens against a bare Textual app, its help against Python itself.

    python benchmarks/first_paint.py [--pairs N]

Every round starts each program once, in an order that turns round from one round to the next, in a 120x40
pseudo-terminal, so that whatever else the machine does falls on all of them. Printed are, for time on the clock and for
processor time, the median in milliseconds and the median ratio within a round. On a busy machine the ratio of processor
times is the steadier one. Measure an installed wheel whose files are compiled: Python reads a source tree without
compiled files three times as slowly. Linux only (processor time is read from /proc).
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from terminal import Program, environment, pmtui

from pmtui.document.postmortem import Narrative, replace
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_document
from prompts.content import load_sections

DRAFTS = 20
WRITTEN = "The connection pool ran dry."  # text of a draft, which only the page itself can show
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    BINDINGS = [("ctrl+q", "quit", "Quit")]
    def compose(self):
        yield Static("Nothing else")

Bare().run()
"""
Cost = tuple[float, float]  # seconds on the clock, seconds of the processor
Costs = dict[str, Cost]


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=15, help="rounds that count; two more warm up (15)")
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = make_drafts(folder)
        print(f"{' '.join(pmtui())}, Python {sys.version.split()[0]}, {pairs} rounds")
        screens = rounds(pairs, screen_measures(folder, draft))
        for name in ("library", "writing room, shell", "writing room, ready to type"):
            report(name, screens[name], "bare Textual app", screens["bare"])
        commands = rounds(pairs * 2, command_measures(folder))
        for name in ("--version", "--help"):
            report(name, commands[name], "python -c pass", commands["python"])
    return 0


def make_drafts(folder: Path) -> Path:
    """Fill the drafts folder and return the draft that is opened."""
    library = Library(folder / "drafts")
    day = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
    for number in range(DRAFTS):
        document = new_document(
            f"Sign-in slow in region {number}", severity="SEV-2", began=day + timedelta(days=number)
        )
        path = library.create(replace(document, narrative=Narrative(summary=WRITTEN)))
    return path


# What is measured


def screen_measures(folder: Path, draft: Path) -> tuple[Callable[[], Costs], ...]:
    """Return a function for each program on screen, which runs it once."""
    around = environment(folder)
    question = load_sections()["summary"].ask[:20]

    def bare() -> Costs:
        return shown([sys.executable, "-c", BARE], around, {"bare": "Nothing else"})

    def library() -> Costs:
        return shown(pmtui(), around, {"library": f"region {DRAFTS - 1}"})

    def writing_room() -> Costs:
        wanted = {"writing room, shell": question, "writing room, ready to type": WRITTEN}
        return shown([*pmtui(), str(draft)], around, wanted)

    return bare, library, writing_room


def command_measures(folder: Path) -> tuple[Callable[[], Costs], ...]:
    """Return a function for each command without a screen, which runs it once."""
    around = environment(folder)
    return (
        lambda: ran("python", [sys.executable, "-c", "pass"], around),
        lambda: ran("--version", [*pmtui(), "--version"], around),
        lambda: ran("--help", [*pmtui(), "--help"], around),
    )


def shown(command: list[str], around: Mapping[str, str], wanted: Mapping[str, str]) -> Costs:
    """Start a program and return what it had cost when each text was on its screen."""
    program = Program(command, around)
    costs = {
        name: (program.seconds_until(text), program.processor_seconds()) for name, text in wanted.items()
    }
    program.drain(0.3)
    program.quit()
    return costs


def ran(name: str, command: list[str], around: Mapping[str, str]) -> Costs:
    """Run a command to its end and return what it cost."""
    before, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=around, stdout=subprocess.DEVNULL, check=True)
    seconds, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return {name: (seconds, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)}


def rounds(count: int, measures: tuple[Callable[[], Costs], ...]) -> dict[str, list[Cost]]:
    """Run every measure once in each round, forwards and backwards in turn, and return the costs of each."""
    noted: dict[str, list[Cost]] = {}
    for number in range(-2, count):
        for measure in measures if number % 2 else reversed(measures):
            for name, cost in measure().items():
                if number >= 0:
                    noted.setdefault(name, []).append(cost)
    return noted


def report(name: str, costs: list[Cost], other: str, others: list[Cost]) -> None:
    """Print one line."""
    said = []
    for ours, theirs in zip(zip(*costs, strict=True), zip(*others, strict=True), strict=True):
        ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
        said.append(f"{statistics.median(ours) * 1000:5.0f} ms {ratio:5.2f} times")
    print(f"{name:28} clock {said[0]}   processor {said[1]}   {other}")


if __name__ == "__main__":
    raise SystemExit(main())
