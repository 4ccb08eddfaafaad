"""`pmtui check`: drafts, Markdown, folders, lines of JSON; exit codes and where findings are."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from pmtui.checks.finding import Finding
from pmtui.cli.draft_lines import DraftLines
from pmtui.cli.main import run
from pmtui.cli.markdown_sections import sections_of
from pmtui.drafts.file.format import load
from pmtui.language.text_hints import sentence_hash

Capture = pytest.CaptureFixture[str]

REVIEW = """\
---
title: "A review"
---
# Checkout down

## 1. Summary

Checkout failed for 42 minutes for 1,200 customers.

## Root Cause:

Dave forgot to test the config.

### The config

The reviewer should have caught it.

## Something else

Fine.
"""

HEADINGS = {"summary": "summary", "root cause": "root_cause", "actions": "actions"}


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let the program find these bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def checked(capsys: Capture, *argv: str) -> Any:
    """Return what `check --format json` prints."""
    run(["check", "--format", "json", *argv])
    return json.loads(capsys.readouterr().out)


def draft(capsys: Capture, *argv: str) -> Path:
    run(["new", *argv])
    return Path(capsys.readouterr().out.strip())


class TestExitCode:
    @pytest.mark.parametrize(
        ("argv", "code"),
        [
            ([], 1),
            (["--fail-on", "error"], 0),
            (["--fail-on", "warning"], 1),
            (["--fail-on", "hint"], 1),
            (["--strict"], 1),
        ],
    )
    def test_of_an_empty_draft_depends_on_what_fails(
        self, argv: list[str], code: int, capsys: Capture
    ) -> None:
        draft(capsys)
        assert run(["check", *argv]) == code

    def test_of_only_hints_is_0_unless_strict(self, tmp_path: Path) -> None:
        file = tmp_path / "x.md"
        file.write_text("# Summary\n\nIt was slow for a while.\n")
        assert [run(["check", str(file)]), run(["check", str(file), "--strict"])] == [0, 1]

    def test_is_2_when_one_file_cannot_be_read_and_the_others_are_checked(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        (tmp_path / "bad.toml").write_text("[meta]\nid = ")
        (tmp_path / "good.md").write_text("# Root cause\n\nDave forgot to test it.\n")
        assert run(["check", str(tmp_path)]) == 2
        out, err = capsys.readouterr()
        assert "good.md:3" in out
        assert "bad.toml is not a readable draft" in err

    def test_of_an_empty_library_is_0(self, capsys: Capture) -> None:
        assert run(["check"]) == 0
        assert "no drafts" in capsys.readouterr().err


class TestText:
    def test_names_file_line_field_severity_code_and_message(self, capsys: Capture) -> None:
        path = draft(capsys)
        run(["set", str(path), "root_cause", "Good.\n\nDave forgot to test the config."])
        line = path.read_text().partition("Dave forgot")[0].count("\n") + 1
        capsys.readouterr()
        run(["check", str(path)])
        out = capsys.readouterr().out
        assert f"{path.name}:{line} root_cause: " in out
        assert re.search(rf"{re.escape(path.name)}(:\d+)? summary: warning missing.summary: ", out)

    def test_ends_with_the_sum(self, capsys: Capture) -> None:
        draft(capsys)
        draft(capsys)
        run(["check"])
        out = capsys.readouterr().out
        warnings = out.count(": warning ")
        assert out.splitlines()[-1].startswith(f"{warnings} warnings")
        assert out.endswith(" in 2 files.\n")

    def test_shows_a_hostile_draft_harmlessly(self, capsys: Capture) -> None:
        path = draft(capsys, "--title", "\x1b[31m")
        run(["set", str(path), "summary", "Dave\x1b]52;c;eA==\x07 forgot to \u202etest [/x]."])
        capsys.readouterr()
        run(["check"])
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out


class TestJson:
    def test_has_every_key(self, capsys: Capture) -> None:
        path = draft(capsys)
        answer = checked(capsys)
        assert answer["checked"] == [str(path)]
        assert answer["unreadable"] == []
        for found in answer["findings"]:
            assert found.keys() == {
                "file", "line", "column", "end_line", "end_column", "field", "section", "severity", "code", "message",
                "question", "start", "end",
            }  # fmt: skip
        codes = {found["code"]: found for found in answer["findings"]}
        assert codes["missing.summary"]["line"] is None

    def test_offsets_are_code_points_of_the_field_or_of_the_file(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        text = "# Root cause\n\n🔥 Really. Dave forgot to test it.\n"
        (tmp_path / "x.md").write_text(text)
        (hint,) = [one for one in checked(capsys, str(tmp_path))["findings"] if "Dave" in _words(text, one)]
        assert hint["section"] == "root_cause"
        path = draft(capsys)
        prose = "🔥 Really. Dave forgot to test it."
        run(["set", str(path), "root_cause", prose])
        capsys.readouterr()
        found = [one for one in checked(capsys, str(path))["findings"] if one["start"] is not None]
        assert any("Dave" in _words(prose, one) for one in found)

    def test_names_what_cannot_be_read(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "x.md").write_bytes(b"fine\n\xff\n")
        (unreadable,) = checked(capsys, str(tmp_path))["unreadable"]
        assert (unreadable["file"], unreadable["message"]) == (
            str(tmp_path / "x.md"),
            "Line 2 holds other bytes.",
        )


class TestTargets:
    def test_of_a_folder_are_its_drafts_and_markdown_but_neither_hidden_nor_other_files(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        (tmp_path / "2026" / ".trash").mkdir(parents=True)
        for name in ("a.md", "2026/b.markdown", "2026/.trash/c.md", "d.txt", ".e.md"):
            (tmp_path / name).write_text("Fine.\n")
        (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
        run(["new", "--file", str(tmp_path / "2026" / "draft.toml")])
        capsys.readouterr()
        names = [Path(str(name)).name for name in checked(capsys, str(tmp_path))["checked"]]
        assert names == ["b.markdown", "draft.toml", "a.md"]

    def test_named_twice_are_checked_once(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("Fine.\n")
        assert len(checked(capsys, str(tmp_path), str(tmp_path / "a.md"))["checked"]) == 1

    def test_may_be_ids(self, capsys: Capture) -> None:
        path = draft(capsys)
        assert checked(capsys, path.stem[-6:])["checked"] == [str(path)]

    def test_may_be_standard_input(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        type_in(monkeypatch, b"# Root cause\r\n\r\nDave forgot to test it.\r\n")
        assert {one["line"] for one in checked(capsys, "-")["findings"]} == {3}

    def test_that_do_not_exist_are_told(self, capsys: Capture) -> None:
        assert run(["check", "nothing.md", "nowhere"]) == 2
        err = capsys.readouterr().err
        assert "nothing.md cannot be read" in err
        assert "No draft called 'nowhere'" in err


class TestMarkdown:
    def test_is_cut_at_its_headings(self) -> None:
        parts = [(part.section, part.line) for part in sections_of(REVIEW, HEADINGS) if part.text.strip()]
        assert parts == [("other", 1), ("summary", 7), ("root_cause", 11), ("root_cause", 15), ("other", 19)]

    def test_parts_are_slices_of_the_file(self) -> None:
        for part in sections_of(REVIEW, HEADINGS):
            assert REVIEW[part.start :].startswith(part.text)
            assert REVIEW.count("\n", 0, part.start) == part.line - 1 or not part.text

    def test_headings_in_code_and_lists_are_none(self) -> None:
        text = "# Summary\n\n```\n# Actions\n```\n\n- # Actions\n\n> # Actions\n"
        assert {part.section for part in sections_of(text, HEADINGS) if part.text.strip()} == {"summary"}

    def test_underlined_headings_count(self) -> None:
        text = "Root cause\n----------\n\nIt.\n"
        assert [part.section for part in sections_of(text, HEADINGS)] == ["other", "root_cause"]

    @pytest.mark.parametrize(
        "title", ["**Root cause**", "`Root cause`", "[Root cause](#x)", "3. _Root cause_:", "Root cause ##"]
    )
    def test_a_heading_may_carry_marks(self, title: str) -> None:
        assert ["other", "root_cause"] == [
            part.section for part in sections_of(f"# {title}\n\nIt.\n", HEADINGS)
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "# A #\n##B\n####### C\n   ## D\n    # E\n#\tF\n#\n",
            "A\n===\nB\nC\n---\n\n---\n\n- D\n---\n> E\n---\n",
            "~~~\n# A\n~~~\n\n````\n```\n# B\n````\n\n<!--\n# C\n-->\n\n# D\n",
            "    code\n# A\n    code\nB\n---\n",
            "1. x\n\n# A\n\n* * *\n\n# B\n| a |\n|---|\n",
        ],
    )
    def test_headings_are_those_of_a_markdown_parser(self, text: str) -> None:
        tokens = MarkdownIt("commonmark").parse(text)
        ends = [
            token.map[1] for token in tokens if token.type == "heading_open" and not token.level and token.map
        ]
        assert [0, *ends] == [part.line - 1 for part in sections_of(text, HEADINGS)]

    def test_findings_stand_on_their_line(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "x.md").write_text(REVIEW)
        found = {(one["line"], one["section"]) for one in checked(capsys, str(tmp_path))["findings"]}
        assert (12, "root_cause") in found
        assert (16, "root_cause") in found


class TestJsonLines:
    def test_answer_each_line(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        text = "🔥 Dave forgot to test it."
        lines = [
            {"id": 7, "text": text, "section": "root_cause"},
            {"id": "b", "text": "Fine.", "section": "well"},
        ]
        type_in(monkeypatch, "\n\n".join(json.dumps(line) for line in lines).encode())
        assert run(["check", "--jsonl"]) == 0
        one, two = (json.loads(line) for line in capsys.readouterr().out.splitlines())
        assert (one["id"], two) == (7, {"id": "b", "hints": []})
        hint = one["hints"][0]
        assert hint["kind"] == "blame"
        assert {"start", "end", "kind", "rule", "message"} <= hint.keys()
        assert "Dave" in text[hint["start"] : hint["end"]]

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b"{", "Line 2 is not JSON"),
            (b"[1]", "Line 2 has no text"),
            (b'{"id": 1}', "Line 2 has no text"),
            (b'{"text": 3}', "Line 2 has no text"),
            (b'"\xff"', "Line 2 is not UTF-8"),
            (b"[" * 100_000, "Line 2 cannot be read"),
            (b"1" * 5000, "Line 2 cannot be read"),
        ],
    )
    def test_a_bad_line_is_named(
        self, line: bytes, words: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_in(monkeypatch, b'{"id": 1, "text": "Fine."}\n' + line + b"\n")
        assert run(["check", "--jsonl"]) == 2
        out, err = capsys.readouterr()
        assert json.loads(out) == {"id": 1, "hints": []}
        assert words in err


class TestDraftLines:
    TEXT = (
        "[meta]\n"
        'id = "x"\n'
        "[narrative]\n"
        'summary = """\n'
        "First.\n"
        'trigger = "not a key"\n'
        '"""\n'
        'trigger = "A deploy"\n'
        "[[event]]\n"
        'id = "e1"\n'
        "at = 2026-03-15T14:00:00Z\n"
        'text = "One"\n'
        "[[event]]\n"
        'id = "e2"\n'
        "at = 2026-03-15T14:01:00Z\n"
        'text = "Two"\n'
        "[learning]\n"
        'well = ["a", "b"]\n'
    )

    @pytest.mark.parametrize(
        ("field", "start", "line"),
        [
            ("summary", None, 4),
            ("summary", 0, 5),
            ("summary", 8, 6),
            ("trigger", 0, 8),
            ("resolution", None, 3),  # not there yet: where it would be
            ("timeline.e2.text", 0, 16),
            ("timeline.e2.note", None, 13),
            ("timeline.e9.text", None, 0),
            ("well.1", 0, 18),
            ("impact.users", None, 0),
            ("computed.duration", None, 0),
            ("timeline", None, 0),
            ("", None, 0),
        ],
    )
    def test_name_the_line_of_the_words(self, field: str, start: int | None, line: int) -> None:
        lines = DraftLines(load(self.TEXT.encode(), "x.toml"), self.TEXT)
        assert lines.line_of(Finding("x", "hint", "", field, "", "", start, start)) == line


def _words(text: str, found: dict[str, object]) -> str:
    start, end = found["start"], found["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    return text[start:end]


class TestIgnoreComments:
    def test_silence_the_rule_they_name(self, capsys: Capture, tmp_path: Path) -> None:
        file = tmp_path / "x.md"
        file.write_text("# Root cause\n\nDave forgot to test it.\n")
        rules = {str(one["code"]) for one in checked(capsys, str(file))["findings"]}
        assert rules
        comment = f"<!-- pmtui: ignore {', '.join(rules)} he said so himself -->"
        for text in (f"Dave forgot to test it. {comment}", f"{comment}\n\nDave forgot to test it."):
            file.write_text(f"# Root cause\n\n{text}\n")
            assert checked(capsys, str(file))["findings"] == []

    def test_that_silence_nothing_are_told_with_their_line(self, capsys: Capture, tmp_path: Path) -> None:
        text = "# Summary\n\nFine. <!-- pmtui: ignore blame.human-error -->\n\n<!-- pmtui: ignore no.such -->\nFine.\n"
        (tmp_path / "x.md").write_text(text)
        found = checked(capsys, str(tmp_path))["findings"]
        assert [("ignore.unused", 3), ("ignore.unknown-rule", 5)] == [
            (one["code"], one["line"]) for one in found
        ]
        assert {"hint"} == {one["severity"] for one in found}

    def test_in_a_draft_that_have_no_effect_are_told(self, capsys: Capture, tmp_path: Path) -> None:
        path = draft(capsys)
        text = path.read_text() + (
            '\n[hints]\nrules_off = ["blame.nosuch"]\n[[ignore]]\nrule = "blame.human-error"\nsentence = "0123"\n'
        )
        path.write_text(text)
        codes = [one["code"] for one in checked(capsys, str(path))["findings"]]
        assert ["ignore.unknown-rule", "ignore.unused"] == [
            code for code in codes if code.startswith("ignore")
        ]

    def test_in_a_draft_that_still_hold_are_not_told(self, capsys: Capture) -> None:
        path = draft(capsys)
        text = "Dave forgot to test it."
        run(["set", str(path), "root_cause", text])
        capsys.readouterr()
        rules = {
            one["code"] for one in checked(capsys, str(path))["findings"] if one["field"] == "root_cause"
        }
        (rule,) = [rule for rule in rules if rule.startswith("blame")]
        ignore = f'\n[[ignore]]\nrule = "{rule}"\nsentence = "{sentence_hash(text, 0)}"\n'
        path.write_text(path.read_text() + ignore)
        codes = {one["code"] for one in checked(capsys, str(path))["findings"]}
        assert not codes & {rule, "ignore.unused"}


class TestTeamRules:
    def team(self, folder: Path, text: str) -> None:
        (folder / ".pmtui" / "language").mkdir(parents=True)
        (folder / ".pmtui" / "language" / "team.toml").write_text(text)

    def codes(self, capsys: Capture, *argv: str) -> set[str]:
        return {str(one["code"]) for one in checked(capsys, *argv)["findings"]}

    def test_lie_beside_each_file(self, capsys: Capture, tmp_path: Path) -> None:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "x.md").write_text("# Root cause\n\nIt was human error.\n")
        self.team(tmp_path / "two", '[rule."blame.human-error"]\noff = true\n')
        assert "blame.human-error" in self.codes(capsys, str(tmp_path / "one"))
        assert "blame.human-error" not in self.codes(capsys, str(tmp_path / "two"))
        found = checked(capsys, str(tmp_path))["findings"]
        assert ["one"] == [
            Path(one["file"]).parent.name for one in found if one["code"] == "blame.human-error"
        ]

    def test_hold_for_drafts(self, capsys: Capture) -> None:
        path = draft(capsys)
        run(["set", str(path), "root_cause", "It was human error."])
        capsys.readouterr()
        assert "blame.human-error" in self.codes(capsys)
        self.team(path.parent, '[rule."blame.human-error".severity]\ndefault = "off"\nroot_cause = "off"\n')
        assert "blame.human-error" not in self.codes(capsys)

    def test_hold_for_standard_input_by_its_name(
        self, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.team(tmp_path, '[rule."blame.human-error"]\noff = true\n')
        type_in(monkeypatch, b"# Root cause\n\nIt was human error.\n")
        answer = checked(capsys, "-", "--stdin-name", str(tmp_path / "x.md"))
        assert ([str(tmp_path / "x.md")], []) == (answer["checked"], answer["findings"])

    def test_with_a_mistake_stop_the_check_with_2(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "x.md").write_text("Fine.\n")
        self.team(tmp_path, "acept = []\n")
        assert 2 == run(["check", str(tmp_path)])
        assert "team.toml has a mistake" in capsys.readouterr().err

    def test_about_nothing_are_told_once(self, capsys: Capture, tmp_path: Path) -> None:
        for name in ("a.md", "b.md"):
            (tmp_path / name).write_text("The lame duck was full.\n")
        self.team(tmp_path, 'accept = ["lame duck", "sitting duck"]\n[rule."blame.nosuch"]\noff = true\n')
        assert 0 == run(["check", str(tmp_path)])
        err = capsys.readouterr().err
        assert 1 == err.count("blame.nosuch")
        assert "nowhere in these files: sitting duck." in err
        run(["check", str(tmp_path / "a.md")])  # one file says nothing about the others
        assert "sitting duck" not in capsys.readouterr().err


class TestSwitchedOffRules:
    def test_are_counted_once_for_each_file_of_a_team(self, capsys: Capture, tmp_path: Path) -> None:
        team = tmp_path / ".pmtui" / "language" / "team.toml"
        team.parent.mkdir(parents=True)
        team.write_text('[rule."blame.human-error"]\noff = true\n')
        for name in ("a.md", "b.md"):
            (tmp_path / name).write_text("Fine.\n")
        assert run(["check", str(tmp_path)]) == 0
        assert capsys.readouterr().err.count(f"{team}: 1 rule is switched off here.") == 1


class TestStandardInput:
    def test_named_like_a_draft_is_read_as_one(
        self, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = draft(capsys, "--title", "One")
        data = path.read_bytes()
        path.unlink()
        type_in(monkeypatch, data)
        found = checked(capsys, "-", "--stdin-name", "mine.toml")["findings"]
        assert "missing.summary" in {one["code"] for one in found}
        assert {"mine.toml"} == {one["file"] for one in found}

    def test_that_is_not_utf_8_is_told(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        type_in(monkeypatch, b"fine\n\xff\n")
        assert 2 == run(["check", "-"])
        assert "Standard input is not UTF-8 text" in capsys.readouterr().err


def test_a_draft_of_a_newer_pmtui_is_checked_and_left_as_it_is(capsys: Capture) -> None:
    path = draft(capsys)
    newer = path.read_text().replace("schema_version = 1", "schema_version = 7")
    path.write_text(newer)
    assert 1 == run(["check", str(path)])
    out, err = capsys.readouterr()
    assert "missing.summary" in out
    assert "newer pmtui" in err
    assert newer == path.read_text()


@pytest.mark.parametrize("name", ["github", "sarif", "checkstyle"])
def test_every_format_tells_the_same_findings_and_exit_code(
    name: str, capsys: Capture, tmp_path: Path
) -> None:
    (tmp_path / "x.md").write_text(REVIEW)
    plain = run(["check", str(tmp_path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert plain == run(["check", str(tmp_path), "--format", name])
    out, err = capsys.readouterr()
    assert [out.count(one["message"].partition("“")[0][:20]) for one in found].count(0) == 0
    assert "in 1 file." in err


def test_a_capture_that_blames_is_found_with_its_line(capsys: Capture) -> None:
    path = draft(capsys, "--title", "Review")
    capture = '[[review.capture]]\nkind = "{}"\ntext = "{}"\n'
    added = capture.format("note", "Waiting felt safer") + capture.format("note", "Tom should have tested it")
    path.write_text(f"{path.read_text()}\n{added}")
    found = [each for each in checked(capsys, str(path))["findings"] if each["field"].startswith("review.")]
    assert [("review.capture.1", "blame.should-have")] == [(each["field"], each["code"]) for each in found]
    assert 'text = "Tom should have tested it"' == path.read_text().splitlines()[found[0]["line"] - 1]
