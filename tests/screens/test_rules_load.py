"""Typing is not held up by what the hints need."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.drafts.folder.new import new_document
from pmtui.language import rules
from screens.parts import checking

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk


async def test_the_language_rules_are_loaded_off_the_screens_thread(
    at_desk: "OpenDesk", put: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders: list[threading.Thread] = []
    real = rules.load_rules

    def noted(*team: Any) -> rules.Rules:
        loaders.append(threading.current_thread())
        return real(*team)

    monkeypatch.setattr(rules, "load_rules", noted)
    monkeypatch.setattr(
        checking, "FINDINGS_AFTER", 3600.0
    )  # the check of the whole draft would load them as well
    async with at_desk(put(new_document("Sign-in failed"))) as desk:
        await desk.until(
            lambda: "rules" in vars(desk.room.desk.wording), "the rules, before anything is typed"
        )
        await desk.press(*"slow")
    assert threading.current_thread() not in loaders
