"""Two versions brought together: what one side changed is taken, what both changed is asked, nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.document import row_kinds
from pmtui.document.actions import Action
from pmtui.document.base import Part
from pmtui.document.causes import Cause
from pmtui.document.fields import set_value
from pmtui.document.identity import Meta, Participant
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.document.review import Capture, Review
from pmtui.document.row_edits import add_row, remove_row
from pmtui.document.timeline import Event
from pmtui.drafts.comparing.merging import Merge, choose, merge
from pmtui.drafts.file.format import dump, load

AT = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)


def document(**tables: object) -> Postmortem:
    return Postmortem(meta=Meta(id="abc123"), **tables)  # type: ignore[arg-type]  # tables of the model


def actions(*texts: str) -> Postmortem:
    return document(actions=tuple(Action(text=text) for text in texts))


def texts(merged: Merge) -> list[str]:
    return [action.text for action in merged.document.actions]


def conflicts(merged: Merge) -> list[str]:
    return [conflict.path for conflict in merged.conflicts]


# Fields


def test_fields_changed_on_one_side_each_are_both_taken() -> None:
    base = document()
    merged = merge(base, set_value(base, "summary", "Ours"), set_value(base, "impact.users", 12))
    assert ("Ours", 12) == (merged.document.narrative.summary, merged.document.impact.users)
    assert () == merged.conflicts


def test_a_field_changed_on_both_sides_is_a_conflict_that_holds_ours() -> None:
    base = set_value(document(), "summary", "Before")
    merged = merge(base, set_value(base, "summary", "Ours"), set_value(base, "summary", "Theirs"))
    (conflict,) = merged.conflicts
    assert ("summary", "Before", "Ours", "Theirs") == (
        conflict.path,
        conflict.base,
        conflict.ours,
        conflict.theirs,
    )
    assert "Ours" == merged.document.narrative.summary


def test_a_field_cleared_on_one_side_and_changed_on_the_other_is_a_conflict() -> None:
    base = set_value(document(), "summary", "Before")
    merged = merge(base, set_value(base, "summary", None), set_value(base, "summary", "Theirs"))
    assert ["summary"] == conflicts(merged)
    assert "Theirs" == merged.conflicts[0].theirs


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    base = document()
    changed = set_value(base, "summary", "Same")
    assert (changed, ()) == (merge(base, changed, changed).document, merge(base, changed, changed).conflicts)


def test_a_changed_offset_is_a_change() -> None:
    base = document(timeline=(Event(id="e1", at=AT, text="x"),))
    offset = timezone(timedelta(hours=2))
    theirs = document(timeline=(Event(id="e1", at=AT.astimezone(offset), text="x"),))
    assert dump(theirs) == dump(merge(base, base, theirs).document)


# Choosing


def test_choosing_takes_a_side_and_can_be_chosen_again() -> None:
    base = document()
    ours = set_value(set_value(base, "summary", "Ours"), "trigger", "Ours")
    theirs = set_value(set_value(base, "summary", "Theirs"), "trigger", "Theirs")
    chosen = choose(merge(base, ours, theirs), "trigger", "theirs")
    assert ("Ours", "Theirs") == (chosen.document.narrative.summary, chosen.document.narrative.trigger)
    assert ["summary"] == [conflict.path for conflict in chosen.open]
    again = choose(choose(chosen, "summary", "ours"), "trigger", "ours")
    assert (ours, ()) == (again.document, again.open)


def test_choosing_where_there_is_no_conflict_is_refused() -> None:
    with pytest.raises(KeyError):
        choose(merge(document(), document(), document()), "summary", "ours")


# Rows


def test_rows_added_on_either_side_are_all_there() -> None:
    base = actions("one")
    ours, theirs = (
        add_row(base, Action(text="ours"))[0],
        add_row(base, Action(text="theirs"))[0],
    )
    merged = merge(base, ours, theirs)
    assert ["one", "ours", "theirs"] == texts(merged)
    assert ["a1", "a2", "a3"] == [action.id for action in merged.document.actions]
    assert () == merged.conflicts


def test_different_fields_of_one_row_are_both_taken() -> None:
    base = actions("one")
    merged = merge(
        base, set_value(base, "actions.a1.owner", "Ines"), set_value(base, "actions.a1.priority", "P1")
    )
    assert ("Ines", "P1") == (merged.document.actions[0].owner, merged.document.actions[0].priority)
    assert () == merged.conflicts


def test_one_field_of_a_row_changed_on_both_sides_is_a_conflict_of_that_field_alone() -> None:
    base = actions("one")
    ours = set_value(base, "actions.a1.owner", "Ines")
    theirs = set_value(set_value(base, "actions.a1.owner", "Tom"), "actions.a1.ticket", "OPS-1")
    merged = merge(base, ours, theirs)
    assert ["actions.a1.owner"] == conflicts(merged)
    assert ("Ines", "OPS-1") == (merged.document.actions[0].owner, merged.document.actions[0].ticket)


@pytest.mark.parametrize("removed_by", ["ours", "theirs"])
def test_a_row_removed_here_and_changed_there_is_kept_and_asked(removed_by: str) -> None:
    base = actions("one", "two", "three")
    without, changed = remove_row(base, row_kinds.ACTIONS, "a2"), set_value(base, "actions.a2.text", "TWO")
    sides = (without, changed) if removed_by == "ours" else (changed, without)
    merged = merge(base, *sides)
    assert ["one", "TWO", "three"] == texts(merged)
    assert ["actions.a2"] == conflicts(merged)
    assert ["one", "three"] == texts(
        choose(merged, "actions.a2", "ours" if removed_by == "ours" else "theirs")
    )
    assert ["one", "TWO", "three"] == texts(
        choose(merged, "actions.a2", "theirs" if removed_by == "ours" else "ours")
    )


def test_a_row_removed_on_one_side_and_left_alone_on_the_other_is_gone() -> None:
    base = actions("one", "two")
    merged = merge(base, remove_row(base, row_kinds.ACTIONS, "a1"), set_value(base, "actions.a2.text", "TWO"))
    assert (["TWO"], ()) == (texts(merged), merged.conflicts)


def test_what_points_at_a_renumbered_row_follows_it() -> None:
    base = document(causes=(Cause(text="root"),))
    ours = add_row(base, Cause(text="ours", parents=("w1",)))[0]
    theirs = add_row(base, Cause(text="theirs", parents=("w1",)))[0]
    theirs = add_row(theirs, Cause(text="below theirs", parents=("w2",)))[0]
    theirs = add_row(theirs, Action(text="answers theirs", causes=("w2",)))[0]
    merged = merge(base, ours, theirs).document
    cause = {each.text: each for each in merged.causes}
    assert "w2" == cause["ours"].id
    assert (cause["theirs"].id,) == cause["below theirs"].parents == merged.actions[0].causes
    assert 4 == len({each.id for each in merged.causes})


def test_evidence_captures_and_half_typed_fields_follow_a_renumbered_event() -> None:
    base = document(causes=(Cause(text="root"),))
    ours = add_row(base, Event(at=AT, text="ours"))[0]
    theirs = add_row(base, Event(at=AT, text="theirs"))[0]
    theirs = replace(
        set_value(theirs, "causes.w1.evidence", ("e1", "a graph")),
        review=Review(
            capture=(
                Capture(text="look", event="e1"),
                Capture(
                    kind="correction", text="theirs", event="e1", field="timeline.e1.text", before="then"
                ),
            )
        ),
        unread={"timeline.e1.at": "half past"},
    )
    merged = merge(base, ours, theirs).document
    assert ["ours", "theirs"] == [event.text for event in merged.timeline]
    assert ("e2", "a graph") == merged.causes[0].evidence
    assert ["e2", "e2"] == [capture.event for capture in merged.review.capture]
    assert "timeline.e2.text" == merged.review.capture[1].field
    assert {"timeline.e2.at": "half past"} == merged.unread


def test_an_idea_of_a_meeting_follows_its_renumbered_action() -> None:
    base = actions("1")
    ours = add_row(base, Action(text="ours"))[0]
    theirs = add_row(base, Action(text="theirs", state="idea"))[0]
    theirs = replace(theirs, review=Review(capture=(Capture(kind="idea", text="theirs", action="a2"),)))
    merged = merge(base, ours, theirs).document
    (capture,) = merged.review.capture
    assert "theirs" == merged.action(capture.action).text  # type: ignore[arg-type]  # a case of a table


def test_an_order_changed_on_one_side_is_taken_with_what_the_other_added() -> None:
    base = actions("1", "2", "3")
    moved = replace(base, actions=base.actions[::-1])
    added = replace(base, actions=(base.actions[0], Action(text="new"), *base.actions[1:]))
    assert ["3", "2", "1", "new"] == texts(merge(base, moved, added))
    assert ["3", "2", "1", "new"] == texts(merge(base, added, moved))


def test_a_free_section_added_by_both_is_asked_about_by_its_path() -> None:
    base = document()
    merged = merge(base, set_value(base, "free.legal", "Ours"), set_value(base, "free.legal", "Theirs"))
    assert ["free.legal"] == conflicts(merged)


def test_people_of_one_name_are_all_kept() -> None:
    two = (Participant(name="Ines", role="lead"), Participant(name="Ines", role="scribe"))
    merged = merge(document(), document(participants=two), document(participants=(Participant(name="Tom"),)))
    assert {"lead", "scribe", None} == {person.role for person in merged.document.participants}


# Lists of items


def well(*items: str) -> Postmortem:
    return document(learning=Learning(well=items))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("ab", "abc", "abd", "abcd"),
        ("abc", "ac", "ab", "a"),
        ("abc", "aBc", "abcd", "aBcd"),
        ("abc", "cba", "abcd", "cdba"),
        ("abc", "abcd", "cba", "cdba"),
        ("aa", "a", "aaa", "aa"),
        ("", "ab", "ab", "ab"),
    ],
)
def test_items_added_by_either_side_are_in_and_items_removed_by_either_are_out(
    base: str, ours: str, theirs: str, expected: str
) -> None:
    merged = merge(well(*base), well(*ours), well(*theirs))
    assert tuple(expected) == merged.document.learning.well
    assert () == merged.conflicts


def test_an_item_reworded_by_both_is_there_in_both_wordings() -> None:
    merged = merge(well("a", "b", "c"), well("a", "ours", "c"), well("a", "theirs", "c"))
    assert ("a", "ours", "theirs", "c") == merged.document.learning.well


# Keys of a later version


def test_unknown_keys_are_merged_at_every_depth() -> None:
    base = document(later={"deep": {"one": 1, "two": 2}}, gone=1)
    ours = document(later={"deep": {"one": 10, "two": 2}}, gone=1)
    theirs = document(later={"deep": {"one": 1, "two": 20}, "new": [{"x": 1}]})
    assert {"later": {"deep": {"one": 10, "two": 20}, "new": [{"x": 1}]}} == merge(
        base, ours, theirs
    ).document.model_extra


def test_an_unknown_key_named_like_a_field_has_a_path_of_its_own() -> None:
    base = set_value(document(summary="x"), "summary", "x")
    ours = set_value(document(summary="ours"), "summary", "ours")
    theirs = set_value(document(summary="theirs"), "summary", "theirs")
    assert {"summary", '"summary"'} == set(conflicts(merge(base, ours, theirs)))


def test_true_and_one_are_different_things() -> None:
    merged = merge(document(later=1), document(later=1), document(later=True))
    assert merged.document.model_extra == {"later": True}
    assert (merged.document.model_extra or {})["later"] is True


# Whatever three versions hold


TEXT = st.sampled_from(["", "a", "b", "c", "d e"])
WORDS = st.lists(st.sampled_from("pqrst"), max_size=4)
EXTRA = st.dictionaries(
    st.sampled_from(["later", "summary", "a.b"]),
    TEXT
    | st.booleans()
    | st.integers(0, 1)
    | st.lists(TEXT, max_size=2)
    | st.dictionaries(TEXT, TEXT, max_size=2),
    max_size=2,
)


def table(
    fields: dict[str, st.SearchStrategy[Any]], key: str, keys: list[str]
) -> st.SearchStrategy[list[Any]]:
    """Make up rows that share a few keys, some of their fields and some keys unknown to the model."""
    row = st.tuples(st.fixed_dictionaries({}, optional=fields), EXTRA).map(lambda both: both[1] | both[0])
    return st.tuples(st.permutations(keys), st.lists(row, max_size=len(keys))).map(
        lambda made: [row | {key: name} for name, row in zip(made[0], made[1], strict=False)]
    )


def needed(rows: list[dict[str, Any]], **values: Any) -> list[dict[str, Any]]:
    return [values | row for row in rows]


ACTIONS = table(
    {"text": TEXT, "owner": TEXT, "causes": WORDS, "state": st.sampled_from(["idea", "done"])},
    "id",
    ["a1", "a2", "a3"],
)
CAUSES = table(
    {"text": TEXT, "parents": st.lists(st.sampled_from(["w1", "w2"]), max_size=2)}, "id", ["w1", "w2", "w3"]
)
EVENTS = table({"text": TEXT, "at": st.sampled_from([AT, AT + timedelta(hours=1)])}, "id", ["e1", "e2", "e3"])
PEOPLE = table({"role": TEXT}, "name", ["Ines", "Tom"])
FREE = table({"text": TEXT, "heading": TEXT}, "id", ["legal", "costs"])
TABLES = {
    "narrative": st.tuples(EXTRA.map(lambda extra: {k: v for k, v in extra.items() if k != "summary"}), st.fixed_dictionaries({}, optional={"summary": TEXT, "trigger": TEXT})).map(lambda both: both[0] | both[1]),
    "impact": st.fixed_dictionaries({}, optional={"users": st.integers(0, 3), "slo_breached": st.booleans()}),
    "learning": st.fixed_dictionaries({}, optional={"well": WORDS.map(tuple), "poorly": WORDS.map(tuple)}),
    "actions": ACTIONS.map(lambda rows: needed(rows, text="")),
    "causes": CAUSES.map(lambda rows: needed(rows, text="")),
    "timeline": EVENTS.map(lambda rows: needed(rows, text="", at=AT)),
    "participants": PEOPLE | st.just([{"name": "Ines"}, {"name": "Ines", "role": "z"}]),
    "free": FREE,
    "answers": st.dictionaries(TEXT, st.fixed_dictionaries({"state": st.sampled_from(["unknown", "not_applicable"])}, optional={"reason": TEXT}), max_size=2),
    "unread": st.dictionaries(st.sampled_from(["impact.users", "actions.a1.due"]), TEXT, max_size=2),
    "later": TEXT | EXTRA,
}  # fmt: skip


def loaded(tables: dict[str, Any]) -> Postmortem:
    """Read the tables as a file is read."""
    made = Postmortem.model_validate({"meta": {"id": "abc123"}, **tables})
    return load(dump(made), "x")


DOCUMENTS = st.fixed_dictionaries({}, optional=TABLES).map(loaded)


def said(value: object) -> Iterator[str]:
    """Yield everything that a value holds, as it is written."""
    if isinstance(value, Part):
        value = dict(value)
    if isinstance(value, dict):
        for item in value.values():
            yield from said(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from said(item)
    elif value is not None:
        yield repr(value)


@given(DOCUMENTS, DOCUMENTS)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(base: Postmortem, changed: Postmortem) -> None:
    for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
        assert (changed, ()) == (merged.document, merged.conflicts)
        assert dump(changed) == dump(merged.document)


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_nothing_that_either_side_wrote_is_lost(
    base: Postmortem, ours: Postmortem, theirs: Postmortem
) -> None:
    merged = merge(base, ours, theirs)
    asked = {
        each
        for conflict in merged.conflicts
        for side in (conflict.ours, conflict.theirs)
        for each in said(side)
    }
    assert (set(said(ours)) | set(said(theirs))) - set(said(base)) <= set(said(merged.document)) | asked
    assert len(merged.conflicts) == len(set(conflicts(merged)))
    assert merged.document == load(dump(merged.document), "x")


@pytest.mark.deep
@settings(max_examples=300)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_choosing_one_side_throughout_holds_all_that_this_side_wrote(
    base: Postmortem, ours: Postmortem, theirs: Postmortem
) -> None:
    start = merge(base, ours, theirs)
    for side, version in (("ours", ours), ("theirs", theirs)):
        merged = start
        for conflict in start.conflicts:
            merged = choose(merged, conflict.path, side)  # type: ignore[arg-type]  # one of the two
        assert () == merged.open
        lost = set(said(version)) - set(said(base)) - set(said(merged.document))
        assert lost == set()


@given(DOCUMENTS, st.data())
def test_changes_in_different_places_never_conflict(base: Postmortem, data: st.DataObject) -> None:
    changes = {"summary": "S", "trigger": "T", "impact.users": 9, "well": ("w",), "detection.how": "alert"}
    changes |= {f"actions.{row.id}.{name}": "x" for row, name in product(base.actions, ("owner", "text"))}
    by_us = data.draw(st.sets(st.sampled_from(sorted(changes))))
    sides = [base, base]
    for path, value in changes.items():
        sides[path in by_us] = set_value(sides[path in by_us], path, value)
    merged = merge(base, *sides)
    everything = base
    for path, value in changes.items():
        everything = set_value(everything, path, value)
    assert (everything, ()) == (merged.document, merged.conflicts)
