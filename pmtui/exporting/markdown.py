"""Documents as Markdown (CommonMark with GFM's tables, task lists and strikethrough).

The same document and template give the same bytes: no time of export, no random ids.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pmtui.document.postmortem import Postmortem
from pmtui.exporting import inline_text as text
from pmtui.exporting.arrange import arrange, left_out, view_of
from pmtui.exporting.blocks import (
    Block,
    Cell,
    Fact,
    Facts,
    Item,
    Items,
    Label,
    Link,
    Links,
    Node,
    Note,
    Page,
    Prose,
    SectionPart,
    Table,
    Task,
    Tasks,
    Tree,
)
from pmtui.exporting.prose import is_allowed
from pmtui.exporting.prose_markdown import contain, contain_line
from prompts.shapes import Template

__all__ = ["left_out", "to_markdown"]

_LIST_MARK = re.compile(r"^(?:(-) |\d+(\.) )", re.MULTILINE)
_BEGINS_A_BLOCK = re.compile(r"#{1,6} |>|[-+*] |\d+[.)] |```|___|\| ")


def to_markdown(doc: Postmortem, template: Template, *, team: Path | None = None) -> str:
    """Return the document as the template's Markdown, ending in one newline. `team` is the folder of a team's own words."""
    return _page(arrange(view_of(doc, template, team)))


def _page(page: Page) -> str:
    parts = [f"# {text.line(page.title)}"]
    for section in page.sections:
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: SectionPart) -> list[str]:
    parts = [f"{'#' * section.level} {text.line(section.heading)}"] if section.heading else []
    for block in section.blocks:
        if written := _block(block, section.level):
            parts.append(_apart(parts[-1], written) if parts else written)
    return parts


def _apart(before: str, after: str) -> str:
    """Give a list another mark where it would run on from the list before it."""
    last = [line for line in before.split("\n") if line and not line.startswith(" ")][-1]
    marks = [_LIST_MARK.match(line) for line in (last, after)]
    if not all(marks) or len({mark[1] or mark[2] for mark in marks if mark}) > 1:
        return after
    return _LIST_MARK.sub(lambda mark: "* " if mark[1] else mark[0].replace(".", ")"), after)


def _block(block: Block, level: int) -> str:
    return _BLOCKS[type(block)](block, level)


def _note(note: Note, level: int) -> str:
    return f"_{text.span(note.text.strip())}_"


def _items(items: Items, level: int) -> str:
    marks = (f"{number}." if items.ordered else "-" for number in range(1, len(items.items) + 1))
    return "\n".join(_indented(_item(item), mark) for mark, item in zip(marks, items.items, strict=True))


def _item(item: Item) -> str:
    body = contain_line(item.text) if item.inline_markdown else _broken(item.text)
    return f"{body} ({text.span(item.aside)})" if item.aside else body


def _broken(words: str) -> str:
    """Return text with a hard break where it has a new line."""
    return "\\\n".join(text.rows(words))


def _indented(body: str, mark: str) -> str:
    indent = " " * (len(mark) + 1)
    first, *others = body.split("\n")
    return "\n".join([f"{mark} {first}".rstrip(), *((indent + line).rstrip() for line in others)])


def _links(links: Links, level: int) -> str:
    return "\n".join(_indented(_link(link), "-") for link in links.links)


def _link(link: Link) -> str:
    if not is_allowed(link.address):
        return text.line(": ".join(part for part in (link.label, link.address) if part))
    return f"[{text.span(link.label)}](<{link.address}>)" if link.label else f"<{link.address}>"


def _table(table: Table, level: int) -> str:
    head = _row(text.cell(heading) for heading in table.headings)
    rule = _row("---" for _ in table.headings)
    return "\n".join((head, rule, *(_row(_cell(cell) for cell in row) for row in table.rows)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    words = f"<{cell.address}>" if cell.address and is_allowed(cell.address) else text.cell(cell.text)
    words = f"~{words}" if cell.about else words
    notes = (f"_{text.span(label)}:_ {text.cell(note)}" for label, note in cell.notes)
    return "<br>".join(part for part in (words, *notes) if part)


def _tasks(tasks: Tasks, level: int) -> str:
    return "\n".join(_indented(_task(task), "-") for task in tasks.tasks)


def _task(task: Task) -> str:
    return " — ".join(
        (f"[{'x' if task.done else ' '}] {_broken(task.text)}", *(text.span(one) for one in task.details))
    )


def _tree(tree: Tree, level: int) -> str:
    question = [f"{text.line(tree.question)}\n"] if tree.question else []
    return "\n".join([*question, *_nodes(tree.roots)])


def _nodes(nodes: Iterable[Node]) -> list[str]:
    return [
        _indented("\n".join([_node(node), *_nodes(node.children)]), f"{number}.")
        for number, node in enumerate(nodes, start=1)
    ]


def _node(node: Node) -> str:
    role = f"**{text.span(node.role)}:** " if node.role else ""
    name = f"{node.name}: " if node.name else ""
    marks = [text.span(mark) if isinstance(mark, str) else _link(mark) for mark in node.marks]
    aside = "; ".join([*marks, *([node.pointer] if node.pointer else [])])
    return f"{role}{name}{_broken(node.text)}" + (f" _({aside})_" if aside else "")


def _facts(facts: Facts, level: int) -> str:
    if facts.style == "labelled":
        return "\n".join(_labelled(fact, level) for fact in facts.facts)
    lines: list[str] = []
    for fact in facts.facts:
        said = f"{_bold_label(fact.label)} {_short(fact)}"
        if facts.style == "inline" and lines and not fact.starts_line:
            lines[-1] += f" | {said}"
        else:
            lines.append(said)
    return "\\\n".join(lines)


def _short(fact: Fact) -> str:
    """Return what is said in a line of facts, where nothing has room for a block of its own."""
    match fact.said.body:
        case None:
            body = ""
        case Note(words):
            body = f"_{text.span(words)}_"
        case Prose(words):
            body = contain_line(" ".join(words.split()))
        case Items(items):
            body = "; ".join(contain_line(" ".join(item.text.split())) for item in items)
    return " ".join(part for part in (text.span(fact.said.words), body) if part)


def _body(fact: Fact, level: int) -> str:
    return _block(fact.said.body, level) if fact.said.body else ""


def _labelled(fact: Fact, level: int) -> str:
    """Return `- **Label:** words`; a body that is a block of its own begins on the next line."""
    label = _bold_label(fact.label)
    words, body = text.span(fact.said.words), _body(fact, level)
    if isinstance(fact.said.body, Items) and len(fact.said.body.items) == 1:
        body = body.removeprefix("- ")
    lead = f"{label} {words}".rstrip()
    if not body:
        return _indented(lead, "-")
    if _BEGINS_A_BLOCK.match(body):
        gap = "\n" if isinstance(fact.said.body, Items) else "\n\n"
        return _indented(f"{lead}{gap}{body}", "-")
    return _indented(f"{lead}{' —' if words else ''} {body}", "-")


def _bold_label(label: str) -> str:
    return f"**{text.span(label.strip())}{'' if label.endswith(('?', ':')) else ':'}**"


def _label(label: Label, level: int) -> str:
    return f"**{text.span(label.text)}**"


_BLOCKS: Mapping[type[Any], Callable[[Any, int], str]] = {
    Prose: lambda prose, level: contain(prose.text, level),
    Note: _note,
    Items: _items,
    Links: _links,
    Table: _table,
    Tasks: _tasks,
    Tree: _tree,
    Facts: _facts,
    Label: _label,
}
