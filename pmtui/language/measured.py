"""Vague wording turned into figures: which figures a hint asks for, and the sentence that they make.

`read_vague` finds the words to replace around a hint, `write_measured` puts figures into the author's own clause, and
`measure_next_time` is what to do when nobody knows the figure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pmtui.language.clauses import cut_clauses
from pmtui.language.grammar import ADVERBS, AUXILIARIES, BE, DETERMINERS, PREPOSITIONS
from pmtui.language.masking import lowered, mask_inline
from pmtui.text import show_minutes

VagueKind = Literal["change", "time", "quantity"]


@dataclass(frozen=True)
class Figure:
    """One thing to ask for: its name among the values, what it is called, and an example of how to write it."""

    name: str
    label: str
    example: str


@dataclass(frozen=True)
class Vague:
    """Some vague words of a text: `text[start:end]`, which stands in `words`, is what figures would replace.

    `what` is the thing they are about, as far as the clause tells. `phrase` is how a change goes on from there: the
    verb that stays ("had increased"), "was" for a state ("was slow"), empty where the words stay and figures follow.
    `subject` is what the words begin with, where that is not `what`: a thing is slow, its response time has a figure.
    """

    kind: VagueKind
    start: int
    end: int
    what: str
    words: str
    phrase: str = ""
    subject: str = ""


FIGURES: Mapping[VagueKind, tuple[Figure, ...]] = {
    "change": (
        Figure("what", "What", "checkout latency"),
        Figure("percentile", "Which percentile", "p99"),
        Figure("before", "From", "300 ms"),
        Figure("after", "To", "1.2 s"),
        Figure("began", "When it began", "14:02, or: within 3 min"),
        Figure("lasted", "For how long", "12 min"),
        Figure("normal", "Normal range", "300–400 ms"),
    ),
    "time": (
        Figure("began", "From", "14:02"),
        Figure("ended", "To", "15:05"),
        Figure("lasted", "For how long", "63 min; worked out from the two times"),
        Figure("what", "What lasted", "the outage; needed for F6 only"),
    ),
    "quantity": (
        Figure("what", "What was counted", "users"),
        Figure("count", "How many", "1,240, or: 8 %"),
        Figure("total", "Out of how many", "15,000"),
    ),
}

# What the ids of rules end in whose hints figures can answer; others ask for something else ("Something was off").
_KINDS: Mapping[str, VagueKind] = {
    "change": "change",
    "scale": "change",
    "degree": "change",
    "time": "time",
    "quantity": "quantity",
}

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*(?:UTC|Z))?", re.IGNORECASE)
_LEAD = re.compile(r"(?:for|within|after|over|in|during)\s+", re.IGNORECASE)
_LEAD_BEFORE = re.compile(r"\b(?:for|within|over|in|during)\s+\Z", re.IGNORECASE)
_OPENING = re.compile(r"[^\w`\"“@#]*+(?:\d{1,3}[.)]\s+)?")
_WORD = re.compile(r"[^\s,;:()\[\]]+")
_ARTICLE = re.compile(r"(?:the|a|an|our|its|their)\s+", re.IGNORECASE)
_MOMENT = re.compile(r"\b(?:shortly|soon|later|after\w*|before|eventually|early|late)\b", re.IGNORECASE)
_DETERMINED = re.compile(r"\s+(?:the|our|these|those|all)(?=\s)", re.IGNORECASE)
_LASTING = frozenset({"last", "lasts", "lasted", "take", "takes", "took", "taken", "continued"})
_HELPERS = AUXILIARIES | ADVERBS
_STATES = BE | {"became", "stayed", "remained"}
_A_STATE = "was"
_SLOW = re.compile(r"(?:\w+ly )?(?:slow|slower|sluggish|laggy|unresponsive)", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?:times?|latency|latencies|loads?|queries|query|requests?|responses?)\Z", re.IGNORECASE
)
_LINKED = re.compile(r"\b(?:after|before)\Z", re.IGNORECASE)
_CHANGED = frozenset({"rose", "grew", "fell", "sank", "shrank"})  # beside those in -ed


def vague_kind(rule: str) -> VagueKind | None:
    """Return what sort of figures would answer a hint of this rule (`vague.loose-quantity`: quantity), or None."""
    return _KINDS.get(re.split(r"[.-]", rule)[-1])


def read_vague(text: str, start: int, end: int, rule: str) -> Vague | None:
    """Return the vague words around a hint at `text[start:end]`, or None when no figure would answer it."""
    kind = vague_kind(rule)
    if kind is None:
        return None
    first, stop = _clause_around(text, start, end)
    if kind == "change":
        return _read_change(text, (first, stop), start, end, rule)
    if kind == "time":
        start = _with_lead(text, first, start)
        return Vague("time", start, end, _what_lasted(text, first, start), text[start:end])
    if text[start:end].lower().endswith(" of") and (determined := _DETERMINED.match(text, end)):
        end = determined.end()
    return Vague("quantity", start, end, _noun_after(text, end, stop), text[start:end])


def write_measured(vague: Vague, values: Mapping[str, str]) -> str:
    """Return the words for `text[vague.start:vague.end]` from what is known; what is left empty is left out.

    `values` are keyed by the names of `FIGURES[vague.kind]`. Without any figure the words stay as they are.
    """
    given = {name: " ".join(value.split()) for name, value in values.items() if value.strip()}
    if not given.keys() - {"what"}:
        return vague.words
    if vague.kind == "change":
        written = _write_change(vague, given)
    elif vague.kind == "time":
        written = _write_time(vague, given)
    else:
        written = _write_quantity(given.get("count", ""), given.get("total", ""))
    return _capital(written) if vague.words[:1].isupper() else written


def measure_next_time(vague: Vague, values: Mapping[str, str]) -> str:
    """Return what an action would say that makes the figure known the next time."""
    what = _small(" ".join(values.get("what", "").split()) or vague.what or "this")
    if vague.kind == "change":
        percentile = " ".join(values.get("percentile", "").split())
        what = _with_percentile(what, percentile)
    elif vague.kind == "time":
        what = f"how long {what} lasts"
    else:
        what = f"how many {what} are affected"
    return f"Measure {what}, so that it is known next time"


def _clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause of a hint begins, past its bullet, and where it ends."""
    clauses = list(cut_clauses(lowered(mask_inline(text))))
    first = max((clause.start for clause in clauses if clause.start <= start), default=start)
    stop = min((clause.end for clause in clauses if clause.end >= end), default=len(text))
    opening = _OPENING.match(text, first, start)
    return opening.end() if opening else first, stop


def _read_change(text: str, clause: tuple[int, int], start: int, end: int, rule: str) -> Vague:
    """Read a verb of change with its subject, or a state after "was"; figures follow on anything else as it stands."""
    first, last = clause
    before = list(_WORD.finditer(text, first, start))
    subject = _without_helpers(before)
    what = text[first : subject[-1].end()] if subject else ""
    helpers = {word.group().lower() for word in before[len(subject) :]}
    if what and rule.endswith("change") and before[-1].group().lower() not in DETERMINERS:
        stop = _past_adverb(text, end, last)
        return Vague("change", first, stop, what, text[first:stop], text[subject[-1].end() : end].strip())
    if what and _STATES & helpers and _is_free(text, end, last):
        thing = _response_time_of(what) if _SLOW.fullmatch(text, start, end) else what
        return Vague("change", first, end, thing, text[first:end], _A_STATE, what)
    if _tells_how(before, text[start:end]) and _is_free(text, end, last):
        thing = text[first : _without_helpers(before[:-1])[-1].end()]
        verb = text[first + len(thing) : before[-1].end()].strip()
        return Vague("change", first, end, thing, text[first:end], verb, thing)
    stop = end + len(text[end:last].rstrip())
    return Vague("change", start, stop, what if helpers else "", text[start:stop])


def _response_time_of(what: str) -> str:
    """Return "The response time of the API" for "The API"; a name keeps its capital, and a time is one already."""
    if _TIMES.search(what):
        return what
    article = _ARTICLE.match(what)
    return ("The" if what[:1].isupper() else "the") + f" response time of {_small(what) if article else what}"


def _tells_how(before: Sequence[re.Match[str]], words: str) -> bool:
    """Tell whether words say how something changed, after its verb: "dropped considerably"."""
    verb = before[-1].group().lower() if before else ""
    changed = verb in _CHANGED or (verb.endswith("ed") and verb not in _HELPERS)
    return changed and words.lower().endswith("ly") and bool(_without_helpers(before[:-1]))


def _without_helpers(words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Return the words without the auxiliaries and adverbs at their end."""
    last = len(words)
    while last and ((word := words[last - 1].group().lower()) in _HELPERS or word.endswith("ly")):
        last -= 1
    return words[:last]


def _past_adverb(text: str, end: int, stop: int) -> int:
    """Return where "rapidly" ends in "grew rapidly", since figures say it better."""
    word = _WORD.search(text, end, stop)
    return word.end() if word and word.group().lower().endswith("ly") else end


def _is_free(text: str, end: int, stop: int) -> bool:
    """Tell whether nothing goes on with a state: "was slow in Frankfurt", but not "was severely degraded"."""
    word = _WORD.search(text, end, stop)
    return word is None or word.group().lower() in PREPOSITIONS


def _what_lasted(text: str, first: int, start: int) -> str:
    """Return "The outage" before "lasted about an hour"; nothing where the clause is built in another way."""
    words = list(_WORD.finditer(text, first, start))
    subject = words
    while subject and subject[-1].group().lower() in _LASTING | _HELPERS:
        subject = subject[:-1]
    return text[first : subject[-1].end()] if subject and len(subject) < len(words) else ""


def _with_lead(text: str, first: int, start: int) -> int:
    """Return where "for" begins before "about an hour": what follows may ask for another word."""
    before = _LEAD_BEFORE.search(text[:start], first)
    return before.start() if before else start


def _noun_after(text: str, end: int, stop: int) -> str:
    word = _WORD.search(text, end, stop)
    return word.group().rstrip(".") if word else ""


def _write_change(vague: Vague, given: Mapping[str, str]) -> str:
    before, after, percentile = (given.get(name, "") for name in ("before", "after", "percentile"))
    tail = _tail(given)
    if not vague.phrase:
        values = f"from {before} to {after}" if before and after else after or (before and f"from {before}")
        what = given.get("what", "")
        what = _with_percentile(what, percentile) if what != vague.what else percentile
        told = " ".join(part for part in (what, values, tail) if part)
        told += _normal(given, "; " if told else "")
        return f"{vague.words} ({told})"
    what = _with_percentile(given.get("what", vague.what), percentile)
    if vague.phrase == _A_STATE:
        verb = f"went from {before} to {after}" if before and after else f"was at {after or before}"
        if not (before or after):
            subject = vague.subject if given.get("what", vague.what) == vague.what else what
            what, verb = subject, vague.words.removeprefix(vague.subject).strip()
    else:
        verb = vague.phrase + (f" from {before}" if before else "") + (f" to {after}" if after else "")
    normal = _normal(given, "")
    return " ".join(part for part in (what, verb, tail, f"({normal})" if normal else "") if part)


def _tail(given: Mapping[str, str]) -> str:
    began, lasted = given.get("began", ""), given.get("lasted", "")
    began = f"at {began}" if began[:1].isdigit() and _CLOCK.match(began) else began
    lasted = f"for {lasted}" if lasted[:1].isdigit() else lasted
    return " ".join(part for part in (began, lasted) if part)


def _normal(given: Mapping[str, str], joined: str) -> str:
    return f"{joined}normally {given['normal']}" if "normal" in given else ""


def _with_percentile(what: str, percentile: str) -> str:
    """Return "the p99 checkout latency" for "the checkout latency"."""
    if not percentile or percentile.lower() in what.lower():
        return what
    article = _ARTICLE.match(what)
    if article:
        return f"{article.group()}{percentile} {what[article.end() :]}"
    return f"{percentile} {_small(what)}"


def _write_time(vague: Vague, given: Mapping[str, str]) -> str:
    began, ended = given.get("began", ""), given.get("ended", "")
    lasted = given.get("lasted") or _between(began, ended)
    lead = _LEAD.match(vague.words)
    if linked := _LINKED.search(vague.words):  # what follows, "the rollout", leans on it
        return f"{lasted} {linked.group()}" if lasted else f"at {began or ended}, {linked.group()}"
    if not lasted and not ended:
        return f"at {began}" if _MOMENT.search(vague.words) else f"from {began}"
    if not lasted:
        return f"until {ended}"
    ends = f" ({began} to {ended})" if began and ended else f" from {began}" if began else ""
    ends = ends or (f" until {ended}" if ended else "")
    return f"{lead.group() if lead else ''}{lasted}{ends}"


def _write_quantity(count: str, total: str) -> str:
    if not total:
        return f"{count} of" if count.endswith("%") else count
    return f"{count} of {total}" if count else f"some of {total}"


def _between(began: str, ended: str) -> str:
    """Return the time between two clock times in words, past midnight where the second is the smaller one."""
    clocks = [_CLOCK.fullmatch(clock) for clock in (began, ended)]
    seconds = [int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0) for clock in clocks if clock]
    if len(seconds) < 2 or seconds[0] == seconds[1]:
        return ""
    return show_minutes((seconds[1] - seconds[0]) % 86_400 / 60)


def _capital(text: str) -> str:
    # A percentile keeps its small letter: "p99 latency" opens many a sentence.
    return text if re.match(r"p\d", text) else text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
