"""Whether an action begins with what somebody does. It says no only where the first word cannot be a verb."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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


def opens_with_verb(text: str) -> bool:
    """Tell whether an action's text begins with a verb, as far as that can be known; without words it does not."""
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
