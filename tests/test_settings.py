"""The settings file: read tolerantly, written with a sentence beside each line."""

import stat
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pmtui.settings import Settings, SettingsError, load_keys, load_settings, save_settings, sentence_of


def test_a_missing_file_gives_the_usual_values(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == (Settings(), "")


def test_every_setting_has_a_sentence() -> None:
    for each in fields(Settings):
        assert sentence_of(each.name).endswith(".")


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    settings = Settings(
        'Ada "the" \\ [/x]\nL.', "Europe/Berlin", "brief", "incident review", "dark", False, "~/team"
    )
    save_settings(path, settings)
    assert load_settings(path) == (settings, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, Settings())
    for each in fields(Settings):
        assert f"# {sentence_of(each.name)}\n{each.name} = " in path.read_text()


def test_keys_of_a_later_version_survive(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('author = "Ada"\nlater = 7\n[keys]\nsave = "f2"\n')
    settings, warning = load_settings(path)
    assert (settings.author, warning) == ("Ada", "")
    save_settings(path, settings)
    save_settings(path, settings)
    raw = tomllib.loads(path.read_text())
    assert (raw["later"], raw["keys"], raw["author"]) == (7, {"save": "f2"}, "Ada")


@pytest.mark.parametrize(
    "data",
    [b"author = ", b"author = '\xff'", b"x = " + b"[" * 100_000, b"x = " + b"1" * 5000, b"#" * 2_000_000],
    ids=["not TOML", "not UTF-8", "nested too deeply", "too large a number", "too large"],
)
def test_a_damaged_file_gives_the_usual_values_with_a_warning_and_is_not_overwritten(
    data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    settings, warning = load_settings(path)
    assert settings == Settings()
    assert str(path) in warning
    with pytest.raises(SettingsError):
        save_settings(path, settings)
    assert path.read_bytes() == data


def test_one_wrong_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('author = 7\nhints_on = "no"\nzone = "Asia/Tokyo"\n')
    settings, warning = load_settings(path)
    assert settings == Settings(zone="Asia/Tokyo")
    assert "author needs text in quotes" in warning
    assert "hints_on needs true or false" in warning


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    assert load_settings(tmp_path)[0] == Settings()
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="Not a directory"):
        save_settings(tmp_path / "file" / "settings.toml", Settings())


def test_the_team_s_folder_is_a_full_path(tmp_path: Path) -> None:
    assert Settings().team_folder is None
    assert Settings(team="~/team").team_folder == Path.home() / "team"


def test_keys_of_ones_own_are_read_and_survive_a_save(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('author = "Noor"\n[keys]\n"room.next" = "f10"\n"room.odd" = 3\n')
    save_settings(path, replace(load_settings(path)[0], zone="Europe/Oslo"))
    assert load_keys(path) == {"room.next": "f10"}


def test_a_settings_file_that_cannot_be_read_sets_no_keys(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("keys = [")
    assert load_keys(path) == {}
