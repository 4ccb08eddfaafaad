"""The words of a template and of the severity scales, read as the values they stand for."""

from pmtui.document.field_problem import FieldProblem, listed, quoted
from prompts.content import word_group
from prompts.shapes import Policy, Template

SEVERITY = "meta.severity"


def has_own_words(path: str) -> bool:
    """Tell whether a template or a scale has words of its own for a field."""
    return path == SEVERITY or bool(word_group(path))


def in_own_words(path: str, text: str, template: Template, policy: Policy) -> str:
    """Return what was typed for a field with the template's own word replaced by the value that it stands for.

    A severity is a level of any scale. Raises FieldProblem, with what would fit, for one that is in none.
    """
    if path == SEVERITY:
        return read_severity(text, policy, template.scale) if text.strip() else text
    typed = _loose(text)
    own = template.own_words(word_group(path) or "")
    return next((value for value, word in own.items() if _loose(word) == typed), text)


def read_severity(text: str, policy: Policy, scale: str = "") -> str:
    """Return a severity as its scale writes it: `sev2` as `SEV-2`; of several scales first the one called `scale`.

    Raises FieldProblem, with what would fit, for a text that is in no scale.
    """
    typed = " ".join(text.split())
    scales = sorted(policy.scales.values(), key=lambda each: each.id != scale)
    names = [level.name for each in scales for level in each.levels]
    if typed in names:
        return typed
    squeezed = [(_loose(name).replace(" ", ""), name) for name in names]
    wanted = _loose(typed).replace(" ", "")
    if found := next((name for short, name in squeezed if short == wanted), ""):
        return found
    begun = next((name for short, name in squeezed if wanted.startswith(short)), "")
    first, *others = scales
    raise FieldProblem(
        f"{quoted(text)} is not a severity",
        (f"Did you mean {begun}? " if begun else "")
        + f"Write {listed(level.name for level in first.levels)}; also known: {listed((each.name for each in others), 'and')}.",
    )


def _loose(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").replace("’", "'").split())
