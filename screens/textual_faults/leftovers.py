"""Lets go of widgets that are gone. Stock, an hour of moving about keeps every page there ever was."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App
from textual.widget import Widget


def let_go(app: App[Any], removed: Sequence[Widget]) -> None:
    """Take widgets that are being removed, and all in them, off the lists of what outlives them."""
    gone = {node for each in removed for node in each.walk_children(with_self=True)}
    for screen in app.screen_stack:
        for node in gone:  # inputs and texts follow this signal, and never stop
            screen.text_selection_started_signal.unsubscribe(node)
    for above in {node for each in removed for node in each.ancestors}:
        above._query_one_cache.clear()  # its keys count changes: what it knows is of no use from now on
    watchers = getattr(app, "__watchers", {}).get("theme", [])
    watchers[:] = [held for held in watchers if held[0] not in gone]


def mend_caches() -> None:
    """Make a cache that remembers the last thousand widgets, with all they drew, one of pairs of colours alone."""
    stock = vars(StylesCache)["get_inner_outer"]
    if not isinstance(stock, classmethod):  # its first argument is called `cls`: what Textual means it to be
        function: Callable[..., Any] = lru_cache(1024)(stock.__wrapped__)
        mended: classmethod[Any, ..., Any] = classmethod(function)
        setattr(StylesCache, "get_inner_outer", mended)  # noqa: B010  # mypy lets no method be assigned
