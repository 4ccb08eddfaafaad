"""Every rule has an idea behind it that a person can ask for."""

import pytest

from pmtui.language.rule_ideas import FILE, idea_of
from pmtui.language.rules import KINDS, Rule, load_rules
from prompts.tables import read_table


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.id)
def test_every_rule_has_an_idea(rule: Rule) -> None:
    assert len(idea_of(rule)) > 100


def test_no_idea_names_a_rule_that_there_is_not() -> None:
    named = [rule for idea in read_table(FILE).table("idea").children() for rule in idea.texts("rules")]
    assert [] == [rule for rule in named if load_rules().rule(rule) is None]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_of_a_team_gets_the_idea_of_its_kind(kind: str) -> None:
    own = Rule(
        id="ours.own",
        kind=kind,  # type: ignore[arg-type]  # a case of a table
        cue=frozenset({"harm"}),
        message="",
        questions=("What?",),
        severity={},
    )
    assert idea_of(own)
