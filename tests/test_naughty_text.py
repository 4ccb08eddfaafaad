"""Text that breaks programs, in every field at once: the draft keeps it, and every export has its shape and nothing else."""

import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from pmtui.cli.main import run
from pmtui.document.base import Part, kind_of
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import TABLES, dump, load
from pmtui.exporting.html import to_html
from pmtui.exporting.markdown import to_markdown
from pmtui.text import UNSAFE
from prompts.content import load_templates

STORED = Path(__file__).parent / "data" / "v1-draft.toml"
NOT_TEXT = {"id", "template", "noun", "zone", "parents", "causes", "hash", "rule", "schema_version"}
VOID = {"meta", "br", "hr", "link", "col", "img"}

NAUGHTY = {
    "nothing": "",
    "spaces": " \t \u00a0\u3000 ",
    "null": "a\x00b",
    "word-null": "null",
    "number": "1e309",
    "every-control": "".join(map(chr, range(32))) + "\x7f" + "".join(map(chr, range(0x80, 0xA0))),
    "line-separators": "one\u2028two\u2029three\x85four\x0bfive",
    "colour-sequence": "\x1b[31mred\x1b[0m and \x9b31m",
    "window-title": "\x1b]0;gone\x07",
    "clipboard": "\x1b]52;c;AAAA\x1b\\",
    "right-to-left": "paid \u202e001 EUR\u202c and \u2066isolated\u2069",
    "byte-order-mark": "\ufeffstart",
    "joined-emoji": "👩\u200d🚒🏽 🇩🇪 1\ufe0f\u20e3",
    "combining": "z" + "\u0301" * 300,
    "astral": "𝔭𝔬𝔰𝔱 😀",
    "turkish-and-sharp": "İıẞß ﬃ",
    "arabic-ligature": "ﷺ بيانات",
    "not-characters": "\uffff\ufffe\U0010ffff",
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "closing-tags": "</p></div></body></html>",
    "comment-tag": "<!-- <!-- --> ]]> <![CDATA[",
    "entity": "&lt;b&gt; &amp;amp; &#0; &unknown;",
    "javascript-link": "[here](javascript:alert(1)) <javascript:alert(1)>",
    "data-link": "![x](data:text/html;base64,AAAA)",
    "template-language": "{{ 7 * 7 }} {% raw %} ${7*7} #{7}",
    "headings": "# one\n## two\nthree\n===\nfour\n---",
    "open-fence": "```\nnever closed",
    "open-tilde-fence": "~~~~ python\n<b>",
    "table": "| a | b |\n|---|---|\n| c |",
    "pipes": "a|b||c\\|d",
    "reference": "[a]: https://example.com 'x'\n[a]",
    "quote-and-list": "> > 1. - * + [ ] x",
    "rules": "---\n***\n___",
    "brackets": "[/] [/api/v1] [red]x[/red] [@click=app.quit]x[/]",
    "toml-quotes": '""" \'\'\' \\" \\u0000 \\',
    "toml-tables": "[meta]\nid = 'x'\n[[event]]",
    "merge-conflict": "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main",
    "formula": "=1+1 @SUM(A1) +1 -1",
    "path": "../../../etc/passwd C:\\con.txt",
    "long-word": "w" * 5_000,
    "many-dots": "a." * 2_000,
    "deep-marks": "*_" * 300 + "x",
    "backslashes": "\\" * 101,
    "printf": "%s%n%d {0} {name!r}",
}


def filled(text: str) -> Postmortem:
    """Return a document that uses every table, with the text wherever a person may write."""
    raw = tomllib.loads(STORED.read_text("utf-8"))
    known = {attribute: raw[table] for attribute, table in TABLES.items() if table in raw}
    return Postmortem.model_validate(replaced(Postmortem.model_validate(known), text))


def replaced(part: Part, text: str) -> dict[str, Any]:
    return {name: new_value(part, name, text) for name in part.model_fields_set}


def new_value(part: Part, name: str, text: str) -> Any:
    value = getattr(part, name)
    if isinstance(value, Part):
        return replaced(value, text)
    if isinstance(value, dict):
        return {key: replaced(each, text) if isinstance(each, Part) else each for key, each in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], Part):
        return tuple(replaced(each, text) for each in value)
    if name in NOT_TEXT or name not in type(part).model_fields:
        return value
    kind = kind_of(type(part), name)[0]
    return text if kind in ("line", "prose") else (text,) if kind in ("lines", "items") else value


class Tags(HTMLParser):
    """The tags of a page, those that stand in the wrong place, and the attributes that do something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2"):
            self.headings.append(tag)
        if tag in ("script", "iframe", "object", "img", "form", "base"):
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{name}={value}" for name, value in attrs if name.startswith("on") or name == "src"]
        links = [value or "" for name, value in attrs if name == "href"]
        self.wrong += [link for link in links if not link.startswith(("http://", "https://", "mailto:", "#"))]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def headings(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [token.tag for token in tokens if token.type == "heading_open" and token.tag in ("h1", "h2")]


TEMPLATE = load_templates()["complete"]


@cache
def plain() -> tuple[list[str], list[str]]:
    document = filled("Plain words.")
    return headings(to_markdown(document, TEMPLATE)), Tags(to_html(document, TEMPLATE)).headings


def test_the_text_stands_in_every_field_that_a_person_writes() -> None:
    written = load(dump(filled("Plain words.")), "draft.toml")
    assert dump(written).count(b"Plain words.") > 50


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=name) for name, text in NAUGHTY.items() if text.strip()]
)
class TestInEveryField:
    def test_the_draft_keeps_it(self, text: str) -> None:
        document = filled(text)
        assert document == load(dump(document), "draft.toml")

    def test_markdown_has_the_headings_of_plain_words(self, text: str) -> None:
        assert plain()[0] == headings(to_markdown(filled(text), TEMPLATE))

    def test_html_has_the_headings_of_plain_words_and_does_nothing(self, text: str) -> None:
        page = Tags(to_html(filled(text), TEMPLATE))
        assert page.wrong == []
        assert page.open == []
        assert plain()[1] == page.headings

    def test_commands_print_nothing_that_acts(
        self, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "draft.toml"
        path.write_bytes(dump(filled(text)))
        assert run(["check", str(path)]) in (0, 1)
        assert run(["list", "--drafts", str(tmp_path)]) == 0
        assert run(["doctor", "--drafts", str(tmp_path)]) == 0
        assert run(["set", str(path), "background", "x" + text]) == 0
        captured = capsys.readouterr()
        assert not UNSAFE.search(captured.out + captured.err)


@pytest.mark.parametrize("name", [name for name, text in NAUGHTY.items() if not text.strip()])
def test_blank_text_in_every_field_is_kept_and_exported(name: str) -> None:
    document = filled(NAUGHTY[name])
    assert document == load(dump(document), "draft.toml")
    assert Tags(to_html(document, TEMPLATE)).wrong == []
    assert headings(to_markdown(document, TEMPLATE))
