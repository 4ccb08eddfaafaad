"""Where an export goes, and how it gets there without harming anything that lies there already."""

import os
from pathlib import Path

from pmtui.errors import PmtuiError
from pmtui.paths import typed_path


class ExportError(PmtuiError):
    """The export could not be written; there is no half of it, and what was there is as it was."""


def destination(asked: str, draft: Path, ending: str) -> Path:
    """Return the file that a typed path stands for: inside a folder, one with the draft's name and `ending`.

    Raises ExportError where an export would take the place of a draft.
    """
    path = typed_path(asked)
    if os.path.isdir(path):
        path = path / f"{draft.stem}.{ending}"
    if _file_meant(path).suffix.lower() == ".toml":
        raise ExportError(
            f"{path.name} would be a draft's file name",
            "An export never takes the place of a draft. Nothing was written.",
            f"Let the name end in .{ending}.",
        )
    return path


def _file_meant(path: Path) -> Path:
    """Follow links. Raises ExportError for a name that no file can have."""
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:  # a NUL in it
        raise ExportError("This file could not be written", "No file can have that name.") from error


def is_special(target: Path) -> bool:
    """Tell whether something is there that is no ordinary file: a pipe or a device."""
    return os.path.exists(target) and not os.path.isfile(target)


def write_export(target: Path, data: bytes) -> None:
    """Write an export at once or not at all; a pipe or a device is written to. Raises ExportError."""
    from pmtui.disk import write_atomic

    try:
        if is_special(target):
            descriptor = os.open(target, os.O_WRONLY)  # it cannot be replaced
            with open(descriptor, "wb") as stream:
                stream.write(data)
        else:
            write_atomic(target, data)
    except OSError as error:
        raise ExportError(f"{target} could not be written", f"{error.strerror}.") from error
