"""Makes the pictures of this folder: pmtui at work on its own worked example.

    python docs/make_pictures.py [--into FOLDER] [NAME ...]

The clock stands still and the ids are fixed, so that a picture changes only when a screen does. `export` shows the
HTML export in a browser; it is left out, with a message, where there is no chromium.
"""

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from types import ModuleType
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from pmtui import app as app_module
from pmtui.app import PmtuiApp
from pmtui.document.fields import parse_value, set_value
from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import example_document, new_document
from pmtui.drafts.saving import saver
from pmtui.meeting.options import MeetingOptions
from pmtui.meeting.times import Times
from pmtui.settings import Settings
from screens.dialogs import new as new_screen
from screens.library import library as library_screen
from screens.writing import room_view

HERE = Path(__file__).parent
NOW = datetime(2026, 5, 15, 10, 20)  # the morning after the incident of the worked example
QUIET = 15  # looks at the screen, a tenth of a second apart, that find no change
PATIENCE = 300
WAITING = ("default", "before", "dialog")  # groups of workers that may wait for a person
TIDY = (
    (re.compile(r"\s*@font-face \{.*?\}", re.DOTALL), ""),  # a picture asks no other site for anything
    (re.compile(r"\s*<!--.*?-->", re.DOTALL), ""),
    (re.compile("Fira Code, monospace"), "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"),
    (re.compile(r"\bterminal-\d+-"), "p-"),
    (re.compile(r"\n\s+"), "\n"),
)

Scene = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """One picture: what it starts from, what is done then, and at which size and in which colours."""

    scene: Scene
    starts_at: str = "draft"  # or "library", or "meeting"
    size: tuple[int, int] = (120, 40)
    theme: str = "pmtui-dark"


# What is done for each picture


async def nothing(pilot: Pilot[Any]) -> None:
    """Leave it as it opens."""


async def meet_a_hint(pilot: Pilot[Any]) -> None:
    """Write a sentence that blames somebody, and go to its hint."""
    await go_to(pilot, "summary")
    editor = pilot.app.screen.query_one("#text", TextArea)
    editor.move_cursor(editor.document.end)
    editor.insert("\n\nKofi forgot to reload them.")
    await settle(pilot)
    await pilot.press("f8")


async def begin_anew(pilot: Pilot[Any]) -> None:
    """Answer the questions of a new postmortem."""
    await pilot.press("n")
    await settle(pilot)
    answers = {
        "title": "Parcel labels came out blank in two depots",
        "severity": "sev2",
        "began": "yesterday 16:05",
        "author": "Ida Lindqvist",
    }
    for name, answer in answers.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = answer
    pilot.app.screen.query_one("#severity", Input).focus()


def at_section(section_id: str, *keys: str) -> Scene:
    """Return the scene that goes to a section and presses keys there."""

    async def scene(pilot: Pilot[Any]) -> None:
        await go_to(pilot, section_id)
        await settle(pilot)
        await pilot.press(*keys)

    return scene


def after(*keys: str) -> Scene:
    """Return the scene that only presses keys."""

    async def scene(pilot: Pilot[Any]) -> None:
        await pilot.press(*keys)

    return scene


def in_the_meeting(*keys: str) -> Scene:
    """Return the scene that begins the review meeting, catches two things, and presses keys then."""

    async def scene(pilot: Pilot[Any]) -> None:
        await pilot.press("enter", "right", "right_square_bracket", "right", "right", "right", "right")
        for key, text in (
            ("n", "The page came 16 minutes in"),
            ("a", "Watch the certificates @kofi #detect"),
        ):
            await pilot.press(key, *text, "enter", "escape")
        await pilot.press(*keys)

    return scene


PICTURES = {
    "library": Picture(nothing, "library", (120, 24)),
    "new": Picture(begin_anew, "library", (120, 30)),
    "writing": Picture(meet_a_hint),
    "timeline": Picture(at_section("timeline")),
    "causes": Picture(at_section("causes", "down", "down")),
    "actions": Picture(at_section("actions"), size=(120, 30)),
    "readiness": Picture(after("ctrl+r"), size=(120, 30)),
    "preview": Picture(after("f7")),
    "narrow": Picture(meet_a_hint, size=(80, 24)),
    "meeting-before": Picture(nothing, "meeting", (80, 24)),
    "meeting-timeline": Picture(in_the_meeting(), "meeting", (80, 24)),
    "meeting-causes": Picture(in_the_meeting("]", "right", "right"), "meeting", (80, 24), "pmtui-light"),
    "meeting-actions": Picture(in_the_meeting("]", "]", "a", *"Rehearse it @lena ^+7d"), "meeting"),
    "meeting-close": Picture(in_the_meeting("]", "]", "]", "]"), "meeting"),
    "light": Picture(at_section("impact"), size=(120, 30), theme="pmtui-light"),
}
BROWSER_PICTURE = "export"


def main() -> int:
    """Make the pictures that were asked for, or all."""
    names = (*PICTURES, BROWSER_PICTURE)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="where they go")
    options = parser.parse_args()
    for unknown in set(options.names) - set(names):
        parser.error(f"there is no picture called {unknown}")
    for name in options.names or names:
        said = str(make(name, options.into) or "left out: there is no chromium here")
        sys.stderr.write(f"{name}: {said}\n")
    return 0


def make(name: str, into: Path) -> Path | None:
    """Make one picture in a folder and return its path; None when what it takes is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        for variable in ("PMTUI_CONFIG", "PMTUI_STATE"):
            os.environ[variable] = str(Path(folder) / "own")
        if name == BROWSER_PICTURE:
            return picture_of_export(into / f"{name}.png", Path(folder))
        picture = PICTURES[name]
        stop_the_clock()
        drafts = Library(Path(folder) / "drafts")
        if picture.starts_at == "library":
            draft = None
            for document in several():
                drafts.create(document)
        else:
            draft = drafts.create(unfinished())
        meeting = MeetingOptions() if picture.starts_at == "meeting" else None
        times = Times(lambda: 0.0, lambda: StoppedClock.now(UTC))
        app = PmtuiApp(drafts.folder, draft, Settings(theme=picture.theme), meeting=meeting, times=times)
        target = into / f"{name}.svg"
        target.write_text(asyncio.run(picture_of(app, picture)), "utf-8")
        return target


async def picture_of(app: PmtuiApp, picture: Picture) -> str:
    """Run the app without a terminal, play the scene, and return the screen as SVG."""
    async with app.run_test(size=picture.size) as pilot:
        await settle(pilot)
        await picture.scene(pilot)
        await settle(pilot)
        return tidy(app.export_screenshot(title="pmtui"))


def picture_of_export(target: Path, folder: Path) -> Path | None:
    """Show the HTML export of the worked example in a browser and return the picture; None without a browser."""
    from pmtui.exporting.html import to_html
    from prompts.content import load_templates

    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        return None
    document = example_document()
    page = folder / "export.html"
    page.write_text(to_html(document, load_templates()[document.meta.template]), "utf-8")
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={folder / 'browser'}", "--window-size=1000,950",
            f"--screenshot={target}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return target


# The drafts


def unfinished() -> Postmortem:
    """Return the worked example as it was on the way: some parts are still to come, some could be better."""
    document = example_document()
    document = with_values(
        document,
        {
            "meta.status": "draft",
            "meta.template": "standard",
            "impact.users": "",
            "impact.revenue": "",
            "root_cause": "The gateways were not reloaded.",
            "poorly": "",
            "lessons": "",
            "actions.a4.owner": "",
            "actions.a5.due": "",
            "actions.a6.text": "Improve the monitoring",
        },
    )
    return replace(document, meta=replace(document.meta, id="tideln"))


def several() -> tuple[Postmortem, ...]:
    """Return the drafts that the library shows: one just begun, the worked example, two that are through."""
    begun = new_document(
        "Parcel labels came out blank in two depots",
        severity="SEV-2",
        began=datetime(2026, 5, 14, 16, 5, tzinfo=UTC),
    )
    reviewed = titled(
        "Sign-in slow for an hour after the cache moved", "SEV-3", datetime(2026, 5, 6, 9, 40), "in_review"
    )
    closed = titled(
        "Night import ran twice and doubled the stock", "SEV-2", datetime(2026, 4, 21, 1, 15), "closed"
    )
    return (begun, unfinished(), reviewed, closed)


def titled(title: str, severity: str, began: datetime, status: str) -> Postmortem:
    """Return a finished draft under another title; the list shows no more of it."""
    document = example_document()
    meta = replace(
        document.meta,
        title=title,
        severity=severity,
        began=began.replace(tzinfo=UTC),
        ended=None,
        status=status,
    )
    return replace(document, meta=meta)


def with_values(document: Postmortem, values: dict[str, str]) -> Postmortem:
    """Return the document with fields set from text, as the command line sets them; empty text clears a field."""
    for path, text in values.items():
        document = set_value(document, path, parse_value(document, path, text) if text else None)
    return document


# Time and quiet


class StoppedClock(datetime):
    """A clock that always shows the same time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "StoppedClock":
        """Return that time, in a zone or without one."""
        return cls.combine(NOW.date(), NOW.time(), tz)


class StoppedCalendar(date):
    """A calendar that always shows the same day."""

    @classmethod
    def today(cls) -> "StoppedCalendar":
        """Return that day."""
        return cls(NOW.year, NOW.month, NOW.day)


# The modules that show a time of day, or how long is left, and what each calls the clock.
CLOCKS: tuple[tuple[ModuleType, str], ...] = (
    (library_screen, "datetime"),
    (new_screen, "datetime"),
    (room_view, "datetime"),
    (saver, "datetime"),
    (app_module, "date"),
)


def stop_the_clock() -> None:
    """Let every clock that is looked at show the same time."""
    for module, name in CLOCKS:
        setattr(module, name, StoppedClock if name == "datetime" else StoppedCalendar)


async def go_to(pilot: Pilot[Any], section_id: str) -> None:
    """Go to a section of the writing room."""
    await pilot.app.screen.desk.show_section(section_id)  # type: ignore[attr-defined]  # the screen is the room


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until the screen has not changed for a while and nothing works behind it; cursors stand still."""
    seen, unchanged = "", 0
    for _ in range(PATIENCE):
        for widget in pilot.app.screen.query("Input, TextArea"):
            if isinstance(widget, Input | TextArea):
                widget.cursor_blink = False
        await pilot.pause(0.1)
        now = pilot.app.export_screenshot()
        busy = any(worker.is_running for worker in pilot.app.workers if worker.group not in WAITING)
        unchanged = 0 if busy or now != seen else unchanged + 1
        seen = now
        if unchanged >= QUIET:
            return
    raise SystemExit("The screen did not come to rest.")


def tidy(svg: str) -> str:
    """Return the picture without what only makes it larger, or would have it ask another site for a font."""
    for pattern, instead in TIDY:
        svg = pattern.sub(instead, svg)
    return svg


if __name__ == "__main__":
    raise SystemExit(main())
