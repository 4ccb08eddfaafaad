"""The slides: one file without script, the same data as the other exports, one thing at a time.

How to write its golden file anew: see test_markdown_export.py.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from pmtui.document.known_people import mentions
from pmtui.document.postmortem import Postmortem
from pmtui.drafts.file.format import load
from pmtui.drafts.folder.new import example_document
from pmtui.exporting.deck import FOR_THE_ROOM, to_deck
from pmtui.exporting.formats import ENDINGS, Format, render
from pmtui.exporting.slides import ROOM
from prompts.content import load_templates

GOLDEN = Path(__file__).parent / "golden"
START = datetime(2026, 2, 4, 9, 0, tzinfo=UTC)
COMPLETE = load_templates()["complete"]


def incident() -> Postmortem:
    return load((GOLDEN / "incident.toml").read_bytes(), "incident.toml")


def document(**tables: Any) -> Postmortem:
    return Postmortem.model_validate({"meta": {"id": "x", "title": "Title"}, **tables})


def deck(doc: Postmortem) -> str:
    return to_deck(doc, COMPLETE)


def slides(doc: Postmortem) -> list[str]:
    return re.findall(
        r'<section class="slide.*?</section>\n(?=<section class="slide|</main>)', deck(doc), re.DOTALL
    )


def headings(doc: Postmortem) -> list[str]:
    found = (re.search(r"<h[12]>(.*?)</h[12]>", slide, re.DOTALL) for slide in slides(doc))
    return [re.sub(r"<[^>]*>", "", match[1]).strip() for match in found if match]


def events(count: int, **fields: Any) -> Postmortem:
    return document(
        timeline=[
            {"at": START + timedelta(minutes=n), "text": f"event number {n}.", **fields} for n in range(count)
        ]
    )


def test_the_incident_becomes_the_slides_of_its_golden_file() -> None:
    golden, written = GOLDEN / "complete.deck.html", deck(incident())
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == written


def test_the_order_is_that_of_a_review_meeting() -> None:
    told = " / ".join(headings(incident()))
    order = [
        "Parcel labels",
        "Summary",
        "Impact",
        "Timeline",
        "08:48",
        "10:40",
        "Cause w1",
        "Went Well",
        "Actions",
        "Questions",
    ]
    places = [told.index(words) for words in order]
    assert sorted(places) == places


def test_every_event_has_a_slide_of_its_own_in_order_of_time() -> None:
    shown = [heading for heading in headings(events(40)) if re.match(r"\d\d:\d\d", heading)]
    assert 40 == len(shown)
    assert sorted(shown) == shown


def test_of_many_events_the_quiet_ones_share_slides_and_none_is_left_out() -> None:
    html = deck(events(500))
    assert [f"event number {n}." for n in range(500)] == re.findall(r"event number \d+\.", html)
    assert 120 > len(slides(events(500)))


def test_of_many_events_a_decision_keeps_a_slide_of_its_own() -> None:
    doc = events(60)
    chosen = doc.timeline[30].model_copy(update={"kind": "decision"})
    doc = doc.model_copy(update={"timeline": (*doc.timeline[:30], chosen, *doc.timeline[31:])})
    [slide] = [slide for slide in slides(doc) if "event number 30." in slide and "Decision</span>" in slide]
    assert "event number 31." not in slide


@pytest.mark.parametrize("text", ["word " * 400, "A sentence of some length, with an end. " * 50, "x" * 2000])
def test_a_long_event_goes_on_over_further_slides_letter_for_letter(text: str) -> None:
    doc = document(timeline=[{"at": START, "text": text, "note": "the note"}])
    parts = [re.search(r'<p class="told">(.*?)</p>', slide, re.DOTALL) for slide in slides(doc)]
    told = [part[1] for part in parts if part]
    assert 4 <= len(told)
    assert all(len(part) <= ROOM for part in told)
    assert text.split() == " ".join(told).split() or text == "".join(told)
    assert 1 == deck(doc).count("the note")


def test_a_long_summary_is_cut_between_paragraphs_and_keeps_its_marks() -> None:
    summary = (
        "\n\n".join(f"**Part {n}** " + "tells of a condition. " * 12 for n in range(6)) + "\n\n- one\n- two"
    )
    doc = document(narrative={"summary": summary})
    shown = [slide for slide in slides(doc) if "Executive Summary" in slide]
    assert 3 <= len(shown)
    assert 6 == sum(slide.count("<strong>Part") for slide in shown)
    assert 1 == sum(slide.count("<ul>\n<li>one</li>\n<li>two</li>\n</ul>") for slide in shown)


@pytest.mark.parametrize(
    "text", ["[a][b] " * 200 + "\n\n[b]: https://x.example/", "```\n" + "code\n\n" * 300 + "```"]
)
def test_text_that_holds_together_is_not_cut(text: str) -> None:
    assert 1 == sum("Executive Summary" in slide for slide in slides(document(narrative={"summary": text})))


def test_an_empty_draft_says_what_is_still_to_write() -> None:
    html = deck(document())
    for words in ("Not written yet.", "No events yet.", "No causes yet.", "No actions yet.", FOR_THE_ROOM[0]):
        assert words in html


def test_an_action_without_owner_or_day_says_so() -> None:
    html = deck(document(actions=[{"text": "Add a check"}]))
    assert "<b>Owner</b> nobody yet" in html
    assert "<b>Due</b> no date yet" in html


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert deck(incident()) == deck(load((GOLDEN / "incident.toml").read_bytes(), "incident.toml"))


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("name", sorted(load_templates()))
def test_by_roles_no_export_names_anybody(form: Format, name: str) -> None:
    """S-24."""
    example = example_document()
    people = [known.spelling for known in mentions(example).values() if known.spelling[0].isupper()]
    shown = render(example, load_templates()[name], form, people="roles")
    assert len(people) > 10
    assert [] == [person for person in people if re.search(rf"(?<!\w){person}(?!\w)", shown)]
    assert "ncident commander" in shown


def test_by_roles_and_owners_only_the_owners_keep_their_names() -> None:
    example = example_document()
    shown = render(example, COMPLETE, "deck", people="roles-and-owners")
    assert "@kofi" in shown
    assert "Kofi Mensah" not in shown


def test_every_format_has_an_ending_of_its_own() -> None:
    assert set(get_args(Format)) == set(ENDINGS)
    assert len(set(ENDINGS.values())) == len(ENDINGS)


def test_naming_the_formats_loads_neither_jinja_nor_a_markdown_reader() -> None:
    code = "import sys, pmtui.exporting.formats, pmtui.exporting.deck; print({'jinja2', 'markdown_it', 'textual', 'rich'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()" == found.stdout.strip()
