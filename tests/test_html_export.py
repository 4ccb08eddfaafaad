"""The HTML export and the slides: one calm file that runs nothing, asks for nothing and reads well.

How to write its golden file anew: see test_markdown_export.py.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import load
from pmtui.exporting.answers import View
from pmtui.exporting.arrange import view_of
from pmtui.exporting.deck import to_deck
from pmtui.exporting.html import to_html
from pmtui.exporting.timeline_figure import LEFT, RIGHT, WIDTH, figure
from prompts.content import load_templates
from prompts.shapes import Template

GOLDEN = Path(__file__).parent / "golden"
BOTH = pytest.mark.parametrize("export", [to_html, to_deck])
TEMPLATES = ("google_sre", "standard", "quick", "brief", "complete")
START = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)

HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "[x](javascript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)",
    "![x](http://evil.example/p.png)", "<http://evil.example/\"onmouseover=alert(1)>", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "https://evil.example/\" onclick=\"alert(1)", "<a href='//evil.example'>x</a>", "[x]: javascript:alert(1)\n\n[x]", "{{ 7*7 }}{% raw %}",
    "<iframe src=//evil.example>", "<base href=//evil.example>", "<!--", "&lt;script&gt;", "<style>@import 'http://evil.example'</style>",
    "| a |\n|---|\n| <b onclick=x> |", "```\"><script>\nx", "\x1b]8;;http://evil.example\x07x", "a\u202eb\u200b\ufeff", "mailto:a@b.c?cc=x",
]  # fmt: skip

# Each text in one template; in the other templates it takes its turn in the deep tier.
IN_TURN = [
    pytest.param(name, text, marks=() if at % 3 == turn else pytest.mark.deep)
    for at, text in enumerate(HOSTILE)
    for turn, name in enumerate(("google_sre", "quick", "complete"))
]

Export = Callable[[Postmortem, Template], str]
VOID = {"meta", "br", "hr", "img", "input", "link", "base"}


class Reader(HTMLParser):
    """Notes what a file holds: tags with attributes, headings, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def template_of(name: str) -> Template:
    return load_templates()[name]


def incident() -> Postmortem:
    return load((GOLDEN / "incident.toml").read_bytes(), "incident.toml")


def document(**tables: Any) -> Postmortem:
    return Postmortem.model_validate(
        {"meta": {"id": "x", "title": "Title", **tables.pop("meta", {})}, **tables}
    )


def hostile_everywhere(text: str) -> Postmortem:
    """Return a document with `text` in every field that takes text."""
    milestones = ("impact_start", "detected", "mitigated", "resolved")
    events = [
        {
            "at": START + timedelta(minutes=9 * count),
            "text": text,
            "source": text,
            "note": text,
            "milestone": name,
        }
        for count, name in enumerate(milestones)
    ]
    return document(
        meta={
            "title": text,
            "severity": text,
            "authors": [text],
            "services": [text],
            "tags": [text],
            "facilitator": text,
        },
        participants=[{"name": text, "role": text}],
        narrative=dict.fromkeys(("summary", "impact_text", "root_cause", "trigger", "resolution"), text),
        impact={
            "users": 3,
            "users_note": text,
            "revenue": 1,
            "currency": text,
            "slo_name": text,
            "data_affected": text,
        },
        detection={"how_note": text, "gap": text, "alerts_note": text},
        timeline=events,
        causes=[
            {
                "id": "w1",
                "text": text,
                "role": "contributing",
                "evidence": [text, "e1"],
                "accepted_because": text,
            }
        ],
        actions=[{"text": text, "owner": text, "ticket": text, "done_when": text, "collaborators": [text]}],
        learning={name: [text] for name in ("well", "poorly", "lucky", "lessons")},
        links=[{"label": text, "url": text}],
        answers={"impact.failed_requests": {"state": "unknown", "reason": text}},
    )


def view(doc: Postmortem) -> View:
    return view_of(doc, template_of("complete"))


def milestones(**minutes: int) -> Postmortem:
    return document(
        timeline=[
            {"at": START + timedelta(minutes=at), "text": name, "milestone": name}
            for name, at in minutes.items()
        ]
    )


def test_the_incident_is_printed_as_its_golden_file_says() -> None:
    golden, written = GOLDEN / "complete.html", to_html(incident(), template_of("complete"))
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == written


@BOTH
@pytest.mark.parametrize(("name", "hostile"), IN_TURN)
def test_nothing_runs_and_nothing_is_fetched_whatever_the_text(
    name: str, hostile: str, export: Export
) -> None:
    html = export(hostile_everywhere(hostile), template_of(name))
    read = Reader(html)
    tags = {tag for tag, _ in read.tags}
    assert not tags & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "link",
        "input",
        "svg:script",
    }
    for tag, attributes in read.tags:
        assert not [
            key for key in attributes if key.startswith("on") or key in ("src", "srcset", "action", "target")
        ]
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"(https?://|mailto:|#)", attributes["href"] or "")
            assert (attributes["href"] or "").startswith("#") or attributes.get(
                "rel"
            ) == "noopener noreferrer"
    assert 1 == len(read.named("style"))
    assert "evil" not in re.sub(r".*<style>|</style>.*", "", html, flags=re.DOTALL)


@BOTH
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_leaves_the_frame_of_the_page_as_it_is(hostile: str, export: Export) -> None:
    def frame(text: str) -> list[str]:
        read = Reader(export(hostile_everywhere(text), template_of("complete")))
        return [
            tag
            for tag, _ in read.tags
            if tag in ("h1", "h2", "section", "nav", "main", "header", "title", "figure", "rect")
        ]

    assert frame("word") == frame(hostile)


@BOTH
def test_characters_that_hide_or_turn_text_are_marked(export: Export) -> None:
    html = export(hostile_everywhere("a\u202eb\x1b[2J\u200b"), template_of("complete"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", html)
    assert "a\ufffdb\u241b[2J\ufffd" in html


@BOTH
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_policy_stands_before_everything_that_could_load(name: str, export: Export) -> None:
    read = Reader(export(incident(), template_of(name)))
    metas = read.named("meta")
    assert {"charset": "utf-8"} == metas[0]
    assert "Content-Security-Policy" == metas[1]["http-equiv"]
    assert (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        == metas[1]["content"]
    )
    assert {"name": "referrer", "content": "no-referrer"} == metas[2]
    order = [tag for tag, _ in read.tags]
    assert order.index("meta") < order.index("style")


@BOTH
@pytest.mark.parametrize("name", TEMPLATES)
def test_there_is_one_h1_and_no_heading_is_jumped_over(name: str, export: Export) -> None:
    doc = incident().model_copy(
        update={"narrative": incident().narrative.model_copy(update={"root_cause": "##### deep\n\n# high"})}
    )
    levels = [
        int(tag[1]) for tag, _ in Reader(export(doc, template_of(name))).tags if re.fullmatch("h[1-6]", tag)
    ]
    assert 1 == levels.count(1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


@BOTH
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_heading_of_a_section_can_be_reached_and_ids_are_unique(name: str, export: Export) -> None:
    read = Reader(export(incident(), template_of(name)))
    ids = [attributes["id"] for _, attributes in read.tags if attributes.get("id")]
    targets = {href[1:] for link in read.named("a") if (href := link["href"] or "").startswith("#")}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert len(targets) >= 3


def test_tables_name_their_columns_and_times_carry_their_instant() -> None:
    html = to_html(incident(), template_of("complete"))
    read = Reader(html)
    assert all("col" == head["scope"] for head in read.named("th"))
    assert len(read.named("table")) == len(read.named("caption"))
    assert '<time datetime="2026-02-04T08:20+00:00">~09:20</time></td><td class="slim">+18 min</td>' in html


def test_the_picture_has_a_title_and_tells_every_milestone() -> None:
    drawn = figure(view(incident()))
    assert drawn
    assert "From 09:02 impact began to 10:40 resolved: 1 h 38 min" == drawn.title
    assert "09:20 detected; 09:26 acknowledged; 10:31 mitigated" in drawn.description
    assert 'aria-labelledby="figure-title figure-description"' in to_html(incident(), template_of("complete"))


def test_without_both_ends_there_is_no_picture() -> None:
    assert figure(view(milestones(impact_start=0, detected=5))) is None
    assert "<svg" not in to_html(milestones(impact_start=0, detected=5), template_of("complete"))


def test_the_band_is_to_scale_and_without_gaps() -> None:
    drawn = figure(view(milestones(impact_start=0, detected=25, mitigated=50, resolved=100)))
    assert drawn
    assert [LEFT, 184.0, 360.0] == [part.x for part in drawn.segments]
    assert RIGHT == drawn.segments[-1].x + drawn.segments[-1].width


@pytest.mark.parametrize("detected", [0, 1, 50, 98, 99])
@pytest.mark.parametrize("acknowledged", [0, 2, 51, 99])
@pytest.mark.parametrize("mitigated", [3, 52, 100])
def test_labels_stay_in_the_picture_and_no_leader_crosses_one(
    detected: int, acknowledged: int, mitigated: int
) -> None:
    inner = sorted((detected, acknowledged, mitigated))
    drawn = figure(
        view(
            milestones(
                impact_start=0, detected=inner[0], acknowledged=inner[1], mitigated=inner[2], resolved=100
            )
        )
    )
    assert drawn
    for label in drawn.marks:
        left, right = label.span
        assert left >= 0
        assert right <= WIDTH
        assert not [
            other
            for other in drawn.marks
            if other is not label and other.y > label.y and left < other.x < right
        ]


def test_an_incident_over_days_marks_each_midnight() -> None:
    drawn = figure(view(milestones(impact_start=0, detected=30, resolved=3 * 24 * 60)))
    assert drawn
    assert ["2026-02-05", "2026-02-06", "2026-02-07"] == [day for _, day in drawn.midnights]


def test_the_strip_shows_what_is_known_at_a_glance() -> None:
    html = to_html(incident(), template_of("brief"))
    strip = re.search(r'<dl class="key">.*?</dl>', html, re.DOTALL)
    assert strip
    assert ["1 h 38 min", "~18 min", "1 h 29 min", "12,400"] == re.findall(r'"figure">([^<]*)<', strip[0])[:4]
    assert '<dl class="key">' not in to_html(document(), template_of("brief"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_document_gives_the_same_file(name: str) -> None:
    assert to_html(incident(), template_of(name)) == to_html(incident(), template_of(name))


def test_an_empty_document_still_makes_an_honest_page() -> None:
    html = to_html(document(), template_of("complete"))
    assert '<p class="open">Not written yet.</p>' in html
    assert "<table" not in html


def test_listing_what_can_be_exported_loads_neither_jinja_nor_a_markdown_reader() -> None:
    code = "import sys, pmtui.exporting.html, pmtui.exporting.markdown; print({'jinja2', 'markdown_it', 'textual', 'rich'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()" == found.stdout.strip()
