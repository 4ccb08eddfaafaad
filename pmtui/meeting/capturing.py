"""Catching what is said: what the open line is for, and what becomes of a line. Nobody's name goes with it."""

from typing import Literal, TypeGuard

from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Postmortem
from pmtui.document.review import CaptureKind
from pmtui.meeting.capture_line import CaptureLine, parse_capture_line
from pmtui.meeting.captures import add_capture, edit_capture, fill_on_the_spot
from pmtui.meeting.full_names import full_names
from pmtui.meeting.sitting import Sitting
from pmtui.text import normalise

LineKind = Literal["note", "idea", "decision", "parked", "fill", "taker", "words"]

KEPT, SAME = "kept", "that is what it says"


def is_capture(kind: LineKind) -> TypeGuard[CaptureKind]:
    """Tell whether a line of that kind becomes a capture; the others change something that is there."""
    return kind not in ("fill", "taker", "words")


class Capturing:
    """The one line of a meeting: its kind, and the action or capture that it is about."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self.kind: LineKind = "note"
        self._about = ""

    def open(self, kind: LineKind, typed: str = "", about: str = "", text: str | None = None) -> str:
        """Make the line one of that kind, and return what it begins with: `text`, or what is `typed` in it already.

        Raises DraftError when the draft can only be read, before anything is typed in vain.
        """
        self._sitting.require_writable()
        if text is not None:  # the line is needed for something else
            self.keep_unfinished(typed)
        elif (self.kind, self._about) != (kind, about) and not is_capture(self.kind):
            text = ""  # what was typed for something else
        self.kind, self._about = kind, about
        return typed if text is None else text

    def open_for_step(self, typed: str) -> str:
        """Make the line one for owner and day of the action in view, or for who takes up the parked item."""
        step = self._sitting.step
        return self.open("fill" if step.kind == "action" else "taker", typed, step.row, "")

    def open_for_last(self, typed: str) -> str | None:
        """Make the line one for other words of what was captured last; None when nothing was."""
        captures = self._sitting.draft.document.review.capture
        if len(captures) <= self._sitting.captured_before:
            return None
        return self.open("words", typed, str(len(captures) - 1), captures[-1].text)

    def enter(self, kind: LineKind, text: str) -> str:
        """Put a line into the draft and return what to say of it. Raises FieldProblem when it cannot be read."""
        if is_capture(kind):
            line = self._read(text, kind)
            self._sitting.require_writable()
            self._sitting.begin()
            self._add(line)
            return _said_of(line, self._sitting.agrees_at_once)
        change, label = (self._fill, "Fill an action") if kind == "fill" else (self._mend, "Edit a capture")
        return KEPT if self._sitting.edit(lambda document: change(document, kind, text), label) else SAME

    def keep_unfinished(self, typed: str) -> None:
        """Keep what was typed into the line and not entered, as a note where it cannot be read."""
        if typed.strip() and is_capture(self.kind) and not self._sitting.draft.read_only:
            try:
                line = self._read(typed, self.kind)
            except FieldProblem:
                line = CaptureLine("note", normalise(typed).strip())
            self._add(line)

    def _read(self, text: str, kind: CaptureKind) -> CaptureLine:
        names = full_names(self._sitting.draft.document)
        return parse_capture_line(text, kind, self._sitting.times.wall().date(), names)

    def _add(self, line: CaptureLine) -> None:
        context, agreed = self._sitting.context, self._sitting.agrees_at_once
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
    kept = "agreed" if agreed else "kept for Actions"
    missing = " and ".join(line.missing)
    return f"{kept} · still without {missing}" if missing else kept
