"""Large loads: a list of 10,000 drafts, a draft of 5 MB, a timeline of 20,000 events.

    python benchmarks/loads.py [--rounds N]

Every load is made up here and measured beside the least that any program would have to do with the same bytes, in turn:
reading the start of each file, or the standard library's TOML parser. Printed are medians in milliseconds and the median
ratio within a round. Files are read again and again, so they come from memory.
"""

import argparse
import os
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.drafts.file.file_head import HEAD_SIZE
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.open_draft import open_draft

DRAFTS, MEGABYTES, EVENTS = 10_000, 5, 20_000
BEGAN = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
SENTENCE = "The pool of connections ran dry at 14:32 and requests waited eight seconds.\n"


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="rounds that count; one more warms up (7)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PMTUI_STATE"] = str(folder / "state")
        list_drafts(folder / "many", rounds)
        open_large(folder / "large.toml", rounds)
        load_events(rounds)
    return 0


def list_drafts(folder: Path, rounds: int) -> None:
    """Measure the list of many drafts against reading the start of each file."""
    folder.mkdir()
    for number in range(DRAFTS):
        document = new_document(
            f"Sign-in slow {number}", severity="SEV-2", began=BEGAN + timedelta(hours=number)
        )
        data = dump(replace(document, narrative=Narrative(summary=SENTENCE * 20)))
        (folder / f"draft-{number:05}.toml").write_bytes(data)

    def starts() -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                with open(entry.path, "rb") as file:
                    file.read(HEAD_SIZE)

    report(f"list {DRAFTS:,} drafts", Library(folder).heads, "reading their starts", starts, rounds)


def open_large(path: Path, rounds: int) -> None:
    """Measure opening a draft of some megabytes, lock, history and saver included, against parsing it."""
    text = SENTENCE * (MEGABYTES * 1_000_000 // len(SENTENCE))
    data = dump(replace(new_document("Large"), narrative=Narrative(summary=text)))
    path.write_bytes(data)
    report(
        f"open a draft of {len(data) / 1e6:.1f} MB",
        lambda: open_draft(path).close(),
        "the TOML parser",
        lambda: tomllib.loads(data.decode()),
        rounds,
    )


def load_events(rounds: int) -> None:
    """Measure reading a long timeline against parsing it."""
    data = dump(with_events())
    report(
        f"load {EVENTS:,} events ({len(data) / 1e6:.1f} MB)",
        lambda: load(data, "draft.toml"),
        "the TOML parser",
        lambda: tomllib.loads(data.decode()),
        rounds,
    )


def with_events() -> Postmortem:
    """Return a document with a long timeline."""
    events = tuple(
        Event(id=f"e{number}", at=BEGAN + timedelta(seconds=number), text=SENTENCE.strip(), kind="impact")
        for number in range(EVENTS)
    )
    return replace(new_document("Long"), timeline=events)


def report(
    name: str, ours: Callable[[], object], other: str, theirs: Callable[[], object], rounds: int
) -> None:
    """Time both in turn, leave the first round out, and print the medians and the median ratio."""
    times = [(timed(ours), timed(theirs)) for _ in range(rounds + 1)][1:]
    ratio = statistics.median(one / two for one, two in times)
    median, median_other = (statistics.median(each) * 1000 for each in zip(*times, strict=True))
    print(f"{name:32} {median:7.1f} ms  {ratio:5.2f} times {other} ({median_other:.1f} ms)", flush=True)


def timed(step: Callable[[], object]) -> float:
    """Return the seconds that a step takes."""
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
