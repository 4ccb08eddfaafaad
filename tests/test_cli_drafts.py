"""The commands that make, list, change and export drafts."""

import io
import json
import os
import stat
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.cli.main import run
from pmtui.drafts.folder.library import read_document
from pmtui.settings import Settings, save_settings

Capture = pytest.CaptureFixture[str]


def make(capsys: Capture, *argv: str) -> Path:
    """Run a command that prints the path of a draft."""
    assert run([*argv]) == 0
    return Path(capsys.readouterr().out.strip())


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let the program find these bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


class TestNew:
    def test_prints_the_path_of_an_empty_draft(self, capsys: Capture, drafts: Path) -> None:
        path = make(capsys, "new")
        assert path.parent == drafts
        assert read_document(path).meta.title == ""
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(drafts.stat().st_mode) == 0o700

    def test_takes_what_is_known_already(self, capsys: Capture) -> None:
        meta = read_document(
            make(
                capsys, "new", "--title", "Checkout down", "--severity", "SEV-2", "--began", "2026-03-15 14:32",
                "--zone", "Europe/Berlin", "--author", "Ada", "--author", "Grace", "--template", "brief",
            )
        ).meta  # fmt: skip
        assert (meta.title, meta.severity, meta.zone, meta.template) == (
            "Checkout down", "SEV-2", "Europe/Berlin", "brief",
        )  # fmt: skip
        assert meta.began == datetime(2026, 3, 15, 13, 32, tzinfo=UTC)
        assert meta.authors == ("Ada", "Grace")

    def test_takes_the_template_of_the_severity(self, capsys: Capture) -> None:
        assert read_document(make(capsys, "new", "--severity", "SEV-1")).meta.template == "complete"
        assert read_document(make(capsys, "new")).meta.template == "standard"

    def test_takes_what_is_remembered(self, capsys: Capture) -> None:
        settings = Settings(author="Ada", zone="Asia/Tokyo", last_template="brief", noun="incident review")
        save_settings(Path(os.environ["PMTUI_CONFIG"]) / "settings.toml", settings)
        meta = read_document(make(capsys, "new")).meta
        assert (meta.authors, meta.zone, meta.template, meta.noun) == (
            ("Ada",), "Asia/Tokyo", "brief", "incident review",
        )  # fmt: skip

    def test_makes_the_file_that_was_asked_for_once(self, capsys: Capture, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        assert make(capsys, "new", "--file", str(path), "--title", "One") == path
        before = path.read_bytes()
        assert run(["new", "--file", str(path), "--title", "Two"]) == 2
        assert "exists already" in capsys.readouterr().err
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        "title",
        ["a/b/../../c", "../../etc/passwd", ".", "..", "CON", "nul.txt", "🔥🔥", "障害報告", "x" * 300, "a\x00b", " ", "-x y",
         "trailing dot.", "[/api] [red]x", "two\nlines"],
    )  # fmt: skip
    def test_takes_any_title_and_stays_in_its_folder(self, title: str, capsys: Capture, drafts: Path) -> None:
        path = make(capsys, "new", f"--title={title}")
        assert [*drafts.iterdir()] == [path]
        assert len(path.name) < 100
        assert path.name.isascii()
        assert read_document(path).meta.title == " ".join(title.split())

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (["--template", "nope"], "no template 'nope'"),
            (["--zone", "CST"], "CST is not one zone"),
            (["--began", "25:99"], "25:99"),
            (["--file", "x.txt"], "ends in .toml"),
            (["--file", "no/such/folder/x.toml"], "could not be created"),
        ],
    )
    def test_what_it_cannot_take_is_explained(
        self, argv: list[str], words: str, capsys: Capture, drafts: Path
    ) -> None:
        assert run(["new", *argv]) == 2
        assert words in capsys.readouterr().err
        assert not drafts.exists()


class TestExample:
    def test_is_a_finished_draft_with_an_id_of_its_own(self, capsys: Capture) -> None:
        one, two = (read_document(make(capsys, "example")) for _ in range(2))
        assert one.meta.id != two.meta.id
        assert one.narrative == two.narrative
        assert one.actions

    def test_goes_to_the_file_that_was_asked_for(self, capsys: Capture, tmp_path: Path) -> None:
        assert make(capsys, "example", "--file", str(tmp_path / "e.toml")) == tmp_path / "e.toml"


class TestList:
    def test_shows_id_day_severity_status_and_title(self, capsys: Capture) -> None:
        path = make(
            capsys, "new", "--title", "Checkout down", "--severity", "P1", "--began", "2026-03-15 14:32"
        )
        assert run(["list"]) == 0
        assert capsys.readouterr().out == f"{path.stem[-6:]}  2026-03-15  P1  draft  Checkout down\n"

    def test_json_has_every_key(self, capsys: Capture) -> None:
        path = make(capsys, "new", "--title", "Naïve [/x]\x1b]52;c;eA==\x07", "--began", "2026-03-15 14:32")
        assert run(["list", "--format", "json"]) == 0
        out = capsys.readouterr().out
        (one,) = json.loads(out)
        assert one == {
            "id": path.stem[-6:], "title": "Naïve [/x]\x1b]52;c;eA==\x07", "severity": "", "status": "draft",
            "template": "standard", "began": "2026-03-15T14:32:00+00:00", "ended": None, "zone": "UTC", "authors": [],
            "file": str(path), "problem": "",
        }  # fmt: skip
        assert "\x1b" not in out
        assert "Naïve" in out

    def test_shows_a_draft_that_cannot_be_read_with_the_reason(self, capsys: Capture, drafts: Path) -> None:
        make(capsys, "new", "--title", "Fine")
        (drafts / "broken.toml").write_bytes(b"title = 'no head'")
        (drafts / "latin.toml").write_bytes(b"[meta]\ntitle = '\xe9'")
        assert run(["list"]) == 0
        out = capsys.readouterr().out
        assert "broken.toml (It has no [meta] table.)" in out
        assert "latin.toml (Line 2 holds" in out
        assert "Fine" in out

    def test_shows_what_could_act_on_the_terminal_harmlessly(self, capsys: Capture) -> None:
        make(capsys, "new", "--title", "\x1b]0;x\x07 \u202etxt [/red]")
        run(["list"])
        assert "␛]0;x␇ \ufffdtxt [/red]" in capsys.readouterr().out

    def test_of_an_empty_folder_says_so(self, capsys: Capture, drafts: Path) -> None:
        assert run(["list"]) == 0
        out, err = capsys.readouterr()
        assert out == ""
        assert str(drafts) in err


class TestSet:
    def test_writes_one_field(self, capsys: Capture) -> None:
        path = make(capsys, "new")
        assert run(["set", path.stem[-6:], "summary", "Checkout failed."]) == 0
        assert run(["set", str(path), "impact.users", "12.4k"]) == 0
        document = read_document(path)
        assert (document.narrative.summary, document.impact.users) == ("Checkout failed.", 12400)

    def test_changes_one_field_of_a_row(self, capsys: Capture) -> None:
        path = make(capsys, "example")
        assert run(["set", str(path), "actions.a2.owner", "Ada"]) == 0
        action = read_document(path).action("a2")
        assert action is not None
        assert action.owner == "Ada"

    def test_reads_long_text_from_standard_input(
        self, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = make(capsys, "new")
        type_in(monkeypatch, "First.\r\n\r\nÜber [/x].\r\n".encode())
        assert run(["set", str(path), "root_cause", "-"]) == 0
        assert read_document(path).narrative.root_cause == "First.\n\nÜber [/x]."
        assert "replaced" not in capsys.readouterr().err

    def test_tells_when_characters_were_replaced(self, capsys: Capture) -> None:
        path = make(capsys, "new")
        assert run(["set", str(path), "summary", "one\u2028two"]) == 0
        assert read_document(path).narrative.summary == "one\ntwo"
        assert "replaced" in capsys.readouterr().err

    def test_empty_text_empties_the_field(self, capsys: Capture) -> None:
        path = make(capsys, "new")
        run(["set", str(path), "summary", "x"])
        assert run(["set", str(path), "summary", ""]) == 0
        assert read_document(path).narrative.summary is None

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("sumary", "x", "Did you mean summary?"),
            ("impact.users", "many", "many"),
            ("meta.id", "x", "fixed"),
            ("actions.a9.owner", "x", "a9"),
        ],
    )
    def test_what_does_not_fit_is_explained_and_changes_nothing(
        self, field: str, text: str, words: str, capsys: Capture
    ) -> None:
        path = make(capsys, "new")
        before = path.read_bytes()
        assert run(["set", str(path), field, text]) == 2
        assert words in capsys.readouterr().err
        assert path.read_bytes() == before

    def test_refuses_input_that_is_not_utf_8(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        path = make(capsys, "new")
        type_in(monkeypatch, b"fine\n\xff")
        assert run(["set", str(path), "summary", "-"]) == 2
        assert "Line 2" in capsys.readouterr().err

    def test_a_change_made_elsewhere_meanwhile_is_kept_apart(
        self, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = make(capsys, "new")
        theirs = path.read_bytes() + b'\n[narrative]\nsummary = "theirs"\n'

        from pmtui.drafts import open_draft as module

        real = module.open_draft

        def open_then_change(where: Path) -> module.OpenDraft:
            draft = real(where)
            where.write_bytes(theirs)
            return draft

        monkeypatch.setattr(module, "open_draft", open_then_change)
        assert run(["set", str(path), "summary", "ours"]) == 2
        assert path.read_bytes() == theirs
        (apart,) = path.parent.glob("*.conflict-*.toml")
        assert read_document(apart).narrative.summary == "ours"
        assert str(apart) in capsys.readouterr().err

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
    def test_a_folder_that_cannot_be_written_to_is_told(self, capsys: Capture) -> None:
        path = make(capsys, "new")
        before = path.read_bytes()
        path.parent.chmod(0o500)
        assert run(["set", str(path), "summary", "x"]) == 2
        assert "could not be saved" in capsys.readouterr().err
        assert path.read_bytes() == before

    def test_a_failed_save_is_told_and_leaves_the_draft(
        self, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = make(capsys, "new")
        before = path.read_bytes()

        def no_space(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("pmtui.drafts.saving.draft_file.write_atomic", no_space)
        assert run(["set", str(path), "summary", "x"]) == 2
        assert "No space left on device" in capsys.readouterr().err
        assert path.read_bytes() == before


class TestBadDrafts:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"[meta\n", "Line 1"),
            (b"[meta]\ntitle = '\xff'\n", "UTF-8"),
            (b"[meta]\nschema_version = 99\nid = 7\n", "newer pmtui"),
            (b"[meta]\nid = 'x'\ntitle = 7\n", "meta.title"),
            (b"[meta]\nid = 'x'\n[[event]]\nat = 2026-03-15T14:32:00\ntext = 'x'\n", "event"),
        ],
    )
    @pytest.mark.parametrize("command", [["set", "summary", "x"], ["export", "--to", "md"], ["check"]])
    def test_are_told_with_their_place_and_left_alone(
        self, data: bytes, words: str, command: list[str], capsys: Capture, tmp_path: Path
    ) -> None:
        path = tmp_path / "draft.toml"
        path.write_bytes(data)
        assert run([command[0], str(path), *command[1:]]) == 2
        err = capsys.readouterr().err
        assert words in err
        assert "draft.toml" in err
        assert path.read_bytes() == data


class TestDraftsOfANewerPmtui:
    DATA = (
        b"[meta]\nschema_version = 99\nid = 'x'\ntitle = 'Later'\n\n[narrative]\nsummary = 'It was down.'\n"
    )

    @pytest.mark.parametrize("command", [["export", "--to", "md"], ["check", "--fail-on", "error"]])
    def test_can_be_read_and_that_is_said(self, command: list[str], capsys: Capture, tmp_path: Path) -> None:
        path = tmp_path / "draft.toml"
        path.write_bytes(self.DATA)
        assert 0 == run([command[0], str(path), *command[1:]])
        told = capsys.readouterr().err
        assert "draft.toml was written by a newer pmtui. What only that one knows is left out here." in told
        assert self.DATA == path.read_bytes()

    def test_are_not_written(self, capsys: Capture, tmp_path: Path) -> None:
        path = tmp_path / "draft.toml"
        path.write_bytes(self.DATA)
        assert 2 == run(["set", str(path), "summary", "x"])
        told = capsys.readouterr().err
        assert "It is written by a newer pmtui." in told
        assert "Update pmtui to change it." in told
        assert self.DATA == path.read_bytes()


class TestExport:
    @pytest.mark.parametrize(
        ("to", "start"), [("md", "# "), ("html", "<!doctype html>"), ("deck", "<!doctype html>")]
    )
    def test_prints_the_document(self, to: str, start: str, capsys: Capture) -> None:
        path = make(capsys, "example")
        assert run(["export", str(path), "--to", to]) == 0
        out = capsys.readouterr().out
        assert out.lower().startswith(start)
        assert read_document(path).meta.title.split()[0] in out

    @pytest.mark.parametrize("to", ["md", "html", "deck"])
    def test_shows_people_by_their_roles_when_asked_to(self, to: str, capsys: Capture) -> None:
        path = make(capsys, "example")
        assert run(["export", str(path), "--to", to, "--names", "roles"]) == 0
        out = capsys.readouterr().out
        assert "incident commander" in out
        assert "Noor" not in out
        assert "@kofi" not in out
        assert run(["export", str(path), "--to", to, "--names", "roles-and-owners"]) == 0
        assert "@kofi" in capsys.readouterr().out

    def test_slides_in_a_folder_do_not_take_the_place_of_the_page(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        draft = make(capsys, "example")
        for to in ("html", "deck"):
            assert run(["export", str(draft), "--to", to, "-o", str(tmp_path)]) == 0
        assert {f"{draft.stem}.html", f"{draft.stem}.deck.html"} <= {path.name for path in tmp_path.iterdir()}

    def test_writes_the_same_bytes_to_a_pipe_and_to_a_private_file(
        self, capsys: Capture, tmp_path: Path
    ) -> None:
        draft = make(capsys, "example")
        piped = subprocess.run(
            [sys.executable, "-m", "pmtui", "export", str(draft), "--to", "md"],
            stdout=subprocess.PIPE,
            check=True,
            timeout=60,
        ).stdout
        target = tmp_path / "out.md"
        assert run(["export", str(draft), "--to", "md", "-o", str(target)]) == 0
        assert target.read_bytes() == piped
        assert stat.S_IMODE(target.stat().st_mode) == 0o600

    def test_replaces_a_file_only_when_forced(self, capsys: Capture, tmp_path: Path) -> None:
        draft = make(capsys, "example")
        target = tmp_path / "out.html"
        target.write_text("mine")
        assert run(["export", str(draft), "--to", "html", "-o", str(target)]) == 2
        assert "--force" in capsys.readouterr().err
        assert target.read_text() == "mine"
        assert run(["export", str(draft), "--to", "html", "-o", str(target), "--force"]) == 0
        assert target.read_text().lower().startswith("<!doctype html>")

    def test_takes_the_draft_s_name_in_a_folder(self, capsys: Capture, tmp_path: Path) -> None:
        draft = make(capsys, "example")
        assert run(["export", str(draft), "--to", "md", "-o", str(tmp_path)]) == 0
        assert [path.name for path in tmp_path.glob("*.md")] == [f"{draft.stem}.md"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("force", [[], ["--force"]])
    def test_a_full_device_is_told_and_stays_a_device(self, force: list[str], capsys: Capture) -> None:
        draft = make(capsys, "example")
        assert run(["export", str(draft), "--to", "md", "-o", "/dev/full", *force]) == 2
        assert "No space left on device" in capsys.readouterr().err
        assert stat.S_ISCHR(os.stat("/dev/full").st_mode)

    def test_a_folder_that_is_not_there_is_told(self, capsys: Capture, tmp_path: Path) -> None:
        draft = make(capsys, "example")
        assert run(["export", str(draft), "--to", "md", "-o", str(tmp_path / "no" / "out.md")]) == 2
        assert "could not be written" in capsys.readouterr().err

    def test_a_failed_write_leaves_no_half_file(
        self, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = make(capsys, "example")

        def no_sync(_: int) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "fsync", no_sync)
        assert run(["export", str(draft), "--to", "md", "-o", str(tmp_path / "out.md")]) == 2
        assert [*tmp_path.iterdir()] == []

    def test_an_unknown_template_is_told_and_the_standard_one_taken(self, capsys: Capture) -> None:
        draft = make(capsys, "new", "--title", "x")
        draft.write_bytes(draft.read_bytes().replace(b'"standard"', b'"gone"'))
        assert run(["export", str(draft), "--to", "md"]) == 0
        assert "no template 'gone'" in capsys.readouterr().err


class TestTemplatesAndWhere:
    def test_templates_are_listed_with_what_they_are_for(self, capsys: Capture) -> None:
        assert run(["templates"]) == 0
        out = capsys.readouterr().out
        for name in ("standard", "google_sre", "complete", "brief", "quick"):
            assert f"{name}: " in out

    def test_templates_as_json_name_their_sections(self, capsys: Capture) -> None:
        assert run(["templates", "--format", "json"]) == 0
        quick = next(one for one in json.loads(capsys.readouterr().out) if one["id"] == "quick")
        assert quick["minutes"] == [15, 20]
        assert "Action items" in quick["sections"]

    def test_where_creates_nothing(self, capsys: Capture, drafts: Path) -> None:
        assert run(["where"]) == 0
        assert f"{drafts}  (not there yet)" in capsys.readouterr().out
        assert not drafts.exists()

    def test_where_prints_one_path_alone(self, capsys: Capture, drafts: Path) -> None:
        assert run(["where", "drafts"]) == 0
        assert capsys.readouterr().out == f"{drafts}\n"

    def test_broken_settings_are_told_and_stop_nothing(self, capsys: Capture) -> None:
        settings = Path(os.environ["PMTUI_CONFIG"]) / "settings.toml"
        settings.parent.mkdir()
        settings.write_text("zone = ")
        assert run(["where"]) == 0
        assert "usual settings" in capsys.readouterr().err

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
    def test_completion_knows_the_commands(self, shell: str, capsys: Capture) -> None:
        assert run(["completion", shell]) == 0
        out = capsys.readouterr().out
        assert "templates" in out
        assert "fail-on" in out


def test_a_draft_made_and_set_is_plain_toml(capsys: Capture) -> None:
    path = make(capsys, "new", "--title", 'Quotes " and [/brackets]')
    run(["set", str(path), "summary", "One.\n\nTwo."])
    raw = tomllib.loads(path.read_text())
    assert raw["meta"]["title"] == 'Quotes " and [/brackets]'
    assert raw["narrative"]["summary"] == "One.\n\nTwo."
