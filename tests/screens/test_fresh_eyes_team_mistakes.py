"""A mistake in the team's own files or in the settings is told in words, and never keeps anybody from writing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.fields import get_value

if TYPE_CHECKING:
    from tests.screens.conftest import OpenDesk

Put = Callable[..., Path]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    (folder / "language").mkdir(parents=True)
    return folder


@pytest.mark.deep
@pytest.mark.parametrize("name", ["sections.toml", "policy.toml", "words.toml"])
async def test_a_draft_can_be_written_with_a_broken_team_file(
    at_desk: "OpenDesk", put: Put, team: Path, name: str
) -> None:
    (team / name).write_text("[broken", "utf-8")
    async with at_desk(put(), team=str(team)) as desk:
        await desk.sight(f"{name} has a mistake", "not TOML")
        await desk.paste("It broke.")
        await desk.until(lambda: get_value(desk.document, "summary") == "It broke.")


@pytest.mark.deep
@pytest.mark.parametrize("name", ["sections.toml", "policy.toml"])
async def test_the_library_opens_with_a_broken_team_file(
    at_desk: "OpenDesk", put: Put, team: Path, name: str
) -> None:
    put()
    (team / name).write_text("[broken", "utf-8")
    async with at_desk(team=str(team)) as desk:
        await desk.sight("Sign-in failed", f"{name} has a mistake")


@pytest.mark.deep
async def test_hints_go_on_with_our_rules_when_the_team_s_are_broken(
    at_desk: "OpenDesk", put: Put, team: Path
) -> None:
    (team / "language" / "blame.toml").write_text("[broken", "utf-8")
    async with at_desk(put(), team=str(team)) as desk:
        await desk.paste("Bob forgot to restart the server.")
        await desk.sight("1 hint", "blame.toml has a mistake")
