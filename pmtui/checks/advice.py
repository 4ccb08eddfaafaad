"""Findings in the words of `prompts/advice.toml`."""

from pmtui.checks.finding import Finding
from prompts.content import load_advice


def advise(name: str, field: str, **figures: object) -> Finding:
    """Return the finding of that name about a field, with figures put into its words."""
    advice = load_advice()[name]
    return Finding(
        advice.code or name,
        advice.severity,
        advice.section or name.partition(".")[0],
        field,
        advice.message.format(**figures),
        advice.question.format(**figures),
    )
