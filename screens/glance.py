"""What the library says of a draft beside its title, which takes reading all of it."""

from datetime import date
from pathlib import Path

from pmtui.drafts.folder.library import read_document
from pmtui.errors import DraftError
from pmtui.progress import progress
from pmtui.text import plural, visible_line
from screens.wording import Wording, findings


def glance(path: Path, wording: Wording, today: date) -> str:
    """Read a whole draft and say how complete it is and what was noticed."""
    try:
        document = read_document(path)
    except DraftError as error:
        return visible_line(error.title)
    template = wording.template(document.meta.template)
    done = progress(document, template, wording.questions)
    noticed = [found for found in findings(document, wording.for_draft(path), today) if not found.is_missing]
    return f"{done.percent} % done · {plural(len(noticed), 'finding')}"
