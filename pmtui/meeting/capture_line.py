r"""The line that catches what is said: `Add lock-duration alert @sarah !p1 ^+7d #detect`.

An idea reads `@owner`, `!p0` to `!p3`, `^day` and `#type`, a parked item `@taker`; every part may be missing. What follows a
backslash stays text (`\@channel`), and so does everything in a note, a decision and a correction. A kind before the
words (`decision: roll out on Monday`) takes the place of the one that was asked for. Names of several words (`@Sarah Chen`)
are read whole where they are among the `names` that are known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pmtui.document.actions import Action
from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import replace
from pmtui.document.quick_line import parse_action_line
from pmtui.document.review import CaptureKind
from pmtui.meeting.full_names import hold_names
from pmtui.text import normalise

_PREFIXES: dict[str, CaptureKind] = {
    "note": "note",
    "idea": "idea",
    "action": "idea",
    "decision": "decision",
    "decided": "decision",
    "park": "parked",
    "parked": "parked",
}
_PREFIX = re.compile(rf"\s*({'|'.join(_PREFIXES)})\s*:\s+(?=\S)", re.IGNORECASE)
_TAKER = re.compile(r"(?<!\S)@([^\W_][\w.\-/]*)(?!\S)")
# `@Sarah Chen ^+7d` where a line is for owner and day: perhaps somebody the draft does not know yet.
_PERHAPS_NAME = re.compile(r"@([^\W_][^\s@!#^]*(?:[ \t]+[^\W_][^\s@!#^]*){1,3})(?=\s*$|\s+[@!#^])")
_FILLED = ("owner", "collaborators", "priority", "due", "type")
_WORDS = "-"  # stands for the words of an action, without which no line is one


@dataclass(frozen=True)
class CaptureLine:
    """A line that was read. `text` is without the marks; `action` is there for an idea, its id not given yet."""

    kind: CaptureKind
    text: str
    action: Action | None = None
    taker: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what an idea lacks to be an action that can be followed up: `owner`, `day`."""
        return missing_parts(self.action) if self.action else ()


def parse_capture_line(text: str, kind: CaptureKind, today: date, names: Iterable[str] = ()) -> CaptureLine:
    """Return what was typed as a capture of that kind, or of the kind that stands before the words.

    `^+7d` counts from `today`. Raises FieldProblem in words when nothing is there, or when a mark can mean two things.
    """
    line = normalise(text)
    if match := _PREFIX.match(line):
        kind, line = _PREFIXES[match[1].lower()], line[match.end() :]
    if kind == "idea":
        action = _read_action(line, today, names)
        return CaptureLine("idea", action.text, action)
    taker = ""
    if kind == "parked":
        line, taker = _take_taker(line, names)
    if not line.strip():
        raise FieldProblem("Nothing is written yet", "Write what was said, in a few words.")
    return CaptureLine(kind, line.strip(), taker=taker)


def fill_action(action: Action, text: str, today: date, names: Iterable[str] = ()) -> Action:
    """Return the action with what the line holds: `@sarah ^+7d !p1` fills these and leaves the words alone.

    Words in the line take the place of the action's; capitalised ones right behind the first name belong to the name.
    Raises FieldProblem.
    """
    line = normalise(text).strip()
    read = _read_action(f"{_WORDS} {line}", today, (*names, *_new_name(line)))
    words = read.text.removeprefix(_WORDS).strip()
    values: dict[str, object] = {name: value for name in _FILLED if (value := getattr(read, name))}
    return replace(action, **values, **({"text": words} if words else {}))


def _read_action(line: str, today: date, names: Iterable[str]) -> Action:
    line, held = hold_names(line, names)
    action = parse_action_line(line, today)
    people = tuple(held.get(name, name) for name in action.collaborators)
    return replace(action, owner=held.get(action.owner or "", action.owner), collaborators=people)


def _take_taker(line: str, names: Iterable[str]) -> tuple[str, str]:
    """Return the line without its first name behind an `@`, and that name; "" where there is none."""
    holding, held = hold_names(line, names)
    found = _TAKER.search(holding)
    if found is None:
        return line, ""
    rest = holding[: found.start()].rstrip() + holding[found.end() :]
    for word, name in held.items():
        rest = rest.replace(f"@{word}", f"@{name}")
    return rest, held.get(found[1], found[1])


def _new_name(line: str) -> tuple[str, ...]:
    """Return the name that a line for owner and day begins with, where all of its words are capitalised."""
    found = _PERHAPS_NAME.match(line)
    return (found[1],) if found and all(word[0].isupper() for word in found[1].split()) else ()


def missing_parts(action: Action) -> tuple[str, ...]:
    """Return what an action lacks to be followed up, in words: `owner`, `day`."""
    day = action.due or action.check
    return tuple(name for name, value in (("owner", action.owner), ("day", day)) if not value)
