"""The Markdown export: each template word for word, and author text that cannot change its structure.

The golden files in tests/golden are written anew by `GOLDEN=write pytest tests/test_markdown_export.py
tests/test_html_export.py`; read the difference before it is committed.
"""

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.document.identity import Meta
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import load
from pmtui.exporting.markdown import left_out, to_markdown
from pmtui.exporting.prose_markdown import contain
from pmtui.text import normalise
from prompts.content import load_templates
from prompts.shapes import Template, TemplateQuestion, TemplateSection

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = ("google_sre", "standard", "quick", "brief", "complete")
READER = MarkdownIt("gfm-like")

HOSTILE = [
    "# Heading", "Setext\n===", "Setext\n---", "| a | b |\n|---|---|\n| c | d |", "x | y || z \\| q", "```\nopen fence", "~~~",
    "- item\n- item", "1. one\n2. two", "> quote", "---", "<h2>raw</h2>", "<script>alert(1)</script>", "<!-- open comment",
    "<details><summary>s</summary>", "[a]: http://evil.example\n\n[a]", "[x](javascript:alert(1))", "![i](http://evil.example/i.png)",
    "[ ] task", "[^1]: note", "&lt;b&gt; &#35; x", "a\\", "`open code", "**open bold", "~~open", "\x1b[2J\x00\u202e\u200b", "$x$", "@team",
    "</td></tr></table>", "<br>", "    indented code", "\t# tab", "* * *", "+ plus", "=====", "#", "-", "1.", "]]>", "<?php", "%22http://x.y",
]  # fmt: skip


def template_of(name: str) -> Template:
    return load_templates()[name]


def incident() -> Postmortem:
    return load((GOLDEN / "incident.toml").read_bytes(), "incident.toml")


def document(**tables: Any) -> Postmortem:
    meta = {"id": "x", "title": "Title", **tables.pop("meta", {})}
    return Postmortem.model_validate({"meta": meta, **tables})


def filled(text: str, prose: str) -> Postmortem:
    """Return a document with `text` in every one-line field and row, `prose` in every long field."""
    start = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
    rows = [
        {"at": start + timedelta(minutes=count), "text": text, "source": text, "note": text}
        for count in range(3)
    ]
    action = {"text": text, "owner": text, "ticket": text, "done_when": text, "collaborators": [text]}
    return document(
        meta={
            "title": text,
            "severity": text,
            "authors": [text],
            "services": [text],
            "began": start,
            "ended": start,
        },
        participants=[{"name": text, "role": text}],
        narrative=dict.fromkeys(("summary", "root_cause", "trigger", "resolution"), prose),
        impact={"users_note": text, "revenue": 1, "currency": text, "slo_name": text, "public_note": text},
        detection={"how_note": text, "gap": "Plain.", "alerts_note": "Plain."},
        timeline=rows,
        causes=[
            {"id": "w1", "text": text, "role": "contributing", "evidence": [text], "measure_next": text},
            {"id": "w2", "text": text, "parents": ["w1"], "accepted_because": text},
        ],
        actions=[action, {"text": text, "state": "wont_do", "wont_do_reason": text}],
        learning={name: [text] for name in ("well", "poorly", "lucky", "lessons")},
        links=[
            {"label": text, "url": "https://example.org/a"},
            {"label": text, "url": "javascript:alert(1)"},
        ],
        answers={"impact.failed_requests": {"state": "not_applicable", "reason": text}},
    )


def skeleton(markdown: str) -> Counter[str]:
    """Count what the document is built of: headings by level, rows, cells, list items, quotes, code blocks, HTML."""
    return Counter(
        token.tag or token.type for token in READER.parse(markdown) if token.nesting >= 0 and token.tag != "p"
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_prints_the_incident_as_its_golden_file_says(name: str) -> None:
    golden, written = GOLDEN / f"{name}.md", to_markdown(incident(), template_of(name))
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("name", TEMPLATES)
def test_headings_are_those_of_the_template_in_its_order(name: str) -> None:
    template = template_of(name)
    groups = dict.fromkeys(
        name for section in template.sections for name in (section.under, section.heading) if name
    )
    found = re.findall(
        r"^#{2,3} (.+?)(?: \(.*\))?$", to_markdown(filled("word", "Words."), template), re.MULTILINE
    )
    assert list(groups) == found


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", TEMPLATES)
def test_hostile_text_in_every_row_leaves_headings_rows_and_cells_as_they_are(
    name: str, hostile: str
) -> None:
    template = template_of(name)
    expected = skeleton(to_markdown(filled("word", "Words."), template))
    assert expected == skeleton(to_markdown(filled(hostile, "Words."), template))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["google_sre", "quick"])
def test_hostile_prose_stays_inside_its_section(name: str, hostile: str) -> None:
    template = template_of(name)
    expected = skeleton(to_markdown(filled("word", "Words."), template))
    found = skeleton(to_markdown(filled("word", hostile), template))
    assert (expected["h1"], expected["h2"]) == (found["h1"], found["h2"])
    assert 0 == found["html_block"]


@given(st.text(alphabet="#-*_`>|[]()!<&\\ \n\t1.:~=ab/http", max_size=60) | st.text(max_size=40))
def test_contained_prose_never_reaches_the_text_around_it(text: str) -> None:
    markdown = f"## Before\n\n{contain(normalise(text), 2)}\n\n## After\n"
    tokens = READER.parse(markdown)
    assert ["Before", "After"] == [
        after.content
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    assert tokens[-3].tag == "h2"
    assert not [token for token in tokens if token.type == "html_block"]


@given(st.text(alphabet="#-*_`>|[]()!<&\\ \n1.:~=ab", max_size=60))
def test_containing_twice_is_containing_once(text: str) -> None:
    once = contain(normalise(text), 2)
    assert once == contain(once, 2)


def test_headings_of_prose_stand_below_their_section_without_gaps() -> None:
    assert "### A\n\n#### B\n\n#### C" == contain("# A\n\n### B\n\nC\n---", 2)


def test_an_open_fence_ends_with_its_section() -> None:
    assert "```sh\nrm x\n```" == contain("~~~ sh\nrm x", 2)


def test_reference_definitions_hold_for_their_section_only() -> None:
    assert "See [this](https://a.example/b)." == contain("See [this][1].\n\n[1]: https://a.example/b", 2)
    assert "See \\[this\\]\\[1\\]." == contain("See [this][1].", 2)


def test_a_definition_that_nothing_uses_is_shown_rather_than_lost() -> None:
    assert "\\[note\\]: <https://a.example/b>" == contain("[note]: https://a.example/b", 2)


def test_raw_html_in_prose_is_text() -> None:
    assert "&lt;b>bold&lt;/b>" == contain("<b>bold</b>", 2)


def test_a_bare_address_in_prose_becomes_a_link_without_the_full_stop() -> None:
    assert "See <https://a.example/x_y>." == contain("See https://a.example/x_y.", 2)


def test_an_image_in_prose_becomes_a_link() -> None:
    assert "[latency](https://a.example/p.png)" == contain("![latency](https://a.example/p.png)", 2)


def test_what_markdown_can_say_is_kept() -> None:
    text = "A *b* **c** ~~d~~ `e|f`\n\n- [ ] g\n- [x] h\n\n1. i\n   - j\n\n> k\n\n| l | m |\n| :-- | --: |\n| n | `o\\|p` |"
    assert text == contain(text, 2)


@pytest.mark.parametrize("depth", [5, 9, 30, 3000])
def test_no_word_is_lost_however_deep_lists_and_quotes_are_nested(depth: int) -> None:
    assert "deep" in contain(">" * depth + " deep", 2)
    assert "deep" in contain("*a " * depth + "deep" + "*" * depth, 2)


def test_an_empty_required_section_says_so_and_an_optional_one_is_left_out() -> None:
    written = to_markdown(document(), template_of("standard"))
    assert "## Root Cause\n\n_Not written yet._\n" in written
    assert "Five Whys" not in written
    assert "Revenue" not in written


def test_a_figure_that_cannot_be_worked_out_says_so() -> None:
    assert "- **Time to detect (TTD):** _Not known yet._" in to_markdown(document(), template_of("standard"))


def test_questions_finished_without_a_value_say_how_and_why() -> None:
    answers = {
        "impact.revenue": {"state": "not_applicable", "reason": "free service"},
        "impact.users": {"state": "unknown"},
        "well": {"state": "unknown", "reason": "too early"},
    }
    written = to_markdown(document(answers=answers), template_of("standard"))
    assert "- **Revenue impact:** _N/A — free service_" in written
    assert "- **Users affected:** _Not known_" in written
    assert "## What Went Well\n\n_Not known — too early_\n" in written


def test_an_incident_that_goes_on_has_no_end() -> None:
    began = datetime(2026, 2, 4, 9, 2, tzinfo=UTC)
    assert "**Duration:** since 2026-02-04 09:02 UTC, no end recorded yet" in to_markdown(
        document(meta={"began": began}), template_of("quick")
    )


def test_times_carry_their_day_when_the_timeline_spans_days() -> None:
    start = datetime(2026, 2, 4, 23, 50, tzinfo=UTC)
    events = [
        {"at": start, "text": "a"},
        {"at": start + timedelta(minutes=20), "text": "b", "approximate": True},
    ]
    written = to_markdown(document(timeline=events), template_of("brief"))
    assert "| 2026-02-04 23:50 | a |\n| ~2026-02-05 00:10 | b |" in written


def test_the_timeline_is_in_order_of_time_and_names_its_zone() -> None:
    start = datetime(2026, 7, 4, 9, 0, tzinfo=UTC)
    events = [{"at": start + timedelta(minutes=5), "text": "later"}, {"at": start, "text": "sooner"}]
    written = to_markdown(document(meta={"zone": "Europe/Berlin"}, timeline=events), template_of("brief"))
    assert "## Timeline (CEST, UTC+2)" in written
    assert "| 11:00 | sooner |\n| 11:05 | later |" in written


def test_tasks_carry_owner_and_day() -> None:
    """S-51"""
    actions = [
        {"text": "Add | pipe", "owner": "sarah", "due": datetime(2026, 3, 22).date()},
        {"text": "b", "state": "done"},
    ]
    assert to_markdown(document(actions=actions), template_of("quick")).endswith(
        "- [ ] Add \\| pipe — @sarah — 2026-03-22\n- [x] b\n"
    )


def test_a_cause_with_several_parents_stands_once_and_is_pointed_at() -> None:
    causes = [
        {"id": "w1", "text": "one"},
        {"id": "w2", "text": "two"},
        {"id": "w3", "text": "both", "parents": ["w1", "w2"]},
        {"id": "w4", "text": "under", "parents": ["w3"]},
    ]
    tree = "1. one\n   1. w3: both\n      1. under\n2. two\n   1. both _(see w3)_"
    assert tree in to_markdown(document(causes=causes), template_of("brief"))


def test_a_factor_of_the_list_is_printed_once_and_one_of_the_tree_stands_in_both() -> None:
    causes = (
        {"id": "w1", "text": "No limit on locks", "question": "happened"},
        {"id": "w2", "text": "No rehearsal", "parents": ("w1",), "role": "contributing"},
        {"id": "w3", "text": "An old runbook", "role": "contributing"},
    )
    text = to_markdown(document(causes=causes), template_of("google_sre"))
    assert (1, 2, 1) == tuple(text.count(cause["text"]) for cause in causes)  # type: ignore[arg-type]  # a case of a table
    only = to_markdown(document(causes=causes[2:]), template_of("google_sre"))
    assert ("An old runbook" in only, "Five Whys" in only) == (True, False)


@pytest.mark.parametrize(
    ("heading", "noun", "template"),
    [
        ("# Postmortem: Locked out", "postmortem", "standard"),
        ("# Incident review: Locked out", "incident review", "standard"),
        ("# Retrospective: Locked out", "retrospective", "google_sre"),
        ("# Quick retrospective: Locked out", "retrospective", "quick"),
    ],
)
def test_the_title_has_the_word_that_the_team_uses(heading: str, noun: str, template: str) -> None:
    doc = document(meta={"title": "Locked out", "noun": noun})
    assert to_markdown(doc, template_of(template)).startswith(heading + "\n")


def test_every_cause_is_printed_even_in_a_ring_or_in_a_very_long_chain() -> None:
    ring = [
        {"id": "w1", "text": "ring one", "parents": ["w2"]},
        {"id": "w2", "text": "ring two", "parents": ["w1"]},
    ]
    chain = [
        {"id": f"w{n}", "text": f"link {n}", "parents": [f"w{n - 1}"] if n > 10 else []}
        for n in range(10, 2000)
    ]
    written = to_markdown(document(causes=ring + chain), template_of("brief"))
    assert {"ring one", "ring two", *(f"link {n}" for n in range(10, 2000))} <= set(
        re.findall(r"link \d+|ring \w+", written)
    )


def test_a_list_of_ours_does_not_run_on_from_a_list_in_prose() -> None:
    told = TemplateSection("impact", "Impact", "paragraph", (TemplateQuestion("impact_text", "In words"),))
    doc = document(narrative={"impact_text": "- mine"}, impact={"users": 3})
    written = to_markdown(doc, replace(template_of("brief"), sections=(told,)))
    assert written.endswith("## Impact\n\n- mine\n\n* **Users affected:** 3 users\n")


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_document_gives_the_same_text_and_ends_in_one_newline(name: str) -> None:
    written = to_markdown(incident(), template_of(name))
    assert written == to_markdown(incident(), template_of(name))
    assert written == written.rstrip() + "\n"
    assert 1 == skeleton(written)["h1"]


def test_what_the_template_has_no_place_for_is_named() -> None:
    assert {"trigger", "detection.gap", "lucky"} <= set(left_out(incident(), template_of("quick")))
    assert "trigger" not in left_out(incident(), template_of("google_sre"))


def test_words_that_could_not_be_read_as_a_value_are_exported_as_typed() -> None:
    document = Postmortem(meta=Meta(id="k3f9a2"), unread={"impact.users": "around *400*, still counting"})
    exported = to_markdown(document, load_templates()["standard"])
    assert "- **Users affected:** around \\*400\\*, still counting (as typed)\n" in exported
