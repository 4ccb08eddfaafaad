"""Names of systems in a team's own rules: written without harm to what stands there, and moved there from a draft."""

import os
import stat
import tomllib
from pathlib import Path

import pytest

from pmtui.checks.document_hints import context_of
from pmtui.cli.main import run
from pmtui.document.hint_choices import call_system
from pmtui.drafts.folder.library import Library, read_document
from pmtui.drafts.folder.new import new_document
from pmtui.language.rules import load_rules
from pmtui.language.team_systems import TeamFileError, add_systems, systems_file
from pmtui.language.text_hints import find_hints
from pmtui.paths import config_folder
from prompts.tables import ContentError

Capture = pytest.CaptureFixture[str]
BLAME = "Toby forgot to renew the certificate."


def file_with(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "language" / "team.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    return file


class TestFile:
    def test_is_made_with_its_folder_for_one_person_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "team" / "language" / "systems.toml"
        assert ("Toby", "Hal 9") == add_systems(file, ["Toby", " Hal\t9 ", "toby"])
        assert {"systems": ["Toby", "Hal 9"]} == tomllib.loads(file.read_text("utf-8"))
        if os.name != "nt":
            assert 0o600 == stat.S_IMODE(file.stat().st_mode)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("# ours\n[people]\nnames = ['Sunny']\n", 'systems = ["Toby"]\n# ours\n[people]\nnames = [\'Sunny\']\n'),
            ('systems = ["Hal"] # known\n', 'systems = ["Toby", "Hal"] # known\n'),
            ("accept = ['x']\nsystems = [\n  'Hal', # 9\n]\n", "accept = ['x']\nsystems = [\"Toby\", \n  'Hal', # 9\n]\n"),
            ("systems=[]\r\naccept=[]\r\n", 'systems=["Toby", ]\r\naccept=[]\r\n'),
        ],
    )  # fmt: skip
    def test_keeps_what_is_there(self, tmp_path: Path, before: str, after: str) -> None:
        file = file_with(tmp_path, before)
        file.chmod(0o644)
        add_systems(file, ["Toby"])
        assert after == file.read_bytes().decode()
        assert 0o644 == stat.S_IMODE(file.stat().st_mode)

    def test_is_not_touched_when_it_knows_the_name(self, tmp_path: Path) -> None:
        file = file_with(tmp_path, "systems = ['TOBY']")
        assert () == add_systems(file, ["Toby"])
        assert "systems = ['TOBY']" == file.read_text("utf-8")

    @pytest.mark.parametrize(
        "text", ['"systems" = ["Hal"]\n', "note = '''\nsystems = [1]\n'''\n", "[people]\nsystems = ['x']\n"]
    )
    def test_is_left_as_it_is_when_it_is_written_in_an_unusual_way(self, tmp_path: Path, text: str) -> None:
        file = file_with(tmp_path, text)
        with pytest.raises(TeamFileError) as problem:
            add_systems(file, ["Toby"])
        assert 'Add to it by hand: systems = ["Toby"]' == problem.value.next_step
        assert text == file.read_text("utf-8")

    def test_that_is_no_toml_is_left_as_it_is(self, tmp_path: Path) -> None:
        file = file_with(tmp_path, "systems = [")
        with pytest.raises(ContentError):
            add_systems(file, ["Toby"])
        assert "systems = [" == file.read_text("utf-8")

    @pytest.mark.parametrize("name", ['a"b\\c', "İz\u0301", "\u202eynot", "x\x7fy"])
    def test_holds_any_name(self, tmp_path: Path, name: str) -> None:
        file = tmp_path / "systems.toml"
        if "\x7f" in name:  # no TOML file can hold it bare, and nothing is written rather than a broken file
            with pytest.raises(TeamFileError):
                add_systems(file, [name])
            assert not file.exists()
        else:
            assert (name,) == add_systems(file, [name])
            assert [name] == tomllib.loads(file.read_text("utf-8"))["systems"]

    def test_is_that_of_the_nearest_folder_and_one_that_lists_systems_first(self, tmp_path: Path) -> None:
        team, near = tmp_path / "team", tmp_path / "work" / ".pmtui"
        assert config_folder() / "language" / "systems.toml" == systems_file(tmp_path, None)
        assert team / "language" / "systems.toml" == systems_file(tmp_path, team)
        (near / "language").mkdir(parents=True)
        assert near / "language" / "systems.toml" == systems_file(tmp_path / "work", team)
        (near / "language" / "a.toml").write_text("accept = []")
        (near / "language" / "b.toml").write_text("systems = []")
        assert near / "language" / "b.toml" == systems_file(tmp_path / "work", team)


class TestCommand:
    def test_adds_typed_names_for_everything_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        (tmp_path / ".pmtui").mkdir()
        monkeypatch.chdir(tmp_path)
        assert find_hints(BLAME, "root_cause", rules=load_rules(tmp_path / ".pmtui"))
        assert 0 == run(["rules", "add-system", "Toby", "Hal"])
        file = tmp_path / ".pmtui" / "language" / "systems.toml"
        assert f"Toby: added to {file}\nHal: added to {file}\n" == capsys.readouterr().out
        assert () == find_hints(BLAME, "root_cause", rules=load_rules(tmp_path / ".pmtui"))
        assert 0 == run(["rules", "add-system", "Toby"])
        assert f"Toby: already in {file}\n" == capsys.readouterr().out

    def test_names_each_name_once_as_it_was_written_down(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        (tmp_path / ".pmtui").mkdir()
        monkeypatch.chdir(tmp_path)
        assert 0 == run(["rules", "add-system", "Old\n Toby", "Old Toby", " "])
        file = tmp_path / ".pmtui" / "language" / "systems.toml"
        assert f"Old Toby: added to {file}\n" == capsys.readouterr().out

    def test_moves_the_systems_of_a_draft(self, drafts: Path, capsys: Capture) -> None:
        path = Library(drafts).create(call_system(new_document("Down"), "Toby"))
        assert 0 == run(["rules", "keep-systems", str(path)])
        assert f"Toby: added to {config_folder() / 'language' / 'systems.toml'}\n" == capsys.readouterr().out
        document = read_document(path)
        assert () == document.hints.systems
        rules = load_rules(config_folder())
        assert () == find_hints(BLAME, "root_cause", context_of(document), rules)
        assert 0 == run(["rules", "keep-systems", str(path)])
        assert "names no systems" in capsys.readouterr().err

    @pytest.mark.parametrize("what", ["add-system", "keep-systems"])
    def test_says_what_is_missing(self, what: str, capsys: Capture) -> None:
        assert 2 == run(["rules", what])
        assert f"pmtui rules {what}" in capsys.readouterr().err

    def test_leaves_the_draft_as_it_is_when_the_file_cannot_be_written(
        self, drafts: Path, capsys: Capture
    ) -> None:
        path = Library(drafts).create(call_system(new_document("Down"), "Toby"))
        config_folder().mkdir(parents=True, exist_ok=True)
        (config_folder() / "language").write_text("in the way")
        assert 0 != run(["rules", "keep-systems", str(path)])
        assert ("Toby",) == read_document(path).hints.systems
