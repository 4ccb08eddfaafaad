"""Fills a shape from a table: each field is read from the key of its own name, as its type says.

A `str` is text, a `Literal` one of some texts, an `int` a whole number, a `bool` a flag; a tuple is a list, a `Mapping` a
table of texts or numbers, a dataclass a table that fills a shape of its own. A field with a default may be left out.
`Annotated[str, "columns", "rows"]` is a text in which only these names may stand in braces.
"""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from prompts.tables import Table

Shape = TypeVar("Shape")


def fill(shape: type[Shape], table: Table, **given: Any) -> Shape:
    """Return a shape filled from a table; what is given is not read.

    Raises ContentError for a key that is missing, not known, or of another kind than its field.
    """
    with table:
        read = {name: _read(table, name, *how) for name, *how in _fields(shape) if name not in given}  # type: ignore[arg-type]  # a class can be hashed
    return shape(**given, **read)


@cache
def _fields(shape: Any) -> tuple[tuple[str, Any, str | None], ...]:
    """Return each field with its type and, for a text that may be left out, its default."""
    types = get_type_hints(shape, include_extras=True)
    return tuple(
        (field.name, types[field.name], field.default if isinstance(field.default, str) else None)
        for field in fields(shape)
    )


def _read(table: Table, key: str, kind: Any, default: str | None) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is str:
        return table.text(key, default)
    if kind is int:
        return table.whole(key)
    if kind is bool:
        return table.flag(key)
    if isinstance(kind, type) and is_dataclass(kind):
        return fill(kind, table.table(key))
    if origin is Literal:
        return table.choice(key, inner, default)
    if origin is Annotated:
        return _with_braces(table, key, inner[1:])
    if origin is tuple:
        return _read_list(table, key, inner)
    return table.table(key).words() if inner[1] is str else table.table(key).numbers()


def _read_list(table: Table, key: str, items: tuple[Any, ...]) -> tuple[Any, ...]:
    if items == (int, int):
        return table.span(key)
    if items[0] is int:
        return table.wholes(key)
    return table.texts(key) if items[0] is str else tuple(fill(items[0], row) for row in table.rows(key))


def _with_braces(table: Table, key: str, names: tuple[str, ...]) -> str:
    words = table.text(key)
    try:
        words.format(**dict.fromkeys(names, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        known = ", ".join(f"{{{name}}}" for name in names)
        raise table.wrong(key, f"only {known} may stand in braces.") from None
    return words
