"""Key to repaint in a long timeline: the writing room on 20,000 events beside the same room on 100.

    python benchmarks/scrolling.py [--keys N] [--events N]

Both run in a 120x40 pseudo-terminal and get each key in turn, so that whatever else the machine does falls on both.
Printed for each key: milliseconds from the key to the first byte drawn (median, 95th percentile, longest) and the ratio
of the medians. Also printed: how long the page takes from being chosen until its first rows are on the screen.
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from terminal import Program, environment, pmtui

from pmtui.document.postmortem import replace
from pmtui.document.timeline import Event
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.new import new_document

FEW = 100
BEGAN = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
SENTENCE = "The pool of connections ran dry at 14:32 and requests waited eight seconds."
QUIET_SECONDS = 0.3
# Until everything that follows from opening has been drawn, the check of the whole draft included.
SETTLED_SECONDS = 3.0
SECTIONS = b"\x1bOQ"  # F2
DOWN, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[6~", b"\x1b[5~"
KEYS = {"down": DOWN, "page down": PAGE_DOWN, "page up": PAGE_UP}


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=40, help="how often each key is pressed (40)")
    parser.add_argument("--events", type=int, default=20_000, help="events of the long timeline (20,000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        programs = [start(Path(name), count) for count in (FEW, options.events)]
        for key, code in KEYS.items():
            report(key, *press(programs, code, options.keys))
        for program in programs:
            program.quit()
    return 0


def start(folder: Path, events: int) -> Program:
    """Open a draft with that many events at its timeline, and say how long the page took."""
    timeline = tuple(
        Event(
            id=f"e{number}",
            at=BEGAN + timedelta(seconds=number),
            text=f"no. {number} {SENTENCE}",
            kind="impact",
        )
        for number in range(1, events + 1)
    )
    path = folder / f"{events}.toml"
    path.write_bytes(dump(replace(new_document("Long", began=BEGAN), timeline=timeline)))
    program = Program([*pmtui(), str(path)], environment(folder))
    program.seconds_until("Saved ")
    program.drain(SETTLED_SECONDS)
    program.output = b""
    asked = time.perf_counter()
    for key in (SECTIONS, DOWN, DOWN, b"\r"):
        program.type(key)
        program.drain(QUIET_SECONDS / 3)
    program.seconds_until("no. 1 ")
    print(f"{events:,} events: the page is there after {time.perf_counter() - asked:.2f} s")
    program.drain(SETTLED_SECONDS)
    return program


def press(programs: list[Program], key: bytes, times: int) -> list[list[float]]:
    """Press one key in each program in turn; return the seconds until each began to draw."""
    taken: list[list[float]] = [[] for _ in programs]
    for _ in range(times):
        for program, seconds in zip(programs, taken, strict=True):
            pressed = time.perf_counter()
            program.type(key)
            drawn = program.read(10.0)
            if drawn is not None:
                seconds.append(drawn - pressed)
            program.drain(QUIET_SECONDS)
    return taken


def report(key: str, few: list[float], many: list[float]) -> None:
    """Print what one key cost in both."""
    for name, seconds in (("short", few), ("long", many)):
        ordered = sorted(seconds)
        print(
            f"{key:10} {name:6} median {statistics.median(ordered) * 1000:6.1f} ms"
            f"  p95 {ordered[int(len(ordered) * 0.95) - 1] * 1000:6.1f} ms  longest {ordered[-1] * 1000:6.1f} ms"
        )
    print(f"{key:10} long / short {statistics.median(many) / statistics.median(few):.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
