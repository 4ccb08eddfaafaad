"""What screens ask of the app: messages that go up, so that no screen needs to know another."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem
    from pmtui.errors import DraftError
    from prompts.content import Template
    from screens.writing.room import WritingRoom
    from screens.writing.safekeeping import Safekeeping


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
    """Export this draft."""

    path: Path


@dataclass
class PreviewAsked(Message):
    """Show this document as it will be exported."""

    document: "Postmortem"
    template: "Template"


@dataclass
class ReadinessAsked(Message):
    """List everything noticed in the room's draft; the room is told where to go."""

    room: "WritingRoom"


@dataclass
class HistoryAsked(Message):
    """Show the earlier versions of the room's draft; the room is told which one to bring back."""

    room: "Safekeeping"


@dataclass
class PresentAsked(Message):
    """Hold the review meeting of this draft; `room` is the writing room that has it open."""

    path: Path
    room: "WritingRoom | None" = None


@dataclass
class UnreadableAsked(Message):
    """Show a file that cannot be opened as a draft; `error` says why."""

    path: Path
    error: "DraftError"


@dataclass
class TrashAsked(Message):
    """Show what was trashed."""
