"""The record of the review meeting, and what stands at the end of a document."""

from typing import Literal

from pmtui.document.base import Line, Moment, OptionalLine, OptionalProse, Part, Prose


class Link(Part):
    """A link of the appendix: a dashboard, a chat thread, a deploy log."""

    label: OptionalLine = None
    url: Line


class FreeSection(Part):
    """A section of a team's own template, or one kept from a template that is no longer used."""

    id: Line
    heading: Line = ""
    text: OptionalProse = None


class Capture(Part):
    """Something noted during the review meeting. Who said it is never kept."""

    kind: Literal["note", "idea", "decision", "parked", "correction"] = "note"
    text: Prose
    at: Moment | None = None
    segment: OptionalLine = None
    event: OptionalLine = None


class Review(Part):
    """When the draft was reviewed and what was captured."""

    preset: OptionalLine = None
    scribe: OptionalLine = None
    started: Moment | None = None
    ended: Moment | None = None
    notes: OptionalProse = None
    capture: tuple[Capture, ...] = ()
