"""The hints of a text under edit: found line by line, moved along with every edit, none inside fenced code."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from time import monotonic
from typing import NamedTuple, Protocol

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")

Location = tuple[int, int]


class Hint(Protocol):
    """A span of wording with a better question: code points `start` to `end` of the line it was found in."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""

    @property
    def questions(self) -> Sequence[str]:
        """Better questions, most useful first."""

    @property
    def kind(self) -> str:
        """What sort of wording it is."""

    @property
    def rule(self) -> str:
        """The id of the rule that found it."""

    @property
    def severity(self) -> str:
        """`hint`, `warning` or `error`."""

    @property
    def message(self) -> str:
        """What a reader may stumble over, in a sentence."""

    @property
    def rewrite(self) -> str | None:
        """Ready wording for the span, when there is one."""

    @property
    def suspect(self) -> str:
        """A name in the span that could be a system's, or nothing."""


FindHints = Callable[[str], Sequence[Hint]]


class LineHint(NamedTuple):
    """A hint where its words stand now: columns `start` to `end` of its line."""

    start: int
    end: int
    hint: Hint


class PlacedHint(NamedTuple):
    """A hint where its words stand now: columns `start` to `end` of the line `row`."""

    row: int
    start: int
    end: int
    hint: Hint


class Progress(NamedTuple):
    """How far a pass is: whether it is `complete`, and the lines whose look its last slice `changed`."""

    complete: bool
    changed: list[int]


class HintBook:
    """Knows the hints of every line of a document that is being edited.

    `begin` and `advance` bring it up to date in slices; until then `follow_edit` moves what is known along.
    The lines of the last pass are remembered, so that the next asks `find_hints` only about others.
    """

    def __init__(self, find_hints: FindHints | None) -> None:
        self._lines: list[tuple[LineHint, ...]] = []
        self._fenced: list[bool] = []
        self._next = 0
        self.ask(find_hints)

    def ask(self, find_hints: FindHints | None) -> None:
        """Take hints from `find_hints` from now on, and forget what any line said before; `None` finds nothing."""
        self._find_hints = find_hints
        self.forget()

    def forget(self) -> None:
        """Ask about every line again in the next pass."""
        self._known: dict[str, tuple[LineHint, ...]] = {}
        self._seen: dict[str, tuple[LineHint, ...]] = {}

    def clear(self) -> None:
        """Start over with another text, of which nothing is known."""
        self._lines.clear()

    @property
    def begun(self) -> bool:
        """Whether a pass over the text was ever begun."""
        return bool(self._lines)

    @property
    def count(self) -> int:
        """How many hints are known."""
        return sum(map(len, self._lines))

    def on(self, row: int) -> tuple[LineHint, ...]:
        """Return the hints of one line in order."""
        return self._lines[row] if row < len(self._lines) else ()

    def in_code(self, row: int) -> bool:
        """Tell whether a line stood inside a fence of code when the last pass began."""
        return row < len(self._fenced) and self._fenced[row]

    def begin(self, lines: Sequence[str]) -> None:
        """Start a pass over the lines of the document."""
        self._fenced = fenced_rows(lines)
        self._next = 0
        if self._seen is not self._known:  # the last pass was not completed
            self._known |= self._seen
        self._seen = {}
        del self._lines[len(lines) :]
        self._lines.extend([()] * (len(lines) - len(self._lines)))

    def advance(self, lines: Sequence[str], seconds: float) -> Progress:
        """Go on with the pass for at most about `seconds`; `lines` must be those that `begin` was given."""
        deadline = monotonic() + seconds
        changed = []
        while self._next < len(lines):
            row = self._next
            found = () if self._fenced[row] else self._find(lines[row])
            if _looks(found) != _looks(self._lines[row]):
                changed.append(row)
            self._lines[row] = found
            self._next += 1
            if monotonic() > deadline:
                break
        complete = self._next >= len(lines)
        if complete:
            self._known = self._seen
        return Progress(complete, changed)

    def follow_edit(self, top: Location, bottom: Location, end: Location) -> None:
        """Move hints along with an edit that put what now ends at `end` in place of `top` to `bottom`.

        Hints that the edit touched are dropped: their words are no longer what they were.
        """
        (row, column), (old_row, old_column), (new_row, new_column) = top, bottom, end
        before = tuple(hint for hint in self.on(row) if hint.end <= column)
        delta = new_column - old_column
        after = tuple(
            hint._replace(start=hint.start + delta, end=hint.end + delta)
            for hint in self.on(old_row)
            if hint.start >= old_column
        )
        lines: list[tuple[LineHint, ...]] = [() for _ in range(new_row - row + 1)]
        lines[0] = before
        lines[-1] += after
        self._lines[row : old_row + 1] = lines

    def at(self, location: Location) -> PlacedHint | None:
        """Return the hint whose words hold the location or end there."""
        row, column = location
        return next((hint for hint in self._placed(row) if hint.start <= column <= hint.end), None)

    def after(self, location: Location) -> PlacedHint | None:
        """Return the first hint that starts after the location, else the first of the text."""
        return next(
            (hint for hint in self._all() if (hint.row, hint.start) > location), next(self._all(), None)
        )

    def before(self, location: Location) -> PlacedHint | None:
        """Return the last hint that starts before the location, else the last of the text."""
        everything = list(self._all())
        earlier = [hint for hint in everything if (hint.row, hint.start) < location]
        return next(reversed(earlier or everything), None)

    def _find(self, line: str) -> tuple[LineHint, ...]:
        found = self._seen.get(line)
        if found is None:
            found = self._known.get(line)
        if found is None:
            hints = self._find_hints(line) if self._find_hints and line.strip() else ()
            placed = (LineHint(hint.start, hint.end, hint) for hint in hints)
            found = tuple(sorted(placed, key=itemgetter(0, 1)))
        self._seen[line] = found
        return found

    def _placed(self, row: int) -> Iterator[PlacedHint]:
        return (PlacedHint(row, *hint) for hint in self.on(row))

    def _all(self) -> Iterator[PlacedHint]:
        return (hint for row in range(len(self._lines)) for hint in self._placed(row))


def fenced_rows(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether it belongs to a fenced block of code (its fences included), by CommonMark's rules."""
    fenced = []
    fence = ""
    for line in lines:
        match = _FENCE.fullmatch(line)
        if fence:
            fenced.append(True)
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                fence = ""
        else:
            if match and not (match["fence"][0] == "`" and "`" in match["info"]):
                fence = match["fence"]
            fenced.append(bool(fence))
    return fenced


def _looks(hints: Sequence[LineHint]) -> list[tuple[int, int, str]]:
    # A hint that only moved still says in itself where it was found, which nobody sees.
    return [(start, end, hint.severity) for start, end, hint in hints]
