"""A new postmortem: five questions, problems told at once, and nothing created before it is asked for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select

from pmtui.drafts.folder.library import read_document
from pmtui.settings import load_settings

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk


async def asked(desk: "Desk") -> None:
    await desk.press("n")
    await desk.dialog("NewPostmortem")


def created(drafts: Path) -> Path:
    (path,) = drafts.glob("*.toml")
    return path


async def test_enter_goes_from_question_to_question_and_the_answers_make_the_draft(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.enter("Mail/was: late 🚀", "minor", "15.3.2026 14:32")
        await desk.press("end", "ctrl+u")
        await desk.enter("Europe/Berlin")
        await desk.press("end", "ctrl+u")
        await desk.enter("Noor Haddad")
        await desk.press("ctrl+s")
        await desk.writing("summary")
    meta = read_document(created(drafts)).meta
    assert ("Mail/was: late 🚀", "Minor", "Europe/Berlin", ("Noor Haddad",)) == (
        meta.title, meta.severity, meta.zone, meta.authors
    )  # fmt: skip
    assert datetime(2026, 3, 15, 13, 32, tzinfo=UTC) == meta.began
    assert created(drafts).name.startswith("2026-03-15-mail-was-late-")


@pytest.mark.deep
async def test_only_a_title_is_enough(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.paste("Sign-in failed")
        await desk.press("ctrl+s")
        await desk.writing("summary")
    meta = read_document(created(drafts)).meta
    assert ("Sign-in failed", None, None, "UTC") == (meta.title, meta.severity, meta.began, meta.zone)


@pytest.mark.deep
async def test_not_even_a_title_is_needed(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.press("ctrl+s")
        await desk.writing("summary")
        await desk.sight("(no title yet)")
    assert created(drafts).name.startswith(f"{date.today():%Y}")


@pytest.mark.deep
async def test_escape_creates_nothing(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.enter("Sign-in failed", "SEV-1")
        await desk.press("escape")
        await desk.dialog("LibraryScreen")
        await desk.sight("Nothing here yet")
    assert not drafts.exists()


@pytest.mark.deep
async def test_every_problem_is_told_at_once_and_the_first_gets_the_cursor(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.enter("Sign-in failed", "", "half past")
        await desk.press("end", "ctrl+u")
        await desk.paste("Europe/Berln")
        await desk.press("ctrl+s")
        await desk.sight("Write a time such as", "Europe/Berlin")
        assert "zone" == desk.app.focused.id
        assert not drafts.exists()

        await desk.press("end", "ctrl+u")
        await desk.paste("Europe/Berlin")
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.app.focused.id == "began", "the cursor at the next problem")
        await desk.press("end", "ctrl+u", "ctrl+s")
        await desk.writing("summary")
    assert ("Europe/Berlin", None) == (
        read_document(created(drafts)).meta.zone, read_document(created(drafts)).meta.began
    )  # fmt: skip


@pytest.mark.deep
async def test_a_time_alone_is_one_of_today(at_desk: "OpenDesk", drafts: Path) -> None:
    async with at_desk() as desk:
        await asked(desk)
        before = datetime.now(UTC).date()
        await desk.enter("Sign-in failed", "", "14:32")
        await desk.press("ctrl+s")
        await desk.writing("summary")
    began = read_document(created(drafts)).meta.began
    assert (14, 32) == (began.hour, began.minute)
    assert began.date() in {before, datetime.now(UTC).date()}


@pytest.mark.deep
async def test_the_severity_says_what_it_means_and_proposes_a_template(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.enter("Sign-in failed")
        for typed, named, template in (
            ("sev2", "SEV-2", "standard"), ("minor", "Minor", "quick"), ("P1", "P1", "complete")
        ):  # fmt: skip
            await desk.press("end", "ctrl+u")
            await desk.paste(typed)
            meaning = desk.app.preferences.wording.policy.level(typed).meaning
            await desk.sight(f"{named}: {meaning}", f"is proposed for {named}")
            assert template == desk.app.screen.query_one(Select).value
        await desk.press("ctrl+s")
        await desk.writing()
        assert ("P1", "complete") == (desk.document.meta.severity, desk.document.meta.template)


async def test_a_severity_of_no_scale_and_a_time_are_answered_when_they_are_left(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.enter("Sign-in failed", "sev2yesterday")
        await desk.sight("“sev2yesterday” is not a severity", "Did you mean SEV-2?")
        await desk.enter("yesterday 23:50")
        await desk.sight("Read as", "23:50")
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.app.focused.id == "severity", "the cursor at the severity")
        await desk.press("end", "ctrl+u")
        await desk.paste("sev2")
        await desk.press("ctrl+s")
        await desk.writing()
        assert "SEV-2" == desk.saved().meta.severity
        yesterday = datetime.now(UTC).date() - timedelta(days=1)
        assert (yesterday, 50) == (desk.saved().meta.began.date(), desk.saved().meta.began.minute)


@pytest.mark.deep
async def test_a_template_that_was_chosen_by_hand_is_not_taken_back(at_desk: "OpenDesk") -> None:
    async with at_desk() as desk:
        await asked(desk)
        await desk.press("shift+tab", "shift+tab", "shift+tab")
        assert isinstance(desk.app.focused, Select)
        await desk.press("enter", "end", "enter")
        chosen = desk.app.screen.query_one(Select).value
        assert "standard" != chosen
        desk.app.screen.query_one("#severity", Input).focus()
        await desk.enter("sev2")
        await desk.sight("SEV-2:")
        await desk.press("ctrl+s")
        await desk.writing()
        assert chosen == desk.document.meta.template


@pytest.mark.deep
async def test_the_name_and_the_zone_are_there_the_next_time(at_desk: "OpenDesk", tmp_path: Path) -> None:
    from pmtui.paths import settings_file

    async with at_desk(author="", zone="") as desk:
        await asked(desk)
        assert ["", "", "", "UTC", ""] == [entry.value for entry in desk.app.screen.query(Input)]
        await desk.enter("Sign-in failed", "", "")
        await desk.press("end", "ctrl+u")
        await desk.enter("Europe/Madrid", "Ines Prat")
        await desk.press("ctrl+s")
        await desk.writing()
        await desk.press("ctrl+l")
        await desk.dialog("LibraryScreen")
        await asked(desk)
        assert ["", "", "", "Europe/Madrid", "Ines Prat"] == [
            entry.value for entry in desk.app.screen.query(Input)
        ]
    kept, warning = load_settings(settings_file())
    assert ("Ines Prat", "Europe/Madrid", "") == (kept.author, kept.zone, warning)


async def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_lost(
    at_desk: "OpenDesk", drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmtui.drafts.folder.library import Library
    from pmtui.errors import DraftError

    def full(self: Library, document: object) -> Path:
        raise DraftError("The draft could not be created", "No space left on device.")

    async with at_desk() as desk:
        with monkeypatch.context() as patch:
            patch.setattr(Library, "create", full)
            await asked(desk)
            await desk.paste("Sign-in failed")
            await desk.press("ctrl+s")
            await desk.sight("The draft could not be created", "No space left on device.", "Sign-in failed")
        await desk.press("ctrl+s")
        await desk.writing("summary")
    assert "Sign-in failed" == read_document(created(drafts)).meta.title


TITLES: dict[str, Callable[[str], bool]] = {
    "a/b\\c: d": lambda name: "a-b-c-d" in name,
    "..": lambda name: not name.startswith("."),
    "CON": lambda name: name.startswith("20"),
    "🚒🔥 漢字": lambda name: name.endswith(".toml"),
    "x" * 300: lambda name: len(name) < 100,
    "[/] [@click=app.quit]": lambda name: "[" not in name,
}


@pytest.mark.deep
async def test_any_title_makes_a_plain_file_name_and_is_kept_exactly(
    at_desk: "OpenDesk", drafts: Path
) -> None:
    async with at_desk() as desk:
        for title in TITLES:
            await asked(desk)
            await desk.paste(title)
            await desk.press("ctrl+s")
            await desk.writing()
            path = desk.room.path
            assert title == read_document(path).meta.title
            assert TITLES[title](path.name), path.name
            await desk.press("ctrl+l")
            await desk.dialog("LibraryScreen")
    assert len(TITLES) == len(list(drafts.glob("*.toml")))
