"""Hints about blame on the line that catches what is said: a better question, before the words stand in the draft."""

from pmtui.checks.document_hints import context_of
from pmtui.document.postmortem import Postmortem
from pmtui.language.rules import Rules
from pmtui.language.text_hints import find_hints
from pmtui.meeting.capture_line import LineKind, is_capture, kind_of_line

LONGEST = 2000  # characters of a line that are looked at


def blame_question(text: str, kind: LineKind, document: Postmortem, rules: Rules) -> str:
    """Return the words that blame and what to ask instead, or nothing."""
    kind, words = kind_of_line(text[:LONGEST], kind)
    if not is_capture(kind) and kind not in ("event", "cause"):
        return ""
    hints = find_hints(words, "other", context_of(document), rules, each_kind=True)
    hint = next((each for each in hints if each.kind == "blame"), None)
    if hint is None:
        return ""
    said = words[hint.start : hint.end]
    return f"“{said}”: {hint.questions[0] if hint.questions else hint.message}"
