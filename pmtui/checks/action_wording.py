"""Whether an action's sentence says what will be different, or only that somebody will try."""

import re
from typing import Literal

Weakness = Literal["vague", "careful"]

_OPENING = re.compile(
    r"^(?:(?:we|to|please|should|must|will|need to|needs to|try to|also|then|and|let's)\s+)+"
)
_VAGUE_START = re.compile(
    r"(?:improv(?:e|ing)|investigat(?:e|ing)|consider(?:ing)?|look(?:ing)? (?:into|at)|review(?:ing)?|enhanc(?:e|ing)"
    r"|optimi[sz](?:e|ing)|ensur(?:e|ing)|make sure|explor(?:e|ing)|think about|discuss(?:ing)?|revisit(?:ing)?"
    r"|evaluat(?:e|ing)|assess(?:ing)?|address(?:ing)?|strengthen(?:ing)?|stabili[sz](?:e|ing)|follow up|figure out"
    r"|find out|better|more|improved|work on|be better|understand|try|harden(?:ing)?|tidy up|clean up)\b"
)
_PEOPLE_TO_CHANGE = re.compile(
    r"\b(?:(?:be|being) (?:more |extra |very )?(?:careful|vigilant|mindful|cautious|attentive|diligent|aware)"
    r"|pay (?:more |closer |extra )?attention|take (?:more |extra |greater )?care|remember to|don'?t forget"
    r"|do not forget|double[- ]check|remind(?:ing)?|retrain(?:ing)?|rais(?:e|ing) awareness|refresher"
    r"|train(?:ing)? (?:for )?(?:the |all |our |every |new )*(?:team|everyone|staff|people|engineers?|developers?|operators?|responders?)"
    r"|(?:more|better|additional|extra|mandatory|team|staff) training|training (?:session|course|on|about)s?)\b"
)
_CONCRETE = re.compile(
    r"\d"  # a figure or a date
    r"|`|https?://|[\"“”«»]"  # code, a link, a thing called by its name
    r"|\b[\w-]{1,60}[./_]\w"  # a file, a setting, a path
    r"|\b\w*[a-z][A-Z]\w*"  # an identifier
    r"|\b[A-Z]{2,}-?\d+"  # a ticket
)


def weakness(text: str, done_when: str | None) -> Weakness | None:
    """Tell how an action's sentence is weak, or None.

    `careful` asks people to be different and leaves the system as it is, figures or not. `vague` starts with a verb that
    is never finished, and neither the sentence nor its "done when" gives a figure, a date or a thing by name.
    """
    first = text.strip()
    if _PEOPLE_TO_CHANGE.search(first.lower()):
        return "careful"
    if done_when or _CONCRETE.search(first):
        return None
    return "vague" if _VAGUE_START.match(_OPENING.sub("", first.lower())) else None
