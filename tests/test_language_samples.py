"""Invented sentences with the hints they deserve: a change of the rules that loses many of them is noticed here.

The figures are floors, not goals. The sentences were written from the kinds of blame and vagueness, not from the lists.
"""

import json
from pathlib import Path

import pytest

from pmtui.language.text_hints import find_hints

SAMPLES = [json.loads(line) for line in (Path(__file__).parent / "data" / "language_samples.jsonl").open()]


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("blame", 0.97, 0.85), ("vague", 0.8, 0.85)], ids=["blame", "vague"]
)
def test_hints_find_most_of_what_they_look_for_and_little_else(
    kind: str, precision: float, recall: float
) -> None:
    hinted = [row for row in SAMPLES if kind in kinds(row)]
    deserved = [row for row in SAMPLES if row[kind]]
    both = [row for row in hinted if row[kind]]
    assert precision <= len(both) / len(hinted), [row["text"] for row in hinted if not row[kind]]
    assert recall <= len(both) / len(deserved), [row["text"] for row in deserved if kind not in kinds(row)]


def test_hardly_a_neutral_sentence_gets_a_hint() -> None:
    neutral = [row for row in SAMPLES if not row["blame"] and not row["vague"]]
    assert [] == [row["text"] for row in neutral if kinds(row)]


def kinds(row: dict[str, str]) -> set[str]:
    return {hint.kind for hint in find_hints(row["text"], row["section"], each_kind=True)}
