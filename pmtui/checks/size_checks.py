"""Whether the effort fits the incident: no novel for a hiccup, no note for a disaster."""

from collections.abc import Iterator

from pmtui.checks.advice import advise
from pmtui.checks.finding import Finding
from pmtui.document.postmortem import Postmortem
from pmtui.metrics import measure
from pmtui.text import show_minutes
from prompts.shapes import Policy, Template

MILD = 3  # severity ranks from here on; 1 is the worst
SHORT = 60  # minutes
LONG_READ = 1500  # words, about six minutes of reading


def check_size(doc: Postmortem, template: Template, policy: Policy) -> tuple[Finding, ...]:
    """Return hints where the document is much longer than its incident deserves, or its template too small for it."""
    return tuple(_check(doc, template, policy))


def count_words(doc: Postmortem) -> int:
    """Return how many words the author wrote, in prose, lists and rows."""
    texts = [text for _, text in doc.narrative if isinstance(text, str)]
    texts += [item for _, items in doc.learning if isinstance(items, tuple) for item in items]
    for rows in (doc.timeline, doc.causes, doc.actions):
        texts += [row.text for row in rows]
    texts += [section.text or "" for section in doc.free]
    return sum(len(text.split()) for text in texts)


def _check(doc: Postmortem, template: Template, policy: Policy) -> Iterator[Finding]:
    rank = policy.rank(doc.meta.severity)
    if rank is None:
        return
    minutes = measure(doc).duration.minutes
    words = count_words(doc)
    if rank >= MILD and minutes is not None and minutes < SHORT and words > LONG_READ:
        yield advise(
            "size.novel",
            "summary",
            words=words,
            severity=doc.meta.severity,
            span=show_minutes(minutes),
        )
    if template.suits and rank < min(template.suits):
        yield advise(
            "size.small-template",
            "meta.template",
            template=template.name,
            severity=doc.meta.severity,
        )
