"""`pmtui check`: drafts, Markdown, folders, lines of JSON; exit codes and where findings are."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from pmtui.checks.finding import Finding
from pmtui.cli.draft_lines import DraftLines
from pmtui.cli.main import run
from pmtui.cli.markdown_sections import Silenced, sections_of
from pmtui.drafts.format import load

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
                "file", "line", "field", "section", "severity", "code", "message", "question", "start", "end",
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

    def test_findings_stand_on_their_line(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "x.md").write_text(REVIEW)
        found = {(one["line"], one["section"]) for one in checked(capsys, str(tmp_path))["findings"]}
        assert (12, "root_cause") in found
        assert (16, "root_cause") in found


class TestIgnoreComments:
    def test_alone_silence_the_paragraph_below(self) -> None:
        silenced = Silenced("<!-- pmtui: ignore blame.x -->\n\none\ntwo\n\nthree\n")
        assert [silenced.holds("blame.x", line) for line in range(1, 7)] == [
            False,
            False,
            True,
            True,
            False,
            False,
        ]

    def test_within_a_paragraph_silence_that_paragraph(self) -> None:
        silenced = Silenced("one\ntwo <!-- pmtui: ignore a.b, c -->\n\nthree\n")
        assert [silenced.holds("a.b", 1), silenced.holds("c", 2), silenced.holds("a.b", 4)] == [
            True,
            True,
            False,
        ]

    def test_that_silence_nothing_are_named(self, capsys: Capture, tmp_path: Path) -> None:
        (tmp_path / "x.md").write_text("# Summary\n\nFine. <!-- pmtui: ignore no.such-rule -->\n")
        (unused,) = checked(capsys, str(tmp_path))["findings"]
        assert (unused["code"], unused["line"]) == ("ignore.unused", 3)
        assert "no.such-rule" in str(unused["message"])

    def test_silence_the_rule_they_name(self, capsys: Capture, tmp_path: Path) -> None:
        file = tmp_path / "x.md"
        file.write_text("# Root cause\n\nDave forgot to test it.\n")
        rules = {str(one["code"]) for one in checked(capsys, str(file))["findings"]}
        assert rules
        file.write_text(
            f"# Root cause\n\nDave forgot to test it. <!-- pmtui: ignore {', '.join(rules)} -->\n"
        )
        assert checked(capsys, str(file))["findings"] == []


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
