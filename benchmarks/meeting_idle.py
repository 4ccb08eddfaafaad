"""What the running review meeting costs while nobody presses a key: processor time per second, in percent of one core.

    python benchmarks/meeting_idle.py [--seconds N]

The worked example is presented in a 120x40 pseudo-terminal with the clock running and an event in view; once everything
that opening it set off is over, the processor time of all its threads is read twice. The clock is drawn once a second,
and every fifteen seconds its state goes to the disk: both are in the figure. Linux only (it is read from /proc).
"""

import argparse
import tempfile
import time
from pathlib import Path

from idle import SETTLING_SECONDS, watch
from terminal import Program, environment, pmtui

from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import example_document

BETWEEN_KEYS = 1.0


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long to watch (60)")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draft = Library(folder / "drafts").create(example_document())
        program = Program([*pmtui(), "present", str(draft)], environment(folder))
        program.seconds_until("Before you begin")
        for key in (b"\r", b" ", b"]"):  # the opening card, the clock, an event
            program.type(key)
            watch(program, BETWEEN_KEYS)
        program.type(
            b" "
        )  # what is drawn of the next event is what differs, so no whole word can be waited for
        watch(program, SETTLING_SECONDS)
        began, before, drawn = time.monotonic(), program.processor_seconds(), len(program.output)
        watch(program, seconds)
        passed = time.monotonic() - began
        percent = (program.processor_seconds() - before) / passed * 100
        drawn = len(program.output) - drawn
        program.quit()
    print(f"meeting {percent:5.2f} % of a core, {drawn / passed:4.0f} bytes drawn a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
