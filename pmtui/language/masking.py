"""Hides what is not the author's own sentence: code, quotations, links, log lines. The length never changes.

Every function returns text with as many code points as it was given, so offsets into the result are offsets into the
text a person wrote. All of them take time in proportion to the text, whatever it holds.
"""

import re
from collections.abc import Iterator, Sequence

# Stands for something hidden that is a noun in its sentence ("set ¤ to 4"); spaces stand for things that are nothing.
FILL = "\x01"

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\n": " ", "\t": " ", "\xa0": " ", "\u202f": " "})

_FENCE = re.compile(r"[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})")
_LOG_LINE = re.compile(
    r"[ \t]*+(?:"
    r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*\s+\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b"
    r"|(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s*[:\[]"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+: "
    r"|[EWIF]\d{4} \d\d:\d\d:\d\d\."
    r"|\S*level=(?:debug|info|warn|error)\b"
    r"|(?:\$|#!|>>>) "
    r")"
)
_TABLE_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-{2,}:?[ \t]*(?:\|[ \t:-]*)+$")
_QUOTED_LINE = re.compile(r"[ \t]*>")

_DAY = (
    r"(?:\d{4}-[\dM]{2}-[\dD]{2}|\d\d?[-/.]\d\d?[-/.]\d{2,4}"
    r"|\d\d?(?:st|nd|rd|th)?[ ][A-Z][a-z]{2,8}(?:[ ]\d{4})?|[A-Z][a-z]{2,8}[ ]\d\d?(?:st|nd|rd|th)?(?:,?[ ]\d{4})?)"
)
_CLOCK = (
    r"(?:\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?(?:[ ]?(?:[AaPp]\.?[Mm]\b\.?|[A-Z]{2,4}\b|Z\b|[+-]\d\d:?\d\d))?)"
)
_STAMP = re.compile(
    rf"[ \t]*+(?:[-*+•]|\d{{1,3}}[.)])?[ \t\[(|*_]*(?:{_DAY}(?:[T,]?[ ]{{0,2}}{_CLOCK})?|{_CLOCK}(?:[ ]{_DAY})?)"
    rf"(?:[ ]?[-–][ ]?{_CLOCK})?[ \t\])|*_:,–—-]*"
)
_BULLET = re.compile(r"[ \t]*(?:(?:[-*+•]|\d{1,3}[.)]|#{1,6})[ \t]+|\[[ xX]\][ \t]+)+")

_TICKS = re.compile("`+")
_INLINE = re.compile(
    "(?=[(\\[<hfsw\"“„«‹'‘*~_])"  # what any of these begins with, so that most places cost one look
    r"(?:(?P<target>(?<=\])\([^()\n]*\)|(?<=\])\[[^\[\]\n]*\]|<(?:https?|mailto):[^<>\s]*>)"
    r"|(?P<url>(?:https?|ftp|file|ssh)://[^\s<>)\]]+|www\.[^\s<>)\]]+)"
    r'|(?P<quote>"[^"\n]*"|“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|‹[^‹›\n]*›'
    r"|(?<![\w'])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w)){1,400}'(?!\w)"
    r"|(?<!\w)‘(?:[^‘’\n]|(?<=\w)’(?=\w)){1,400}’(?!\w))"
    r"|(?P<mark>\*+|~~+|(?<!\w)_++|_{1,3}(?!\w)))"
)


def lowered(text: str) -> str:
    """Return lower-case text of the same length, with plain apostrophes and spaces.

    `str.lower` turns `İ` into two characters, which would shift every offset after it.
    """
    return text.replace("İ", "i").lower().translate(_PLAIN)


def mask_blocks(text: str) -> str:
    """Blank out whole lines that are not prose: fenced code, comments, block quotes, log lines, table heads."""
    lines = mask_comments(text).split("\n")
    for number, (line, fenced) in enumerate(zip(lines, _fenced(lines), strict=True)):
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        is_head = "|" in line and follows.lstrip(" \t|:").startswith("-") and _TABLE_RULE.match(follows)
        if fenced or is_head or _QUOTED_LINE.match(line) or _LOG_LINE.match(line):
            lines[number] = " " * len(line)
    return "\n".join(lines)


def mask_fences(text: str) -> str:
    """Blank out fenced code, whole lines of it."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    return "\n".join(
        " " * len(line) if fenced else line for line, fenced in zip(lines, _fenced(lines), strict=True)
    )


def mask_comments(text: str) -> str:
    """Blank out HTML comments, line ends apart."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += text[done:start], re.sub(r"[^\n]", " ", text[start : end + 3])
        done = end + 3
    return "".join([*parts, text[done:]]) if parts else text


def mask_inline(text: str) -> str:
    """Hide code spans, addresses, link targets and quotations in one paragraph, and blank its bullet or time stamp."""
    for opening in (_STAMP, _BULLET):
        if found := opening.match(text):
            text = " " * found.end() + text[found.end() :]
    return _INLINE.sub(_hide, mask_code(text))


def _fenced(lines: Sequence[str]) -> Iterator[bool]:
    """Yield for each line whether it belongs to fenced code."""
    fence = ""
    for line in tuple(lines):
        opener = _FENCE.match(line)
        yield bool(fence or (opener and "`" not in line[opener.end() :]))
        if fence:
            if opener and opener[1].startswith(fence) and not line[opener.end() :].strip():
                fence = ""
        elif opener and "`" not in line[opener.end() :]:
            fence = opener[1]


def mask_code(text: str) -> str:
    """Hide code spans: a run of backticks closes at the next run of the same length."""
    runs = list(_TICKS.finditer(text))
    if len(runs) < 2:
        return text
    closing: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number].end() - runs[number].start()
        closing[number] = nearest.get(length)
        nearest[length] = number
    parts: list[str] = []
    done = number = 0
    while number < len(runs):
        other = closing[number]
        if other is None:
            number += 1
            continue
        start, end = runs[number].start(), runs[other].end()
        parts += text[done:start], FILL * (end - start)
        done, number = end, other + 1
    return "".join([*parts, text[done:]])


def _hide(match: re.Match[str]) -> str:
    length = match.end() - match.start()
    return (" " if match.lastgroup in ("target", "mark") else FILL) * length
