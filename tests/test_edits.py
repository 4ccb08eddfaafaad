"""Rows of a document: added, taken out with every link to them, moved, and typed into."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.fields import text_of
from pmtui.document.identity import Meta
from pmtui.document.own_words import read_severity
from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.row_edits import add_row, in_time_order, keep_unread, move_row, remove_row, type_into
from pmtui.document.row_kinds import ACTIONS, CAUSES, EVENTS, NUMBERED, RowKind, kind_of_row
from pmtui.document.timeline import Event
from prompts.content import load_policy

NINE = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)


def event(row_id: str, minutes: int = 0) -> Event:
    return Event(id=row_id, at=NINE + timedelta(minutes=minutes), text=f"event {row_id}")


def cause(row_id: str, *parents: str, evidence: tuple[str, ...] = ()) -> Cause:
    return Cause(id=row_id, text=f"cause {row_id}", parents=parents, evidence=evidence)


def document(**rows: object) -> Postmortem:
    return replace(Postmortem(meta=Meta(id="t")), **rows)


def parents(doc: Postmortem) -> dict[str, tuple[str, ...]]:
    return {row.id: row.parents for row in doc.causes}


@st.composite
def trees(draw: st.DrawFn) -> Postmortem:
    """Causes of which each explains some of those before it, and actions that answer them."""
    ids = [f"w{number}" for number in range(1, draw(st.integers(1, 7)) + 1)]
    causes = [
        cause(row_id, *(draw(st.lists(st.sampled_from(ids[:at]), unique=True, max_size=3)) if at else ()))
        for at, row_id in enumerate(ids)
    ]
    actions = [Action(text="do it", causes=tuple(draw(st.lists(st.sampled_from(ids), unique=True))))]
    return document(causes=tuple(causes), actions=tuple(actions))


def test_a_new_row_gets_an_id_above_all_others() -> None:
    doc, row_id = add_row(document(timeline=(event("e7"), event("e2"))), event(""))
    assert "e8" == row_id
    assert ["e7", "e2", "e8"] == [row.id for row in doc.timeline]


def test_a_row_that_brings_an_id_does_not_take_the_place_of_another() -> None:
    doc, row_id = add_row(document(actions=(Action(id="a1", text="one"),)), Action(id="a1", text="two"))
    assert [("a1", "one"), ("a2", "two")] == [(row.id, row.text) for row in doc.actions]
    assert "a2" == row_id


def test_what_a_cause_explained_is_explained_by_its_own_children_when_it_goes() -> None:
    doc = document(causes=(cause("w1"), cause("w2", "w1"), cause("w3", "w2"), cause("w4", "w2", "w1")))
    assert {"w1": (), "w3": ("w1",), "w4": ("w1",)} == parents(remove_row(doc, CAUSES, "w2"))


def test_children_of_a_cause_at_the_top_stand_at_the_top_when_it_goes() -> None:
    doc = document(causes=(cause("w1"), cause("w2", "w1"), cause("w3", "w2")))
    assert {"w2": (), "w3": ("w2",)} == parents(remove_row(doc, CAUSES, "w1"))


def test_a_cause_never_comes_to_explain_itself_in_a_tree_that_ran_in_a_circle() -> None:
    doc = document(causes=(cause("w1", "w3"), cause("w2", "w1"), cause("w3", "w2")))
    assert {"w1": ("w3",), "w3": ("w1",)} == parents(remove_row(doc, CAUSES, "w2"))
    assert {"w1": ()} == parents(remove_row(remove_row(doc, CAUSES, "w2"), CAUSES, "w3"))


@given(trees(), st.data())
def test_nothing_points_at_a_cause_that_is_gone_and_nobody_loses_their_ancestors(
    doc: Postmortem, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from([row.id for row in doc.causes]))
    after = remove_row(doc, CAUSES, gone)
    assert [] == [row.id for row in after.causes if gone in row.parents]
    assert [] == [row.id for row in after.actions if gone in row.causes]
    assert {row: above - {gone} for row, above in ancestors(doc).items() if row != gone} == ancestors(after)


def ancestors(doc: Postmortem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in doc.causes:  # each explains earlier ones only
        found[row.id] = set(row.parents).union(*(found[above] for above in row.parents))
    return found


def test_an_event_that_goes_is_no_evidence_any_more() -> None:
    doc = document(
        timeline=(event("e1"), event("e2")), causes=(cause("w1", evidence=("e1", "e2", "https://g.example")),)
    )
    after = remove_row(doc, EVENTS, "e1")
    assert (("e2",), ("e2", "https://g.example")) == (
        tuple(row.id for row in after.timeline), after.causes[0].evidence
    )  # fmt: skip


@pytest.mark.parametrize("kind", NUMBERED)
def test_taking_out_a_row_that_is_not_there_changes_nothing(kind: RowKind[Any]) -> None:
    doc = document(timeline=(event("e1"),), causes=(cause("w1"),), actions=(Action(id="a1", text="x"),))
    assert doc == remove_row(doc, kind, "e99")
    assert doc == move_row(doc, kind, "e99", 1)


@pytest.mark.parametrize(
    ("steps", "order"), [(-1, "bac"), (-9, "bac"), (1, "acb"), (9, "acb"), (0, "abc")], ids=str
)
def test_a_row_moves_as_far_as_there_is_room(steps: int, order: str) -> None:
    doc = document(actions=tuple(Action(id=name, text=name) for name in "abc"))
    assert order == "".join(row.id for row in move_row(doc, ACTIONS, "b", steps).actions)


def test_events_of_the_same_moment_stay_in_the_order_they_were_entered() -> None:
    doc = document(timeline=(event("e1", 5), event("e2"), event("e3", 5), event("e4")))
    assert ["e2", "e4", "e1", "e3"] == [row.id for row in in_time_order(doc)]


def test_text_that_does_not_fit_a_field_is_kept_beside_it_with_what_would() -> None:
    doc, problem = type_into(document(), "impact.users", "around\n400?")
    assert {"impact.users": "around 400?"} == doc.unread
    assert doc.impact.users is None
    assert problem is not None
    assert "whole number" in f"{problem.title} {problem.message}"


def test_text_that_fits_takes_the_place_of_what_did_not() -> None:
    doc, _ = type_into(document(), "impact.users", "around 400?")
    doc, problem = type_into(doc, "impact.users", "400")
    assert (400, {}, None) == (doc.impact.users, doc.unread, problem)


def test_what_does_not_fit_takes_the_place_of_the_figure_that_was_there() -> None:
    doc, _ = type_into(document(), "impact.users", "400")
    doc, _ = type_into(doc, "impact.users", "400 or so")
    assert (None, "400 or so") == (doc.impact.users, doc.unread["impact.users"])


def test_a_time_stays_beside_what_does_not_fit_for_the_next_one_is_read_against_its_day() -> None:
    doc, _ = type_into(document(), "meta.began", "2026-03-15 14:32")
    doc, _ = type_into(doc, "meta.began", "half past")
    doc, problem = type_into(doc, "meta.began", "14:40")
    assert problem is None
    assert "2026-03-15 14:40" == text_of(doc, "meta.began")


def test_an_emptied_field_is_empty_and_nothing_is_kept_beside_it() -> None:
    doc, _ = type_into(document(), "impact.users", "around 400?")
    doc, problem = type_into(doc, "impact.users", "  ")
    assert (None, {}, None) == (doc.impact.users, doc.unread, problem)


@given(st.text(max_size=30), st.dictionaries(st.sampled_from("abc"), st.just("x"), max_size=3))
def test_what_was_typed_is_kept_under_its_key_and_nothing_else_changes(
    text: str, held: dict[str, str]
) -> None:
    doc = document(unread=held)
    kept = keep_unread(doc, "a", text).unread
    assert {key: value for key, value in held.items() if key != "a"} == {
        key: value for key, value in kept.items() if key != "a"
    }
    assert ("a" in kept) == bool(text.strip())


@pytest.mark.parametrize("kind", NUMBERED, ids=lambda kind: kind.table)
def test_rows_of_every_kind_are_read_and_put_through_one_door(kind: RowKind[Any]) -> None:
    doc = document(timeline=(event("e1"),), causes=(cause("w1"),), actions=(Action(id="a1", text="x"),))
    (row,) = doc.rows(kind)
    assert (f"{kind.prefix}1", kind, row) == (row.id, kind_of_row(row), doc.row(kind, row.id))
    without = doc.with_rows(kind, ())
    assert () == without.rows(kind)
    assert [1, 1] == [len(without.rows(other)) for other in NUMBERED if other != kind]


def test_a_currency_that_is_none_takes_the_place_of_the_one_before_and_is_kept_as_typed() -> None:
    doc, _ = type_into(document(), "impact.currency", "eur")
    doc, problem = type_into(doc, "impact.currency", "nobody knows")
    assert (None, "nobody knows") == (doc.impact.currency, doc.unread["impact.currency"])
    assert problem is not None
    assert "such as EUR" in problem.message


def test_a_severity_of_no_scale_takes_the_place_of_the_one_before_and_is_kept_as_typed() -> None:
    read = partial(read_severity, policy=load_policy())
    doc, problem = type_into(document(), "meta.severity", "sev2", read)
    assert ("SEV-2", None) == (doc.meta.severity, problem)
    doc, problem = type_into(doc, "meta.severity", "Sev 9", read)
    assert (None, "Sev 9") == (doc.meta.severity, doc.unread["meta.severity"])
    assert problem is not None
    assert "SEV-1, SEV-2, SEV-3 or SEV-4" in problem.message
