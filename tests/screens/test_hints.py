"""Hints as a person meets them: explained, left, mended with figures, listed, and switched off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.document.fields import set_value
from pmtui.document.postmortem import Learning, Postmortem, replace
from pmtui.drafts.folder.new import new_document
from pmtui.language.text_hints import sentence_hash

if TYPE_CHECKING:
    from tests.screens.conftest import Desk, OpenDesk

Put = Callable[..., Path]

VAGUE = "Latency increased after the deploy."
MANY = "Many users saw errors."
BLAME = "Toby broke the billing export."
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


def told(summary: str, **learned: tuple[str, ...]) -> Postmortem:
    document = set_value(new_document(title="Billing export"), "summary", summary)
    return replace(document, learning=Learning(**learned))


def summary(desk: "Desk") -> str | None:
    return desk.document.narrative.summary


def left(desk: "Desk") -> list[tuple[str, str | None]]:
    return [(entry.rule, entry.reason) for entry in desk.document.ignores]


async def at_hint(desk: "Desk", *, keys: tuple[str, ...] = ("f8",)) -> None:
    """Go to a hint once the wording was looked at."""
    await desk.until(lambda: desk.page.editor.hint_count, "hints")
    await desk.press(*keys)
    await desk.until(lambda: desk.page.editor.hints.under_cursor, "the cursor on a hint")


# The vagueness coach


@SIZES
async def test_figures_take_the_place_of_vague_words_and_one_step_takes_them_back(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    """S-77."""
    async with at_desk(put(told(f"It began at noon. {VAGUE} We rolled back.")), size=size) as desk:
        await at_hint(desk)
        await desk.sight("F9 asks for the figures")
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.sight("From what to what?", "Which percentile", "Normal range")
        await desk.enter("p99", "300 ms", "1.2 s", "14:02", "12 min")
        written = "p99 latency increased from 300 ms to 1.2 s at 14:02 for 12 min (normally 300–400 ms)"
        await desk.paste("300–400 ms")
        await desk.sight(written)
        await desk.press("enter")
        await desk.writing("summary")
        expected = f"It began at noon. {written} after the deploy. We rolled back."
        await desk.until(lambda: expected == summary(desk), "the sentence")
        assert expected == desk.saved().narrative.summary
        await desk.until(lambda: not desk.page.editor.hint_count, "no hints")
        await desk.press("ctrl+z")
        await desk.until(
            lambda: f"It began at noon. {VAGUE} We rolled back." == summary(desk), "the words from before"
        )


@pytest.mark.deep
async def test_a_figure_nobody_knows_becomes_an_action_and_the_hint_rests(
    at_desk: "OpenDesk", put: Put
) -> None:
    """S-59."""
    async with at_desk(put(told(VAGUE))) as desk:
        await at_hint(desk)
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.press("f6")
        await desk.writing()
        await desk.sight("Added to the actions as proposed")
        action = desk.saved().actions[0]
        assert ("Measure latency, so that it is known next time", "detect", "proposed") == (
            action.text,
            action.type,
            action.state,
        )
        assert [("vague.change", "not known; a1 is to measure it")] == left(desk)
        await desk.until(lambda: not desk.page.editor.hint_count, "no hints")
        await desk.press("ctrl+z")
        await desk.until(lambda: not desk.document.actions and not desk.document.ignores, "both taken back")


@pytest.mark.deep
async def test_the_form_asks_only_what_fits_and_writes_nothing_without_a_figure(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(told(MANY))) as desk:
        await at_hint(desk)
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.sight("How many?", "Out of how many", "users")
        assert not desk.sees("percentile")
        await desk.press("ctrl+s")
        await desk.sight("Fill in one figure at least")
        await desk.press("escape")
        await desk.writing()
        assert MANY == summary(desk)


@pytest.mark.deep
async def test_what_is_typed_into_the_form_is_never_markup(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(f"[/b] {MANY}"))) as desk:
        await at_hint(desk)
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.enter("[/api] 40")
        await desk.sight("[/b] [/api] 40 users saw errors.")
        await desk.press("ctrl+s")
        await desk.until(lambda: "[/b] [/api] 40 users saw errors." == summary(desk), "the sentence")


@pytest.mark.deep
async def test_vague_words_that_no_figure_answers_keep_their_question(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told("Something in the network was off."))) as desk:
        await at_hint(desk)
        await desk.press("f9")
        await desk.sight("This hint asks a question")


# Explaining and settling


@SIZES
async def test_the_rule_behind_a_hint_is_explained(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    async with at_desk(put(told(VAGUE)), size=size) as desk:
        await at_hint(desk)
        await desk.press("alt+e")
        await desk.dialog("ExplainRule")
        await desk.sight("The idea", "Readers who were not there can learn only from what they can compare")
        await desk.press(*["down"] * 12)
        await desk.sight("Is hinted", "Is fine", "vague.change: a hint")
        await desk.press("escape")
        await desk.writing()


@pytest.mark.deep
@pytest.mark.parametrize("key", ["alt+e", "shift+f9", "f21"])
async def test_a_hint_can_be_left_from_its_explanation(at_desk: "OpenDesk", put: Put, key: str) -> None:
    """S-31."""
    async with at_desk(put(told(VAGUE))) as desk:
        await at_hint(desk)
        await desk.press(key)
        await desk.dialog("ExplainRule")
        await desk.press("g")
        await desk.sight("Leave it as it is. Why?")
        await desk.enter("the graph is linked")
        await desk.until(lambda: [("vague.change", "the graph is linked")] == left(desk), "the ignore")


async def test_a_hint_that_was_left_comes_back_when_its_sentence_changes(
    at_desk: "OpenDesk", put: Put
) -> None:
    async with at_desk(put(told(f"{VAGUE} Then it was calm."))) as desk:
        await at_hint(desk)
        await desk.press("ctrl+g")
        await desk.sight("Leave it as it is. Why?")
        await desk.press("enter")
        await desk.until(lambda: not desk.page.editor.hint_count, "quiet")
        assert sentence_hash(VAGUE, 0, 5) == desk.saved().ignores[0].sentence
        await desk.press("end", *" Really.")
        await desk.until(lambda: "Really." in (summary(desk) or ""), "another sentence")
        await desk.pilot.pause(0.3)
        assert 0 == desk.page.editor.hint_count
        await desk.press("home", *"All ")
        await desk.until(lambda: desk.page.editor.hint_count, "the hint again")


@pytest.mark.deep
async def test_a_rule_can_be_left_for_the_whole_draft(at_desk: "OpenDesk", put: Put) -> None:
    text = f"{VAGUE}\n\nTraffic spiked beyond what we plan for.\n\n{MANY}"
    async with at_desk(put(told(text))) as desk:
        await desk.until(lambda: 3 == desk.page.editor.hint_count, "three hints")
        await at_hint(desk)
        await desk.press("alt+r")
        await desk.sight("Not asked again in this draft: vague.change")
        await desk.until(lambda: 1 == desk.page.editor.hint_count, "the other rule's hint")
        assert ("vague.change",) == desk.saved().hints.rules_off
        await desk.press("ctrl+z")
        await desk.until(lambda: 3 == desk.page.editor.hint_count, "three hints again")


@pytest.mark.deep
@SIZES
async def test_one_key_says_that_a_name_is_a_system(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    async with at_desk(put(told(BLAME)), size=size) as desk:
        await at_hint(desk)
        await desk.sight("Alt+S Toby is a system")
        await desk.press("alt+s")
        await desk.sight("“Toby” is a system in this draft")
        await desk.until(lambda: not desk.page.editor.hint_count, "no hints")
        assert ("Toby",) == desk.saved().hints.systems
        await desk.press("ctrl+z")
        await desk.until(lambda: desk.page.editor.hint_count, "the hint again")


@pytest.mark.deep
async def test_where_a_hint_holds_no_name_the_system_is_asked_for(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(VAGUE))) as desk:
        await at_hint(desk)
        await desk.press("alt+s")
        await desk.sight("Which name is a system?")
        await desk.enter("[/]Hermes")
        await desk.sight("“[/]Hermes” is a system in this draft")
        assert ("[/]Hermes",) == desk.saved().hints.systems


@pytest.mark.deep
@pytest.mark.parametrize("key", ["alt+e", "ctrl+g", "alt+r", "alt+s"])
async def test_without_a_hint_the_keys_say_where_hints_are(at_desk: "OpenDesk", put: Put, key: str) -> None:
    async with at_desk(put(told("The export stopped at 09:40."))) as desk:
        await desk.press(key)
        await desk.sight("Go to a hint first (F8); F10 lists them all.")


@pytest.mark.deep
async def test_hints_are_switched_off_for_a_draft_and_on_again(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(VAGUE))) as desk:
        await at_hint(desk)
        await desk.press("alt+o")
        await desk.sight("hints are off (Alt+O)")
        assert not desk.saved().hints.on
        assert 0 == desk.page.editor.hint_count
        await desk.press("alt+o")
        await desk.until(lambda: desk.page.editor.hint_count, "hints again")
        assert desk.saved().hints.on


# The list


async def listed(desk: "Desk", key: str = "f10") -> None:
    await desk.press(key)
    await desk.dialog("HintsScreen")


@pytest.mark.deep
@SIZES
async def test_all_hints_are_listed_by_section_with_their_words(
    at_desk: "OpenDesk", put: Put, size: tuple[int, int]
) -> None:
    async with at_desk(put(told(f"{BLAME} {VAGUE}", well=("The alert fired.", MANY))), size=size) as desk:
        await listed(desk)
        await desk.sight(
            "Hints 3", "Summary · 2 hints", "What went well · 1 hint", BLAME, "How many, out of how many?"
        )


@pytest.mark.deep
async def test_enter_goes_to_the_words(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(VAGUE, well=("The alert fired.", MANY)))) as desk:
        await listed(desk)
        await desk.press("down", "enter")
        await desk.writing("well")
        await desk.until(lambda: "Many" == desk.page.editor.selected_text, "the words selected")


@pytest.mark.deep
async def test_the_list_shows_one_kind_or_one_section(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(f"{BLAME} {VAGUE}", well=(MANY,)))) as desk:
        await listed(desk)
        await desk.press("f")
        await desk.sight("Hints 1 of 3 · blame", BLAME)
        await desk.press("f")
        await desk.sight("Hints 2 of 3 · vague")
        await desk.press("f", "right")
        await desk.sight("Hints 2 of 3 · Summary")
        await desk.press("right")
        await desk.sight("Hints 1 of 3 · What went well")
        await desk.press("right")
        await desk.sight("Hints 3", MANY)
        await desk.press("left")
        await desk.sight("Hints 1 of 3 · What went well")


async def test_hints_are_settled_in_the_list_and_brought_back_there(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(f"{BLAME} {VAGUE} {MANY}"))) as desk:
        await listed(desk)
        await desk.press("s")
        await desk.sight("Hints 2", "Left as it is", "Toby is a system")
        await desk.press("g")
        await desk.sight("Leave it as it is. Why?")
        await desk.enter("graph is linked")
        await desk.sight("Hints 1", "one sentence, vague.change: graph is linked")
        await desk.press("r")
        await desk.sight("Hints 0", "everywhere in this draft, vague.loose-quantity")
        await desk.press("end", "b", "b", "b")
        await desk.sight("Hints 3")
        assert not desk.sees("Left as it is")
        await desk.press("ctrl+z")
        await desk.sight("Taken back: ask about a hint again", "Hints 2")
        await desk.press("escape")
        await desk.writing()
        await desk.until(lambda: 2 == desk.page.editor.hint_count, "the editor follows")


@pytest.mark.deep
async def test_a_rule_is_explained_from_the_list(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(VAGUE))) as desk:
        await listed(desk, "alt+l")
        await desk.press("e")
        await desk.dialog("ExplainRule")
        await desk.press("r")
        await desk.dialog("HintsScreen")
        await desk.until(lambda: ("vague.change",) == desk.document.hints.rules_off, "the rule left")


@pytest.mark.deep
async def test_an_empty_list_says_what_that_means(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told("The export stopped at 09:40."))) as desk:
        await listed(desk)
        await desk.sight("No hints: nothing in this draft reads as blame or stays vague.")
        await desk.press("o")
        await desk.sight("Hints are off for this draft. o switches them on again.")


# The outline


@pytest.mark.deep
async def test_the_outline_counts_the_hints_of_each_section(at_desk: "OpenDesk", put: Put) -> None:
    async with at_desk(put(told(f"{BLAME} {VAGUE}")), size=(120, 40)) as desk:
        await desk.until(
            lambda: re.search(r"▸. Summary +done +!1 \?2", desk.shown()), "the counts in the outline"
        )


# Forms


def in_a_form(text: str) -> Postmortem:
    return set_value(new_document(title="Billing export", template="complete"), "detection.alerts_note", text)


@pytest.mark.deep
async def test_texts_inside_a_form_are_hinted_and_mended_too(at_desk: "OpenDesk", put: Put) -> None:
    document = in_a_form(MANY)
    async with at_desk(put(document)) as desk:
        room = await desk.choose_section("detection")
        await room.desk.go_to("detection", "detection.alerts_note")
        await desk.until(lambda: getattr(desk.app.focused, "hint_count", 0), "a hint")
        await desk.press("f8")
        await desk.sight("How many, or what share?", "Alt+E explain")
        await desk.press("f9")
        await desk.dialog("VagueForm")
        await desk.enter("1,240")
        await desk.press("ctrl+s")
        await desk.until(
            lambda: "1,240 users saw errors." == desk.document.detection.alerts_note, "the figure"
        )
        await desk.press("f8", "alt+o")
        await desk.until(lambda: not desk.document.hints.on, "hints off")
        assert 0 == desk.app.focused.hint_count


@pytest.mark.deep
async def test_a_hint_is_no_longer_shown_once_the_cursor_is_in_another_field(
    at_desk: "OpenDesk", put: Put
) -> None:
    document = in_a_form(MANY)
    async with at_desk(put(document)) as desk:
        room = await desk.choose_section("detection")
        await room.desk.go_to("detection", "detection.alerts_note")
        await desk.until(lambda: getattr(desk.app.focused, "hint_count", 0), "a hint")
        await desk.press("f8")
        await desk.sight("How many, or what share?")
        await room.desk.go_to("detection", "detection.how")
        await desk.parting("How many, or what share?")
        await room.desk.go_to("detection", "detection.alerts_note")
        await desk.sight("How many, or what share?")
