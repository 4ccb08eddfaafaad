from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.checks.finding import SEVERITIES
from pmtui.checks.readiness import load_and_check
from pmtui.checks.size_checks import count_words
from pmtui.checks.summary_checks import count_sentences
from pmtui.document.actions import ACTION_TYPES, PRIORITIES
from pmtui.document.fields import field_kind
from pmtui.document.postmortem import Postmortem
from pmtui.document.timeline import EVENT_KINDS, MILESTONES
from prompts.content import load_templates

BEGAN = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 4, 5)
SUMMARY = "Checkout failed for 5,300 shoppers over 48 min. Rolling back the price service restored it."


def incident(template: str = "standard", **tables: object) -> Postmortem:
    tables["meta"] = {"id": "x", "template": template, "title": "Checkout", **tables.get("meta", {})}  # type: ignore[dict-item]  # tables of a draft
    return Postmortem.model_validate(tables)


def codes(doc: Postmortem) -> list[str]:
    return [finding.code for finding in load_and_check(doc, today=TODAY)]


@pytest.mark.parametrize("template", list(load_templates()))
def test_every_required_question_of_an_empty_draft_is_asked_once_in_the_templates_order(template):
    own = load_templates()[template]
    required = [
        question.id for section in own.sections for question in section.questions if question.required
    ]
    expected = [f"missing.{name}" for name in dict.fromkeys(required) if name != "meta.status"]
    findings = [f for f in load_and_check(incident(template), today=TODAY) if f.severity == "warning"]
    assert [finding.code for finding in findings] == expected
    assert all(finding.question.endswith(("?", ".")) for finding in findings)


def test_question_finished_in_another_way_is_missing_no_more():
    answers = {"impact.slo_breached": {"state": "not_applicable"}, "impact.users": {"state": "unknown"}}
    found = codes(incident(answers=answers))
    assert "missing.impact.slo_breached" not in found
    assert "missing.impact.users" not in found
    assert "unknown.impact.users" in found
    answers["impact.users"]["reason"] = "No count per user; see a3"
    assert "unknown.impact.users" not in codes(incident(answers=answers))


def test_duration_of_an_incident_that_goes_on_is_no_fault():
    finding = next(
        f
        for f in load_and_check(incident(meta={"began": BEGAN}), today=TODAY)
        if f.field == "computed.duration"
    )
    assert (finding.code, finding.severity) == ("missing.computed.duration", "hint")


def test_text_without_a_place_in_the_template_is_told_in_one_hint():
    doc = incident("quick", learning={"lucky": ("A spare host",)}, narrative={"trigger": "A deploy"})
    (finding,) = [f for f in load_and_check(doc, today=TODAY) if f.code == "missing.no-place"]
    assert "2 parts" in finding.message
    assert "Trigger, Where we got lucky" in finding.message


@pytest.mark.parametrize(
    ("code", "summary"),
    [
        ("too-short", "Checkout failed for 5,300 shoppers over 48 min and a rollback restored it."),
        ("too-long", f"{SUMMARY} It was noon. It was dry. It was calm."),
        ("what-broke", "Shop 12 had 5,300 visitors for 48 min. A rollback restored it."),
        ("how-long", "Checkout failed for 5,300 shoppers. A rollback restored it."),
        (
            "how-many",
            "Checkout failed for shoppers for 48 min on 2026-04-02. A rollback of v2.14 restored it.",
        ),
        ("how-fixed", "Checkout failed for 5,300 shoppers over 48 min. Then it was calm."),
    ],
)
def test_summary_is_asked_for_what_it_may_lack(code, summary):
    """S-37: what broke, how long, how many, how it was fixed, in the template's number of sentences."""
    meta = {"began": BEGAN, "ended": BEGAN + timedelta(minutes=48)}
    found = codes(incident(meta=meta, narrative={"summary": summary}, impact={"users": 5300}))
    assert [name for name in found if name.startswith("summary.")] == [f"summary.{code}"]


def test_summary_with_all_four_in_two_sentences_raises_nothing():
    meta = {"began": BEGAN, "ended": BEGAN + timedelta(minutes=48)}
    found = codes(incident(meta=meta, narrative={"summary": SUMMARY}))
    assert [name for name in found if name.startswith("summary.")] == []


def test_question_about_length_and_number_offers_the_figures_that_were_entered():
    doc = incident(
        meta={"began": BEGAN, "ended": BEGAN + timedelta(minutes=105)},
        narrative={"summary": "Checkout failed. A rollback restored it."},
        impact={"users": 5300},
    )
    questions = {finding.code: finding.question for finding in load_and_check(doc, today=TODAY)}
    assert "1 h 45 min" in questions["summary.how-long"]
    assert "5,300 users" in questions["summary.how-many"]


def test_draft_with_hints_off_gets_no_guesses_about_wording():
    doc = incident(
        narrative={"summary": "Kasse kaputt. Marek forgot it."},
        hints={"on": False},
        meta={"authors": ("Marek",)},
    )
    assert all(code.startswith("missing.") for code in codes(doc))


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, " \n"),
        (1, "Nothing worked"),
        (2, "Nothing worked. Then it did."),
        (1, "Version 2.1 failed, e.g. in Rome, for approx. 3.5 min."),
        (2, "All failed!? It came back…"),
        (2, "データが消えた。復旧した。"),
        (2, "First paragraph\n\nSecond paragraph"),
    ],
)
def test_sentences_are_counted(count, text):
    assert count_sentences(text) == count


def test_weak_action_is_told_once_at_its_words_though_a_language_hint_sees_it_too():
    doc = incident(actions=({"text": "After the review: improve monitoring"}, {"text": "Improve monitoring"}))
    at_second = [f for f in load_and_check(doc, today=TODAY) if f.field == "actions.a2.text"]
    assert [(f.code, f.start) for f in at_second] == [("actions.vague", 0)]


def test_language_hint_stands_in_the_section_that_shows_its_field():
    doc = incident(
        "quick",
        narrative={"root_cause": "Marek carelessly broke the database."},
        meta={"authors": ("Marek",)},
    )
    hints = [f for f in load_and_check(doc, today=TODAY) if f.start is not None]
    assert hints
    assert {(f.section, f.field) for f in hints} == {("root_cause", "root_cause")}


def test_long_report_on_a_short_mild_incident_is_called_long():
    """S-59: a novel about a ten-minute incident."""
    meta = {"severity": "SEV-4", "began": BEGAN, "ended": BEGAN + timedelta(minutes=10)}
    doc = incident(meta=meta, narrative={"background": "word " * 1501})
    assert count_words(doc) == 1501
    assert "size.novel" in codes(doc)
    assert "size.novel" not in codes(
        incident(meta={**meta, "severity": "SEV-1"}, narrative={"background": "word " * 1501})
    )


def test_severe_incident_in_a_quick_template_is_offered_a_fuller_one():
    assert "size.small-template" in codes(incident("quick", meta={"severity": "SEV-1"}))
    assert "size.small-template" not in codes(incident("quick", meta={"severity": "SEV-4"}))


def test_believable_draft_with_contradictions_is_caught_and_without_them_is_quiet():
    """S-97: figures of a draft that do not agree with its own timeline."""

    def at(minutes: int, text: str, milestone: str | None = None, **fields: object) -> dict:
        return {"at": BEGAN + timedelta(minutes=minutes), "text": text, "milestone": milestone, **fields}

    events = [
        at(-14, "Deploy of price service 3.8 finishes", "trigger", kind="done"),
        at(0, "First checkout answers 500", "impact_start", kind="impact"),
        at(11, "Alert: checkout errors above 5 %", "detected", kind="alert"),
        at(13, "Responder opens the incident channel", "acknowledged"),
        at(31, "Roll back to 3.7", kind="decision", note="A hotfix was 40 min away, a rollback 8"),
        at(40, "Error rate under 0.1 %", "mitigated", kind="impact"),
        at(52, "Queue drained and checked", "resolved"),
    ]
    good = incident(timeline=events, meta={"began": BEGAN, "ended": BEGAN + timedelta(minutes=52)})
    assert [code for code in codes(good) if code.startswith("timeline.")] == []
    wrong = [*events]
    wrong[3] = {**events[3], "at": BEGAN + timedelta(minutes=9)}  # taken before the alert
    wrong[4] = {**events[4], "note": None}
    bad = incident(timeline=wrong, meta={"began": BEGAN, "ended": BEGAN - timedelta(minutes=52)})
    assert [code for code in codes(bad) if code.startswith("timeline.")] == [
        "timeline.ends-before-it-begins",
        "timeline.milestone-order",
        "timeline.decision-without-note",
    ]


TEXT = st.text(max_size=30) | st.sampled_from(
    [
        "Human error",
        "Improve monitoring",
        "{0} {x} {",
        "Marek forgot",
        "[/api] 502 [error",
        "lack of",
        "Decision: wait",
    ]
)
MOMENT = st.datetimes(timezones=st.just(UTC)) | st.integers(-(10**4), 10**4).map(
    lambda n: BEGAN + timedelta(minutes=n)
)


def table(**fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries({}, optional=fields)


def row(*required: str, **fields: st.SearchStrategy) -> st.SearchStrategy:
    needed = {name: fields.pop(name) for name in required}
    return st.fixed_dictionaries(needed, optional=fields)


def one_of(values: tuple[str, ...]) -> st.SearchStrategy:
    return st.sampled_from(values)


CAUSE_IDS = st.lists(st.integers(0, 6).map(lambda n: f"w{n}"), max_size=3)
DOCUMENTS = st.fixed_dictionaries(
    {
        "meta": row(
            "id", id=st.just("x"), title=TEXT, template=one_of((*load_templates(), "gone")), began=MOMENT, ended=MOMENT,
            severity=TEXT | st.just("SEV-1"), zone=TEXT | st.just("Asia/Kolkata"), authors=st.lists(TEXT, max_size=2),
        ),
        "narrative": table(summary=TEXT, trigger=TEXT, root_cause=TEXT, background=TEXT),
        "impact": table(users=st.integers(0, 10**9), users_percent=st.integers(0, 100), slo_target=st.floats(0, 100)),
        "timeline": st.lists(
            row("at", "text", at=MOMENT, text=TEXT, milestone=one_of(MILESTONES), kind=one_of(EVENT_KINDS), note=TEXT),
            max_size=6,
        ),
        "causes": st.lists(
            row(
                "text", text=TEXT, parents=CAUSE_IDS, role=one_of(("root", "contributing", "trigger")),
                ours_to_change=one_of(("ours", "outside")), more_needed=st.booleans(), evidence=st.lists(TEXT, max_size=1),
                confidence=one_of(("known", "likely", "guess")), question=one_of(("happened", "not_caught", "lasted")),
            ),
            max_size=7,
        ),
        "actions": st.lists(
            row(
                "text", text=TEXT, owner=TEXT, due=st.dates(), check=st.dates(), priority=one_of(PRIORITIES),
                type=one_of(ACTION_TYPES), state=one_of(field_kind("actions.a1.state").choices), causes=CAUSE_IDS, done_when=TEXT,
            ),
            max_size=4,
        ),
        "learning": table(well=st.lists(TEXT, max_size=2), lucky=st.lists(TEXT, max_size=2)),
        "free": st.lists(row("id", id=TEXT, text=TEXT, heading=TEXT), max_size=2),
    }
)  # fmt: skip


@given(DOCUMENTS, st.dates())
def test_any_document_gets_advice_and_only_advice(tables, today):
    doc = Postmortem.model_validate(tables)
    findings = load_and_check(doc, today=today)
    assert findings == load_and_check(doc, today=today)
    for finding in findings:
        assert finding.severity in SEVERITIES
        assert finding.severity != "error" or finding.code == "timeline.ends-before-it-begins"
        assert finding.field
        assert finding.message
        assert (finding.start is None) == (finding.end is None)
