"""How the drafts of a folder are, and what lies about for them: copies, leftovers, locks, recovered text, earlier versions.

Looking changes nothing. A lock is judged by the process it names, because asking for it could stand in somebody's way.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pmtui.disk import is_running, temporary_mark, temporary_of
from pmtui.drafts.file.parse import size_warning
from pmtui.drafts.folder.draft_copies import Group
from pmtui.drafts.folder.library import Library, read_bytes
from pmtui.drafts.saving.lock import DraftLock, read_holder
from pmtui.drafts.versions.lent_text import MARK
from pmtui.drafts.versions.recovery import recovery_folder
from pmtui.errors import DraftError
from pmtui.paths import state_folder
from pmtui.text import plural, visible_line

State = Literal["well", "note", "to do"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Look:
    """What one look found: a `note` is worth knowing and needs nothing, `advice` says what to do about a `to do`."""

    subject: str
    state: State
    words: str
    advice: str = ""


def look_at_drafts(library: Library) -> Iterator[Look]:
    """Yield how the drafts of a folder are, one by one where something is to do, and what belongs to them."""
    try:
        groups = library.groups()
    except DraftError as error:
        yield Look("Drafts", "to do", f"{error.title}: {error.message}", error.next_step)
        return
    drafts = [head.path for group in groups for head in (group.head, *group.siblings)]
    yield from _read_each(drafts)
    yield from _modes(drafts)
    yield from _copies(groups)
    yield from _strays(library.folder, drafts)
    yield from _locks(drafts)
    yield from _recovered(drafts)
    yield _snapshots()


def _read_each(drafts: Sequence[Path]) -> Iterator[Look]:
    from pmtui.drafts.file.format import NewerSchemaError, load

    unreadable = 0
    for draft in drafts:
        name = visible_line(draft.name)
        try:
            data = read_bytes(draft)
            load(data, draft.name)
        except NewerSchemaError as error:
            unreadable += 1
            yield Look(name, "to do", "Written by a newer pmtui; it can only be read here.", error.next_step)
        except DraftError as error:
            unreadable += 1
            advice = "Open it: pmtui shows the file as it is and offers its earlier versions."
            yield Look(name, "to do", f"Cannot be read: {_first_line(error.message)}", advice)
        else:
            if warning := size_warning(len(data)):
                yield Look(name, "note", warning)
    if not drafts:
        yield Look("Drafts", "well", "There are none yet.")
    elif not unreadable:
        yield Look("Drafts", "well", f"{plural(len(drafts), 'file')}, and every one can be read.")


def _modes(drafts: Sequence[Path]) -> Iterator[Look]:
    fixed = [draft for draft in drafts if draft.exists() and not os.access(draft, os.W_OK)]
    if fixed:
        yield Look("Drafts", "note", f"{_named(fixed)} can be read but not changed.")
    if os.name == "nt":
        return
    open_ones = [draft for draft in drafts if _mode(draft) & _OTHERS]
    if open_ones:
        words = f"{_named(open_ones)} can be read by others on this machine; `chmod 600` makes a file yours alone."
        yield Look("Drafts", "note", words)


def _copies(groups: Sequence[Group]) -> Iterator[Look]:
    for group in groups:
        if group.siblings:
            names = ", ".join(visible_line(copy.path.name) for copy in group.siblings[:3])
            more = f" and {len(group.siblings) - 3} more" if len(group.siblings) > 3 else ""
            yield Look(
                visible_line(group.head.path.name),
                "to do",
                f"Another version lies beside it: {names}{more}.",
                "Compare the two, keep what is missing, then move the copy to the trash.",
            )


def _strays(folder: Path, drafts: Sequence[Path]) -> Iterator[Look]:
    marks = {temporary_mark(draft.name) for draft in drafts}
    found = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            left = temporary_of(entry.name)
            if left is None or is_running(left[1]):  # a save that is under way
                continue
            found += 1
            advice = (
                "Open the draft: what is newer than it is offered, the rest is taken away."
                if left[0] in marks
                else "Its draft is not here. Look into the file, then delete it."
            )
            yield Look(visible_line(entry.name), "to do", "Left by a save that was cut off.", advice)
    if not found:
        yield Look("Cut-off saves", "well", "None lies about.")


def _locks(drafts: Sequence[Path]) -> Iterator[Look]:
    files = _listed(state_folder() / "locks", ".lock")
    names = _by_file({DraftLock(draft).file: draft for draft in drafts}) if files else {}
    dead = 0
    for file in files:
        holder = read_holder(file)
        if holder.host == _host() and not is_running(holder.pid):
            dead += 1
            continue
        yield Look(names.get(file, "A draft elsewhere"), "note", f"It is {holder.words}.")
    # The system frees a lock with its process; a file that is left stops nobody.
    left = f" {plural(dead, 'lock')} of ended windows will be taken by the next." if dead else ""
    yield Look("Locks", "well", f"{plural(len(files) - dead, 'draft')} open for writing.{left}")


def _recovered(drafts: Sequence[Path]) -> Iterator[Look]:
    try:
        folders = sorted((state_folder() / "recovery").iterdir())
    except OSError:
        folders = []
    held = [
        folder for folder in folders if _listed(folder, (".toml", ".json")) or any(folder.glob(f"{MARK}*"))
    ]
    names = _by_file({recovery_folder(draft): draft for draft in drafts}) if held else {}
    for folder in held:
        yield Look(
            names.get(folder, "A draft elsewhere"),
            "to do",
            "Text that was not saved is kept for it.",
            "Open the draft to see what differs and to choose."
            if folder in names
            else f"It lies in {visible_line(str(folder))}.",
        )
    if not held:
        yield Look("Recovered text", "well", "None is waiting.")


def _snapshots() -> Look:
    folder = state_folder() / "snapshots"
    size = count = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.stat(os.path.join(parent, name)).st_size
                count += name.endswith(".toml")
    where = f" in {visible_line(str(folder))}" if count else ""
    return Look(
        "Earlier versions",
        "well",
        f"{plural(count, 'version')}, {size / 1_000_000:.1f} MB altogether{where}.",
    )


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _listed(folder: Path, endings: str | tuple[str, ...]) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.name.endswith(endings))
    except OSError:
        return []


def _by_file(drafts: Mapping[Path, Path]) -> Mapping[Path, str]:
    return {file: visible_line(draft.name) for file, draft in drafts.items()}


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def _named(drafts: Sequence[Path]) -> str:
    return visible_line(drafts[0].name) if len(drafts) == 1 else f"{len(drafts)} drafts"


def _first_line(message: str) -> str:
    return message.partition("\n")[0]
