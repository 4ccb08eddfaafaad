"""`pmtui doctor`: what it looks at, what it says to do, and that it changes nothing."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from collections.abc import Mapping
from pathlib import Path

import pytest

from pmtui import doctor, paths
from pmtui.cli.main import run
from pmtui.doctor import Terminal, examine, look_at_terminal
from pmtui.document.postmortem import Narrative, Postmortem, replace
from pmtui.drafts.file.format import dump
from pmtui.drafts.folder.library import Library
from pmtui.drafts.folder.new import new_document
from pmtui.drafts.health import Look
from pmtui.drafts.open_draft import open_draft
from pmtui.drafts.saving.lock import DraftLock
from pmtui.drafts.versions.recovery import Rescue

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
Usage = namedtuple("Usage", "total used free")
on_unix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


def looks(folder: Path, terminal: Terminal | None = None) -> list[Look]:
    return list(examine(folder, terminal or Terminal((100, 30), "utf-8", GOOD)))


def to_do(folder: Path) -> list[str]:
    """Return what is to do, as it is printed."""
    return [f"{look.subject}: {look.words} {look.advice}" for look in looks(folder) if look.state == "to do"]


def about(folder: Path, subject: str) -> str:
    return " ".join(
        f"{look.state}: {look.words} {look.advice}" for look in looks(folder) if look.subject == subject
    )


@pytest.fixture
def draft(drafts: Path) -> Path:
    return Library(drafts).create(new_document("Checkout down"))


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def everything_under(folder: Path) -> Mapping[str, tuple[int, bytes]]:
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


class TestCommand:
    def test_says_that_all_is_well_where_nothing_is_yet_and_makes_nothing(
        self, drafts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["doctor"]) == 0
        out = capsys.readouterr().out
        assert out.endswith("All is well.\n")
        assert str(drafts) in out
        assert not drafts.exists()
        assert not paths.state_folder().exists()

    def test_says_in_one_line_what_to_do(self, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
        draft.write_bytes(b'[meta]\nid = "abc123"\ntitle = \n')
        assert run(["doctor"]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert [f"to do  {draft.name}: Cannot be read: Line 3: Invalid value. Open it:"] == [
            line[: line.index("Open it:") + 8] for line in lines if line.startswith("to do")
        ]
        assert lines[-1] == "1 to do."

    def test_as_json_gives_the_same(self, draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
        draft.write_bytes(b"")
        assert run(["doctor", "--format", "json"]) == 1
        report = json.loads(capsys.readouterr().out)
        assert report["well"] is False
        assert {"subject", "state", "words", "advice"} == {*report["looks"][0]}
        assert [draft.name] == [look["subject"] for look in report["looks"] if look["state"] == "to do"]

    def test_prints_no_control_characters_of_a_draft_or_its_name(
        self, drafts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        drafts.mkdir(mode=0o700)
        for name in ("a\x1b]0;x\x07.toml", "b\u202ec.toml", "c\nd.toml"):
            try:
                (drafts / name).write_bytes(b'[meta]\n"\x1b[2J" = 1\n')
            except OSError:  # a system that allows no such name
                continue
        assert run(["doctor"]) == 1
        out = capsys.readouterr().out
        assert not {"\x1b", "\x07", "\u202e"} & {*out}
        assert len(out.splitlines()) == out.count("\n")  # no name broke a line

    def test_changes_nothing(self, drafts: Path, draft: Path, dead: int) -> None:
        whole = draft.read_bytes()
        (drafts / f".{draft.name}.{dead}.tmp").write_bytes(whole)
        (drafts / "broken.toml").write_bytes(b"x = [")
        rescue = Rescue(draft)
        rescue.keep(Postmortem.model_validate({"meta": {"id": "abc123"}}))
        (paths.state_folder() / "locks").mkdir()
        (paths.state_folder() / "locks" / "0.lock").write_bytes(b"{}")
        home = Path.home()
        before = everything_under(home)
        assert run(["doctor"]) == 1
        assert before == everything_under(home)


class TestFolders:
    @on_unix
    def test_a_state_folder_open_to_others_is_to_be_closed(self, drafts: Path) -> None:
        paths.state_folder().mkdir(parents=True)
        paths.state_folder().chmod(0o755)
        (words,) = to_do(drafts)
        assert f"chmod 700 {paths.state_folder()}" in words

    @on_unix
    def test_a_drafts_folder_open_to_readers_is_only_noted_and_to_writers_is_to_be_closed(
        self, drafts: Path
    ) -> None:
        drafts.mkdir()
        drafts.chmod(0o755)
        assert "note: Others on this machine" in about(drafts, "Drafts folder")
        drafts.chmod(0o777)
        assert "to do: Everyone on this machine may write" in about(drafts, "Drafts folder")

    def test_a_file_in_the_place_of_the_folder_is_told(self, drafts: Path) -> None:
        drafts.write_bytes(b"")
        assert f"to do: {drafts} is not a folder" in about(drafts, "Drafts folder")

    def test_a_folder_that_may_not_be_written_is_told(
        self, drafts: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drafts.mkdir(mode=0o700)
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != drafts)
        assert f"to do: You may not write in {drafts}" in about(drafts, "Drafts folder")

    @pytest.mark.parametrize(
        ("free", "told"), [(99_000_000, "to do: 99 MB"), (250 * 10**9, "well: 250.0 GB")]
    )
    def test_a_disk_that_is_nearly_full_is_told(
        self, drafts: Path, monkeypatch: pytest.MonkeyPatch, free: int, told: str
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12 - free, free))
        assert f"{told} are free" in about(drafts, "Drafts folder")


class TestSettings:
    def test_settings_that_cannot_be_read_are_told(self, drafts: Path) -> None:
        paths.settings_file().parent.mkdir(parents=True)
        paths.settings_file().write_text("zone = [")
        assert str(paths.settings_file()) in about(drafts, "Settings")
        assert about(drafts, "Settings").startswith("to do")

    def test_a_zone_that_is_not_known_is_told_with_the_nearest(self, drafts: Path) -> None:
        paths.settings_file().parent.mkdir(parents=True)
        paths.settings_file().write_text('zone = "Europe/Berln"')
        assert "Did you mean Europe/Berlin?" in about(drafts, "Time zones")

    def test_a_system_without_zone_data_is_told(self, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "available_timezones", set)
        assert "to do: This system has no time zone data" in about(drafts, "Time zones")

    @pytest.mark.parametrize(
        ("files", "told"),
        [
            (None, "to do: The team's folder is not there"),
            ({}, "well: Questions and templates can be read, with your team's own"),
            ({"policy.toml": "levels = ["}, "to do: policy.toml has a mistake"),
        ],
    )
    def test_the_wording_of_a_team_is_read(
        self, drafts: Path, tmp_path: Path, files: dict[str, str] | None, told: str
    ) -> None:
        team = tmp_path / "team"
        paths.settings_file().parent.mkdir(parents=True)
        paths.settings_file().write_text(f"team = '{team}'")
        if files is not None:
            team.mkdir()
            for name, text in files.items():
                (team / name).write_text(text)
        assert about(drafts, "Wording").startswith(told)

    def test_every_folder_with_rules_is_told_with_what_is_wrong_in_it(
        self, drafts: Path, tmp_path: Path
    ) -> None:
        assert "well: There are none beside these drafts" in about(drafts, "Team rules")
        team = tmp_path / "team"
        paths.settings_file().parent.mkdir(parents=True)
        paths.settings_file().write_text(f"team = '{team}'")
        beside = drafts / ".pmtui"
        for folder, text in (
            (team, '[rule."blame.human-eror"]\noff = true'),
            (paths.config_folder(), 'systems = ["Toby"]'),
            (beside, "x = ["),
        ):
            (folder / "language").mkdir(parents=True, exist_ok=True)
            (folder / "language" / "own.toml").write_text(text)
        told = about(drafts, "Team rules")
        assert f"well: 1 file in {team / 'language'} can be read." in told
        assert f"well: 1 file in {paths.config_folder() / 'language'} can be read." in told
        assert "there is no rule of this id" in told
        assert "Did you mean blame.human-error?" in told
        assert "to do: own.toml has a mistake" in told
        assert "Until then pmtui does without this folder." in told


class TestDrafts:
    def test_every_draft_is_read_whole(self, drafts: Path, draft: Path) -> None:
        assert about(drafts, "Drafts").startswith("well: 1 file, and every one can be read.")
        with draft.open("ab") as file:
            file.write(b"\n[[event]]\nat = 1\n")
        assert "Line" in about(drafts, draft.name)
        assert "offers its earlier versions" in about(drafts, draft.name)

    def test_a_draft_of_a_later_version_is_told(self, drafts: Path, draft: Path) -> None:
        draft.write_bytes(draft.read_bytes().replace(b"schema_version = 1", b"schema_version = 9"))
        assert "Update pmtui" in about(drafts, draft.name)

    def test_a_large_draft_is_only_noted(self, drafts: Path, draft: Path) -> None:
        document = replace(new_document("Long"), narrative=Narrative(summary="word " * 300_000))
        draft.write_bytes(dump(document))
        assert about(drafts, draft.name).startswith("note: This draft has 1.5 MB")
        assert to_do(drafts) == []

    @on_unix
    def test_a_draft_that_others_can_read_is_noted(self, drafts: Path, draft: Path) -> None:
        draft.chmod(0o644)
        assert f"note: {draft.name} can be read by others" in about(drafts, "Drafts")
        assert stat.S_IMODE(draft.stat().st_mode) == 0o644

    def test_copies_that_sync_programs_left_are_to_be_compared(self, drafts: Path, draft: Path) -> None:
        copy = draft.with_name(f"{draft.stem}.sync-conflict-20260315-143200-ABCDEFG.toml")
        copy.write_bytes(draft.read_bytes())
        assert f"to do: Another version lies beside it: {copy.name}." in about(drafts, draft.name)

    def test_a_save_that_was_cut_off_is_told_and_one_under_way_is_not(
        self, drafts: Path, draft: Path, dead: int
    ) -> None:
        (drafts / f".{draft.name}.{os.getpid()}.tmp").write_bytes(b"")
        assert to_do(drafts) == []
        stray = drafts / f".{draft.name}.{dead}.tmp"
        stray.write_bytes(b"")
        assert "to do: Left by a save that was cut off. Open the draft" in about(drafts, stray.name)
        draft.unlink()
        assert "Its draft is not here" in about(drafts, stray.name)


class TestState:
    def test_who_has_a_draft_open_is_noted(self, drafts: Path, draft: Path) -> None:
        window = open_draft(draft)
        try:
            assert "note: It is open in another window since" in about(drafts, draft.name)
            assert f"process {os.getpid()}" in about(drafts, draft.name)
            assert "1 draft open for writing" in about(drafts, "Locks")
        finally:
            window.close()
        assert "0 drafts open for writing" in about(drafts, "Locks")

    def test_a_lock_that_a_dead_process_left_needs_nothing(
        self, drafts: Path, draft: Path, dead: int
    ) -> None:
        lock = DraftLock(draft)
        lock.acquire()
        left = json.loads(lock.file.read_bytes()) | {"pid": dead}
        lock.release()
        lock.file.write_text(json.dumps(left))
        assert "0 drafts open for writing. 1 lock of ended windows" in about(drafts, "Locks")
        assert to_do(drafts) == []

    def test_looking_takes_no_lock(self, drafts: Path, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(DraftLock, "acquire", lambda _: pytest.fail("a lock was asked for"))
        window_file = DraftLock(draft).file
        window_file.parent.mkdir(parents=True)
        window_file.write_text("{}")
        assert "note: It is open in another window" in about(drafts, draft.name)

    def test_text_that_waits_to_be_recovered_is_to_be_looked_at(self, drafts: Path, draft: Path) -> None:
        Rescue(draft).keep(new_document("Checkout down, in more words"))
        assert "to do: Text that was not saved is kept for it. Open the draft" in about(drafts, draft.name)

    def test_text_for_a_draft_elsewhere_is_told_with_its_place(self, drafts: Path, tmp_path: Path) -> None:
        Rescue(tmp_path / "moved.toml").keep(new_document("Checkout down"))
        assert str(paths.state_folder() / "recovery") in about(drafts, "A draft elsewhere")

    def test_the_size_of_the_earlier_versions_is_told(self, drafts: Path, draft: Path) -> None:
        window = open_draft(draft)
        window.edit(
            lambda document: replace(document, narrative=Narrative(summary="word " * 60_000)), "typing"
        )
        window.close()
        assert "2 versions, 0." in about(drafts, "Earlier versions")


class TestTerminal:
    @pytest.mark.parametrize(
        ("size", "encoding", "environment", "told"),
        [
            ((100, 30), "utf-8", GOOD, "well: 100x30"),
            ((100, 30), "utf-8", GOOD, "well: All colours"),
            ((59, 30), "utf-8", GOOD, "to do: 59x30 characters are too few"),
            ((80, 15), "utf-8", GOOD, "to do: 80x15 characters are too few"),
            ((70, 20), "utf-8", GOOD, "note: 70x20"),
            (None, "utf-8", GOOD, "note: Not looked at"),
            ((100, 30), "utf-8", {"TERM": "dumb"}, "to do: TERM is dumb"),
            ((100, 30), "utf-8", {"TERM": "screen-256color"}, "well: 256 colours"),
            ((100, 30), "utf-8", {"TERM": "linux"}, "note: Perhaps 16 colours"),
            ((100, 30), "utf-8", GOOD | {"NO_COLOR": "1"}, "note: No colours, as NO_COLOR asks"),
            ((100, 30), "UTF8", GOOD, "well: Its text is UTF-8"),
            ((100, 30), "ANSI_X3.4-1968", GOOD, "to do: Its text is ANSI_X3.4-1968"),
        ],
    )
    def test_is_judged_by_size_colours_and_encoding(
        self, size: tuple[int, int] | None, encoding: str, environment: dict[str, str], told: str
    ) -> None:
        found = [
            f"{look.state}: {look.words}" for look in look_at_terminal(Terminal(size, encoding, environment))
        ]
        assert any(words.startswith(told) for words in found), found

    @on_unix
    def test_needs_a_name(self) -> None:
        (first, *_) = [look for look in look_at_terminal(Terminal((100, 30), "utf-8", {})) if look.advice]
        assert "TERM is not set" in first.words
