"""Checking and exporting a long document, against reading the same text with markdown-it.

    python benchmarks/long_document.py [--rounds N]

The document is made up here: 120 KB of prose in four sections, 500 events, 60 causes and 60 actions. Every round
times each step once on a document that no round before has seen, so that nothing remembered helps. Printed are medians
in milliseconds and the median ratio to markdown-it within a round. What is loaded once (rules, templates) is loaded
in a first round that does not count.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from markdown_it import MarkdownIt

from pmtui.checks.readiness import check_document
from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.folder.new import new_document
from pmtui.exporting.html import to_html
from pmtui.exporting.markdown import to_markdown
from prompts.content import load_policy, load_templates, load_words

PROSE_BYTES = 120_000
SECTIONS = ("summary", "root_cause", "trigger", "resolution")
EVENTS, CAUSES, ACTIONS = 500, 60, 60
BEGAN = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)
SENTENCES = (
    "At 14:32 the deploy of the payment service raised the size of its connection pool from 20 to 200.",
    "The database accepted 1,900 connections and refused the next ones with an error that clients retried at once.",
    "Nobody on the shift had seen the error before, and the runbook obviously named another cause.",
    "The alert on queue length stayed silent, because its limit had been raised during a load test in January.",
    "Some requests were slow for a while; `pool.acquire` took **8 seconds** in the median.",
)


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=11, help="rounds that count; one more warms up (11)")
    rounds = parser.parse_args().rounds
    noted: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        document = made_up(number)
        for name, step in measured(document).items():
            began = time.perf_counter()
            step()
            if number:
                noted.setdefault(name, []).append(time.perf_counter() - began)
    sizes = len(dump(document)) // 1000, len(written(document)) // 1000
    print(f"{sizes[0]} KB of draft, {sizes[1]} KB of it prose, {rounds} rounds")
    base = noted["markdown-it reads the prose"]
    for name, seconds in noted.items():
        ratio = statistics.median(one / two for one, two in zip(seconds, base, strict=True))
        print(f"{name:32} {statistics.median(seconds) * 1000:7.1f} ms  {ratio:6.2f} times markdown-it")
    return 0


def measured(document: Postmortem) -> dict[str, Callable[[], object]]:
    """Return what is timed, by name; the first is what the others are compared with."""
    template = load_templates()["google_sre"]
    policy, milestones = load_policy(), load_words()["milestone"]
    reader, text, data = MarkdownIt("commonmark"), written(document), dump(document)

    def check() -> object:
        return check_document(document, template, policy, date(2026, 3, 20), milestones=milestones)

    return {
        "markdown-it reads the prose": lambda: reader.parse(text),
        "check": check,
        "export to Markdown": lambda: to_markdown(document, template),
        "export to HTML": lambda: to_html(document, template),
        "read the draft": lambda: load(data, "long.toml"),
        "write the draft": lambda: dump(document),
    }


def made_up(number: int) -> Postmortem:
    """Return the long document of a round."""
    document = new_document(
        "Payments slow for an afternoon", severity="SEV-1", began=BEGAN, template="google_sre"
    )
    events = tuple(
        Event(
            id=f"e{n}", at=BEGAN + timedelta(seconds=20 * n), text=SENTENCES[n % len(SENTENCES)], source="log"
        )
        for n in range(EVENTS)
    )
    causes = tuple(
        Cause(id=f"w{n}", text=SENTENCES[n % len(SENTENCES)], parents=(f"w{(n - 1) // 2}",) if n else ())
        for n in range(CAUSES)
    )
    actions = tuple(
        Action(
            id=f"a{n}",
            text=f"Alert when the pool of service {n} is over 80 % for 5 minutes",
            owner=f"@owner{n}",
        )
        for n in range(ACTIONS)
    )
    texts = [prose(f"{number}-{name}") for name in SECTIONS]
    narrative = Narrative(**dict(zip(SECTIONS, texts, strict=True)))
    return replace(document, narrative=narrative, timeline=events, causes=causes, actions=actions)


def prose(mark: str) -> str:
    """Return the text of one section, in paragraphs of which no two are the same anywhere."""
    length = sum(map(len, SENTENCES)) + 40
    count = PROSE_BYTES // len(SECTIONS) // length
    return "\n\n".join(f"{' '.join(SENTENCES)} This was seen on host {mark}-{n}." for n in range(count))


def written(document: Postmortem) -> str:
    """Return the prose of all sections as one text."""
    return "\n\n".join(getattr(document.narrative, name) for name in SECTIONS)


if __name__ == "__main__":
    raise SystemExit(main())
