"""Saving a draft of about 4 KB: from the moment it is asked for until it is safely on disk.

    python benchmarks/save.py [--saves N]

Every round changes the summary, saves the draft as the program does (serialise, temporary file beside it, fsync,
replace, fsync of the folder), and then does the least that is as safe with the same bytes by hand, as a yardstick for
this disk. Printed are the median and the 99th percentile of both, and the ratio of the medians.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pmtui.document.fields import set_value
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import open_draft

SENTENCE = "The pool of connections ran dry at 14:32 and requests waited eight seconds. "
TEXT = SENTENCE * (3_700 // len(SENTENCE))


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--saves", type=int, default=300, help="how many saves (300)")
    parser.add_argument("--folder", type=Path, help="where to save; tells one disk from another")
    options = parser.parse_args()
    ours: list[float] = []
    yardstick: list[float] = []
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        os.environ["PMTUI_STATE"] = str(folder / "state")
        draft = open_draft(Library(folder / "drafts").create(new_document("Checkout down", severity="SEV-2")))
        for number in range(options.saves):
            text = f"{TEXT}{number}"
            draft.edit(lambda document, text=text: set_value(document, "summary", text), "typing")
            ours.append(timed(draft.save_now))
            data = draft.path.read_bytes()
            yardstick.append(timed(lambda data=data: write_by_hand(folder / "by-hand.toml", data)))
        size = len(data)
        draft.close()
    print(f"{size:,} bytes, {options.saves} saves")
    report("pmtui", ours)
    report("the same bytes by hand", yardstick)
    print(f"ratio of the medians {statistics.median(ours) / statistics.median(yardstick):.2f}")
    return 0


def timed(step: Callable[[], object]) -> float:
    """Return the seconds that a step takes."""
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def write_by_hand(path: Path, data: bytes) -> None:
    """Replace a file so that either the old bytes or the new ones are there, whatever happens."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def report(name: str, seconds: list[float]) -> None:
    """Print one line."""
    last = statistics.quantiles(seconds, n=100)[98]
    print(
        f"{name:24} median {statistics.median(seconds) * 1000:6.2f} ms  99th percentile {last * 1000:6.2f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
