"""What the keys of an open meeting do: each is a verb that asks where needed, acts on the meeting, and shows what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from textual.app import App

from pmtui.document.field_problem import FieldProblem
from pmtui.drafts.saving.save_state import SaveState
from pmtui.errors import DraftError
from pmtui.exporting.destination import ExportError, destination, is_special, write_export
from pmtui.meeting.capture_line import LineKind
from pmtui.meeting.capturing import Capturing
from pmtui.meeting.closing import Closing
from pmtui.meeting.deciding import Deciding
from pmtui.meeting.sent_lines import SentLine
from pmtui.meeting.sitting import Sitting
from pmtui.meeting.walking import Walking
from pmtui.text import one_line
from screens.dialogs.ask import AskChoice, AskLine
from screens.meeting.blank import Blank
from screens.meeting.close_meeting import CloseMeeting
from screens.meeting.correct_event import CorrectEvent
from screens.meeting.count_hands import CountHands
from screens.meeting.jump import JumpPicker
from screens.meeting.meeting_view import MeetingView
from screens.meeting.merge_idea import MergeIdea
from screens.meeting.reset_cards import ResetCards
from screens.parts.host import TELL, DraftHost

REFUSED_FOR = 6.0


class MeetingDesk:
    """The keys of a meeting. Some act at once; some ask something first, and are run in a worker."""

    def __init__(
        self,
        app: App[None],
        host: DraftHost,
        view: MeetingView,
        sitting: Sitting,
        tell_place: Callable[[bool], object],
    ) -> None:
        """Act on `sitting` and show it in `view`; `tell_place` is told when the place changed, and whether all is blank."""
        self._app, self._host, self._view = app, host, view
        self.sitting = sitting
        self.capturing, self.deciding = Capturing(sitting), Deciding(sitting)
        self.walking, self.closing = Walking(sitting), Closing(sitting)
        self._tell_place = tell_place
        self._hinted = False
        self._unsaved = ""  # what to say of the last line once it is on the disk
        self._at_once: Mapping[str, Callable[[], str | None]] = {
            "next": self._forward,
            "back": self.walking.back,
            "next_segment": lambda: self.walking.go_by_segments(1),
            "segment_before": lambda: self.walking.go_by_segments(-1),
            "star": self.walking.toggle_star,
            "turn": sitting.turn_questions,
            "timer": sitting.toggle_clock,
            "more_time": sitting.more_time,
            "restart": sitting.restart_segment,
            "foresight": sitting.toggle_foresight,
            "roles": sitting.toggle_roles,
            "accept": self.deciding.accept,
            "drop": self.deciding.drop,
            "take_back": self.deciding.take_back,
            "note": lambda: self._open_line("note"),
            "idea": lambda: self._open_line("idea"),
            "decision": lambda: self._open_line("decision"),
            "parked": lambda: self._open_line("parked"),
            "fill": self._fill,
            "edit": self._edit_last,
            "walk": view.close_line,
            "scroll_down": lambda: view.scroll_text(1),
            "scroll_up": lambda: view.scroll_text(-1),
            "hide": view.toggle_questions,
            "swap": self._swap,
            "reset": self._reset,
        }
        self.talks: Mapping[str, Callable[[], Awaitable[str | None]]] = {
            "jump": self._jump,
            "blank": self._blank,
            "merge": self._merge,
            "correct": self._correct,
            "hands": self._count_hands,
            "close": self._close,
            "write_notes": self._write_notes,
        }

    def offers(self, verb: str) -> bool:
        """Tell whether a key has something to do here and now; while the line is open, letters belong to it."""
        if verb == "turn":
            return True
        return (verb == "walk") == self._view.capturing and self.sitting.may(verb)

    def do(self, verb: str) -> None:
        """Do what a key asks for at once."""
        try:
            said = self._at_once[verb]()
        except (DraftError, FieldProblem) as problem:
            self.tell_problem(problem)
        else:
            self.show(said)

    async def talk(self, verb: str) -> None:
        """Do what a key asks for with a dialog; in a worker."""
        try:
            said = await self.talks[verb]()
        except (DraftError, FieldProblem) as problem:
            self.tell_problem(problem)
        else:
            self.show(said)

    def show(self, said: str | None = None) -> None:
        """Show where the meeting stands, and say what came of a key; None leaves what was said before."""
        self._view.show(self.sitting)
        if said is not None:
            self._unsaved = ""
            self._view.say(said)
        self._tell_place(False)

    def show_draft(self) -> None:
        """Show the draft after all of it may have changed."""
        self.sitting.refresh()
        self._view.show(self.sitting)

    def tell_problem(self, problem: DraftError | FieldProblem) -> None:
        """Say why something cannot be done here."""
        self._host.say(str(problem), "warning", REFUSED_FOR)

    def _forward(self) -> str | None:
        """Show the rest of a long page before going on."""
        if self.sitting.clock.begun and self._view.show_more():
            return None
        return self.walking.forward()

    # The line

    def _open_line(self, kind: LineKind) -> None:
        self._view.open_line(kind, self.capturing.open(kind, self._view.typed))

    def _fill(self) -> None:
        text = self.capturing.open_for_step(self._view.typed)
        self._view.open_line(self.capturing.kind, text)

    def _edit_last(self) -> None:
        text = self.capturing.open_for_last(self._view.typed)
        if text is not None:
            self._view.open_line("words", text)

    def type_outside(self, words: str) -> None:
        """Offer words that were typed without a key before them as a note."""
        try:
            text = self.capturing.open("note", self._view.typed)
        except DraftError as problem:
            self.tell_problem(problem)
        else:
            self._view.open_line("note", f"{text}{words}")
            self._view.say("typed outside the line · Enter keeps it as a note, Esc goes back to walking")

    def show_hint(self, words: str, about: str) -> None:
        """Say what could be asked in place of words that blame, while these stand in the line."""
        if self._view.capturing and self._view.typed == about and (words or self._hinted):
            self._view.say(words)
            self._hinted = bool(words)

    def enter(self, kind: LineKind, text: str) -> None:
        """Store what was entered; a line that cannot be stored stays as it was typed."""
        try:
            said = self.capturing.enter(kind, text)
        except FieldProblem as problem:
            self._view.put_back(text, one_line(f"{problem.title}. {problem.message}"))
        except DraftError as problem:
            self._view.put_back(text, one_line(str(problem)))
        else:
            if kind in ("fill", "taker", "words"):
                self._view.close_line()
            self._view.show(self.sitting)
            self._unsaved = said
            self.follow(self.sitting.draft.save_state)

    def take(self, lines: Sequence[SentLine]) -> None:
        """Put lines of the second window into the draft; one that cannot be read there is a note."""
        for line in lines:
            try:
                said = self.capturing.take(line)
            except FieldProblem:
                said = self.capturing.take(replace(line, kind="note", text=f"note: {line.text}"))
            except DraftError:
                return  # it waits until this window may write
            self._view.show(self.sitting)
            if said:
                self._view.say(f"from the second window: {said}")

    def follow(self, state: SaveState) -> None:
        """Say that a line is kept once it is on the disk."""
        if not self._unsaved:
            return
        self._view.say({"saved": self._unsaved, "failed": "NOT ON THE DISK YET"}.get(state.name, "saving …"))
        if state.name == "saved":
            self._unsaved = ""

    def gather(self) -> None:
        """Keep the clock, and what was typed into the line and not entered."""
        self.capturing.keep_unfinished(self._view.typed)
        self._view.forget_line()
        self.sitting.keep()

    # Asking

    async def _jump(self) -> str | None:
        sitting, places = self.sitting, self.walking.places
        here = (sitting.clock.current, sitting.index)
        now = next((each for each in places if (each.segment, each.step) == here), None)
        chosen = await self._host.ask(JumpPicker(places, sitting.agenda, now))
        if chosen is None:
            return None
        sitting.turn_to(chosen.segment, chosen.step)
        return ""

    async def _merge(self) -> str | None:
        idea = self.sitting.step.row
        into = await self._host.ask(MergeIdea(self.sitting.shown.document, idea))
        return self.deciding.merge(idea, into) if into is not None else None

    async def _correct(self) -> str | None:
        self.sitting.require_writable()
        screen = CorrectEvent(self.sitting.draft.document, self.sitting.step.row)
        changes = await self._host.ask(screen)
        return self.deciding.correct(changes) if changes else None

    async def _count_hands(self) -> str | None:
        self.sitting.require_writable()
        question = one_line(self.sitting.wording.meeting.hands)
        count = await self._host.ask(CountHands(question))
        return self.deciding.count_hands(question, count) if count is not None else None

    # What the wall shows besides

    def _reset(self) -> None:
        event = self.sitting.step.row if self.sitting.step.kind == "event" else ""
        clock = self.sitting.shown.views.event(event).clock if event else ""
        self._app.push_screen(ResetCards(self.sitting.wording.meeting.resets, clock))

    async def _blank(self) -> None:
        self._tell_place(True)
        await self._host.ask(Blank())

    def _swap(self) -> str:
        if self._app.ansi_color:
            return "The colours are those of your terminal."
        self._app.theme = "pmtui-light" if self._app.current_theme.dark else "pmtui-dark"
        return ""

    # The end

    async def _close(self) -> str | None:
        sitting = self.sitting
        sitting.require_writable()
        answer = await self._host.ask(
            CloseMeeting(sitting.shown.document, sitting.wording.meeting, sitting.times.wall())
        )
        if answer is None or not self.closing.close(answer):
            return None
        self._view.show(sitting)
        saved = await asyncio.to_thread(sitting.draft.save_now)
        said = "The meeting is closed. Its account is in the review notes, and the status is reviewed."
        self._host.say(
            said if saved else f"{said}\nIt is not on the disk yet.",
            "information" if saved else "warning",
            TELL,
        )
        return ""

    async def _write_notes(self) -> None:
        path, text = self.sitting.draft.path, self.closing.account
        where = str(Path.cwd() / f"{path.stem}-meeting.md")
        said = "Roles stand in the place of names, as on the wall." if self.sitting.roles else ""
        while asked := await self._host.ask(
            AskLine("Write the meeting's notes to", where, said, weighty=True)
        ):
            where = asked
            try:
                target = destination(asked, path.with_stem(f"{path.stem}-meeting"), "md")
                if not await self._may_write(target):
                    continue
                await asyncio.to_thread(write_export, target, text.encode())
            except ExportError as error:
                said = str(error)
            else:
                self._host.say(f"The notes are in {target}", timeout=TELL)
                return

    async def _may_write(self, target: Path) -> bool:
        if not target.exists() or is_special(target):
            return True
        choices = [("no", "Choose another name"), ("yes", "Write over it")]
        return await self._host.ask(AskChoice(f"{target.name} is there already", choices)) == "yes"

    async def may_leave(self) -> bool:
        """Ask whether to leave while the clock runs, and pause it."""
        if self.sitting.clock.running:
            choices = [("stay", "Stay here"), ("leave", "Leave; the meeting can go on later from here")]
            said = "The clock runs. Everything captured is kept."
            if await self._host.ask(AskChoice("Leave the meeting?", choices, said)) != "leave":
                return False
        self.sitting.leave()
        return True
