"""What screens ask of the app: messages that go up, so that no screen needs to know another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.errors import DraftError
    from prompts.shapes import Template


@dataclass
class LibraryAsked(Message):
    """Go back to the list of drafts; `problem` says why a draft could not be opened."""

    problem: str = ""


@dataclass
class DraftAsked(Message):
    """Open this draft for writing."""

    path: Path


@dataclass
class NewAsked(Message):
    """Start a new postmortem."""


@dataclass
class ExampleAsked(Message):
    """Open a copy of the worked example."""


@dataclass
class ExportAsked(Message):
    """Export this draft: as it is open, or as it stands on disk when no document is given."""

    path: Path
    document: "Postmortem | None" = None


@dataclass
class PreviewAsked(Message):
    """Show this document as it will be exported."""

    document: "Postmortem"
    template: "Template"


@dataclass
class PresentAsked(Message):
    """Hold the review meeting of this draft.

    `draft` is lent by the screen that has it open; `afterwards` is called when it has it back.
    """

    path: Path
    draft: "OpenDraft | None" = None
    afterwards: Callable[[], Awaitable[None]] | None = None


@dataclass
class UnreadableAsked(Message):
    """Show a file that cannot be opened as a draft; `error` says why."""

    path: Path
    error: "DraftError"


@dataclass
class TrashAsked(Message):
    """Show what was trashed."""
