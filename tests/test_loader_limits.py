"""Draft files that would cost the parser too much, or that could not be written back, are refused in words."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from pmtui.document.postmortem import Postmortem, replace
from pmtui.document.timeline import Event
from pmtui.drafts.file.format import dump, load
from pmtui.drafts.file.parse import WARN_SIZE, size_warning
from pmtui.drafts.folder.new import new_document
from pmtui.errors import DraftError
from pmtui.toml_limits import LONGEST_WORD, MAX_DEPTH, MAX_ENTRIES

HEAD = '[meta]\nid = "abc234"\n\n[other]\n'
LINE = 5  # the first after the head
MB = 1024 * 1024


def refusal(toml: str) -> DraftError:
    with pytest.raises(DraftError) as caught:
        load((HEAD + toml).encode(), "draft.toml")
    return caught.value


def dotted(part: str, count: int) -> str:
    return ".".join([part] * count)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        pytest.param(
            f"{dotted('k', 100_000)} = 1\n", f"Line {LINE} has a key with too many dots", id="a-dotted-key"
        ),
        pytest.param(
            f"[{dotted('k', 100_000)}]\n", f"Line {LINE} has a key with too many dots", id="a-dotted-table"
        ),
        pytest.param(
            f"x = {{{dotted('k', 5_000)} = 1}}\n",
            f"Line {LINE} has a key with too many dots",
            id="dots-in-an-inline-table",
        ),
        pytest.param(
            f"{dotted(' k ', 5_000)} = 1\n",
            f"Line {LINE} has a key with too many dots",
            id="dots-with-spaces",
        ),
        pytest.param(
            dotted("''", 5_000) + " = 1\n",
            f"Line {LINE} has a key with too many dots",
            id="dots-between-empty-names",
        ),
        pytest.param(
            dotted(r'"\""', 5_000) + " = 1\n",
            f"Line {LINE} has a key with too many dots",
            id="dots-between-escaped-quotes",
        ),
        pytest.param(
            f"x = {'[' * 200_000}{']' * 200_000}\n",
            f"Line {LINE} holds lists or tables that are too deeply nested",
            id="lists",
        ),
        pytest.param(
            f"x = {'[' * 200_000}",
            f"Line {LINE} holds lists or tables that are too deeply nested",
            id="lists-that-never-end",
        ),
        pytest.param(
            f"x = {'{a=' * 5_000}1{'}' * 5_000}\n",
            f"Line {LINE} holds lists or tables that are too deeply nested",
            id="inline-tables",
        ),
        pytest.param(
            f"x = {'9' * 5_000}\n",
            f"Line {LINE} holds a number or a name that is too large",
            id="a-number-of-5000-digits",
        ),
        pytest.param(
            f"x = 0x{'f' * 5_000}\n",
            f"Line {LINE} holds a number or a name that is too large",
            id="a-hexadecimal-number",
        ),
        pytest.param(
            f"x = 0x{'f' * 2_000}\n", f"Line {LINE}: the number is too large", id="a-number-that-parses"
        ),
        pytest.param(
            f"x = 0.{'9' * MB}\n",
            f"Line {LINE} holds a number or a name that is too large",
            id="a-fraction-of-a-megabyte",
        ),
        pytest.param(
            "k" * MB + " = 1\n",
            f"Line {LINE} holds a number or a name that is too large",
            id="a-name-of-a-megabyte",
        ),
        pytest.param(
            f'"{"k" * 5_000}" = 1\n',
            f"Line {LINE - 1}: a name in it is too large",
            id="a-quoted-name-written-back-bare",
        ),
        pytest.param("x = 1\x00\n", f"Line {LINE}: ", id="nul"),
    ],
)
def test_what_costs_too_much_is_refused_with_its_line(toml: str, told: str) -> None:
    error = refusal(toml)
    assert error.title == "draft.toml is not a readable draft"
    assert told in error.message
    assert "not changed" in error.next_step


def test_tables_and_lists_within_each_other_are_refused_where_each_alone_is_allowed() -> None:
    inner = "[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2)
    assert "nested too deeply" in refusal(f"[{dotted('k', MAX_DEPTH - 1)}]\nx = {inner}\n").message


def test_more_keys_than_a_timeline_of_any_length_needs_are_refused_before_they_are_parsed() -> None:
    data = (HEAD + "a = 1\n" * (MAX_ENTRIES + 1)).encode()  # the parser would stop at the second of them
    with pytest.raises(DraftError, match="more than 500,000 keys and values"):
        load(data, "draft.toml")


def test_refusing_a_line_of_ten_megabytes_takes_little_more_memory_than_the_file() -> None:
    data = (HEAD + "x = 0." + "9" * (10 * MB)).encode()
    tracemalloc.start()
    try:
        with pytest.raises(DraftError, match="too large"):
            load(data, "draft.toml")
        assert tracemalloc.get_traced_memory()[1] < 10 * len(data)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param('x = "' + "a." * 5_000 + '"\n', id="dots-in-a-string"),
        pytest.param('x = """\n' + "a." * 5_000 + '= 1\n"""\n', id="dots-in-a-long-string"),
        pytest.param("x = '''\n" + "[" * 5_000 + "\n'''\n", id="brackets-in-a-long-string"),
        pytest.param('x = """' + r"\"" * 5_000 + '"""\n', id="escaped-quotes"),
        pytest.param('x = """two quotes at the end"""""\n' + "y = 1\n", id="quotes-before-the-closing-ones"),
        pytest.param("# " + "a." * 5_000 + "\n", id="dots-in-a-comment"),
        pytest.param("# it's\nx = 1 # " + "[" * 5_000 + "\n", id="an-apostrophe-in-a-comment"),
        pytest.param("x = '#'\ny = \"'\"\n", id="marks-within-other-marks"),
        pytest.param(f"x = {'[' * (MAX_DEPTH - 1)}{']' * (MAX_DEPTH - 1)}\n", id="as-deep-as-may-be"),
        pytest.param(f"x = {'9' * 1_000}\n", id="a-number-of-1000-digits"),
        pytest.param(f'x = "{"w" * 100_000}"\n', id="a-long-word"),
        pytest.param("k" * LONGEST_WORD + " = 1\n", id="a-name-as-long-as-may-be"),
    ],
)
def test_what_only_looks_costly_is_read_and_written_back(toml: str) -> None:
    document = load((HEAD + toml).encode(), "draft.toml")
    assert document == load(dump(document), "draft.toml")


def test_text_that_never_closes_its_quotes_is_looked_at_once() -> None:
    """Each of the marks could begin a search to the end of the text; a second look would take minutes."""
    for mark in ('"""', "'''", '"', "'", r'\"""', '\\"""\n', r"\""):
        assert refusal("x = " + mark * 200_000).message


def test_the_dots_of_each_number_are_no_key() -> None:
    document = with_events(200)
    assert document == load(dump(document), "draft.toml")


def test_a_timeline_of_20_000_events_is_within_the_limits() -> None:
    document = with_events(20_000)
    assert len(load(dump(document), "draft.toml").timeline) == 20_000


def with_events(count: int) -> Postmortem:
    """Return a document with events that fill in most of what an event has, with fractions of seconds."""
    began = datetime(2026, 3, 15, 14, 32, 0, 250_000, tzinfo=UTC)
    events = tuple(
        Event(id=f"e{number}", at=began + timedelta(seconds=number), text="Queue grew.", kind="impact")
        for number in range(count)
    )
    return replace(new_document("Long"), timeline=events)


@pytest.mark.parametrize(
    ("size", "told"), [(WARN_SIZE - 1, ""), (WARN_SIZE, "1.0 MB"), (5_200_000, "5.2 MB")]
)
def test_a_large_draft_is_warned_of_from_one_megabyte_on(size: int, told: str) -> None:
    assert told in size_warning(size)
    assert bool(told) is bool(size_warning(size))
