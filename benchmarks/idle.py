"""What the writing room costs while nobody types: processor time per second, in percent of one core.

    python benchmarks/idle.py [--seconds N]

A draft with hints in its text is opened in a 120x40 pseudo-terminal and left alone until everything that opening it
set off is over; then the processor time of all its threads is read twice. Linux only (it is read from /proc).
"""

import argparse
import tempfile
import time
from pathlib import Path

from terminal import Program, environment, pmtui

from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import example_document
from prompts.content import load_sections

SETTLING_SECONDS = 6.0


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=30, help="how long to watch (30)")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = Library(folder / "drafts").create(example_document())
        question = load_sections()["summary"].ask[:20]
        programs = {"library": (pmtui(), "Drafts"), "writing room": ([*pmtui(), str(draft)], question)}
        for what, (command, ready) in programs.items():
            program = Program(command, environment(folder))
            program.seconds_until(ready)
            watch(program, SETTLING_SECONDS)
            before, drawn = program.processor_seconds(), len(program.output)
            watch(program, seconds)
            percent = (program.processor_seconds() - before) / seconds * 100
            drawn = len(program.output) - drawn
            program.quit()
            print(f"{what:12} {percent:5.2f} % of a core, {drawn / seconds:4.0f} bytes drawn a second")
    return 0


def watch(program: Program, seconds: float) -> None:
    """Let the program be, but take in what it draws."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        program.read(left)


if __name__ == "__main__":
    raise SystemExit(main())
