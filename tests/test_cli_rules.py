"""`pmtui rules` and `pmtui check --explain`: what the rules are, and whether a team's own do what they should."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli.main import run
from pmtui.language.rules import SECTIONS, load_rules

Capture = pytest.CaptureFixture[str]
DOCS = Path(__file__).parent.parent / "docs" / "ci.md"
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


def team(tmp_path: Path, text: str, name: str = ".pmtui") -> Path:
    (tmp_path / ".git").mkdir(exist_ok=True)
    file = tmp_path / name / "language" / "team.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def listed(capsys: Capture, *argv: str) -> Any:
    assert 0 == run(["rules", "--format", "json", *argv])
    return json.loads(capsys.readouterr().out)


class TestList:
    def test_names_every_rule_with_kind_severity_and_examples(self, capsys: Capture) -> None:
        assert 0 == run(["rules"])
        out = capsys.readouterr().out
        for rule in load_rules().rules:
            assert f"\n\n{rule.id} ({rule.kind})\n" in f"\n\n{out}"
            for example in (*rule.bad, *rule.good):
                assert example in out

    def test_as_json_has_every_key(self, capsys: Capture) -> None:
        rules = listed(capsys)
        assert [rule.id for rule in load_rules().rules] == [rule["id"] for rule in rules]
        for rule in rules:
            assert rule.keys() == {
                "id", "kind", "off", "severity", "message", "questions", "rewrite", "example_section", "bad", "good",
            }  # fmt: skip
            assert list(SECTIONS) == list(rule["severity"])

    @pytest.mark.parametrize("kind", ["blame", "vague"])
    def test_can_be_of_one_kind(self, kind: str, capsys: Capture) -> None:
        assert {kind} == {rule["kind"] for rule in listed(capsys, "--kind", kind)}

    def test_holds_the_team_s_rules_and_those_it_switched_off(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        team(tmp_path, OURS + '[rule."blame.human-error"]\noff = true\n')
        monkeypatch.chdir(tmp_path)
        off = {rule["id"]: rule["off"] for rule in listed(capsys)}
        assert (False, True) == (off["ours.acronym"], off["blame.human-error"])


class TestExplain:
    @pytest.mark.parametrize(
        "command", [["rules", "blame.human-error"], ["check", "--explain", "blame.human-error"]]
    )
    def test_tells_all_about_a_rule(self, command: list[str], capsys: Capture) -> None:
        assert 0 == run(command)
        out = " ".join(capsys.readouterr().out.split())
        rule = load_rules().rule("blame.human-error")
        assert rule
        for words in (rule.message, *rule.questions, *rule.bad, *rule.good, "warning in root_cause"):
            assert words in out
        assert "<!-- pmtui: ignore blame.human-error" in out

    @pytest.mark.parametrize("name", sorted(load_rules().ids))
    def test_fits_80_columns(self, name: str, capsys: Capture) -> None:
        assert 0 == run(["rules", name])
        assert [] == [line for line in capsys.readouterr().out.splitlines() if len(line) > 80]

    def test_of_an_unknown_rule_names_near_ones(self, capsys: Capture) -> None:
        assert 2 == run(["check", "--explain", "blame.humanerror"])
        assert "Did you mean blame.human-error" in capsys.readouterr().err

    def test_of_a_kind_says_how_its_rules_are_listed(self, capsys: Capture) -> None:
        assert 2 == run(["check", "--explain", "blame"])
        assert "pmtui rules --kind blame" in capsys.readouterr().err

    def test_of_a_finding_about_fields_says_so(self, capsys: Capture) -> None:
        assert 2 == run(["check", "--explain", "missing.summary"])
        assert "no rule about wording" in capsys.readouterr().err


class TestTry:
    def test_of_good_rules_is_0(self, tmp_path: Path, capsys: Capture) -> None:
        assert 0 == run(["rules", "test", str(team(tmp_path, OURS))])
        assert capsys.readouterr().out.endswith("1 rule, 2 examples tried.\n")

    def test_says_which_example_fails_and_is_1(self, tmp_path: Path, capsys: Capture) -> None:
        text = OURS.replace('"The FOO was full."', '"The FOO was full.", "All was well."')
        text = text.replace('"The queue was full."', '"The foo is fine."')
        assert 1 == run(["rules", "test", str(team(tmp_path, text))])
        out = capsys.readouterr().out
        assert "ours.acronym: bad: not noticed: All was well." in out
        assert "ours.acronym: good: noticed by ours.acronym at “foo”: The foo is fine." in out

    def test_tries_the_examples_of_a_changed_rule_of_ours(self, tmp_path: Path, capsys: Capture) -> None:
        file = team(tmp_path, '[rule."blame.human-error"]\nbad = ["All was well."]\n')
        assert 1 == run(["rules", "test", str(file)])
        assert "bad: not noticed: All was well." in capsys.readouterr().out

    def test_takes_a_file_that_lies_anywhere_and_a_folder(self, tmp_path: Path) -> None:
        file = tmp_path / "new rules.toml"
        file.write_text(OURS)
        assert 0 == run(["rules", "test", str(file)])
        folder = team(tmp_path, OURS, "wording").parent
        assert [0, 0] == [run(["rules", "test", str(folder)]), run(["rules", "test", str(folder.parent)])]

    @pytest.mark.parametrize(
        ("text", "words", "code"),
        [
            ('[rule."blame.humanerror"]\noff = true\n', "there is no rule of this id", 1),
            (OURS.replace("good =", "# good ="), "needs sentences in both", 1),
            (OURS.replace("cue", "cues"), "ours.acronym", 2),
            ("[rule\n", "not TOML", 2),
        ],
    )
    def test_tells_a_mistake(self, text: str, words: str, code: int, tmp_path: Path, capsys: Capture) -> None:
        assert code == run(["rules", "test", str(team(tmp_path, text))])
        assert words in "".join(capsys.readouterr())

    @pytest.mark.parametrize("argv", [[], ["nowhere.toml"]])
    def test_needs_a_file(self, argv: list[str], capsys: Capture) -> None:
        assert 2 == run(["rules", "test", *argv])
        assert "o file" in capsys.readouterr().err


@pytest.mark.skipif(not DOCS.exists(), reason="the installed wheel is under test, without its pages")
class TestPage:
    def test_its_team_file_works_and_its_examples_hold(self, tmp_path: Path, capsys: Capture) -> None:
        (shown,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
        assert 0 == run(["rules", "test", str(team(tmp_path, shown))]), capsys.readouterr().out

    def test_the_help_shows_a_file_that_works(self, tmp_path: Path, capsys: Capture) -> None:
        run(["rules", "--help"])
        lines = re.findall(r"^  ((?:\[|\w+ = ).*)$", capsys.readouterr().out, re.MULTILINE)
        assert len(lines) > 10
        assert 0 == run(["rules", "test", str(team(tmp_path, "\n".join(lines)))]), capsys.readouterr().out

    def test_its_commands_are_real(self) -> None:
        from pmtui.cli.main import parse

        commands = re.findall(r"- run: (pmtui [^>\n]+)", DOCS.read_text("utf-8"))
        assert len(commands) >= 2
        for command in commands:
            assert parse(command.split()[1:])

    def test_the_hooks_run_what_there_is(self) -> None:
        hooks = (DOCS.parent.parent / ".pre-commit-hooks.yaml").read_text("utf-8")
        assert {"pmtui check"} == set(re.findall(r"^  entry: (.+)$", hooks, re.MULTILINE))
        named = set(re.findall(r"- id: (pmtui-[\w-]+)", DOCS.read_text("utf-8")))
        assert named == set(re.findall(r"^- id: (.+)$", hooks, re.MULTILINE))
