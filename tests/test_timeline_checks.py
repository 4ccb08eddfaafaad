from datetime import UTC, date, datetime, timedelta

import pytest

from pmtui.checks.timeline_checks import check_timeline
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Postmortem

START = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 4, 5)
WORDS = {
    "impact_start": "Impact began",
    "detected": "Detected",
    "mitigated": "Mitigated",
    "resolved": "Resolved",
}


def event(minutes: float, milestone: str | None = None, **fields: object) -> dict:
    """Return an event so many minutes after nine o'clock."""
    return {"at": START + timedelta(minutes=minutes), "text": "Noted", "milestone": milestone, **fields}


WHOLE = (
    event(-5, "trigger"),
    event(0, "impact_start"),
    event(6, "detected"),
    event(9, "acknowledged"),
    event(20, "mitigated"),
    event(48, "resolved"),
)


def incident(*events: dict, **meta: object) -> Postmortem:
    return Postmortem.model_validate({"meta": {"id": "x", **meta}, "timeline": events})


def codes(doc: Postmortem) -> list[tuple[str, str]]:
    return [
        (finding.code.removeprefix("timeline."), finding.field.removeprefix("timeline."))
        for finding in check_timeline(doc, TODAY, WORDS)
    ]


def test_whole_timeline_raises_nothing_in_whatever_order_it_was_typed():
    assert codes(incident(*WHOLE)) == []
    assert codes(incident(*reversed(WHOLE))) == []


def test_empty_timeline_is_left_to_the_template_to_miss():
    assert codes(incident()) == []


def test_end_before_the_beginning_is_an_error():
    doc = incident(*WHOLE, began=START, ended=START - timedelta(minutes=1))
    (finding,) = check_timeline(doc, TODAY, WORDS)
    assert (finding.severity, finding.field) == ("error", "meta.ended")
    assert "09:00" in finding.message
    assert "08:59" in finding.message


def test_events_without_any_milestone_are_told_once():
    assert codes(incident(event(0), event(4))) == [("no-milestones", "timeline")]


@pytest.mark.parametrize(
    ("index", "name"), [(1, "Impact began"), (2, "Detected"), (4, "Mitigated"), (5, "Resolved")]
)
def test_each_stock_milestone_that_is_missing_is_asked_for(index, name):
    """S-95: first sign, alert, mitigation and recovery belong to every account."""
    events = [*WHOLE]
    events[index] = {**events[index], "milestone": None}
    messages = [
        f.message
        for f in check_timeline(incident(*events, ended=START + timedelta(minutes=48)), TODAY, WORDS)
    ]
    assert f"No event is marked “{name}”." in messages


def test_incident_that_goes_on_is_not_asked_for_its_end():
    assert codes(incident(*WHOLE[:4])) == []


def test_milestone_before_the_one_it_follows_is_named_with_both_times():
    doc = incident(*WHOLE[:4], event(50, "mitigated"), WHOLE[5])
    (finding, *_) = check_timeline(doc, TODAY, WORDS)
    assert (finding.code, finding.field, finding.severity) == (
        "timeline.milestone-order",
        "timeline.e6.at",
        "warning",
    )
    assert "09:48" in finding.message
    assert "09:50" in finding.message


def test_detection_before_users_felt_it_is_no_contradiction():
    assert codes(incident(WHOLE[0], event(-2, "detected"), event(0, "impact_start"), *WHOLE[3:])) == []


def test_milestone_marked_twice_is_told_at_the_mark_that_is_not_used():
    assert codes(incident(*WHOLE, event(7, "detected"))) == [("milestone-twice", "e7.milestone")]
    assert codes(incident(*WHOLE, event(47, "resolved"))) == [("milestone-twice", "e7.milestone")]


@pytest.mark.parametrize(
    ("found", "minutes"),
    [("too-early", -5 - 24 * 60 - 1), (None, -5 - 24 * 60), ("too-late", 48 + 7 * 24 * 60 + 1), (None, 48 + 24 * 60)],
)  # fmt: skip
def test_event_far_from_the_incident_is_asked_about_its_date(found, minutes):
    doc = incident(*WHOLE, event(minutes))
    names = [code for code, field in codes(doc) if field == "e7.at" and code != "in-the-future"]
    assert names == [found] * bool(found)


def test_events_of_a_wrong_year_are_told_once():
    moved = [{**one, "at": one["at"].replace(year=2027)} for one in WHOLE]
    assert codes(incident(*moved)) == [("in-the-future", "e1.at")]


def test_quiet_stretch_of_more_than_half_an_hour_before_mitigation_is_asked_about():
    late = (event(40, "mitigated"), event(80, "resolved"))
    assert ("gap", "e4.at") in codes(incident(*WHOLE[:4], *late))
    assert ("gap", "e4.at") not in codes(incident(*WHOLE[:4], event(39), *late))


def test_half_an_hour_sharp_and_quiet_after_mitigation_are_no_gap():
    assert "gap" not in dict(codes(incident(*WHOLE[:4], event(39, "mitigated"), event(90, "resolved"))))


def test_timeline_that_begins_with_the_impact_is_asked_what_came_before():
    assert codes(incident(*WHOLE[1:])) == [("no-lead-in", "timeline")]


@pytest.mark.parametrize("fields", [{"kind": "decision"}, {"text": "Decision: roll back"}])
def test_decision_is_asked_for_the_options_it_left(fields):
    assert codes(incident(*WHOLE, event(12, **fields))) == [("decision-without-note", "e7.note")]
    noted = event(12, **fields, note="A restart would have lost the queue; rolling back takes 6 min longer")
    assert codes(incident(*WHOLE, noted)) == []


def test_event_without_words_is_told():
    assert codes(incident(*WHOLE, event(12, text=" "))) == [("no-text", "e7.text")]


def test_slow_detection_and_slow_mitigation_are_asked_about_with_their_figures():
    slow = (
        event(-5, "trigger"), event(0, "impact_start"), event(16, "detected"), event(30), event(60, "mitigated"),
        event(62, "resolved"),
    )  # fmt: skip
    findings = {f.code: f.message for f in check_timeline(incident(*slow), TODAY, WORDS)}
    assert {"timeline.slow-detection", "timeline.slow-mitigation"} == set(findings)
    assert "16 min" in findings["timeline.slow-detection"]
    assert "44 min" in findings["timeline.slow-mitigation"]
    assert "71 %" in findings["timeline.slow-mitigation"]


def test_long_phases_are_not_asked_about_once_the_why_tree_speaks_of_them():
    slow = (
        WHOLE[0],
        WHOLE[1],
        event(16, "detected"),
        event(30),
        event(60, "mitigated"),
        event(62, "resolved"),
    )
    doc = incident(*slow)
    causes = ({"text": "x", "question": "not_caught"}, {"text": "y", "question": "lasted"})
    assert len(codes(doc)) == 2
    assert codes(Postmortem.model_validate({**dict(doc), "causes": causes})) == []


def test_short_incident_is_not_told_off_for_the_share_of_its_mitigation():
    assert (
        codes(
            incident(WHOLE[0], WHOLE[1], event(1, "detected"), event(9, "mitigated"), event(10, "resolved"))
        )
        == []
    )


def test_a_zone_that_is_not_known_is_told_in_the_facts() -> None:
    document = Postmortem(meta=Meta(id="k3f9a2", zone="Mars/Olympus"))
    found = check_timeline(document, date(2026, 3, 16), {})
    assert [("timeline.unknown-zone", "meta.zone")] == [(finding.code, finding.field) for finding in found]
