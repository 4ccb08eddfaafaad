"""Whether the summary can stand alone: its length, and what broke, how long, how many, how it was put right."""

import re
from collections.abc import Iterator

from pmtui.checks.advice import advise
from pmtui.checks.finding import Finding
from pmtui.document.postmortem import Postmortem
from pmtui.metrics import measure
from pmtui.text import plural, show_minutes
from prompts.shapes import Template

FIELD = "summary"

_NUMBER = (
    r"(?:\d[\d.,]{0,15}(?:[\u00a0' ]\d{3}){0,4}|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|forty(?:-five)?|fifty|ninety)"
)
_UNIT = r"(?:s|sec(?:ond)?s?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?)\b"
_CLOCK = r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b"
_DURATION = re.compile(rf"\b{_NUMBER}[\s-]{{0,3}}{_UNIT}", re.IGNORECASE)
_FROM_TO = re.compile(rf"{_CLOCK}.*?{_CLOCK}", re.DOTALL)
# Digits that count nobody: durations, times of day, dates, versions, names with a number in them.
_NOT_A_COUNT = re.compile(
    rf"\b{_NUMBER}[\s-]{{0,3}}{_UNIT}|{_CLOCK}|\b\d{{4}}-\d\d-\d\d\b|\bv?\d+(?:\.\d+){{2,}}\b|\bv\d[\d.]*|\b[A-Za-z]+-?\d+\b"
    r"|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\b(?:all|every|no|none|nobody|everybody|everyone|half|most of|one in)\b", re.IGNORECASE
)
_BROKE = re.compile(
    r"\b(?:fail\w*|down|unavailable|unreachable|error\w*|slow\w*|los[st]\w*|broke\w*|stop\w*|time[ds]? ?-?outs?|timing out"
    r"|reject\w*|refus\w*|degrad\w*|outage|could not|couldn['’]t|can(?:no|['’])t|unable|delay\w*|stale|wrong|duplicate\w*"
    r"|crash\w*|block\w*|missing|expired?|offline|interrupt\w*|exposed|leak\w*|corrupt\w*|inaccessible|disrupt\w*|hung|empty)\b",
    re.IGNORECASE,
)
_FIXED = re.compile(
    r"\b(?:fix\w*|roll\w* ?-?back|revert\w*|restor\w*|restart\w*|recover\w*|resolv\w*|mitigat\w*|replac\w*|disabl\w*|renew\w*"
    r"|switch\w*|fail\w* over|failover|scal\w* (?:up|out)|redeploy\w*|back to normal|turn\w* off|put right|repair\w*|rebuilt"
    r"|rebuild\w*|remov\w*|raised|increas\w*|clear\w*|patch\w*|undo|undid|undone|reboot\w*|re-?enabl\w*|free[ds]?|added)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bapprox)(?<!\bca)(?<!\bno)(?<![.!?…])[.!?…]++[\"”’)\]*_`]{0,4}(?=\s+[^\s\da-z]|\s+\d|\s*$)|[。！？]|\n\s*\n",
)


def check_summary(doc: Postmortem, template: Template) -> tuple[Finding, ...]:
    """Return hints on the summary, where there is one.

    They are guesses from figures and plain words, in English only: a draft whose hints are off gets none. While the
    incident goes on, neither its length nor its end is asked for.
    """
    text = doc.narrative.summary
    if not text or not doc.hints.on:
        return ()
    return (*_check_length(text, template.sentences), *_check_content(doc, text))


def count_sentences(text: str) -> int:
    """Return how many sentences a text has; a paragraph without a full stop is one."""
    return sum(1 for part in _SENTENCE_END.split(text) if re.search(r"\w", part))


def _check_length(text: str, sentences: tuple[int, int]) -> Iterator[Finding]:
    least, most = sentences
    count = count_sentences(text)
    if not least <= count <= most:
        yield _hint(
            "too-short" if count < least else "too-long",
            count=plural(count, "sentence"),
            wanted=f"{least} to {most}" if least != most else str(least),
        )


def _check_content(doc: Postmortem, text: str) -> Iterator[Finding]:
    over = doc.meta.ended is not None or any(event.milestone == "resolved" for event in doc.timeline)
    if not _BROKE.search(text):
        yield _hint("what-broke")
    if over and not (_DURATION.search(text) or _FROM_TO.search(text)):
        minutes = measure(doc).duration.minutes
        known = f" The times you entered make it {show_minutes(minutes)}." if minutes is not None else ""
        yield _hint("how-long", known=known)
    if not (re.search(r"\d", _NOT_A_COUNT.sub(" ", text)) or _EVERYBODY.search(text)):
        users = doc.impact.users
        yield _hint("how-many", known=f" You entered {users:,} users under impact." if users else "")
    if over and not _FIXED.search(text):
        yield _hint("how-fixed")


def _hint(name: str, **figures: object) -> Finding:
    return advise(f"summary.{name}", FIELD, **figures)
