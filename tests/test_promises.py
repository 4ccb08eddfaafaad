"""The page of promises names tests that exist, and every promise and every step of a save has some."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "promises.md"
TEXT = PAGE.read_text("utf-8") if PAGE.exists() else ""
NAMED = sorted(set(re.findall(r"`(tests/[^`]*::[^`]*)`", TEXT)))
PROMISES = [f"P{number}" for number in range(1, 15)]
STEPS = [str(number) for number in range(1, 12)]

pytestmark = pytest.mark.skipif(
    not PAGE.exists(), reason="the installed wheel is under test, without its pages"
)


def found_in(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield from found_in(node.body, f"{node.name}::")


def rows(text: str) -> list[tuple[str, str]]:
    """Return the two cells of every row of the tables in a text, without headings and rules."""
    cells = re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    return [(first, second) for first, second in cells if second != "Test"]


@pytest.mark.parametrize("file", sorted({name.partition("::")[0] for name in NAMED}))
def test_every_test_that_is_named_exists(file: str) -> None:
    there = set(found_in(ast.parse((ROOT / file).read_text("utf-8")).body))
    named = [name.partition("::")[2] for name in NAMED if name.startswith(f"{file}::")]
    assert [] == [name for name in named if name not in there]


def test_every_promise_stands_there_once_and_in_order() -> None:
    assert re.findall(r"^## (P\d+)\. ", TEXT, re.MULTILINE) == PROMISES


@pytest.mark.parametrize("section", re.findall(r"^## (.+)$", TEXT, re.MULTILINE))
def test_every_protection_has_a_test(section: str) -> None:
    _, _, rest = TEXT.partition(f"## {section}\n")
    found = rows(rest.partition("\n## ")[0])
    assert found
    assert [] == [first for first, second in found if "::" not in second]


def test_every_step_of_a_save_has_a_row() -> None:
    _, _, rest = TEXT.partition("## How a save goes\n")
    assert [first.partition(".")[0] for first, _ in rows(rest)] == STEPS


def test_no_promise_rests_on_tests_that_take_a_terminal_alone() -> None:
    sections = re.split(r"^## P\d+\. ", TEXT, flags=re.MULTILINE)[1:]
    plain = [re.search(r"`tests/(?!deep/)[^`]*::", section) for section in sections]
    assert all(plain)
    assert len(plain) == len(PROMISES)
