"""The draft file: what stands where, what survives, and what a broken file is told."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pmtui.document.actions import Action
from pmtui.document.identity import SCHEMA_VERSION, Meta
from pmtui.document.postmortem import Answer, Narrative, Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.drafts.file.format import LONG, TABLES, NewerSchemaError, dump, load
from pmtui.drafts.file.parse import line_of
from pmtui.errors import DraftError
from pmtui.toml_limits import SIZE_LIMIT

META = b'[meta]\nschema_version = 1\nid = "abc123"\n'
CET = timezone(timedelta(hours=1))


def read(toml: str) -> Postmortem:
    return load(META + toml.encode(), "draft.toml")


def refusal(data: bytes) -> DraftError:
    with pytest.raises(DraftError) as caught:
        load(data, "draft.toml")
    return caught.value


def with_summary(text: str) -> Postmortem:
    return Postmortem(meta=Meta(id="abc123"), narrative=Narrative(summary=text))


# The file as it is written


def test_a_small_draft_reads_like_a_form() -> None:
    document = Postmortem(
        meta=Meta(id="abc123", title="Down", began=datetime(2026, 3, 15, 14, 32, tzinfo=UTC)),
        narrative=Narrative(summary="One.\nTwo."),
        timeline=(Event(at=datetime(2026, 3, 15, 14, 32, tzinfo=CET), text="Paged"),),
        answers={"impact.revenue": Answer(state="unknown")},
    )
    expected = """\
[meta]
schema_version = 1
id = "abc123"
title = "Down"
template = "standard"
status = "draft"
zone = "UTC"
began = 2026-03-15T14:32:00Z

[narrative]
summary = \"\"\"
One.
Two.\"\"\"

[[event]]
id = "e1"
at = 2026-03-15T14:32:00+01:00
text = "Paged"

[answers."impact.revenue"]
state = "unknown"
"""
    assert expected == dump(document).decode()


def test_an_empty_document_is_its_head_alone() -> None:
    data = dump(Postmortem(meta=Meta(id="abc123")))
    assert data.startswith(b"[meta]\n")
    assert data.count(b"[") == 1


def test_an_unknown_root_key_stands_before_the_head_and_is_read_again() -> None:
    document = load(b"mood = 'calm'\n" + META, "draft.toml")
    assert dump(document).startswith(b'mood = "calm"\n\n[meta]\n')
    assert document == load(dump(document), "draft.toml")


def test_unknown_keys_follow_the_known_ones_of_their_table() -> None:
    document = read(
        'weather = "rain"\ntitle = "Down"\n\n[[event]]\nfoo = 1\nat = 2026-01-02T03:04:05Z\ntext = "x"\n'
    )
    lines = dump(document).decode().splitlines()
    assert lines.index('weather = "rain"') > lines.index('zone = "UTC"')
    assert lines.index("foo = 1") > lines.index('text = "x"')


def test_unknown_tables_survive_a_change_elsewhere() -> None:
    toml = '\n[extra]\na = [1, 2.5, "x"]\n\n[extra.deep]\nday = 2026-01-02\n\n[[rows]]\nb = 07:30:00\n\n[[rows]]\nc = {}\n'
    document = read(toml)
    changed = replace(document, narrative=Narrative(summary="New."))
    again = load(dump(changed), "draft.toml")
    assert document.model_extra == again.model_extra
    assert {"extra", "rows"} == set(again.model_extra or ())


def test_not_a_number_under_an_unknown_key_reads_back_equal() -> None:
    document = read("\n[extra]\nx = nan\ny = [-nan, inf]\n")
    assert document == load(dump(document), "draft.toml")


def test_the_stored_draft_of_schema_1_is_written_back_byte_for_byte(stored_draft: Path) -> None:
    data = stored_draft.read_bytes()
    assert data == dump(load(data, stored_draft.name))


LATER = {"estimates"}  # tables of schema 1 that came later, and have a stored draft of their own


def test_the_stored_draft_uses_every_table(stored_draft: Path) -> None:
    document = load(stored_draft.read_bytes(), stored_draft.name)
    assert LATER == {name for name in TABLES if not getattr(document, name)}
    assert {} == document.model_extra


def test_the_stored_draft_of_schema_1_keeps_its_meaning(stored_draft: Path) -> None:
    document = load(stored_draft.read_bytes(), stored_draft.name)
    assert document.meta.title == "Checkout answered with errors for 45 minutes"
    assert document.meta.began == datetime(2026, 3, 15, 13, 32, tzinfo=UTC)
    assert document.meta.began.utcoffset() == timedelta(hours=1)
    assert document.meta.written == date(2026, 3, 17)
    assert document.meta.authors == ("Ines Prat", "Oluwaseun Ade")
    assert document.participants[0].handle == "@ines"
    assert document.narrative.summary is not None
    assert document.narrative.summary.splitlines()[1] == "A new index locked the orders table."
    assert (document.impact.users, document.impact.users_percent, document.impact.credits) == (12400, 37.5, 0)
    assert document.detection.anchor == "trigger"
    assert [event.milestone for event in document.timeline] == ["trigger", "detected"]
    assert document.timeline[1].approximate is True
    assert document.causes[1].parents == ("w1",)
    assert document.causes[0].more_needed is False
    assert (document.actions[0].due, document.actions[0].causes) == (date(2026, 4, 15), ("w2",))
    assert document.actions[1].wont_do_reason == "It would move the lock elsewhere."
    assert document.learning.lucky == ("It was a Sunday.",)
    assert document.links[0].url == "https://grafana.example/d/42"
    assert document.repeat.reason == "insufficient"
    assert document.review.capture[0].event == "e2"
    assert document.free[0].heading == "Legal"
    assert document.answers["impact.credits"].state == "not_applicable"
    assert document.unread == {"impact.support_tickets": "around 100?"}
    assert (document.hints.on, document.hints.systems) == (False, ("Toby",))
    assert document.ignores[0].sentence == "0a1b2c3d"


# What text survives


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('say """three""" and \\ and \x00 \x1b[31m \x7f', id="quotes-and-controls"),
        pytest.param("\n\nleading and trailing\n \t\n", id="outer-lines"),
        pytest.param("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n", id="a-pasted-merge-conflict"),
        pytest.param("1.3.6." + "4.1." * 400 + "\nnext", id="a-line-of-eight-hundred-dots"),
        pytest.param("a.b.c = 1\n[meta]\nid = 2\n[[event]]", id="toml-in-prose"),
        pytest.param("שלום \u202e abc \u2066x\u2069 👩‍💻 \ufeff", id="right-to-left-and-emoji"),
    ],
)
def test_prose_of_any_kind_reads_back_as_it_was(text: str) -> None:
    document = with_summary(text)
    assert text == load(dump(document), "draft.toml").narrative.summary


def test_list_items_with_many_dots_read_back() -> None:
    item = "first line\n" + "a." * 700
    document = read("")
    document = replace(document, learning=replace(document.learning, well=(item,)))
    assert (item,) == load(dump(document), "draft.toml").learning.well


def test_line_ends_become_lf() -> None:
    document = load(
        META.replace(b"\n", b"\r\n") + b'[narrative]\r\nsummary = """\r\na\r\nb"""\r\n', "draft.toml"
    )
    assert document.narrative.summary == "a\nb"
    assert b"\r" not in dump(document)


def test_a_byte_order_mark_is_accepted() -> None:
    assert load(b"\xef\xbb\xbf" + META, "draft.toml").meta.id == "abc123"


def test_rows_written_by_hand_without_ids_are_given_some_and_twins_are_parted() -> None:
    row = "\n[[action]]\ntext = 'x'\n"
    document = read(row + "\n[[action]]\nid = 'a7'\ntext = 'y'\n" * 2)
    ids = [action.id for action in document.actions]
    assert "a7" in ids
    assert len(set(ids)) == 3


# What a broken file is told


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[[event]]\ntext = 'x'\n", "Line 4: event 1.at: is missing"),
        ("[[event]]\nat = 2026-01-02T03:04:05\ntext = 'x'\n", "Line 5: event 1.at: a time needs its offset"),
        ("[[event]]\nat = 2026-01-02\ntext = 'x'\n", "Line 5: event 1.at: a time is needed"),
        ("[impact]\nusers = 'many'\n", "Line 5: impact.users: a number is needed"),
        ("[impact]\nusers = 1.5\n", "Line 5: impact.users: a number is needed"),
        ("[impact]\nusers = -1\n", "Line 5: impact.users: must not be below 0"),
        ("[impact]\nerror_rate = 101\n", "Line 5: impact.error_rate: must not be above 100"),
        ("[impact]\nslo_breached = 1\n", "Line 5: impact.slo_breached: true or false"),
        (
            "status = 'gone'\n",
            "Line 4: meta.status: needs one of 'draft', 'in_review', 'reviewed' or 'closed'",
        ),
        ("authors = 'me'\n", "Line 4: meta.authors: a list in square brackets"),
        ("authors = ['me', 7]\n", "Line 4: meta.authors 2: text in quotes"),
        ("written = 2026-01-02T03:04:05Z\n", "Line 4: meta.written: a date is needed"),
        ("[answers.'impact.users']\nstate = 'no'\n", "Line 5: answers.impact.users.state: needs one of"),
        (
            "[review]\n[[review.capture]]\ntext='a'\n[[review.capture]]\ntext=1\n",
            "Line 8: review.capture 2.text: text",
        ),
        (
            "[narrative]\nsummary = '''\n[impact]\nusers = 9\n'''\n[impact]\nusers = 'x'\n",
            "Line 10: impact.users:",
        ),
        ("[[timeline]]\ntext = 'x'\n", "Line 4: timeline: in a draft this table is called event"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_line_and_key(toml: str, told: str) -> None:
    error = refusal(META + toml.encode())
    assert "draft.toml" in error.title
    assert told in error.message


def test_every_problem_is_told_once_up_to_eight() -> None:
    rows = "".join(f"[[action]]\ntext = {number}\n" for number in range(11))
    lines = refusal(META + rows.encode()).message.splitlines()
    assert len(lines) == 9
    assert len(set(lines)) == 9
    assert lines[-1] == "... and 3 more."


def test_a_percentage_of_the_wrong_kind_is_told_once() -> None:
    assert refusal(META + b"[impact]\nerror_rate = 'half'\n").message.count("error_rate") == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(META + b"title = \n", "Line 4", id="not-toml"),
        pytest.param(META + b"title = '\xff'\n", "Line 4 holds the byte 0xff", id="not-utf-8"),
        pytest.param("[meta]".encode("utf-16"), "Line 1 holds the byte 0xff", id="utf-16"),
        pytest.param(META + b'x = """\nopen', "The end of the file", id="cut-short"),
        pytest.param(META + b"\x00", "Line 4", id="nul"),
        pytest.param(
            META + b"<<<<<<< HEAD\na = 1\n=======\n>>>>>>> main\n",
            "merge conflict in it, first on line 4",
            id="git",
        ),
        pytest.param(META + b"a." * 600 + b"b = 1\n", "Line 4 has a key with too many dots", id="dots"),
        pytest.param(
            META + b"[" + b"a." * 600 + b"b]\n", "Line 4 has a key with too many dots", id="dotted-table"
        ),
        pytest.param(META + b"x = " + b"[" * 5000 + b"]" * 5000, "too deeply nested", id="deep"),
        pytest.param(META + b"x = " + b"9" * 5000 + b"\n", "too large", id="long-number"),
        pytest.param(b"a = 1\n", "no [meta] table", id="other-toml"),
        pytest.param(b"meta = 1\n", "no [meta] table", id="meta-is-no-table"),
        pytest.param(b"", "no [meta] table", id="empty"),
        pytest.param(b" " * (SIZE_LIMIT + 1), "more than 16 MB", id="too-large"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(data: bytes, told: str) -> None:
    error = refusal(data)
    assert "draft.toml" in error.title
    assert told in error.message
    assert error.next_step


def test_a_message_never_carries_control_characters() -> None:
    error = refusal(META + b'[unread]\n"\\u001b[31m" = 1\n')
    assert "␛[31m" in error.message
    assert "\x1b" not in str(error)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'[meta]\nid = "abc123"\nschema_version = 2\n', "Line 3: meta.schema_version is 2"),
        (b'meta = {id = "abc123", schema_version = 9}\n', "Line 1: meta.schema_version is 9"),
    ],
)
def test_a_draft_of_a_later_version_is_refused_and_says_where(data: bytes, told: str) -> None:
    error = refusal(data)
    assert isinstance(error, NewerSchemaError)
    assert told in error.message
    assert f"this pmtui writes {SCHEMA_VERSION}" in error.message


def test_lines_are_found_below_prose_comments_and_quoted_keys() -> None:
    text = """\
# [impact]
[narrative] # users = 1
summary = '''
[impact]
users = 1'''
[impact]
"us\\u0065rs" = 2
[[event]]
at = 1
[[event]]
[event.sub]
deep = 1
[answers."a]b"]
state = 1
"""
    assert line_of(text, ("impact", "users")) == 7
    assert line_of(text, ("event", 1)) == 10
    assert line_of(text, ("event", 1, "sub", "deep")) == 12
    assert line_of(text, ("event", 0, "text")) == 8
    assert line_of(text, ("answers", "a]b", "state")) == 14
    assert line_of(text, ("absent",)) == 0


def test_what_is_left_out_is_what_the_model_assumes() -> None:
    document = Postmortem(meta=Meta(id="abc123"), actions=(Action(text="x"),))
    assert b"noun" not in dump(document)
    assert b"collaborators" not in dump(document)
    assert b'state = "proposed"' in dump(document)


@pytest.mark.parametrize(
    "end", ["", "\n", "'", "''", "\\", '"', "'''", "\x1b", "\x7f", "\r\nx", "\u2028", "é"]
)
def test_a_very_long_text_reads_back_whatever_it_ends_with(end: str) -> None:
    text = "\nlog 'line' \"two\" \\t\n" * (LONG // 20) + end
    document = with_summary(text)
    assert load(dump(document), "x.toml") == document


def test_a_very_long_text_is_written_without_escapes_because_that_is_read_back_many_times_as_fast() -> None:
    document = with_summary('C:\\temp "x"\n' * (LONG // 10))
    assert b"summary = '''\nC:\\temp \"x\"\n" in dump(document)
