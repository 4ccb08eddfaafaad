"""What an author settles about hints in a draft, and every hint of a draft in one list."""

from pmtui.checks.hint_list import ListedHint, list_hints
from pmtui.document.fields import set_value
from pmtui.document.hint_choices import (
    ask_about_sentence,
    ask_rule,
    call_no_system,
    call_system,
    leave_rule,
    leave_sentence,
    promise_figure,
    switch_hints,
)
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.drafts.folder.new import new_document
from pmtui.language.measured import measure_next_time, read_vague
from pmtui.language.text_hints import sentence_hash
from prompts.content import load_templates

BLAME = "Toby broke the billing export."
VAGUE = "Latency increased after the deploy."


def draft(summary: str = f"{BLAME} {VAGUE}", **learned: tuple[str, ...]) -> Postmortem:
    document = set_value(new_document(title="Billing export"), "summary", summary)
    return replace(document, learning=Learning(**learned))


def hints(document: Postmortem) -> tuple[ListedHint, ...]:
    templates = load_templates()
    return list_hints(document, templates[document.meta.template])


def rules(document: Postmortem) -> list[str]:
    return [listed.hint.rule for listed in hints(document)]


def only(document: Postmortem, kind: str) -> ListedHint:
    return next(listed for listed in hints(document) if listed.hint.kind == kind)


# The list


def test_hints_are_listed_in_reading_order_with_their_sections_and_words() -> None:
    document = draft(well=("The alert fired.", "Many users were patient."))
    assert [("summary", "summary"), ("summary", "summary"), ("well", "well.1")] == [
        (listed.section, listed.field) for listed in hints(document)
    ]
    assert ("", "Many", " users were patient.") == hints(document)[2].around(60)


def test_long_sentences_are_cut_around_the_words() -> None:
    before, words, after = only(draft(f"{'So it was. ' * 30}{VAGUE}{' So it was.' * 30}"), "vague").around(60)
    assert ("increased", 60) == (words, len(before + words + after))
    assert ("…", "…") == (before[0], after[-1])


def test_a_sentence_that_fits_is_shown_whole() -> None:
    listed = only(draft(f"Then {'all ' * 9}stopped. Latency increased."), "vague")
    assert listed.text == "".join(listed.around(len(listed.text)))


def test_nothing_is_listed_while_hints_are_off() -> None:
    document = switch_hints(draft(), on=False)
    assert () == hints(document)
    assert 2 == len(hints(switch_hints(document, on=True)))


# What is settled


def test_a_sentence_that_was_left_is_quiet_until_it_changes() -> None:
    """S-31: the person decides; the tool asks again only about new words."""
    document = draft()
    listed = only(document, "blame")
    left = leave_sentence(document, listed.hint.rule, listed.sentence, "Toby is our export job")
    assert listed.hint.rule not in rules(left)
    elsewhere = set_value(left, "summary", f"Before that nothing happened. {BLAME} {VAGUE} More.")
    assert listed.hint.rule not in rules(elsewhere)
    changed = set_value(left, "summary", f"Toby broke the nightly billing export. {VAGUE}")
    assert listed.hint.rule in rules(changed)


def test_leaving_twice_keeps_one_entry_with_the_later_reason() -> None:
    document = leave_sentence(leave_sentence(draft(), "r", "h", "first"), "r", "h", "second")
    assert ["second"] == [entry.reason for entry in document.ignores]
    assert () == ask_about_sentence(document, "r", "h").ignores


def test_a_rule_can_be_left_for_the_draft_and_asked_again() -> None:
    document = draft()
    rule = only(document, "vague").hint.rule
    left = leave_rule(document, rule)
    assert rule not in rules(left)
    assert left is leave_rule(left, rule)
    assert rules(document) == rules(ask_rule(left, rule))


def test_a_name_called_a_system_is_no_longer_taken_for_a_person() -> None:
    document = draft()
    known = call_system(document, " Toby ")
    assert ("Toby",) == known.hints.systems
    assert "blame" not in [listed.hint.kind for listed in hints(known)]
    assert known is call_system(known, "TOBY")
    assert document.hints == call_no_system(known, "toby").hints
    assert document is call_system(document, "  ")


def test_a_figure_nobody_knows_becomes_an_action_and_the_sentence_is_left_for_it() -> None:
    """S-59: "we think about an hour" turns into a measurement to get."""
    document = draft()
    listed = only(document, "vague")
    vague = read_vague(listed.text, listed.hint.start, listed.hint.end, listed.hint.rule)
    assert vague is not None
    changed, action_id = promise_figure(
        document, measure_next_time(vague, {}), listed.hint.rule, listed.sentence
    )
    action = changed.action(action_id)
    assert action is not None
    assert ("Measure latency, so that it is known next time", "detect", "proposed") == (
        action.text, action.type, action.state
    )  # fmt: skip
    assert "vague" not in [listed.hint.kind for listed in hints(changed)]
    assert ["not known; a1 is to measure it"] == [entry.reason for entry in changed.ignores]


def test_the_hash_of_a_listed_hint_is_the_one_of_its_line_alone() -> None:
    """The editor asks line by line; both must name the same sentence."""
    document = draft(f"It was calm.\n\n{BLAME} {VAGUE}")
    for listed in hints(document):
        line = listed.text.split("\n")[2]
        start = line.index(listed.words)
        assert listed.sentence == sentence_hash(line, start, start + len(listed.words))
