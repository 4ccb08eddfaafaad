"""Figures that are only roughly known: read as people write them, kept, printed so, and never in place of another."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.checks.readiness import load_and_check
from pmtui.document.estimates import Estimate
from pmtui.document.fields import FieldProblem, get_value, set_text, set_value, text_of
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Answer, Postmortem, replace
from pmtui.document.row_edits import type_into
from pmtui.document.timeline import Event
from pmtui.drafts.file.format import dump, load
from pmtui.exporting.html import to_html
from pmtui.exporting.markdown import to_markdown
from pmtui.metrics import measure
from prompts.content import load_templates

STANDARD = load_templates()["standard"]


def document(**values: object) -> Postmortem:
    return Postmortem.model_validate({"meta": Meta(id="k3f9a2", title="Sign-in failed"), **values})


READ = [
    ("impact.users", "12k-15k", 12_000, "range", 15_000, "12,000 to 15,000"),
    ("impact.users", "5-6k", 5_000, "range", 6_000, "5,000 to 6,000"),
    ("impact.users", "900-1k", 900, "range", 1_000, "900 to 1,000"),
    ("impact.users", "between 5 and 6 thousand", 5_000, "range", 6_000, "5,000 to 6,000"),
    ("impact.users", "1,200 – 1,500 customers", 1_200, "range", 1_500, "1,200 to 1,500"),
    ("impact.users", "about 5,000", 5_000, "about", None, "about 5,000"),
    ("impact.users", "~3M", 3_000_000, "about", None, "about 3,000,000"),
    ("impact.users", "over 2 million users", 2_000_000, "over", None, "over 2,000,000"),
    ("impact.users", "5k+", 5_000, "at_least", None, "at least 5,000"),
    ("impact.users", "up to 300", 300, "at_most", None, "at most 300"),
    ("impact.users", "<300", 300, "under", None, "under 300"),
    ("impact.users", ">= 300", 300, "at_least", None, "at least 300"),
    ("impact.users_percent", "1 in 3", 33.3, "about", None, "about 33.3"),
    ("impact.users_percent", "a quarter of users", 25, "about", None, "about 25"),
    ("impact.users_percent", "20-30%", 20, "range", 30, "20 to 30"),
    ("impact.revenue", "2-3M", 2_000_000, "range", 3_000_000, "2,000,000 to 3,000,000"),
    ("impact.engineer_hours", "30 to 40 h", 30, "range", 40, "30 to 40"),
]


@pytest.mark.parametrize(("path", "typed", "value", "kind", "high", "shown"), READ)
def test_a_rough_figure_is_read_as_it_is_meant_and_reads_back(
    path: str, typed: str, value: float, kind: str, high: float | None, shown: str
) -> None:
    doc = set_text(document(), path, typed)
    assert (value, Estimate(kind=kind, high=high)) == (get_value(doc, path), doc.estimates[path])  # type: ignore[arg-type]  # one of the kinds
    assert shown == text_of(doc, path)
    assert doc == set_text(document(), path, shown)
    assert doc == load(dump(doc), "draft.toml")


@pytest.mark.parametrize("typed", ["$2-3M", "$2M to $3M", "2-3M $", "about $2M"])
def test_the_currency_of_a_rough_amount_is_read_from_either_end(typed: str) -> None:
    doc = set_text(document(), "impact.revenue", typed)
    assert ("$", 2_000_000) == (doc.impact.currency, doc.impact.revenue)


@pytest.mark.parametrize(
    "typed", ["15k-12k", "12k-", "12-11-2026", "1 in 3 users", "$2-€3", "between 5 or 6"]
)
def test_what_is_no_range_is_not_read_as_one(typed: str) -> None:
    with pytest.raises(FieldProblem):
        set_text(document(), "impact.users", typed)


@given(st.text(alphabet="0123456789.,-–~<>=+kKmM $€%toandbetweenabout", max_size=60))
def test_no_text_is_too_odd_to_be_read_or_explained(typed: str) -> None:
    doc, problem = type_into(document(), "impact.users", typed)
    assert problem is None or doc.unread or not typed.strip()


# What was typed last is what the document says


def typed_over() -> Postmortem:
    return type_into(set_text(document(), "impact.users", "12000"), "impact.users", "twelve or so")[0]


@pytest.mark.parametrize("export", [to_markdown, to_html])
def test_a_figure_that_was_typed_over_is_printed_nowhere(export: object) -> None:
    old = typed_over()
    for doc in (old, replace(old, impact=replace(old.impact, users=12000))):  # as older versions stored it
        text = export(doc, STANDARD)  # type: ignore[operator]  # one of the two
        assert "12,000" not in text
        assert "twelve or so (as typed)" in text
        assert measure(doc).user_minutes is None


def test_what_could_not_be_read_is_a_finding_at_its_field() -> None:
    found = [finding for finding in load_and_check(typed_over()) if finding.code == "unread"]
    assert [("impact.users", "warning", "impact")] == [
        (finding.field, finding.severity, finding.section) for finding in found
    ]
    assert "twelve or so" in found[0].message
    assert "whole number" in found[0].question


def test_a_severity_of_no_scale_is_a_finding_however_it_came_there() -> None:
    doc = Postmortem(meta=Meta(id="x", severity="Sev 9"))
    (found,) = [one for one in load_and_check(doc) if one.code == "severity"]
    assert ("meta.severity", "warning") == (found.field, found.severity)
    assert "Write P1, P2 or P3" in found.question


def test_a_line_that_was_not_entered_is_a_finding_of_its_list() -> None:
    found = load_and_check(document(unread={"timeline": "14:02 somebody"}))
    assert [("timeline", "timeline")] == [
        (finding.field, finding.section) for finding in found if finding.code == "unfinished"
    ]


def test_a_value_that_is_set_takes_the_place_of_what_was_typed_before() -> None:
    assert {} == set_value(typed_over(), "impact.users", 5).unread
    rough = set_text(document(), "impact.users", "5-6k")
    assert {} == set_text(rough, "impact.users", "7000").estimates
    assert {} == set_value(rough, "impact.users", None).estimates


def test_an_amount_in_another_currency_changes_nothing_else() -> None:
    doc = set_text(document(), "impact.revenue", "€38,000")
    for typed in ("$", "$2", "$2-3M", "$2 or so"):
        doc, problem = type_into(doc, "impact.revenue", typed)
        assert problem is not None
        assert "€" == doc.impact.currency


# How it is printed


def test_rough_figures_are_printed_as_rough_figures() -> None:
    doc = document()
    for path, typed in (
        ("impact.users", "12k-15k"),
        ("impact.users_percent", "1 in 3"),
        ("impact.revenue", "up to €38,000"),
    ):
        doc = set_text(doc, path, typed)
    written = to_markdown(doc, STANDARD)
    assert "12,000 to 15,000 users (about 33.3 %)" in written
    assert "at most 38,000 €" in written
    page = to_html(doc, STANDARD)
    assert "12,000 to 15,000" in page


def test_user_minutes_go_by_the_most_that_a_figure_can_mean() -> None:
    began = datetime(2026, 3, 15, 14, tzinfo=UTC)
    doc = document(meta=Meta(id="k3f9a2", began=began, ended=began + timedelta(minutes=10)))
    found = {
        typed: measure(set_text(doc, "impact.users", typed)).user_minutes
        for typed in ("10", "10-20", "about 10", "up to 10", "over 10")
    }
    assert {"10": 100, "10-20": 200, "about 10": 100, "up to 10": 100, "over 10": None} == found


def test_what_is_not_known_is_said_beside_what_is() -> None:
    doc = set_text(document(), "impact.users_percent", "62")
    doc = replace(doc, answers={"impact.users": Answer(state="unknown", reason="the logs rolled over")})
    written = to_markdown(doc, STANDARD)
    assert "62 % of users" in written
    assert "the logs rolled over" in written


def test_a_time_to_detect_before_the_harm_says_that_its_ends_are_the_wrong_way_round() -> None:
    began = datetime(2026, 3, 15, 23, tzinfo=UTC)
    noticed = Event(at=began - timedelta(hours=1), text="An alert", milestone="detected")
    doc = document(meta=Meta(id="k3f9a2", began=began), timeline=(noticed,))
    written = to_markdown(doc, load_templates()["complete"])
    assert "0 min" not in written
    assert "comes after detected (2026-03-15 22:00)" in written


def test_a_stored_draft_with_rough_figures_keeps_its_meaning() -> None:
    path = Path(__file__).parent / "data" / "v1-estimates.toml"
    doc = load(path.read_bytes(), path.name)
    assert ["12,000 to 15,000", "about 33.3", "at most 38,000"] == [
        text_of(doc, f"impact.{name}") for name in ("users", "users_percent", "revenue")
    ]
    assert path.read_bytes() == dump(doc)
