"""Text into Markdown so that it is read back letter for letter: for titles, owners, events, actions and our own words.

Only what CommonMark or GFM would act on is escaped, so that the Markdown stays pleasant to read as it stands
(`lock_timeout`, `5 < 7`, `R&D` are left alone). Invisible and directional characters are shown as marks. Entities are
used where a backslash is not understood everywhere (`<`, `:`, `@`).

One thing cannot be had: GitHub's engine links an e-mail address however it is written. Its text stays the same.
"""

import re

from pmtui.text import visible

_ACTIVE = re.compile(
    r"(?P<sign>[\\`*\[\]|])"
    r"|(?P<underscores>_+)"
    r"|(?P<tilde>(?<=\S)~)"  # with a space before it a tilde cannot close a strikethrough, so none can begin
    r"|(?P<tag><(?=[A-Za-z/!?]))"
    r"|(?P<entity>&(?=#|[A-Za-z][A-Za-z0-9]*;))"
    r"|(?P<scheme>(?:https?|ftp)(?=://)):"  # wherever it stands: GFM links even %22http://
    r"|(?P<xmpp>(?:mailto|xmpp)(?=:)):"
    r"|(?P<www>www(?=\.))\."
    r"|(?P<mail>(?<=[\w.+-])@(?=[\w-]))",
    re.IGNORECASE,
)

# What makes a block where a line begins: heading, quote, list, setext underline, the rule under a table's head.
_OPENING = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?![0-9A-Za-z])|=+(?=\s*$)|:(?=-)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|^)#+$")


def line(text: str) -> str:
    """Return the text for one line of Markdown: a paragraph, a heading, the first line of a list item."""
    return _line(" ".join(_rows(text)))


def rows(text: str) -> tuple[str, ...]:
    """Return the text's lines, each fit to begin a line of Markdown; empty lines are left out."""
    return tuple(_line(row) for row in _rows(text))


def cell(text: str) -> str:
    """Return the text for a table cell: its lines joined with `<br>`."""
    # After the `>` of a `<br>` a tilde could end a strikethrough; at the beginning of the cell it could not.
    return "<br>".join(rows(text)).replace("<br>~", "<br>\\~")


def span(text: str) -> str:
    """Return the text for the middle of a line: nothing is taken for the beginning of a block."""
    return _ACTIVE.sub(_escape, visible(text).replace("\n", " ").replace("\t", " "))


def opening(text: str) -> str:
    """Guard the beginning and end of a line whose insides are already Markdown."""
    if numbered := _NUMBERED.match(text):
        return f"{numbered[1]}\\{numbered[2]}{text[numbered.end() :]}"
    guarded = f"\\{text}" if _OPENING.match(text) else text
    return _CLOSING_HASHES.sub(r"\\\g<0>", guarded)


def code(text: str) -> str:
    """Return the text as a code span; it must hold something other than spaces."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    bounded = text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " " and text.strip())
    pad = " " if bounded else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _rows(text: str) -> list[str]:
    stripped = (row.replace("\t", " ").strip(" ") for row in visible(text).split("\n"))
    return [row for row in stripped if row]


def _line(row: str) -> str:
    return opening(_ACTIVE.sub(_escape, row))


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "tag":
            return "&lt;"
        case "entity":
            return "&amp;"
        case "scheme" | "xmpp":
            return f"{found[:-1]}&#58;"
        case "www":
            return f"{found[:-1]}&#46;"
        case "mail":
            return "&#64;"
        case "underscores":
            return found if _inside_word(match) else found.replace("_", "\\_")
        case _:
            return f"\\{found}"


def _inside_word(match: re.Match[str]) -> bool:
    """Tell whether letters or digits stand on both sides: there underscores mean nothing."""
    text, start, end = match.string, match.start(), match.end()
    return start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
