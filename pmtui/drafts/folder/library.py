"""The folder of drafts: list, find, create, copy, trash."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.disk import read_regular
from pmtui.drafts.file.file_head import Head, read_head
from pmtui.drafts.folder.draft_copies import Group, group
from pmtui.drafts.folder.trash import TRASH as TRASH  # where a folder's trash lies is known from here too
from pmtui.drafts.folder.trash import move_to_trash, restore
from pmtui.errors import DraftError
from pmtui.text import visible_line

if TYPE_CHECKING:
    from pmtui.document.postmortem import Postmortem


class Library:
    """The drafts of one folder. Nothing is created until a draft is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def heads(self) -> list[Head]:
        """Return the head of every draft, the incident that began last first; unreadable ones are among them.

        Raises DraftError when the folder cannot be read.
        """
        return self._read(_is_draft)

    def groups(self) -> list[Group]:
        """Return the drafts as `heads` does, each with the copies that sync programs and merge tools left beside it.

        Raises DraftError when the folder cannot be read.
        """
        groups = group(self._read(_is_draft_or_left_by_merge))
        return [each for each in groups if each.head.path.suffix == ".toml"]

    def _read(self, wanted: Callable[[os.DirEntry[str]], bool]) -> list[Head]:
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.path for entry in entries if wanted(entry)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DraftError(
                f"The drafts folder cannot be read: {visible_line(str(self.folder))}",
                f"{error.strerror}.",
                "Check its permissions, or choose another with --drafts DIR.",
            ) from error
        heads = [read_head(Path(name)) for name in names]
        return sorted(heads, key=_newest_first, reverse=True)

    def resolve(self, key: str) -> Path:
        """Return the file that a path, an id, or a unique start of an id or file name stands for.

        A draft stands for itself and not for its copies, which are named by their file name. Raises DraftError.
        """
        path = os.path.expanduser(key)
        if key.endswith(".toml") and os.path.lexists(path) and not os.path.isdir(path):
            return Path(path).absolute()
        heads = self.heads()
        exact = [head for head in heads if head.id == key or head.path.name == key]
        near = exact or [head for head in heads if head.id.startswith(key) or head.path.name.startswith(key)]
        near = [each.head for each in group(near)]
        if key and len(near) == 1:
            return near[0].path
        if len(near) > 1 and key:
            which = "\n".join(f"  {visible_line(head.id)}  {visible_line(head.title)}" for head in near[:8])
            raise DraftError(
                f"More than one draft starts with {visible_line(key)!r}", which, "Give more letters."
            )
        if key and os.path.lexists(path):
            raise DraftError(f"{visible_line(key)} is not a draft", "The file of a draft ends in .toml.")
        raise DraftError(
            f"No draft called {visible_line(key)!r}",
            f"There is no such file, and no draft with that id in {visible_line(str(self.folder))}.",
            "`pmtui list` shows the drafts with their ids.",
        )

    def create(self, document: "Postmortem") -> Path:
        """Write a new draft under a name of its own and return its path. Raises DraftError."""
        from pmtui.disk import create_new, make_folder
        from pmtui.drafts.file.format import dump
        from pmtui.drafts.folder.new import file_name

        path = self.folder / file_name(document)
        try:
            make_folder(self.folder)
            create_new(path, dump(document))
        except FileExistsError as error:
            raise DraftError(
                f"{path.name} exists already", "Nothing was overwritten.", "Try again."
            ) from error
        except OSError as error:
            raise DraftError(
                "The draft could not be created",
                f"{visible_line(str(path))}: {error.strerror}.",
                "Choose another folder with --drafts DIR, or free some space.",
            ) from error
        return path

    def duplicate(self, path: Path) -> Path:
        """Copy a draft under a new id and the title "Copy of ..."; return the copy's path. Raises DraftError."""
        from pmtui.document.postmortem import replace
        from pmtui.drafts.file.format import load
        from pmtui.drafts.folder.new import new_id

        document = load(read_bytes(path), path.name)
        meta = replace(
            document.meta,
            id=new_id(),
            title=f"Copy of {document.meta.title}".strip(),
            status="draft",
            created=datetime.now(UTC).replace(microsecond=0),
        )
        return self.create(replace(document, meta=meta))

    def trash(self, path: Path) -> Path:
        """Move a draft to the folder's trash and return where it lies now. Raises DraftError."""
        return move_to_trash(path)

    def restore(self, trashed: Path, to: Path) -> None:
        """Bring a trashed draft back to where it was. Raises DraftError when something else stands there now."""
        restore(trashed, to)


def read_document(path: Path) -> "Postmortem":
    """Read a whole draft, one that a newer pmtui wrote as far as it is understood here. Raises DraftError."""
    from pmtui.drafts.file.format import load_for_reading

    return load_for_reading(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises DraftError in words."""
    try:
        return read_regular(path)
    except OSError as error:
        raise DraftError(
            f"{visible_line(path.name)} cannot be read",
            f"{visible_line(str(path))}: {error.strerror}.",
            "Check that it exists and that you may read it.",
        ) from error


def _is_draft(entry: os.DirEntry[str]) -> bool:
    return _is_file(entry, ".toml")


def _is_draft_or_left_by_merge(entry: os.DirEntry[str]) -> bool:
    return _is_file(entry, (".toml", ".toml.orig"))


def _is_file(entry: os.DirEntry[str], endings: str | tuple[str, ...]) -> bool:
    if not entry.name.endswith(endings) or entry.name.startswith("."):
        return False
    try:
        return not entry.is_dir()  # a pipe or a device in a draft's place is told when its head is read
    except OSError:  # links in a ring; its head tells so
        return True


def _newest_first(head: Head) -> tuple[float, str]:
    return (head.began.timestamp() if head.began else head.modified, head.path.name)
