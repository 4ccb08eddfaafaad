"""Renders an export as one HTML file from the templates here, with author text escaped and styles inlined."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.disk import read_regular
from pmtui.exporting import timeline_figure as drawing
from pmtui.exporting.blocks import Cell, Table
from pmtui.exporting.prose import is_allowed
from pmtui.exporting.prose_html import REL, prose, prose_line
from pmtui.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent


def render(template: str, styles: str, **values: object) -> str:
    """Return the page that a template of this folder makes of the values, with a style sheet of this folder inside."""
    css = read_regular(HERE / styles).decode()
    return _environment().get_template(template).render(css=css, **values)


@cache
def _environment() -> "Environment":
    # Slow to import, and only exports to HTML need it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: _shown(value) if type(value) is str else value,
    )
    environment.filters |= {
        "prose": prose,
        "prose_line": prose_line,
        "lines": lambda text: [row.strip() for row in text.split("\n") if row.strip()],
        "kind": lambda block: type(block).__name__,
        "columns": _columns,
    }
    environment.globals |= {
        "rel": REL,
        "is_allowed": is_allowed,
        "drawing": drawing,
    }
    return environment


def _shown(text: str) -> str:
    """Mark what would hide or turn text; lines that are meant to stay apart were taken apart before."""
    return re.sub(r"\s*\n\s*", " ", visible(text))


def _columns(table: Table) -> dict[str, Any]:
    """Return headings and rows with the offsets, where there are any, beside the times."""
    if not table.offsets:
        return {"headings": table.headings, "rows": table.rows}
    after = next(index for index, cell in enumerate(table.rows[0]) if cell.at) + 1 if _has_times(table) else 0
    headings = (*table.headings[:after], "From start", *table.headings[after:])
    rows = tuple(
        (*row[:after], Cell(told, offset=True), *row[after:])
        for row, told in zip(table.rows, table.offsets, strict=True)
    )
    return {"headings": headings, "rows": rows}


def _has_times(table: Table) -> bool:
    return any(cell.at for cell in table.rows[0])
