"""Hands a text to the person's own editor ($VISUAL or $EDITOR) and takes back what is written there.

The event loop goes on meanwhile, so that a signal or a closed terminal saves and ends the program as ever.
"""

import asyncio
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.app import App, SuspendNotSupported

from pmtui.errors import PmtuiError
from pmtui.text import normalise
from screens.textual_faults.app import AppFaults

if TYPE_CHECKING:  # these bring pydantic, which waits until the first paint is done
    from pmtui.drafts.open_draft import OpenDraft
    from pmtui.drafts.versions.lent_text import LentText

LOOK = 0.03  # seconds between looks whether the editor has ended
AT_ONCE = 1.5  # seconds: an editor that ends sooner without a change has opened a window of its own
WATCH = 0.5  # seconds between looks at the file of such an editor
TELL = 15.0  # seconds that something said of it stays
HANG_UP = getattr(signal, "SIGHUP", signal.SIGTERM)


class EditorProblem(PmtuiError):
    """The text could not be edited outside; it is as it was."""


class LendsText(Protocol):
    """A widget with a text to edit outside; `field` is the part of the draft that it shows, empty for none."""

    field: str
    read_only: bool

    @property
    def app(self) -> App[Any]:
        """The app that it is in."""

    @property
    def is_attached(self) -> bool:
        """Whether it is still shown."""

    @property
    def text(self) -> str:
        """The text as it is now."""

    def put_back(self, text: str) -> None:
        """Put the text in place of its own, as one step of undo."""


@runtime_checkable
class GathersText(Protocol):
    """An app that can put what is only on the screen so far into the draft."""

    def gather(self) -> None:
        """Put it there."""


def chosen_editor() -> list[str]:
    """Return the command of the person's editor; raise `EditorProblem` when none is set or it cannot be read."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise EditorProblem(
            "Your editor's command cannot be read", f"{command}: {error}.", "Look at EDITOR in your shell."
        ) from error
    if not words:
        raise EditorProblem(
            "No editor is set",
            "EDITOR and VISUAL are both empty.",
            "Set EDITOR in your shell, then try again.",
        )
    return words


async def edit_outside(widget: LendsText, command: list[str]) -> None:
    """Run the editor on a private Markdown file with the text, and take back what it wrote.

    The file lies where a draft's unsaved text is kept: it goes only when what it holds is in the text, or was never
    changed. An editor that comes back at once has its file watched for as long as the draft is open.
    """
    from pmtui.drafts.versions.lent_text import lend
    from pmtui.drafts.versions.recovery import PATIENCE, recovery_folder
    from pmtui.within import within

    app = widget.app
    draft: OpenDraft | None = getattr(app, "open_draft", None)
    try:
        place = recovery_folder(draft.path) if draft else None
        lent = within(PATIENCE, lambda: lend(place, widget.field, widget.text))
    except OSError as error:
        _say(app, str(EditorProblem("The text could not be lent", f"{error.strerror}.")))
        return
    began = time.monotonic()
    try:
        status = await _run(app, [*command, str(lent.file)])
    except EditorProblem as problem:
        lent.end()
        _say(app, str(problem))
        return
    try:
        text = lent.changed()
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        _say(app, f"What your editor left cannot be read: {why}. Your text is as it was. {_kept(lent)}")
        return
    if status:
        kept = _kept(lent) if text is not None else ""
        _say(
            app, f"Your editor ended with a problem (status {status}). Your text is as it was. {kept}".strip()
        )
        if text is None:
            lent.end()
    elif text is not None:
        if await _bring_back(widget, draft, lent, text):
            lent.end()
    else:
        came_at_once = time.monotonic() - began < AT_ONCE
        if came_at_once:
            _say(
                app,
                "Your editor came back at once, so its file is watched: what you save there comes into the text. "
                "With an option such as --wait pmtui waits for it.",
            )
        await _watch(widget, draft, lent)
        if not came_at_once:
            with suppress(OSError, UnicodeDecodeError):
                if lent.changed() is None:
                    lent.end()


async def _run(app: App[Any], command: list[str]) -> int:
    """Lend the terminal to a program and return its exit status. Raises EditorProblem when it cannot be run."""
    problem: EditorProblem | None = None
    status: int | None = None
    try:
        with _terminal_lent(app):
            # Only a cancellation leaves this block by an exception: the app stays suspended then, for it is ending.
            try:
                process = subprocess.Popen(command)
            except OSError as error:
                problem = EditorProblem(
                    "Your editor could not be used",
                    f"{command[0]}: {error.strerror}.",
                    "Look at EDITOR in your shell.",
                )
            else:
                try:
                    while (status := process.poll()) is None:
                        await asyncio.sleep(LOOK)
                except asyncio.CancelledError:
                    with suppress(OSError):
                        process.send_signal(HANG_UP)  # as the terminal does when it is closed
                    raise
    except SuspendNotSupported:
        problem = EditorProblem("This terminal cannot be lent to another program")
    if problem is not None:
        raise problem
    return status or 0


@contextmanager
def _terminal_lent(app: App[Any]) -> Iterator[None]:
    """Lend the terminal: the app goes on, and draws nothing and takes no key meanwhile."""
    with app.suspend():
        lender = app if isinstance(app, AppFaults) else None
        if lender is not None:
            lender.is_lent = True
        yield
        if lender is not None:
            lender.is_lent = False


async def _watch(widget: LendsText, draft: "OpenDraft | None", lent: "LentText") -> None:
    """Take back what is saved in the file, as often as it is, while the draft (or else the widget) is there."""
    app, last = widget.app, None
    while (getattr(app, "open_draft", None) is draft) if draft else widget.is_attached:
        await asyncio.sleep(WATCH)
        try:
            text = lent.changed()
        except UnicodeDecodeError:  # perhaps half of it so far
            continue
        except OSError:  # it was taken away
            return
        if text is None or text != last:  # an editor may be in the middle of writing
            last = text
        elif await _bring_back(widget, draft, lent, text):
            lent.take(text)
            last = None


async def _bring_back(widget: LendsText, draft: "OpenDraft | None", lent: "LentText", text: str) -> bool:
    """Put what the editor wrote into the text; return whether it is there, and on the disk."""
    app = widget.app
    here = widget.is_attached and widget.field == lent.field and not widget.read_only
    said = "What your editor saved is in the text. Ctrl+Z takes that back."
    if draft is not None and here and normalise(lent.text) != widget.text:  # it was gone on with meanwhile
        await asyncio.to_thread(draft.keep_version, "typed meanwhile")
        said = f"{said} What was typed here meanwhile is an earlier version."
    if here:
        widget.put_back(text)
    elif draft is None or not draft.take_from_editor(lent.field, text):
        _say(app, f"What your editor saved has no place here any more. {_kept(lent)}")
        return False
    if normalise(lent.text) != normalise(text):
        _say(app, said)
    if draft is None or not lent.field:
        return True
    if isinstance(app, GathersText):  # the page may not have told the draft yet
        app.gather()
    return await asyncio.to_thread(draft.save_now)


def _kept(lent: "LentText") -> str:
    where: Path = lent.file
    return f"What it wrote is kept and offered when the draft is opened next: {where}"


def _say(app: App[Any], words: str) -> None:
    app.notify(words, timeout=TELL)
