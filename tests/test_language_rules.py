"""The language rules: their examples, and what the loader makes of a team's own files."""

from pathlib import Path

import pytest

from pmtui.language.rules import LEVELS, SECTIONS, Rule, load_rules
from pmtui.language.text_hints import explain, find_hints
from prompts.tables import ContentError

RULES = load_rules().rules
BAD = [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.bad]
GOOD = [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.good]
ADDED = """
[rule."ours.acronym"]
kind = "vague"
cue = ["acronyms"]
message = "Not everyone knows this word."
questions = ["What does it stand for?"]
bad = ["The FOO was full."]
good = ["The queue was full."]
"""


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_bad_example_is_noticed_by_its_own_rule(rule: Rule, text: str) -> None:
    assert rule.id in [hint.rule for hint in explain(text, rule.example_section)]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_bad_example_gets_a_hint_of_its_kind(rule: Rule, text: str) -> None:
    assert rule.kind in [hint.kind for hint in find_hints(text, rule.example_section, each_kind=True)]


@pytest.mark.parametrize(("rule", "text"), GOOD)
def test_a_good_example_gets_no_hint_of_that_kind(rule: Rule, text: str) -> None:
    assert [] == [hint for hint in explain(text, rule.example_section) if hint.kind == rule.kind]


def test_every_rule_has_an_example_of_both_sorts() -> None:
    assert [] == [rule.id for rule in RULES if not rule.bad or not rule.good]


def test_no_question_asks_who_or_why() -> None:
    """S-92."""
    questions = [question for rule in RULES for question in rule.questions]
    assert [] == [question for question in questions if question.lower().startswith(("who ", "why "))]


def test_no_message_tells_the_author_off() -> None:
    scolding = (
        "you should",
        "you must",
        "don't",
        "do not",
        "never write",
        "bad style",
        "avoid",
        "forbidden",
        "!",
    )
    assert [] == [rule.id for rule in RULES if any(word in rule.message.lower() for word in scolding)]


def test_lucky_and_action_sections_allow_what_might_have_been() -> None:
    rule = load_rules().rule("blame.should-have")
    assert rule is not None
    assert ("off", "off") == (rule.severity_in("lucky"), rule.severity_in("action"))


def test_severities_are_known_words() -> None:
    levels = {rule.severity_in(section) for rule in RULES for section in SECTIONS}
    assert levels <= set(LEVELS)


def test_the_rules_are_read_once() -> None:
    assert load_rules() is load_rules()


def test_a_team_adds_a_rule_and_the_words_it_needs(tmp_path: Path) -> None:
    write(tmp_path, "ours.toml", ADDED)
    write(tmp_path, "words.toml", '[phrases]\nacronyms = ["foo"]\n')
    hints = find_hints("The FOO was full.", "impact", rules=load_rules(tmp_path))
    assert ["ours.acronym"] == [hint.rule for hint in hints]


def test_a_team_switches_a_rule_off(tmp_path: Path) -> None:
    write(tmp_path, "blame.toml", '[rule."blame.human-error"]\noff = true\n')
    assert load_rules(tmp_path).rule("blame.human-error") is None
    assert load_rules(tmp_path).rule("blame.fault") is not None


def test_a_team_changes_a_severity_for_one_section(tmp_path: Path) -> None:
    write(tmp_path, "blame.toml", '[rule."blame.human-error".severity]\nsummary = "off"\n')
    rules = load_rules(tmp_path)
    assert () == find_hints("It was human error.", "summary", rules=rules)
    assert "warning" == find_hints("It was human error.", "root_cause", rules=rules)[0].severity


def test_a_team_names_its_systems(tmp_path: Path) -> None:
    write(tmp_path, "names.toml", '[products]\nours = "toby"\n')
    text = "Toby broke search."
    assert "blame.agent-harm" == find_hints(text, "root_cause")[0].rule
    assert () == find_hints(text, "root_cause", rules=load_rules(tmp_path))


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("blame.toml", '[rule."blame.fault"]\ncues = ["fault"]\n', "cues"),
        ("blame.toml", '[rule."blame.fault"]\ncue = ["nosuch"]\n', "nosuch"),
        ("blame.toml", '[rule."blame.fault"]\nkind = "mean"\n', "kind"),
        ("blame.toml", '[rule."blame.fault".severity]\nsumary = "off"\n', "sumary"),
        ("blame.toml", '[rule."blame.fault".severity]\nsummary = "loud"\n', "loud"),
        ("blame.toml", '[rule."blame.fault"]\nquestions = ["Who did it?"]\n', "asks who or why"),
        ("blame.toml", '[rule."blame.fault"]\nrewrite = "{nosuch} fell"\n', "nosuch"),
        ("ours.toml", '[rule."ours.acronym"]\nkind = "blame"\n', "questions"),
        ("words.toml", '[verbs]\ndeed = ["blow up|blew"]\n', "first word"),
        ("words.toml", '[phrases]\nfault = ["a ~nosuch error"]\n', "nosuch"),
        ("words.toml", '[phrasess]\ndeed = ["x"]\n', "phrasess"),
        ("names.toml", "[names]\nours = 3\n", "ours"),
        ("vague.toml", "[rule\n", "TOML"),
    ],
)
def test_a_mistake_in_a_teams_file_is_told_with_file_and_key(
    tmp_path: Path, file: str, text: str, told: str
) -> None:
    path = write(tmp_path, file, text)
    with pytest.raises(ContentError) as mistake:
        load_rules(tmp_path)
    assert path == mistake.value.file
    assert told in str(mistake.value)


def write(team: Path, name: str, text: str) -> Path:
    path = team / "language" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path
