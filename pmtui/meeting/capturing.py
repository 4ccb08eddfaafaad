"""Catching what is said: what the open line is for, and what becomes of a line. Nobody's name goes with it."""

from datetime import datetime

from pmtui.document.field_problem import FieldProblem
from pmtui.document.moments import clock
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import CaptureKind
from pmtui.meeting.capture_line import CaptureLine, LineKind, is_capture, kind_of_line, parse_capture_line
from pmtui.meeting.captures import (
    Context,
    add_capture,
    add_cause,
    add_event,
    context_of,
    edit_capture,
    fill_on_the_spot,
    read_event,
)
from pmtui.meeting.full_names import full_names
from pmtui.meeting.sent_lines import SentLine
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.steps import Step

KEPT, SAME = "kept", "that is what it says"


class Capturing:
    """The one line of a meeting: its kind, and the action or capture that it is about."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self.kind: LineKind = "note"
        self._about = ""

    def open(self, kind: LineKind, typed: str = "", about: str = "", text: str = "") -> str:
        """Make the line one of that kind, and return what it begins with: `text`, or what was `typed` for the same.

        What was typed for another kind is kept as that. Raises DraftError when the draft can only be read, before anything
        is typed in vain.
        """
        self._sitting.require_writable()
        if (self.kind, self._about) == (kind, about) and not text:
            return typed
        self.keep_unfinished(typed)
        self.kind, self._about = kind, about
        return text

    def open_for_step(self, typed: str) -> str:
        """Make the line one for owner and day of the action in view, or for who takes up the parked item."""
        step = self._sitting.step
        return self.open("fill" if step.kind == "action" else "taker", typed, step.row)

    def open_for_last(self, typed: str) -> str | None:
        """Make the line one for other words of what was captured last; None when nothing was."""
        captures = self._sitting.draft.document.review.capture
        if len(captures) <= self._sitting.captured_before:
            return None
        return self.open("words", typed, str(len(captures) - 1), captures[-1].text)

    def enter(self, kind: LineKind, text: str, context: Context | None = None) -> str:
        """Put a line into the draft and return what to say of it; without a context, with what is in view.

        Raises FieldProblem when nothing can be made of it.
        """
        context = context or self._sitting.context
        kind, words = kind_of_line(text, kind)
        if is_capture(kind):
            line = self._read(words, kind)
            self._sitting.require_writable()
            self._sitting.begin()
            self._add(line, context)
            return _said_of(line, self._sitting.agrees_at_once)
        if kind in ("event", "cause"):
            return self._add_row(kind, words, context)
        change, label = (self._fill, "Fill an action") if kind == "fill" else (self._mend, "Edit a capture")
        return KEPT if self._sitting.edit(lambda document: change(document, kind, words), label) else SAME

    def take(self, sent: SentLine) -> str:
        """Put a line of the second window into the draft, with what was in view there; one that is there already is not doubled."""
        at = datetime.fromisoformat(sent.at).replace(microsecond=0)
        _, words = kind_of_line(sent.text, sent.kind)
        document = self._sitting.draft.document
        if any(each.at == at and each.text in words for each in document.review.capture):
            return ""  # taken, and the window went before it could say so
        segment, *seen = sent.step.split("/", 2)
        step = Step(segment, *seen) if seen else self._sitting.step  # type: ignore[arg-type]  # a kind that is not known is none
        return self.enter(sent.kind, sent.text, context_of(step, at))

    def keep_unfinished(self, typed: str) -> None:
        """Keep what was typed into the line and not entered; what is no event or cause yet is a note."""
        if (
            typed.strip()
            and not self._sitting.draft.read_only
            and self.kind not in ("fill", "taker", "words")
        ):
            kind, words = kind_of_line(typed, self.kind)
            line = (
                self._read(words, kind) if is_capture(kind) and words.strip() else self._read(typed, "note")
            )
            self._add(line, self._sitting.context)

    def _add_row(self, kind: LineKind, words: str, context: Context) -> str:
        """Add an event or a cause; a line that begins with a time and is no event after all is a note."""
        add = add_event if kind == "event" else add_cause
        try:
            document, row = add(self._sitting.draft.document, words, context)
        except FieldProblem:
            if kind == "cause":
                raise
            return self.enter("note", f"note: {words}", context)
        note = read_event(self._sitting.draft.document, words, context).note if kind == "event" else ""
        self._sitting.settle(lambda document: add(document, words, context)[0], f"Add a {kind}")
        event = document.event(row)
        at = f" at {clock(event.at, document.meta.zone)}" if event else ""
        return " · ".join(filter(None, (f"{kind} {row} added{at}", note, "u takes that back")))

    def _read(self, text: str, kind: CaptureKind) -> CaptureLine:
        names = full_names(self._sitting.draft.document)
        return parse_capture_line(text, kind, self._sitting.times.wall().date(), names)

    def _add(self, line: CaptureLine, context: Context) -> None:
        agreed = self._sitting.agrees_at_once
        self._sitting.edit(lambda document: add_capture(document, line, context, agreed=agreed), "Capture")

    def _fill(self, document: Postmortem, kind: LineKind, text: str) -> Postmortem:
        return fill_on_the_spot(document, self._about, text, self._sitting.times.wall().date())

    def _mend(self, document: Postmortem, kind: LineKind, text: str) -> Postmortem:
        index = int(self._about)
        if kind == "taker":
            return edit_capture(document, index, document.review.capture[index].text, text)
        return edit_capture(document, index, text)


def _said_of(line: CaptureLine, agreed: bool) -> str:
    if line.action is None:
        return KEPT
    missing = " and ".join(line.missing)
    return " · ".join(
        part
        for part in (
            "agreed" if agreed else "kept for Actions",
            f"still without {missing}" if missing else "",
            f"not read: {' '.join(line.unread)}" if line.unread else "",
        )
        if part
    )
