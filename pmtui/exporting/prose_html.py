"""Contained author Markdown as HTML: nothing in it runs, loads, or leaves its section."""

from typing import TYPE_CHECKING

from pmtui.exporting.prose import parse, parse_line, reader

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markupsafe import Markup

REL = "noopener noreferrer"


def prose(text: str, level: int) -> "Markup":
    """Return the author's Markdown as HTML blocks for a section whose heading is of that level."""
    return _rendered(parse(text, level))


def prose_line(text: str) -> "Markup":
    """Return text with inline Markdown as HTML without a block around it."""
    from markdown_it.token import Token

    return _rendered([Token("inline", "", 0, children=parse_line(text))])


def _rendered(tokens: "list[Token]") -> "Markup":
    from markupsafe import Markup

    markdown = reader()
    # The reader escapes whatever is text, with html=False everything that looks like a tag is.
    return Markup(markdown.renderer.render(_dressed(tokens), markdown.options, {}).strip())


def _dressed(tokens: "list[Token]") -> "list[Token]":
    """Add what HTML needs and Markdown has no word for: safe links, header scopes, tables that scroll by themselves."""
    dressed: list[Token] = []
    tables = 0
    for token in tokens:
        if token.type == "link_open":
            token.attrSet("rel", REL)
            if token.markup == "autolink":
                token.attrSet("class", "bare")
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "table_open":
            tables += 1
            dressed.append(_raw(f'<div class="wide" role="group" tabindex="0" aria-label="Table {tables}">'))
        dressed.append(token)
        if token.type == "table_close":
            dressed.append(_raw("</div>"))
        if token.children:
            token.children = _dressed(token.children)
    return dressed


def _raw(html: str) -> "Token":
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=html + "\n")
