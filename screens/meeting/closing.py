"""The ends of a meeting: closing it with its account, writing that account to a file, leaving the screen."""

import asyncio
from pathlib import Path

from textual import work

from pmtui.exporting.destination import ExportError, destination, is_special, write_export
from pmtui.meeting.finish import finish
from pmtui.meeting.notes import meeting_notes_markdown
from pmtui.text import visible
from screens.dialogs.ask import AskChoice, AskLine
from screens.meeting.close_card import CloseMeeting, with_answer
from screens.meeting.deciding import Deciding
from screens.navigation import LibraryAsked
from screens.parts.host import TELL


class Closing(Deciding):
    """The part of the meeting that ends it."""

    theme_before = ""

    @work(exclusive=True, group="dialog")
    async def action_close_meeting(self) -> None:
        """Ask for the last counts and dates, and end the meeting."""
        draft, meeting = self.draft, self.meeting
        if draft is None or meeting is None:
            return
        if (refusal := draft.refusal) is not None:
            self.tell_refused(refusal)
            return
        answer = await self.app.push_screen_wait(CloseMeeting(self.shown, meeting, self.times.wall()))
        if answer is None:
            return
        self.begin_meeting()
        at, wall = self.times.monotonic(), self.times.wall()
        self.clock = self.clock.pause(at)
        ended = draft.edit(
            lambda document: finish(
                with_answer(document, answer),
                self.clock,
                at,
                wall,
                step_key=self.step.key,
                agenda=self.agenda,
                meeting=meeting,
                baseline=self.baseline,
                words=self.wording.words,
            ),
            "Close the meeting",
        )
        if not ended:
            return
        self.ended = True
        self.show_draft()
        saved = await asyncio.to_thread(draft.save_now)
        await asyncio.to_thread(self.forget_place)
        said = "The meeting is closed. Its account is in the review notes, and the status is reviewed."
        self.notify(
            said if saved else f"{said}\nIt is not on the disk yet.",
            severity="information" if saved else "warning",
            markup=False,
            timeout=TELL,
        )

    @work(exclusive=True, group="dialog")
    async def action_write_notes(self) -> None:
        """Write the account of the meeting to a Markdown file of its own."""
        if self.matter is None:
            return
        text = meeting_notes_markdown(self.shown, self.changes(), self.wording.words)
        where = str(Path.cwd() / f"{self.path.stem}-meeting.md")
        said = "Roles stand in the place of names, as on the wall." if self.roles else ""
        while True:
            asked = await self.app.push_screen_wait(
                AskLine("Write the meeting's notes to", where, said, weighty=True)
            )
            if not asked:
                return
            where = asked
            try:
                target = destination(asked, self.path.with_stem(f"{self.path.stem}-meeting"), "md")
                if not await self._may_write(target):
                    continue
                await asyncio.to_thread(write_export, target, text.encode())
            except ExportError as error:
                said = str(error)
            else:
                self.notify(visible(f"The notes are in {target}"), markup=False, timeout=TELL)
                return

    async def _may_write(self, target: Path) -> bool:
        if not target.exists() or is_special(target):
            return True
        choices = [("no", "Choose another name"), ("yes", "Write over it")]
        answer = await self.app.push_screen_wait(AskChoice(f"{target.name} is there already", choices))
        return answer == "yes"

    @work(exclusive=True, group="dialog")
    async def action_leave(self) -> None:
        """Leave; ask first while the clock runs."""
        if self.matter is not None and self.clock.running:
            choices = [("stay", "Stay here"), ("leave", "Leave; the meeting can go on later from here")]
            said = "The clock runs. Everything captured is kept."
            if await self.app.push_screen_wait(AskChoice("Leave the meeting?", choices, said)) != "leave":
                return
        if self.matter is not None:
            self.clock = self.clock.pause(self.times.monotonic())
        self.gather()
        self.app.theme = self.theme_before
        await asyncio.to_thread(self.forget_place)
        if not self.held.is_borrowed:
            self.post_message(LibraryAsked())
        else:
            self.dismiss()
