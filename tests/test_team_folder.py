"""A team's folder laid over the built-in wording: what it changes, and how its mistakes are told."""

from pathlib import Path

import pytest

import prompts.content as content
from prompts.headings import load_headings
from prompts.tables import HERE, ContentError


def write(team: Path, name: str, text: str) -> Path:
    file = team / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_one_key_changes_and_the_rest_stays(tmp_path: Path) -> None:
    write(tmp_path, "sections.toml", '[summary]\nask = "What broke?"\n')
    changed, ours = content.load_sections(tmp_path)["summary"], content.load_sections()["summary"]
    assert changed.ask == "What broke?"
    assert changed.why == ours.why
    assert ours.ask != "What broke?"


def test_words_and_policy_change_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, "words.toml", '[status]\nclosed = "Archived"\n')
    write(tmp_path, "policy.toml", "[deadlines]\n1 = { draft = 24 }\n")
    assert content.load_words(tmp_path)["status"]["closed"] == "Archived"
    assert content.load_words(tmp_path)["status"]["draft"] == "Draft"
    assert content.load_policy(tmp_path).deadlines[1].draft == 24
    assert content.load_policy(tmp_path).deadlines[1].final == content.load_policy().deadlines[1].final


def test_a_template_with_its_own_section_is_added_and_one_of_ours_replaced(tmp_path: Path) -> None:
    write(tmp_path, "questions.toml", '["free.rollback"]\nlabel = "Rollback"\nkind = "prose"\n')
    write(
        tmp_path,
        "sections.toml",
        '[rollback]\ntitle = "Rollback"\nkind = "prose"\nask = "How far back did we go?"\nwhy = "It is asked again."\n',
    )
    own = (
        'name = "Ours"\nabout = "For us."\ntitle = "{title}"\nminutes = [5, 10]\nsuits = [4]\nscale = "p"\n'
        'sentences = [1, 3]\n[[section]]\nid = "rollback"\nheading = "Rollback"\nstyle = "paragraph"\n'
        'questions = [{ id = "free.rollback", label = "Rollback", required = true }]\n'
    )
    write(tmp_path, "templates/ours.toml", own)
    write(tmp_path, "templates/quick.toml", own)
    templates = content.load_templates(tmp_path)
    assert [*content.load_templates(), "ours"] == list(templates)
    assert templates["ours"].sections[0].questions[0].id == "free.rollback"
    assert templates["quick"].name == "Ours"


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("sections.toml", '[summary]\nasks = "?"\n', "summary.asks"),
        ("sections.toml", "[summary]\nask = 3\n", "summary.ask"),
        ("sections.toml", '[summary]\nask = " "\n', "summary.ask"),
        ("sections.toml", '[extra]\ntitle = "Extra"\nkind = "prose"\nask = "?"\n', "extra.why"),
        ("sections.toml", '[summary]\nkind = "poem"\n', "summary.kind"),
        ("sections.toml", '[summary]\nmore = ["impact.dragons"]\n', "summary.more"),
        ("sections.toml", '[summary]\nunprinted = ["impact.dragons"]\n', "summary.unprinted"),
        ("sections.toml", "summary = 1\n", "summary"),
        (
            "questions.toml",
            '["impact.users"]\ninputs = [{ label = "x" }]\n',
            '"impact.users".inputs[1].field',
        ),
        ("questions.toml", '["impact.users"]\ninputs = []\n', '"impact.users".inputs'),
        ("questions.toml", '["computed.age"]\nlabel = "Age"\nkind = "computed"\n', '"computed.age".how'),
        ("policy.toml", "[deadlines]\n9 = { draft = 1, review = 2, final = 3 }\n", "deadlines.9"),
        ("policy.toml", "[priorities]\nP0 = { days = -1 }\n", "priorities.P0.days"),
        ("policy.toml", "[scales.p]\nlevels = []\n", "scales.p.levels"),
        ("policy.toml", "colour = true\n", "colour"),
        ("headings.toml", 'impact = ["summary"]\n', "impact"),
        ("headings.toml", 'weather = ["sunny"]\n', "weather"),
        ("words.toml", "[status]\ndraft = 1\n", "status.draft"),
        ("five_whys.toml", '[[step]]\nid = "how"\n', "step[1].ask"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, name: str, text: str, key: str) -> None:
    file = write(tmp_path, name, text)
    with pytest.raises(ContentError) as mistake:
        load_everything(tmp_path)
    assert (file, key) == (mistake.value.file, mistake.value.key)
    assert f"{file}: {key}: " in str(mistake.value)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('id = "summary", label', 'id = "sumary", label', "section[2].questions[1].id"),
        ('id = "facts"', 'id = "fact"', "section[1].id"),
        ('style = "tasks"', 'style = "table "', "section[4].style"),
        ('scale = "p"', 'scale = "q"', "scale"),
        ("minutes = [15, 20]", "minutes = [20, 15]", "minutes"),
        ('name = "Quick"', "", "name"),
        ('field = "due"', 'field = "deadline"', "section[4].columns[3].field"),
        ("required = true", 'required = "yes"', "section[1].questions[1].required"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_file_and_key(
    tmp_path: Path, before: str, after: str, key: str
) -> None:
    ours = (HERE / "templates" / "quick.toml").read_text(encoding="utf-8")
    assert before in ours
    after = after.replace("table ", "banner")
    file = write(tmp_path, "templates/own.toml", ours.replace(before, after, 1))
    with pytest.raises(ContentError) as mistake:
        content.load_templates(tmp_path)
    assert (file, key) == (mistake.value.file, mistake.value.key)


@pytest.mark.parametrize("data", [b"[summary\n", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_told_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "sections.toml").write_bytes(data)
    with pytest.raises(ContentError, match=r"sections\.toml") as mistake:
        content.load_sections(tmp_path)
    assert "not TOML" in mistake.value.message


def test_what_is_loaded_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        content.load_sections()["summary"] = None  # type: ignore[index]  # a case of a table


def load_everything(team: Path) -> None:
    content.load_policy(team)
    content.load_questions(team)
    content.load_sections(team)
    content.load_templates(team)
    content.load_five_whys(team)
    content.load_words(team)
    load_headings(team)
