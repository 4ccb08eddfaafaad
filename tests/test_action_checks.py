from datetime import UTC, date, datetime

import pytest

from pmtui.checks.action_checks import check_actions, latest_day, points_of, points_of_all
from pmtui.checks.action_wording import opens_with_verb, weakness
from pmtui.deadlines import EXAMPLE_TAG
from pmtui.document.owners import owner_kind
from pmtui.document.postmortem import Postmortem, replace
from prompts.shapes import Policy

TODAY = date(2026, 6, 12)
POLICY = Policy(
    scales={},
    deadlines={},
    templates={},
    priorities={"P0": 7, "P1": 14, "P2": 40},
    triggers=(),
)
SOUND = {
    "text": "Refuse a schema change that locks `orders` for more than 2 s",
    "done_when": "A test migration with a 5 s lock is refused in CI",
    "type": "prevent",
    "owner": "Ilse Brandt",
    "priority": "P1",
    "due": date(2026, 6, 20),
    "check": date(2026, 6, 16),
    "state": "agreed",
}


def incident(*actions: dict, users: int | None = 900, causes: tuple[dict, ...] = ()) -> Postmortem:
    return Postmortem.model_validate(
        {
            "meta": {
                "id": "x",
                "began": datetime(2026, 6, 10, 7, 5, tzinfo=UTC),
                "ended": datetime(2026, 6, 10, 8, 0, tzinfo=UTC),
            },
            "impact": {"users": users},
            "actions": actions,
            "causes": causes,
        }
    )


def codes(doc: Postmortem, columns: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [
        (finding.code.removeprefix("actions."), finding.field.removeprefix("actions."))
        for finding in check_actions(doc, POLICY, TODAY, columns)
    ]


def test_sound_action_raises_nothing():
    assert codes(incident(SOUND), ("type", "priority")) == []


def test_no_actions_are_left_to_the_template_to_miss():
    assert codes(incident()) == []


@pytest.mark.parametrize(
    ("code", "field", "change"),
    [
        ("no-text", "text", {"text": "  "}),
        ("vague", "text", {"text": "Improve monitoring", "done_when": None}),
        ("no-verb", "text", {"text": "Monitoring of the queue length on each node"}),
        ("no-verb", "text", {"text": "Dashboards for `orders`"}),
        ("careful", "text", {"text": "Remind everyone to double-check the target"}),
        ("no-done-when", "done_when", {"done_when": None}),
        ("no-owner", "owner", {"owner": None}),
        ("no-owner", "owner", {"owner": "TBD"}),
        ("owner-is-a-group", "owner", {"owner": "Storefront team"}),
        ("several-owners", "owner", {"owner": "Ilse, Tom"}),
        ("no-due", "due", {"due": None}),
        ("overdue", "due", {"due": date(2026, 6, 11), "check": None}),
        ("late-for-priority", "due", {"due": date(2026, 6, 25)}),
        ("check-after-due", "check", {"check": date(2026, 6, 21)}),
        ("wont-do-reason", "wont_do_reason", {"state": "wont_do"}),
        ("idea", "state", {"state": "idea"}),
        ("large", "complexity", {"complexity": "high", "check": None}),
    ],
)
def test_each_weakness_is_named_at_its_field(code, field, change):
    assert [(code, f"a1.{field}")] == codes(incident({**SOUND, **change}))


def test_last_day_of_the_window_is_in_time_and_the_next_is_late():
    assert codes(incident({**SOUND, "due": date(2026, 6, 24)})) == []
    (late,) = check_actions(incident({**SOUND, "due": date(2026, 6, 25)}), POLICY, TODAY)
    assert "14 days" in late.message
    assert "15 days" in late.message


def test_day_of_the_incident_is_the_one_in_the_drafts_zone():
    doc = Postmortem.model_validate(
        {
            "meta": {
                "id": "x",
                "zone": "Pacific/Auckland",
                "ended": datetime(2026, 6, 10, 20, 0, tzinfo=UTC),
            },
            "actions": [{**SOUND, "due": date(2026, 6, 25)}],  # 14 days after the 11th there
        }
    )
    assert codes(doc) == []


def test_done_action_owes_neither_owner_nor_date():
    done = {**SOUND, "state": "done", "owner": None, "due": None, "done_when": None, "check": None}
    assert codes(incident(done)) == []


def test_action_that_will_not_be_done_owes_only_its_reason():
    left = {"text": "Look into it", "state": "wont_do", "wont_do_reason": "The service is retired in July"}
    assert codes(incident(SOUND, left)) == []


def test_action_is_asked_for_its_cause_only_once_there_are_causes():
    cause = {"text": "Changes reach the primary without a dry run"}
    assert codes(incident(SOUND, causes=(cause,))) == [("no-cause", "a1.causes")]
    assert codes(incident({**SOUND, "causes": ("w1",)}, causes=(cause,))) == []


def test_type_and_priority_are_asked_for_where_the_template_shows_them():
    bare = {**SOUND, "type": None, "priority": None}
    assert codes(incident(bare)) == []
    assert codes(incident(bare), ("type", "priority")) == [
        ("no-type", "a1.type"),
        ("no-priority", "a1.priority"),
    ]


def test_a_ticket_is_asked_for_where_the_template_shows_one():
    assert codes(incident(SOUND), ("ticket",)) == [("no-ticket", "a1.ticket")]
    assert codes(incident({**SOUND, "ticket": "OPS-12"}, {**SOUND, "state": "done"}), ("ticket",)) == []


def test_a_closed_postmortem_with_open_actions_is_pointed_out():
    done = {**SOUND, "state": "done"}
    doc = incident(SOUND, done, {**SOUND, "state": "idea"})
    closed = replace(doc, meta=replace(doc.meta, status="closed"))
    (found,) = [one for one in check_actions(closed, POLICY, TODAY) if one.code == "actions.closed-with-open"]
    assert "2 actions still open: a1, a3" in found.message
    finished = incident(done, {**SOUND, "state": "wont_do", "wont_do_reason": "Too dear"})
    assert codes(replace(finished, meta=replace(finished.meta, status="closed"))) == []


def test_nothing_in_an_example_is_overdue():
    late = incident({**SOUND, "check": None, "due": date(2026, 6, 11)})
    assert codes(late) == [("overdue", "a1.due")]
    assert codes(replace(late, meta=replace(late.meta, tags=(EXAMPLE_TAG,)))) == []


def test_three_actions_of_one_priority_are_asked_to_be_ranked_and_two_are_not():
    assert ("same-priority", "actions") in codes(incident(SOUND, SOUND, SOUND))
    assert codes(incident(SOUND, SOUND)) == []
    assert codes(incident(SOUND, SOUND, {**SOUND, "priority": "P0", "due": date(2026, 6, 17)})) == []


def test_users_hit_without_an_urgent_action_is_pointed_out():
    slow = {**SOUND, "priority": "P2"}
    assert codes(incident(slow)) == [("no-urgent", "actions")]
    assert codes(incident(slow, users=0)) == []
    assert codes(incident(slow, SOUND)) == []


def test_only_mitigating_actions_leave_the_next_one_possible():
    assert codes(incident({**SOUND, "type": "detect"}, {**SOUND, "type": "mitigate"})) == [
        ("no-prevent", "actions")
    ]


def test_eleven_actions_are_many_and_ten_are_not():
    others = [{**SOUND, "priority": "P0", "due": date(2026, 6, 17)}]
    assert codes(incident(*others, *[SOUND] * 9)) == []
    assert codes(incident(*others, *[SOUND] * 10)) == [("many", "actions")]


def test_table_with_group_owners_and_late_dates_fails_its_own_rules():
    """S-48: owners that are teams, and a P2 that lands after its window."""
    table = incident(
        {**SOUND, "owner": "On-call team", "causes": ()},
        {**SOUND, "owner": "Data platform", "priority": "P2", "due": date(2026, 7, 30)},
        {**SOUND, "owner": "Checkout squad", "priority": "P2", "due": date(2026, 8, 15)},
    )
    assert codes(table) == [
        ("owner-is-a-group", "a1.owner"),
        ("owner-is-a-group", "a2.owner"),
        ("late-for-priority", "a2.due"),
        ("owner-is-a-group", "a3.owner"),
        ("late-for-priority", "a3.due"),
    ]


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        ("person", "Ilse Brandt"),
        ("person", "@ilse"),
        ("person", "Dev Patel"),
        ("person", "Ilse Brandt (on-call)"),
        ("person", "Ilse Brandt, SRE"),
        ("person", "Alexandra Orlando"),
        ("person", "山田太郎"),
        ("several", "Ilse and Tom"),
        ("several", "@ilse / @tom"),
        ("several", "Ilse & Tom"),
        ("group", "the team"),
        ("group", "@payments_team"),
        ("group", "@sre-team"),
        ("group", "SRE"),
        ("group", "Platform Engineering"),
        ("group", "platform-infra"),
        ("group", "On-call"),
        ("group", "Everyone"),
        ("group", "SRE, Platform"),
        ("nobody", None),
        ("nobody", " "),
        ("nobody", "tbd."),
        ("nobody", "@"),
        ("nobody", "?"),
    ],
)  # fmt: skip
def test_owner_is_told_apart(kind, owner):
    assert kind == owner_kind(owner)


@pytest.mark.parametrize(
    "text",
    [
        "Improve monitoring",
        "We should investigate the timeouts",
        "Consider adding tests",
        "Look into connection handling",
        "Review the process",
        "Better alerts",
        "Need to optimise queries",
    ],
)
def test_verb_without_an_end_is_vague(text):
    assert weakness(text, None) == "vague"


@pytest.mark.parametrize(
    "text",
    [
        "Improve recall of the fraud rule from 71 % to 95 %",
        "Review `retry_policy.yaml` with the payments group",
        "Investigate OPS-412 and write down the mechanism",
        "Look into the setting max_connections",
        "Add an alert on replication lag",
        "Monitor the queue's age",
        "Train the ranking model on the new data set",
    ],
)
def test_number_artefact_or_plain_deed_is_not_vague(text):
    assert weakness(text, None) is None


def test_sign_that_tells_it_is_done_makes_a_soft_verb_firm():
    assert weakness("Improve monitoring", "The lag alert pages in a drill") is None


@pytest.mark.parametrize(
    "text",
    [
        "Be more careful with production",
        "Pay attention to the environment name",
        "Remember to check the replica 5 minutes before",
        "Training for the team on 12 July",
        "Raise awareness of the runbook",
    ],
)
def test_asking_people_to_notice_is_not_a_guardrail_even_with_a_date(text):
    assert weakness(text, "Everyone took part") == "careful"


@pytest.mark.parametrize(
    "text",
    [
        "Implement a limit of 2 s", "Alert when the queue is older than 5 min", "We should please add a limit", "Bring the pool to 80",
        "Provision a replica", "@ilse: renew it by script", "1. Refuse the lock", "Überwache die Schlange",
    ],
)  # fmt: skip
def test_a_verb_first_is_seen(text: str) -> None:
    assert opens_with_verb(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "12", "The alert is louder", "Better docs", "Rotation of keys", "Improved alerts"]
)
def test_what_is_not_a_verb_is_seen(text: str) -> None:
    assert not opens_with_verb(text)


def test_points_of_an_action_come_in_the_order_of_its_fields() -> None:
    weak = {"text": "Dashboards", "priority": "P1"}
    found = check_actions(incident(weak, SOUND), POLICY, TODAY, ("type",))
    fields = [point.field for point in points_of(found, "a1")]
    assert [f"actions.a1.{name}" for name in ("text", "done_when", "owner", "due", "type")] == fields
    assert () == points_of(found, "a2")


def test_points_about_all_actions_stand_apart() -> None:
    found = check_actions(incident({**SOUND, "type": "detect", "priority": "P2"}), POLICY, TODAY)
    assert ["actions.no-prevent", "actions.no-urgent"] == [point.code for point in points_of_all(found)]


def test_the_latest_day_counts_from_the_end_of_the_incident() -> None:
    document = incident(SOUND)
    assert date(2026, 6, 24) == latest_day(document, "P1", POLICY)
    assert latest_day(document, None, POLICY) is None
    assert latest_day(document, "P9", POLICY) is None
