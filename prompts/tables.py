"""Reads TOML strictly: every key is asked for by name and kind, and what nobody asked for is a mistake.

A file of ours can have a team's file laid over it. Mistakes are told as a `ContentError` with the name of the file that
holds them and the dotted key.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pmtui.disk import read_regular
from pmtui.errors import PmtuiError
from pmtui.toml_limits import load_toml

SIZE_LIMIT = 256 * 1024  # bytes of one file
LARGEST = 1_000_000  # a whole number: hours and days of so many years still are dates
HERE = Path(__file__).parent  # everything the product says lies beside this file

Values = dict[str, Any]


class ContentError(PmtuiError):
    """A file of wording or tables is wrong; the message names file and key."""

    def __init__(self, file: Path, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        super().__init__(
            f"{file.name} has a mistake",
            f"{file}: {key}: {problem}" if key else f"{file}: {problem}",
            "Correct it there, or take it out: what is built in is used for everything a file leaves out.",
        )


class Table:
    """One table of a file, read key by key.

    Each reading method takes a key and returns its value, or raises ContentError when it is missing (and no default was
    given) or of another kind. As a context manager it complains, at the end, about keys that were never asked for.
    """

    def __init__(
        self, values: Values, layers: tuple[tuple[Path, Values], ...], path: tuple[str, ...] = ()
    ) -> None:
        self._values = values
        self._layers = layers
        self._path = path
        self._asked: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and (unknown := next((key for key in self._values if key not in self._asked), None)):
            raise self.wrong(unknown, f"this key is not known here; known: {', '.join(sorted(self._asked))}.")

    @property
    def name(self) -> str:
        """The last part of this table's own key."""
        return self._path[-1] if self._path else ""

    def key_names(self) -> tuple[str, ...]:
        """Return this table's keys."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, without white space around it."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "text in quotes is expected.")
        if default is None and not value.strip():
            raise self.wrong(key, "some text is expected; this is empty.")
        return value.strip()

    def choice(self, key: str, options: tuple[str, ...], default: str | None = None) -> str:
        """Return a text that is one of the options."""
        value = self.text(key, default)
        if value not in options:
            raise self.wrong(key, f"“{value}” is not one of: {', '.join(options)}.")
        return value

    def whole(self, key: str) -> int:
        """Return a whole number of at least 0."""
        return self._whole(key, self._get(key, None))

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is absent."""
        value = self._get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false is expected.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty when the key is absent."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(key, "a list of texts is expected.")
        return tuple(item.strip() for item in value)

    def entries(self, key: str) -> tuple[str, ...]:
        """Return a list of short texts, each in one line; it may also be written as one text with semicolons between.

        Thousands of words are read many times faster that way. Empty when the key is absent.
        """
        value = self._get(key, [])
        if isinstance(value, str):
            return tuple(filter(None, map(str.strip, " ".join(value.split()).split(";"))))
        return tuple(" ".join(text.split()) for text in self.texts(key))

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        value = self._get(key, None)
        if not isinstance(value, list):
            raise self.wrong(key, "a list of whole numbers is expected.")
        return tuple(self._whole(key, item) for item in value)

    def span(self, key: str) -> tuple[int, int]:
        """Return two whole numbers, from and to."""
        numbers = self.wholes(key)
        if len(numbers) != 2 or numbers[0] > numbers[1]:
            raise self.wrong(key, "two whole numbers are expected, from and to.")
        return numbers[0], numbers[1]

    def table(self, key: str) -> "Table":
        """Return the table under a key; an empty one when the key is absent."""
        return self._inner(key, self._get(key, {}))

    def rows(self, key: str) -> Iterator["Table"]:
        """Yield the tables of a list; none when the key is absent."""
        value = self._get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list of tables is expected.")
        for index, row in enumerate(value):
            yield self._inner(f"{key}[{index + 1}]", row)

    def children(self) -> Iterator["Table"]:
        """Yield every value of this table, each of which is a table."""
        for key in self._values:
            yield self.table(key)

    def words(self) -> dict[str, str]:
        """Return this table as key -> text."""
        return {key: self.text(key) for key in self._values}

    def numbers(self) -> dict[str, int]:
        """Return this table as key -> whole number."""
        return {key: self.whole(key) for key in self._values}

    def wrong(self, key: str, problem: str) -> ContentError:
        """Return the mistake to raise about one of this table's keys."""
        path = (*self._path, key) if key else self._path
        return ContentError(_holder(self._layers, path), ".".join(_quoted(part) for part in path), problem)

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.wrong(key, "this key is missing.")
        return value

    def _whole(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            raise self.wrong(key, "a whole number is expected.")
        return value

    def _inner(self, key: str, value: Any) -> "Table":
        if not isinstance(value, dict):
            raise self.wrong(key, "a table is expected.")
        return Table(value, self._layers, (*self._path, key))


def read_table(file: Path, *over: Path | None) -> Table:
    """Read a file, with others laid over it key by key where they exist, the last one on top.

    Raises ContentError when a file cannot be read or is not TOML.
    """
    layers = ((file, _read(file)), *((upper, _read(upper)) for upper in over if upper and upper.exists()))
    values: Values = {}
    for _, layer in layers:
        values = _laid_over(values, layer)
    return Table(values, layers)


def _read(file: Path) -> Values:
    try:
        text = read_regular(file, SIZE_LIMIT).decode()
        # Ours are known to be small and plain; a team's may come from anywhere.
        return tomllib.loads(text) if file.is_relative_to(HERE) else load_toml(text)
    except OSError as problem:
        raise ContentError(file, "", f"it cannot be read ({problem.strerror}).") from problem
    except ValueError as problem:  # not TOML, not UTF-8, a huge number, nested too deeply
        raise ContentError(file, "", f"this is not TOML: {problem}.") from problem


def _laid_over(below: Values, above: Mapping[str, Any]) -> Values:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = (
            _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
        )
    return merged


def _holder(layers: tuple[tuple[Path, Values], ...], path: tuple[str, ...]) -> Path:
    """Return the file that says most about a key; the upper one when both do."""
    return max(reversed(layers), key=lambda layer: _depth(layer[1], path))[0]


def _depth(values: Any, path: tuple[str, ...]) -> int:
    depth = 0
    for part in path:
        key = part.split("[")[0]
        if not isinstance(values, dict) or key not in values:
            break
        values, depth = values[key], depth + 1
    return depth


def _quoted(part: str) -> str:
    return f'"{part}"' if "." in part else part
