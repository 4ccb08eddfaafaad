"""Writes contained author Markdown back as Markdown that any engine reads the same way.

Every piece of text is escaped anew, so what the author's marks meant is all that is left to mean something. Should the
result ever read back differently, the text is written without any marks instead: nothing of it is lost, and its section
keeps its structure.
"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from pmtui.exporting import inline_text
from pmtui.exporting.prose import parse, parse_line

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_TASK = re.compile(r"\\\[([ xX])\\\](?= )")
_ALIGNED = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}


def contain(text: str, level: int) -> str:
    """Return the author's Markdown for a section whose heading is of that level, without outer empty lines."""
    from markdown_it.tree import SyntaxTreeNode

    tokens = parse(text, level)
    written = "\n".join(_blocks(SyntaxTreeNode(tokens).children))
    return written if _outline(parse(written, level)) == _outline(tokens) else _plain(text)


def contain_line(text: str) -> str:
    """Return text with inline Markdown as one list item's text: lines after the first stand below a hard break."""
    from markdown_it.tree import SyntaxTreeNode

    lines = _lines(SyntaxTreeNode(parse_line(text)).children)
    return "\\\n".join(line.removesuffix("\\") for line in lines if line != "\\")


def _plain(text: str) -> str:
    paragraphs = ("\\\n".join(inline_text.rows(part)) for part in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _outline(tokens: "list[Token]") -> list[tuple[str, ...]]:
    """Return what a reader sees of the tokens: their kinds in order and their words, without the author's spacing."""
    seen: list[tuple[str, ...]] = []
    for token in tokens:
        if token.type in ("fence", "code_block"):
            seen.append(("code", token.content.rstrip("\n")))
        elif token.type == "inline":
            children = token.children or []
            for kind, group in groupby(
                children, lambda child: "text" if child.type in _SPACING else child.type
            ):
                words = " ".join("".join(child.content or " " for child in group).split())
                seen.append((kind, words)) if words or kind != "text" else None
        else:
            seen.append((token.type, token.tag))
    return seen


_SPACING = ("text", "softbreak", "hardbreak")


def _blocks(nodes: "list[SyntaxTreeNode]", tight: bool = False) -> list[str]:
    """Return the lines of sibling blocks, with an empty line between them unless they are a tight list item's."""
    lines: list[str] = []
    marker = ""
    for node in nodes:
        is_list = node.type in ("bullet_list", "ordered_list")
        # Two lists that follow each other stay two only with different markers.
        marker = _other_marker(node.markup, marker) if is_list else ""
        if written := _list(node, marker) if is_list else _BLOCKS[node.type](node):
            lines += [*([""] if lines and not tight else []), *written]
    return lines


def _other_marker(wanted: str, previous: str) -> str:
    if wanted != previous:
        return wanted
    return {"-": "*", "*": "-", "+": "-", ".": ")", ")": "."}[wanted]


def _list(node: "SyntaxTreeNode", marker: str) -> list[str]:
    lines: list[str] = []
    number = int(node.attrs.get("start", 1))
    paragraphs = [child for item in node.children for child in item.children if child.type == "paragraph"]
    tight = all(child.hidden for child in paragraphs)
    for offset, item in enumerate(node.children):
        lead = f"{number + offset}{marker} " if node.type == "ordered_list" else f"{marker} "
        inner = _blocks(item.children, tight) or [""]
        inner[0] = _TASK.sub(r"[\1]", inner[0], count=1) if _TASK.match(inner[0]) else inner[0]
        indent = " " * len(lead)
        lines += [""] if lines and not tight else []
        lines += [(lead + inner[0]).rstrip(), *((indent + line).rstrip() for line in inner[1:])]
    return lines


def _paragraph(node: "SyntaxTreeNode") -> list[str]:
    return [line for child in node.children for line in _lines(child.children)]


def _heading(node: "SyntaxTreeNode") -> list[str]:
    return [f"{node.markup} {' '.join(line.removesuffix(chr(92)) for line in _paragraph(node))}".rstrip()]


def _code(node: "SyntaxTreeNode") -> list[str]:
    longest = max((len(run) for run in re.findall(r"`+", node.content)), default=0)
    fence = "`" * max(3, longest + 1)
    language = re.sub(r"[^\w+#.-]", "", (node.info.split() or [""])[0])
    return [fence + language, *node.content.removesuffix("\n").split("\n"), fence]


def _quote(node: "SyntaxTreeNode") -> list[str]:
    return [f"> {line}".rstrip() for line in _blocks(node.children)] or [">"]


def _table(node: "SyntaxTreeNode") -> list[str]:
    rows = [row for part in node.children for row in part.children]
    rule = [_ALIGNED.get(str(cell.attrs.get("style")), "---") for cell in rows[0].children]
    cells = [[" ".join(_paragraph(cell)).replace("\n", " ") for cell in row.children] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:])]


_BLOCKS: "dict[str, Callable[[SyntaxTreeNode], list[str]]]" = {
    "paragraph": _paragraph,
    "heading": _heading,
    "fence": _code,
    "code_block": _code,
    "blockquote": _quote,
    "table": _table,
    "hr": lambda node: ["___"],  # neither a setext underline nor, after a list marker, part of that marker
}


def _lines(nodes: "list[SyntaxTreeNode]") -> list[str]:
    """Return the lines of a paragraph's insides, each guarded where it begins."""
    joined = "".join(_inline(node) for node in nodes)
    return [inline_text.opening(line) for raw in joined.split("\n") if (line := raw.strip(" "))]


def _inline(node: "SyntaxTreeNode") -> str:
    match node.type:
        case "text":
            return inline_text.span(node.content)
        case "code_inline":
            code = inline_text.code(node.content)
            return code.replace("|", "\\|") if _in_table(node) else code
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "\\\n"
        case "link":
            return _link(node)
        case _:  # em, strong, s
            return f"{node.markup}{''.join(_inline(child) for child in node.children)}{node.markup}"


def _in_table(node: "SyntaxTreeNode") -> bool:
    above = node.parent
    while above is not None and above.type not in ("th", "td"):
        above = above.parent
    return above is not None


def _link(node: "SyntaxTreeNode") -> str:
    address = str(node.attrs["href"])
    if node.markup == "autolink":
        return f"<{address.removeprefix('mailto:')}>"
    text = "".join(_inline(child) for child in node.children)
    target = re.sub(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)", "&amp;", address)
    target = f"<{target}>" if re.search(r"[()]", target) else target
    title = str(node.attrs.get("title", "")).replace("\n", " ")
    return (
        f'[{text}]({target} "{inline_text.span(title).replace(chr(34), "&quot;")}")'
        if title
        else f"[{text}]({target})"
    )
