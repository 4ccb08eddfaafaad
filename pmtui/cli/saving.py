"""Opens a draft for one change by a command: afterwards it is saved, or an error says in words why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pmtui.drafts import open_draft as drafts
from pmtui.errors import DraftError


@contextmanager
def opened(path: Path) -> Iterator[drafts.OpenDraft]:
    """Open a draft, and save and close it at the end. Raises DraftError when it cannot be opened or saved."""
    draft = drafts.open_draft(path)
    try:
        yield draft
    finally:
        saved = draft.close()
    state = draft.save_state
    if state.name == "conflict":
        raise DraftError(
            f"{path.name} was changed by something else at the same moment",
            f"It was left as it is. Your version is in {draft.path}.",
            "Compare the two, or try again.",
        )
    if not saved:
        raise DraftError(
            f"{path.name} could not be saved", f"{state.reason or state.words}.", "The draft is as it was."
        )
