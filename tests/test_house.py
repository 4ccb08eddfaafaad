"""How the upper floor is built: a screen has parts. It neither inherits them nor grows without end."""

import pkgutil
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from types import FunctionType

import pytest
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

import screens
from screens.widgets.prose_editor import ProseEditor

OURS = ("pmtui.", "screens.")
MOST, MOST_OF_EDITOR = 45, 60


def all_ours() -> Iterator[type[DOMNode]]:
    """Find every app, screen and widget that is defined here."""
    import_module("pmtui.app")
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        import_module(module.name)
    waiting: list[type[DOMNode]] = [App, Screen, Widget]
    seen: set[type[DOMNode]] = set()
    while waiting:
        found = waiting.pop()
        if found not in seen:
            seen.add(found)
            waiting += found.__subclasses__()
            if is_ours(found):
                yield found


def is_ours(found: type) -> bool:
    return f"{found.__module__}.".startswith(OURS)


def own_methods(found: type) -> set[str]:
    """Return the names of what a class and those of ours that it descends from can do."""
    kinds = (FunctionType, property, cached_property, classmethod, staticmethod)
    return {
        name
        for each in found.__mro__
        if is_ours(each)
        for name, value in vars(each).items()
        if isinstance(value, kinds)
    }


def handlers_met_twice(found: type) -> set[str]:
    """Return the events that two classes of ours in one line of descent handle."""
    met: list[str] = []
    for each in found.__mro__:
        if is_ours(each):
            handled = {name.removeprefix("_") for name in vars(each) if name.startswith(("on_", "_on_"))}
            for value in vars(each).values():
                handled |= {message.handler_name for message, _ in getattr(value, "_textual_on", ())}
            met += handled
    return {name for name in met if met.count(name) > 1}


CLASSES = sorted(set(all_ours()), key=lambda found: found.__qualname__)


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__qualname__)
def test_no_screen_or_widget_does_too_much_itself(found: type) -> None:
    assert len(own_methods(found)) <= (MOST_OF_EDITOR if issubclass(found, ProseEditor) else MOST)


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__qualname__)
def test_no_event_is_handled_twice_in_one_line_of_descent(found: type) -> None:
    assert handlers_met_twice(found) == set(), "Textual runs both"
