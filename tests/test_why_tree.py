"""The changes to the why-tree, and which of the six questions are answered."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.cause_edits import (
    action_opening,
    add_child,
    add_first,
    add_sibling,
    change_cause,
    impact_sentence,
    link_parent,
    make_action,
    move_past,
    remove_cause,
    set_evidence,
    siblings_of,
    toggle_action,
    unlink_parent,
)
from pmtui.document.causes import Cause
from pmtui.document.field_problem import FieldProblem
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Narrative, Postmortem
from pmtui.document.why_steps import STEPS, first_open, step_states
from prompts.content import load_five_whys

TODAY = date(2026, 3, 15)
WORDS = load_five_whys().words


def document(*causes: Cause, actions: tuple[Action, ...] = (), summary: str = "") -> Postmortem:
    return Postmortem(
        meta=Meta(id="d", title="Checkout was slow"),
        causes=causes,
        actions=actions,
        narrative=Narrative(summary=summary or None),
    )


def cause(cause_id: str, *parents: str, **values: object) -> Cause:
    return Cause.model_validate({"id": cause_id, "parents": parents, "text": f"text of {cause_id}", **values})


def parents(doc: Postmortem) -> dict[str, tuple[str, ...]]:
    return {row.id: row.parents for row in doc.causes}


def answered(doc: Postmortem, cause_id: str) -> set[str]:
    found = doc.cause(cause_id)
    assert found is not None
    return {step for step, state in step_states(doc, found, WORDS).items() if state.answered}


# What the tree explains


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        ("", "Checkout was slow"),
        (
            "For 48 minutes 9.3 % of orders failed. Then it was over.",
            "For 48 minutes 9.3 % of orders failed.",
        ),
        ("Orders failed for v2.4 users\n\nMore below.", "Orders failed for v2.4 users"),
        ("E.g. this one sentence goes on. And on.", "E.g. this one sentence goes on."),
        (
            "注文が失敗し続けた時間は四十八分間でした。その後復旧した。",
            "注文が失敗し続けた時間は四十八分間でした。",
        ),
        ("no full stop at all", "no full stop at all"),
    ],
)
def test_the_tree_begins_with_the_first_sentence_of_the_summary_or_the_title(
    summary: str, sentence: str
) -> None:
    assert impact_sentence(document(summary=summary)) == sentence


# Growing


def test_the_first_cause_answers_its_side_question_and_a_child_explains_its_parent() -> None:
    doc, first = add_first(document(), "not_caught", "no alert")
    doc, child = add_child(doc, first, "no metric")
    assert [(row.id, row.question, row.parents) for row in doc.causes] == [
        ("w1", "not_caught", ()),
        ("w2", None, ("w1",)),
    ]
    assert (first, child) == ("w1", "w2")


def test_a_sibling_explains_the_same_parents_or_the_same_side_question() -> None:
    doc = document(cause("w1", question="lasted"), cause("w2", "w1"), cause("w3", "w1", "w2"))
    doc, beside_top = add_sibling(doc, "w1", "b")
    doc, beside_both = add_sibling(doc, "w3", "c", "control")
    top, both = doc.cause(beside_top), doc.cause(beside_both)
    assert top is not None
    assert both is not None
    assert (top.question, top.parents) == ("lasted", ())
    assert (both.question, both.parents, both.kind) == (None, ("w1", "w2"), "control")


def test_naming_the_missing_condition_opens_the_question_again() -> None:
    doc, _ = add_sibling(document(cause("w1", more_needed=True)), "w1", "the other one")
    assert doc.causes[0].more_needed is None


def test_a_sibling_does_not_inherit_a_link_to_a_cause_that_is_gone() -> None:
    doc, new_id = add_sibling(document(cause("w1", "w99")), "w1", "beside")
    added = doc.cause(new_id)
    assert added is not None
    assert (added.parents, added.question) == ((), "happened")


def test_deleting_a_cause_leaves_its_children_under_its_parents_or_its_side_question() -> None:
    doc = document(cause("w1", question="not_caught"), cause("w2", "w1"), cause("w3", "w2"))
    middle_gone = remove_cause(doc, "w2")
    assert parents(middle_gone) == {"w1": (), "w3": ("w1",)}
    top_gone = remove_cause(doc, "w1")
    assert [(row.id, row.question) for row in top_gone.causes] == [("w2", "not_caught"), ("w3", None)]


# Linking


def test_a_second_parent_is_linked_once_and_taken_away_again() -> None:
    doc = document(cause("w1"), cause("w2"), cause("w3", "w1"))
    linked = link_parent(doc, "w3", "w2")
    assert parents(linked)["w3"] == ("w1", "w2")
    assert link_parent(linked, "w3", "w2") is linked
    assert parents(unlink_parent(linked, "w3", "w1"))["w3"] == ("w2",)


@pytest.mark.parametrize(("child", "parent"), [("w1", "w1"), ("w1", "w2"), ("w1", "w3")])
def test_a_link_that_closes_a_circle_is_refused_in_words(child: str, parent: str) -> None:
    doc = document(cause("w1"), cause("w2", "w1"), cause("w3", "w2"))
    with pytest.raises(FieldProblem, match=r"itself|circle"):
        link_parent(doc, child, parent)


def test_a_circle_written_by_hand_does_not_hang_a_link() -> None:
    doc = document(cause("w1", "w2"), cause("w2", "w1"), cause("w3"))
    assert parents(link_parent(doc, "w3", "w1"))["w3"] == ("w1",)


def test_an_action_for_a_cause_is_read_like_a_line_of_the_actions() -> None:
    doc, _ = make_action(document(cause("w1")), "w1", "Reload on change @ahmed !p1 ^+7d #prevent", TODAY)
    (action,) = doc.actions
    assert ("Reload on change", "ahmed", "P1", TODAY + timedelta(days=7), "prevent", ("w1",)) == (
        action.text, action.owner, action.priority, action.due, action.type, action.causes
    )  # fmt: skip


@pytest.mark.parametrize("change", [add_child, add_sibling, partial(make_action, today=TODAY)])
def test_a_cause_that_is_not_there_is_named(change: object) -> None:
    with pytest.raises(FieldProblem, match="There is no cause “w9”"):
        change(document(cause("w1")), "w9", "text")  # type: ignore[operator]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_links_made_one_by_one_never_form_a_circle(links: list[tuple[int, int]]) -> None:
    doc = document(*(cause(f"w{number}") for number in range(6)))
    for child, parent in links:
        try:
            doc = link_parent(doc, f"w{child}", f"w{parent}")
        except FieldProblem:
            continue
    above = parents(doc)
    while leaves := [row for row in above if not any(row in others for others in above.values())]:
        for leaf in leaves:
            del above[leaf]
    assert above == {}


# Order, evidence, actions


def test_a_cause_moves_just_past_its_neighbour_whatever_stands_between() -> None:
    doc = document(cause("w1"), cause("w2", "w1"), cause("w3"), cause("w4", "w1"))
    assert [row.id for row in move_past(doc, "w4", "w2").causes] == ["w1", "w4", "w2", "w3"]
    assert [row.id for row in move_past(doc, "w2", "w4").causes] == ["w1", "w3", "w4", "w2"]


def test_evidence_makes_a_cause_known_unless_something_was_said() -> None:
    doc = document(cause("w1"), cause("w2", confidence="likely"))
    doc = set_evidence(doc, "w1", ("e1", "https://x", "e1", " "))
    doc = set_evidence(doc, "w2", ("e1",))
    assert [(row.evidence, row.confidence) for row in doc.causes] == [
        (("e1", "https://x"), "known"),
        (("e1",), "likely"),
    ]


def test_an_action_is_linked_to_its_cause_and_the_link_can_be_toggled() -> None:
    doc, action_id = make_action(document(cause("w1"), cause("w2")), "w1", "Reload on change", TODAY)
    assert (action_id, doc.actions[0].causes) == ("a1", ("w1",))
    doc = toggle_action(doc, "w2", "a1")
    assert doc.actions[0].causes == ("w1", "w2")
    assert toggle_action(doc, "w1", "a1").actions[0].causes == ("w2",)
    with pytest.raises(FieldProblem, match="no action"):
        toggle_action(doc, "w1", "a7")


@pytest.mark.parametrize(
    ("values", "opening"),
    [
        ({}, "Change this: text of w1"),
        ({"kind": "control"}, "Make this safeguard hold: text of w1"),
        ({"ours_to_change": "partner"}, "Agree with the partner on this: text of w1"),
        ({"ours_to_change": "outside"}, "Limit the harm of this: text of w1"),
    ],
)
def test_an_action_begins_with_the_authors_own_words_for_the_cause(
    values: dict[str, object], opening: str
) -> None:
    assert action_opening(cause("w1", **values)) == opening


# The six questions


def test_a_new_cause_has_no_answers() -> None:
    assert answered(document(cause("w1")), "w1") == set()


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ({"more_needed": False}, {"and"}),
        ({"more_needed": True}, set()),
        ({"kind": "control"}, {"control"}),
        ({"confidence": "guess"}, {"evidence"}),
        ({"evidence": ("e1",)}, {"evidence"}),
        ({"ours_to_change": "partner"}, {"ours"}),
        ({"ours_to_change": "outside"}, {"ours", "how"}),
        ({"role": "root"}, {"next", "how"}),
        ({"role": "contributing"}, {"next"}),
        ({"accepted_because": "rare"}, {"next", "how"}),
        ({"measure_next": "queue length"}, {"next", "how"}),
    ],
)
def test_each_fact_answers_its_question(values: dict[str, object], steps: set[str]) -> None:
    assert answered(document(cause("w1", **values)), "w1") == steps


def test_a_child_answers_how_and_a_control_beside_it_answers_what_stops_this() -> None:
    doc = document(cause("w1"), cause("w2", "w1"), cause("w3", kind="control"))
    assert answered(doc, "w1") == {"how", "control"}
    assert {row.id for row in siblings_of(doc, "w1")} == {"w3"}


def test_nothing_else_said_at_one_sibling_counts_for_all() -> None:
    doc = document(cause("w1"), cause("w2", "w1", more_needed=False), cause("w3", "w1"))
    assert "and" in answered(doc, "w3")
    assert "and" not in answered(doc, "w1")


def test_an_action_answers_the_last_question() -> None:
    doc = document(cause("w1"), actions=(Action(id="a1", text="do", causes=("w1",)),))
    assert {"next", "how"} <= answered(doc, "w1")


def test_the_next_open_question_comes_after_the_last_answer_and_then_from_the_top() -> None:
    doc = document(
        change_cause(document(cause("w1")), "w1", confidence="known", ours_to_change="ours").causes[0]
    )
    states = step_states(doc, doc.causes[0], WORDS)
    assert [first_open(states, after=step) for step in ("", *STEPS)] == [
        "how", "and", "control", "next", "next", "next", "how",
    ]  # fmt: skip
