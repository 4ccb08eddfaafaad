"""The export dialog in bad hands: it never takes a draft's place, and no path ends the program."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.drafts.folder.library import read_document
from pmtui.settings import Settings

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]
TEMPLATE = (
    'name = "Ours"\nabout = "For us."\ntitle = "{title}"\nminutes = [5, 10]\nsuits = [4]\nscale = "sev4"\n'
    'sentences = [1, 3]\n[[section]]\nid = "facts"\nheading = "Facts"\nstyle = "labelled"\n'
    'questions = [{ id = "meta.status", label = "Status" }, { id = "free.vendor", label = "Vendor" }]\n'
)


async def asks(desk: "Desk", path: str, *, times: int = 1) -> None:
    """Open the export of the highlighted draft and ask for a path."""
    await desk.press("x")
    await desk.dialog("ExportScreen")
    await desk.press("end", "ctrl+u")
    await desk.paste(path)
    await desk.press(*["enter"] * times)


async def test_an_export_never_takes_the_place_of_a_draft(at_desk: "OpenDesk", put: Put) -> None:
    draft = put()
    before = draft.read_bytes()
    async with at_desk() as desk:
        await asks(desk, str(draft), times=2)
        await desk.sight("An export never takes the place of a draft")
    assert draft.read_bytes() == before


@pytest.mark.deep
@pytest.mark.parametrize("path", ["~nobody-has-this-name/out.md", "x" * 300, "none/such/x.md", "a/\0b.md"])
async def test_a_path_that_cannot_be_leaves_the_program_running(
    at_desk: "OpenDesk", put: Put, path: str
) -> None:
    put()
    async with at_desk() as desk:
        await asks(desk, path)
        await desk.sight("could not be written")


@pytest.mark.deep
async def test_a_device_is_never_replaced(at_desk: "OpenDesk", put: Put) -> None:
    put()
    async with at_desk() as desk:
        await asks(desk, "/dev/null", times=2)
        await desk.sight("/dev/null is no ordinary file")
    assert Path("/dev/null").is_char_device()


@pytest.mark.deep
async def test_in_a_folder_the_export_gets_the_name_of_the_draft(
    at_desk: "OpenDesk", put: Put, tmp_path: Path
) -> None:
    draft = put()
    async with at_desk() as desk:
        await asks(desk, str(tmp_path))
        await desk.sight("Written:")
    assert (tmp_path / f"{draft.stem}.md").is_file()


@pytest.mark.deep
async def test_the_team_s_own_words_and_questions_are_exported(
    at_desk: "OpenDesk", put: Put, tmp_path: Path
) -> None:
    team = tmp_path / "team"
    (team / "templates").mkdir(parents=True)
    (team / "templates" / "ours.toml").write_text(TEMPLATE, "utf-8")
    (team / "questions.toml").write_text('["free.vendor"]\nlabel = "Vendor"\nkind = "prose"\n', "utf-8")
    (team / "words.toml").write_text('[status]\ndraft = "Being written"\n', "utf-8")
    assert Settings(team=str(team)).team_folder == team
    draft = put(template="ours")
    async with at_desk(draft, team=str(team)) as desk:
        await desk.press("f7")
        await desk.sight("Being written")
        await desk.press("escape")
        await desk.writing()
        await desk.press("ctrl+o")
        await desk.dialog("ExportScreen")
        await desk.press("enter")
        await desk.sight("Written:")
    assert "Being written" in (tmp_path / f"{draft.stem}.md").read_text("utf-8")
    assert read_document(draft).meta.template == "ours"
