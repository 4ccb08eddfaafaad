"""The comments in a Markdown file that silence a rule: `<!-- pmtui: ignore RULE reason -->`.

Within a paragraph, a list item or a table row a comment silences its rules there. Alone on its lines it silences them in
what follows, up to the next empty line. Between `ignore-start RULE` and `ignore-end` they are silent throughout. Several
rules are separated by commas, and a kind such as `vague` stands for all its rules. Comments in code are text.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmtui.language.masking import mask_code, mask_comments, mask_fences
from pmtui.language.team_rules import meant_by

_OPENING = re.compile(r"<!--\s*pmtui:\s*")
_WORDS = re.compile(r"(?P<verb>[\w-]+)\s*(?P<rules>[\w.-]+(?:\s*,\s*[\w.-]+)*)?(?P<rest>.*)", re.DOTALL)
_UNIT = re.compile(
    r"[ \t]*(?:[-*+•|]|\d{1,9}[.)]|#{1,6})(?:[ \t]|$)|[ \t]*\|"
)  # begins an item, a row, a heading
START, END, HERE = "ignore-start", "ignore-end", "ignore"
GUESSES = 20


class IgnoreProblem(NamedTuple):
    """A comment that does not do what it seems to: a code, the line from 1, and what is the matter."""

    code: str
    line: int
    message: str


@dataclass
class _Silence:
    rule: str
    line: int
    used: bool = False


class _Comment(NamedTuple):
    line: int
    verb: str
    rules: tuple[str, ...]


class IgnoreComments:
    """What the comments of one file silence."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self._known = known
        self._kinds = {_kind(rule) for rule in known}
        self._silences: list[_Silence] = []
        self._at: dict[tuple[str, int], list[_Silence]] = {}  # by rule or kind, and line
        self._reaches: set[tuple[str, range]] = set()
        self._problems: list[IgnoreProblem] = []
        if "<!--" in text:
            text = _without_code(text)
            self._take(list(_comments(text)), _Lines(mask_comments(text).split("\n")))

    def silence(self, rule: str, line: int) -> bool:
        """Tell whether a rule is silent on a line (from 1), and remember that its comment was of use."""
        hits = [*self._at.get((rule, line), ()), *self._at.get((_kind(rule), line), ())]
        for one in hits:
            one.used = True
        return bool(hits)

    def problems(self) -> list[IgnoreProblem]:
        """Return the comments that silenced nothing, after every hint was asked about, and those not understood."""
        unused = [
            IgnoreProblem("ignore.unused", one.line, f"“pmtui: ignore {one.rule}” silences nothing here.")
            for one in self._silences
            if not one.used
        ]
        return sorted(self._problems + unused, key=lambda problem: problem.line)

    def _take(self, comments: Sequence[_Comment], lines: "_Lines") -> None:
        stretches: dict[str, int] = {}  # rule -> the line that its ignore-start stands on
        for comment in comments:
            if comment.verb == HERE and comment.rules:
                for rule in self._understood(comment):
                    self._put(rule, comment.line, lines.reach(comment.line))
            elif comment.verb == START and comment.rules:
                for rule in self._understood(comment):
                    stretches.setdefault(rule, comment.line)
            elif comment.verb == END:
                ended = [rule for rule in comment.rules or tuple(stretches) if rule in stretches]
                for rule in ended:
                    begun = stretches.pop(rule)
                    self._put(rule, begun, range(begun, comment.line + 1))
                if not ended:
                    self._unclear(comment.line, f"There is no “pmtui: {START}” above that this ends.")
            elif comment.verb in (HERE, START):
                self._unclear(comment.line, f"A rule is missing: <!-- pmtui: {comment.verb} RULE reason -->.")
            else:
                known = ", ".join((HERE, START, END))
                self._unclear(comment.line, f"“pmtui: {comment.verb}” is not known; known: {known}.")
        for rule, begun in stretches.items():
            self._put(rule, begun, range(begun, len(lines) + 1))
            self._unclear(begun, f"“pmtui: {START} {rule}” has no end below it.")

    def _understood(self, comment: _Comment) -> Iterator[str]:
        """Yield the rules and kinds that a comment names; the others are a problem."""
        for rule in comment.rules:
            if rule in self._known or rule in self._kinds:
                yield rule
                continue
            # Guessing what was meant takes a moment, and nobody reads a hundred guesses.
            meant = meant_by(rule, self._known) if len(self._problems) < GUESSES else ""
            message = f"There is no rule called “{rule}”.{meant}"
            self._problems.append(IgnoreProblem("ignore.unknown-rule", comment.line, message))

    def _put(self, rule: str, line: int, reach: range) -> None:
        if (rule, reach) in self._reaches:
            return  # said twice in one paragraph
        self._reaches.add((rule, reach))
        silence = _Silence(rule, line)
        self._silences.append(silence)
        for each in reach:
            self._at.setdefault((rule, each), []).append(silence)

    def _unclear(self, line: int, message: str) -> None:
        self._problems.append(IgnoreProblem("ignore.unclear", line, message))


class _Lines:
    """The lines of a file without their comments: where the paragraph around a line begins and ends."""

    def __init__(self, lines: Sequence[str]) -> None:
        count = len(lines)
        text = [bool(line.strip()) for line in lines]
        unit = [bool(_UNIT.match(line)) for line in lines]
        self._first, self._last, self._end, self._next = (list(range(count)) for _ in range(4))
        for at in range(1, count):
            if text[at] and text[at - 1] and not unit[at]:
                self._first[at] = self._first[at - 1]
        for at in range(count - 2, -1, -1):
            if text[at] and text[at + 1]:
                self._end[at] = self._end[at + 1]
                self._last[at] = at if unit[at + 1] else self._last[at + 1]
            if not text[at]:
                self._next[at] = self._next[at + 1]

    def __len__(self) -> int:
        return len(self._first)

    def reach(self, line: int) -> range:
        """Return the lines (from 1) that a comment on a line is about."""
        at = line - 1
        below = self._next[at]
        if below == at:
            return range(self._first[at] + 1, self._last[at] + 2)
        return range(below + 1, self._end[below] + 2)


def _without_code(text: str) -> str:
    """Hide fenced code, and code spans within a line: who writes about comments does not mean them."""
    lines = mask_fences(text).split("\n")
    return "\n".join(mask_code(line) if "<!--" in line else line for line in lines)


def _comments(text: str) -> Iterator[_Comment]:
    """Yield the comments that are meant for pmtui."""
    line, done = 1, 0
    for opening in _OPENING.finditer(text):
        end = text.find("-->", opening.end())
        if end < 0:
            return
        line += text.count("\n", done, opening.start())
        done = opening.start()
        words = _WORDS.match(text[opening.end() : end])
        rules = re.split(r"\s*,\s*", words["rules"]) if words and words["rules"] else []
        yield _Comment(line, words["verb"] if words else "", tuple(filter(None, rules)))


def _kind(rule: str) -> str:
    return rule.partition(".")[0]
