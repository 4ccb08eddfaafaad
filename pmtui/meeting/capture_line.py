r"""The line that catches what is said: `Add lock-duration alert @sarah !p1 ^+7d #detect`.

An idea reads `@owner`, `!p0` to `!p3`, `^day` and `#type`, a parked item `@taker`; every part may be missing. A mark that
cannot be read stays words, and so does what follows a backslash (`\@channel`) and everything in a note, a decision and a
correction. A kind before the words (`decision: roll out on Monday`, `d: roll out`) takes the place of the one that was asked
for; `cause:` names a cause, and a note that begins with a time (`14:02 the page came`) is an event. Names of several words
(`@Sarah Chen`) are read whole where they are among the `names` that are known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeGuard

from pmtui.document.actions import Action
from pmtui.document.field_problem import FieldProblem
from pmtui.document.line_marks import LineMark, marks_in, without_marks
from pmtui.document.postmortem import replace
from pmtui.document.quick_line import begins_with_time, parse_action_line
from pmtui.document.review import CaptureKind
from pmtui.meeting.full_names import hold_names
from pmtui.text import normalise

LineKind = Literal["note", "idea", "decision", "parked", "event", "cause", "fill", "taker", "words"]
"""What a line is for: a capture, a row of the draft, or a change of something that is there."""

_PREFIXES: dict[str, LineKind] = {
    "n": "note", "note": "note", "a": "idea", "idea": "idea", "action": "idea", "d": "decision", "decision": "decision",
    "decided": "decision", "p": "parked", "park": "parked", "parked": "parked", "event": "event", "cause": "cause",
}  # fmt: skip
_PREFIX = re.compile(rf"\s*({'|'.join(_PREFIXES)})\s*:\s+", re.IGNORECASE)
_ANY_MARK = re.compile(r"(?<!\S)[@!#^](?=\S)")
_NAMED_PARTS = re.compile(r"(?:^|(?<=\s))(done(?:\s+when)?|causes?)\s*:\s*", re.IGNORECASE)
# `@Sarah Chen ^+7d` where a line is for owner and day: perhaps somebody the draft does not know yet.
_PERHAPS_NAME = re.compile(r"@([^\W_][^\s@!#^]*(?:[ \t]+[^\W_][^\s@!#^]*){1,3})(?=\s*$|\s+[@!#^])")
_FILLED = ("owner", "collaborators", "priority", "due", "type")
_WORDS = "□"  # stands for the words of an action, without which no line is one


@dataclass(frozen=True)
class CaptureLine:
    """A line that was read. `text` is without the marks; `action` is there for an idea, its id not given yet.

    `unread` are marks that could not be read and stay in the text.
    """

    kind: CaptureKind
    text: str
    action: Action | None = None
    taker: str = ""
    unread: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what an idea lacks to be an action that can be followed up: `owner`, `day`."""
        return missing_parts(self.action) if self.action else ()


def is_capture(kind: LineKind) -> TypeGuard[CaptureKind]:
    """Tell whether a line of that kind becomes a capture."""
    return kind in ("note", "idea", "decision", "parked")


def kind_of_line(text: str, kind: LineKind) -> tuple[LineKind, str]:
    """Return what a line is for, and its words: a kind that stands before them goes before the one that was asked for."""
    if not is_capture(kind) and kind not in ("event", "cause"):
        return kind, text
    if (match := _PREFIX.match(text)) and text[match.end() :].strip():
        return _PREFIXES[match[1].lower()], text[match.end() :]
    if kind == "note" and begins_with_time(text):
        return "event", text
    return kind, text


def parse_capture_line(text: str, kind: CaptureKind, today: date, names: Iterable[str] = ()) -> CaptureLine:
    """Return what was typed as a capture of that kind. `^+7d` counts from `today`.

    Raises FieldProblem when nothing is there; everything else is kept, with the marks that cannot be read among the words.
    """
    line = normalise(text)
    if not line.strip():
        raise FieldProblem("Nothing is written yet", "Write what was said, in a few words.")
    if kind == "idea":
        action, unread = _read_idea(line, today, tuple(names))
        return CaptureLine("idea", action.text, action, unread=unread)
    taker = ""
    if kind == "parked":
        line, taker = _take_taker(line, names)
    return CaptureLine(kind, line.strip() or normalise(text).strip(), taker=taker)


def fill_action(action: Action, text: str, today: date, names: Iterable[str] = ()) -> Action:
    """Return the action with what the line holds: `@sarah ^+7d !p1 done: the alert rings` fills these and leaves the words.

    Words before `done:` take the place of the action's; capitalised ones right behind the first name belong to the name.
    Raises FieldProblem.
    """
    line = normalise(text).strip()
    read = _read_action(f"{_WORDS} {line}", today, (*names, *_new_name(line)))
    words = read.text.removeprefix(_WORDS).strip()
    values: dict[str, object] = {name: value for name in _FILLED if (value := getattr(read, name))}
    return replace(action, **values, **({"text": words} if words else {}))


def named_parts(text: str) -> tuple[str, dict[str, str]]:
    """Return a line without its parts that have a name (`done: the alert rings`, `cause: w2`), and these by `done`, `cause`."""
    line = normalise(text)
    found = list(_NAMED_PARTS.finditer(line))
    ends = [*(match.start() for match in found[1:]), *([len(line)] if found else [])]
    parts = {
        "done" if match[1].lower().startswith("done") else "cause": line[match.end() : end].strip()
        for match, end in zip(found, ends, strict=True)
    }
    return line[: found[0].start()].strip() if found else line.strip(), parts


def _read_idea(line: str, today: date, names: tuple[str, ...]) -> tuple[Action, tuple[str, ...]]:
    """Read an idea; marks that cannot be read, or that cannot hold beside an earlier one, stay words."""
    unread = _unread_marks(line, today)
    parts, at = [], 0
    for mark in unread:
        parts.append(line[at : mark.start])
        at = mark.start
    words = "\\".join((*parts, line[at:]))
    try:
        return _read_action(words, today, names), tuple(line[mark.start : mark.end] for mark in unread)
    except FieldProblem:  # nothing but marks: all of it is words
        return _read_action(_ANY_MARK.sub(lambda mark: f"\\{mark[0]}", line), today, ()), ()


def _unread_marks(line: str, today: date) -> list[LineMark]:
    """Return the marks that mean nothing by themselves, and those that say something else than an earlier one."""
    unread: list[LineMark] = []
    held: dict[str, object] = {}
    for mark in marks_in(line, "!#^"):
        try:
            read = parse_action_line(f"{_WORDS} {line[mark.start : mark.end]}", today)
        except FieldProblem:
            unread.append(mark)
            continue
        value = {"!": read.priority, "#": read.type, "^": read.due}[mark.sign]
        if value is not None and mark.sign in held and (mark.sign == "^" or held[mark.sign] != value):
            unread.append(mark)
        elif value is not None:
            held[mark.sign] = value
    return unread


def _read_action(line: str, today: date, names: Iterable[str]) -> Action:
    line, held = hold_names(line, names)
    action = parse_action_line(line, today)
    people = tuple(held.get(name, name) for name in action.collaborators)
    return replace(action, owner=held.get(action.owner or "", action.owner), collaborators=people)


def _take_taker(line: str, names: Iterable[str]) -> tuple[str, str]:
    """Return the line without the `@` name that it ends with, the first of several, and that name; "" for none."""
    holding, held = hold_names(line, names)
    found = marks_in(holding, "@")[:1]
    if not found:
        return line, ""
    rest = without_marks(holding, found)
    for word, name in held.items():
        rest = rest.replace(f"@{word}", f"@{name}")
    return rest, held.get(found[0].word, found[0].word)


def _new_name(line: str) -> tuple[str, ...]:
    """Return the name that a line for owner and day begins with, where all of its words are capitalised."""
    found = _PERHAPS_NAME.match(line)
    return (found[1],) if found and all(word[0].isupper() for word in found[1].split()) else ()


def missing_parts(action: Action) -> tuple[str, ...]:
    """Return what an action lacks to be followed up, in words: `owner`, `day`."""
    day = action.due or action.check
    return tuple(name for name, value in (("owner", action.owner), ("day", day)) if not value)
