"""Copies that sync programs and merge tools leave: recognised by name, and grouped under their draft."""

import time
from pathlib import Path

import pytest

from pmtui.drafts.file.file_head import Head
from pmtui.drafts.folder.draft_copies import group, sibling_kind
from pmtui.drafts.folder.library import Library
from pmtui.errors import DraftError

DRAFT = "2026-03-15-down-k7m2xp"
COPIES = {
    f"{DRAFT} (conflicted copy 2026-03-16 101500).toml": "sync",
    f"{DRAFT} (Ines's conflicted copy 2026-03-16).toml": "sync",
    f"{DRAFT} (Case Conflict).toml": "sync",
    f"{DRAFT}.sync-conflict-20260316-101500-ABCDEFG.toml": "sync",
    f"{DRAFT}_conflict-20260316-101500.toml": "sync",
    f"{DRAFT}.conflict-20260316-101500.toml": "conflict",
    f"{DRAFT}.toml.orig": "orig",
    f"{DRAFT}.orig": "orig",
    f"{DRAFT} (1).toml": "numbered",
    f"{DRAFT}(12).toml": "numbered",
}
DRAFTS = [
    f"{DRAFT}.toml",
    "2026-03-15-merge-conflict-in-config-k7m2xp.toml",
    "conflict-2026.toml",
    "down (again).toml",
    "original.toml",
    "(1).toml",
]


def head(name: str, modified: float = 0.0, draft_id: str = "k7m2xp") -> Head:
    return Head(Path("/drafts") / name, modified, id=draft_id)


def named(heads: list[Head]) -> list[tuple[str, list[str]]]:
    return [(each.head.path.name, [copy.path.name for copy in each.siblings]) for each in group(heads)]


@pytest.mark.parametrize(("name", "kind"), COPIES.items())
def test_a_copy_is_recognised_and_grouped_under_its_draft(name: str, kind: str) -> None:
    assert kind == sibling_kind(name)
    assert [(f"{DRAFT}.toml", [name])] == named([head(name), head(f"{DRAFT}.toml")])


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_no_copy(name: str) -> None:
    assert sibling_kind(name) is None


def test_the_copy_written_last_stands_first_and_drafts_keep_their_order() -> None:
    heads = [head("b.toml"), head("a (1).toml", 1), head("a.toml"), head("a (2).toml", 2)]
    assert [("b.toml", []), ("a.toml", ["a (2).toml", "a (1).toml"])] == named(heads)


def test_a_copy_of_a_copy_stands_under_the_draft() -> None:
    name = "a (1).sync-conflict-20260316-101500-ABCDEFG.toml"
    assert [("a.toml", [name])] == named([head(name), head("a.toml")])
    assert [("a.toml", [name, "a (1).toml"])] == named([head(name, 2), head("a (1).toml", 1), head("a.toml")])


def test_a_copy_whose_draft_is_gone_stands_by_itself() -> None:
    assert [("a (1).toml", [])] == named([head("a (1).toml")])


def test_a_copy_in_another_folder_stands_by_itself() -> None:
    other = Head(Path("/elsewhere/a (1).toml"), 0.0, id="k7m2xp")
    assert 2 == len(group([head("a.toml"), other]))


def test_another_draft_of_a_similar_name_stands_by_itself() -> None:
    heads = [head("a.toml"), head("a (1).toml", draft_id="other1")]
    assert [("a.toml", []), ("a (1).toml", [])] == named(heads)


def test_a_copy_that_cannot_be_read_is_grouped_by_its_name() -> None:
    assert [("a.toml", ["a (1).toml"])] == named([head("a.toml"), head("a (1).toml", draft_id="")])


def test_every_head_is_in_exactly_one_group() -> None:
    heads = [head(name) for name in (*COPIES, *DRAFTS)]
    found = [each for one in group(heads) for each in (one.head, *one.siblings)]
    assert sorted(each.path for each in heads) == sorted(each.path for each in found)


def test_ten_thousand_drafts_are_grouped_at_once() -> None:
    heads = [head(f"2026-03-15-checkout-answered-with-errors-{number:06}.toml") for number in range(9_000)]
    heads += [
        head(f"2026-03-15-checkout-answered-with-errors-{number:06} (1).toml") for number in range(1_000)
    ]
    began = time.process_time()
    assert 9_000 == len(group(heads))
    assert 0.5 > time.process_time() - began


def test_a_hostile_name_costs_no_time() -> None:
    began = time.process_time()
    for name in ("(" * 250, " (conflicted copy" * 15, ".conflict-" * 25, ".orig" * 50):
        sibling_kind(name + ".toml")
    assert 0.2 > time.process_time() - began


# In the library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name in (f"{DRAFT}.toml", *COPIES, "alone.toml.orig", "notes.orig"):
        (tmp_path / name).write_bytes(b'[meta]\nid = "k7m2xp"\n')
    return Library(tmp_path)


def test_the_library_groups_what_lies_in_its_folder(library: Library) -> None:
    (found,) = library.groups()
    assert f"{DRAFT}.toml" == found.head.path.name
    assert set(COPIES) - {f"{DRAFT}.orig"} == {copy.path.name for copy in found.siblings}


def test_an_id_stands_for_the_draft_and_a_file_name_for_the_copy(library: Library) -> None:
    assert f"{DRAFT}.toml" == library.resolve("k7m2xp").name
    assert f"{DRAFT} (1).toml" == library.resolve(f"{DRAFT} (1)").name


def test_two_drafts_of_one_id_are_still_told_apart(library: Library) -> None:
    (library.folder / "other.toml").write_bytes(b'[meta]\nid = "k7m2xp"\n')
    with pytest.raises(DraftError, match="More than one draft"):
        library.resolve("k7m2xp")
