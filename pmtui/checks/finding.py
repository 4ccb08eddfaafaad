"""What any check says: one type for all of them."""

from dataclasses import dataclass
from typing import Literal

from pmtui.language.text_hints import Hint

Severity = Literal["hint", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("hint", "warning", "error")


@dataclass(frozen=True)
class Finding:
    """Something a check noticed. It advises; nothing ever depends on it being settled.

    `code` is stable (`actions.no-owner`, or a language rule's id), `section` the id of the section it belongs to,
    `field` the path of the field (`actions.a2.owner`, `summary`), `start` and `end` code points in that field's text
    where it is about some words. `question` is the better question; it never asks who or why.
    """

    code: str
    severity: Severity
    section: str
    field: str
    message: str
    question: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def is_missing(self) -> bool:
        """Whether something that the template asks for is not there yet."""
        return self.code.startswith("missing.")


def hint_finding(hint: Hint, section: str, field: str, offset: int = 0) -> Finding:
    """Return a hint about wording as a finding; `offset` is where the text that was read begins in the field's."""
    return Finding(
        code=hint.rule,
        severity="warning" if hint.severity == "warning" else "hint",
        section=section,
        field=field,
        message=hint.message,
        question=hint.questions[0] if hint.questions else "",
        start=hint.start + offset,
        end=hint.end + offset,
    )
