from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui import metrics
from pmtui.checks.readiness import load_and_check
from pmtui.document.identity import Meta
from pmtui.document.impact import Detection, Impact
from pmtui.document.postmortem import Postmortem
from pmtui.document.timeline import Event
from pmtui.metrics import Span, measure
from pmtui.text import show_minutes

DAY = datetime(2026, 3, 15, tzinfo=UTC)
ORDER = ("impact_start", "detected", "acknowledged", "mitigated", "resolved")


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return DAY + timedelta(hours=int(hour), minutes=int(minute))


def incident(milestones: dict[str, str], impact: dict[str, Any] | None = None, **meta: Any) -> Postmortem:
    return Postmortem(
        meta=Meta(id="x", **meta),
        timeline=tuple(Event(at=at(clock), text=name, milestone=name) for name, clock in milestones.items()),  # type: ignore[arg-type]  # a case of a table
        impact=Impact(**(impact or {})),
    )


POOL = {
    "impact_start": "14:34",
    "detected": "14:36",
    "acknowledged": "14:38",
    "mitigated": "15:22",
    "resolved": "16:07",
}


def test_five_milestones_give_every_figure() -> None:
    figures = measure(incident(POOL, began=at("14:32"), ended=at("16:07")))
    spans = (figures.ttd, figures.tta, figures.ttm, figures.ttr, figures.duration)
    assert [span.minutes for span in spans] == [2, 2, 48, 91, 93]


def test_a_span_names_both_its_ends() -> None:
    ttr = measure(incident(POOL)).ttr
    assert ("detected", "resolved", at("14:36"), at("16:07")) == (
        ttr.start_label,
        ttr.end_label,
        ttr.start,
        ttr.end,
    )
    assert ttr.missing == ()


def test_incident_times_that_differ_from_the_milestones_are_pointed_out() -> None:
    notes = measure(incident(POOL, began=at("14:32"), ended=at("16:07"))).notes
    assert list(notes) == [
        "The incident's own times give 1 h 35 min, the milestones 1 h 33 min. The figures use the milestones."
    ]


def test_incident_times_that_agree_with_the_milestones_are_not_mentioned() -> None:
    assert measure(incident(POOL, began=at("14:34"), ended=at("16:07"))).notes == ()


@pytest.mark.parametrize(("window", "percent"), [(30, 243), (90, 81)])
def test_an_outage_of_105_minutes_takes_more_than_a_month_of_a_three_nines_budget(
    window: int, percent: int
) -> None:
    impact = {"slo_target": 99.9, "slo_window_days": window, "users_percent": 100}
    budget = measure(incident({}, impact, began=at("09:47"), ended=at("11:32"))).error_budget
    assert budget
    assert (105, window, ()) == (budget.used_minutes, budget.window_days, budget.assumed)
    assert budget.percent
    assert percent == round(budget.percent)


def test_the_budget_counts_the_share_of_users_affected() -> None:
    impact = {"slo_target": 99.9, "slo_window_days": 30, "users_percent": 50}
    budget = measure(incident({}, impact, began=at("10:00"), ended=at("11:00"))).error_budget
    assert budget
    assert budget.used_minutes == 30
    assert pytest.approx(budget.allowed_minutes) == 43.2


def test_what_a_budget_takes_for_granted_is_said() -> None:
    budget = measure(incident({}, {"slo_target": 99.9}, began=at("10:00"), ended=at("11:00"))).error_budget
    assert budget
    assert (budget.window_days, budget.users_percent) == (30, 100)
    assert len(budget.assumed) == 2


def test_a_target_of_everything_leaves_no_budget_and_no_percent() -> None:
    budget = measure(incident({}, {"slo_target": 100}, began=at("10:00"), ended=at("11:00"))).error_budget
    assert budget
    assert budget.percent is None
    assert any("no error budget" in sentence for sentence in budget.assumed)


def test_user_minutes_are_users_times_duration() -> None:
    figures = measure(incident({}, {"users": 12_400}, began=at("14:32"), ended=at("16:07")))
    assert figures.user_minutes == 1_178_000


def test_the_incidents_own_times_stand_in_for_milestones() -> None:
    duration = measure(incident({}, began=at("14:32"), ended=at("16:07"))).duration
    assert (
        duration.minutes,
        duration.start_label,
        duration.end_label,
    ) == (95, "incident began", "incident ended")


def test_an_incident_that_is_still_going_on_has_no_duration_and_says_so() -> None:
    figures = measure(incident({"detected": "14:36"}, {"users": 5, "slo_target": 99}, began=at("14:32")))
    assert (
        figures.duration.minutes,
        figures.user_minutes,
        figures.error_budget,
        figures.phases,
    ) == (None, None, None, ())
    assert "No end yet" in figures.duration.missing[0]
    assert figures.ttd.minutes == 4


def test_a_document_without_times_says_what_to_mark() -> None:
    figures = measure(incident({}))
    assert len(figures.ttd.missing) == 2
    assert "Detected" in figures.ttd.missing[1]
    assert all(span.minutes is None for span in (figures.tta, figures.ttm, figures.ttr, figures.duration))


def test_of_equal_milestones_the_first_counts_and_for_resolved_the_last() -> None:
    doc = Postmortem(
        meta=Meta(id="x"),
        timeline=tuple(
            Event(at=at(clock), text="x", milestone=name)  # type: ignore[arg-type]  # a case of a table
            for name, clock in (
                ("detected", "10:05"),
                ("detected", "10:02"),
                ("resolved", "11:00"),
                ("resolved", "10:50"),
            )
        ),
    )
    ttr = measure(doc).ttr
    assert (at("10:02"), at("11:00")) == (ttr.start, ttr.end)


def test_time_to_detect_runs_from_the_trigger_where_the_draft_says_so() -> None:
    doc = incident({**POOL, "trigger": "14:20"})
    anchored = doc.model_copy(update={"detection": Detection(anchor="trigger")})
    assert (measure(anchored).ttd.minutes, measure(anchored).ttd.start_label) == (16, "trigger")


def test_noticing_it_before_users_felt_it_is_no_time_to_detect() -> None:
    ttd = measure(incident({"detected": "14:30", "impact_start": "14:34"})).ttd
    assert ttd.minutes is None
    assert "comes after detected" in ttd.missing[0]


def test_ends_the_wrong_way_round_give_a_sentence_and_no_figure() -> None:
    figures = measure(incident({"detected": "14:36", "acknowledged": "14:30"}))
    assert figures.tta.minutes is None
    sentence = (
        "Detected (2026-03-15 14:36) comes after acknowledged (2026-03-15 14:30): look at these two times."
    )
    assert (sentence,) == figures.tta.missing == figures.notes


def test_how_long_it_was_is_said_with_how_roughly_it_is_known() -> None:
    span = Span("ttd", 16, "a", "b", None, None)
    assert ("16 min", "~16 min", "") == (
        span.length, replace(span, approximate=True).length, replace(span, minutes=None).length,
    )  # fmt: skip


def test_a_span_on_a_roughly_known_time_is_marked() -> None:
    doc = Postmortem(
        meta=Meta(id="x", began=at("10:00")),
        timeline=(Event(at=at("10:05"), text="x", milestone="detected", approximate=True),),
    )
    assert measure(doc).ttd.approximate
    assert not measure(doc).duration.approximate


def test_the_phases_follow_one_another() -> None:
    phases = measure(incident(POOL)).phases
    assert [(phase.label, phase.minutes) for phase in phases] == [
        ("Detect", 2),
        ("Acknowledge", 2),
        ("Mitigate", 44),
        ("Recover", 45),
    ]


def test_phases_without_a_milestone_between_them_are_told_as_one() -> None:
    phases = measure(incident({"impact_start": "14:34", "mitigated": "15:22", "resolved": "16:07"})).phases
    assert [(phase.label, phase.minutes) for phase in phases] == [
        ("Detect and acknowledge and mitigate", 48),
        ("Recover", 45),
    ]


@given(
    st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3 * 86_400)),
    st.integers(0, 86_400),
    st.integers(0, 86_400),
)
def test_phases_always_add_up_to_the_duration(offsets: dict[str, int], began: int, ended: int) -> None:
    doc = Postmortem(
        meta=Meta(id="x", began=DAY + timedelta(seconds=began), ended=DAY + timedelta(seconds=ended)),
        timeline=tuple(
            Event(at=DAY + timedelta(seconds=offset), text=name, milestone=name)  # type: ignore[arg-type]  # a case of a table
            for name, offset in offsets.items()
        ),
    )
    figures = measure(doc)
    if figures.duration.minutes is None:
        assert figures.phases == ()
        return
    assert figures.duration.start
    assert figures.duration.end
    total = sum((phase.end - phase.start for phase in figures.phases), timedelta())
    assert figures.duration.end - figures.duration.start == total
    assert all(phase.minutes >= 0 for phase in figures.phases)


def test_one_check_works_the_figures_of_its_document_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    work_out, asked = metrics._measured, []
    monkeypatch.setattr(metrics, "_measured", lambda doc: asked.append(doc) or work_out(doc))
    first, second = incident(POOL), incident({**POOL, "resolved": "17:07"})
    for doc in (first, first, second):
        load_and_check(doc, today=DAY.date())
    assert [first, second] == asked
    assert measure(second) == work_out(second)


@pytest.mark.parametrize(
    ("shown", "minutes"),
    [
        ("0 min", 0),
        ("30 s", 0.5),
        ("2 min 30 s", 2.5),
        ("5 min", 5),
        ("10 min", 9.999),
        ("59 min", 59.4),
        ("1 h", 59.7),
        ("1 h 33 min", 93),
        ("48 h", 2880),
        ("2 d 3 h", 3060),
        ("3 d", 4319.9),
        ("-5 min", -5),
    ],
)
def test_minutes_are_shown_in_the_units_people_say(shown: str, minutes: float) -> None:
    assert shown == show_minutes(minutes)
