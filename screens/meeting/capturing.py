"""Catching what is said: the line that is one key away and stays open, and taking back what was caught last."""

from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import Change, Postmortem, replace
from pmtui.drafts.open_draft import OpenDraft
from pmtui.meeting.capture_line import CaptureLine, parse_capture_line
from pmtui.meeting.captures import (
    Context,
    add_capture,
    context_of,
    edit_capture,
    fill_on_the_spot,
    undo_last,
)
from pmtui.meeting.full_names import full_names
from pmtui.text import normalise, one_line
from screens.meeting.capture_bar import CaptureBar, LineKind
from screens.meeting.walking import Walking

KINDS: dict[str, LineKind] = {"note": "note", "idea": "idea", "decision": "decision", "parked": "parked"}


class Capturing(Walking):
    """The part of the meeting that writes down what is said; nobody's name goes with it."""

    _bar: CaptureBar | None = None
    _line_about = ""  # the action, or the place among the captures, that the line is about
    _decided: tuple[Postmortem, Postmortem] | None = None  # before and after an idea was settled

    @property
    def capturing(self) -> bool:
        """Tell whether the line takes the keys."""
        return self._bar is not None and self._bar.is_open

    def context(self) -> Context:
        """Return what is in view, and when."""
        return context_of(self.step, self.times.wall())

    def action_capture(self, kind: str) -> None:
        """Open the line for a note, an idea, a decision or something to park."""
        self.open_line(KINDS[kind])

    def open_line(self, kind: LineKind, about: str = "", text: str | None = None) -> None:
        """Open the line, unless the draft can only be read: then say so before anything is typed in vain."""
        if self.draft is None or self.matter is None:
            return
        if (refusal := self.draft.refusal) is not None:
            self.tell_refused(refusal)
            return
        bar = self.query_one(CaptureBar)
        if text is not None:  # the line is needed for something else
            self._keep_unfinished(self.draft)
            self.show_draft()
        elif (bar.kind, self._line_about) != (kind, about) and bar.kind not in KINDS:
            text = ""  # what was typed for something else
        self._line_about = about
        bar.say("")
        bar.open(kind, text)
        self.refresh_bindings()

    def action_leave_line(self) -> None:
        """Go back to walking."""
        self.query_one(CaptureBar).rest()
        self.refresh_bindings()

    def on_capture_bar_entered(self, event: CaptureBar.Entered) -> None:
        """Store what was entered; a line that cannot be read stays as it was typed."""
        bar = self.query_one(CaptureBar)
        try:
            said = self._store(event.kind, event.text)
        except FieldProblem as problem:
            bar.put_back(event.text)
            bar.say_problem(one_line(f"{problem.title}. {problem.message}"))
            return
        if said is None:
            bar.put_back(event.text)
            return
        bar.say(said, "bold")
        if event.kind not in KINDS:
            self.action_leave_line()

    def _store(self, kind: LineKind, text: str) -> str | None:
        """Put a line into the draft and return what to say of it; None when it was refused."""
        today = self.times.wall().date()
        if kind == "fill":
            changed = self._edit(
                lambda document: fill_on_the_spot(document, self._line_about, text, today), "Fill an action"
            )
            return "kept" if changed else "that is what it says"
        if kind in ("taker", "words"):
            return self._mend(kind, text)
        names = full_names(self.draft.document) if self.draft else ()
        line = parse_capture_line(text, kind, today, names)  # type: ignore[arg-type]  # the others were dealt with above
        agreed = not self.agenda.keeps_for_actions(self.clock.current)
        context = self.context()
        self.begin_meeting()
        if not self._edit(lambda document: add_capture(document, line, context, agreed=agreed), "Capture"):
            return None
        return _said_of(line, agreed)

    def _mend(self, kind: LineKind, text: str) -> str:
        index = int(self._line_about)

        def change(document: Postmortem) -> Postmortem:
            words = document.review.capture[index].text
            return (
                edit_capture(document, index, words, text)
                if kind == "taker"
                else edit_capture(document, index, text)
            )

        return "kept" if self._edit(change, "Edit a capture") else "that is what it says"

    def _edit(self, change: Change, label: str) -> bool:
        """Change the draft together with the clock's state. Raises FieldProblem."""
        if self.draft is None:
            return False
        if (refusal := self.draft.refusal) is not None:
            self.tell_refused(refusal)
            return False
        changed = self.draft.edit(lambda document: self.with_state(change(document)), label)
        self.show_draft()
        return changed

    # Afterwards

    def action_undo_capture(self) -> None:
        """Take back what was captured or settled last in this meeting."""
        if self.draft is None:
            return
        document = self.draft.document
        if self._decided and _holds(document, self._decided[1]):
            before, self._decided = self._decided[0], None
            if self.change(lambda now: _with_ideas_of(now, before), "Take back"):
                self.say("taken back")
            return
        changed, capture = undo_last(document, self._captured_before)
        if capture is None:
            self.say("nothing was captured yet")
        elif changed == document:
            self.say("that one was settled since; nothing was taken back")
        elif self.change(lambda _: self.with_state(changed), "Take back a capture"):
            self.say(f"taken back: {one_line(capture.text[:60])}")

    def action_mend_capture(self) -> None:
        """Change the words of what was captured last."""
        captures = self.draft.document.review.capture if self.draft else ()
        if len(captures) > self._captured_before:
            self.open_line("words", str(len(captures) - 1), captures[-1].text)

    def gather(self) -> None:
        """Keep the clock, and what was typed into the line and not entered."""
        draft = self.draft
        if draft is None or self.matter is None or draft.read_only:
            return
        self._keep_unfinished(draft)
        self.keep()

    def _keep_unfinished(self, draft: OpenDraft) -> None:
        bar = self._bar
        if bar is not None and bar.typed.strip() and bar.kind in KINDS:
            line, bar.typed = self._unfinished(draft, bar.typed, bar.kind), ""
            agreed = not self.agenda.keeps_for_actions(self.clock.current)
            context = self.context()
            draft.edit(lambda document: add_capture(document, line, context, agreed=agreed), "Capture")

    def _unfinished(self, draft: OpenDraft, typed: str, kind: LineKind) -> CaptureLine:
        today = self.times.wall().date()
        try:
            return parse_capture_line(typed, kind, today, full_names(draft.document))  # type: ignore[arg-type]  # one of KINDS
        except FieldProblem:
            return CaptureLine("note", normalise(typed).strip())


def _said_of(line: CaptureLine, agreed: bool) -> str:
    if line.action is None:
        return "kept"
    kept = "agreed" if agreed else "kept for Actions"
    missing = " and ".join(line.missing)
    return f"{kept} · still without {missing}" if missing else kept


def _holds(document: Postmortem, after: Postmortem) -> bool:
    return document.actions == after.actions and document.review.capture == after.review.capture


def _with_ideas_of(document: Postmortem, before: Postmortem) -> Postmortem:
    review = replace(document.review, capture=before.review.capture)
    return replace(document, actions=before.actions, review=review)
