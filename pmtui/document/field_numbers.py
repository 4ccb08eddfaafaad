"""Numbers as people write them: `12,400`, `12 400`, `12.4k`, `1.2 million`, `25%`, `$38,000`, `€1.2k`.

Where a comma or a full stop could be a thousands mark as well as a decimal mark, the person is asked. The one exception
is `12,400` in a count or an amount, which is read as twelve thousand four hundred.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pmtui.document.base import LIMIT
from pmtui.document.field_problem import FieldProblem, quoted

Number = int | float

SCALES = {
    "k": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "mio": 10**6, "mln": 10**6, "million": 10**6, "millions": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
_CURRENCIES = frozenset({
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR",
    "PLN", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
})  # fmt: skip
# Further codes of ISO 4217 that a field for a currency takes; beside an amount some of them are rather words.
_RARER_CURRENCIES = frozenset({
    "AFN", "ALL", "AMD", "ANG", "AOA", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND", "BOB", "BSD", "BTN",
    "BWP", "BYN", "BZD", "CDF", "CRC", "CUP", "CVE", "DJF", "DOP", "DZD", "ERN", "ETB", "FJD", "FKP", "GEL", "GHS", "GIP",
    "GMD", "GNF", "GTQ", "GYD", "HNL", "HTG", "IQD", "IRR", "JMD", "JOD", "KGS", "KHR", "KMF", "KPW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK",
    "MZN", "NAD", "NIO", "NPR", "OMR", "PAB", "PGK", "PYG", "QAR", "RUB", "RWF", "SBD", "SCR", "SDG", "SHP", "SLE", "SOS",
    "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "TJS", "TMT", "TND", "TOP", "TTD", "TZS", "UGX", "UYU", "UZS", "VES", "VUV",
    "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZMW", "ZWG",
})  # fmt: skip
_CURRENCY_WORDS = {"dollar": "$", "dollars": "$", "euro": "EUR", "euros": "EUR", "pound": "£", "pounds": "£"}
_CODES = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "€": "EUR",
    "£": "GBP",
}
_SYMBOLS = "$€£¥₹₩₽₺₪฿₴₫₦"
_MONEY_FIRST = re.compile(
    rf"(-|−)?\s*((?:[A-Za-z]{{1,2}})?[{_SYMBOLS}]|[A-Za-z]{{3}})\s*(?=[-−0-9.,])(.*)", re.DOTALL
)
_MONEY_LAST = re.compile(rf"(.*?[0-9.,\sA-Za-z])\s*(?<![A-Za-z])([{_SYMBOLS}]|[A-Za-z]{{3,7}})", re.DOTALL)

_LONGEST_CURRENCY = 7  # characters: dollars
_LONGEST = 400  # characters; the smallest float takes some 340 when written out
_NUMBER = re.compile(
    r"(?P<minus>[-−])?\s*(?P<digits>[0-9.,](?:[0-9.,_'’\s]*[0-9])?)\s*(?P<scale>" + "|".join(SCALES) + r")?",
    re.IGNORECASE,
)
_GROUP_SPACE = re.compile(r"(?<=[0-9])(?<![0-9]{4})[\s_'’](?=[0-9]{3}(?![0-9]))")
_NOT_NUMBERS = frozenset(
    {
        "n/a",
        "na",
        "none",
        "nil",
        "unknown",
        "unclear",
        "not applicable",
        "not known",
        "tbd",
        "?",
        "-",
        "–",
        "—",
    }
)


@dataclass(frozen=True)
class _Style:
    """How a kind of number may be written."""

    expected: str
    scales: bool = True
    small: bool = False  # at most 100, so a comma or a full stop can only be a decimal mark


_COUNT = _Style("Write a whole number, such as 12,400 or 12.4k.")
_TIME_COUNT = _Style("Write a whole number, such as 30.", scales=False)
_PERCENT = _Style("Write a percentage from 0 to 100, such as 25 or 0.3.", scales=False, small=True)
_AMOUNT = _Style("Write an amount, such as 38,000 or 2.3M.")
_TIME_AMOUNT = _Style("Write a number, such as 12 or 7.5.", scales=False)


def parse_count(text: str, units: tuple[str, ...] = (), *, scales: bool = True) -> int:
    """Return the whole number that was typed; words of `units` may stand behind it. Raises FieldProblem."""
    style = _COUNT if scales else _TIME_COUNT
    value = _value(_without_unit(text, units), text, style)
    if value != value.to_integral_value():
        raise FieldProblem(f"{quoted(text)} is not a whole number", style.expected)
    return int(value)


def parse_percent(text: str) -> Number:
    """Return the percentage that was typed, `25` for `25%`. Raises FieldProblem."""
    value = _value(_without_unit(text, ("%", "percent", "per cent", "pct")), text, _PERCENT)
    if value > 100:
        raise FieldProblem(f"{quoted(text)} is more than everything", "A percentage runs from 0 to 100.")
    return _plain(value)


def parse_amount(text: str, units: tuple[str, ...] = (), *, scales: bool = True) -> Number:
    """Return the number that was typed, without a currency; words of `units` may stand behind it."""
    return _plain(_value(_without_unit(text, units), text, _AMOUNT if scales else _TIME_AMOUNT))


def split_money(text: str) -> tuple[Number, str | None]:
    """Return an amount and its currency: `$`, `€`, `US$` as written, codes in capitals, None where none was written."""
    typed = text.strip()
    if len(typed) > _LONGEST:
        raise FieldProblem(f"{quoted(text)} is not an amount", _AMOUNT.expected)
    if (first := _MONEY_FIRST.fullmatch(typed)) and (currency := _currency(first[2])):
        return parse_amount((first[1] or "") + first[3]), currency
    if (last := _MONEY_LAST.fullmatch(typed)) and (currency := _currency(last[2])):
        return parse_amount(last[1]), currency
    return parse_amount(typed), None


def read_currency(text: str) -> str:
    """Return a currency: a symbol as written, a code in capitals. Raises FieldProblem."""
    typed = text.strip()
    if len(typed) <= _LONGEST_CURRENCY:
        if typed.upper() in _RARER_CURRENCIES:
            return typed.upper()
        if (not any(letter.isdigit() for letter in typed)) and (found := _currency(typed)):
            return found
    raise FieldProblem(
        f"{quoted(text)} is not a currency", "Write its code, such as EUR or USD, or a symbol such as €."
    )


def same_currency(one: str, other: str) -> bool:
    """Tell whether two ways to write a currency mean the same one: `$` may be any dollar, `€` is EUR."""
    codes = [_CODES.get(name.strip().upper(), name.strip().upper()) for name in (one, other)]
    return codes[0] == codes[1]


def show_number(value: Number) -> str:
    """Return a count or an amount as one would type it: `12,400`. Reading it gives exactly the same number."""
    text = format(Decimal(repr(value)), ",f")
    # 12.345 alone could be twelve thousand; one more digit makes it plain.
    return f"{text}0" if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", text) else text


def show_percent(value: Number) -> str:
    """Return a percentage as one would type it, without the sign. Reading it gives exactly the same number."""
    return format(Decimal(repr(value)), "f")


def _currency(name: str) -> str | None:
    if any(symbol in name for symbol in _SYMBOLS):
        return name.upper()
    if name.upper() in _CURRENCIES:
        return name.upper()
    return _CURRENCY_WORDS.get(name.lower())


def _without_unit(text: str, units: tuple[str, ...]) -> str:
    typed = text.strip()
    for unit in sorted(units, key=len, reverse=True):
        head = typed[: -len(unit)]
        if typed.lower().endswith(unit) and head and not head[-1].isalpha():
            return head.strip()
    return typed


def _value(typed: str, text: str, style: _Style) -> Decimal:
    if " ".join(typed.lower().split()) in _NOT_NUMBERS:
        raise FieldProblem(
            f"{quoted(text)} is not a number",
            "Leave it empty, or mark the question as not applicable or not known.",
        )
    match = _NUMBER.fullmatch(typed) if len(typed) <= _LONGEST else None
    if not match or (match["scale"] and not style.scales):
        raise FieldProblem(f"{quoted(text)} is not a number", style.expected)
    value = _decimal(match["digits"], text, style, scaled=bool(match["scale"]))
    value *= SCALES[(match["scale"] or "").lower()] if match["scale"] else 1
    if match["minus"] and value:
        raise FieldProblem(f"{quoted(text)} is below zero", style.expected)
    if value > LIMIT:
        raise FieldProblem(f"{quoted(text)} is too large to be right", style.expected)
    return value


def _decimal(digits: str, text: str, style: _Style, *, scaled: bool) -> Decimal:
    body = _GROUP_SPACE.sub("", digits)
    marks = [character for character in body if character in ".,"]
    if not marks:
        return _digits(body, text, style)
    last = marks[-1]
    whole, _, part = body.rpartition(last)
    if len(set(marks)) == 2:  # 1,234.56 or 1.234,56: the last mark is the decimal one
        return _digits(f"{_ungrouped(whole, marks[0], text, style)}.{part}", text, style)
    if len(marks) > 1:  # 1,234,567
        return _digits(_ungrouped(body, last, text, style), text, style)
    if len(part) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole) and not style.small:
        if last == "," and not scaled:
            return _digits(whole + part, text, style)
        if last == "," or not scaled:
            raise _unclear(text, whole, part)
    return _digits(f"{whole or 0}.{part}", text, style)


def _ungrouped(body: str, mark: str, text: str, style: _Style) -> str:
    if style.small or not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", body):
        raise FieldProblem(f"{quoted(text)} is not a number", style.expected)
    return body.replace(mark, "")


def _digits(body: str, text: str, style: _Style) -> Decimal:
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", body):
        raise FieldProblem(f"{quoted(text)} is not a number", style.expected)
    return Decimal(body)


def _unclear(text: str, whole: str, part: str) -> FieldProblem:
    return FieldProblem(
        f"{quoted(text)} can be read in two ways",
        f"Write {whole}{part} for the thousands, or {whole}.{part}0 for the fraction.",
    )


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)
