from datetime import UTC, date, datetime, timedelta

import pytest

from pmtui.document.postmortem import Postmortem
from pmtui.progress import (
    Progress,
    SectionState,
    finish,
    next_question,
    not_in_template,
    progress,
    question_state,
    section_state,
    unfinish,
)
from prompts.content import load_questions, load_sections, load_templates
from prompts.shapes import Template, TemplateQuestion, TemplateSection

QUESTIONS = load_questions()
SECTIONS = load_sections()
BEGAN = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


def section(name: str, *required: str, optional: tuple[str, ...] = ()) -> TemplateSection:
    asked = [TemplateQuestion(id, id, required=True) for id in required]
    return TemplateSection(name, name, "labelled", (*asked, *(TemplateQuestion(id, id) for id in optional)))


def template(*sections: TemplateSection) -> Template:
    return Template(
        "own", "Own", "", "{title}", (1, 2), (), "sev", (1, 2), sections, questions=QUESTIONS, coach=SECTIONS
    )


SMALL = template(
    section("head", "meta.severity", "computed.duration"),
    section("told", "summary", optional=("background",)),
    section("cost", "computed.duration", "impact.users", optional=("impact.revenue",)),
    section("luck", optional=("lucky",)),
)


def incident(**tables: object) -> Postmortem:
    tables["meta"] = {"id": "x", **tables.get("meta", {})}  # type: ignore[dict-item]  # tables of a draft
    return Postmortem.model_validate(tables)


WITH_DURATION = {"began": BEGAN, "ended": BEGAN + timedelta(minutes=30)}


def state(doc: Postmortem, question_id: str) -> str:
    return question_state(doc, question_id, QUESTIONS)


@pytest.mark.parametrize(
    ("question_id", "tables"),
    [
        ("summary", {"narrative": {"summary": "It broke."}}),
        ("impact.users", {"impact": {"users": 0}}),
        ("impact.users", {"impact": {"users_percent": 4.5}}),
        ("impact.public_communication", {"impact": {"public_communication": False}}),
        ("lucky", {"learning": {"lucky": ("It was a Sunday",)}}),
        ("timeline", {"timeline": ({"at": BEGAN, "text": "Page"},)}),
        ("participants", {"participants": ({"name": "Lena"},)}),
        ("factors", {"causes": ({"text": "Old runbook", "role": "contributing"},)}),
        ("computed.duration", {"meta": WITH_DURATION}),
        ("computed.date", {"meta": {"began": BEGAN}}),
        ("free.costs", {"free": ({"id": "costs", "text": "Two hours"},)}),
    ],
)
def test_value_answers_its_question(question_id, tables):
    assert state(incident(), question_id) == "unanswered"
    assert state(incident(**tables), question_id) == "answered"


@pytest.mark.parametrize(
    ("question_id", "tables"),
    [
        ("summary", {"narrative": {"summary": "  \n"}}),
        ("impact.revenue", {"impact": {"currency": "EUR"}}),
        ("impact.slo_breached", {"impact": {"slo_target": 99.9, "slo_window_days": 30}}),
        ("factors", {"causes": ({"text": "Old runbook", "role": "root"},)}),
        ("computed.duration", {"meta": {"began": BEGAN}}),
        ("computed.nonsense", {"meta": WITH_DURATION}),
        ("impact.nonsense", {"meta": WITH_DURATION}),
    ],
)
def test_what_only_qualifies_another_field_answers_nothing(question_id, tables):
    assert state(incident(**tables), question_id) == "unanswered"


def test_question_is_finished_without_a_value_and_opened_again():
    doc = finish(incident(), "impact.revenue", "not_applicable", "free of charge")
    assert state(doc, "impact.revenue") == "not_applicable"
    assert doc.answers["impact.revenue"].reason == "free of charge"
    assert unfinish(doc, "impact.revenue") == incident()
    assert state(finish(doc, "impact.revenue", "unknown"), "impact.revenue") == "unknown"


def test_value_wins_over_an_answer_without_one():
    doc = finish(incident(impact={"users": 5}), "impact.users", "unknown")
    assert state(doc, "impact.users") == "answered"


def test_section_is_empty_then_started_then_complete():
    cost = SMALL.sections[2]
    required = ("computed.duration", "impact.users")
    assert section_state(incident(), cost, QUESTIONS) == SectionState("empty", 0, 3, required)
    some = incident(impact={"users": 5})
    assert section_state(some, cost, QUESTIONS) == SectionState("started", 1, 3, ("computed.duration",))
    all_of_it = incident(impact={"users": 5}, meta=WITH_DURATION)
    assert section_state(all_of_it, cost, QUESTIONS) == SectionState("complete", 2, 3, ())


def test_figure_that_is_worked_out_elsewhere_does_not_start_a_section():
    doc = incident(meta=WITH_DURATION)
    assert section_state(doc, SMALL.sections[2], QUESTIONS).state == "empty"


def test_section_is_complete_when_all_is_not_applicable_or_unknown():
    doc = finish(incident(), "computed.duration", "unknown")
    doc = finish(doc, "impact.users", "not_applicable")
    assert section_state(doc, SMALL.sections[2], QUESTIONS).state == "complete"


def test_causes_are_complete_when_every_branch_leads_on():
    why = section("why", "causes")
    bare = ({"text": "No limit on locks"}, {"text": "No rehearsal"})
    assert section_state(incident(causes=bare), why, QUESTIONS).state == "started"
    led_on = (
        {**bare[0], "accepted_because": "Retired in May"},
        {**bare[1], "measure_next": "Waits per lock"},
    )
    assert section_state(incident(causes=led_on), why, QUESTIONS).state == "complete"
    below = ({"id": "w1", "text": "No limit on locks"}, {"text": "No rehearsal", "parents": ("w1",)})
    assert section_state(incident(causes=below), why, QUESTIONS).state == "started"
    answered = incident(causes=below, actions=({"text": "Rehearse it", "causes": ("w2",)},))
    assert section_state(answered, why, QUESTIONS).state == "complete"


def test_factors_alone_are_no_tree():
    why = section("why", "causes")
    factor = {"text": "The runbook was old", "role": "contributing"}
    assert section_state(incident(causes=(factor,)), why, QUESTIONS).state == "empty"


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("started", {"text": "Set a limit"}),
        ("started", {"text": "Set a limit", "owner": "ana"}),
        ("started", {"text": "Set a limit", "owner": "ana", "due": date(2026, 5, 1), "state": "idea"}),
        ("started", {"text": "Set a limit", "state": "wont_do"}),
        ("complete", {"text": "Set a limit", "state": "wont_do", "wont_do_reason": "Too dear"}),
        ("complete", {"text": "Set a limit", "state": "done"}),
        ("complete", {"text": "Set a limit", "owner": "ana", "due": date(2026, 5, 1)}),
    ],
)
def test_actions_are_complete_when_each_says_who_and_when(state, action):
    sound = {"text": "Rehearse it", "owner": "bo", "due": date(2026, 5, 1)}
    doc = incident(actions=(sound, action))
    assert section_state(doc, section("do", "actions"), QUESTIONS).state == state


def test_section_that_requires_nothing_is_complete_once_it_holds_something():
    luck = SMALL.sections[3]
    assert section_state(incident(), luck, QUESTIONS).state == "empty"
    assert section_state(incident(learning={"lucky": ("A spare host",)}), luck, QUESTIONS).state == "complete"


def test_progress_counts_required_questions_once():
    found = progress(incident(narrative={"summary": "It broke."}), SMALL)
    assert (found.done, found.total, found.percent) == (1, 4, 25)
    assert list(found.sections) == ["head", "told", "cost", "luck"]


def test_percent_reaches_a_hundred_only_when_nothing_is_open():
    assert Progress(299, 300, {}).percent == 99
    assert Progress(300, 300, {}).percent == 100


def test_next_question_goes_through_the_required_ones_in_order_and_wraps_round():
    doc = incident(meta={"severity": "SEV-2"})
    assert next_question(doc, SMALL) == ("head", "computed.duration")
    assert next_question(doc, SMALL, ("head", "computed.duration")) == ("told", "summary")
    assert next_question(doc, SMALL, ("cost", "impact.users")) == ("head", "computed.duration")


def test_next_question_turns_to_optional_ones_when_no_other_required_one_is_open():
    doc = incident(meta={"severity": "SEV-2", **WITH_DURATION}, impact={"users": 5})
    assert next_question(doc, SMALL, ("told", "summary")) == ("told", "background")
    assert next_question(doc, SMALL, ("told", "background")) == ("told", "summary")
    told = incident(
        meta={"severity": "SEV-2", **WITH_DURATION}, impact={"users": 5}, narrative={"summary": "x"}
    )
    assert next_question(told, SMALL, ("cost", "impact.users")) == ("cost", "impact.revenue")


def test_next_question_stays_where_only_that_one_is_open_and_ends_when_none_is():
    only = template(section("told", "summary"))
    assert next_question(incident(), only, ("told", "summary")) == ("told", "summary")
    assert next_question(finish(incident(), "summary", "not_applicable"), only) is None


def test_answering_whatever_comes_next_ends_in_a_complete_document():
    for name, own in load_templates().items():
        doc, steps = incident(), 0
        place = next_question(doc, own)
        while place is not None:
            doc, steps = finish(doc, place[1], "unknown"), steps + 1
            place = next_question(doc, own, place)
            assert steps < 100, name
        assert progress(doc, own).percent == 100
        assert {found.state for found in progress(doc, own).sections.values()} == {"complete"}


def test_empty_draft_has_nothing_that_a_template_leaves_out():
    for own in load_templates().values():
        assert not_in_template(incident(), own) == ()


def test_what_another_template_asked_for_is_kept_and_named():
    doc = incident(
        narrative={"summary": "It broke.", "trigger": "A deploy"},
        learning={"lucky": ("A spare host",)},
        free=({"id": "costs", "text": "Two hours"}, {"id": "bare"}),
    )
    quick = load_templates()["quick"]
    assert set(not_in_template(doc, quick)) == {"trigger", "lucky", "free.costs"}
    assert not_in_template(doc, load_templates()["google_sre"]) == ("free.costs",)


def test_contributing_factors_are_shown_by_a_template_that_has_the_tree():
    doc = incident(causes=({"text": "Old runbook", "role": "contributing"},))
    assert not_in_template(doc, template(section("tree", "causes"))) == ()
