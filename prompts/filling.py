"""Fills a shape from a table: each field is read from the key of its own name, as its type says.

A `str` is text, a `Literal` one of some texts, an `int` a whole number, a `bool` a flag; a tuple is a list, a `Mapping` a
table of texts or numbers, a dataclass a table that fills a shape of its own. A field with a default may be left out.
`Annotated[str, "columns", "rows"]` is a text in which only these names may stand in braces.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from prompts.tables import Table

Shape = TypeVar("Shape")
Reader = Callable[[Table, str], Any]


def fill(shape: type[Shape], table: Table, **given: Any) -> Shape:
    """Return a shape filled from a table; what is given is not read.

    Raises ContentError for a key that is missing, not known, or of another kind than its field.
    """
    with table:
        readers = _readers(shape)  # type: ignore[arg-type]  # a class can be hashed
        return shape(
            **given, **{name: read(table, name) for name, read in readers.items() if name not in given}
        )


@cache
def _readers(shape: Any) -> dict[str, Reader]:
    """Return for each field what reads it."""
    types = get_type_hints(shape, include_extras=True)
    return {field.name: _reader(types[field.name], field.default) for field in fields(shape)}


def _reader(kind: Any, default: Any) -> Reader:
    origin, inner = get_origin(kind), get_args(kind)
    left_out = default if isinstance(default, str) else None
    if kind is str:
        return lambda table, key: table.text(key, left_out)
    if kind is int:
        return Table.whole
    if kind is bool:
        return Table.flag
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda table, key: fill(kind, table.table(key))
    if origin is Literal:
        return lambda table, key: table.choice(key, inner, left_out)
    if origin is Annotated:
        return lambda table, key: _with_braces(table, key, inner[1:])
    if origin is tuple:
        return _list_reader(inner)
    read = Table.words if inner[-1:] == (str,) else Table.numbers
    return lambda table, key: read(table.table(key))


def _list_reader(items: tuple[Any, ...]) -> Reader:
    if items == (int, int):
        return Table.span
    if items[0] is int:
        return Table.wholes
    if items[0] is str:
        return Table.texts
    return lambda table, key: tuple(fill(items[0], row) for row in table.rows(key))


def _with_braces(table: Table, key: str, names: tuple[str, ...]) -> str:
    words = table.text(key)
    try:
        words.format(**dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        known = ", ".join(f"{{{name}}}" for name in names)
        raise table.wrong(key, f"only {known} may stand in braces.") from None
    return words
