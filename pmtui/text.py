"""Text on its way in (normalised) and on its way to a terminal (made visible)."""

import re
import unicodedata

# What no terminal may receive from a draft: C0 and C1 controls, DEL, directional and invisible formatting, tag
# characters, surrogates. Tab and newline are layout and stay. Zero-width joiner and variation selectors stay too:
# emoji and several scripts need them.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
UNSAFE = re.compile(f"[{_UNSAFE}]")

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t]*\n[ \t]*")


def normalise(text: str) -> str:
    """Bring text to the one form that drafts hold: LF line ends only, no lone surrogates (they become U+FFFD)."""
    return _SURROGATES.sub("\ufffd", _LINE_BREAKS.sub("\n", text))


def was_altered(text: str) -> bool:
    """Tell whether `normalise` changes more than CRLF and CR line ends, so that the person can be told."""
    # Terminals send a CR for each line of a paste.
    return normalise(text) != text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Normalise and join lines with single spaces, without outer white space: for titles, names and table cells."""
    return _SPACES.sub(" ", normalise(text).strip())


def visible(text: str) -> str:
    """Replace every character that could act on a terminal or hide text by a mark of the same count of characters.

    C0 controls become their pictures (ESC is shown as ␛), everything else of `UNSAFE` becomes U+FFFD. Tab and newline
    are kept. The length in code points never changes, so offsets into the text stay true.
    """
    return UNSAFE.sub(_mark, text)


def visible_line(text: str) -> str:
    """Like `visible`, with tab and newline shown as well: for places that hold one row."""
    return visible(text).replace("\n", "⏎").replace("\t", " ")


def slug(text: str, limit: int = 40) -> str:
    """Return `a-z0-9-` made from the text, at most `limit` characters; empty when nothing Latin is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].rstrip("-")


def plural(count: int, noun: str, many: str = "") -> str:
    """Return `1 event`, `2 events`; `many` is the plural where adding s is wrong."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def show_minutes(minutes: float) -> str:
    """Return minutes in words: `30 s`, `2 min 30 s`, `1 h 33 min`, and `2 d 3 h` beyond 48 hours."""
    if minutes < 0:
        return f"-{show_minutes(-minutes)}"
    seconds = round(minutes * 60)
    if seconds < 600:
        return _in_units(seconds, 60, "min", "s") if seconds else "0 min"
    whole = round(minutes)
    if whole <= 48 * 60:
        return _in_units(whole, 60, "h", "min")
    return _in_units(round(whole / 60), 24, "d", "h")


def _mark(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\ufffd"


def _in_units(amount: int, step: int, large: str, small: str) -> str:
    many, rest = divmod(amount, step)
    return " ".join(f"{count} {unit}" for count, unit in ((many, large), (rest, small)) if count)
