"""Whether pmtui's three packages lie side by side, as they were installed."""

from importlib.util import find_spec
from os.path import abspath, dirname

import pmtui
from pmtui.errors import PmtuiError

NEIGHBOURS = ("screens", "prompts")


class InstallationError(PmtuiError):
    """Something else stands where a part of pmtui is expected."""


def check_installation() -> None:
    """Raise InstallationError when another package hides one of pmtui's; nothing is imported to find out."""
    home = dirname(dirname(abspath(pmtui.__file__)))
    for name in NEIGHBOURS:
        spec = find_spec(name)
        if spec is None or not spec.origin:
            raise InstallationError(
                f"A part of pmtui is missing: the package {name!r}",
                f"It belongs in {home}.",
                "Install pmtui again, for example with `uv tool install --force pmtui`.",
            )
        if dirname(dirname(abspath(spec.origin))) != home:
            raise InstallationError(
                f"Another package called {name!r} hides the one that belongs to pmtui",
                f"Found {spec.origin}; pmtui's own lies in {home}.",
                "Run pmtui from another folder, or install it by itself with `uv tool install` or `pipx install`.",
            )
