"""Whatever a document holds, its file gives it back: any text in any field, unknown keys anywhere."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.document.base import Part, kind_of
from pmtui.document.postmortem import Postmortem, replace
from pmtui.drafts.file.file_head import read_head
from pmtui.drafts.file.format import TABLES, dump, load
from pmtui.text import normalise

TRICKY = [
    '"""', "'''", "\\", '\\"', "a\\\nb", "\r", "\r\n", "\x00", "\x7f", "\x1b[31m", "\u2028", "\ufeff", "\u202e",
    "[meta]\nid = 1", "[[event]]", "a.b = 1", "# no comment", "<<<<<<< HEAD\n>>>>>>> x", "a." * 600, " \n ", "\n", "[/]",
]  # fmt: skip
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC) | OFFSETS)
TEXT = (
    st.text(max_size=30)
    | st.sampled_from(TRICKY)
    | st.tuples(st.text(max_size=9), st.sampled_from(TRICKY)).map("".join)
)
NUMBERS = st.integers(0, 10**15) | st.floats(0, 10**15)

BY_KIND: Mapping[str, st.SearchStrategy[Any]] = {
    "line": TEXT,
    "prose": TEXT,
    "count": st.integers(0, 10**15),
    "percent": st.integers(0, 100) | st.floats(0, 100),
    "amount": NUMBERS,
    "yesno": st.booleans(),
    "day": st.dates(),
    "moment": MOMENTS,
    "lines": st.lists(TEXT, max_size=3).map(tuple),
    "items": st.lists(TEXT, max_size=3).map(tuple),
}

SCALARS = (
    TEXT
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.times()
    | st.datetimes()
    | MOMENTS
)
TOML_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@cache
def parts(model: type[Part]) -> st.SearchStrategy[dict[str, Any]]:
    """Return made-up tables for a model: some of its fields, and sometimes keys that it does not know."""
    hints = get_type_hints(model, include_extras=True)
    needed = {name: field(model, name, hints[name]) for name in hints if needs(model, name)}
    others = {
        name: field(model, name, hints[name]) for name in hints if fits(model, name) and name not in needed
    }
    known = st.fixed_dictionaries(needed, optional=others)
    taken = {*hints, *(TABLES.values() if model is Postmortem else ())}
    strange = st.dictionaries(TEXT.filter(lambda key: key not in taken), TOML_VALUES, max_size=2)
    return st.tuples(known, st.just({}) | strange).map(lambda both: both[0] | both[1])


def field(model: type[Part], name: str, hint: Any) -> st.SearchStrategy[Any]:
    kind, choices = kind_of(model, name)
    if kind == "choice":
        return st.sampled_from(choices)
    if kind in BY_KIND:
        return BY_KIND[kind]
    inner = next(
        (each for each in (hint, *get_args(hint)) if isinstance(each, type) and issubclass(each, Part)), None
    )
    origin = get_origin(hint)
    if origin is tuple and inner:
        return st.lists(parts(inner), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(TEXT, parts(inner) if inner else TEXT, max_size=3)
    assert inner, f"{model.__name__}.{name} is of no kind that this test can make up"
    return parts(inner)


def fits(model: type[Part], name: str) -> bool:
    return name in model.model_fields and name != "schema_version"


def needs(model: type[Part], name: str) -> bool:
    return fits(model, name) and model.model_fields[name].is_required()


DOCUMENTS = parts(Postmortem).map(Postmortem.model_validate)


def holds_after_a_round_trip(document: Postmortem) -> None:
    data = dump(document)
    again = load(data, "draft.toml")
    assert document == again
    assert data == dump(again)


@given(DOCUMENTS)
def test_a_document_reads_back_equal_and_is_written_the_same(document: Postmortem) -> None:
    holds_after_a_round_trip(document)


@pytest.mark.deep
@settings(max_examples=10_000)
@given(DOCUMENTS)
def test_ten_thousand_documents_read_back_equal(document: Postmortem) -> None:
    holds_after_a_round_trip(document)


def paths_of_tables(raw: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the place of every table of a file, the root included."""
    if isinstance(raw, dict):
        return [
            path,
            *(found for key, value in raw.items() for found in paths_of_tables(value, (*path, key))),
        ]
    if isinstance(raw, list):
        return [found for place, value in enumerate(raw) for found in paths_of_tables(value, (*path, place))]
    return []


def inside(raw: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        raw = raw[step]
    return raw


STORED = Path(__file__).parent.parent / "data" / "v1-draft.toml"
PLACES = [
    path
    for path in paths_of_tables(tomllib.loads(STORED.read_text("utf-8")))
    if path not in {("answers",), ("unread",)}
]


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), TEXT.map("new-{}".format), TOML_VALUES), min_size=1, max_size=4
    )
)
def test_unknown_keys_and_tables_anywhere_survive_an_edit(strange: list[tuple[Any, str, Any]]) -> None:
    raw = tomllib.loads(STORED.read_text("utf-8"))
    for place, key, value in strange:
        inside(raw, place)[key] = value
    document = load(tomli_w.dumps(raw).encode(), "draft.toml")
    edited = replace(document, meta=replace(document.meta, title="Another title"))
    written = tomllib.loads(dump(edited).decode())
    assert all(inside(raw, place)[key] == inside(written, place)[key] for place, key, _ in strange)


@given(st.text(st.characters(codec=None)))
def test_text_with_any_line_ends_and_lone_surrogates_is_brought_to_one_form_and_stays_there(
    text: str,
) -> None:
    once = normalise(text)
    assert once == normalise(once)
    assert not set(once) & set("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    once.encode()


@given(parts(Postmortem))
def test_a_head_agrees_with_the_document(
    tmp_path_factory: pytest.TempPathFactory, raw: dict[str, Any]
) -> None:
    document = Postmortem.model_validate(raw)
    path = tmp_path_factory.mktemp("head") / "draft.toml"
    path.write_bytes(dump(document))
    head, meta = read_head(path), document.meta
    assert (head.id, head.title, head.severity or None) == (meta.id, meta.title, meta.severity)
    assert (head.began, head.ended, head.authors) == (meta.began, meta.ended, meta.authors)
    assert head.problem == ""
