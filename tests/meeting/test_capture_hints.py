"""Words that blame somebody in what a meeting catches: hinted on the line, and found by the check."""

import pytest

from pmtui.checks.document_hints import capture_hints
from pmtui.document.postmortem import Postmortem, replace
from pmtui.language.rules import load_rules
from pmtui.meeting.capture_hints import blame_question

BLAME = "Tom should have tested it"


def test_blame_is_met_with_a_better_question(doc: Postmortem) -> None:
    found = blame_question(BLAME, "note", doc, load_rules())
    assert "“Tom should have”: What did they see and expect at that moment?" == found
    assert found == blame_question(f"d: {BLAME}", "note", doc, load_rules())


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Waiting felt safer", "note"), (BLAME, "fill"), (BLAME, "taker"), ("soon", "idea"), ("", "note")],
)
def test_other_words_and_other_lines_have_none(doc: Postmortem, text: str, kind: str) -> None:
    assert "" == blame_question(text, kind, doc, load_rules())  # type: ignore[arg-type]


def test_captures_that_blame_are_found_and_vague_ones_are_left_alone(make) -> None:
    rows = ({"kind": "note", "text": "It was slow for some users"}, {"kind": "decision", "text": BLAME})
    document = make(review={"capture": rows})
    assert [("review.capture.1", "blame.should-have")] == [
        (field, hint.rule) for field, _, hint in capture_hints(document)
    ]
    off = replace(document, hints=replace(document.hints, on=False))
    assert [] == list(capture_hints(off))
