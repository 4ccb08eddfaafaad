"""Names of several words behind an `@`: `@Sarah Chen` is one person where the draft knows her."""

import re
from collections.abc import Iterable, Mapping

from pmtui.document.owners import people_in
from pmtui.document.postmortem import Postmortem

# A letter nobody types: what stands in for a name while marks are read can be no part of a line.
_STAND_IN = "ꙮ"


def full_names(document: Postmortem) -> tuple[str, ...]:
    """Return the names of several words that the draft knows people by, the longest first."""
    meta, review = document.meta, document.review
    cells = [*meta.authors, meta.facilitator, review.scribe, *(each.name for each in document.participants)]
    cells += [cell for action in document.actions for cell in (action.owner, *action.collaborators)]
    named = {" ".join(name.split()) for cell in cells if cell for name in people_in(cell)}
    return tuple(sorted((name for name in named if " " in name), key=lambda name: (-len(name), name)))


def hold_names(line: str, names: Iterable[str]) -> tuple[str, Mapping[str, str]]:
    """Return the line with one word in the place of each name behind an `@`, and the name that each word stands for."""
    held: dict[str, str] = {}
    for name in names:
        word = f"{_STAND_IN}{len(held)}"
        spelled = r"\s+".join(re.escape(part) for part in name.split())
        line, count = re.subn(rf"(?<!\S)@{spelled}(?!\S)", f"@{word}", line, flags=re.IGNORECASE)
        if count:
            held[word] = name
    return line, held
