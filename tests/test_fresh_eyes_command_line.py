"""The command line in bad hands: an export never takes a draft's place, and odd paths and closed streams are told in words."""

import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.cli.main import run
from pmtui.drafts.folder.library import Library, read_document
from pmtui.drafts.folder.new import new_document
from pmtui.exporting.destination import ExportError, destination

NOBODY = "~nobody-has-this-name"


@pytest.fixture
def draft(drafts: Path) -> Path:
    return Library(drafts).create(new_document("Checkout refused orders"))


@pytest.mark.parametrize("form", ["md", "html"])
def test_an_export_never_takes_the_place_of_a_draft(
    draft: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    assert run(["export", str(draft), "--to", form, "-o", str(draft), "--force"]) == 2
    assert draft.read_bytes() == before
    assert "An export never takes the place of a draft" in capsys.readouterr().err


def test_nor_by_a_link_to_it(draft: Path, tmp_path: Path) -> None:
    link = tmp_path / "review.md"
    link.symlink_to(draft)
    with pytest.raises(ExportError):
        destination(str(link), draft, "md")


@pytest.mark.parametrize(
    "argv",
    [
        ["export", "DRAFT", "--to", "md", "-o", f"{NOBODY}/out.md"],
        ["export", "DRAFT", "--to", "md", "-o", "x" * 300],
        ["check", f"{NOBODY}/x"],
        ["check", "x" * 300],
        ["new", "--file", f"{NOBODY}/x.toml"],
    ],
)
def test_a_path_that_cannot_be_is_told_in_words(
    draft: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(draft) if word == "DRAFT" else word for word in argv]) == 2
    assert "Something went wrong inside" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [["set", "DRAFT", "summary", "-"], ["check", "-"], ["check", "--jsonl"], ["open", "DRAFT"]]
)
def test_a_closed_standard_input_is_told_in_words_and_changes_nothing(draft: Path, argv: list[str]) -> None:
    before = draft.read_bytes()
    words = [str(draft) if word == "DRAFT" else word for word in argv]
    code = f"import sys; sys.stdin = None; from pmtui.cli.main import run; sys.exit(run({words!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (done.returncode, draft.read_bytes()) == (2, before)
    assert b"went wrong inside" not in done.stderr


def test_a_template_that_is_not_there_cannot_be_set(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["set", str(draft), "meta.template", "nope"]) == 2
    assert "There is no template 'nope'" in capsys.readouterr().err
    assert run(["set", str(draft), "meta.template", " quick "]) == 0
    assert read_document(draft).meta.template == "quick"


def test_a_severity_of_no_scale_is_refused_by_every_command(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    assert run(["set", str(draft), "severity", "Sev 9"]) == 2
    assert run(["new", "--severity", "sev2yesterday"]) == 2
    assert "Did you mean SEV-2?" in capsys.readouterr().err
    assert draft.read_bytes() == before


def test_a_template_s_own_word_is_set_and_how_a_time_was_read_is_told(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["set", str(draft), "meta.template", "complete"]) == 0
    assert run(["set", str(draft), "meta.status", "final"]) == 0
    assert run(["set", str(draft), "meta.began", "2026-03-29 02:30 Europe/Berlin"]) == 0
    assert "did not exist on 2026-03-29 in Europe/Berlin" in capsys.readouterr().err
    assert read_document(draft).meta.status == "reviewed"


def test_nothing_is_praised_when_nothing_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text("[meta]\nnot = = toml\n", encoding="utf-8")
    assert run(["check", str(tmp_path / "bad.toml")]) == 2
    assert capsys.readouterr().out == ""
