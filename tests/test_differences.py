"""What changed between two versions: nothing left out, told by words, and quick for any text."""

import time
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmtui.document.actions import Action
from pmtui.document.identity import Meta, Participant
from pmtui.document.postmortem import Answer, Learning, Narrative, Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.drafts.comparing.differences import differences
from pmtui.drafts.comparing.text_comparison import LETTER_LIMIT, LINE_LIMIT, WORD_LIMIT, Span, compare

AT = datetime(2026, 3, 15, 14, 32, tzinfo=UTC)


def document(**tables: object) -> Postmortem:
    return Postmortem(meta=Meta(id="abc123"), **tables)  # type: ignore[arg-type]  # tables of the model


def told(old: Postmortem, new: Postmortem) -> list[tuple[str, str, str, str]]:
    return [(change.path, change.kind, change.before, change.after) for change in differences(old, new)]


def actions(*ids: str) -> tuple[Action, ...]:
    return tuple(Action(id=each, text=f"Do {each}") for each in ids)


# Fields and rows


def test_a_changed_field_is_told_by_its_path_with_both_texts() -> None:
    old, new = document(narrative=Narrative(summary="One")), document(narrative=Narrative(summary="Two"))
    assert [("summary", "changed", "One", "Two")] == told(old, new)


def test_a_field_that_was_empty_is_added_and_one_that_is_cleared_removed() -> None:
    empty, full = document(), document(narrative=Narrative(trigger="A deploy"))
    assert [("trigger", "added", "", "A deploy")] == told(empty, full)
    assert [("trigger", "removed", "A deploy", "")] == told(full, empty)


def test_a_field_of_a_row_is_grouped_under_its_row() -> None:
    old = document(actions=actions("a1", "a2"))
    new = document(
        actions=(old.actions[0], replace(old.actions[1], owner="Ines", due=datetime(2026, 4, 1).date()))
    )
    changes = differences(old, new)
    assert ["actions.a2.owner", "actions.a2.due"] == [change.path for change in changes]
    assert {"actions.a2"} == {change.group for change in changes}
    assert "2026-04-01" == changes[1].after


def test_a_new_row_shows_every_field_it_has() -> None:
    new = document(timeline=(Event(id="e1", at=AT, text="Alert", kind="alert"),))
    assert [("timeline.e1", "added", "", "at: 2026-03-15 14:32\ntext: Alert\nkind: alert")] == told(
        document(), new
    )


def test_a_row_that_went_shows_what_it_was() -> None:
    assert [("actions.a1", "removed", "text: Do a1", "")] == told(document(actions=actions("a1")), document())


def test_a_moved_row_is_one_change_however_many_it_passed() -> None:
    (change,) = differences(
        document(actions=actions("a1", "a2", "a3", "a4")), document(actions=actions("a4", "a1", "a2", "a3"))
    )
    assert ("actions.a4", "moved", (4, 1)) == (change.path, change.kind, change.places)


def test_rows_that_shift_because_another_came_or_went_have_not_moved() -> None:
    changes = differences(
        document(actions=actions("a1", "a2", "a3")), document(actions=actions("a4", "a2", "a3"))
    )
    assert ["added", "removed"] == [change.kind for change in changes]


def test_the_items_of_a_list_are_compared_as_lines() -> None:
    old, new = document(learning=Learning(well=("a", "b"))), document(learning=Learning(well=("a", "c")))
    assert [("well", "changed", "a\nb", "a\nc")] == told(old, new)


def test_people_are_told_apart_by_their_name() -> None:
    old = document(participants=(Participant(name="Ines"), Participant(name="Tom")))
    new = document(participants=(Participant(name="Ines", role="lead"), Participant(name="Tom")))
    assert [("participants.Ines.role", "added", "", "lead")] == told(old, new)


def test_people_of_the_same_name_are_compared_as_a_list() -> None:
    old = document(participants=(Participant(name="Ines"), Participant(name="Ines")))
    (change,) = differences(old, document(participants=old.participants[:1]))
    assert ("participants", "changed") == (change.path, change.kind)


def test_answers_and_keys_of_a_later_version_are_compared_too() -> None:
    old = document(answers={"impact.users": Answer(state="unknown")}, later={"key": 1, "gone": True})
    new = document(answers={"impact.users": Answer(state="not_applicable")}, later={"key": "1"})
    assert [
        ('answers."impact.users".state', "changed", "unknown", "not applicable"),
        ("later.key", "changed", "1", "'1'"),
        ("later.gone", "removed", "yes", ""),
    ] == told(old, new)


def test_times_are_shown_on_the_clocks_of_the_draft() -> None:
    old = replace(document(), meta=Meta(id="abc123", zone="Europe/Madrid", began=AT))
    new = replace(old, meta=replace(old.meta, began=AT + timedelta(minutes=5)))
    (change,) = differences(old, new)
    assert ("2026-03-15 15:32", "2026-03-15 15:37") == (change.before[:16], change.after[:16])


def test_the_same_moment_with_another_offset_is_no_change() -> None:
    old = document(timeline=(Event(id="e1", at=AT, text="x"),))
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))
    assert () == differences(old, document(timeline=(Event(id="e1", at=elsewhere, text="x"),)))


TEXTS = st.sampled_from(["", "a", "b c", "b d", "yes"])
DOCUMENTS = st.builds(
    lambda summary, well, ids, texts, extra: document(
        narrative=Narrative(summary=summary),
        learning=Learning(well=tuple(well)),
        actions=tuple(Action(id=each, text=text) for each, text in zip(ids, texts, strict=False)),
        **extra,
    ),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.permutations(["a1", "a2", "a3"]).flatmap(lambda ids: st.integers(0, 3).map(lambda n: ids[:n])),
    st.lists(TEXTS, min_size=3, max_size=3),
    st.dictionaries(st.sampled_from(["later", "summary"]), st.integers(0, 1) | TEXTS, max_size=2),
)


@given(DOCUMENTS, DOCUMENTS)
def test_nothing_is_told_of_equal_documents_and_something_of_all_others(
    old: Postmortem, new: Postmortem
) -> None:
    changes = differences(old, new)
    assert (old == new) == (changes == ())
    assert all(change.kind == "moved" or change.before != change.after for change in changes)
    assert len(changes) == len({(change.path, change.kind) for change in changes})


# Words


def test_one_changed_word_leaves_the_rest_of_the_sentence_alone() -> None:
    assert (
        Span("same", "The cache was "),
        Span("removed", "cold"),
        Span("added", "empty"),
        Span("same", " for ten minutes."),
    ) == compare("The cache was cold for ten minutes.", "The cache was empty for ten minutes.")


def test_words_added_at_the_end_are_added_only() -> None:
    assert (Span("same", "It stopped"), Span("added", " at noon")) == compare(
        "It stopped", "It stopped at noon"
    )


def test_a_changed_phrase_is_one_change() -> None:
    assert ["same", "removed", "added", "same"] == [
        span.kind for span in compare("We saw a slow disk today", "We saw the new queue today")
    ]


@given(st.text("ab \n'.é", max_size=60), st.text("ab \n'.é", max_size=60))
@example("a\u2028b\x0b", "a\x0bb\r\n")
def test_the_spans_hold_both_texts_whole(before: str, after: str) -> None:
    spans = compare(before, after)
    assert before == "".join(span.text for span in spans if span.kind != "added")
    assert after == "".join(span.text for span in spans if span.kind != "removed")
    assert all(span.text for span in spans)
    assert all(one.kind != other.kind for one, other in pairwise(spans))


def test_a_long_text_is_told_by_words_where_its_lines_are_short() -> None:
    lines = [f"line {number} of the log" for number in range(WORD_LIMIT)]
    others = [*lines]
    others[3], others[-3] = "line 3 of the book", "line z of the log"
    removed = [span.text for span in compare("\n".join(lines), "\n".join(others)) if span.kind == "removed"]
    assert ["log", f"{WORD_LIMIT - 3}"] == removed


def test_more_lines_than_the_limit_are_one_change_between_what_is_the_same() -> None:
    old = "".join(f"a{number}\n" for number in range(LINE_LIMIT + 1))
    assert ["same", "removed", "added", "same"] == [
        span.kind for span in compare(f"top\n{old}end", f"top\n{old.replace('a', 'b')}end")
    ]


def hard_texts() -> dict[str, tuple[str, str]]:
    many = 3 * LINE_LIMIT
    return {
        "every second word changed": (
            " ".join(f"w{n}" for n in range(WORD_LIMIT // 2)),
            " ".join(f"w{n}" if n % 2 else f"x{n}" for n in range(WORD_LIMIT // 2)),
        ),
        "few words in another order": (
            " ".join(f"{n * n % 97}" for n in range(WORD_LIMIT // 2)),
            " ".join(f"{n * n * n % 89}" for n in range(WORD_LIMIT // 2)),
        ),
        "two words": ("a b " * (WORD_LIMIT // 4), "b a a " * (WORD_LIMIT // 6)),
        "every second line changed": (
            "\n".join(f"w{n} " * 9 for n in range(LINE_LIMIT)),
            "\n".join(f"w{n} " * 9 if n % 2 else f"x{n} " * 9 for n in range(LINE_LIMIT)),
        ),
        "every second of many lines changed": (
            "\n".join(f"w{n}" for n in range(20 * LINE_LIMIT)),
            "\n".join(f"w{n}" if n % 2 else f"x{n}" for n in range(20 * LINE_LIMIT)),
        ),
        "more lines than the limit": ("a\nb\n" * many, "b\na\na\n" * many),
        "one endless line": ("a b " * LETTER_LIMIT, "b a c " * LETTER_LIMIT),
        "one endless word": ("a" * LETTER_LIMIT * 5, "b" * LETTER_LIMIT * 5),
    }


@pytest.mark.parametrize("name", hard_texts())
def test_no_text_takes_long(name: str) -> None:
    before, after = hard_texts()[name]
    began = time.process_time()
    spans = compare(before, after)
    assert 3.0 > time.process_time() - began
    assert before == "".join(span.text for span in spans if span.kind != "added")
