r"""The line that catches what is said: `Add lock-duration alert @sarah !p1 ^+7d #detect`.

An idea reads `@owner`, `!p0` to `!p3`, `^day` and `#type`, a parked item `@taker`; every part may be missing. What follows a
backslash stays text (`\@channel`), and so does everything in a note, a decision and a correction. A kind before the
words (`decision: roll out on Monday`) takes the place of the one that was asked for.
"""

import re
from dataclasses import dataclass
from datetime import date

from pmtui.document.actions import Action
from pmtui.document.field_problem import FieldProblem
from pmtui.document.postmortem import replace
from pmtui.document.quick_line import parse_action_line
from pmtui.document.review import CaptureKind
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


def parse_capture_line(text: str, kind: CaptureKind, today: date) -> CaptureLine:
    """Return what was typed as a capture of that kind, or of the kind that stands before the words.

    `^+7d` counts from `today`. Raises FieldProblem in words when nothing is there, or when a mark can mean two things.
    """
    line = normalise(text)
    if match := _PREFIX.match(line):
        kind, line = _PREFIXES[match[1].lower()], line[match.end() :]
    if kind == "idea":
        action = parse_action_line(line, today)
        return CaptureLine("idea", action.text, action)
    taker = ""
    if kind == "parked" and (found := _TAKER.search(line)):
        taker = found[1]
        line = line[: found.start()].rstrip() + line[found.end() :]
    if not line.strip():
        raise FieldProblem("Nothing is written yet", "Write what was said, in a few words.")
    return CaptureLine(kind, line.strip(), taker=taker)


def fill_action(action: Action, text: str, today: date) -> Action:
    """Return the action with what the line holds: `@sarah ^+7d !p1` fills these and leaves the words alone.

    Words in the line take the place of the action's. Raises FieldProblem.
    """
    read = parse_action_line(f"{_WORDS} {normalise(text)}", today)
    words = read.text.removeprefix(_WORDS).strip()
    values: dict[str, object] = {name: value for name in _FILLED if (value := getattr(read, name))}
    return replace(action, **values, **({"text": words} if words else {}))


def missing_parts(action: Action) -> tuple[str, ...]:
    """Return what an action lacks to be followed up, in words: `owner`, `day`."""
    day = action.due or action.check
    return tuple(name for name, value in (("owner", action.owner), ("day", day)) if not value)
