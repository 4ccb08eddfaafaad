"""Hands a text to the person's own editor ($VISUAL or $EDITOR) and takes it back."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from pmtui.disk import create_new, read_regular
from pmtui.errors import PmtuiError


class EditorProblem(PmtuiError):
    """The text could not be edited outside; it is as it was."""


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


def edit_outside(command: list[str], text: str) -> str:
    """Run the editor on a private Markdown file that holds the text, wait, and return what the file holds then.

    The file is mode 0600 in a folder of its own, and gone afterwards. A newline that the editor put at the end of a
    text without one is taken off again. Raises `EditorProblem` when the editor cannot be run, says that it failed,
    or leaves something that is not UTF-8.
    """
    with tempfile.TemporaryDirectory(prefix="pmtui-") as folder:
        path = Path(folder) / "text.md"
        create_new(path, text.encode())
        try:
            status = subprocess.call([*command, str(path)])
            edited = read_regular(path).decode()
        except UnicodeDecodeError as error:
            raise EditorProblem("The edited text is not UTF-8", "Your text is as it was before.") from error
        except OSError as error:
            raise EditorProblem(
                "Your editor could not be used",
                f"{command[0]}: {error.strerror}.",
                "Look at EDITOR in your shell.",
            ) from error
    if status != 0:
        raise EditorProblem(
            "Your editor ended with a problem", f"Its status was {status}. Your text is as it was before."
        )
    return edited.removesuffix("\n") if not text.endswith("\n") else edited
