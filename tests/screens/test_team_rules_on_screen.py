"""A team's rules beside a draft hold on the screen as they do in `pmtui check`; a mistake in them blocks nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.checks.document_hints import document_hints
from pmtui.cli.main import run
from pmtui.document.fields import set_value
from pmtui.drafts.folder.new import new_document
from pmtui.paths import config_folder

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]

TEXT = "Toby forgot to renew the FOO. Latency increased."
OURS = """
systems = ["Toby"]
[phrases]
acronyms = ["foo"]
[rule."ours.acronym"]
kind = "vague"
cue = ["acronyms"]
message = "Not every reader knows this word."
questions = ["What does it stand for?"]
bad = ["The FOO was full."]
good = ["The queue was full."]
[rule."vague.change"]
off = true
"""


def team_rules(drafts: Path, text: str = OURS) -> None:
    (drafts / ".pmtui" / "language").mkdir(parents=True, exist_ok=True)
    (drafts / ".pmtui" / "language" / "team.toml").write_text(text, "utf-8")


async def test_the_rules_beside_a_draft_give_the_hints_of_a_check(
    at_desk: "OpenDesk", put: Put, drafts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team_rules(drafts)
    path = put(set_value(new_document("Sign-in failed"), "summary", TEXT))
    run(["check", str(path), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    found = told["findings"] if isinstance(told, dict) else told
    checked = [
        entry["code"] for entry in found if entry["field"] == "summary" and entry.get("start") is not None
    ]
    assert ["ours.acronym"] == checked
    async with at_desk(path) as desk:
        await desk.until(lambda: desk.page.editor.hint_count, "a hint")
        await desk.press("f8")
        await desk.sight("Not every reader knows this word")
        assert 1 == desk.page.editor.hint_count
        rules = desk.room.desk.wording.rules
        assert checked == [hint.rule for _, _, hint in document_hints(desk.document, rules=rules)]
        await desk.until(
            lambda: "ours.acronym" in [each.code for each in desk.room.desk.checking.findings], "the finding"
        )


async def test_what_has_no_effect_and_what_is_broken_is_told_once_and_ours_go_on(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    team_rules(drafts, '[rule."vague.chnge"]\noff = true')
    (config_folder() / "language").mkdir(parents=True)
    (config_folder() / "language" / "mine.toml").write_text("[broken", "utf-8")
    async with at_desk(put(set_value(new_document("Sign-in failed"), "summary", TEXT))) as desk:
        await desk.sight("Did you mean vague.change?", "mine.toml has a mistake")
        await desk.until(lambda: desk.page.editor.hint_count, "hints")
        await desk.until(lambda: desk.room.desk.checking.findings, "the checks")
        assert 1 == desk.toasts().count("Did you mean vague.change?")
        assert 1 == desk.toasts().count("mine.toml has a mistake")
        await desk.paste("More. ")
        await desk.until(lambda: "More." in desk.document.narrative.summary, "the text")  # type: ignore[operator]  # filled in here


async def test_a_system_of_a_draft_is_moved_to_the_team_from_the_list_of_hints(
    at_desk: "OpenDesk", put: Put, drafts: Path
) -> None:
    team_rules(drafts, 'accept = ["full"]\n')
    async with at_desk(
        put(set_value(new_document("Sign-in failed"), "summary", "Toby forgot to renew it."))
    ) as desk:
        await desk.until(lambda: desk.page.editor.hint_count, "a hint")
        await desk.press("f8", "alt+s")
        await desk.until(lambda: desk.document.hints.systems == ("Toby",), "a system")
        await desk.press("f10")
        await desk.dialog("HintsScreen")
        await desk.press("t")
        await desk.sight("Toby: systems for every draft now")
        assert () == desk.document.hints.systems
        await desk.press("escape")
        await desk.writing("summary")
        await desk.until(lambda: desk.page.editor.hint_count == 0, "no hint")
        written = (drafts / ".pmtui" / "language" / "systems.toml").read_text("utf-8")
        assert 'systems = ["Toby"]' in written
