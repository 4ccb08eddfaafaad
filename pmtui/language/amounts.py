"""Finds the figures of a text: what answers how many, how long and when."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

_NUMBER = re.compile(
    r"(?=[$€£~<>≈\d])(?<![\w.#/-])(?![45]\d\ds\b)[$€£~<>≈]?\d[\d.,]{0,24}(?:\s?%|\s?[kmgtp]i?b(?:ps|/s)?\b|\s?[a-zµ]{1,3}\b|\b)(?!:\d)"
)
_CLOCK = re.compile(r"(?=\d)(?:(?<![\w.:])\d\d?:\d\d(?!\d)|(?<![\w.-])\d{4}-\d\d-\d\d(?![\w-]))")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
# An ordinal, a class of errors, a version, a year, a day of a month: digits that measure nothing.
_NO_AMOUNT = re.compile(
    rf"\d(?:xx|th|st|nd|rd|ish)\b|\d+\.\d+\.\d|(?:19|20)\d\d(?![\d%]|[.,]\d|\s?(?:ms|[kmgt]i?b|rps|qps|s)\b)|\d\d?\.?\s(?:of\s)?{_MONTH}\b"
)
_AFTER_MONTH = re.compile(rf"\b{_MONTH}\.?\s$")
_DURATION = re.compile(
    r"[$€£~<>≈]?\d[\d.,-]{0,24}[\s-]?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?)\b"
)

FIGURE_TESTS = frozenset({"number", "amount", "count", "dated", "timed", "calendar"})
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CALENDAR = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH}\b|{_MONTH}\s\d|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\."
    rf"|q[1-4]\b|(?:sprint|week|release|version)\s\d|{_DAY}\b|(?:end of|mid|early|late) {_MONTH}\b|(?:by|in|before|until) {_MONTH}\b)"
)

_NEAR = 45  # characters within which a figure belongs to a cue


class Figures:
    """Where the figures of a lower-cased text stand: amounts, those of them that are no durations, times and dates."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._amounts = [
            match.start() for match in _NUMBER.finditer(text) if not _measures_nothing(text, match.start())
        ]
        self._counts = [place for place in self._amounts if not _DURATION.match(text, place)]
        self._clocks = [match.start() for match in _CLOCK.finditer(text)]
        self._all = sorted(self._amounts + self._clocks)

    @cached_property
    def _days(self) -> list[int]:
        return [match.start() for match in _CALENDAR.finditer(self._text)]

    def tests(self, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """Yield the tests of `rules.TESTS` that hold for a cue from `start` to `end`, in a sentence `first` to `last`."""
        near = max(start - _NEAR, first), min(end + _NEAR + 1, last)
        if _within(self._all, *near):
            yield "number"
        if _within(self._amounts, *near):
            yield "amount"
        if _within(self._counts, *near):
            yield "count"
        if _within(self._all, first, last):
            yield "dated"
        if _within(self._clocks, first, last):
            yield "timed"
        if _within(self._days, first, last):
            yield "calendar"


def _within(places: Sequence[int], first: int, last: int) -> bool:
    index = bisect_left(places, first)
    return index < len(places) and places[index] < last


def _measures_nothing(text: str, place: int) -> bool:
    return bool(_NO_AMOUNT.match(text, place) or _AFTER_MONTH.search(text[max(0, place - 12) : place]))
