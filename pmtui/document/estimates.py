"""Figures that are only roughly known: about, over or at most a figure, or a range with a low and a high end.

The figure itself stands in its field (the low end of a range), how rough it is in the document's `estimates` by the
field's path.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pmtui.document.base import Amount, Part
from pmtui.document.field_numbers import SCALES, Number, show_number, show_percent, split_money
from pmtui.document.field_problem import FieldProblem, quoted

Roughness = Literal["about", "over", "at_least", "under", "at_most", "range"]

_LONGEST = 120  # characters
_PREFIXES: tuple[tuple[Roughness, str], ...] = (
    ("about", r"~|≈|about|around|approximately|approx\.?|roughly|circa|ca\.?|nearly|almost"),
    ("over", r">|over|more than"),
    ("at_least", r">=|≥|at least|min\.?"),
    ("under", r"<|under|less than|fewer than|below"),
    ("at_most", r"<=|≤|at most|up to|max\.?"),
)
_MARKS = tuple(
    (kind, re.compile(rf"(?:{words})(?![A-Za-z=])\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL))
    for kind, words in _PREFIXES
)
_RANGE = re.compile(
    r"(?P<between>between\s+)?(?P<low>[^-–—~0-9]*[0-9][^-–—~]*?)\s*"
    r"(?:[-–—~]|\bto\b|(?P<and>\band\b))\s*(?P<high>[^-–—~]*[0-9][^-–—~]*)",
    re.IGNORECASE,
)
_SCALED = re.compile(rf"[0-9]\s*(?P<scale>{'|'.join(SCALES)})(?![A-Za-z])", re.IGNORECASE)
_SHARE = re.compile(r"([0-9]{1,6})\s*(?:in|of|out of|/)\s*([0-9]{1,6})", re.IGNORECASE)
_SHARE_WORDS = {
    "half": (1, 2), "a third": (1, 3), "one third": (1, 3), "two thirds": (2, 3), "a quarter": (1, 4),
    "one quarter": (1, 4), "three quarters": (3, 4), "a fifth": (1, 5), "a tenth": (1, 10),
}  # fmt: skip


class Estimate(Part):
    """How roughly a figure is known; `high` is the upper end of a range, whose lower end is the figure."""

    kind: Roughness
    high: Amount | None = None


@dataclass(frozen=True)
class Figure:
    """A figure that was typed, how rough it is (None: exact), and the currency that stood beside it."""

    value: Number
    estimate: Estimate | None = None
    currency: str | None = None


def read_figure(text: str, kind: str, parse: Callable[[str], Number]) -> Figure:
    """Read a count, percentage or amount that may be rough; `parse` reads an exact one. Raises FieldProblem."""
    typed = text.strip()
    if len(typed) <= _LONGEST:
        if kind == "percent" and (share := _share(typed)) is not None:
            return Figure(share, Estimate(kind="about"))
        if kind != "percent" and _SHARE.fullmatch(typed.partition(" user")[0]) and "/" not in typed:
            raise FieldProblem(
                f"{quoted(text)} is a share", "Write it as a percentage, in the field for the percentage."
            )
        if (found := _RANGE.fullmatch(typed)) and bool(found["and"]) == bool(found["between"]):
            return _range(text, found["low"], found["high"], kind, parse)
        for mark, pattern in _MARKS:
            if found := pattern.fullmatch(typed):
                exact = _exact(found["rest"], kind, parse)
                return Figure(exact.value, Estimate(kind=mark), exact.currency)
        if typed.endswith("+") and typed[:-1].strip():
            exact = _exact(typed[:-1], kind, parse)
            return Figure(exact.value, Estimate(kind="at_least"), exact.currency)
    return _exact(text, kind, parse)


def write_figure(value: Number, estimate: Estimate | None, kind: str) -> str:
    """Return a figure as one would type it: `12,400`, `about 5,000`, `12,000 to 15,000`."""
    return in_words(value, estimate, show_percent if kind == "percent" else show_number)


def in_words(value: Number, estimate: Estimate | None, show: Callable[[Number], str]) -> str:
    """Return a figure with how rough it is; `show` writes a number."""
    if estimate is None or (estimate.kind == "range" and (estimate.high is None or estimate.high <= value)):
        return show(value)
    if estimate.high is not None:
        return f"{show(value)} to {show(estimate.high)}"
    return f"{estimate.kind.replace('_', ' ')} {show(value)}"


def upper_bound(value: Number, estimate: Estimate | None) -> Number | None:
    """Return the most that a figure can mean; None where it is open upwards."""
    if estimate is None or estimate.kind in ("about", "under", "at_most"):
        return value
    return estimate.high if estimate.kind == "range" else None


def _exact(text: str, kind: str, parse: Callable[[str], Number]) -> Figure:
    if kind == "money":
        value, currency = split_money(text)
        return Figure(value, currency=currency)
    return Figure(parse(text))


def _range(text: str, low: str, high: str, kind: str, parse: Callable[[str], Number]) -> Figure:
    upper, lower = _exact(high, kind, parse), _exact(low, kind, parse)
    value = lower.value
    if (scale := _scale(high)) > 1 and _scale(low) == 1 and value < upper.value / scale:
        value *= scale  # 5-6k
    if lower.currency and upper.currency and lower.currency != upper.currency:
        raise FieldProblem(f"{quoted(text)} names two currencies", "Write both ends in one.")
    if value >= upper.value:
        raise FieldProblem(
            f"{quoted(text)} ends below its beginning", "Write the smaller number first, such as 12k-15k."
        )
    return Figure(value, Estimate(kind="range", high=upper.value), lower.currency or upper.currency)


def _scale(text: str) -> int:
    found = _SCALED.search(text)
    return SCALES[found["scale"].lower()] if found else 1


def _share(typed: str) -> Number | None:
    bare = re.sub(r"\s+(?:of\s+)?(?:all\s+)?(?:users|customers|requests)$", "", typed.lower())
    bare = re.sub(r"^(?:~|about|around|roughly|nearly|almost)\s*", "", bare)
    parts = _SHARE_WORDS.get(bare)
    if parts is None and (found := _SHARE.fullmatch(bare)):
        parts = int(found[1]), int(found[2])
    if parts is None or not 0 < parts[0] <= parts[1]:
        return None
    share = round(100 * parts[0] / parts[1], 1)
    return int(share) if share == int(share) else share
