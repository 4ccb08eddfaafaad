"""What keys cost in the whole writing room, with everything that follows them: saving, checking, hints, the outline.

    python benchmarks/room.py [--words N] [--keys N] [--run N] [--only NAME ...]

A draft of so many words is opened in a 120x40 pseudo-terminal and its summary typed into, one key and then a pause until
nothing follows any more. Printed for each kind of key, as medians: bytes written to the terminal, milliseconds of
processor time of all threads, milliseconds from the key to the first byte. Then so many keys are typed in a row:
memory at the end over memory at the beginning, the processor time of the last tenth of the keys over that of the
first, and how long the program is busy after the last one. Linux only (all of it is read from /proc). A figure over
its aim is marked, and the exit code is 1 then.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from idle import watch
from terminal import Program, environment, pmtui
from typing_speed import made_text

from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import example_document

OPENING_SECONDS = 6.0
PAUSE = 2.2  # seconds after which everything that follows a key is over: the checks come after 1.2
WARM_UP = 2
STILL_SECONDS = 0.05  # of processor time in a second: a program that takes less does nothing
RUN_PAUSE = 0.06  # seconds between the keys of a run
GROWTH_MB, SLOWER, REST_SECONDS = (
    5.0,
    1.2,
    2.5,
)  # aims of a run; the last check comes 1.2 s after the last key
EVENTS = 120
RUN = "run"


@dataclass(frozen=True)
class Aim:
    """What one kind of key may cost at most, in bytes, milliseconds of processor, milliseconds to the repaint."""

    drawn: int
    processor: float = 60.0
    repaint: float = 16.0


@dataclass(frozen=True)
class Case:
    """Keys of one kind: what goes before them, and what is pressed."""

    before: Sequence[bytes]
    keys: Sequence[bytes]
    aim: Aim


DOWN, UP, LEFT = b"\x1b[B", b"\x1b[A", b"\x1b[D"
SECTIONS, ALL_HINTS = b"\x1bOQ", b"\x1b[21~"
CASES = {
    "a letter": Case([], [b"x"], Aim(1024)),
    "a letter, 12 rows up": Case([UP] * 12, [b"x"], Aim(1024)),
    "cursor along a line": Case([], [LEFT], Aim(300)),
    "cursor to another line": Case([], [UP, DOWN], Aim(300)),
    "list of sections, one row": Case([SECTIONS], [DOWN, UP], Aim(2048)),
    "timeline, one row": Case([DOWN, DOWN, b"\r"], [DOWN], Aim(2048)),
    "timeline, scrolling a row": Case([DOWN] * 30, [DOWN], Aim(2048)),
    "all hints, one row": Case([ALL_HINTS], [DOWN], Aim(2048)),
}


@dataclass
class Cost:
    """What the keys of one case cost."""

    drawn: list[int] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    repaint: list[float] = field(default_factory=list)
    last: bytes = b""


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=2000, help="words in the summary (2,000)")
    parser.add_argument("--keys", type=int, default=12, help="keys of each kind (12)")
    parser.add_argument("--run", type=int, default=1500, help="keys typed in a row (1,500)")
    parser.add_argument("--only", nargs="+", choices=[*CASES, RUN], default=[*CASES, RUN], metavar="NAME")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep there what the last key of each kind drew"
    )
    options = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = Library(folder / "drafts").create(made_document(options.words))
        program = open_room(draft, folder)
        if RUN in options.only:
            held &= report_run(program, options.run)
        for name, case in CASES.items():
            cost = measure(program, case, options.keys if name in options.only else 0)
            if name in options.only:
                held &= report(name, cost, case.aim)
                if options.keep:
                    (options.keep / name.replace(" ", "_")).write_bytes(cost.last)
        program.quit()
    return 0 if held else 1


def made_document(words: int) -> Postmortem:
    """Return the worked example with a long summary, and a timeline that does not fit on the screen."""
    example = example_document()
    events = [
        replace(event, id=f"e{number}") for number, event in enumerate((example.timeline * 12)[:EVENTS], 1)
    ]
    narrative = replace(example.narrative, summary=made_text(words, 80))
    return replace(example, timeline=tuple(events), narrative=narrative)


def open_room(draft: Path, folder: Path) -> Program:
    """Open a draft and wait until everything that opening it sets off is over."""
    program = Program([*pmtui(), str(draft)], environment(folder))
    watch(program, OPENING_SECONDS)
    still(program)
    return program


def measure(program: Program, case: Case, times: int) -> Cost:
    """Press the keys of one case in turn, each with a pause behind it, and note what each costs."""
    for key in case.before:
        program.type(key)
        watch(program, PAUSE)
    cost = Cost()
    for number in range(WARM_UP + times):
        drawn, processor = len(program.output), program.processor_seconds()
        pressed = time.perf_counter()
        program.type(case.keys[number % len(case.keys)])
        first = program.read(PAUSE)
        watch(program, PAUSE)
        if number >= WARM_UP:
            cost.drawn.append(len(program.output) - drawn)
            cost.processor.append((program.processor_seconds() - processor) * 1000)
            cost.repaint.append(((first or pressed) - pressed) * 1000)
        cost.last = program.output[drawn:]
    return cost


def report(name: str, cost: Cost, aim: Aim) -> bool:
    """Print what the keys of one case cost; tell whether that is within its aims."""
    drawn, processor, repaint = map(statistics.median, (cost.drawn, cost.processor, cost.repaint))
    figures = [
        f"{drawn:7.0f} bytes" + over(drawn > aim.drawn),
        f"processor {processor:6.1f} ms" + over(processor > aim.processor),
        f"repaint {repaint:6.1f} ms" + over(repaint > aim.repaint),
    ]
    print(f"{name:28}", "  ".join(figures), flush=True)
    return not any("!" in figure for figure in figures)


def report_run(program: Program, keys: int) -> bool:
    """Type many keys in a row and print what becomes of memory, speed and rest; tell whether that is within its aims."""
    held, costs = memory(program), []
    for number in range(keys):
        if number % (keys // 10) == 0:
            costs.append(program.processor_seconds())
        program.type(b" " if number % 6 == 5 else b"x")
        watch(program, RUN_PAUSE)
    costs.append(program.processor_seconds())
    busy = still(program)
    grown = (memory(program) - held) / 1e6
    slower = (costs[-1] - costs[-2]) / (costs[1] - costs[0])
    each = (costs[-1] - costs[0]) / keys * 1000
    figures = [
        f"{grown:+.1f} MB" + over(grown > GROWTH_MB),
        f"{each:.1f} ms of processor a key",
        f"last tenth {slower:.2f} times the first" + over(slower > SLOWER),
        f"at rest after {busy:.1f} s" + over(busy > REST_SECONDS),
    ]
    print(f"{keys} keys in a row:", ", ".join(figures), flush=True)
    return not any("!" in figure for figure in figures)


def over(missed: bool) -> str:
    """Mark a figure that misses its aim."""
    return " (!)" if missed else ""


def still(program: Program) -> float:
    """Wait until the program does nothing any more; return for how many seconds it did something."""
    began = time.monotonic()
    while True:
        before = program.processor_seconds()
        watch(program, 1.0)
        if program.processor_seconds() - before < STILL_SECONDS:
            return time.monotonic() - began - 1.0


def memory(program: Program) -> int:
    """Return the bytes of memory that the program has in use (Linux only)."""
    pages = int(Path(f"/proc/{program.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
