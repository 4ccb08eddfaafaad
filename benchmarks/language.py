"""Checking the wording of 120 KB of Markdown from the command line, and looking again after an edit.

    python benchmarks/language.py [--rounds N] [--file FILE.md] [--write-good PATH]

The first part runs `pmtui check FILE.md` as its own process, wall clock from start to end, and beside it in every round
`python -c pass` and, when its path is given, write-good's command on the same file (`npm install write-good@1.0.8`, then
`--write-good node_modules/.bin/write-good`). Printed are medians and the median ratio within a round. Without `--file` the
Markdown is made up here: headings, and paragraphs of which no two are the same, one sentence in five a rule's own example.

The second part checks a text of 100 paragraphs within one process, changes one of them and checks it again, each round
at another paragraph; what it found is compared with a check that remembers nothing.
"""

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmtui.language.paragraph_hints import paragraph_hints
from pmtui.language.rules import load_rules
from pmtui.language.text_hints import find_hints

BYTES = 120 * 1024
HEADINGS = (
    "Summary",
    "Impact",
    "Timeline",
    "Detection",
    "Root cause",
    "Response",
    "What went well",
    "Lessons learned",
)
SENTENCES = (
    "At 14:32 the deploy of the payment service raised the size of its connection pool from 20 to 200.",
    "The database accepted 1,900 connections and refused the next ones, which the client retried at once.",
    "The alert on queue length stayed silent, because its limit had been raised during a load test in January.",
    "`pool.acquire` took **8 seconds** in the median, and the [dashboard](https://example.org/d/12) showed it.",
    "We rolled back to build 5512 in the first region, watched it for ten minutes, and went on to the other two.",
    "Replication caught up at 15:17 UTC, and the orders that had been kept aside were played back by 16:02.",
    "The runbook names the primary of last year; the page that it links to was moved in March.",
    'The status page said "some requests may fail" from 14:41 on.',
)
PARAGRAPH = 5  # sentences
PARAGRAPHS = 100


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15, help="rounds that count; one more warms up (15)")
    parser.add_argument("--file", type=Path, help="your own Markdown instead of the made-up one")
    parser.add_argument("--write-good", metavar="PATH", help="write-good's command")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = args.file or Path(folder, "review.md")
        if not args.file:
            file.write_text(made_up(BYTES), "utf-8")
        from_the_command_line(file, args.write_good, args.rounds)
    again_after_an_edit(args.rounds * 10)
    return 0


def from_the_command_line(file: Path, write_good: str | None, rounds: int) -> None:
    commands = {
        "pmtui check": [sys.executable, "-m", "pmtui", "check", str(file)],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    if script := next((path for path in [Path(sys.executable).with_name("pmtui")] if path.exists()), None):
        commands["pmtui check"][:3] = [str(script)]
    if write_good:
        commands["write-good"] = [write_good, str(file)]
    noted: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if number:
                noted[name].append(time.perf_counter() - began)
    print(f"{file.stat().st_size / 1024:.0f} KB of Markdown, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    ours = noted["pmtui check"]
    for name, seconds in noted.items():
        ratio = statistics.median(one / two for one, two in zip(ours, seconds, strict=True))
        against = "" if seconds is ours else f"   pmtui check takes {ratio:5.2f} times as long"
        print(f"{name:16} {statistics.median(seconds) * 1000:7.0f} ms{against}")


def again_after_an_edit(rounds: int) -> None:
    paragraphs = made_up(BYTES).split("\n\n")[1 : PARAGRAPHS + 1]
    rules = load_rules()
    find_hints("\n\n".join(paragraphs), "summary", rules=rules)
    spent = []
    for number in range(rounds):
        at = number * 37 % PARAGRAPHS
        paragraphs[at] += f" It lasted about an hour on host {number}."
        text = "\n\n".join(paragraphs)
        began = time.perf_counter()
        found = find_hints(text, "summary", rules=rules)
        spent.append(time.perf_counter() - began)
    paragraph_hints.cache_clear()
    if found != find_hints(text, "summary", rules=rules):
        raise SystemExit("what is remembered differs from what is found anew")
    slow = sorted(spent)[int(len(spent) * 0.95)]
    print(f"{PARAGRAPHS} paragraphs ({len(text) // 1024} KB) again after one edit, {rounds} times:")
    print(f"median {statistics.median(spent) * 1000:.2f} ms, 95 of 100 within {slow * 1000:.2f} ms")


def made_up(size: int) -> str:
    """Return Markdown of a size in bytes."""
    examples = itertools.cycle(text for rule in load_rules().rules for text in (*rule.bad, *rule.good))
    plain = itertools.cycle(SENTENCES)
    parts = ["# Payments slow for an afternoon"]
    length = 0
    for number in itertools.count():
        if number % 12 == 0:
            parts.append(f"## {HEADINGS[number // 12 % len(HEADINGS)]}")
        sentences = [next(plain) for _ in range(PARAGRAPH - 1)]
        sentences.insert(number % PARAGRAPH, next(examples))
        parts.append(f"{' '.join(sentences)} This was seen on host {number}.")
        length += len(parts[-1].encode()) + 2
        if length >= size:
            return "\n\n".join(parts) + "\n"
    raise AssertionError("counting does not end")


if __name__ == "__main__":
    raise SystemExit(main())
