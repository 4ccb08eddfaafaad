"""A team's own rules: where they are looked for, what they may change, and what is told about them."""

import time
from pathlib import Path

import pytest

from pmtui.language.rules import load_rules
from pmtui.language.text_hints import Context, find_hints
from pmtui.paths import config_folder, team_folders
from prompts.content import load_policy
from prompts.tables import ContentError

OURS = """
[phrases]
acronyms = ["foo"]
[rule."ours.acronym"]
kind = "vague"
cue = ["acronyms"]
message = "Not every reader knows this word."
questions = ["What does it stand for?"]
bad = ["The FOO was full."]
good = ["The queue was full."]
"""


def write(team: Path, text: str, name: str = "team.toml") -> Path:
    file = team / "language" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return team


def noticed(text: str, *teams: Path, section: str = "root_cause") -> list[str]:
    return [hint.rule for hint in find_hints(text, section, rules=load_rules(*teams))]


class TestFolders:
    def test_are_found_upwards_to_the_top_of_the_repository_the_nearest_last(self, tmp_path: Path) -> None:
        repository = tmp_path / "work" / "repository"
        file = repository / "docs" / "2026" / "review.md"
        for folder in (
            tmp_path / ".pmtui",
            repository / ".pmtui",
            file.parent / ".pmtui",
            repository / ".git",
        ):
            folder.mkdir(parents=True)
        assert (repository / ".pmtui", file.parent / ".pmtui") == team_folders(file)

    def test_of_the_settings_come_first(self, tmp_path: Path) -> None:
        config_folder().mkdir(parents=True)
        for name in ("chosen", ".pmtui", ".git"):
            (tmp_path / name).mkdir()
        expected = (config_folder(), tmp_path / "chosen", tmp_path / ".pmtui")
        assert expected == team_folders(tmp_path, tmp_path / "chosen")

    def test_that_are_not_there_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        assert () == team_folders(tmp_path / "nowhere" / "x.md", tmp_path / "gone")

    def test_end_at_home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
        (tmp_path / ".pmtui").mkdir()
        (tmp_path / "home" / ".pmtui").mkdir(parents=True)
        assert (tmp_path / "home" / ".pmtui",) == team_folders(tmp_path / "home" / "drafts")


class TestRules:
    def test_one_file_may_hold_a_rule_and_its_words(self, tmp_path: Path) -> None:
        assert ["ours.acronym"] == noticed("The FOO was full.", write(tmp_path, OURS), section="impact")

    def test_any_file_changes_one_of_ours(self, tmp_path: Path) -> None:
        team = write(tmp_path, '[rule."blame.human-error"]\noff = true\n', "any name.toml")
        rules = load_rules(team)
        assert rules.rule("blame.human-error") is None
        assert "blame.human-error" in rules.ids

    def test_the_last_folder_wins_key_by_key(self, tmp_path: Path) -> None:
        far = write(
            tmp_path / "far",
            OURS + '[rule."blame.human-error"]\nmessage = "Far."\nseverity = { summary = "off" }\n',
        )
        near = write(
            tmp_path / "near",
            '[rule."blame.human-error"]\nmessage = "Near."\n[rule."ours.acronym"]\nmessage = "Near."\n',
            "other.toml",
        )
        rules = load_rules(far, near)
        both = [rules.rule("blame.human-error"), rules.rule("ours.acronym")]
        assert ["Near.", "Near."] == [rule.message for rule in both if rule]
        assert both[0]
        assert "off" == both[0].severity_in("summary")

    def test_a_change_to_a_rule_that_does_not_exist_is_told_and_changes_nothing(self, tmp_path: Path) -> None:
        team = write(tmp_path, '[rule."blame.humanerror"]\noff = true\n')
        (note,) = load_rules(team).notes
        assert "team.toml" in note
        assert "blame.humanerror" in note
        assert "Did you mean blame.human-error?" in note
        assert load_rules().ids == load_rules(team).ids

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("acept = ['x']\n", "acept"),
            ("accept = 'x'\n", "accept"),
            ("people = { role = ['x'] }\n", "role"),
            ("systems = [3]\n", "systems"),
            ("a = " + "[" * 5000, "TOML"),
        ],
    )
    def test_a_mistake_is_told_with_file_and_key(self, tmp_path: Path, text: str, key: str) -> None:
        with pytest.raises(ContentError, match=key) as mistake:
            load_rules(write(tmp_path, text))
        assert tmp_path / "language" / "team.toml" == mistake.value.file

    def test_ours_have_one_id_each_over_all_files(self) -> None:
        ids = [rule.id for rule in load_rules().rules]
        assert len(ids) == len(set(ids))


class TestLists:
    def test_an_accepted_phrase_gets_no_hint(self, tmp_path: Path) -> None:
        text = "It obviously lasted for quite a while."
        assert noticed(text, section="summary")
        team = write(tmp_path, 'accept = ["Obviously", "for quite a while", "quite a while"]\n')
        assert [] == noticed(text, team, section="summary")

    def test_an_accepted_phrase_leaves_others_as_they_are(self, tmp_path: Path) -> None:
        team = write(tmp_path, 'accept = ["obviously"]\n')
        assert noticed("It was human error, obviously.", team)

    def test_a_system_is_no_person(self, tmp_path: Path) -> None:
        text = "Toby forgot to release the lock."
        assert noticed(text)
        assert [] == noticed(text, write(tmp_path, 'systems = ["Toby"]\n'))

    def test_a_system_of_the_team_wins_over_a_person_of_the_draft(self, tmp_path: Path) -> None:
        rules = load_rules(write(tmp_path, 'systems = ["Toby"]\n'))
        context = Context(people=frozenset({"toby"}))
        assert () == find_hints("Toby forgot to release the lock.", "root_cause", context, rules)

    def test_a_system_may_have_several_words(self, tmp_path: Path) -> None:
        team = write(tmp_path, 'systems = ["Sunny Park"]\n')
        assert [] == noticed("Sunny Park forgot to release the lock.", team)

    def test_roles_and_people_are_people(self, tmp_path: Path) -> None:
        text = "The pilot forgot to release the lock."
        assert [] == noticed(text)
        assert noticed(text, write(tmp_path, 'people = { roles = ["pilot"] }\n'))


class TestFromARepositoryThatNobodyTrusts:
    @pytest.mark.parametrize(
        ("text", "key", "said"),
        [
            ('[inner]\na = "0;1;2;3;4;5;6;7;8;9"\n[phrases]\nx = "~a ~a ~a ~a ~a ~a ~a ~a"', "phrases.x", "stands for more than 5,000"),
            ('[inner]\na = "~b ~b;~b ~b"\nb = "~c ~c;~c"\nc = "~a"\n[phrases]\nx = "~a"', "phrases.x", "more than 8 lists follow one another"),
            ('[inner]\na = "~a"\n[phrases]\nx = "~a"', "phrases.x", "more than 8 lists follow one another"),
            ('[inner]\na = "x ~a"\n[phrases]\nx = "~a"', "phrases.x", "more than 8 lists follow one another"),
            ('[inner]\na = []\nb = "0;1;2;3;4;5;6;7;8;9"\n[phrases]\nx = "~b ~b ~b ~b ~b ~b ~b ~a"', "phrases.x", "the list a is empty"),
            ('[inner]\na = "' + "0;" * 4000 + '"\n[phrases]\nx = "' + "~a;" * 4000 + '"', "phrases.x", "more than 100,000 phrases"),
            ('[phrases]\nx = "' + "word " * 200 + '"', "phrases.x", "is longer than 500 characters"),
            ('accept = ["' + "word " * 200 + '"]', "accept", "is longer than 500 characters"),
            ('[rule."blame.human-error"]\nmessage = "' + "word " * 200 + '"', "message", "is longer than 500 characters"),
            ("".join(f'[rule."r{n}"]\n' for n in range(1001)), "rule.r1000", "more than 1,000 rules"),
            ("x = " + "[" * 5000 + "]" * 5000, "", "too deeply nested"),
            ("x" + ".x" * 20_000 + " = 1", "", "too many dots"),
            ("# " + "x" * 300_000, "", "it has more than 256 KB"),
        ],
        ids=["product", "loop", "itself", "growing", "none at the end", "again and again", "long phrase", "long accept", "long message", "rules", "nested", "dotted", "large"],
    )  # fmt: skip
    def test_what_would_cost_too_much_is_refused_at_once_with_file_and_key(
        self, tmp_path: Path, text: str, key: str, said: str
    ) -> None:
        team = write(tmp_path, text)
        began = time.perf_counter()
        with pytest.raises(ContentError) as mistake:
            load_rules(team)
        assert time.perf_counter() - began < 2.0
        assert said in mistake.value.message
        assert str(team / "language" / "team.toml") in mistake.value.message
        assert key in mistake.value.key
        assert len(mistake.value.message) < 1000

    def test_more_files_than_anyone_writes_are_refused(self, tmp_path: Path) -> None:
        for number in range(51):
            write(tmp_path, "", f"{number}.toml")
        with pytest.raises(ContentError, match="51 files"):
            load_rules(tmp_path)

    def test_numbers_that_no_calendar_holds_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "policy.toml").write_text("[windows]\n" + "x = 10000000000000000\n")
        with pytest.raises(ContentError):
            load_policy(tmp_path)

    def test_how_many_rules_a_file_switches_off_is_told(self, tmp_path: Path) -> None:
        ids = sorted(load_rules().ids)[:3]
        lines = [f'[rule."{each}"]\noff = true\n' for each in ids[:2]]
        far = write(tmp_path / "far", "".join(lines))
        near = write(tmp_path / "near", f'[rule."{ids[2]}"]\nseverity = {{default = "off"}}\n')
        said = load_rules(far, near).told
        assert f"{far / 'language' / 'team.toml'}: 2 rules are switched off here." in said
