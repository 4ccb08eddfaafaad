"""Hints: which words, with what question, in which section, and how fast."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.checks.document_hints import context_of, document_hints
from pmtui.cli.check_lines import answer
from pmtui.document.actions import Action
from pmtui.document.causes import Cause
from pmtui.document.identity import Meta, Participant
from pmtui.document.postmortem import HintSettings, Ignore, Learning, Narrative, Postmortem
from pmtui.document.timeline import Event
from pmtui.language.paragraph_hints import paragraph_hints
from pmtui.language.text_hints import EMPTY, SECTIONS, Context, find_hints, sentence_hash

AT = datetime(2026, 3, 15, 9, 0, tzinfo=UTC)


def kinds(text: str, section: str = "root_cause", context: Context = EMPTY) -> list[str]:
    return [hint.kind for hint in find_hints(text, section, context)]


def words(text: str, section: str = "root_cause") -> list[str]:
    return [text[hint.start : hint.end] for hint in find_hints(text, section)]


@pytest.mark.parametrize(
    ("blaming", "asking"),
    [
        ("Dave pushed a bad config.", "A config change reached production without validation."),
        (
            "The on-call engineer was too slow to respond.",
            "The alert did not say which service it was about.",
        ),
        ("QA missed the bug.", "The tests do not cover a restart in the middle of a batch."),
        ("Someone forgot to update the runbook.", "The deployment checklist has no step for the runbook."),
        (
            "A junior engineer broke production.",
            "The console accepts a delete on production without a second key.",
        ),
    ],
)
def test_the_person_as_cause_is_hinted_and_the_condition_is_not(blaming: str, asking: str) -> None:
    """S-33."""
    assert ["blame"] == kinds(blaming)
    assert [] == kinds(asking)


@pytest.mark.parametrize("text", ["The cause was human error.", "Operator error in the second step."])
def test_human_error_as_a_cause_is_a_warning(text: str) -> None:
    """S-59."""
    assert ["warning"] == [hint.severity for hint in find_hints(text, "root_cause")]


@pytest.mark.parametrize(
    ("vague", "exact"),
    [
        ("Latency increased after the deploy.", "p99 rose from 300 ms to 1.2 s within 3 min."),
        ("The outage lasted about an hour.", "The outage lasted 63 minutes."),
        ("Many users were affected.", "1,377 of 9,000 users were affected."),
    ],
)
def test_a_figure_takes_the_hint_away(vague: str, exact: str) -> None:
    """S-77."""
    assert ["vague"] == kinds(vague, "impact")
    assert [] == kinds(exact, "impact")


@pytest.mark.parametrize(
    ("weak", "sharp"),
    [
        ("Improve monitoring.", "Page when the queue is older than 5 minutes."),
        ("Investigate the memory growth.", "Write up the memory growth in MEM-204, @noor, 17 April."),
    ],
)
def test_an_action_without_an_end_is_hinted(weak: str, sharp: str) -> None:
    """S-47."""
    assert ["vague"] == kinds(weak, "action")
    assert [] == kinds(sharp, "action")


def test_a_hint_covers_the_subject_and_the_deed() -> None:
    text = "At 10:02 one of our developers deleted the wrong bucket."
    assert ["one of our developers deleted the wrong bucket"] == words(text)


def test_the_rewrite_takes_the_place_of_the_hinted_words() -> None:
    text = "The agency uploaded a script without asking us."
    (hint,) = find_hints(text, "root_cause")
    assert hint.rewrite is not None
    assert "." == text[hint.end :]
    assert "It was possible to upload a script without asking us because …" == hint.rewrite


def test_the_rewrite_takes_what_belongs_to_its_words_along() -> None:
    text = "Ana accidentally deleted the table (prod) of the archive, then restored it."
    hint = find_hints(text, "root_cause")[0]
    assert "It was possible to delete the table (prod) of the archive because …" == hint.rewrite
    assert ", then restored it." == text[hint.end :]


def test_there_is_no_rewrite_when_the_sentence_names_no_object() -> None:
    (hint,) = find_hints("It was down because Pierre wrecked.", "root_cause")
    assert hint.rewrite is None


@pytest.mark.parametrize(
    "text",
    [
        'A customer wrote: "somebody obviously pressed the wrong button".',
        "The tool said 'user error: you forgot the bucket'.",
        "See https://wiki.example/human-error-is-never-a-cause for the template.",
        "Run `forgot --all` again.",
        "```\nwe forgot to renew it\n```",
        "> we forgot to renew it",
        "<!-- we forgot to renew it -->",
    ],
)
def test_words_that_are_not_the_authors_are_left_alone(text: str) -> None:
    assert [] == kinds(text)


def test_a_clause_has_one_hint_at_most() -> None:
    assert 1 == len(find_hints("Ops took ages to respond for a while", "poorly"))
    assert 2 == len(find_hints("Ops took ages to respond; that lasted for a while", "poorly"))


def test_a_clause_can_be_told_to_blame_and_to_leave_a_figure_out() -> None:
    text = "Ops took ages to respond"
    assert ["blame"] == kinds(text, "poorly")
    assert {"blame", "vague"} == {hint.kind for hint in find_hints(text, "poorly", each_kind=True)}


def test_hints_stand_in_the_order_of_the_text() -> None:
    hints = find_hints("We forgot to renew it.\n\nMany users saw errors; latency increased.", "summary")
    assert [hint.start for hint in hints] == sorted(hint.start for hint in hints)
    assert 3 == len(hints)


def test_a_sentence_over_two_lines_is_one_sentence() -> None:
    text = "The operator on the night\nshift forgot the second step."
    assert ["The operator on the night\nshift forgot"] == words(text)


def test_luck_may_speak_of_what_might_have_been() -> None:
    text = "Leila should have been on leave that day, and was not."
    assert [] == kinds(text, "lucky")


def test_a_deed_in_the_timeline_is_not_blame() -> None:
    for text in (
        "10:31 João fails over to the standby",
        "12:08 Deepika runs the plan",
        "Ines took over as lead",
    ):
        assert [] == kinds(text, "timeline")


# What the draft knows


def test_people_of_the_draft_are_people_and_its_systems_are_systems() -> None:
    text = "Zxqv deleted the bucket."
    assert [] == kinds(text, context=Context(systems=frozenset({"zxqv"})))
    assert ["blame"] == kinds(text, context=Context(people=frozenset({"zxqv"})))


def test_a_name_that_only_looks_like_a_persons_is_told_with_the_hint() -> None:
    text = "Zorblax forgot the second step."
    (hint,) = find_hints(text, "root_cause")
    assert ("Zorblax", "hint") == (hint.suspect, hint.severity)
    (hint,) = find_hints(text, "root_cause", Context(people=frozenset({"zorblax"})))
    assert ("", "warning") == (hint.suspect, hint.severity)
    assert [] == kinds(text, context=Context(systems=frozenset({"zorblax"})))


def test_a_suspect_has_the_whole_name_and_no_role() -> None:
    assert ["Birgit Holm"] == [hint.suspect for hint in find_hints("Birgit Holm forgot it.", "root_cause")]
    assert [""] == [hint.suspect for hint in find_hints("The engineer forgot it.", "root_cause")]
    assert ["Dave"] == [hint.suspect for hint in find_hints("Dave's commit broke search.", "root_cause")]


def test_a_draft_knows_roles_and_systems_of_several_words() -> None:
    text = "The night herder skipped the dry run."
    assert [] == kinds(text)
    assert ["blame"] == kinds(text, context=Context(roles=frozenset({"night herder"})))
    relay = "The Adler Relay forgot its cursor."
    assert [] == kinds(relay, context=Context(systems=frozenset({"adler relay"})))


def test_a_system_with_a_given_name_wins_over_the_name() -> None:
    text = "Toby forgot its cursor."
    assert ["blame"] == kinds(text)
    assert [] == kinds(text, context=Context(people=frozenset({"toby"}), systems=frozenset({"toby"})))


def test_what_a_name_stands_for_can_be_said_beside_it() -> None:
    assert [] == kinds("Oscar, our billing daemon, forgot its cursor.")
    assert [] == kinds("Penelope (mail relay) ignored the header.")
    assert ["blame"] == kinds("Oscar, who was on call, forgot the second step.")


def test_a_rule_can_be_off_for_a_draft_and_so_can_all() -> None:
    (hint,) = find_hints("We forgot to renew it.", "root_cause")
    assert [] == kinds("We forgot to renew it.", context=Context(rules_off=frozenset({hint.rule})))
    assert [] == kinds("We forgot to renew it.", context=Context(on=False))


def test_an_ignored_hint_comes_back_when_its_sentence_changes() -> None:
    text = "All was well. We forgot to renew it. Then it broke."
    (hint,) = find_hints(text, "root_cause")
    context = Context(ignored=frozenset({(hint.rule, sentence_hash(text, hint.start, hint.end))}))
    assert [] == kinds(text, context=context)
    assert [] == kinds(text.replace("All was", "It was  all") + " More.", context=context)
    assert ["blame"] == kinds(text.replace("renew it", "renew the domain"), context=context)


def test_a_line_of_a_text_gives_the_same_hash_as_the_text() -> None:
    line = "Then we forgot to renew it"
    text = f"Before\n{line}\nAfter."
    assert sentence_hash(line, 5, 14) == sentence_hash(text, 12, 21)


def test_a_document_tells_who_its_people_are() -> None:
    document = Postmortem(
        meta=Meta(id="x", authors=("Ana Bell",), services=("Toby",)),
        participants=(Participant(name="Wei Zhang", handle="@wz"),),
        actions=(Action(text="Add it", owner="@noor"),),
        hints=HintSettings(systems=("Oscar",), rules_off=("blame.lapse",)),
        ignores=(Ignore(rule="blame.fault", sentence="abc"),),
    )
    context = context_of(document)
    assert {"ana bell", "ana", "bell", "wei zhang", "wei", "zhang", "wz", "noor"} == context.people
    assert {"toby", "oscar"} == context.systems
    assert {"blame.lapse"} == context.rules_off
    assert {("blame.fault", "abc")} == context.ignored


def test_every_place_of_a_document_that_holds_sentences_is_read() -> None:
    said = "We forgot to renew it."
    document = Postmortem(
        meta=Meta(id="x"),
        narrative=Narrative(summary=said, root_cause=said),
        learning=Learning(poorly=("Fine.", said)),
        timeline=(Event(at=AT, text=said, note=said),),
        causes=(Cause(text=said), Cause(text=said, role="contributing")),
        actions=(Action(text="Improve monitoring"),),
    )
    assert [
        ("summary", "summary"),
        ("root_cause", "root_cause"),
        ("poorly.1", "poorly"),
        ("timeline.e1.text", "timeline"),
        ("timeline.e1.note", "timeline"),
        ("causes.w1.text", "root_cause"),
        ("causes.w2.text", "contributing"),
        ("actions.a1.text", "action"),
    ] == [(field, section) for field, section, _ in document_hints(document)]


# How a sentence is read


@pytest.mark.parametrize(
    "text",
    [
        "Many users were affected in 2024.",
        "Many users were affected by version 3.7.4.",
        "Many users were affected on 12 May.",
        "Many users were affected for 20 minutes.",
    ],
)
def test_digits_that_count_nothing_do_not_answer_how_many(text: str) -> None:
    assert ["vague"] == kinds(text, "impact")


@pytest.mark.parametrize(
    "text",
    [
        "Consultants helped us to find the cause.",
        "The on-call engineer did not get the page.",
        "The SRE noticed that two nodes were in the wrong pool.",
        "Nobody was hurt.",
        "At 10:36 the engineer dropped the old index.",
        "The people with clients that do not support TLS 1.3 saw errors.",
    ],
)
def test_somebody_in_a_sentence_is_not_yet_blame(text: str) -> None:
    assert [] == kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The release captain did not wait for the smoke tests.",
        "Neither of the two approvers opened the diff.",
        "No reviewer opened the diff.",
        "The night shift handed over nothing.",
        "Engineers should really have noticed.",
        "The technician swapped the wrong disk.",
        "We did not update the status page quickly enough.",
        "Why did the second shift not pick this up?",
    ],
)
def test_blame_is_found_by_who_did_what_whatever_the_verb(text: str) -> None:
    assert ["blame"] == kinds(text, "poorly")


# One line of JSON


def test_a_line_is_answered_with_spans_and_top_level_kinds() -> None:
    told = answer({"id": 7, "text": "Émile forgot İt.", "section": "root_cause"})
    (hint,) = told["hints"]
    assert (7, 0, 12, "blame") == (told["id"], hint["start"], hint["end"], hint["kind"])
    assert "blame.lapse" == hint["rule"]


def test_a_section_nobody_knows_counts_as_other() -> None:
    assert answer({"id": 1, "text": "We forgot it.", "section": "weather"})["hints"]


# Odd and hostile text


def test_spans_are_right_after_letters_that_grow_in_lower_case() -> None:
    text = "İİİ and e\u0301e\u0301 שלום: we forgot to renew it."
    assert ["we forgot"] == words(text)


@given(st.text(alphabet="we forgtİ.,;:`\"'\n-*\u0301\u202eא😀1", max_size=120), st.sampled_from(SECTIONS))
def test_every_span_lies_in_the_text(text: str, section: str) -> None:
    text += " we forgot many users"
    for hint in find_hints(text, section):
        assert 0 <= hint.start < hint.end <= len(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "one long line": lambda size: "We forgot to renew it and many users saw errors " * (size // 48),
    "no boundary at all": lambda size: "engineer forgot " * (size // 16),
    "quotes": lambda size: '"a ' * (size // 3),
    "open quotes": lambda size: "“a " * (size // 3),
    "unbalanced backticks": lambda size: "".join("`" * (n % 50 + 1) + "a" for n in range(size // 26)),
    "stops": lambda size: "." * size + "x",
    "underscores": lambda size: "a" + "_" * size + "b",
    "blanks": lambda size: " " * size + "x",
    "comments": lambda size: "<!--" * (size // 4),
    "combining marks": lambda size: "we forgot e\u0301" * (size // 12),
    "right to left": lambda size: "שכח we forgot " * (size // 14),
    "dotted capitals": lambda size: "İ forgot " * (size // 9),
    "names": lambda size: "Ana, " * (size // 5),
    "one sentence of many clauses": lambda size: "we did not wait, " * (size // 17),
    "negations": lambda size: "never did not " * (size // 14),
    "modals": lambda size: "nobody should really have " * (size // 26),
    "names without an end": lambda size: "Zorblax " * (size // 8),
    "brackets": lambda size: "several hosts (" * (size // 15),
    "digits": lambda size: "1," * (size // 2) + ":1",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_eight_times_the_text_takes_about_eight_times_the_time(hostile: Callable[[int], str]) -> None:
    assert 24 > growth(hostile(6_000), hostile(48_000))


@pytest.mark.deep
def test_a_line_of_a_megabyte_is_read() -> None:
    text = "We forgot to renew it and many users saw errors, " * 21_000
    hints = find_hints(text, "root_cause")
    assert 21_000 <= len(hints)
    assert "We forgot" == text[hints[0].start : hints[0].end]


@pytest.mark.parametrize(
    "before", ["שלום עולם, ", "e\u0301\u0323" * 9 + ", ", "İİ ", "😀👩\u200d🔧 ", "\u202eabc\u202c "]
)
def test_spans_count_code_points_after_any_script(before: str) -> None:
    assert ["we forgot"] == words(before + "then we forgot to renew it.")


def test_ignored_hints_do_not_cost_a_pass_over_the_text_each() -> None:
    context = Context(ignored=frozenset({("blame.lapse", "0")}))
    assert 24 > growth("We forgot it. " * 800, "We forgot it. " * 6_400, context)


def test_looking_again_after_an_edit_reads_one_paragraph() -> None:
    paragraphs = [f"In step {n} we forgot to renew it." for n in range(100)]
    find_hints("\n\n".join(paragraphs), "summary")
    before = paragraph_hints.cache_info().misses
    paragraphs[50] += " Many users saw it."
    find_hints("\n\n".join(paragraphs), "summary")
    assert 1 == paragraph_hints.cache_info().misses - before


def test_hints_do_not_need_the_document_model() -> None:
    code = (
        "import sys; from pmtui.language.text_hints import find_hints; assert find_hints('We forgot it.');"
        "print([name for name in ('pydantic', 'textual', 'rich', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def growth(small: str, large: str, context: Context = EMPTY) -> float:
    """Return how many times as long the larger text takes: of eight times as much, 8, or 64 where a step is quadratic."""
    # The fastest of several says what the work costs; below some milliseconds the clock says little.
    return seconds(large, context, 2) / max(seconds(small, context, 5), 0.003)


def seconds(text: str, context: Context, times: int) -> float:
    taken = []
    for _ in range(times):
        paragraph_hints.cache_clear()
        start = time.process_time()
        find_hints(text, "root_cause", context)
        taken.append(time.process_time() - start)
    return min(taken)
