"""Lists as lines of text: what is not touched stays exactly as it was, whatever is beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.identity import Meta, Participant
from pmtui.document.item_lines import LISTS, list_text, split_items, with_list_text
from pmtui.document.line_marks import without_list_mark
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.document.review import Link
from pmtui.text import normalise

TRICKY = [
    "[/]",
    "a\n\nb",
    "a  \nb",
    "  a",
    "a\n",
    "\ta\n\t b",
    "- a",
    "• a",
    "a\n  b\n\n\nc",
    "\x1b[2J",
    "\u202e",
    "漢字 👩‍🚒",
]
ITEMS = (st.text(max_size=20) | st.sampled_from(TRICKY)).map(normalise).filter(str.strip)
META = Meta(id="t")
ROLES = st.sampled_from([None, "contributing", "contributing", "root"])


@st.composite
def documents(draw: st.DrawFn) -> Postmortem:
    learning = {name: tuple(draw(st.lists(ITEMS, max_size=4))) for name in Learning.model_fields}
    causes: list[Cause] = []
    for number, (text, role) in enumerate(draw(st.lists(st.tuples(ITEMS, ROLES), max_size=5)), 1):
        above = (
            draw(st.sampled_from([cause.id for cause in causes])) if causes and draw(st.booleans()) else ""  # type: ignore[arg-type]  # a case of a table
        )
        causes.append(Cause(id=f"w{number}", text=text, role=role, parents=(above,) if above else ()))  # type: ignore[arg-type]  # a case of a table
    return Postmortem(
        meta=META,
        learning=Learning(**learning),
        causes=tuple(causes),
        participants=tuple(
            Participant(name=name) for name in draw(st.lists(st.text(max_size=9).filter(str.strip), max_size=3))
        ),
        actions=tuple(Action(text="do it", causes=(cause.id,)) for cause in causes),
        links=(Link(label="graph", url="https://example.org/a"), Link(url="runbook 7")),
    )  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@given(document=documents())
def test_lines_that_were_not_touched_give_the_same_document(name: str, document: Postmortem) -> None:
    assert document == with_list_text(document, name, list_text(document, name))


@given(documents(), st.sampled_from([*Learning.model_fields]), ITEMS)
def test_a_new_line_changes_no_other_item(document: Postmortem, name: str, text: str) -> None:
    (added,) = split_items(without_list_mark(text.strip().replace("\n", "\n  ")))
    before = getattr(document.learning, name)
    lines = [part for part in (list_text(document, name), added.replace("\n", "\n  ")) if part]
    assert (*before, added) == getattr(with_list_text(document, name, "\n".join(lines)).learning, name)


@given(documents(), ITEMS)
def test_a_new_factor_leaves_every_cause_as_it_is(document: Postmortem, text: str) -> None:
    (added,) = split_items(without_list_mark(text.strip().replace("\n", "\n  ")))
    lines = [part for part in (list_text(document, "factors"), added.replace("\n", "\n  ")) if part]
    after = with_list_text(document, "factors", "\n".join(lines))
    assert document.causes == after.causes[:-1]
    assert (added, "contributing") == (after.causes[-1].text, after.causes[-1].role)


def test_the_marks_of_a_pasted_list_are_dropped() -> None:
    text = "- [x] paged in a minute\n- [ ] graphs at hand\n* calm call\n2. rolled back\n- [x]y\n  - and fast"
    after = with_list_text(Postmortem(meta=META), "well", text)
    expected = ("paged in a minute", "graphs at hand", "calm call", "rolled back", "[x]y\n- and fast")
    assert expected == after.learning.well


@given(documents())
def test_no_action_points_at_a_factor_that_is_gone(document: Postmortem) -> None:
    after = with_list_text(document, "factors", "")
    ids = {cause.id for cause in after.causes}
    assert [] == [action.causes for action in after.actions if not ids.issuperset(action.causes)]
    assert "" == list_text(after, "factors")


def test_a_line_with_two_spaces_before_it_goes_on_with_the_item_above() -> None:
    assert ["one\nmore\n\nlast", "two"] == split_items("one\n  more\n  \n  last\n\n two\n")


def test_the_two_spaces_are_no_item_where_there_is_none_above() -> None:
    assert ["one"] == split_items("\n  one\n  \n")


def test_a_factor_keeps_its_facts_when_its_words_change() -> None:
    factor = Cause(id="w1", text="no lock limit", role="contributing", evidence=("e2",), category="config")
    document = Postmortem(meta=META, causes=(factor,))
    changed = with_list_text(document, "factors", "no limit on lock waits")
    assert (replace(factor, text="no limit on lock waits"),) == changed.causes


def test_factors_that_change_places_keep_their_facts_and_their_place_in_the_tree() -> None:
    above = Cause(id="w1", text="lock held", role="root")
    small = Cause(
        id="w2", text="small staging data", role="contributing", parents=("w1",), category="testing"
    )
    slow = Cause(id="w3", text="slow alert\n\nfor hours", role="contributing", category="detection")
    document = Postmortem(meta=META, causes=(small, above, slow))
    moved = with_list_text(document, "factors", "slow alert\n  \n  for hours\nsmall staging data")
    assert (slow, above, small) == moved.causes


def test_a_factor_that_changes_between_others_keeps_its_facts() -> None:
    rows = [Cause(id=f"w{n}", text=f"cause {n}", role="contributing", evidence=(f"e{n}",)) for n in (1, 2, 3)]
    document = Postmortem(meta=META, causes=tuple(rows))
    changed = with_list_text(document, "factors", "cause 3\ncause 1\ncause two")
    assert [("w3", ("e3",)), ("w1", ("e1",)), ("w2", ("e2",))] == [(c.id, c.evidence) for c in changed.causes]


def test_a_factor_of_the_tree_loses_its_mark_with_its_line_and_stays_in_the_tree() -> None:
    above = Cause(id="w1", text="lock held", role="root")
    factor = Cause(id="w2", text="no limit", role="contributing", parents=("w1",))
    document = Postmortem(meta=META, causes=(above, factor))
    assert (above, replace(factor, role=None)) == with_list_text(document, "factors", "").causes


def test_people_are_read_as_name_role_and_handle() -> None:
    document = with_list_text(Postmortem(meta=META), "participants", "Ines Prat, Lead @ines\nTom")
    assert (
        Participant(name="Ines Prat", role="Lead", handle="ines"),
        Participant(name="Tom"),
    ) == document.participants
    assert "Ines Prat, Lead @ines\nTom" == list_text(document, "participants")


def test_links_are_read_as_label_and_address() -> None:
    document = with_list_text(Postmortem(meta=META), "links", "Lock graph https://g.example/1\nrunbook 7")
    assert (Link(label="Lock graph", url="https://g.example/1"), Link(url="runbook 7")) == document.links


def test_a_name_that_is_no_list_is_refused() -> None:
    document = Postmortem(meta=META)
    with pytest.raises(KeyError):
        list_text(document, "summary")
    with pytest.raises(KeyError):
        with_list_text(document, "summary", "x")
