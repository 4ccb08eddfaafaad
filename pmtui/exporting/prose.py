"""Author Markdown, read once for every format and contained, so that no section can change another's structure.

Headings come to stand below the section's own level without gaps, raw HTML is text, open fences end with the text,
reference definitions hold for this text only, images become links (a document must not fetch anything when opened),
and links lead to http, https, mailto or a place in the same document. A bare http address becomes a link.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pmtui.text import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ALLOWED = re.compile(r"(?:https?://[^/?#]|mailto:[^?#]|#.)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w@/])https?://[^\s<>|\"`\\^{}]+", re.IGNORECASE)
_AFTER_ADDRESS = "?!.,:;*_~'\"…"

# Lists and quotes are read this deep inside each other (each list is two): deeper, the reader would leave text out.
# Emphasis inside emphasis is bounded by the same number, so that nothing here can exhaust the stack.
_DEEPEST = 20


def parse(text: str, level: int) -> "list[Token]":
    """Return the text's tokens, contained below a heading of that level; invisible characters are shown as marks."""
    found: dict[str, Any] = {}
    tokens = reader().parse(visible(text), found)
    if _too_deep(tokens):
        return [
            token
            for part in re.split(r"\n\s*\n", visible(text))
            if part.strip()
            for token in _paragraph(part)
        ]
    tokens = _definitions_in_place(tokens)
    _demote_headings(tokens, level)
    for token in tokens:
        if token.children is not None:
            token.children = _tame(token.children)
    return tokens


def parse_line(text: str) -> "list[Token]":
    """Return the tokens of text that may hold inline Markdown but no blocks: an item of a list. New lines are kept."""
    rows = "\n".join(row.strip() for row in visible(text).split("\n") if row.strip())
    tokens = reader().parseInline(rows, {})
    if _too_deep(tokens):
        return [_text(rows)]
    children = _tame(tokens[0].children or [])
    for child in children:
        child.type = "hardbreak" if child.type == "softbreak" else child.type
        child.tag = "br" if child.type == "hardbreak" else child.tag
    return children


def is_allowed(address: str) -> bool:
    """Tell whether an exported document may link there."""
    return _ALLOWED.match(address) is not None and not re.search(r"[\s<>\"`\\^{|}\x00-\x20]", address)


@cache
def reader() -> "MarkdownIt":
    """Return the one reader of author Markdown."""
    from markdown_it import MarkdownIt  # slow to import, and only exports need it

    options: dict[str, Any] = {"html": False, "store_labels": True, "inline_definitions": True}
    options |= {"maxNesting": _DEEPEST, "xhtmlOut": False}
    reader = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    reader.validateLink = is_allowed  # type: ignore[assignment, method-assign]  # the documented way
    return reader


def _too_deep(tokens: "list[Token]") -> bool:
    return any(token.level + token.nesting >= _DEEPEST or _too_deep(token.children or []) for token in tokens)


def _definitions_in_place(tokens: "list[Token]") -> "list[Token]":
    """Leave out definitions that a link uses; show the others as the text they are."""
    used = {child.meta.get("label") for token in tokens for child in token.children or [] if child.meta}
    kept: list[Token] = []
    for token in tokens:
        if token.type != "definition":
            kept.append(token)
        elif token.meta["id"] not in used:
            kept += _paragraph(f"[{token.meta['label']}]: {token.meta['url']} {token.meta['title']}".rstrip())
    return kept


def _paragraph(text: str) -> "list[Token]":
    from markdown_it.token import Token

    inline = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    return [
        Token("paragraph_open", "p", 1, block=True),
        inline,
        Token("paragraph_close", "p", -1, block=True),
    ]


def _demote_headings(tokens: "list[Token]", level: int) -> None:
    ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    highest, previous, tag = min(ranks, default=1), level, ""
    for token in tokens:
        if token.type == "heading_open":
            previous = min(6, previous + 1, level + 1 + int(token.tag[1]) - highest)
            tag = f"h{previous}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = tag
            token.markup = "#" * previous


def _tame(children: "list[Token]") -> "list[Token]":
    """Turn images into links and bare addresses in the text into links."""
    tamed: list[Token] = []
    inside_link = 0
    for child in children:
        inside_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        child.content = visible(child.content)  # again: an entity can stand for any character
        if child.type == "image":
            tamed += _as_link(child, inside_link > 0)
        elif child.type == "text" and not inside_link:
            tamed += _with_links(child.content)
        else:
            tamed.append(child)
    return tamed


def _as_link(image: "Token", inside_link: bool) -> "list[Token]":
    address = str(image.attrs["src"])
    text = "".join(child.content for child in image.children or []).strip() or address
    return [_text(text)] if inside_link else _link(address, text)


def _with_links(text: str) -> "list[Token]":
    parts: list[Token] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        shown = _without_punctuation(match.group())
        if is_allowed(address := reader().normalizeLink(shown)):
            parts += [_text(text[done : match.start()]), *_link(address, shown)]
            done = match.start() + len(shown)
    return [part for part in [*parts, _text(text[done:])] if part.type != "text" or part.content]


def _without_punctuation(address: str) -> str:
    """Take off what ends the sentence rather than the address, as GFM does; a bracket stays when it was opened."""
    while address:
        last = address[-1]
        closes = last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        if last not in _AFTER_ADDRESS and not closes:
            break
        address = address[:-1]
    return address


def _link(address: str, text: str) -> "list[Token]":
    from markdown_it.token import Token

    markup = "autolink" if text == reader().normalizeLinkText(address) else ""
    opening = Token("link_open", "a", 1, attrs={"href": address}, markup=markup)
    return [opening, _text(text), Token("link_close", "a", -1, markup=markup)]


def _text(text: str) -> "Token":
    from markdown_it.token import Token

    return Token("text", "", 0, content=text)
