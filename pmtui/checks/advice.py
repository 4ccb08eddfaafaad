"""The wording of a finding, apart from where it is found."""

from dataclasses import dataclass

from pmtui.checks.finding import Finding, Severity


@dataclass(frozen=True)
class Advice:
    """What one finding says: what was noticed in one short sentence, and the better question.

    Both may hold `{names}`, filled in by `about`. The question never asks who, nor why somebody did something.
    """

    severity: Severity
    message: str
    question: str = ""

    def about(self, code: str, section: str, field: str, **figures: object) -> Finding:
        """Return the finding for one place, with the figures put into the wording."""
        return Finding(
            code=code,
            severity=self.severity,
            section=section,
            field=field,
            message=self.message.format(**figures),
            question=self.question.format(**figures),
        )
