"""Whether an action's sentence says what will be different and begins with what somebody does."""

import re
from typing import Literal

Weakness = Literal["vague", "careful"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
_FIRST = re.compile(r"[^\W\d_](?:[\w'’]|-(?=\w))*")
_POLITE = frozenset(
    {"please", "we", "to", "should", "must", "will", "need", "also", "then", "and", "let's", "let’s"}
)
_NEVER_VERBS = _words(
    """the a an our their its his her this that these those any all some more better no new another additional
    proper improved extra further automatic automated automatically regular weekly monthly daily earlier faster
    there it runbook runbooks playbook dashboard dashboards documentation checklist checklists alerts alarms tests
    metrics logs logging monitoring alerting training observability communication onboarding"""
)
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ings")
_VERBS_ALL_THE_SAME = _words(
    """implement document supplement experiment augment segment comment cement mention position condition provision
    function partition ration caution petition question auction station section commission decommission sequence
    reference balance rebalance enhance finance instance advance evidence silence"""
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


def opens_with_verb(text: str) -> bool:
    """Tell whether an action's text begins with a verb, as far as that can be known; without words it does not.

    It says no only where the first word cannot be a verb.
    """
    words = [word.group().lower() for word in _FIRST.finditer(text)]
    while words and words[0] in _POLITE:
        words = words[1:]
    if not words:
        return False
    first = words[0]
    if first in _NEVER_VERBS:
        return False
    if first in _VERBS_ALL_THE_SAME:
        return True
    # "Refusing ...", "Rotation of ...": names of a doing, which leave open who begins.
    return not first.endswith(_NOUN_ENDINGS) and not (first.endswith("ing") and len(first) > 5)
