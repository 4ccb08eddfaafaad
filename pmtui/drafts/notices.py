"""What is told when a draft is opened: why it may not be written, and what else a person should know."""

import os
from pathlib import Path

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import dump, is_newer
from pmtui.drafts.file.parse import holds_comments, size_warning
from pmtui.drafts.saving.lock import DraftLock


def denied_by_system(path: Path) -> str:
    """Return why the system does not let the draft be written, or nothing."""
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        return "a file that you may not change"
    if target.exists() and not os.access(target.parent, os.W_OK | os.X_OK):
        return "in a folder that you may not change"
    return ""


def opening_notices(lock: DraftLock, document: Postmortem, data: bytes, denied: bool) -> list[str]:
    """Return the sentences to tell once about a draft that was opened; `denied` when it may not be written."""
    said = [warning] if (warning := size_warning(len(data))) else []
    if is_newer(document):
        said.append("What only the newer pmtui knows of this draft is not shown. Update pmtui to change it.")
    if denied:
        return said
    if lock.problem:
        said.append(
            f"Other windows cannot be warned that this draft is open ({lock.problem}); changes made elsewhere are "
            "still noticed before anything is written."
        )
    if b"#" in data and data != dump(document) and holds_comments(data):
        said.append(
            "This file has comments, which the first save leaves out. The file as it is now stays among the "
            "earlier versions."
        )
    return said
