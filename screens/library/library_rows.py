"""How one draft looks in the list of drafts, and the words it is found by."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from textual.content import Content

from pmtui.deadlines import time_left
from pmtui.drafts.file.file_head import Head
from pmtui.drafts.folder.draft_copies import SiblingKind
from pmtui.drafts.folder.library import read_document
from pmtui.errors import DraftError
from pmtui.text import plural, visible_line
from prompts.shapes import Policy
from screens.when import name_end
from screens.wording import Wording, findings

COPIES: Mapping[SiblingKind, str] = {
    "sync": "Copy left by a sync program",
    "conflict": "Version kept apart after a change elsewhere",
    "orig": "Copy left by a merge tool",
    "numbered": "Numbered copy",
}
LONGEST = 120  # characters of a title
NAME_WIDTH = 64


def draft_row(head: Head, details: str, policy: Policy, now: datetime) -> Content:
    """Return a draft's row: its title, and below it the facts and `details`, or why it cannot be opened."""
    if head.problem:
        return Content.assemble(
            (visible_line(head.path.name), "bold"), f"\n   cannot be opened: {visible_line(head.problem)}"
        )
    deadline = time_left(head.ended, head.severity, head.status, now, policy, head.tags)
    facts = [
        "read only, from a newer pmtui" if head.newer else "",
        brief(head.severity) or "no severity",
        f"{began.day} {began:%b %Y}" if (began := head.began_there) else "no date",
        brief(head.status.replace("_", " ")),
        deadline.words if deadline else "",
        details,
    ]
    return Content.assemble(
        (brief(head.title) or "(no title yet)", "bold"),
        ("\n   " + " · ".join(filter(None, facts)), "$foreground 65%"),
    )


def copy_row(head: Head, kind: SiblingKind) -> Content:
    """Return the row of a copy that a program left beside a draft."""
    problem = f"  cannot be opened: {visible_line(head.problem)}" if head.problem else ""
    line = f"\n     {visible_line(name_end(head.path.name, NAME_WIDTH))}{problem}"
    return Content.assemble(f"   ↳ {COPIES[kind]}", (line, "$foreground 65%"))


def brief(text: str) -> str:
    """Return a title as the list shows it: one row of marks for control characters, at most `LONGEST` characters."""
    shown = visible_line(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def searched(head: Head) -> str:
    """Return the words that a filter looks through, in small letters."""
    there = head.began_there
    began = f"{there:%Y-%m-%d} {there.day} {there:%b %Y}" if there else ""
    fields = (
        head.title,
        head.severity,
        head.status.replace("_", " "),
        began,
        head.id,
        *head.authors,
        head.path.name,
    )
    return " ".join(fields).lower()


def completeness(path: Path, wording: Wording, today: date) -> str:
    """Read a whole draft and say how complete it is and what was noticed."""
    from pmtui.progress import progress

    try:
        document = read_document(path)
    except DraftError as error:
        return visible_line(error.title)
    template = wording.template(document.meta.template)
    done = progress(document, template)
    noticed = [found for found in findings(document, wording.for_draft(path), today) if not found.is_missing]
    return f"{done.percent} % done · {plural(len(noticed), 'finding')}"
