"""What the checks of a document say: every finding has its words, all words are said, and they ask well."""

import ast
import re
from pathlib import Path

import pytest

import pmtui.checks
from pmtui.checks.advice import advise
from prompts.content import load_advice

FILES = {
    "missing": "missing_checks.py",
    "size": "size_checks.py",
    "timeline": "timeline_checks.py",
    "causes": "cause_checks.py",
    "actions": "action_checks.py",
    "summary": "summary_checks.py",
}
BY_SENTENCE = {"actions.vague", "actions.careful"}  # what `weakness` finds


def advised(group: str) -> set[str]:
    """Return the names of the findings that a module of checks makes."""
    file = Path(pmtui.checks.__path__[0], FILES[group])
    calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    makers = ("advise", "_row", "_overall", "_event", "_about", "_hint")
    first = (call.args[0] for call in calls if getattr(call.func, "id", "") in makers)
    names = {
        node.value
        for argument in first
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and node.value != f"{group}."
    }
    return {name if "." in name else f"{group}.{name}" for name in names}  # type: ignore[misc, operator, str-bytes-safe]  # a lambda that holds what the loop has now


@pytest.mark.parametrize("group", FILES)
def test_every_finding_has_its_words_and_all_words_are_said(group: str) -> None:
    worded = {name for name in load_advice() if name.startswith(f"{group}.")}
    assert worded - BY_SENTENCE == advised(group)


def test_no_words_belong_to_no_check() -> None:
    assert set(FILES) == {name.partition(".")[0] for name in load_advice()}


@pytest.mark.parametrize("name", load_advice())
def test_the_better_question_never_asks_who_nor_why_somebody_did_something(name: str) -> None:
    advice = load_advice()[name]
    assert advice.question.endswith(("?", ".", "{ask}", "{known}", "{expected}"))
    assert not re.search(r"\bWho\b|[,;:] who\b|\b[Ww]hy did (?:he|she|they|you|we)\b", advice.question)


def test_words_take_the_figures_of_their_finding() -> None:
    found = advise("actions.many", "actions", count=12)
    assert ("actions.many", "actions", "hint") == (found.code, found.section, found.severity)
    assert found.message.startswith("There are 12 actions")


def test_a_finding_may_be_known_and_placed_otherwise_than_it_is_named() -> None:
    found = advise("missing.title", "meta.title")
    assert ("missing.meta.title", "facts") == (found.code, found.section)
