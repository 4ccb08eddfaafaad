"""The command line as a whole: help, arguments, exit codes, and what happens when something goes wrong."""

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pmtui import __version__, paths
from pmtui.cli import installation, main
from pmtui.cli.commands import GROUPS, SUMMARIES
from pmtui.cli.front_page import EXAMPLES
from pmtui.cli.main import build_parser, parse, run
from pmtui.errors import UsageError

COMMANDS = [*SUMMARIES]


def pmtui(
    *args: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pmtui", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        env=env,
        cwd=cwd,
    )


def loaded_by(argv: list[str], *names: str) -> set[str]:
    """Return which of the named modules a run of the program loads."""
    code = f"import sys; from pmtui.cli.main import run; run({argv!r}); sys.stderr.write('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {*names} & {*done.stderr.splitlines()[-1].split()}


class TestHelp:
    def test_lists_every_command_under_its_group(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["--help"]) == 0
        page = capsys.readouterr().out
        for group, commands in GROUPS.items():
            assert f"\n{group}:\n" in page
            for name, summary in commands.items():
                assert f"\n  {name:<10}  {summary}" in page

    @pytest.mark.parametrize("name", COMMANDS)
    def test_of_every_command_has_examples(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([name, "--help"]) == 0
        assert f"\n  pmtui {name}" in capsys.readouterr().out.partition("Examples:")[2]

    @pytest.mark.parametrize("width", [60, 80, 100])
    def test_fits_the_terminal(
        self, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(width))
        for name in ["", *COMMANDS]:
            run([*filter(None, [name]), "--help"])
        lines = capsys.readouterr().out.splitlines()
        # An example is one line to copy, however long.
        too_wide = [line for line in lines if len(line) > width and not line.startswith("  pmtui ")]
        assert too_wide == []

    def test_examples_can_be_run_as_they_stand(self) -> None:
        parser = build_parser()
        pages = [
            parser.format_help(),
            *(parse([name, *_needed(name)]).command.format_help() for name in COMMANDS),
        ]
        examples = {
            line.strip() for page in pages for line in page.splitlines() if line.startswith("  pmtui ")
        }
        assert len(examples) >= 25
        for example in examples - {"pmtui COMMAND --help  one command, with examples"}:
            words = shlex.split(example.partition("  ")[0])[1:]
            redirections = [at for at, word in enumerate(words) if word in ("<", ">", "|")]
            parse(words[: min(redirections, default=len(words))])

    def test_examples_of_the_first_page_are_parsed_to_the_command_they_name(self) -> None:
        for example, _ in EXAMPLES:
            words = shlex.split(example)[1:]
            assert parse(words).run.__module__ == f"pmtui.cli.{words[0]}"

    def test_version_is_the_package_s(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["--version"]) == 0
        assert capsys.readouterr().out == f"pmtui {__version__}\n"


class TestArguments:
    @pytest.mark.parametrize(
        "argv", [["--drafts", "there", "where", "drafts"], ["where", "--drafts", "there", "drafts"]]
    )
    def test_drafts_folder_may_be_named_before_and_after_the_command(
        self, argv: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(argv) == 0
        assert capsys.readouterr().out == f"{Path.cwd() / 'there'}\n"

    def test_a_toml_file_means_open(self) -> None:
        args = parse(["--drafts", "x.toml", "./a b.toml"])
        assert (args.run.__module__, args.draft, args.drafts) == ("pmtui.cli.open", "./a b.toml", "x.toml")

    def test_nothing_means_the_list_on_screen(self) -> None:
        args = parse([])
        assert (args.run.__module__, args.draft) == ("pmtui.cli.open", None)

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (["lst"], ["no command called 'lst'", "Did you mean `pmtui list`?", "pmtui --help"]),
            (["new", "--titel", "x"], ["no argument --titel", "Usage: pmtui new", "pmtui new --help"]),
            (["set", "k7"], ["FIELD, TEXT", "Usage: pmtui set"]),
            (["export", "k7", "--to", "pdf"], ["'pdf'", "'md', 'html', 'deck'"]),
            (["\x1b]0;x\x07"], ["␛]0;x␇"]),
        ],
    )
    def test_a_mistake_is_explained_and_exits_2(
        self, argv: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(argv) == 2
        out, err = capsys.readouterr()
        assert out == ""
        for word in words:
            assert word.replace("␛", "\\x1b").replace("␇", "\\x07") in err or word in err
        assert "\x1b" not in err


class TestCommands:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_say_what_they_do_and_run(self, name: str) -> None:
        args = parse([name, *_needed(name)])
        assert args.run.__module__ == f"pmtui.cli.{name}"
        assert args.command.description
        assert len(SUMMARIES[name]) < 70


class TestLoading:
    @pytest.mark.parametrize("argv", [["--version"], ["--help"]])
    def test_help_and_version_load_next_to_nothing(self, argv: list[str]) -> None:
        heavy = ("pydantic", "textual", "rich", "tomllib", "dataclasses", "pathlib", "typing", "platformdirs")
        assert loaded_by(argv, *heavy) == set()

    def test_list_loads_no_model(self, drafts: Path) -> None:
        run(["new", "--title", "One"])
        heavy = ("pydantic", "textual", "rich", "jinja2", "markdown_it", "importlib.metadata")
        assert loaded_by(["list"], *heavy) == set()

    @pytest.mark.parametrize("argv", [["check"], ["export", "--to", "md"], ["export", "--to", "html"]])
    def test_check_and_export_load_no_screen(
        self, argv: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["example"])
        draft = capsys.readouterr().out.strip()
        assert loaded_by([*argv, draft], "pydantic", "textual", "rich") == {"pydantic"}


class TestTrouble:
    def test_a_mistake_of_ours_is_logged_without_the_author_s_text(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_: object) -> int:
            secret = "SECRET-VALUE"
            try:
                raise KeyError(secret)
            except KeyError as error:
                raise ValueError(f"about {secret}") from error

        monkeypatch.setattr("pmtui.cli.where.run", fail)
        assert run(["where"]) == 70
        log = paths.log_file()
        text = log.read_text()
        assert "builtins.ValueError" in text
        assert "builtins.KeyError" in text
        assert "in fail" in text
        assert "SECRET-VALUE" not in text
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        err = capsys.readouterr().err
        assert str(log) in err
        assert "Traceback" not in err
        assert "SECRET-VALUE" not in err

    def test_a_mistake_of_ours_is_told_where_there_is_no_log(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("PMTUI_STATE", str(tmp_path / "file"))
        monkeypatch.setattr("pmtui.cli.where.run", lambda _: 1 // 0)
        assert run(["where"]) == 70
        assert "builtins.ZeroDivisionError" in capsys.readouterr().err

    def test_an_interrupt_exits_130(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("pmtui.cli.where.run", interrupt)
        assert run(["where"]) == 130

    @pytest.mark.skipif(os.name == "nt", reason="a POSIX pipe")
    def test_a_reader_that_went_away_ends_it_quietly(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [sys.executable, "-m", "pmtui", "templates"], stdout=writer, stderr=subprocess.PIPE, timeout=60
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("argv", [["--help"], ["templates"], ["where"]])
    def test_a_full_disk_behind_stdout_is_told(self, argv: list[str]) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "pmtui", *argv], stdout=full, stderr=subprocess.PIPE, timeout=60
            )
        assert done.returncode == 2
        assert done.stderr.decode().splitlines() == [
            "pmtui: The output could not be written",
            "  No space left on device.",
        ]

    @pytest.mark.skipif(os.name == "nt", reason="closing a descriptor before exec")
    def test_a_closed_stdout_is_told(self) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", f"exec {shlex.quote(sys.executable)} -m pmtui templates >&-"],
            stderr=subprocess.PIPE,
            timeout=60,
        )
        assert done.returncode == 2
        assert b"Standard output is closed" in done.stderr
        assert b"Traceback" not in done.stderr

    def test_letters_that_the_terminal_cannot_print_are_escaped(self) -> None:
        run(["new", "--title", "Zażółć 障害 🔥"])
        done = pmtui("list", env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert done.returncode == 0
        assert rb"\u969c\u5bb3" in done.stdout


class TestInstallation:
    def test_our_own_packages_are_found(self) -> None:
        installation.check_installation()

    def test_a_package_that_hides_one_of_ours_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "prompts.py").write_text("raise SystemExit('imported')")
        done = pmtui("where", cwd=tmp_path)
        assert done.returncode == 2
        assert b"Another package called 'prompts' hides" in done.stderr
        assert str(tmp_path / "prompts.py").encode() in done.stderr

    def test_a_missing_part_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(installation, "NEIGHBOURS", ("no_such_package_of_ours",))
        with pytest.raises(installation.InstallationError, match="no_such_package_of_ours"):
            installation.check_installation()


class TestScreen:
    def test_needs_a_terminal(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([]) == 2
        assert capsys.readouterr().err.splitlines() == [
            "pmtui: The screens need a terminal, and this is not one; `pmtui --help` lists what works without"
        ]

    def test_makes_no_draft_that_it_cannot_show(self, drafts: Path) -> None:
        assert run(["new", "--open"]) == 2
        assert not drafts.exists()

    @pytest.mark.parametrize(
        ("term", "size", "word"),
        [("dumb", (120, 40), "dumb"), ("xterm", (59, 40), "60x16"), ("xterm", (120, 15), "120x15")],
    )
    def test_needs_a_window_that_it_fits_in(
        self, term: str, size: tuple[int, int], word: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _pretend_terminal(monkeypatch, term, size)
        with pytest.raises(UsageError, match=word):
            main.parse([]).run(main.parse([]))

    def test_starts_on_the_folder_at_the_draft(
        self, monkeypatch: pytest.MonkeyPatch, drafts: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(["new", "--title", "One"])
        path = Path(capsys.readouterr().out.strip())
        _pretend_terminal(monkeypatch, "xterm", (80, 24))
        started: list[tuple[Path, Path | None]] = []

        def start(folder: Path, draft: Path | None, meeting: object = None) -> int:
            started.append((folder, draft))
            return 7

        monkeypatch.setattr("pmtui.app.start", start)
        assert [run([]), run(["open", path.stem[-6:]]), run([str(path)])] == [7, 7, 7]
        assert started == [(drafts, None), (drafts, path), (drafts, path)]

    def test_a_file_that_is_not_there_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["nowhere.toml"]) == 2
        assert "No draft called 'nowhere.toml'" in capsys.readouterr().err


def _needed(name: str) -> list[str]:
    needed = {
        "set": ["d", "f", "t"],
        "export": ["d", "--to", "md"],
        "completion": ["bash"],
        "notes": ["d"],
        "present": ["d"],
    }
    return needed.get(name, [])


def _pretend_terminal(monkeypatch: pytest.MonkeyPatch, term: str, size: tuple[int, int]) -> None:
    monkeypatch.setenv("TERM", term)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size(size))
