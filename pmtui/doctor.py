"""Whether everything pmtui leans on is well: folders, disk, settings, wording, zones, drafts, the terminal.

Looking changes nothing: no folder is made, no lock is asked for, no leftover is taken away.
"""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from pmtui import paths
from pmtui.document.field_problem import FieldProblem
from pmtui.document.zones import read_zone
from pmtui.drafts.folder.library import Library
from pmtui.drafts.health import Look, State, look_at_drafts
from pmtui.errors import PmtuiError
from pmtui.language.rules import load_rules
from pmtui.language.team_rules import team_files
from pmtui.settings import Settings, load_settings
from pmtui.text import plural, visible_line
from prompts.content import (
    load_five_whys,
    load_policy,
    load_questions,
    load_sections,
    load_templates,
    load_words,
)
from prompts.headings import load_headings

LEAST_FREE = 100_000_000  # bytes
LEAST_COLUMNS, LEAST_ROWS = 60, 16
USUAL_COLUMNS, USUAL_ROWS = 80, 24


@dataclass(frozen=True)
class Terminal:
    """What the screens would run in: its size in characters, None when it is no terminal, and the encoding of its text."""

    size: tuple[int, int] | None
    encoding: str
    environment: Mapping[str, str]


def examine(folder: Path, terminal: Terminal) -> Iterator[Look]:
    """Yield what is found, one look after another, for a folder of drafts and a terminal."""
    yield from look_at_folder("Drafts folder", folder, private=False)
    yield from look_at_folder("State folder", paths.state_folder(), private=True)
    yield from look_at_settings(paths.settings_file())
    yield from look_at_rules(folder)
    yield from look_at_drafts(Library(folder))
    yield from look_at_terminal(terminal)


def needs_something(looks: list[Look]) -> bool:
    """Tell whether anything is to do."""
    return any(look.state == "to do" for look in looks)


def look_at_folder(subject: str, folder: Path, private: bool) -> Iterator[Look]:
    """Yield how a folder is; one that is `private` must not be open to others. One that is missing is no fault."""
    shown = visible_line(str(folder))
    there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    if not there.is_dir():
        yield Look(
            subject, "to do", f"{visible_line(str(there))} is not a folder.", "Move what stands there."
        )
        return
    if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        words = f"You may not write in {visible_line(str(there))}."
        yield Look(subject, "to do", words, "Change its permissions, or choose another folder.")
        return
    if there != folder:
        yield Look(subject, "well", f"{shown} is not there yet; it is made when it is needed.")
    else:
        yield _privacy(subject, folder, private)
    yield _space(subject, there)


def look_at_settings(file: Path) -> Iterator[Look]:
    """Yield whether the settings can be read, and what they name: the zone and the team's own questions and templates."""
    settings, warning = load_settings(file)
    if warning:
        yield Look("Settings", "to do", warning, "Mend that line with a text editor.")
    else:
        there = "can be read" if file.exists() else "is not there; the usual settings are in use"
        yield Look("Settings", "well", f"{visible_line(str(file))} {there}.")
    yield _zones(settings)
    yield _wording(settings)


def look_at_rules(drafts: Path) -> Iterator[Look]:
    """Yield for each folder with a team's rules about wording that holds for these drafts what it brings, or its mistake."""
    subject = "Team rules"
    settings, _ = load_settings(paths.settings_file())
    folders = [folder for folder in paths.team_folders(drafts, settings.team_folder) if team_files(folder)]
    if not folders:
        yield Look(subject, "well", "There are none beside these drafts; ours are in use.")
    usable: list[Path] = []
    told: set[str] = set()
    for folder in folders:
        shown = visible_line(str(folder / "language"))
        try:
            rules = load_rules(*usable, folder)
            notes = (*rules.notes, *rules.told)
        except PmtuiError as problem:
            advice = f"{problem.next_step} Until then pmtui does without this folder.".strip()
            yield Look(subject, "to do", f"{problem.title}: {problem.message}", advice)
            continue
        usable.append(folder)
        yield Look(subject, "well", f"{plural(len(team_files(folder)), 'file')} in {shown} can be read.")
        yield from (Look(subject, "note", visible_line(note)) for note in notes if note not in told)
        told.update(notes)


def look_at_terminal(terminal: Terminal) -> Iterator[Look]:
    """Yield what a terminal can do for the screens."""
    subject, environment = "Terminal", terminal.environment
    if terminal.size is None:
        yield Look(
            subject, "note", "Not looked at, because this output is none; the screens need a terminal."
        )
        return
    columns, rows = terminal.size
    size = f"{columns}x{rows} characters"
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        advice = f"Make the window at least {LEAST_COLUMNS}x{LEAST_ROWS}."
        yield Look(subject, "to do", f"{size} are too few for the screens.", advice)
    elif columns < USUAL_COLUMNS or rows < USUAL_ROWS:
        yield Look(
            subject, "note", f"{size}; from {USUAL_COLUMNS}x{USUAL_ROWS} on there is more beside the text."
        )
    else:
        yield Look(subject, "well", f"{size}.")
    term = environment.get("TERM", "")
    if term == "dumb" or (not term and os.name != "nt"):
        advice = "Set TERM to what your terminal is, often xterm-256color."
        yield Look(subject, "to do", f"TERM is {term or 'not set'}, so nothing can be drawn.", advice)
    else:
        yield _colours(term, environment)
    if terminal.encoding.lower().replace("-", "") == "utf8":
        yield Look(subject, "well", "Its text is UTF-8.")
    else:
        words = f"Its text is {visible_line(terminal.encoding)}, so many letters and lines cannot be shown."
        yield Look(subject, "to do", words, "Choose a UTF-8 locale, for example `export LANG=C.UTF-8`.")


def _privacy(subject: str, folder: Path, private: bool) -> Look:
    shown, mode = visible_line(str(folder)), stat.S_IMODE(folder.stat().st_mode)
    remedy = f"`chmod 700 {shown}` makes it yours alone."
    if os.name != "nt" and mode & stat.S_IWOTH:
        return Look(subject, "to do", f"Everyone on this machine may write in {shown}.", remedy)
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        state: State = "to do" if private else "note"
        return Look(subject, state, f"Others on this machine can look into {shown}.", remedy)
    return Look(subject, "well", f"{shown} is there, and only you can look into it.")


def _space(subject: str, folder: Path) -> Look:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Look(subject, "note", f"How much space is left cannot be asked: {error.strerror}.")
    words = f"{free / 1_000_000_000:,.1f} GB are free." if free >= 10**9 else f"{free // 10**6} MB are free."
    if free < LEAST_FREE:
        return Look(subject, "to do", words, "Free some space, so that saving goes on.")
    return Look(subject, "well", words)


def _zones(settings: Settings) -> Look:
    subject = "Time zones"
    known = len(available_timezones())
    if known < 2:  # UTC needs no data
        words = "This system has no time zone data, so every time is shown in UTC."
        return Look(
            subject, "to do", words, "Install the system's tzdata, or the Python package of that name."
        )
    try:
        zone = read_zone(settings.zone)
    except FieldProblem as problem:
        return Look(subject, "to do", f"In the settings: {problem.title}.", problem.message)
    return Look(subject, "well", f"{known} are known; new drafts are in {visible_line(zone)}.")


def _wording(settings: Settings) -> Look:
    """Read everything the product says, as the screens would."""
    subject, team = "Wording", settings.team_folder
    if team and not team.is_dir():
        words = f"The team's folder is not there: {visible_line(str(team))}."
        return Look(subject, "to do", words, "Correct `team` in the settings, or leave it empty.")
    readers = (
        load_policy,
        load_questions,
        load_sections,
        load_templates,
        load_five_whys,
        load_words,
        load_headings,
    )
    try:
        for read in readers:
            read(team)
    except PmtuiError as problem:
        return Look(subject, "to do", f"{problem.title}: {problem.message}", problem.next_step)
    where = f"with your team's own from {visible_line(str(team))}" if team else "as it comes"
    return Look(subject, "well", f"Questions and templates can be read, {where}.")


def _colours(term: str, environment: Mapping[str, str]) -> Look:
    subject = "Terminal"
    if environment.get("NO_COLOR"):
        return Look(subject, "note", "No colours, as NO_COLOR asks; nothing is told by colour alone.")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Look(subject, "well", f"All colours ({visible_line(term)}).")
    if "256color" in term:
        return Look(subject, "well", f"256 colours ({visible_line(term)}).")
    return Look(
        subject, "note", f"Perhaps 16 colours only ({visible_line(term)}); nothing is told by colour alone."
    )
