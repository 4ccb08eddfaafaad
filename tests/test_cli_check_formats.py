"""The formats of `pmtui check`, byte for byte, and the places in them."""

import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from pmtui import __version__
from pmtui.checks.finding import Finding
from pmtui.cli.check_markdown import check_markdown
from pmtui.cli.main import run
from pmtui.cli.report import Found, Report, Unreadable
from pmtui.cli.report_checkstyle import as_checkstyle
from pmtui.cli.report_github import as_github
from pmtui.cli.report_json import as_json
from pmtui.cli.report_sarif import as_sarif
from pmtui.cli.report_text import as_text
from pmtui.cli.text_places import Lines
from pmtui.errors import UsageError
from pmtui.language.rules import load_rules
from prompts.headings import load_headings, load_languages

GOLDEN = Path(__file__).parent / "golden"
FORMATS: dict[str, Callable[[Report], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "checkstyle": as_checkstyle,
}
PAGE = "# Root cause\n\n🔥 Dave, 100%, forgot it:\nagain.\n"


def report() -> Report:
    """Return a report with every sort of finding, in words that are nobody's rule."""
    place = Lines(PAGE).place(16, 42)
    return Report(
        checked=["docs/a b,c:50%.md", "drafts/x.toml"],
        found=[
            Found(
                "docs/a b,c:50%.md",
                3,
                Finding(
                    "blame.made-up",
                    "warning",
                    "root_cause",
                    "",
                    "Said 100%: “<a>” & 'b'.",
                    "What, then?",
                    16,
                    42,
                ),
                place,
                PAGE[16:42],
            ),
            Found("docs/a b,c:50%.md", 9, Finding("ignore.unused", "hint", "", "", "Line one.\nLine two.")),
            Found("drafts/x.toml", 0, Finding("missing.title", "error", "facts", "meta.title", "No title.")),
            Found(
                "drafts/x.toml", 7, Finding("actions.no-due", "hint", "actions", "actions.a1.due", "No date.")
            ),
        ],
        unreadable=[
            Unreadable("drafts/broken.toml", UsageError("It is broken", "Line 3: key x.", "Mend it."))
        ],
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_written_as_it_always_was(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = (GOLDEN / f"check.{name}").read_text("utf-8").replace("@VERSION@", __version__)
    assert expected == "".join(f"{line}\n" for line in FORMATS[name](report()))


class TestGithub:
    def test_a_message_cannot_be_a_second_command(self) -> None:
        finding = Finding("x", "hint", "", "", "one\n::error::two\r\n%0A")
        (line,) = as_github(Report(found=[Found("a.md", 1, finding)]))
        assert line == "::notice file=a.md,line=1,title=x::one%0A::error::two%0D%0A%250A"

    def test_a_file_name_cannot_be_another_property(self) -> None:
        (line,) = as_github(Report(found=[Found("a,line=9:x%.md", 1, Finding("x", "hint", "", "", "y"))]))
        assert line == "::notice file=a%2Cline=9%3Ax%25.md,line=1,title=x::y"


class TestCheckstyle:
    def test_is_xml_whatever_stands_in_it(self) -> None:
        hostile = "\x00\x1b<]]>&\"'\ufffe\ud800\u202e🔥\t\n"
        found = Found(f"{hostile}.md", 1, Finding("x", "hint", "", "", hostile))
        text = "\n".join(as_checkstyle(Report(found=[found])))
        assert text.isascii()
        (file,) = ET.fromstring(text)
        (error,) = file
        assert error.attrib["message"] == "\ufffd\ufffd<]]>&\"'\ufffd\ufffd\u202e🔥"


class TestSarif:
    def results(self, *found: Found) -> list[dict[str, object]]:
        (run,) = json.loads("".join(as_sarif(Report(found=list(found)))))["runs"]
        return list(run["results"])

    def test_a_finding_keeps_its_fingerprint_on_another_line_and_twins_have_their_own(self) -> None:
        finding = Finding("x", "hint", "", "", "y")
        one, moved, twin = (Found("a.md", line, finding, None, "same words") for line in (3, 9, 12))
        first, second = self.results(moved, twin)
        assert self.results(one)[0]["partialFingerprints"] == first["partialFingerprints"]
        assert first["partialFingerprints"] != second["partialFingerprints"]

    def test_every_result_points_to_its_rule(self, tmp_path: Path) -> None:
        (run,) = json.loads("".join(as_sarif(report())))["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [result["ruleId"] for result in run["results"]] == [
            rules[result["ruleIndex"]]["id"] for result in run["results"]
        ]

    def test_a_language_rule_brings_its_message_and_questions(self) -> None:
        rule = load_rules().rules[0]
        made = Report(found=[Found("a.md", 1, Finding(rule.id, "hint", "", "", "y"))], rules={rule.id: rule})
        (told,) = json.loads("".join(as_sarif(made)))["runs"][0]["tool"]["driver"]["rules"]
        assert (rule.message, "\n".join(rule.questions)) == (
            told["shortDescription"]["text"],
            told["help"]["text"],
        )

    def test_a_file_elsewhere_is_named_in_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "here").mkdir()
        monkeypatch.chdir(tmp_path / "here")
        found = Found(str(tmp_path / "ü 1.md"), 1, Finding("x", "hint", "", "", "y"))
        (result,) = self.results(found)
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]  # type: ignore[index]
        assert uri.startswith("file:///")
        assert unquote(uri).endswith("/ü 1.md")


WORDS = "forgot to check"
LEADS = {
    "plain": "",
    "an emoji of two UTF-16 units": "🔥🔥 ",
    "a capital that grows when lowered": "İİ İstanbul. ",
    "combining marks": "e\u0301a\u0308\u0323 zo\u0308e. ",
    "right to left": "\u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627. ",
    "a tab and wide letters": "表\t記. ",
    "an invisible mark": "a\u200bb. ",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("lead", LEADS.values(), ids=LEADS)
class TestPlaces:
    """The same words are found behind any letters, in every format."""

    def page(self, lead: str, end: str) -> str:
        return end.join(["# Root cause", "", f"Fine. {lead}", f"{lead}We {WORDS} the lease.", ""])

    def found(self, lead: str, end: str) -> Found:
        made = check_markdown("a.md", self.page(lead, end), load_rules(), load_headings(), load_languages())
        return next(found for found in made if WORDS.split()[0] in found.words)

    def test_offsets_are_those_of_the_file_as_it_is(self, lead: str, end: str) -> None:
        found = self.found(lead, end)
        assert found.words == self.page(lead, end)[found.finding.start : found.finding.end]

    def test_line_and_column_count_code_points_from_1(self, lead: str, end: str) -> None:
        found = self.found(lead, end)
        line = self.page(lead, end).split(end)[3]
        assert found.place
        assert (4, 4) == (found.line, found.place.end_line)
        assert found.words == line[found.place.column - 1 : found.place.end_column - 1]

    def test_sarif_counts_utf_16_units(self, lead: str, end: str) -> None:
        found = self.found(lead, end)
        (run,) = json.loads("".join(as_sarif(Report(found=[found]))))["runs"]
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        units = self.page(lead, end).split(end)[3].encode("utf-16-le")
        words = units[2 * (region["startColumn"] - 1) : 2 * (region["endColumn"] - 1)].decode("utf-16-le")
        assert ("utf16CodeUnits", found.words) == (run["columnKind"], words)

    def test_the_other_formats_tell_the_same_place(self, lead: str, end: str) -> None:
        found = self.found(lead, end)
        assert found.place
        made = Report(found=[found])
        place = found.place
        assert f"a.md:4:{place.column} " in next(as_text(made))
        assert f"line=4,endLine=4,col={place.column},endColumn={place.end_column}," in next(as_github(made))
        (told,) = json.loads("".join(as_json(made)))["findings"]
        assert (4, place.column, 4, place.end_column) == tuple(
            told[key] for key in ("line", "column", "end_line", "end_column")
        )
        (error,) = ET.fromstring("".join(as_checkstyle(made)))[0]
        assert ("4", str(place.column)) == (error.attrib["line"], error.attrib["column"])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "file", ["a b.md", "50%,x:y.md", "<&'\">.md", "\u202eevil.md", "a\nb.md", "-x.md", "ü/表.md"]
)
def test_any_file_name_can_be_told_in_any_format(
    name: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(file)
    path.parent.mkdir(exist_ok=True)
    try:
        path.write_text("# Root cause\n\nDave forgot to test it.\n")
    except OSError:
        pytest.skip("this system does not take such a file name")
    assert 1 == run(["check", ".", "--format", name, "--strict"])
    out = capsys.readouterr().out
    assert "\u202e" not in out
    if name == "sarif":
        (log,) = json.loads(out)["runs"]
        assert file == unquote(log["artifacts"][0]["location"]["uri"])
    elif name == "json":
        assert [file] == [Path(one).relative_to(".").as_posix() for one in json.loads(out)["checked"]]
    elif name == "checkstyle":
        assert file == ET.fromstring(out)[0].attrib["name"]
    elif name == "github":
        assert all(line.startswith("::") for line in out.splitlines())


@pytest.mark.parametrize(
    "unit", ["İİ we forgot to check it. ", "🔥 אב we forgot to check it.\n\n", "<!-- a ", "# a\n", "a\n---\n"]
)
def test_twice_the_text_costs_about_twice_the_time(unit: str) -> None:
    def seconds(count: int) -> float:
        rules, headings, languages = load_rules(), load_headings(), load_languages()
        began = time.process_time()
        found = list(check_markdown("a.md", f"{count}\n\n{unit * count}", rules, headings, languages))
        assert ("forgot" in unit) == bool(found)
        return time.process_time() - began

    seconds(100)
    assert seconds(4_000) < 8 * seconds(1_000) + 0.05  # four times the text; a square would be sixteen
